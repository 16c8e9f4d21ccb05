"""The sheets of paper, and those on which the letters of a picture can still be read."""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from types import MappingProxyType

import msgspec

from kakehashi_html.views import Paper

LEAST_LETTER = 7.0
"""Pt: no letter of a picture is printed smaller."""

SMALLER, LARGER = 0.88, 1.35
"""Scale of a picture in print: one that goes on upright A4, and one that wants a broader sheet."""

MM = 0.2646
"""Of a px."""

PAPERS: tuple[Paper, ...] = ("", "wide", "large", "widest")

_POINT = 0.75  # of a px
_USUAL_LETTER = 11.0  # px
_A2_ACROSS, _A2_HIGH = 594, 420  # mm
_BESIDE, _BELOW = 24, 36  # mm of margins of a broad page: left and right, above and below
_ABOVE = 40  # mm of a page: heading of a chapter, its sentence, the title over a picture


class Sheet(msgspec.Struct, frozen=True):
    """Mm between the margins, and what a page of it costs, in pages of A4: not every office prints A3.

    Heights are less than the paper has, for those of blocks are estimated. `picture` = how high a picture on
    it may be, `opening` = the same below the heading of a chapter.
    """

    width: float
    height: float
    cost: float
    picture: int
    opening: int


SHEETS: Mapping[Paper, Sheet] = MappingProxyType(
    {
        "": Sheet(180, 253, 1.0, 225, 225),
        "wide": Sheet(273, 169, 1.2, 146, 146),
        "large": Sheet(396, 257, 2.2, 246, 192),
        "widest": Sheet(570, 372, 6.0, 344, 344),
    }
)


def papers_of(letter: float, width: float, height: float, *, wide: bool, opening: bool) -> tuple[Paper, ...]:
    """The sheets on which a picture of this size, in px, can be read, the smallest first.

    `letter` = px of its smallest text, `wide` = it wants a sheet that lies, `opening` = it is the first of
    its chapter.
    """
    least = _least_scale(letter)
    found: list[Paper] = []
    for paper in PAPERS[1 if wide else 0 : -1]:
        sheet = SHEETS[paper]
        most = LARGER if (found[0] if found else paper) else SMALLER
        highest = sheet.opening if opening else sheet.picture
        if min(most, sheet.width / MM / width, highest / MM / height) >= least:
            found.append(paper)
    return (*found, "widest")


def page_for(letter: float, width: float, height: float) -> tuple[int, int]:
    """Mm of the page that shows a picture just large enough to be read, A2 at least; sizes in px."""
    scale = _least_scale(letter) * MM
    return (
        max(_A2_ACROSS, ceil(width * scale) + _BESIDE),
        max(_A2_HIGH, ceil(height * scale) + _BELOW + _ABOVE),
    )


def tallest(page: int) -> dict[str, tuple[int, int]]:
    """By sheet how high pictures may be, mm, and below a chapter's heading; `page` = the highest page."""
    room = page - _BELOW - _ABOVE
    return {
        paper: (room, room) if paper == "widest" else (sheet.picture, sheet.opening)
        for paper, sheet in SHEETS.items()
    }


def _least_scale(letter: float) -> float:
    """The scale at which letters of this size are as small as letters may be."""
    return LEAST_LETTER / _POINT / (letter or _USUAL_LETTER)
