"""Who talks with whom: departments on a circle, lines as broad as the talk is dense, what is missing dashed.

Each side rates the talk, so each half of a line has its own breadth. The label of a line says the ratings
and the next step; where it has no room a number stands on the line, and the label below the picture.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from math import hypot

import msgspec

from kakehashi.drawing.advance import clean
from kakehashi.drawing.ellipse import on_ellipse
from kakehashi.drawing.parts import BODY, SMALL, Style, block, centred, keys, lines, one_line
from kakehashi.drawing.scene import (
    Box,
    Circle,
    Group,
    Label,
    Paint,
    Point,
    Polyline,
    Rect,
    Scene,
    Shape,
    bounds,
    moved,
    united,
)

_MARGIN, _CARD, _INSET, _PADDING = 16.0, 138.0, 8.0, 9.0
_LEAST_WIDTH = 580.0  # of the lines of text below
_PER_LEVEL = 2.5  # breadth of a line per level of density, px
_ROOM, _MOST_LINES = 172.0, 4  # of a next step beside its line
_SPARE, _APART, _MARK = 4.0, 16.0, 9.0
_AROUND = 40.0  # how far labels may stand out over the cards, above and below
_PLACES = (0.62, 0.54, 0.7, 0.46, 0.38, 0.78, 0.3)  # of a label on its line, from the busier side
_NAME, _RATING, _STEP = Style(BODY, 500), Style(SMALL, 700), Style(SMALL, fill="text2")
_NOTE = Style(SMALL, fill="text2")


class Side(msgspec.Struct, frozen=True, kw_only=True):
    """A department or a role; texts ready to be shown."""

    id: str
    name: str
    title: str = ""


class Talk(msgspec.Struct, frozen=True, kw_only=True):
    """How two sides talk. Densities 0 to 4, None = not rated; rating and step are its label.

    name: both sides, said where the label stands below the picture.
    """

    id: str
    one: str
    other: str
    density_one: int | None = None
    density_other: int | None = None
    wanted: int | None = None
    name: str = ""
    rating: str = ""
    step: str = ""
    title: str = ""


class CommunicationMap(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown. note: what the lines mean, below."""

    key: str
    title: str
    description: str
    sides: tuple[Side, ...]
    talks: tuple[Talk, ...]
    note: str = ""


class _Way(msgspec.Struct, frozen=True):
    """A line from edge to edge of two cards; `busier` is the end at which more lines meet."""

    talk: Talk
    key: str
    start: Point
    end: Point
    from_end: bool

    def at(self, share: float) -> Point:
        share = 1 - share if self.from_end else share
        return _between(self.start, self.end, share)


def communication_map(picture: CommunicationMap) -> Scene:
    """The map as a scene of its natural size."""
    talks = _known(picture)
    cards = _cards(picture.sides, talks)
    ways = _ways(talks, cards)
    shapes: list[Shape] = [shape for way in ways for shape in _line(way)]
    labels, marks, left = _labels(ways, [bounds(card) for card in cards.values()])
    content = united([bounds(shape) for shape in (*shapes, *labels, *marks, *cards.values())])
    shift = (_MARGIN - content.x, _MARGIN - content.y)
    found = [moved(shape, *shift) for shape in (*shapes, *labels, *marks, *cards.values())]
    width = max(content.width, _LEAST_WIDTH)
    low = _MARGIN + content.height
    found += _below(picture, left, width, low)
    content = united([bounds(shape) for shape in found])
    return Scene(
        key=picture.key,
        width=max(content.right, width + _MARGIN) + _MARGIN,
        height=content.bottom + _MARGIN,
        shapes=tuple(found),
        title=picture.title,
        description=picture.description,
    )


def _known(picture: CommunicationMap) -> tuple[Talk, ...]:
    known = {side.id for side in picture.sides}
    return tuple(
        talk for talk in picture.talks if talk.one in known and talk.other in known and talk.one != talk.other
    )


def _busy(talks: Iterable[Talk]) -> Counter[str]:
    return Counter(end for talk in talks for end in (talk.one, talk.other))


def _cards(sides: Sequence[Side], talks: Sequence[Talk]) -> dict[str, Group]:
    """The cards on the circle by id: the busiest at the left, the others clockwise in their order."""
    own = {side.id: side for side in reversed(sides)}
    order = list(dict.fromkeys(each.id for each in sides))
    busy = _busy(talks)
    first = max(order, key=lambda each: (busy[each], -order.index(each)), default="")
    turn = order.index(first) if order else 0
    order = order[turn:] + order[:turn]
    names = keys(order)
    talls = [_tall(own[each]) for each in order]
    centres = on_ellipse(_CARD, talls, [(order.index(talk.one), order.index(talk.other)) for talk in talks])
    return {
        each: _card(key, own[each], centre, tall, quiet=not busy[each])
        for each, key, centre, tall in zip(order, names, centres, talls, strict=True)
    }


