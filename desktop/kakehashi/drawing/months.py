"""The months below a plot: as many names as fit, a year below where one begins. Px."""

from __future__ import annotations

from kakehashi.drawing.axis import TICK
from kakehashi.drawing.parts import one_line
from kakehashi.drawing.scene import Label, Point, Shape

_STEPS = (1, 2, 3, 4, 6, 12)
_ROOM = 6.0  # least between two names


def month_axis(
    months: tuple[str, ...],
    years: tuple[str, ...],
    middles: list[float],
    bottom: float,
    limits: tuple[float, float],
) -> tuple[Shape, ...]:
    """Names centred at `middles`, below `bottom`, within `limits`; every second, third ... when too close."""
    step = _step(months, middles)
    pitch = _pitch(middles)
    shapes = [
        _centred(f"month-name:{n}", (middles[n], bottom + 16), months[n], step * pitch, limits)
        for n in range(0, len(months), step)
    ]
    begins = [n for n, year in enumerate(years[: len(months)]) if year.strip()]
    for at, n in enumerate(begins):
        apart = min((abs(n - other) for other in (*begins[:at], *begins[at + 1 :])), default=len(months))
        year = _centred(f"year:{n}", (middles[n], bottom + 30), years[n], apart * pitch, limits)
        shapes += [] if year.title else [year]  # half a year says nothing
    return tuple(shapes)


def _centred(name: str, at: Point, text: str, pitch: float, limits: tuple[float, float]) -> Label:
    room = min(pitch - _ROOM / 2, 2 * (at[0] - limits[0]), 2 * (limits[1] - at[0]))
    return one_line(name, at, text, max(room, 0), TICK, anchor="middle")


def _pitch(middles: list[float]) -> float:
    return middles[1] - middles[0] if len(middles) > 1 else 120.0


def _step(months: tuple[str, ...], middles: list[float]) -> int:
    wide = max((TICK.width(month) for month in months), default=0) + _ROOM / 2
    pitch = _pitch(middles)
    return next((step for step in _STEPS if step * pitch >= wide), _STEPS[-1])
