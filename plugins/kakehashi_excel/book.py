"""What the writers of sheets share: the workbook, where cells stand, and how a cell is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kakehashi.api import Cell as PlanCell
from kakehashi.api import Document, Expression, Language, number, percent, text
from kakehashi_excel.formats import MARKS, Negative
from kakehashi_excel.formulas import Address, Addresses, Missing, Target, Translator
from kakehashi_excel.grid import Span, Values
from kakehashi_excel.heights import paragraph
from kakehashi_excel.layout import Page
from kakehashi_excel.marks import Mark
from kakehashi_excel.rows import Cached
from kakehashi_excel.styles import HIGHEST, ROW, Style, Styles
from kakehashi_excel.text import defined_name, escaped, quoted_sheet

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

MANIFEST, LISTS, PLOTTED = "kakehashi", "kakehashi_lists", "kakehashi_charts"
"""Titles of the hidden sheets."""


LINK = Style(colour="accent", wrap=True)


@dataclass
class Book:
    """One workbook in the making."""

    document: Document
    language: Language
    negative: Negative
    workbook: Workbook
    styles: Styles
    values: Values
    pages: list[Page]
    addresses: Addresses
    missing: Missing
    translator: Translator
    marks: Mapping[tuple[str, str], Mark]
    headers: Mapping[tuple[str, str], Address]  # (table, column) -> its title
    names: dict[str, Address] = field(default_factory=dict)
    cached: dict[str, dict[tuple[int, int], Cached]] = field(default_factory=dict)  # by sheet and place
    descriptions: dict[str, list[str]] = field(default_factory=dict)  # sheet -> of its charts in order
    plotted_series: dict[tuple[Target, ...], tuple[Decimal | None, ...]] = field(default_factory=dict)
    lists: dict[tuple[str, ...], int] = field(default_factory=dict)  # choices -> column of the hidden sheet

    def say(self, message: str, **values: object) -> str:
        """A message in the document's language."""
        return text(message, self.language, **values)

    @property
    def not_available(self) -> str:
        """What stands in a cell whose value is missing."""
        return self.say("excel.not_available")

    def add_name(self, wanted: str, address: Address) -> None:
        """Give a cell a name; what Excel doesn't allow in one is replaced."""
        taken = {name.casefold() for name in self.names}
        self.names[defined_name(wanted, taken)] = address

    def plotted(self, targets: Sequence[Target], values: Sequence[Decimal | None]) -> tuple[Address, ...]:
        """Where a line chart finds the cells of a series.

        A text would be drawn as zero, so a series in which one may stand is repeated on a hidden sheet with
        #N/A in its place, which leaves a gap.
        """
        key = tuple(targets)
        if not any(map(self.missing.may_be_text, key)):
            return tuple(self.addresses[target] for target in key)
        self.plotted_series.setdefault(key, tuple(values))
        row = list(self.plotted_series).index(key) + 1
        return tuple(Address(PLOTTED, row, column) for column in range(1, len(key) + 1))

    @property
    def day(self) -> str:
        """The document's date in words."""
        year, month, day = self.document.date[:10].split("-")
        name = self.say(f"month.{int(month)}")
        return self.say("month.day", year=year, month=name, day=str(int(day)))

    def shown(self, cell: PlanCell, value: Decimal | None, kind: str, digits: int) -> str:
        """About what a figure shows, to measure with."""
        if value is None:
            return cell.value or self.not_available
        plain = percent(value, digits) if kind == "rate" else number(value, digits)
        return MARKS[cell.tone] + plain

    def value(self, target: Target, number: Decimal | None) -> Decimal | None:
        """The figure that a cell shows."""
        return self.values.get(target, number)


class Sheet:
    """Writes the cells of one sheet."""

    def __init__(self, book: Book, worksheet: Worksheet) -> None:
        from openpyxl.cell import Cell

        self.book = book
        self.worksheet = worksheet
        self.title: str = worksheet.title
        self._cell = Cell
        self._cells: dict[tuple[int, int], Any] = worksheet._cells  # `worksheet.cell` is slower

    def style(self, row: int, column: int, style: Any) -> Any:
        """The cell, looking like this (what `Styles` gave)."""
        cell = self._cells.get((row, column))
        if cell is None:
            cell = self._cells[row, column] = self._cell(self.worksheet, row, column)
        cell._style = style
        return cell

    def text(self, row: int, column: int, value: str, style: Any) -> None:
        """The one way by which text gets into a workbook: always as text, never as a formula or an error."""
        self._set(self.style(row, column, style), "s", escaped(value))

    def plain(self, row: int, column: int, value: Decimal | int | date, style: Any) -> None:
        """A number or a date."""
        cell = self.style(row, column, style)
        if isinstance(value, Decimal):
            self._set(cell, "n", double(value))
        else:
            cell.value = value

    @staticmethod
    def _set(cell: Any, data_type: str, value: object) -> None:
        """Not through `cell.value`, which guesses a type (formula, error) and cuts texts at 32,767."""
        cell._value = value
        cell.data_type = data_type

    def formula(
        self, row: int, column: int, expression: Expression, value: Decimal | None, marker: str, style: Any
    ) -> None:
        """A live formula; the value is what the app worked out, for those who open without calculating."""
        written = self.book.translator.formula(expression, self.title, marker)
        self._set(self.style(row, column, style), "f", written)
        cached = self.book.cached.setdefault(self.title, {})
        cached[row, column] = marker if value is None else double(value)

    def merge(self, row: int, span: Span, style: Any, rows: int = 1) -> None:
        """Make a span one cell.

        Workaround: openpyxl's `merge_cells` looks through all merged cells each time, too slow for tables.
        """
        if span.count * rows < 2:
            return
        from openpyxl.worksheet.cell_range import CellRange

        area = CellRange(min_col=span.column, min_row=row, max_col=span.last, max_row=row + rows - 1)
        for place in [
            (r, c) for r in range(row, area.max_row + 1) for c in range(span.column, span.last + 1)
        ]:
            self.style(*place, style)
        self.worksheet.merged_cells.ranges.add(area)

    def paragraph(self, row: int, span: Span, room: float, value: str, style: Style, rows: int = 1) -> None:
        """Text over a span, in rows high enough for all its lines."""
        made = self.book.styles(style)
        self.text(row, span.column, value, made)
        self.merge(row, span, made, rows)
        for each in range(row, row + rows):
            self.height(each, paragraph(value, room, style) / rows)

    def link(self, row: int, span: Span, room: float, words: str, sheet: str, style: Style = LINK) -> None:
        """Words that lead to another sheet."""
        from openpyxl.worksheet.hyperlink import Hyperlink

        self.paragraph(row, span, room, words, style)
        cell = self.worksheet.cell(row, span.column)
        cell._hyperlink = Hyperlink(ref=cell.coordinate, location=f"{quoted_sheet(sheet)}!A1", display=sheet)

    def height(self, row: int, points: float) -> None:
        """Make a row at least this high; Excel knows no more than 409 pt."""
        if points > ROW:
            dimension = self.worksheet.row_dimensions[row]
            dimension.height = min(max(dimension.height or 0, round(points, 1)), HIGHEST)


def double(value: Decimal) -> float | int:
    """A number as a spreadsheet holds it."""
    number = float(value)
    return int(number) if number.is_integer() and abs(number) < 2**53 else number
