"""One cell of a journey map: its texts, named things and gap, and its point of the emotion curve."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kakehashi.drawing.badges import badge
from kakehashi.drawing.parts import SMALL, Style, block, centred, lines
from kakehashi.drawing.scene import Circle, Label, Paint, Polygon, Rect, Shape

LOW = -1.0
"""From this value down a point is a low point: a diamond."""

BESIDE, ABOVE = 7.0, 5.0
"""Px between the edge of a cell and what stands in it."""

_BETWEEN = 4.0
_ENTRY_LEFT, _ENTRY_PADDING, _BAND = 8.0, 2.0, 3.0
_MOST_LINES, _MOST_OF_ENTRY = 12, 6
_BADGE = 17.0
TEXT = Style(11.5)
_GAP = Style(SMALL, fill="warn")
_ENTRY = Style(SMALL)
_POINT = 4.2


class Entry(msgspec.Struct, frozen=True):
    """Something of ours that is named in a cell; `coming` = it isn't there yet, its edge is dashed."""

    text: str
    coming: bool = False


class JourneyCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell as it is drawn; texts ready to be shown.

    value: for the curve (None = no point), figure: the same as text. gap: what is missing here, '' = nothing.
    tinted: it belongs to a gap of its column.
    """

    id: str = ""
    texts: tuple[str, ...] = ()
    entries: tuple[Entry, ...] = ()
    value: float | None = None
    figure: str = ""
    gap: str = ""
    tinted: bool = False


class Filled(msgspec.Struct, frozen=True):
    """The shapes of a cell, its upper left corner at 0, 0, and the height that they need."""

    shapes: tuple[Shape, ...]
    height: float


def filled(name: str, cell: JourneyCell, width: float) -> Filled:
    """What the cell says, in a column of this width."""
    shapes: list[Shape] = []
    y = ABOVE
    for part, tall in _parts(name, cell, width):
        shapes += part(y)
        y += tall + _BETWEEN
    return Filled(tuple(shapes), y - _BETWEEN + ABOVE if shapes else 0.0)


class _Text(msgspec.Struct, frozen=True):
    name: str
    text: str
    room: float

    def __call__(self, y: float) -> tuple[Shape, ...]:
        first = y + centred(TEXT.pitch / 2, TEXT.size)
        return block(self.name, (BESIDE, first), self.text, self.room, TEXT, most=_MOST_LINES)


class _Field(msgspec.Struct, frozen=True):
    """A framed text: something of ours with a band at its left, or a gap with its badge."""

    name: str
    text: str
    room: float
    style: Style
    paint: Paint
    left: float
    most: int
    gap: bool

    @property
    def _text_room(self) -> float:
        return self.room - self.left - _ENTRY_PADDING - 1

    @property
    def height(self) -> float:
        count = max(1, len(lines(self.text, self._text_room, self.most, self.style)))
        return count * self.style.pitch + 2 * _ENTRY_PADDING

    def __call__(self, y: float) -> tuple[Shape, ...]:
        frame = Rect(f"{self.name}/frame", BESIDE, y, self.room, self.height, self.paint, 2)
        mark: tuple[Shape, ...] = (
            badge(f"{self.name}/badge", "warn", BESIDE + 10, y + _ENTRY_PADDING + self.style.pitch / 2, 10)
            if self.gap
            else (Rect(f"{self.name}/band", BESIDE, y, _BAND, self.height, Paint(fill="accent"), 1),)
        )
        first = y + _ENTRY_PADDING + centred(self.style.pitch / 2, self.style.size)
        at = (BESIDE + self.left, first)
        texts = block(self.name, at, self.text, self._text_room, self.style, most=self.most)
        return (frame, *mark, *texts)


def _parts(name: str, cell: JourneyCell, width: float) -> Iterator[tuple[_Text | _Field, float]]:
    """The parts of a cell from above, each with its height."""
    room = width - 2 * BESIDE
    for n, text in enumerate(cell.texts):
        count = len(lines(text, room, _MOST_LINES, TEXT))
        if count:
            yield _Text(f"text:{name}/{n}", text, room), count * TEXT.pitch
    for field in _fields(name, cell, room):
        yield field, field.height


def _fields(name: str, cell: JourneyCell, room: float) -> Iterator[_Field]:
    """What of ours stands in the cell, and its gap."""
    for n, entry in enumerate(cell.entries):
        paint = Paint("surface", "strong" if entry.coming else "border", 1, (3, 2) if entry.coming else ())
        key = f"entry:{name}/{n}"
        yield _Field(key, entry.text, room, _ENTRY, paint, _ENTRY_LEFT, _MOST_OF_ENTRY, gap=False)
    if cell.gap:
        paint = Paint("warns", "warn", 1.2, (3.5, 2.5))
        yield _Field(f"gap:{name}", cell.gap, room, _GAP, paint, _BADGE, _MOST_LINES, gap=True)


def point(
    name: str, cell: JourneyCell, at: tuple[float, float], rises: tuple[float, float], room: float
) -> tuple[Shape, ...]:
    """The point of the curve with its figure on the free side; `rises`: of the curve before and after it."""
    x, y = at
    low = cell.value is not None and cell.value <= LOW
    ink = "warn" if low else "accent"
    mark: Shape = (
        Polygon(
            f"point:{name}",
            ((x, y - _POINT - 1), (x + _POINT + 1, y), (x, y + _POINT + 1), (x - _POINT - 1, y)),
            Paint(fill=ink),
        )
        if low
        else Circle(f"point:{name}", x, y, _POINT, Paint(fill=ink))
    )
    return (mark, *_figure(name, cell.figure, at, rises, (room, ink)))


def _figure(
    name: str, text: str, at: tuple[float, float], rises: tuple[float, float], look: tuple[float, str]
) -> tuple[Label, ...]:
    """Above a peak, below a valley, on a slope above and to the side from which the curve is lower."""
    room, ink = look
    style = Style(TEXT.size, 500, ink)
    before, after = rises
    x, y = at
    if before * after > 0:
        side = -1 if before > 0 else 1
        base = (x + side * 6, y - 7)
        return block(
            f"figure:{name}", base, text, room / 2 - 8, style, most=1, anchor="end" if side < 0 else "start"
        )
    below = before < 0 or (before == 0 and after > 0)
    base = (x, y + 8 + 0.88 * style.size if below else y - 9)
    return block(f"figure:{name}", base, text, room - 8, style, most=1, anchor="middle")
