"""The built-in source for workbooks: Excel (xlsx, xlsm, xlsb, xls) and OpenDocument (ods).

It gives the raw cells of a sheet; the host finds the table in them. It asks for a process of its own, since
the library under it ends its process when memory runs out.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import msgspec

from kakehashi.api import DelimitedFile, Grid, PlanError, Setting, Source, SourceTable, hookimpl


class WorkbookSettings(msgspec.Struct, frozen=True):
    """Which file."""

    path: Annotated[str, Setting(title={"en": "File", "ja": "ファイル"}, shape="file")]


class WorkbookSource:
    """A workbook; each of its worksheets is a table, by its name."""

    key = "workbook"
    settings: type[msgspec.Struct] = WorkbookSettings

    def tables(self, settings: WorkbookSettings) -> tuple[SourceTable, ...]:
        """The worksheets; how much of them is filled where there are several to choose from."""
        from kakehashi_workbook.disguise import text_in

        path = Path(settings.path)
        if text_in(path) is not None:
            return (SourceTable(path.stem, {"ja": path.stem, "en": path.stem}),)
        from kakehashi_workbook.workbook import opened

        return opened(path).tables()

    def read(self, settings: WorkbookSettings, table: str) -> Grid | DelimitedFile:
        """The cells of a worksheet; a text file that only calls itself a workbook is named as it is."""
        from kakehashi_workbook.disguise import text_in

        path = Path(settings.path)
        text = text_in(path)
        if text is not None:
            return text
        from kakehashi_workbook.workbook import opened

        return opened(path).grid(table)

    def test(self, settings: WorkbookSettings) -> None:
        """Whether the file can be opened."""
        try:
            with Path(settings.path).open("rb"):
                pass
        except OSError as error:
            name = Path(settings.path).name
            raise PlanError("error.workbook.cannot_open", name=name) from error


@hookimpl
def kakehashi_sources() -> list[Source]:
    """The sources of this plugin."""
    return [WorkbookSource()]
