"""A budget category's square with its mark, and a row of them as legend. Px."""

from __future__ import annotations

import msgspec

from kakehashi.drawing.parts import BODY, SMALL, Style, centred, one_line
from kakehashi.drawing.scene import Paint, Rect, Shape
from kakehashi.drawing.tokens import ink_on

SIDE = 17.0
"""Edge of the square."""

_GAP, _BETWEEN, _ROW = 6.0, 18.0, 24.0
_NAME = Style(BODY)


class Category(msgspec.Struct, frozen=True):
    """A category's name, its one- or two-letter mark and its fill; '' = reserve: no fill, dashed edge."""

    name: str
    mark: str
    token: str


def fill_of(token: str) -> Paint:
    """How a bar or square of this category is filled."""
    return Paint(fill=token) if token else Paint(stroke="strong", line=1, dash=(3, 2))


def mark_box(key: str, category: Category, x: float, y: float) -> tuple[Shape, ...]:
    """The square at x, y."""
    inset = 0 if category.token else 0.5
    square = Rect(
        f"mark-box:{key}",
        x + inset,
        y + inset,
        SIDE - 2 * inset,
        SIDE - 2 * inset,
        fill_of(category.token),
        2,
    )
    style = Style(SMALL, 700, ink_on(category.token))
    at = (x + SIDE / 2, centred(y + SIDE / 2, SMALL))
    return (square, one_line(f"mark:{key}", at, category.mark, SIDE, style, anchor="middle"))


def legend(
    categories: tuple[tuple[str, Category], ...], left: float, top: float, right: float
) -> tuple[tuple[Shape, ...], float]:
    """(key, category) pairs in a row that wraps, and where it ends."""
    shapes: list[Shape] = []
    x, y = left, top
    for key, category in categories:
        room = right - left - SIDE - _GAP
        wide = min(_NAME.width(category.name), room)
        if x > left and x + SIDE + _GAP + wide > right:
            x, y = left, y + _ROW
        shapes += mark_box(f"legend/{key}", category, x, y)
        at = (x + SIDE + _GAP, centred(y + SIDE / 2, BODY))
        shapes.append(one_line(f"legend:{key}", at, category.name, wide, _NAME))
        x += SIDE + _GAP + wide + _BETWEEN
    return tuple(shapes), y + SIDE if categories else top
