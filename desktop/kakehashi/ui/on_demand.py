"""A long list whose parts are made when somebody asks for them: thousands are told, a screenful is seen."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from itertools import accumulate
from typing import TypeVar, overload

T = TypeVar("T")


class OnDemand(Sequence[T]):
    """So many parts; `make` gives the one at a place, once."""

    def __init__(self, count: int, make: Callable[[int], T]) -> None:
        self._count, self._make = count, make
        self._made: dict[int, T] = {}

    def __len__(self) -> int:
        return self._count

    @overload
    def __getitem__(self, at: int) -> T: ...
    @overload
    def __getitem__(self, at: slice) -> tuple[T, ...]: ...
    def __getitem__(self, at: int | slice) -> T | tuple[T, ...]:
        if isinstance(at, slice):
            return tuple(self[each] for each in range(*at.indices(self._count)))
        place = range(self._count)[at]
        if place not in self._made:
            self._made[place] = self._make(place)
        return self._made[place]


def one_after_another(*parts: Sequence[T]) -> OnDemand[T]:
    """Several lists as one."""
    ends = list(accumulate(map(len, parts)))

    def make(at: int) -> T:
        part = bisect_right(ends, at)
        return parts[part][at - (ends[part] - len(parts[part]))]

    return OnDemand(ends[-1] if ends else 0, make)
