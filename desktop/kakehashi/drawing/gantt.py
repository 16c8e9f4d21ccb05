"""The schedule: rows of bars and diamonds over the months, in groups, today dotted. Px."""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.drawing.category_mark import SIDE, Category, mark_box
from kakehashi.drawing.months import month_axis
from kakehashi.drawing.parts import BODY, SMALL, Style, centred, followed, keys, one_line
from kakehashi.drawing.scene import Box, Group, Label, Line, Paint, Point, Polygon, Rect, Scene, Shape, bounds
from kakehashi.drawing.tokens import ink_on

ROW = 22.0
"""Height of a row."""

LINES = 24
"""Rows and headings of a picture that can still be read when printed on A4 across."""

State = Literal["planned", "running", "done"]

_MARGIN, _HEAD, _LEGEND, _GAP, _PAD = 12.0, 36.0, 24.0, 6.0, 6.0
_BAR, _DIAMOND, _LEAST_BAR, _POINT = 14.0, 6.0, 3.0, 5.0
_LEAST_WIDTH, _LEAST_PITCH = 420.0, 20.0
_NAME = Style(SMALL)
_HEADING = Style(BODY, 700)
_COUNT = Style(SMALL, fill="text2")
_LEGEND_TEXT = Style(SMALL, fill="text2")
_TODAY = Style(SMALL, 700)
_SPACE = "\u2002"
_GROUND = Paint(fill="surface")


class GanttItem(msgspec.Struct, frozen=True, kw_only=True):
    """Something that takes time. `start`, `end`: in months from the first one (0.5 = its middle).

    Without a start it is a milestone at its end, without an end it goes on past a month from its start.
    note: said after the name (owner, state); detail: further lines of the tooltip.
    """

    id: str
    name: str
    start: float | None = None
    end: float | None = None
    state: State = "done"
    note: str = ""
    detail: str = ""


class GanttGroup(msgspec.Struct, frozen=True, kw_only=True):
    """Rows under a heading, in the colour of its token; a mark stands in the square before it."""

    id: str
    name: str
    token: str
    items: tuple[GanttItem, ...]
    mark: str = ""
    count: str = ""


