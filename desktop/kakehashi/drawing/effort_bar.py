"""Effort by kind of role: one bar that is the legend of an organization chart and its sum at once."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.drawing.parts import NAME, Style, block, centred, finite, followed, lines, one_line
from kakehashi.drawing.role_card import outline
from kakehashi.drawing.scene import Box, Group, Label, Paint, Point, Rect, Shape
from kakehashi.drawing.tokens import ROLES, RoleKind

_TITLE = Style(NAME, 700)
_CAPTION = Style(11.5, fill="text2")
_NAME = Style(12.5)
_COUNT = Style(11.5, fill="text2")
_BAR, _ICON_WIDTH, _ICON_HEIGHT, _ROW = 16.0, 38.0, 22.0, 34.0
_ICON_GAP, _ITEM_GAP = 9.0, 20.0
_LEAST_SEGMENT = 3.0


class Effort(msgspec.Struct, frozen=True, kw_only=True):
    """One kind's part: its value for the length, its text (In-house 6.0), how many there are (6 people)."""

    kind: RoleKind
    value: Decimal | float
    label: str
    count: str = ""


def effort_bar(parts: tuple[Effort, ...], title: str, caption: str, width: float) -> Group:
    """The bar at 0, 0: title and caption, the bar over the whole width, below it the legend. Px."""
    heading = _heading(title, caption, width)
    bottom = _bottom(heading)
    values = [max(finite(part.value) or 0.0, 0.0) for part in parts]
    shown = any(values)
    bar = _segments(parts, values, bottom + 8, width) if shown else ()
    legend, low = _legend(parts, bottom + (8 + _BAR + 14 if shown else 8), width)
    return Group("effort", (*heading, *bar, *legend), kind="effort", box=Box(0, 0, width, low))


def _heading(title: str, caption: str, width: float) -> tuple[Label, ...]:
    """Title, and the caption after it where there is room, else in up to three lines below."""
    own = min(_TITLE.width(title), width)
    y = centred(_TITLE.pitch / 2, NAME)
    found = (one_line("effort-title", (0, y), title, width, _TITLE),) if title else ()
    beside = own + 8 if title else 0
    if len(lines(caption, width - beside, 2, _CAPTION)) == 1:
        return (*found, one_line("effort-caption", (beside, y), caption, width - beside, _CAPTION))
    below = y + _TITLE.pitch if title else y
    return (*found, *block("effort-caption", (0, below), caption, width, _CAPTION, most=3))


def _bottom(heading: tuple[Label, ...]) -> float:
    return max((label.y for label in heading), default=0.0) + (4 if heading else 0)


def _segments(parts: tuple[Effort, ...], values: list[float], y: float, width: float) -> tuple[Shape, ...]:
    drawn = [n for n, value in enumerate(values) if value]
    shares = _at_least([values[n] for n in drawn], width - len(drawn) + 1)  # 1 px between two
    found, x = [], 0.0
    for n, share in zip(drawn, shares, strict=True):
        part = parts[n]
        look = ROLES[part.kind]
        fill = Paint(look.bar_fill, look.colour, 1, pattern=look.bar_pattern, ink=look.bar_ink)
        found.append(Rect(f"effort-bar:{n}", x + 0.5, y + 0.5, max(share - 1, 1), _BAR - 1, fill))
        x += share + 1
    return tuple(found)


def _at_least(values: list[float], room: float) -> list[float]:
    """Lengths in proportion, none shorter than can be seen."""
    least = min(_LEAST_SEGMENT, room / len(values))
    free = room - least * len(values)
    return [least + free * value / sum(values) for value in values]


def _legend(parts: tuple[Effort, ...], top: float, width: float) -> tuple[tuple[Shape, ...], float]:
    """The kinds in as many equal columns as their texts allow, and where they end."""
    need = max((_item_width(part) for part in parts), default=0)
    most = max(1, min(len(parts), int((width + _ITEM_GAP) // (need + _ITEM_GAP))))
    rows = -(-len(parts) // most)
    columns = -(-len(parts) // rows) if rows else 1
    pitch = (width + _ITEM_GAP) / columns
    shapes: list[Shape] = []
    for n, part in enumerate(parts):
        x, y = (n % columns) * pitch, top + (n // columns) * _ROW
        shapes += _item(n, part, (x, y), pitch - _ITEM_GAP)
    return tuple(shapes), top + rows * _ROW - (_ROW - _ICON_HEIGHT - 6 if rows else 0)


def _item_width(part: Effort) -> float:
    count = 8 + _COUNT.width(part.count) if part.count else 0
    return _ICON_WIDTH + _ICON_GAP + _NAME.width(part.label) + count


def _item(n: int, part: Effort, at: Point, room: float) -> tuple[Shape, ...]:
    x, y = at
    left, base = x + _ICON_WIDTH + _ICON_GAP, centred(y + _ICON_HEIGHT / 2, _NAME.size)
    name = one_line(f"effort-name:{n}", (left, base), part.label, x + room - left, _NAME)
    icon = outline(f"effort/{n}", part.kind, Box(x + 1, y, _ICON_WIDTH - 6, _ICON_HEIGHT), 0.8)
    return (*icon, followed(name, part.count, _COUNT))
