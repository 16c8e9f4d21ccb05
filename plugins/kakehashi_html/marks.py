"""The marks of budget categories: a square with a letter, so that black-and-white print tells them apart."""

from __future__ import annotations

from collections.abc import Iterable

from kakehashi.api import Table, tokens
from kakehashi_html.views import Mark


class Marks:
    """Known categories have their colour and letter; added ones take colours in the order they appear."""

    def __init__(self, tables: Iterable[Table], language: str) -> None:
        self._language = language
        codes = dict.fromkeys(row.mark for table in tables for row in table.rows if row.mark)
        self._added = [code for code in codes if code not in tokens.BUDGET_CATEGORIES]

    def of(self, code: str, name: str) -> Mark | None:
        """The mark of a category's code; an added category's letter is the first of its name."""
        if not code:
            return None
        known = tokens.BUDGET_CATEGORIES.get(code)
        if known:
            return Mark(known.mark(self._language), f"mark-{code}")
        letter = next((char for char in name if char.isalnum()), "•")
        return Mark(letter, f"mark-added mark-{tokens.added_category(self._added.index(code))}")