class Gantt(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. months and years: texts of the axis. today: in months from the first, None = unknown.

    legend: the states in words, those that are shown only. width: of the whole picture, px.
    """

    key: str
    title: str
    description: str
    months: tuple[str, ...]
    groups: tuple[GanttGroup, ...]
    years: tuple[str, ...] = ()
    today: float | None = None
    today_text: str = ""
    legend: tuple[tuple[State, str], ...] = ()
    width: float = 780


def gantt(picture: Gantt) -> Scene:
    """The schedule as a scene, as tall as its rows need."""
    width = max(picture.width, _LEAST_WIDTH, 2 * _MARGIN + _LEAST_PITCH * len(picture.months))
    plot = _Plot(_MARGIN, width - _MARGIN, max(len(picture.months), 1))
    legend, top = _legend(picture, plot)
    first = top + _HEAD
    rows, bottom = _rows(picture, plot, first)
    shapes: list[Shape] = [
        *legend,
        *month_axis(picture.months, picture.years, plot.middles, top - 6, (plot.left, plot.right)),
        *_grid(plot, first, bottom),
        *_today(picture, plot, (first, bottom)),
        *rows,
    ]
    return Scene(
        key=picture.key,
        width=width,
        height=bottom + (20 if picture.today is not None else 0) + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def in_pictures(groups: tuple[GanttGroup, ...], most: int = LINES) -> tuple[tuple[GanttGroup, ...], ...]:
    """The groups in pictures of at most `most` lines (2 or more), headings counted, in their order.

    A group stays whole where a picture can hold it; a longer one goes on in the next under its heading.
    """
    pages: list[list[GanttGroup]] = []
    room = 0
    for group in groups:
        rest = group.items
        while rest:
            needed = len(rest) + 1
            if room < 2 or room < needed <= most:
                pages.append([])
                room = most
            part, rest = rest[: room - 1], rest[room - 1 :]
            pages[-1].append(msgspec.structs.replace(group, items=part))
            room -= len(part) + 1
    return tuple(map(tuple, pages))


class _Plot(msgspec.Struct, frozen=True):
    """Where the months stand, px."""

    left: float
    right: float
    months: int

    @property
    def middles(self) -> list[float]:
        return [self.x(n + 0.5) for n in range(self.months)]

    def x(self, month: float) -> float:
        """Px of a moment, kept within the months."""
        share = min(max(month, 0.0), float(self.months)) / self.months
        return self.left + share * (self.right - self.left)


def _legend(picture: Gantt, plot: _Plot) -> tuple[list[Shape], float]:
    """What the looks of the bars mean, in a row that wraps, and where it ends."""
    if not picture.legend:
        return [], _MARGIN
    shapes: list[Shape] = []
    x, y = plot.left, _MARGIN
    for n, (state, said) in enumerate(picture.legend):
        room = plot.right - plot.left - 2 * _BAR - _GAP
        wide = min(_LEGEND_TEXT.width(said), room)
        if x > plot.left and x + 2 * _BAR + _GAP + wide > plot.right:
            x, y = plot.left, y + _LEGEND
        shapes.append(Rect(f"legend:{n}", x, y, 2 * _BAR, _BAR, _paint("strong", state), 1))
        at = (x + 2 * _BAR + _GAP, centred(y + _BAR / 2, SMALL))
        shapes.append(one_line(f"legend-text:{n}", at, said, wide, _LEGEND_TEXT))
        x += 2 * _BAR + _GAP + wide + 3 * _GAP
    return shapes, y + _LEGEND


def _grid(plot: _Plot, top: float, bottom: float) -> list[Shape]:
    """A hairline before each month and after the last."""
    pen = Paint(stroke="line", line=1)
    return [
        Line(f"grid:{n}", plot.x(n), top, plot.x(n), bottom, pen)
        for n in range(plot.months + 1)
        if bottom > top
    ]


def _today(picture: Gantt, plot: _Plot, reach: tuple[float, float]) -> list[Shape]:
    """The dotted line of today, named below."""
    if picture.today is None:
        return []
    top, bottom = reach
    x = plot.x(picture.today)
    line = Line("today", x, top, x, bottom + 4, Paint(stroke="text", line=1.3, dash=(1, 2.5)))
    wide = min(_TODAY.width(picture.today_text), plot.right - plot.left)
    left = min(max(x - wide / 2, plot.left), plot.right - wide)
    return [line, one_line("today-text", (left, bottom + 4 + SMALL + 2), picture.today_text, wide, _TODAY)]


def _rows(picture: Gantt, plot: _Plot, top: float) -> tuple[list[Shape], float]:
    """The groups from `top` on, and where they end."""
    shapes: list[Shape] = []
    y = top
    names = keys(group.id for group in picture.groups)
    items = iter(keys(item.id for group in picture.groups for item in group.items))
    for key, group in zip(names, picture.groups, strict=True):
        shapes.append(_heading(key, group, plot, y))
        y += ROW
        for item in group.items:
            shapes.append(_item(next(items), item, group.token, plot, y))
            y += ROW
        y += _PAD
    return shapes, y


def _heading(key: str, group: GanttGroup, plot: _Plot, y: float) -> Group:
    """The group's square and name on a band."""
    wide = plot.right - plot.left
    middle = y + ROW / 2
    band = Rect(f"band:{key}", plot.left, y, wide, ROW, Paint(fill="raised"))
    square = mark_box(key, Category(group.name, group.mark, group.token), plot.left + 3, middle - SIDE / 2)
    left = plot.left + SIDE + 3 + _GAP
    room = plot.right - left - _PAD
    count = min(_COUNT.width(group.count), room / 3)
    name = one_line(f"group:{key}", (left, centred(middle, BODY)), group.name, room - count - _GAP, _HEADING)
    at = (left + name.width + 2 * _GAP, centred(middle, SMALL))
    said = one_line(f"count:{key}", at, group.count, max(min(count, plot.right - at[0]), 0), _COUNT)
    box = Box(plot.left, y, wide, ROW)
    return Group(f"heading:{key}", (band, *square, name, said), "gantt-group", group.id, group.name, box)


def _item(key: str, item: GanttItem, token: str, plot: _Plot, y: float) -> Group:
    """A row: its bar or diamond, its text in it, right of it, or left of it where more room is."""
    middle = y + ROW / 2
    left, right, shapes = _mark(key, item, token, plot, middle)
    texts = _label(key, item, token, plot, (left, right), middle)
    title = "\n".join(filter(None, (item.name, item.note, item.detail)))
    box = Box(plot.left, y, plot.right - plot.left, ROW)
    return Group(f"item:{key}", (*shapes, *texts), "gantt-item", item.id, title, box)


def _mark(
    key: str, item: GanttItem, token: str, plot: _Plot, middle: float
) -> tuple[float, float, tuple[Shape, ...]]:
    """Left and right edge of what is drawn, and it."""
    paint = _paint(token, item.state)
    if item.start is None:
        x = min(max(plot.x(item.end or 0.0), plot.left + _DIAMOND), plot.right - _DIAMOND)
        tips = (
            (x, middle - _DIAMOND),
            (x + _DIAMOND, middle),
            (x, middle + _DIAMOND),
            (x - _DIAMOND, middle),
        )
        return x - _DIAMOND, x + _DIAMOND, (Polygon(f"due:{key}", tips, paint),)
    end = item.start + 1 if item.end is None else max(item.end, item.start)
    left = min(plot.x(item.start), plot.right - _LEAST_BAR)
    right = max(plot.x(end), left + _LEAST_BAR)
    before, beyond = item.start < 0, item.end is None or end > plot.months
    outline = _outline(left, right, middle, before=before, beyond=beyond)
    return left, right, (Polygon(f"bar:{key}", outline, paint),)


def _outline(left: float, right: float, middle: float, *, before: bool, beyond: bool) -> tuple[Point, ...]:
    """A bar, pointed where it goes on past the months; its edge stays within."""
    top, bottom = middle - _BAR / 2, middle + _BAR / 2
    point = min(_POINT, (right - left) / 2)
    left, right = left + 0.7, right - 0.7
    begin = (
        ((left + point, bottom), (left, middle), (left + point, top))
        if before
        else ((left, bottom), (left, top))
    )
    finish = (
        ((right - point, top), (right, middle), (right - point, bottom))
        if beyond
        else ((right, top), (right, bottom))
    )
    return (*begin, *finish)


def _paint(token: str, state: State) -> Paint:
    """Done is solid, running is hatched, planned is an outline."""
    colour = token or "strong"
    if state == "done":
        return Paint(fill=colour, stroke=colour, line=1.3)
    if state == "running":
        return Paint(fill="surface", stroke=colour, line=1.3, pattern="diagonal", ink=colour)
    return Paint(fill="surface", stroke=colour, line=1.3)


class _Place(msgspec.Struct, frozen=True):
    """Room for a text: in the bar, right or left of it (there right-aligned), px."""

    x: float
    room: float
    ink: str = "text"
    anchor: Literal["start", "end"] = "start"
    ground: bool = True


def _label(
    key: str, item: GanttItem, token: str, plot: _Plot, edges: tuple[float, float], middle: float
) -> list[Shape]:
    """The name, and after it the note where both fit; on a ground so that no line strikes them out."""
    y = centred(middle, SMALL)
    beside = _Place(edges[1] + _GAP, plot.right - edges[1] - _GAP - 1)
    place = _best(_NAME.width(item.name), _inside(item, token, edges), beside, plot, edges)
    style = msgspec.structs.replace(_NAME, fill=place.ink)
    name = one_line(f"name:{key}", (place.x, y), item.name, place.room, style, anchor=place.anchor)
    if name.title or not item.note.strip() or not place.ground:
        return _on_ground(name) if place.ground else [name]
    if _NAME.width(f"{item.name}{_SPACE}{item.note}") <= place.room:
        return _on_ground(followed(name, item.note, _COUNT))
    return _on_ground(name)


def _best(
    wide: float, inside: _Place | None, beside: _Place, plot: _Plot, edges: tuple[float, float]
) -> _Place:
    """In the bar, else right of it, else left of it, else where most room is."""
    before = _Place(edges[0] - _GAP, edges[0] - _GAP - plot.left - 1, anchor="end")
    own = _Place(edges[0] + _PAD, edges[1] - edges[0] - 2 * _PAD)  # on a ground, when all else is too narrow
    for place in (inside, beside, before):
        if place is not None and place.room >= wide:
            return place
    return max((beside, before, inside or own), key=lambda place: place.room)


def _inside(item: GanttItem, token: str, edges: tuple[float, float]) -> _Place | None:
    """Room in a bar whose fill a text can be read on."""
    if item.start is None or item.state == "running" or (item.state == "done" and not token):
        return None
    ink = "text" if item.state == "planned" else ink_on(token)
    return _Place(edges[0] + _PAD, edges[1] - edges[0] - 2 * _PAD, ink, ground=False)


def _on_ground(label: Label) -> list[Shape]:
    if not label.text:
        return []
    box = bounds(label)
    ground = Rect(f"ground:{label.id}", box.x - 1, label.y - SMALL + 1, box.width + 2, SMALL + 3, _GROUND)
    return [ground, label]
