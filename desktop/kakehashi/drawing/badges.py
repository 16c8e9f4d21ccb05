"""Marks that say a state by their shape first: check badges and agreement marks."""

from __future__ import annotations

from typing import Literal

from kakehashi.drawing.scene import Circle, Line, Paint, Polygon, Polyline, Rect, Shape

Badge = Literal["bad", "warn", "note", "good"]
AgreementState = Literal["agreed", "open", "objected"]


def badge(name: str, kind: Badge, cx: float, cy: float, size: float = 12) -> tuple[Shape, ...]:
    """Bad: diamond with !, warn: triangle with !, note: circle with i, good: circle with tick. Size px."""
    half = size / 2
    match kind:
        case "bad":
            diamond = ((cx, cy - half), (cx + half, cy), (cx, cy + half), (cx - half, cy))
            return (Polygon(name, diamond, Paint(fill="bad")), *_exclamation(name, cx, cy, 0.42 * size))
        case "warn":
            low, wide = cy + 0.9 * half, 1.1 * half
            triangle = ((cx, cy - half), (cx + wide, low), (cx - wide, low))
            sign = _exclamation(name, cx, cy + 0.12 * size, 0.4 * size)
            return (Polygon(name, triangle, Paint(fill="warn")), *sign)
        case "note":
            ink = Paint(stroke="text2", line=1.3)
            ring = Circle(name, cx, cy, half - 0.6, ink)
            stem = Line(f"{name}/stem", cx, cy - 0.02 * size, cx, cy + 0.25 * size, ink)
            return (ring, stem, Circle(f"{name}/dot", cx, cy - 0.24 * size, 0.8, Paint(fill="text2")))
        case "good":
            low, left, right = cy + 0.18 * size, cx - 0.24 * size, cx + 0.25 * size
            tick = ((left, cy), (cx - 0.06 * size, low), (right, cy - 0.18 * size))
            pen = Paint(stroke="surface", line=1.4, round_caps=True)
            return (Circle(name, cx, cy, half, Paint(fill="good")), Polyline(f"{name}/tick", tick, pen))


def _exclamation(name: str, cx: float, cy: float, tall: float) -> tuple[Shape, ...]:
    pen = Paint(stroke="surface", line=1.4)
    stem = Line(f"{name}/stem", cx, cy - tall / 2, cx, cy + 0.08 * tall, pen)
    return (stem, Circle(f"{name}/dot", cx, cy + tall / 2, 0.8, Paint(fill="surface")))


def agreement(name: str, state: AgreementState, cx: float, cy: float) -> tuple[Shape, ...]:
    """Agreed: filled circle, open: ring, objected: square with a cross; 9 px across."""
    match state:
        case "agreed":
            return (Circle(name, cx, cy, 4.5, Paint(fill="good")),)
        case "open":
            return (Circle(name, cx, cy, 3.9, Paint(stroke="text2", line=1.3)),)
        case "objected":
            cross = Paint(stroke="surface", line=1.3)
            return (
                Rect(name, cx - 4.5, cy - 4.5, 9, 9, Paint(fill="bad")),
                Line(f"{name}/falling", cx - 2.2, cy - 2.2, cx + 2.2, cy + 2.2, cross),
                Line(f"{name}/rising", cx - 2.2, cy + 2.2, cx + 2.2, cy - 2.2, cross),
            )


def operator(name: str, sign: str, cx: float, cy: float, radius: float = 7.5) -> tuple[Shape, ...]:
    """An operator in a circle on a joint: × + ÷ − drawn as lines, anything else as a bare joint."""
    pen = Paint(stroke="text", line=1.4, round_caps=True)
    ring = Circle(name, cx, cy, radius, Paint(fill="surface", stroke="strong", line=1.2))
    arm = 0.4 * radius
    level = Line(f"{name}/level", cx - 1.1 * arm, cy, cx + 1.1 * arm, cy, pen)
    upright = Line(f"{name}/upright", cx, cy - 1.1 * arm, cx, cy + 1.1 * arm, pen)
    falling = Line(f"{name}/falling", cx - 0.85 * arm, cy - 0.85 * arm, cx + 0.85 * arm, cy + 0.85 * arm, pen)
    rising = Line(f"{name}/rising", cx - 0.85 * arm, cy + 0.85 * arm, cx + 0.85 * arm, cy - 0.85 * arm, pen)
    dots = tuple(
        Circle(f"{name}/{end}", cx, cy + dy, 0.95, Paint(fill="text"))
        for end, dy in (("above", -0.95 * arm), ("below", 0.95 * arm))
    )
    strokes: dict[str, tuple[Shape, ...]] = {
        "×": (falling, rising),
        "*": (falling, rising),
        "+": (level, upright),
        "−": (level,),
        "-": (level,),
        "÷": (level, *dots),
        "/": (level, *dots),
    }
    return (ring, *strokes[sign]) if sign in strokes else ()
