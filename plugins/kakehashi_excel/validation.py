"""What may be typed into the cells of an input table, and why a figure is missing where one is."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kakehashi.api import Column, Table
from kakehashi_excel.book import LISTS, Book
from kakehashi_excel.formats import NUMERIC, kind_of
from kakehashi_excel.formulas import letters
from kakehashi_excel.layout import PlacedTable
from kakehashi_excel.text import one_line, quoted_sheet

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_LARGEST = "1000000000000000"
_PROMPT = 255  # characters


def validate(book: Book, worksheet: Worksheet, placed: PlacedTable) -> None:
    """Rules for the cells that a reader may change."""
    from openpyxl.worksheet.datavalidation import DataValidation

    table = placed.table
    for at, (column, span) in enumerate(zip(table.columns, placed.spans, strict=True)):
        if column.choices and table.role == "input":
            rule = DataValidation("list", formula1=_list(book, column.choices), allow_blank=True)
            rows = [n for n, row in enumerate(table.rows) if row.style == ""]
            rule.error = book.say("excel.choose")
        else:
            rule = DataValidation(
                "decimal", operator="between", formula1=f"-{_LARGEST}", formula2=_LARGEST, allow_blank=True
            )
            rows = list(_figures(table, at, column))
            rule.error = book.say("excel.enter_number")
        rule.showErrorMessage = True
        rule.errorTitle = book.say("excel.wrong_value")
        for first, last in _runs([placed.places[row] for row in rows]):
            letter = letters(span.column)
            rule.add(f"{letter}{first}:{letter}{last}")
        if rows:
            worksheet.add_data_validation(rule)
    _explain(book, worksheet, placed)


def _explain(book: Book, worksheet: Worksheet, placed: PlacedTable) -> None:
    """Say why a value is not available, as soon as its cell is selected."""
    from openpyxl.worksheet.datavalidation import DataValidation

    said: dict[str, list[str]] = {}
    for at, row in zip(placed.places, placed.table.rows, strict=True):
        for cell, span in zip(row.cells, placed.spans, strict=True):
            if cell.missing == "not_available" and cell.number is None and cell.value:
                said.setdefault(cell.value, []).append(f"{letters(span.column)}{at}")
    for reason, places in said.items():
        rule = DataValidation(promptTitle=book.not_available, prompt=one_line(reason)[:_PROMPT])
        rule.showInputMessage = True
        for place in places:
            rule.add(place)
        worksheet.add_data_validation(rule)


def _figures(table: Table, at: int, column: Column) -> Iterator[int]:
    for number, row in enumerate(table.rows):
        cell = row.cells[at]
        if cell.assumption and cell.expression is None and kind_of(cell, column) in NUMERIC:
            yield number


def _runs(rows: list[int]) -> Iterator[tuple[int, int]]:
    """Neighbouring numbers as (first, last)."""
    start = 0
    for at, row in enumerate(rows):
        if at + 1 == len(rows) or rows[at + 1] != row + 1:
            yield rows[start], row
            start = at + 1


def _list(book: Book, choices: tuple[str, ...]) -> str:
    """Where a list of choices stands: a list in the rule itself ends at 255 characters and at commas."""
    column = letters(book.lists.setdefault(choices, len(book.lists) + 1))
    return f"{quoted_sheet(LISTS)}!${column}$1:${column}${len(choices)}"
