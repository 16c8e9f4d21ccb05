"""Which blocks of a sheet come on which printed page, told from their heights before anything is written."""

from __future__ import annotations

from dataclasses import dataclass, field

from kakehashi_excel.styles import GAP

WORTH = 0.4
"""Part of a page that is not left empty for a table that can be torn."""

_TRUST = 0.99  # part of a page that is planned with; breaks are set by the heights as written
_LAST = 0.75  # what the last page counts at least


@dataclass
class Printed:
    """A page: the numbers of the blocks on it, how much of it they take, whether one is torn here."""

    used: float
    blocks: list[int] = field(default_factory=list)
    torn: bool = False


class Filling:
    """Puts blocks on pages, one after the other. Heights in pt of the sheet."""

    def __init__(self, room: float, head: float) -> None:
        self.room = room * _TRUST
        self.pages = [Printed(head)]

    @property
    def free(self) -> float:
        """What is left of the page for a further block."""
        here = self.pages[-1]
        return self.room - here.used - GAP * bool(here.blocks)

    @property
    def count(self) -> float:
        """How many pages are taken; the last one counts less where it is not full."""
        return len(self.pages) - 1 + _LAST + (1 - _LAST) * self.pages[-1].used / self.room

    def put(self, number: int, tall: float) -> None:
        """A block that stays together, on a new page where there is no room for it."""
        if tall > self.room:
            self.flow(number, tall)
            return
        if tall > self.free and self.pages[-1].blocks:
            self._turn()
        self._take(number, tall)

    def flow(self, number: int, tall: float) -> None:
        """A table that may be torn between rows, where enough of the page is left."""
        if tall > self.free and self.free < self.room * WORTH and self.pages[-1].blocks:
            self._turn()
        while tall > max(self.free, 1.0):
            tall -= max(self.free, 1.0)
            self._take(number, self.free)
            self.pages[-1].torn = True
            self._turn()
            self.pages[-1].torn = True
        self._take(number, tall)

    def _turn(self) -> None:
        self.pages.append(Printed(0.0))

    def _take(self, number: int, tall: float) -> None:
        here = self.pages[-1]
        here.used += tall + GAP * bool(here.blocks)
        here.blocks.append(number)
