"""How a goal's value grows with the factor: worked out once, so that the search needs no forward run."""

from __future__ import annotations

import math
from operator import mul

import msgspec

from kakehashi.forecast.forward import Flow, landing
from kakehashi.forecast.inputs import Inputs, Step
from kakehashi.forecast.leads import Linear, Row, Saturating, carried, saturated
from kakehashi.forecast.sources import Rates, Source

MOST_FACTOR = 1e6  # whoever needs a million times as many leads needs another plan
_NEAREST = 1e-12  # of the goal: a goal nearer to where all saturates is out of reach


class Bend(msgspec.Struct, frozen=True, kw_only=True):
    """One month of a saturating response: most * saturated(fixed + factor * scaled)."""

    most: float
    fixed: float
    scaled: float
    half: float
    steepness: float


class Pull(msgspec.Struct, frozen=True, kw_only=True):
    """The goal's value at a factor: fixed + slope * factor + what the bends give. It never falls."""

    fixed: float
    slope: float
    bends: tuple[Bend, ...]

    def at(self, factor: float) -> float:
        """The goal's value at this factor."""
        return (
            self.fixed
            + self.slope * factor
            + sum(
                bend.most * saturated(bend.fixed + factor * bend.scaled, bend.half, bend.steepness)
                for bend in self.bends
            )
        )

    @property
    def most(self) -> float:
        """What no factor surpasses; infinite when something grows without end."""
        return math.inf if self.slope > 0 else self.fixed + sum(bend.most for bend in self.bends)

    def can_reach(self, goal: float) -> bool:
        """Whether some factor, however large, gives this much."""
        return self.most - goal > abs(goal) * _NEAREST


def pull_of(inputs: Inputs, flow: Flow, counts: Row, window: range) -> Pull | None:
    """The goal's value when a won deal in each month counts so much and these months are scaled.

    None when a rate, a lag or a number is missing on the way.
    """
    fixed = slope = 0.0
    bends: list[Bend] = []
    if flow.opening is not None:
        won = flow.opening[-1].reached
        if won is None:
            return None
        fixed += sum(map(mul, won, counts))
    known: dict[tuple[int, Rates], Row | None] = {}
    for source in inputs.together:
        if source.enters is None:
            return None
        key = (source.enters, source.rates)
        if key not in known:
            known[key] = worth(inputs.steps, source.rates, source.enters, counts)
        each = known[key]
        part = None if each is None else _part(source, each, window)
        if part is None:
            return None
        fixed, slope = fixed + part.fixed, slope + part.slope
        bends += part.bends
    return Pull(fixed=fixed, slope=slope, bends=tuple(bends))


def worth(steps: tuple[Step, ...], rates: Rates, enters: int, counts: Row) -> Row | None:
    """How much one who enters at a step in each month counts in the end: the funnel read backwards."""
    found = counts
    for at in reversed(range(enters, len(steps) - 1)):
        lag, rate = steps[at].lag, rates[at]
        if lag is None or rate is None:
            return None
        landed, _ = landing(found[::-1], lag)
        found = tuple(rate * value for value in reversed(landed))
    return found


def _part(source: Source, each: Row, window: range) -> Pull | None:
    if source.brings is None:
        return None
    if isinstance(source.brings, tuple):
        still, moved = _split(source.brings, window)
        return Pull(fixed=sum(map(mul, still, each)), slope=sum(map(mul, moved, each)), bends=())
    still, moved = (carried(row, source.brings.carry_over) for row in _split(source.spend, window))
    if isinstance(source.brings, Linear):
        cost = source.brings.cost_per_lead
        return Pull(
            fixed=sum(map(mul, still, each)) / cost, slope=sum(map(mul, moved, each)) / cost, bends=()
        )
    return _bent(source.brings, still, moved, each)


def _bent(curve: Saturating, still: Row, moved: Row, each: Row) -> Pull:
    fixed = 0.0
    bends = []
    for before, more, value in zip(still, moved, each, strict=True):
        most = curve.top * value
        if most and more:
            half, steepness = curve.half, curve.steepness
            bends.append(Bend(most=most, fixed=before, scaled=more, half=half, steepness=steepness))
        elif most:
            fixed += most * saturated(before, curve.half, curve.steepness)
    return Pull(fixed=fixed, slope=0.0, bends=tuple(bends))


def _split(row: Row, window: range) -> tuple[Row, Row]:
    """The months outside the window, and those inside."""
    inside = tuple(value if t in window else 0.0 for t, value in enumerate(row))
    return tuple(value - moved for value, moved in zip(row, inside, strict=True)), inside


def smallest_factor(pull: Pull, goal: float) -> float | None:
    """The smallest factor that gives at least the goal: 0 when none is needed, None when none up to
    `MOST_FACTOR` does.

    Bisection, each step sharpened by Ridders' formula (Ridders 1979): the bracket at least halves each time.
    """
    low, below = 0.0, pull.at(0.0) - goal
    if below >= 0:
        return 0.0
    if not pull.can_reach(goal):
        return None
    high = 1.0
    while (above := pull.at(high) - goal) < 0:
        if high >= MOST_FACTOR:
            return None
        low, below, high = high, above, min(high * 2, MOST_FACTOR)
    while above > abs(goal) * 1e-14 and high - low > high * 1e-15:
        middle = (low + high) / 2
        centre = pull.at(middle) - goal
        root = math.sqrt(centre * centre - below * above) or math.inf
        guess = middle - (middle - low) * centre / root
        for at, value in sorted([(middle, centre), (guess, pull.at(guess) - goal)]):
            if value < 0 and at > low:
                low, below = at, value
            elif value >= 0 and low < at < high:
                high, above = at, value
                break
    return high
