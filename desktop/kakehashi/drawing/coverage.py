"""Coverage: of all target companies, how many are at each step; one panel for all, each segment, each tier.

Every bar of a panel stands in the same track, which is the panel's target companies. Px.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.drawing.parts import BODY, NAME, SMALL, Style, block, centred, finite, keys, lines, one_line
from kakehashi.drawing.scene import Box, Group, Paint, Rect, Scene, Shape, moved
from kakehashi.drawing.tokens import SEQUENTIAL

_MARGIN, _GAP, _BETWEEN = 12.0, 10.0, 24.0
_ROW, _BAR, _RULE = 22.0, 14.0, 6.0
_LEAST, _LEAST_BAR = 300.0, 60.0
_TITLE = Style(NAME, 700)
_WHOLE = Style(BODY)
_STEP = Style(SMALL)
_COUNT = Style(BODY, 700)
_SHARE = Style(SMALL, fill="text2")
_TRACK = Paint(fill="sequential-1")
_SHADES = SEQUENTIAL[2:]  # those that stand out from the track


class CoverageStep(msgspec.Struct, frozen=True, kw_only=True):
    """A step: its share of the panel's companies (None = not known), and both as text."""

    name: str
    share: Decimal | float | None
    count: str
    percent: str = ""


class CoveragePanel(msgspec.Struct, frozen=True, kw_only=True):
    """All targets, a segment or a tier. whole: how many companies, with their unit. note: below the name."""

    id: str
    name: str
    whole: str
    steps: tuple[CoverageStep, ...]
    note: str = ""


class Coverage(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn: the first panel over the full width, the others in two columns. Width in px."""

    key: str
    title: str
    description: str
    panels: tuple[CoveragePanel, ...]
    width: float = 760


def coverage(picture: Coverage) -> Scene:
    """The panels as a scene, as tall as they need."""
    width = max(picture.width, _LEAST)
    inner = width - 2 * _MARGIN
    two = inner >= 2 * _LEAST + _BETWEEN
    half = (inner - _BETWEEN) / 2 if two else inner
    shapes: list[Shape] = []
    y = _MARGIN
    drawn = [
        _panel(key, panel, inner if n == 0 else half)
        for n, (key, panel) in enumerate(zip(keys(p.id for p in picture.panels), picture.panels, strict=True))
    ]
    for row in _in_rows(drawn, two=two):
        for n, (panel, _) in enumerate(row):
            shapes.append(moved(panel, _MARGIN + n * (half + _BETWEEN), y))
        y += max(tall for _, tall in row) + _BETWEEN
    return Scene(
        key=picture.key,
        width=width,
        height=max(y - _BETWEEN, _MARGIN) + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


_Drawn = tuple[Group, float]


def _in_rows(drawn: list[_Drawn], *, two: bool) -> list[list[_Drawn]]:
    """The first alone, then pairs."""
    step = 2 if two else 1
    return [drawn[:1]] * bool(drawn) + [drawn[at : at + step] for at in range(1, len(drawn), step)]


def _panel(key: str, panel: CoveragePanel, width: float) -> _Drawn:
    """A panel at the origin, and its height."""
    whole = min(_WHOLE.width(panel.whole), width / 2)
    room = width - whole - _GAP
    base = centred(NAME * 0.7, NAME)
    count = len(lines(panel.name, room, 2, _TITLE))
    shapes: list[Shape] = [
        *block(f"name:{key}", (0, base), panel.name, room, _TITLE, most=2),
        one_line(f"whole:{key}", (width, base), panel.whole, whole, _WHOLE, anchor="end"),
    ]
    y = max(count, 1) * _TITLE.pitch + 2
    if panel.note.strip():
        shapes.append(one_line(f"note:{key}", (0, y + SMALL - 2), panel.note, width, _SHARE))
        y += _SHARE.pitch
    y += _RULE
    columns = _Columns.of(panel.steps, width)
    for n, step in enumerate(panel.steps):
        shade = _SHADES[n * len(_SHADES) // len(panel.steps)]
        shapes += _step(f"{key}/{n}", step, shade, columns, y)
        y += _ROW
    title = "\n".join(
        (
            f"{panel.name} {panel.whole}".strip(),
            *(f"{s.name} {s.count} {s.percent}".strip() for s in panel.steps),
        )
    )
    return Group(f"panel:{key}", tuple(shapes), "coverage", panel.id, title, Box(0, 0, width, y)), y


class _Columns(msgspec.Struct, frozen=True):
    """Where names, bars, counts and shares stand in a panel, px."""

    name: float
    left: float
    bar: float
    count: float
    share: float
    right: float

    @classmethod
    def of(cls, steps: tuple[CoverageStep, ...], width: float) -> _Columns:
        share = min(max((_SHARE.width(s.percent) for s in steps), default=0), 0.2 * width)
        count = min(max((_COUNT.width(s.count) for s in steps), default=0), 0.2 * width)
        name = min(max((_STEP.width(s.name) for s in steps), default=0), 0.42 * width)
        left = name + _GAP
        bar = max(width - left - count - share - 2 * _GAP, 0)
        return cls(name, left, bar, count, share, width)


def _step(key: str, step: CoverageStep, shade: str, columns: _Columns, y: float) -> list[Shape]:
    """The step's name, its bar in the track, count and share at the right."""
    middle = y + _ROW / 2
    share = min(max(finite(step.share) or 0.0, 0.0), 1.0)
    top = middle - _BAR / 2
    shapes: list[Shape] = [
        one_line(f"step:{key}", (0, centred(middle, SMALL)), step.name, columns.name, _STEP),
        Rect(f"track:{key}", columns.left, top, columns.bar, _BAR, _TRACK, 1),
    ]
    if share > 0:
        wide = max(share * columns.bar, min(1.0, columns.bar))
        shapes.append(Rect(f"bar:{key}", columns.left, top, wide, _BAR, Paint(fill=shade), 1))
    ends = columns.right - columns.share - _GAP
    at = (ends, centred(middle, BODY))
    shapes.append(one_line(f"count:{key}", at, step.count, columns.count, _COUNT, anchor="end"))
    at = (columns.right, centred(middle, SMALL))
    shapes.append(one_line(f"share:{key}", at, step.percent, columns.share, _SHARE, anchor="end"))
    return shapes
