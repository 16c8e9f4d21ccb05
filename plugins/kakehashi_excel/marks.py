"""Marks of budget categories: a letter on the category's colour, so that print in grey tells them apart."""

from __future__ import annotations

from dataclasses import dataclass

from kakehashi.api import Document, Language, Row, tables, tokens

CHANGED = {"added": "＋", "changed": "●"}
"""What stands in the gutter beside a row that is new or has changed since the edition before."""


@dataclass(frozen=True)
class Mark:
    """`token` is the fill's; '' = no fill, dashed edge."""

    letter: str
    token: str


def marks_of(document: Document, language: Language) -> dict[tuple[str, str], Mark]:
    """The marks of the categories that occur in a document, by `key_of` their rows.

    Those that the company added are told apart by their names and take further colours in their order.
    """
    found: dict[tuple[str, str], Mark] = {}
    added = 0
    for table in tables(document).values():
        for row in table.rows:
            key = key_of(row)
            if not row.mark or key in found:
                continue
            if known := tokens.BUDGET_CATEGORIES.get(row.mark):
                found[key] = Mark(known.mark(language), known.token)
            else:
                found[key] = Mark((key[1] or row.mark)[:1], tokens.added_category(added))
                added += 1
    return found


def key_of(row: Row) -> tuple[str, str]:
    """What names the category of a row: its code, and the name unless the code is one of the fixed ones."""
    if row.mark in tokens.BUDGET_CATEGORIES:
        return row.mark, ""
    return row.mark, next((cell.value for cell in row.cells if cell.value), "")
