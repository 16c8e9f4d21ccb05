"""How long the way to the next step takes: the shares that land in month 0, 1, 2 ... and sum to 1.

The incomplete gamma function follows Press et al., 'Numerical Recipes', section 6.2: a series below
shape + 1, a continued fraction (modified Lentz) above.
"""

from __future__ import annotations

import math
from functools import lru_cache

from kakehashi.plan.simulation import FunnelStep

Weights = tuple[float, ...]

TAIL = 1e-6  # what is left of a lag is cut below this
LONGEST = 12_000  # months: what takes a thousand years lands there, beyond every plan
NARROWEST = 1e-4  # of the mean: a spread below it counts as this, so that the series ends in time
_PRECISION = 1e-16
_TINY = 1e-300
_PEAKED = 1600.0  # from this shape on, nothing lies further from the mean than 40 standard deviations


def lag_weights(step: FunnelStep) -> Weights | None:
    """The lag of the way from this step to the next, by month; None when it is missing."""
    if step.lag_shape == "histogram":
        return histogram(tuple(float(share) for share in step.lag_shares))
    mean = step.lag.value if step.lag is not None else None
    if mean is None:
        return None
    if step.lag_shape == "spread" and step.lag_spread and mean:
        return spread_out(float(mean), float(step.lag_spread))
    return fixed(float(mean))


def fixed(months: float) -> Weights:
    """A lag of so many months (at most LONGEST), split linearly between the whole months on both sides."""
    months = min(months, float(LONGEST))
    whole = math.floor(months)
    part = months - whole
    return (0.0,) * whole + ((1.0 - part, part) if part else (1.0,))


def histogram(shares: Weights) -> Weights | None:
    """Shares of month 0, 1, 2 ... made to sum to 1; None when there is nothing in them."""
    total = math.fsum(shares)
    return tuple(share / total for share in shares) if total > 0 else None


@lru_cache(maxsize=512)
def spread_out(mean: float, spread: float) -> Weights:
    """A gamma distribution of this mean and standard deviation (months, both above 0), by whole month.

    Weight k = F(k + 1/2) - F(k - 1/2), month 0 gets F(1/2); cut where the tail is below 1e-6, then made to
    sum to 1. A tail that is still there at LONGEST lands in that month. The differences are taken on the
    smaller side, so that thin tails keep their digits.
    """
    spread = max(spread, mean * NARROWEST)
    shape, scale = (mean / spread) ** 2, spread**2 / mean
    weights: list[float] = []
    below, above = 0.0, 1.0
    while above >= TAIL and len(weights) < LONGEST:
        next_below, next_above = incomplete_gamma(shape, (len(weights) + 0.5) / scale)
        weights.append(next_below - below if next_below < above else above - next_above)
        below, above = next_below, next_above
    if above >= TAIL:
        weights.append(above)
    total = math.fsum(weights)
    return tuple(weight / total for weight in weights)


def incomplete_gamma(shape: float, x: float) -> tuple[float, float]:
    """The regularised incomplete gamma function below and above x (they sum to 1); shape > 0, x > 0."""
    if shape > _PEAKED and abs(x - shape) > 40 * math.sqrt(shape):
        return (0.0, 1.0) if x < shape else (1.0, 0.0)
    if x < shape + 1:
        below = min(_series(shape, x), 1.0)
        return below, 1.0 - below
    above = min(_fraction(shape, x), 1.0)
    return 1.0 - above, above


def _series(shape: float, x: float) -> float:
    term = total = 1.0
    divisor = shape
    while term > total * _PRECISION:
        divisor += 1
        term *= x / divisor
        total += term
    return total * math.exp(shape * math.log(x) - x - math.lgamma(shape + 1))


def _fraction(shape: float, x: float) -> float:
    b = x + 1 - shape
    c, d = 1 / _TINY, 1 / b
    value = d
    for i in range(1, 100_000):
        a = -i * (i - shape)
        b += 2
        d = 1 / (a * d + b or _TINY)
        c = b + a / c or _TINY
        value *= c * d
        if abs(c * d - 1) < 4 * _PRECISION:
            break
    return value * math.exp(shape * math.log(x) - x - math.lgamma(shape))


def rest_of(lag: Weights, age: int) -> Weights:
    """The lag of those who have stood at a step for `age` months; all in month 0 when nothing is left."""
    left = lag[age:]
    total = math.fsum(left)
    return tuple(weight / total for weight in left) if total > 0 else (1.0,)
