"""The one scene model: what a picture consists of, in px at 100 %, y downwards, colours by token name.

A layout makes a scene; SVG, PNG, the graphics view and slides draw it. Every shape has an id that follows
from the items drawn, so the same input gives the same scene and a view can find what changed. A group may
say which item of the plan it shows, its tooltip, and the box that everything in it stays within.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

import msgspec

from kakehashi.drawing import advance
from kakehashi.drawing.tokens import Pattern

Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]

ASCENT, DESCENT = 0.88, 0.14
"""Parts of the font size above and below the base line that a line of text may cover."""

TOLERANCE = 0.01  # px


class Box(msgspec.Struct, frozen=True):
    """A rectangle, px."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        return self.x + self.width

    @property
    def bottom(self) -> float:
        return self.y + self.height

    def contains(self, other: Box) -> bool:
        return (
            other.x >= self.x - TOLERANCE
            and other.y >= self.y - TOLERANCE
            and other.right <= self.right + TOLERANCE
            and other.bottom <= self.bottom + TOLERANCE
        )

    def overlaps(self, other: Box) -> bool:
        return (
            min(self.right, other.right) - max(self.x, other.x) > TOLERANCE
            and min(self.bottom, other.bottom) - max(self.y, other.y) > TOLERANCE
        )


class Paint(msgspec.Struct, frozen=True):
    """Fill and edge by token, '' = none. Line in px, dash in pen widths; a pattern in `ink` on the fill."""

    fill: str = ""
    stroke: str = ""
    line: float = 1.25
    dash: tuple[float, ...] = ()
    round_caps: bool = False
    pattern: Pattern | None = None
    ink: str = ""
    opacity: float = 1.0


class Rect(msgspec.Struct, frozen=True, tag=True):
    id: str
    x: float
    y: float
    width: float
    height: float
    paint: Paint
    radius: float = 0


class Circle(msgspec.Struct, frozen=True, tag=True):
    id: str
    cx: float
    cy: float
    radius: float
    paint: Paint


class Polygon(msgspec.Struct, frozen=True, tag=True):
    """A closed outline."""

    id: str
    points: tuple[Point, ...]
    paint: Paint


class Polyline(msgspec.Struct, frozen=True, tag=True):
    """An open line through points, never filled."""

    id: str
    points: tuple[Point, ...]
    paint: Paint


class Line(msgspec.Struct, frozen=True, tag=True):
    id: str
    x1: float
    y1: float
    x2: float
    y2: float
    paint: Paint


class Run(msgspec.Struct, frozen=True):
    """A further piece of text in the same line: a unit after its figure."""

    text: str
    size: float
    weight: int = 400
    fill: str = "text2"


class Label(msgspec.Struct, frozen=True, tag=True):
    """One line of text. y is the base line, size the font size, max_width what it may take, all px.

    `title` holds the whole text when the visible one was cut.
    """

    id: str
    x: float
    y: float
    text: str
    size: float
    max_width: float
    weight: int = 400
    fill: str = "text"
    anchor: Anchor = "start"
    runs: tuple[Run, ...] = ()
    title: str = ""

    @property
    def width(self) -> float:
        """Measured width in px, by the advance table."""
        own = advance.width(self.text, self.size, self.weight >= 500)
        return own + sum(advance.width(run.text, run.size, run.weight >= 500) for run in self.runs)


class Group(msgspec.Struct, frozen=True, tag=True):
    """Shapes that belong together.

    kind: what it is, for style classes ('role', 'metric'); item: the id of the plan's item it shows;
    title: the tooltip; box: what it covers, all of its labels lie within and no sibling's box overlaps.
    """

    id: str
    shapes: tuple[Shape, ...]
    kind: str = ""
    item: str = ""
    title: str = ""
    box: Box | None = None
    opacity: float = 1.0


Shape = Group | Rect | Circle | Polygon | Polyline | Line | Label


class Scene(msgspec.Struct, frozen=True, kw_only=True):
    """A picture. `key` tells it from others in the same document; title and description are read aloud."""

    key: str
    width: float
    height: float
    shapes: tuple[Shape, ...]
    title: str = ""
    description: str = ""


def bounds(shape: Shape) -> Box:
    """What a shape covers, half of its edge included; for a label the measured text."""
    match shape:
        case Rect(x=x, y=y, width=width, height=height):
            return _edged(x, y, x + width, y + height, shape.paint)
        case Circle(cx=cx, cy=cy, radius=r):
            return _edged(cx - r, cy - r, cx + r, cy + r, shape.paint)
        case Line():
            xs, ys = sorted((shape.x1, shape.x2)), sorted((shape.y1, shape.y2))
            return _edged(xs[0], ys[0], xs[1], ys[1], shape.paint)
        case Polygon(points=points) | Polyline(points=points):
            across, down = zip(*points, strict=True)
            return _edged(min(across), min(down), max(across), max(down), shape.paint)
        case Label():
            return _text_box(shape)
        case Group():
            return shape.box or united([bounds(child) for child in shape.shapes])


def _edged(left: float, top: float, right: float, bottom: float, paint: Paint) -> Box:
    half = paint.line / 2 if paint.stroke else 0
    return Box(left - half, top - half, right - left + 2 * half, bottom - top + 2 * half)


def _text_box(label: Label) -> Box:
    size = max([label.size, *(run.size for run in label.runs)])
    width = label.width
    left = label.x - {"start": 0.0, "middle": width / 2, "end": width}[label.anchor]
    return Box(left, label.y - ASCENT * size, width, (ASCENT + DESCENT) * size)


def united(boxes: list[Box]) -> Box:
    """The smallest box around these; empty at the origin when there are none."""
    if not boxes:
        return Box(0, 0, 0, 0)
    x, y = min(box.x for box in boxes), min(box.y for box in boxes)
    return Box(x, y, max(box.right for box in boxes) - x, max(box.bottom for box in boxes) - y)


def moved(shape: Shape, dx: float, dy: float) -> Shape:
    """The same shape elsewhere, px."""
    replace = msgspec.structs.replace
    match shape:
        case Group():
            box = shape.box and Box(shape.box.x + dx, shape.box.y + dy, shape.box.width, shape.box.height)
            return replace(shape, shapes=tuple(moved(child, dx, dy) for child in shape.shapes), box=box)
        case Polygon() | Polyline():
            return replace(shape, points=tuple((x + dx, y + dy) for x, y in shape.points))
        case Line():
            return replace(shape, x1=shape.x1 + dx, y1=shape.y1 + dy, x2=shape.x2 + dx, y2=shape.y2 + dy)
        case Circle():
            return replace(shape, cx=shape.cx + dx, cy=shape.cy + dy)
        case Rect() | Label():
            return replace(shape, x=shape.x + dx, y=shape.y + dy)


def walk(shapes: tuple[Shape, ...]) -> Iterator[Shape]:
    """Every shape, a group before what is in it, in drawing order."""
    for shape in shapes:
        yield shape
        if isinstance(shape, Group):
            yield from walk(shape.shapes)


def smallest_text(scene: Scene) -> float:
    """Size in px of the smallest text in a picture; 0 when it has none."""
    sizes = [
        size
        for shape in walk(scene.shapes)
        if isinstance(shape, Label)
        for size in (shape.size, *(run.size for run in shape.runs))
    ]
    return min(sizes, default=0.0)
