"""The exporter: a document becomes an Excel workbook with live formulas."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import msgspec

from kakehashi.api import Document, Progress


class Settings(msgspec.Struct, frozen=True):
    """`negative`: how figures below zero are written, −1,234 or △1,234."""

    negative: Literal["minus", "triangle"] = "minus"


class Excel:
    """An `Exporter` (kakehashi.api)."""

    key = "excel"
    settings: type[Any] = Settings

    def export(self, document: Document, settings: Settings, target: Path, progress: Progress) -> None:
        """Write the workbook; nothing is written when `progress.cancelled` is set on the way."""
        from kakehashi_excel.workbook import write

        write(document, settings.negative, target, progress)
