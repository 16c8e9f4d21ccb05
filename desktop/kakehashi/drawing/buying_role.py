"""The part that somebody has in buying, told by a shape."""

from __future__ import annotations

from math import cos, pi, sin
from typing import Literal

from kakehashi.drawing.scene import Circle, Line, Paint, Point, Polygon, Rect, Shape

BuyingRole = Literal["", "initiator", "champion", "decider", "approver", "user", "influencer", "blocker"]

_INK = Paint(fill="accent")
_OPEN = Paint(fill="surface", stroke="accent", line=1.6)


def role_mark(name: str, role: BuyingRole, cx: float, cy: float, radius: float) -> tuple[Shape, ...]:
    """Decider: target, approver: square, champion: star, initiator: arrow head, influencer: diamond,
    user: ring, blocker: octagon with a bar; dotted ring where it isn't said.
    """
    match role:
        case "decider":
            return (
                Circle(name, cx, cy, radius, _OPEN),
                Circle(f"{name}/inner", cx, cy, 0.55 * radius, _INK),
            )
        case "approver":
            half = 0.86 * radius
            return (Rect(name, cx - half, cy - half, 2 * half, 2 * half, _INK, 1),)
        case "champion":
            return (Polygon(name, _star(cx, cy, radius), _INK),)
        case "initiator":
            return (Polygon(name, _corners(cx, cy, radius, 3, 0), _INK),)
        case "influencer":
            return (Polygon(name, _corners(cx, cy, radius, 4, 0), _OPEN),)
        case "user":
            return (Circle(name, cx, cy, 0.86 * radius, _OPEN),)
        case "blocker":
            bar = Paint(stroke="surface", line=2.2)
            return (
                Polygon(name, _corners(cx, cy, radius, 8, pi / 8), _INK),
                Line(f"{name}/bar", cx - 0.55 * radius, cy, cx + 0.55 * radius, cy, bar),
            )
        case "":
            dotted = Paint(stroke="strong", line=1.6, dash=(0.1, 2.1), round_caps=True)
            return (Circle(name, cx, cy, 0.86 * radius, dotted),)


def _corners(cx: float, cy: float, radius: float, count: int, turned: float) -> tuple[Point, ...]:
    angles = (turned + 2 * pi * n / count for n in range(count))
    return tuple((cx + radius * cos(angle), cy + radius * sin(angle)) for angle in angles)


def _star(cx: float, cy: float, radius: float) -> tuple[Point, ...]:
    outer = _corners(cx, cy, 1.08 * radius, 5, -pi / 2)
    inner = _corners(cx, cy, 0.5 * radius, 5, -pi / 2 + pi / 5)
    return tuple(point for pair in zip(outer, inner, strict=True) for point in pair)
