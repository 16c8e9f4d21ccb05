"""A curve through values at equal distances that stays between them: it never rises above a high point."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from kakehashi.drawing.scene import Point

STEPS = 16
"""Points that are worked out between two values."""


def monotone(values: Sequence[float | None]) -> tuple[tuple[Point, ...], ...]:
    """The curve as lines through points, x counted in values from 0; it stops where a value is missing.

    Cubic pieces whose slopes follow Fritsch and Butland: between two values it only rises or only falls.
    A value without a neighbour makes no line.
    """
    found: list[tuple[Point, ...]] = []
    run: list[float] = []
    for at, value in enumerate([*values, None]):
        if value is not None:
            run.append(value)
            continue
        if len(run) > 1:
            found.append(_through(run, at - len(run)))
        run = []
    return tuple(found)


def _through(run: Sequence[float], start: int) -> tuple[Point, ...]:
    rises = [after - before for before, after in pairwise(run)]
    inner = [_slope(before, after) for before, after in pairwise(rises)]
    slopes = [rises[0], *inner, rises[-1]]
    points = [(float(start), run[0])]
    for at, rise in enumerate(rises):
        for step in range(1, STEPS + 1):
            t = step / STEPS
            y = (
                run[at]
                + rise * (3 - 2 * t) * t * t
                + t * (1 - t) * ((1 - t) * slopes[at] - t * slopes[at + 1])
            )
            points.append((start + at + t, y))
    return tuple(points)


def _slope(before: float, after: float) -> float:
    """At a value between two rises: none at a turn, else nearer to the smaller one."""
    return 2 * before * after / (before + after) if before * after > 0 else 0.0
