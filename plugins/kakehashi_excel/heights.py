"""How high texts and the rows of tables are: lines of the texts in them, at the widths of their columns."""

from __future__ import annotations

from collections.abc import Sequence
from math import ceil

from kakehashi.api import Cell, Row, Table
from kakehashi_excel import measure
from kakehashi_excel.grid import inset
from kakehashi_excel.styles import BODY, HIGHEST, SMALL, Style, high

_BOLD = 1.07


def paragraph(text: str, room: float, style: Style) -> float:
    """Height in pt of a text in a cell `room` wide."""
    scale = style.size / BODY
    lines = measure.lines(text, room - 2 * style.indent, scale * (_BOLD if style.bold else 1))
    return high(lines, scale)


def rows_for(lines: int) -> int:
    """Rows of the sheet that a row of a table takes: one, unless no row of Excel is as high."""
    return ceil(high(lines) / HIGHEST)


def row_lines(table: Table, rooms: Sequence[float]) -> tuple[int, ...]:
    """Lines that each row takes in columns of these widths (digits)."""
    insets = [inset(table, at) for at in range(len(table.columns))]
    return tuple(_lines(row, rooms, insets) for row in table.rows)


def header_lines(table: Table, rooms: Sequence[float]) -> int:
    """Lines of the column titles."""
    found = [
        measure.lines(column.title, room - 2 * inset(table, at), SMALL / BODY)
        for at, (column, room) in enumerate(zip(table.columns, rooms, strict=True))
    ]
    return max(found, default=1)


def table_height(table: Table, rooms: Sequence[float], lines: Sequence[int]) -> float:
    """Height in pt of the titles and rows of a table."""
    return high(header_lines(table, rooms), SMALL / BODY) + sum(map(high, lines))


def _lines(row: Row, rooms: Sequence[float], insets: Sequence[int]) -> int:
    most, scale = 1, _BOLD if row.style in ("subtotal", "total") else 1.0
    for at, cell in enumerate(row.cells):
        if cell.value and _shown(cell):
            room = rooms[at] - 2 * (insets[at] if at else row.level)
            most = max(most, measure.lines(cell.value, room, scale))
    return most


def _shown(cell: Cell) -> bool:
    """Whether the value is what the cell shows; of a missing figure it is the reason."""
    return cell.expression is None and (cell.missing != "not_available" or cell.number is not None)