def _tall(side: Side) -> float:
    found = lines(side.name, _CARD - 2 * _INSET, _MOST_LINES, _NAME)
    return max(len(found), 1) * _NAME.pitch + 2 * _PADDING


def _card(key: str, side: Side, centre: Point, tall: float, *, quiet: bool) -> Group:
    """A card; dashed where no talk is known."""
    x, y = centre[0] - _CARD / 2, centre[1] - tall / 2
    paint = Paint(fill="surface", stroke="strong", line=1.25, dash=(4, 3) if quiet else ())
    base = centred(y + _PADDING + _NAME.pitch / 2, _NAME.size)
    style = msgspec.structs.replace(_NAME, fill="text2", weight=400) if quiet else _NAME
    room = _CARD - 2 * _INSET
    return Group(
        f"side:{key}",
        (
            Rect(f"card:{key}", x, y, _CARD, tall, paint, 5),
            *block(
                f"name:{key}", (centre[0], base), side.name, room, style, most=_MOST_LINES, anchor="middle"
            ),
        ),
        kind="side",
        item=side.id,
        title=side.title or clean(side.name),
        box=Box(x - 0.7, y - 0.7, _CARD + 1.4, tall + 1.4),
    )


def _ways(talks: Sequence[Talk], cards: dict[str, Group]) -> list[_Way]:
    """Lines between the cards; several between the same two run side by side."""
    busy = _busy(talks)
    pairs = [frozenset((talk.one, talk.other)) for talk in talks]
    total, seen = Counter(pairs), Counter[frozenset[str]]()
    found = []
    for key, talk, pair in zip(keys(talk.id for talk in talks), talks, pairs, strict=True):
        aside = (seen[pair] - (total[pair] - 1) / 2) * _APART
        seen[pair] += 1
        one, other = bounds(cards[talk.one]), bounds(cards[talk.other])
        start, end = _middle(one), _middle(other)
        if aside:
            first, last = (start, end) if talk.one < talk.other else (end, start)
            dx, dy = _across(first, last)
            start, end = ((x + dx * aside, y + dy * aside) for x, y in (start, end))
        found.append(
            _Way(
                talk, key, _edge(start, end, one), _edge(end, start, other), busy[talk.other] > busy[talk.one]
            )
        )
    return found


def _middle(box: Box) -> Point:
    return box.x + box.width / 2, box.y + box.height / 2


def _between(start: Point, end: Point, share: float) -> Point:
    return start[0] + (end[0] - start[0]) * share, start[1] + (end[1] - start[1]) * share


