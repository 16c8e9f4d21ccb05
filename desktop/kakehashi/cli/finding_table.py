"""A finding as tables for a terminal."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import TYPE_CHECKING

from kakehashi.evidence.finding_tables import FindingTable, finding_tables
from kakehashi.words import Language, text

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Finding

MOST_ROWS = 10
"""Rows of a table that are shown; `--json` has all."""


def printed(finding: Finding, language: Language) -> str:
    """Title, a table for each part and group of the columns in which something stands, and the notes."""
    lines = [text(f"finding.{finding.key}", language) + f" ({finding.key})"]
    for table in finding_tables(finding, language, MOST_ROWS):
        if table.title:
            lines.append("  " + table.title)
        lines += _lines(table)
        if table.left_out:
            lines.append("  " + text("cli.more", language, count=table.left_out))
    lines += ["  " + text(note, language) for note in finding.notes]
    return "\n".join(lines)


def _lines(table: FindingTable) -> Iterator[str]:
    """Lines of equal columns: the titles, and the rows."""
    cells = [table.columns, *table.rows]
    widths = [max(map(_width, column)) for column in zip(*cells, strict=True)]
    for line in cells:
        placed = zip(line, widths, table.right, strict=True)
        yield ("  " + "  ".join(_placed(*each) for each in placed)).rstrip()


def _placed(cell: str, width: int, right: bool) -> str:
    space = " " * (width - _width(cell))
    return space + cell if right else cell + space


def _width(said: str) -> int:
    """Columns of a terminal: kanji and kana take two, accents none."""
    return sum(
        0 if unicodedata.combining(each) else 2 if unicodedata.east_asian_width(each) in "WF" else 1
        for each in said
    )
