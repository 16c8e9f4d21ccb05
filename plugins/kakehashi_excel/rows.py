"""The rows of a sheet as XML, with the app's value cached beside each formula.

Openpyxl makes everything of the file but these. It writes no cached values, so whoever opens the file
without calculating (a preview, a phone, a mail program) would see blanks; and it is slower by cell.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from html import escape
from itertools import groupby
from typing import TYPE_CHECKING, Any

from kakehashi_excel.formulas import letters

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

Cached = float | int | str | None
"""What stands beside a formula for those who don't calculate; None = #N/A, on the hidden sheet of charts."""

EMPTY = "<sheetData />"
"""What stands in the file in place of the rows until `finish` puts them in."""


def sheet_data(worksheet: Worksheet, cached: Mapping[tuple[int, int], Cached]) -> str:
    """All rows of a sheet. KeyError for a formula without a cached value: our mistake."""
    cells = sorted(worksheet._cells.items())
    rows = {row: list(group) for row, group in groupby(cells, key=lambda cell: cell[0][0])}
    for row in worksheet.row_dimensions:
        rows.setdefault(row, [])
    writer = _Writer(cached)
    return f"<sheetData>{''.join(writer.row(worksheet, row, rows[row]) for row in sorted(rows))}</sheetData>"


class _Writer:
    def __init__(self, cached: Mapping[tuple[int, int], Cached]) -> None:
        self._cached = cached
        self._styles: dict[int, str] = {}

    def row(self, worksheet: Worksheet, row: int, cells: list[tuple[tuple[int, int], Any]]) -> str:
        dimension = worksheet.row_dimensions.get(row)
        said = "".join(f' {name}="{value}"' for name, value in dict(dimension or {}).items())
        return f'<row r="{row}"{said}>{"".join(self._row_cells(row, cells))}</row>'

    def _row_cells(self, row: int, cells: list[tuple[tuple[int, int], Any]]) -> Iterator[str]:
        for place, cell in cells:
            start = f'<c r="{letters(place[1])}{row}"{self._style(cell)}'
            value = cell._value
            if value is None or value == "":
                yield f"{start}/>"
            elif cell.data_type == "s":
                kept = ' xml:space="preserve"' if value != value.strip() else ""
                yield f'{start} t="inlineStr"><is><t{kept}>{escape(value, quote=False)}</t></is></c>'
            elif cell.data_type == "f":
                formula = f"<f>{escape(value[1:], quote=False)}</f>"
                yield f"{start}{_beside(formula, self._cached[place])}</c>"
            else:
                yield f"{start}><v>{_serial(value) if isinstance(value, date) else value!r}</v></c>"

    def _style(self, cell: Any) -> str:
        """The cell's style; those that `Styles` made are shared, so one look-up serves many cells."""
        array = cell._style
        key = id(array)
        if key not in self._styles:
            self._styles[key] = f' s="{cell.style_id}"' if cell.has_style else ""
        return self._styles[key]


def _beside(formula: str, value: Cached) -> str:
    """The end of the cell's tag, its formula and the cached value."""
    if value is None:
        return f' t="e">{formula}<v>#N/A</v>'
    if isinstance(value, str):
        return f' t="str">{formula}<v>{escape(value, quote=False)}</v>'
    return f">{formula}<v>{value!r}</v>"


def _serial(day: date) -> int:
    """A date as a spreadsheet counts days."""
    return day.toordinal() - date(1899, 12, 30).toordinal()
