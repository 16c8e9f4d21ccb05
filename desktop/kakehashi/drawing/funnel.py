"""The funnel: centred bars of logarithmic width, rate and lag between them, range and gap at the right."""

from __future__ import annotations

from decimal import Decimal
from math import log10

import msgspec

from kakehashi.drawing.parts import SMALL, Style, block, centred, finite, keys, lines, one_line
from kakehashi.drawing.scene import Box, Group, Label, Paint, Polygon, Rect, Scene, Shape

_MARGIN, _GAP = 12.0, 14.0
_BAR, _BETWEEN = 27.0, 22.0
_LEAST_BAR = 44.0
_NAME = Style(12.5)
_COUNT = Style(13, fill="on-bar")
_RATE = Style(SMALL, fill="text2")
_SIDE = Style(SMALL, fill="text2")
_NOTE = Style(SMALL, fill="text2")


class FunnelStage(msgspec.Struct, frozen=True, kw_only=True):
    """A stage as it is drawn; texts ready to be shown.

    value: how many, for the width (None: not known). count: the same as text. rate: rate and lag to the next
    stage (25.0%, 2 months). range: likely range. gap: against the plan; short = below it, in `warn`.
    """

    id: str
    name: str
    value: Decimal | float | None
    count: str
    rate: str = ""
    range: str = ""
    gap: str = ""
    short: bool = False


class Funnel(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; note says that the width is logarithmic. width: of the whole picture, px (least 300)."""

    key: str
    title: str
    description: str
    stages: tuple[FunnelStage, ...]
    note: str = ""
    width: float = 420


def funnel(picture: Funnel) -> Scene:
    """The funnel as a scene of the given width."""
    width = max(picture.width, 300.0)
    columns = _Columns.of(picture, width)
    wide = _widths(picture.stages, columns.bar)
    ids = keys(stage.id for stage in picture.stages)
    shapes: list[Shape] = []
    y = _MARGIN
    for n, stage in enumerate(picture.stages):
        last = n + 1 == len(picture.stages)
        if not last:
            shapes += _between(ids[n], stage, (columns.middle, y + _BAR), wide[n : n + 2], columns.bar)
        shapes.append(_stage(ids[n], stage, y, wide[n], columns))
        y += _BAR + (0 if last else _BETWEEN)
    note = block("note", (_MARGIN, y + 20), picture.note, width - 2 * _MARGIN, _NOTE, most=3)
    low = note[-1].y + 4 if note else y
    return Scene(
        key=picture.key,
        width=width,
        height=low + _MARGIN,
        shapes=(*shapes, *note),
        title=picture.title,
        description=picture.description,
    )


class _Columns(msgspec.Struct, frozen=True):
    """Widths of the names, the widest bar and the texts at the right; where each begins, px."""

    name: float
    bar: float
    side: float
    left: float
    middle: float
    right: float

    @classmethod
    def of(cls, picture: Funnel, width: float) -> _Columns:
        room = width - 2 * _MARGIN
        names = max((_NAME.width(stage.name) for stage in picture.stages), default=0)
        sides = max((_SIDE.width(t) for stage in picture.stages for t in (stage.range, stage.gap)), default=0)
        name = min(names, 0.3 * room)
        side = min(sides, 0.28 * room)
        bar = room - name - side - _GAP - (_GAP if side else 0)
        middle = _MARGIN + name + _GAP + bar / 2
        return cls(name, bar, side, _MARGIN, middle, width - _MARGIN)


def _widths(stages: tuple[FunnelStage, ...], most: float) -> list[float]:
    """Widths in proportion to log10(1 + value), none narrower than the counts need."""
    logs = [log10(1 + max(finite(stage.value) or 0.0, 0.0)) for stage in stages]
    counts = max((_COUNT.width(stage.count) for stage in stages), default=0) + 16
    least = min(max(_LEAST_BAR, counts), most)
    top = max(logs, default=0)
    return [max(least, most * log / top if top else 0) for log in logs]


def _stage(key: str, stage: FunnelStage, y: float, wide: float, columns: _Columns) -> Group:
    middle = y + _BAR / 2
    shapes: list[Shape] = [
        Rect(f"bar:{key}", columns.middle - wide / 2, y, wide, _BAR, Paint(fill="bar"), 1),
        one_line(
            f"count:{key}",
            (columns.middle, centred(middle, _COUNT.size)),
            stage.count,
            wide - 8,
            _COUNT,
            anchor="middle",
        ),
        *_name(key, stage.name, columns, middle),
        *_side(key, stage, columns, middle),
    ]
    title = "\n".join(filter(None, (f"{stage.name} {stage.count}".strip(), stage.range, stage.gap)))
    tall = 40.0 if len(lines(stage.name, columns.name, 2, _NAME)) > 1 else 32.0
    box = Box(columns.left, middle - tall / 2, columns.right - columns.left, tall)
    return Group(f"stage:{key}", tuple(shapes), "stage", stage.id, title, box)


def _name(key: str, name: str, columns: _Columns, middle: float) -> tuple[Label, ...]:
    count = len(lines(name, columns.name, 2, _NAME))
    first = centred(middle - (count - 1) * _NAME.pitch / 2, _NAME.size)
    return block(f"name:{key}", (columns.left, first), name, columns.name, _NAME, most=2)


def _side(key: str, stage: FunnelStage, columns: _Columns, middle: float) -> list[Shape]:
    """Range above gap, right-aligned; one alone stands level with the bar."""
    texts = [
        (part, text, fill)
        for part, text, fill in (
            ("range", stage.range, "text2"),
            ("gap", stage.gap, "warn" if stage.short else "text2"),
        )
        if text.strip()
    ]
    first = middle - (len(texts) - 1) * _SIDE.pitch / 2
    return [
        one_line(
            f"{part}:{key}",
            (columns.right, centred(first + n * _SIDE.pitch, SMALL)),
            text,
            columns.side,
            msgspec.structs.replace(_SIDE, fill=fill),
            anchor="end",
        )
        for n, (part, text, fill) in enumerate(texts)
    ]


def _between(
    key: str, stage: FunnelStage, at: tuple[float, float], wide: list[float], room: float
) -> tuple[Shape, ...]:
    """The quiet field from one bar to the next, with rate and lag."""
    middle, y = at
    upper, lower = wide[0] / 2, wide[1] / 2
    outline = (
        (middle - upper, y),
        (middle + upper, y),
        (middle + lower, y + _BETWEEN),
        (middle - lower, y + _BETWEEN),
    )
    base = (middle, centred(y + _BETWEEN / 2, SMALL))
    return (
        Polygon(f"between:{key}", outline, Paint(fill="between")),
        one_line(f"rate:{key}", base, stage.rate, room, _RATE, anchor="middle"),
    )
