"""Excel workbooks: what a document says, with live formulas, native charts and a way back."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.api import Exporter, hookimpl
from kakehashi_excel.exporter import Excel, Settings

__all__ = ["Excel", "Settings", "kakehashi_exporters"]


@hookimpl
def kakehashi_exporters() -> Sequence[Exporter]:
    """The workbook."""
    return (Excel(),)
