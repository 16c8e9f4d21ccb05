"""Labels of lines: at the right edge spread apart, inside where nothing else is. Px."""

from __future__ import annotations

from itertools import pairwise

import msgspec

from kakehashi.drawing.parts import BODY, SMALL, Style, centred, followed, one_line
from kakehashi.drawing.scene import Anchor, Box, Label, Paint, Point, Polyline, Shape, bounds

_PITCH, _LEADER, _STAND_OFF, _ASIDE = 16.0, 12.0, 9.0, 3.0
_FIGURE, _NAME, _QUIET = Style(BODY), Style(SMALL, fill="text2"), Style(BODY, fill="text2")


class EndLabel(msgspec.Struct, frozen=True):
    """Figure and name for a point; token: of the tie, quiet: in text2.

    line: the point is the begin of a level line; beside: the text may only stand at its right or left.
    """

    id: str
    point: Point
    figure: str
    name: str = ""
    token: str = "strong"
    quiet: bool = False
    line: bool = False
    beside: bool = False


class Obstacles(msgspec.Struct, frozen=True):
    """What labels inside a plot keep off: its lines, and its edges."""

    lines: tuple[tuple[Point, ...], ...]
    left: float
    right: float
    top: float
    bottom: float

    def crossed(self, box: Box) -> bool:
        wider = Box(box.x - _ASIDE, box.y, box.width + 2 * _ASIDE, box.height)
        return any(_crosses(wider, a, b) for line in self.lines for a, b in pairwise(line))

    def outside(self, box: Box) -> bool:
        return not Box(self.left, self.top, self.right - self.left, self.bottom - self.top).contains(box)


def ends_width(texts: list[tuple[str, str]], most: float) -> float:
    """Room the labels at the right edge need, with their ties, px."""
    wide = max((_FIGURE.width(f) + (7 if f and n else 0) + _NAME.width(n) for f, n in texts), default=0)
    return min(wide, most) + _LEADER + 6 if wide else 0


def end_labels(labels: list[EndLabel], left: float, right: float, span: tuple[float, float]) -> list[Shape]:
    """The labels between left and right, apart from each other, each tied to its point."""
    ordered = sorted(labels, key=lambda label: (label.point[1], label.id))
    levels = spread([label.point[1] for label in ordered], _PITCH, span)
    shapes: list[Shape] = []
    for label, y in zip(ordered, levels, strict=True):
        x = left + _LEADER + 4
        tie = ((left + 2, label.point[1]), (left + _LEADER - 2, y), (left + _LEADER, y))
        straight = abs(label.point[1] - y) < 0.5
        shapes.append(Polyline(f"{label.id}/tie", (tie[0], tie[2]) if straight else tie, _tie(label)))
        shapes.append(_text(label, (x, centred(y, BODY)), right - x, "start"))
    return shapes


def _tie(label: EndLabel) -> Paint:
    return Paint(stroke=label.token, line=1 if label.token == "strong" else 1.6)


def spread(wanted: list[float], pitch: float, span: tuple[float, float]) -> list[float]:
    """Levels as near to the wanted (rising) ones as a distance of `pitch` allows; from span's begin on, and
    up to its end if they fit at all."""
    levels: list[float] = []
    for level in wanted:
        levels.append(max(level, levels[-1] + pitch if levels else span[0]))
    limit = max(span[1], span[0] + pitch * (len(wanted) - 1))
    for n in range(len(levels) - 1, -1, -1):
        levels[n] = min(levels[n], limit)
        limit = levels[n] - pitch
    return levels


def placed(labels: list[EndLabel], obstacles: Obstacles) -> list[Label]:
    """Each label at the first place around its point where it lies on nothing, whole before shortened.

    At worst it is left out but for its line's tooltip; never does it lie on another label.
    """
    taken: list[Box] = []
    found: list[Label] = []
    for label in labels:
        options = [_at(label, place, obstacles) for place in _places(label)]
        free = [
            (o, b) for o, b in options if not obstacles.outside(b) and not any(b.overlaps(t) for t in taken)
        ]
        clear = [pair for pair in free if not obstacles.crossed(pair[1])] or free
        if clear:
            widest = max(box.width for _, box in clear)
            text, box = next(pair for pair in clear if pair[1].width > widest - 1)
            found.append(text)
            taken.append(box)
    return found


def _places(label: EndLabel) -> tuple[tuple[float, float, Anchor], ...]:
    """Offsets of the text's middle from the point, the best first."""
    off = _STAND_OFF
    if label.beside:
        return ((5, 6, "start"), (-5, 6, "end"), (5, 22, "start"), (-5, 22, "end"))
    if label.line:
        return tuple((dx, dy, "start") for dx in range(0, 400, 24) for dy in (-off - 1, off + 2))
    below = off + 8
    return (
        (4, below, "start"),
        (off + 5, off - 2, "start"),
        (-4, below, "end"),
        (-4, -below, "end"),
        (off, 0, "start"),
        (0, below, "middle"),
        (0, -below, "middle"),
        (4, 2 * below, "start"),
        (-4, -2 * below, "end"),
        (-off, 0, "end"),
        (0, 3 * below, "middle"),
        (0, -3 * below, "middle"),
    )


def _at(label: EndLabel, place: tuple[float, float, Anchor], obstacles: Obstacles) -> tuple[Label, Box]:
    dx, dy, anchor = place
    x, y = label.point[0] + dx, centred(label.point[1] + dy, BODY)
    room = {
        "start": obstacles.right - x,
        "end": x - obstacles.left,
        "middle": 2 * min(obstacles.right - x, x - obstacles.left),
    }[anchor]
    text = _text(label, (x, y), room, anchor)
    return text, bounds(text)


def _text(label: EndLabel, at: Point, room: float, anchor: Anchor) -> Label:
    style = _QUIET if label.quiet else _FIGURE
    if not label.figure:
        return one_line(label.id, at, label.name, room, _NAME, anchor=anchor)
    return followed(one_line(label.id, at, label.figure, room, style, anchor=anchor), label.name, _NAME)


def _crosses(box: Box, a: Point, b: Point) -> bool:
    """Whether the stretch from a to b enters the box (Liang and Barsky)."""
    begin, end = 0.0, 1.0
    for start, step, low, high in (
        (a[0], b[0] - a[0], box.x, box.right),
        (a[1], b[1] - a[1], box.y, box.bottom),
    ):
        if step == 0:
            if not low < start < high:
                return False
            continue
        near, far = sorted(((low - start) / step, (high - start) / step))
        begin, end = max(begin, near), min(end, far)
    return begin < end
