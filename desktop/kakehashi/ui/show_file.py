"""Opening a file with what the computer opens such files with."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def show_file(file: Path) -> None:
    """Open it; the program that does is not waited for."""
    QDesktopServices.openUrl(QUrl.fromLocalFile(str(file)))
