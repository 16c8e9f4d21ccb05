"""A sparkline: target dashed, actual in `accent`, its last point as a dot; no axis, no text."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.drawing.parts import finite
from kakehashi.drawing.scene import Circle, Paint, Point, Polyline, Scene, Shape

_INSET = 4.0
_TARGET = Paint(stroke="strong", line=1.2, dash=(2.4, 2))
_ACTUAL = Paint(stroke="accent", line=1.8, round_caps=True)


class Sparkline(msgspec.Struct, frozen=True, kw_only=True):
    """Monthly values over the same months, None = none yet. Size in px."""

    key: str
    title: str = ""
    description: str = ""
    target: tuple[Decimal | float | None, ...] = ()
    actual: tuple[Decimal | float | None, ...] = ()
    width: float = 56
    height: float = 34


def sparkline(picture: Sparkline) -> Scene:
    """The sparkline as a scene; the lowest of all values is at the bottom, not 0."""
    target, actual = ([finite(v) for v in values] for values in (picture.target, picture.actual))
    known = [v for v in (*target, *actual) if v is not None]
    low, high = min(known, default=0.0), max(known, default=0.0)
    months = max(len(target), len(actual), 2)

    def at(month: int, value: float) -> Point:
        across = _INSET + month * (picture.width - 2 * _INSET) / (months - 1)
        share = (value - low) / (high - low) if high > low else 0.5
        return across, picture.height - _INSET - share * (picture.height - 2 * _INSET)

    shapes: list[Shape] = []
    for name, values, paint in (("target", target, _TARGET), ("actual", actual, _ACTUAL)):
        for n, piece in enumerate(pieces(values)):
            points = tuple(at(month, value) for month, value in piece)
            if len(points) > 1:
                shapes.append(Polyline(f"{name}:{n}", points, paint))
            if name == "actual" and piece[-1][0] == _last(actual):
                shapes.append(Circle("last", *points[-1], 2.4, Paint(fill="accent")))
    return Scene(
        key=picture.key,
        width=picture.width,
        height=picture.height,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def pieces(values: list[float | None]) -> list[list[tuple[int, float]]]:
    """The runs of known values as (place, value): a line is broken where one is missing."""
    found: list[list[tuple[int, float]]] = []
    open_run = False
    for n, value in enumerate(values):
        if value is None:
            open_run = False
            continue
        if not open_run:
            found.append([])
            open_run = True
        found[-1].append((n, value))
    return found


def _last(values: list[float | None]) -> int:
    return max((n for n, value in enumerate(values) if value is not None), default=-1)