def _across(start: Point, end: Point) -> Point:
    """The direction across a line, of length 1."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    long = hypot(dx, dy) or 1.0
    return -dy / long, dx / long


def _edge(start: Point, end: Point, card: Box) -> Point:
    """Where the line from `start` leaves the card; `start` itself when it lies outside."""
    dx, dy = end[0] - start[0], end[1] - start[1]
    shares = [1.0]
    if dx:
        shares.append(((card.right if dx > 0 else card.x) - start[0]) / dx)
    if dy:
        shares.append(((card.bottom if dy > 0 else card.y) - start[1]) / dy)
    return _between(start, end, max(0.0, min(shares)))


def _line(way: _Way) -> list[Shape]:
    """Both halves of a line, each as broad as its own side rates it; what is missing dashed beside it."""
    middle = _between(way.start, way.end, 0.5)
    talk = way.talk
    found: list[Shape] = []
    for half, end, density in (("one", way.start, talk.density_one), ("other", way.end, talk.density_other)):
        name = f"{way.key}/{half}"
        present = (density or 0) * _PER_LEVEL
        missing = max(0.0, (talk.wanted or 0) * _PER_LEVEL - present)
        if present or not missing:
            paint = Paint(stroke="strong", line=present) if present else Paint(stroke="border", line=1)
            found.append(Polyline(f"talk:{name}", (end, middle), paint))
        if missing:
            found += _missing(name, (end, middle), present, missing)
    return found


def _missing(name: str, ends: tuple[Point, Point], present: float, missing: float) -> list[Shape]:
    broad = missing / 2 if present else missing
    paint = Paint(stroke="warn", line=broad, dash=(5 / broad, 4 / broad))
    if not present:
        return [Polyline(f"missing:{name}", ends, paint)]
    dx, dy = _across(*ends)
    beside = (present + broad) / 2 + 0.5
    return [
        Polyline(f"missing:{name}/{side}", tuple((x + dx * by, y + dy * by) for x, y in ends), paint)
        for side, by in (("a", beside), ("b", -beside))
    ]


_Found = tuple[list[Group], list[Group], list[tuple[str, _Way]]]


def _labels(ways: Sequence[_Way], taken: list[Box]) -> _Found:
    """Labels on their lines, marks with a number where there is no room, and what these stand for."""
    cards = united(taken)
    sheet = Box(cards.x, cards.y - _AROUND, cards.width, cards.height + 2 * _AROUND)
    labels: list[Group] = []
    marks: list[Group] = []
    left: list[tuple[str, _Way]] = []
    crowded: list[_Way] = []
    for way in sorted(ways, key=lambda each: not clean(each.talk.step)):
        if not clean(way.talk.step) and not clean(way.talk.rating):
            continue
        wide, tall = _size(way.talk)
        spot = _free([_around(way.at(share), wide, tall) for share in _PLACES], sheet, taken)
        if spot is None:
            crowded.append(way)
            continue
        taken.append(spot)
        labels.append(_label(way, spot))
    for number, way in enumerate(crowded, 1):
        left.append((str(number), way))
        places = [_around(way.at(n / 20), 2 * _MARK, 2 * _MARK) for n in (10, 12, 8, 14, 6, 16, 4, 17, 3)]
        spot = _free(places, sheet, taken)
        if spot is not None:
            taken.append(spot)
            marks.append(_mark(str(number), way, _middle(spot)))
    return labels, marks, left


def _size(talk: Talk) -> tuple[float, float]:
    said = lines(talk.step, _ROOM, _MOST_LINES, _STEP)
    rating = (clean(talk.rating),) if clean(talk.rating) else ()
    wide = max([*(_STEP.width(each) for each in said), *(min(_RATING.width(each), _ROOM) for each in rating)])
    return wide + 10, len(said) * _STEP.pitch + len(rating) * _RATING.pitch + 6


def _around(centre: Point, wide: float, tall: float) -> Box:
    return Box(centre[0] - wide / 2, centre[1] - tall / 2, wide, tall)


def _free(spots: Iterable[Box], sheet: Box, taken: Sequence[Box]) -> Box | None:
    """The first spot that lies on the sheet and keeps away from what is taken."""
    for spot in spots:
        clear = Box(spot.x - _SPARE, spot.y - _SPARE, spot.width + 2 * _SPARE, spot.height + 2 * _SPARE)
        if sheet.contains(spot) and not any(clear.overlaps(other) for other in taken):
            return spot
    return None


def _label(way: _Way, spot: Box) -> Group:
    talk, x = way.talk, spot.x + 5
    room = spot.width - 10
    y = spot.y + 3
    shapes: list[Shape] = [
        Rect(
            f"ground:{way.key}",
            spot.x,
            spot.y,
            spot.width,
            spot.height,
            Paint(fill="surface", stroke="border", line=1),
            3,
        )
    ]
    if clean(talk.rating):
        at = (x, centred(y + _RATING.pitch / 2, SMALL))
        shapes.append(one_line(f"rating:{way.key}", at, talk.rating, room, _RATING))
        y += _RATING.pitch
    at = (x, centred(y + _STEP.pitch / 2, SMALL))
    shapes += block(f"step:{way.key}", at, talk.step, room, _STEP, most=_MOST_LINES)
    return Group(f"label:{way.key}", tuple(shapes), kind="talk", item=talk.id, title=talk.title, box=spot)


def _mark(number: str, way: _Way, centre: Point) -> Group:
    x, y = centre
    style = Style(SMALL, 700)
    shapes: tuple[Circle | Label, ...] = (
        Circle(f"mark:{way.key}", x, y, _MARK - 1, Paint(fill="surface", stroke="strong", line=1.25)),
        one_line(f"number:{way.key}", (x, centred(y, SMALL)), number, 2 * _MARK - 2, style, anchor="middle"),
    )
    return Group(
        f"label:{way.key}", shapes, kind="talk", item=way.talk.id, title=way.talk.title,
        box=Box(x - _MARK, y - _MARK, 2 * _MARK, 2 * _MARK),
    )  # fmt: skip


def _below(
    picture: CommunicationMap, left: Sequence[tuple[str, _Way]], width: float, low: float
) -> list[Shape]:
    """The labels that had no room, then what the lines mean."""
    found: list[Shape] = []
    y = low + 14
    for number, way in left:
        talk = way.talk
        said = "  ".join(text for each in (talk.name, talk.rating, talk.step) if (text := clean(each)))
        base = centred(y + _STEP.pitch / 2, SMALL)
        found.append(one_line(f"below:{way.key}", (_MARGIN, base), number, 22, Style(SMALL, 700)))
        texts = block(
            f"said:{way.key}", (_MARGIN + 26, base), said, width - 26, Style(SMALL), most=_MOST_LINES
        )
        found += texts
        y += max(len(texts), 1) * _STEP.pitch + 3
    if clean(picture.note):
        base = centred(y + _NOTE.pitch / 2, SMALL)
        found += block("note", (_MARGIN, base), picture.note, width, _NOTE, most=_MOST_LINES)
    return found
