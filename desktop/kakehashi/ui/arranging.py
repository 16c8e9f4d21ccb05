"""Where the panels of the overview stand, by the room there is. No Qt here.

Three columns where the window is broad, two otherwise; the chart of the organization is whole where it fits
and shows its upper levels elsewhere. What doesn't fit in height is scrolled to.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

import msgspec

MARGIN, TOP, GAP = 20, 14, 14
SCROLL_BAR = 11
"""Width of a scroll bar, px."""

BROAD = 1400  # inner width from which three columns stand
NARROW = 980  # inner width below which a column is too narrow for the chart
_LEAST_LIST = 180  # a header and, of short sentences, three rows
_LEAST_CHART = 300  # the budget by month

Panel = Literal["figures", "todo", "organization", "funnel", "changes", "chapters", "budget"]


class Place(msgspec.Struct, frozen=True):
    """A panel's rectangle, px."""

    x: int
    y: int
    width: int
    height: int


class Needs(msgspec.Struct, frozen=True, kw_only=True):
    """How high the panels of fixed content want to be at the widths they get, header included; px.

    Of the two lists: how high each is with one whole row, with two, and so on.
    """

    figures: int
    organization: int
    funnel: int
    chapters: int
    todo: tuple[int, ...] = ()
    changes: tuple[int, ...] = ()


class Columns(msgspec.Struct, frozen=True):
    """The widths of the columns, left to right."""

    shape: Literal["broad", "two", "narrow"]
    widths: tuple[int, ...]

    def width_of(self, panel: Panel) -> int:
        """The width that a panel gets."""
        if panel in ("organization", "changes") and self.shape == "narrow":
            return sum(self.widths) + GAP
        middle = 1 if self.shape == "broad" else 0
        where = {"organization": middle, "budget": middle, "chapters": middle, "todo": 0}
        return self.widths[where.get(panel, len(self.widths) - 1)]


def columns(width: int) -> Columns:
    """The columns for so much room, margins included."""
    inner = width - 2 * MARGIN
    if inner >= BROAD:
        left, right = round(0.295 * inner), round(0.255 * inner)
        return Columns("broad", (left, inner - left - right - 2 * GAP, right))
    left = round(0.61 * (inner - GAP))
    return Columns("two" if inner >= NARROW else "narrow", (left, inner - GAP - left))


def arrange(width: int, height: int, needs: Needs) -> tuple[Mapping[Panel, Place], int]:
    """Every panel's place, and how high the whole becomes."""
    here = columns(width)
    inner = width - 2 * MARGIN
    places: dict[Panel, Place] = {"figures": Place(MARGIN, TOP, inner, needs.figures)}
    top = TOP + needs.figures + GAP
    room = max(height - top - TOP, 0)
    match here.shape:
        case "broad":
            low = _broad(places, here, top, room, needs)
        case "two":
            low = _two(places, here, top, room, needs)
        case "narrow":
            low = _narrow(places, here, top, room, needs)
    return places, low + TOP


def _broad(places: dict[Panel, Place], here: Columns, top: int, room: int, needs: Needs) -> int:
    room = max(room, needs.organization + GAP + needs.chapters, needs.funnel + GAP + _LEAST_LIST)
    left, middle, right = here.widths
    places["todo"] = Place(MARGIN, top, left, room)
    x = MARGIN + left + GAP
    left_over = room - 2 * GAP - needs.organization - needs.chapters
    if left_over >= _LEAST_CHART:
        three = (needs.organization, left_over, needs.chapters)
        _stack(places, ("organization", "budget", "chapters"), x, top, middle, three)
    else:
        two = (room - GAP - needs.chapters, needs.chapters)
        _stack(places, ("organization", "chapters"), x, top, middle, two)
    x += middle + GAP
    _pair(places, ("changes", "funnel"), Place(x, top, right, room), needs.changes, needs.funnel)
    return top + room


def _two(places: dict[Panel, Place], here: Columns, top: int, room: int, needs: Needs) -> int:
    room = max(room, needs.organization + GAP + _LEAST_LIST, needs.funnel + GAP + _LEAST_LIST)
    left, right = here.widths
    place = Place(MARGIN, top, left, room)
    _pair(places, ("todo", "organization"), place, needs.todo, needs.organization)
    place = Place(MARGIN + left + GAP, top, right, room)
    _pair(places, ("changes", "funnel"), place, needs.changes, needs.funnel)
    return top + room


def _narrow(places: dict[Panel, Place], here: Columns, top: int, room: int, needs: Needs) -> int:
    left, right = here.widths
    upper = max(needs.funnel, min(room, needs.funnel + 80))
    places["todo"] = Place(MARGIN, top, left, upper)
    places["funnel"] = Place(MARGIN + left + GAP, top, right, upper)
    whole = left + GAP + right
    heights = (needs.organization, _whole_rows(_LEAST_LIST + 80, needs.changes))
    return _stack(places, ("organization", "changes"), MARGIN, top + upper + GAP, whole, heights)


def _pair(
    places: dict[Panel, Place], panels: tuple[Panel, Panel], place: Place, rows: tuple[int, ...], other: int
) -> None:
    """A list and a panel of fixed content share a column: the list ends with a whole row, the rest is theirs.

    Changes stand below the funnel, everything else below its list.
    """
    tall = _whole_rows(place.height - GAP - other, rows)
    heights = (tall, place.height - GAP - tall)
    if panels[0] == "changes":
        panels, heights = (panels[1], panels[0]), (heights[1], heights[0])
    _stack(places, panels, place.x, place.y, place.width, heights)


def _whole_rows(room: int, rows: tuple[int, ...]) -> int:
    """The room without the part of a row that would be cut; all of it when every row fits."""
    if not rows or rows[-1] <= room:
        return room
    return max((tall for tall in rows if tall <= room), default=room)


def _stack(
    places: dict[Panel, Place],
    panels: tuple[Panel, ...],
    x: int,
    y: int,
    width: int,
    heights: tuple[int, ...],
) -> int:
    """Panels one below the other; where the last one ends."""
    for panel, tall in zip(panels, heights, strict=True):
        places[panel] = Place(x, y, width, tall)
        y += tall + GAP
    return y - GAP
