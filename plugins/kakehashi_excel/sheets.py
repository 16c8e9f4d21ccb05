"""Paper: what goes on a printed page of a sheet, and at which scale.

A sheet is printed as wide as one page, so the smallest paper on which its type stays readable is taken.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kakehashi_excel.measure import PIXELS

_INCH = 72.0
POINTS = 0.75
"""Points a px."""

_GUTTER = 4.2  # the widest gutter, digits
_SAFETY = 0.97  # part of a page's height that we trust to be there

READABLE = 0.8
"""Scale down to which a sheet may be broad: its smallest type, 9.5 pt, is printed with 7.6 pt."""

SMALLEST = 0.758
"""Scale down to which a sheet is printed on one page instead of two: 7.2 pt."""


@dataclass(frozen=True)
class Paper:
    """Excel's number of the paper, how it lies, its size in pt and its side margins in inches."""

    number: str
    orientation: str
    width: float
    height: float
    side: float

    top: float = 0.63
    bottom: float = 0.61

    def scale(self, widths: Sequence[float]) -> float:
        """What columns of these widths (digits) are scaled by to go on one page."""
        wide = (sum(widths) + _GUTTER) * PIXELS * POINTS
        return min(1.0, (self.width - 2 * self.side * _INCH) / wide)

    def room(self, widths: Sequence[float]) -> float:
        """Height of a page in pt of the sheet, at that scale."""
        return self._high * _SAFETY / self.scale(widths)

    @property
    def wide(self) -> float:
        """Width in digits of a sheet that is printed at its size."""
        return self.wide_at(1.0)

    def wide_at(self, scale: float) -> float:
        """Width in digits of a sheet that is printed at this scale."""
        return (self.width - 2 * self.side * _INCH) / (PIXELS * POINTS * scale) - _GUTTER

    @property
    def area(self) -> int:
        """Sheets of A4 that it is."""
        return round(self.width * self.height / (UPRIGHT.width * UPRIGHT.height))

    @property
    def most(self) -> float:
        """Height of a page in pt of the sheet, at the smallest scale."""
        return self._high / SMALLEST

    @property
    def _high(self) -> float:
        return self.height - (self.top + self.bottom) * _INCH


UPRIGHT = Paper("9", "portrait", 595.3, 841.9, 0.59)
ACROSS = Paper("9", "landscape", 841.9, 595.3, 0.47)
LARGE = Paper("8", "landscape", 1190.6, 841.9, 0.47)
LARGE_UPRIGHT = Paper("8", "portrait", 841.9, 1190.6, 0.47)
"""A4 upright, A4 across, A3 across, A3 upright."""
