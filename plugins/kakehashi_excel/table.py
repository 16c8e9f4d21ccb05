"""A table on its sheet: headings, rows, live formulas, validation, names, hidden ids."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

from kakehashi.api import Cell, Column, Row, tokens
from kakehashi_excel.book import Sheet
from kakehashi_excel.formats import NUMERIC, digits_of, kind_of, number_format
from kakehashi_excel.formulas import Address
from kakehashi_excel.grid import FIRST, GUTTER, ITEM_IDS, READING, ROW_IDS, Grid, Span, inset
from kakehashi_excel.heights import header_lines
from kakehashi_excel.layout import PlacedTable
from kakehashi_excel.marks import CHANGED, key_of
from kakehashi_excel.styles import BODY, HINT, SMALL, TITLE, Style, high

HAIRLINE = ("thin", "line")
RULE = ("thin", "text")
STRONG = ("thin", "strong")

_HEAD = Style(size=SMALL, colour="text2", bottom=RULE, wrap=True, down="bottom")
_GROUP = Style(size=SMALL, colour="text2", bottom=HAIRLINE)
_IDS = Style(size=SMALL, colour="disabled")
_CHANGED = Style(size=SMALL, colour="accent", across="center")

_GAP = ("thick", "surface")  # between a mark and its row
_DEEPEST = 7  # outline levels that Excel knows


class TableWriter:
    """Writes one table. Looks are looked up by what decides them, so that each is made once."""

    def __init__(self, sheet: Sheet, placed: PlacedTable, grid: Grid) -> None:
        self.sheet = sheet
        self.book = sheet.book
        self.placed = placed
        self.table = placed.table
        self.grid = grid
        self.rooms = [grid.room(span) for span in placed.spans]
        self._looks: dict[tuple[object, ...], Any] = {}
        self._ids = self.book.styles(_IDS)
        self._changed = self.book.styles(_CHANGED)
        self._indents = [inset(self.table, at) for at in range(len(self.table.columns))]

    def write(self) -> None:
        """The whole block."""
        placed, table, row = self.placed, self.table, self.placed.top
        columns = max(placed.right - FIRST + 1, self.grid.whole(READING).count)
        across = Span(FIRST, columns)
        room = self.grid.room(across)
        for text, style in ((table.title, TITLE), (placed.hint, HINT)):
            if text:
                self.sheet.paragraph(row, across, room, text, style)
                row += 1
        self._header()
        for number, each in enumerate(table.rows):
            self._row(number, each)
        row = placed.end + 1
        if not table.rows:
            self.sheet.paragraph(row, across, room, self.book.say("excel.no_rows"), HINT)
            row += 1
        for text in (table.note, table.source):
            if text:
                self.sheet.paragraph(row, across, room, text, HINT)
                row += 1

    def _header(self) -> None:
        placed = self.placed
        if placed.groups != placed.header:
            self._groups(placed.groups)
        columns = zip(self.table.columns, placed.spans, self._indents, strict=True)
        for column, span, indent in columns:
            figures = column.kind in NUMERIC
            left = STRONG if column.strong_left else ("", "")
            fill = "raised" if column.closed else ""
            look = replace(_HEAD, across="right" if figures else "left", left=left, fill=fill, indent=indent)
            made = self.book.styles(look)
            self.sheet.text(placed.header, span.column, column.title, made)
            self.sheet.merge(placed.header, span, made)
        lines = header_lines(self.table, self.rooms)
        self.sheet.height(placed.header, high(lines, SMALL / BODY))

    def _groups(self, row: int) -> None:
        made = self.book.styles(_GROUP)
        for columns in _runs(self.table.columns):
            group = self.table.columns[columns[0]].group
            first, last = self.placed.spans[columns[0]], self.placed.spans[columns[-1]]
            if group:
                self.sheet.text(row, first.column, group, made)
                self.sheet.merge(row, Span(first.column, last.last - first.column + 1), made)

    def _row(self, number: int, row: Row) -> None:
        sheet, at, taken = self.sheet, self.placed.places[number], self.placed.taken[number]
        for cell, column, span, place in zip(
            row.cells, self.table.columns, self.placed.spans, range(len(row.cells)), strict=True
        ):
            look = self._look(place, column, row, cell)
            self._cell(at, span.column, row, column, cell, look)
            if span.count * taken > 1:
                sheet.merge(at, span, look, taken)
        tall = high(self.placed.lines[number]) / taken
        for each in range(at, at + taken):
            sheet.height(each, tall)
            if row.level:
                sheet.worksheet.row_dimensions[each].outlineLevel = min(row.level, _DEEPEST)
        if row.item:
            sheet.text(at, ITEM_IDS, row.item, self._ids)
        sheet.text(at, ROW_IDS, row.id, self._ids)
        if row.mark:
            self._mark(at, row)
        elif row.changed:
            self.sheet.text(at, GUTTER, CHANGED[row.changed], self._changed)

    def _cell(self, at: int, column_at: int, row: Row, column: Column, cell: Cell, look: Any) -> None:
        sheet = self.sheet
        if cell.expression is not None:
            value = self.book.value((self.table.key, row.id, column.key), cell.number)
            marker = "" if cell.missing == "unset" else self.book.not_available
            sheet.formula(at, column_at, cell.expression, value, marker, look)
        elif cell.number is not None:
            sheet.plain(at, column_at, cell.number, look)
        elif cell.missing == "not_available":  # `value` says why
            sheet.text(at, column_at, self.book.not_available, look)
        elif cell.value is not None:
            if (day := _day(kind_of(cell, column), cell.value)) is not None:
                sheet.plain(at, column_at, day, look)
            else:
                sheet.text(at, column_at, cell.value, look)
        else:
            sheet.style(at, column_at, look)
        if cell.name:
            self.book.add_name(cell.name, Address(sheet.title, at, column_at))

    def _look(self, number: int, column: Column, row: Row, cell: Cell) -> Any:
        kind, digits = kind_of(cell, column), digits_of(cell, column)
        absent = cell.number is None and cell.missing == "not_available"
        inset = row.level if number == 0 else self._indents[number]
        key = (number, kind, digits, row.style, inset, cell.tone, cell.assumption, absent, cell.signed)
        if key not in self._looks:
            self._looks[key] = self.book.styles(self._style(kind, digits, column, row, cell, inset, absent))
        return self._looks[key]

    def _style(
        self, kind: str, digits: int, column: Column, row: Row, cell: Cell, inset: int, absent: bool
    ) -> Style:
        style = Style(
            bold=row.style in ("subtotal", "total") or cell.tone == "bad",
            fill="raised" if column.closed or row.style == "subtotal" else "",
            across="right" if kind in NUMERIC else "left",
            wrap=kind not in NUMERIC,
            indent=inset,
            format=number_format(
                kind, digits, self.book.language, self.book.negative, cell.tone, "", signed=cell.signed
            ),
            bottom=HAIRLINE,
            top=("medium", "text") if row.style == "total" else ("", ""),
            left=STRONG if column.strong_left else ("", ""),
        )
        if row.style == "note":
            style = replace(style, size=SMALL, colour="text2")
        if absent:
            style = replace(style, colour="text2")
        if cell.assumption:
            style = replace(style, colour="accent", fill="sequential-1")
        if cell.tone:
            style = replace(style, colour=cell.tone, fill=f"{cell.tone}s")
        return style

    def _mark(self, at: int, row: Row) -> None:
        mark = self.book.marks[key_of(row)]
        edge = ("", "") if mark.token else ("dashed", "strong")
        ink = tokens.ink_on(mark.token)
        look = Style(size=SMALL, bold=True, colour=ink, fill=mark.token, across="center")
        look = replace(look, top=edge, bottom=edge, left=edge, right=edge if edge[0] else _GAP)
        letter = mark.letter + (CHANGED[row.changed] if row.changed else "")
        self.sheet.text(at, GUTTER, letter, self.book.styles(look))


def _runs(columns: Sequence[Column]) -> list[list[int]]:
    """Neighbouring columns of the same group."""
    runs: list[list[int]] = []
    for at, column in enumerate(columns):
        if runs and columns[runs[-1][-1]].group == column.group:
            runs[-1].append(at)
        else:
            runs.append([at])
    return runs


def _day(kind: str, value: str) -> date | None:
    """The first day of a month, or the day; None when the text is neither."""
    if kind not in ("month", "date"):
        return None
    try:
        return date.fromisoformat(f"{value}-01" if kind == "month" else value[:10])
    except ValueError:
        return None
