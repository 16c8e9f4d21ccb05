"""Tables: one line of headings, one line a row, and below them what their signs mean."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.api import Cell, Column, Language, Row, Table, text
from kakehashi_markdown.escaping import LINE, inline
from kakehashi_markdown.values import cell_words

_NUMERIC = frozenset({"number", "money", "rate", "points", "factor"})
_STRONG = frozenset({"subtotal", "total"})
_CHANGED = {"added": "＋ ", "changed": "● "}
_STEP = "&emsp;"
"""Before the name of a row, for each level that it stands below another."""


def table_lines(table: Table, language: Language) -> Iterator[str]:
    """The table, then why values are missing and which months are closed."""
    lines = [
        _line(_head(column) for column in table.columns),
        _line("---:" if column.kind in _NUMERIC else "---" for column in table.columns),
        *(_row(row, table.columns, language) for row in table.rows),
    ]
    yield "\n".join(lines)
    for why in _reasons(table):
        yield text("markdown.why_missing", language, why=inline(why))
    if any(_is_missing(cell) and not cell.value for row in table.rows for cell in row.cells):
        yield text("markdown.missing", language)
    closed = [inline(column.title) for column in table.columns if column.closed]
    if closed:
        yield text("markdown.closed", language, first=closed[0], last=closed[-1])


def _line(cells: Iterator[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _head(column: Column) -> str:
    return LINE.join(inline(each) for each in (column.group, column.title) if each)


def _row(row: Row, columns: tuple[Column, ...], language: Language) -> str:
    cells = [
        cell_words(cell, column.kind, column.digits, language)
        for cell, column in zip(row.cells, columns, strict=True)
    ]
    if row.style in _STRONG:
        cells = [f"**{words}**" if words else "" for words in cells]
    if cells:
        cells[0] = _CHANGED.get(row.changed, "") + _STEP * row.level + cells[0]
    return _line(iter(cells))


def _is_missing(cell: Cell) -> bool:
    return cell.number is None and cell.missing == "not_available"


def _reasons(table: Table) -> tuple[str, ...]:
    """Why values can't be told, each reason once."""
    cells = [cell for row in table.rows for cell in row.cells if _is_missing(cell)]
    return tuple(dict.fromkeys(cell.value for cell in cells if cell.value))
