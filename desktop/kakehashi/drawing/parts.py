"""Small parts that several pictures share: fitted texts, rounded and cut outlines, names for ids. Px."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal
from math import cos, isfinite, pi, sin
from typing import TypeVar

import msgspec

from kakehashi.drawing import advance
from kakehashi.drawing.scene import Anchor, Box, Label, Paint, Point, Polyline, Run

NAME, BODY, SMALL = 13.0, 12.0, 11.0
"""Font sizes: an item's name, table text, the smallest."""

LINE_HEIGHT = 1.36
CONNECTOR = Paint(stroke="strong", line=1.25)
HAIRLINE = Paint(stroke="line", line=1)

T = TypeVar("T")

_LARGEST = 1e15
_X_HEIGHT = 0.36  # half the height of capitals and of the face of kanji above the base line, in font sizes


def centred(y: float, size: float) -> float:
    """The base line of a text whose middle is at y."""
    return y + _X_HEIGHT * size


class Style(msgspec.Struct, frozen=True):
    """How a text is set: size in px, weight, token."""

    size: float = BODY
    weight: int = 400
    fill: str = "text"

    @property
    def bold(self) -> bool:
        return self.weight >= 500

    @property
    def pitch(self) -> float:
        """From one base line to the next, px."""
        return self.size * LINE_HEIGHT

    def width(self, text: str) -> float:
        return advance.width(advance.clean(text), self.size, self.bold)


def one_line(
    name: str, at: Point, text: str, room: float, style: Style, *, anchor: Anchor = "start"
) -> Label:
    """A text in one line of at most `room` px, cut with an ellipsis; `at` is on its base line."""
    line = advance.shortened(text, room, style.size, style.bold)
    return _label(name, at, line, room, style, anchor=anchor, title=_whole(text, (line,)))


def lines(text: str, room: float, most: int, style: Style) -> tuple[str, ...]:
    """The lines `block` will set."""
    return advance.wrapped(text, room, style.size, most, style.bold)


def block(
    name: str, at: Point, text: str, room: float, style: Style, *, most: int, anchor: Anchor = "start"
) -> tuple[Label, ...]:
    """A text in at most `most` lines of at most `room` px; `at` is on the first base line."""
    found = lines(text, room, most, style)
    title = _whole(text, found)
    x, y = at
    return tuple(
        _label(
            f"{name}/{n}" if n else name,
            (x, y + n * style.pitch),
            line,
            room,
            style,
            anchor=anchor,
            title=title,
        )
        for n, line in enumerate(found)
    )


def _label(
    name: str, at: Point, line: str, room: float, style: Style, *, anchor: Anchor, title: str
) -> Label:
    x, y = at
    return Label(name, x, y, line, style.size, max(room, 0), style.weight, style.fill, anchor, title=title)


def followed(label: Label, text: str, style: Style) -> Label:
    """The label with a quieter text after it, as far as there is room for it."""
    text = advance.clean(text)
    gap = "\u2002" if text else ""
    room = label.max_width - label.width - advance.width(gap, style.size, style.bold)
    rest = advance.shortened(text, room, style.size, style.bold)
    run = Run(gap + rest, style.size, style.weight, style.fill)
    if not rest or label.title:
        return msgspec.structs.replace(label, title=label.title and f"{label.title} {text}".strip())
    title = f"{label.text} {text}" if rest != text else ""
    return msgspec.structs.replace(label, runs=(run,), title=title)


def figure(
    name: str, at: Point, texts: tuple[str, str], room: float, style: Style, *, anchor: Anchor = "start"
) -> Label:
    """A figure with its smaller unit after it, never broken; it shrinks to 11 px before anything is cut."""
    value, unit = (advance.clean(text) for text in texts)
    tail = f"\u2009{unit}" if unit else ""
    size = style.size
    small = min(SMALL, size)
    room_for_value = room - advance.width(tail, small)
    while size > SMALL and advance.width(value, size, style.bold) > room_for_value:
        size = max(SMALL, size - 1)
    style = msgspec.structs.replace(style, size=size)
    if style.width(value) > room_for_value:
        return one_line(name, at, value + tail, room, style, anchor=anchor)
    runs = (Run(tail, small),) if tail else ()
    return Label(name, *at, value, size, room, style.weight, style.fill, anchor, runs)


def _whole(text: str, shown: tuple[str, ...]) -> str:
    return advance.clean(text) if advance.is_cut(text, shown) else ""


def initial(name: str) -> str:
    """The first letter of a name for its avatar, '' when there is none."""
    return next((cluster for cluster in advance.clusters(advance.clean(name)) if cluster[0].isalnum()), "")


def rounded(box: Box, radii: tuple[float, float, float, float]) -> tuple[Point, ...]:
    """Outline with an own radius per corner: top left, top right, bottom right, bottom left."""
    top_left, top_right, bottom_right, bottom_left = radii
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    return (
        *_corner(x + top_left, y + top_left, top_left, 180),
        *_corner(right - top_right, y + top_right, top_right, 270),
        *_corner(right - bottom_right, bottom - bottom_right, bottom_right, 0),
        *_corner(x + bottom_left, bottom - bottom_left, bottom_left, 90),
    )


def _corner(cx: float, cy: float, radius: float, start: float) -> tuple[Point, ...]:
    if radius <= 0:
        return ((cx, cy),)
    angles = [(start + 90 * n / 5) * pi / 180 for n in range(6)]
    return tuple((cx + radius * cos(a), cy + radius * sin(a)) for a in angles)


def cut_corners(box: Box, cut: float) -> tuple[Point, ...]:
    """A rectangle whose corners are cut off."""
    cut = min(cut, box.width / 2, box.height / 2)
    x, y, right, bottom = box.x, box.y, box.right, box.bottom
    return (
        (x + cut, y),
        (right - cut, y),
        (right, y + cut),
        (right, bottom - cut),
        (right - cut, bottom),
        (x + cut, bottom),
        (x, bottom - cut),
        (x, y + cut),
    )


def connector(name: str, *points: Point) -> Polyline:
    return Polyline(name, points, CONNECTOR)


def keys(ids: Iterable[str]) -> tuple[str, ...]:
    """The ids, made unique and free of `/`: shape ids are `part:key` or `part:key/detail`."""
    counts: dict[str, int] = {}
    found = []
    for name in ids:
        count = counts[name] = counts.get(name, 0) + 1
        safe = name.replace("~", "~~").replace("/", "~s")
        found.append(f"{safe}~{count}" if count > 1 else safe)
    return tuple(found)


def evenly(parts: Sequence[T], most: int) -> list[Sequence[T]]:
    """The parts in as few rows of at most `most` as needed, each about as long as the others."""
    if not parts:
        return []
    rows = -(-len(parts) // most)
    each = -(-len(parts) // rows)
    return [parts[at : at + each] for at in range(0, len(parts), each)]


def finite(value: Decimal | float | None) -> float | None:
    """The value as a float, kept within ±10^15; None for what can't be drawn."""
    if value is None:
        return None
    plain = float(value)
    return min(max(plain, -_LARGEST), _LARGEST) if isfinite(plain) else None
