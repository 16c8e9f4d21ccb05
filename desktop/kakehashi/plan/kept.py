"""What was worked out of a plan, kept for as long as what it was made of is the same.

After an edit all but the touched items are the same objects: results of whole blocks of items are handed on
without looking into them. A full run works in the same blocks, so its sums are equal to the last digit.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

T = TypeVar("T")
R = TypeVar("R")

BLOCK = 64


class Kept:
    """Results by name, with what they were made of. Safe to share between the states of one plan."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[object, Any]] = {}

    def once(self, name: str, given: object, make: Callable[[], T]) -> T:
        """What was made of an equal `given` last time, else what `make` gives now."""
        known = self._found.get(name)
        if known is not None and known[0] == given:
            return known[1]  # type: ignore[no-any-return]
        made = make()
        self._found[name] = (given, made)
        return made

    def of(self, name: str, given: object, make: Callable[[], T]) -> T:
        """What was made of this very object last time, else what `make` gives now."""
        known = self._found.get(name)
        if known is not None and known[0] is given:
            return known[1]  # type: ignore[no-any-return]
        made = make()
        self._found[name] = (given, made)
        return made

    def again(self, name: str, given: R, make: Callable[[R], T], remake: Callable[[R, R, T], T | None]) -> T:
        """What `remake` gives of `given`, that of last time and its result; where that is None, `make`."""
        known = self._found.get(name)
        made = remake(given, known[0], known[1]) if known is not None else None  # type: ignore[arg-type]
        if made is None:
            made = make(given)
        self._found[name] = (given, made)
        return made

    def blocks(
        self, name: str, rows: Sequence[R], make: Callable[[Sequence[R]], T], context: object = None
    ) -> list[T]:
        """`make` of each block of rows, in order; made anew where a row or the `context` has changed."""
        found: dict[int, tuple[Sequence[R], T]] = self.once(f"{name} by block", context, dict)
        result = []
        for start in range(0, len(rows), BLOCK):
            block = rows[start : start + BLOCK]
            known = found.get(start)
            if known is None or known[0] != block:
                known = found[start] = (block, make(block))
            result.append(known[1])
        return result
