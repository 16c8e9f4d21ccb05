"""Another table further down in a file so large that only its beginning was looked at: it is told, not lost.

Its rows have another width than those of the table that is read, and are set aside for that.
"""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.evidence.read_as import Rule
from kakehashi.evidence.table_area import cell_kind
from kakehashi.words import Message

FEWEST = 3
"""Rows, header included: fewer of the same width are rows that were hurt."""


class LaterTable:
    """Watches the rows that don't fit; knows the first run of them that looks like a table."""

    def __init__(self) -> None:
        self._width = 0
        self._first = 0
        self._count = 0
        self._found: tuple[int, int, int] | None = None

    def misfit(self, number: int, cells: Sequence[str | None]) -> None:
        """A row of another width, with its number."""
        if self._count and len(cells) == self._width:
            self._count += 1
            return
        self.fitting()
        names = [cell for cell in cells if cell]
        if len(names) == len(cells) > 1 and len(set(names)) == len(names) and _all_text(names):
            self._width, self._first, self._count = len(cells), number, 1

    def fitting(self) -> None:
        """A row of the table that is read, or one of yet another width: the run is over."""
        if self._count >= FEWEST and self._found is None:
            self._found = (self._first, self._width, self._count - 1)
        self._count = 0

    def rules(self) -> tuple[Rule, ...]:
        """What is told of it at the end of the file."""
        self.fitting()
        if self._found is None:
            return ()
        first, width, rows = self._found
        values = {"row": str(first), "columns": width, "rows": rows}
        return (Rule("header-row", str(first), Message("evidence.rule.later_table", values)),)


def _all_text(names: Sequence[str]) -> bool:
    return all(cell_kind(name) == "text" for name in names)
