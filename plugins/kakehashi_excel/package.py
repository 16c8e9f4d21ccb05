"""The finished file: parts as openpyxl makes them, rows and descriptions put in, the same bytes each time."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from html import escape
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from kakehashi_excel.rows import EMPTY, Cached, sheet_data

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

_CHART = re.compile(r"(<(?:\w+:)?graphicFrame\b.*?<(?:\w+:)?cNvPr\b[^>]*?)(\s*/?>)", re.DOTALL)
_EARLIEST = "1980-01-01"
_LEVEL = 6


@dataclass(frozen=True)
class Additions:
    """What openpyxl does not write. `date` is ISO: the date of every part of the file."""

    cached: Mapping[str, Mapping[tuple[int, int], Cached]]  # sheet -> (row, column) -> value
    descriptions: Mapping[str, Sequence[str]]  # sheet -> of its charts in order
    application: str  # docProps/app.xml
    date: str


def save(workbook: Workbook, target: Path, additions: Additions) -> None:
    """Write the file."""
    raw = BytesIO()
    rows = _save_without_rows(workbook, raw, additions)
    drawings = {
        sheet._drawing.path[1:]: additions.descriptions[sheet.title]
        for sheet in workbook.worksheets
        if sheet.title in additions.descriptions
    }
    with ZipFile(raw) as source, ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/app.xml":
                data = additions.application.encode()
            elif name in rows:
                data = data.replace(EMPTY.encode(), rows[name].encode(), 1)
            elif name in drawings:
                data = _described(data.decode(), drawings[name]).encode()
            archive.writestr(_entry(name, additions.date), data, compresslevel=_LEVEL)


def _save_without_rows(workbook: Workbook, raw: BytesIO, additions: Additions) -> Mapping[str, str]:
    """Let openpyxl write everything else; the rows by the part that they belong into."""
    from openpyxl.worksheet._writer import WorksheetWriter
    from openpyxl.writer import excel
    from openpyxl.xml.functions import Element

    rows: dict[str, str] = {}

    class SheetWriter(WorksheetWriter):  # type: ignore[misc]
        def write_rows(self) -> None:
            rows[self.ws.path[1:]] = sheet_data(self.ws, additions.cached.get(self.ws.title, {}))
            for (_, _), cell in sorted(self.ws._cells.items()):
                if cell.hyperlink:
                    self.ws._hyperlinks.append(cell.hyperlink)
            self.xf.send(Element("sheetData"))

    class Writer(excel.ExcelWriter):  # type: ignore[misc]
        def write_worksheet(self, ws: Worksheet) -> None:
            """As openpyxl does it, with our writer of rows."""
            ws._drawing = excel.SpreadsheetDrawing()
            ws._drawing.charts, ws._drawing.images = ws._charts, ws._images
            writer = SheetWriter(ws)
            writer.write()
            ws._rels = writer._rels
            self._archive.write(writer.out, ws.path[1:])
            self.manifest.append(ws)
            writer.cleanup()

    Writer(workbook, ZipFile(raw, "w", ZIP_STORED)).save()
    return rows


def _entry(name: str, date: str) -> ZipInfo:
    year, month, day = map(int, max(date[:10], _EARLIEST).split("-"))
    entry = ZipInfo(name, (year, month, day, 0, 0, 0))
    entry.compress_type = ZIP_DEFLATED
    entry.create_system = 0  # the same on every system
    return entry


def _described(drawing: str, descriptions: Sequence[str]) -> str:
    """The drawing's XML with a description at each chart, in order."""
    left = iter(descriptions)
    return _CHART.sub(lambda found: f'{found[1]} descr="{escape(next(left))}"{found[2]}', drawing)
