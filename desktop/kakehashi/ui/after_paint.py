"""What a page does without at first: done once what is there already is on the screen."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

_PAINTED = 10  # ms; with 0 Qt would do it before it paints


def after_paint(owner: QObject, act: Callable[[], object]) -> None:
    """Do it right after the next paint, if `owner` is still there."""
    QTimer.singleShot(_PAINTED, owner, act)
