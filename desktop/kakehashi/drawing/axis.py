"""A value axis: nice numbers, and from values to px."""

from __future__ import annotations

from decimal import Decimal
from math import floor, log10

import msgspec

from kakehashi.drawing.parts import SMALL, Style, centred, one_line
from kakehashi.drawing.scene import Line, Paint, Shape
from kakehashi.words import number

TICK = Style(SMALL, fill="text2")
_STEPS = (1, 2, 2.5, 4, 5)


class Axis(msgspec.Struct, frozen=True):
    """Ticks upwards and the px of the lowest (`bottom`) and the highest one (`top`)."""

    ticks: tuple[float, ...]
    bottom: float
    top: float

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        share = (min(max(value, low), high) - low) / (high - low)
        return self.bottom - share * (self.bottom - self.top)

    def texts(self) -> tuple[str, ...]:
        """The ticks as they are written, all with as many decimals as the step needs."""
        step = self.ticks[1] - self.ticks[0]
        places = max(0, -floor(log10(step) + 1e-9))
        if places and abs(step * 10**places - round(step * 10**places)) > 1e-6 * step * 10**places:
            places += 1  # steps of 2.5
        elif step < 10 and step != round(step) and not places:
            places = 1
        return tuple(number(Decimal(repr(tick)), places) for tick in self.ticks)


def ticks(values: list[float]) -> tuple[float, ...]:
    """Four or five nice numbers (six where that leaves less empty) from 0, or below, to the largest value."""
    low, high = min([0.0, *values]), max([0.0, *values])
    if high - low < 1e-9:
        high = low + 1
    power = 10.0 ** floor(log10(high - low))
    spans = [_span(low, high, power * nice * scale) for scale in (0.1, 1) for nice in _STEPS]
    sound = [span for span in spans if 4 <= _count(span) <= 6] or [_span(low, high, (high - low) / 4)]
    first, last, step = min(sound, key=lambda span: ((span[1] - span[0]) * span[2], abs(_count(span) - 5)))
    return tuple(round(step * n, 10) for n in range(first, last + 1))


def _span(low: float, high: float, step: float) -> tuple[int, int, float]:
    """First and last multiple of the step that enclose low and high."""
    return floor(low / step + 1e-9), -floor(-high / step + 1e-9), step


def _count(span: tuple[int, int, float]) -> int:
    return span[1] - span[0] + 1


def gutter(axis: Axis) -> float:
    """Room for the tick texts at the left, px."""
    return max(TICK.width(text) for text in axis.texts()) + 8


def grid(axis: Axis, left: float, right: float) -> tuple[Shape, ...]:
    """Hairlines at the ticks, a stronger line at 0, the texts right-aligned before `left`."""
    shapes: list[Shape] = []
    for n, (tick, text) in enumerate(zip(axis.ticks, axis.texts(), strict=True)):
        y = axis.y(tick)
        pen = Paint(stroke="line" if tick else "strong", line=1)
        shapes.append(Line(f"grid:{n}", left, y, right, y, pen))
        at = (left - 8, centred(y, SMALL))
        shapes.append(one_line(f"tick:{n}", at, text, left - 8, TICK, anchor="end"))
    return tuple(shapes)
