"""The forward model once more, in the plainest way: cohort after cohort, month after month.

Written from the design alone to check `kakehashi.forecast`, of which it imports nothing. The gamma
distribution is integrated numerically (tanh-sinh) instead of by series.
"""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.item import Figure
from kakehashi.plan.months import months_from, ordinal
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline

Key = tuple[str, str]  # source, step


def _by_month() -> dict[str, float]:
    return defaultdict(float)


@dataclass
class Told:
    """What the reference finds: by (source, step) and month, then totals over the months; money by month."""

    reached: dict[Key, dict[str, float]] = field(default_factory=lambda: defaultdict(_by_month))
    standing: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    passed_on: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    dropped: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    still_open: dict[Key, float] = field(default_factory=lambda: defaultdict(float))
    revenue: dict[str, float] = field(default_factory=_by_month)
    renewed: dict[str, float] = field(default_factory=_by_month)


def reference(plan: Plan) -> Told:
    """Run a plan in which nothing is missing."""
    about = plan.only(About)
    months = months_from(about.first_month, about.months)
    chain = _chain(plan)
    told = Told()
    lags = {step.id: _lag(step) for step in chain[:-1]}
    for measure in plan.items(Measure):
        if not measure.expected and measure.response is None:
            continue
        rates = {step.id: _rate(step, measure) for step in chain[:-1]}
        start = next((n for n, step in enumerate(chain) if step.id == measure.enters_at), 0)
        for month, leads in _leads(plan, measure, months).items():
            _follow(told, measure.id, chain, rates, lags, start, months, months.index(month), leads)
    rates = {step.id: _rate(step, None) for step in chain[:-1]}
    for opening in plan.items(OpeningPipeline):
        _open(told, opening, chain, rates, lags, months)
    _money(told, plan, chain, months)
    return told


def _chain(plan: Plan) -> list[FunnelStep]:
    chain: list[FunnelStep] = []
    for step in plan.items(FunnelStep):
        if step.marks == "lead" or chain:
            chain.append(step)
        if step.marks == "won":
            return chain
    raise AssertionError("no way from lead to won")


def _rate(step: FunnelStep, measure: Measure | None) -> float:
    own = measure.own_rates.get(step.id) if measure is not None else None
    return _number(own if own is not None else step.rate)


def _number(value: Figure | None) -> float:
    assert value is not None
    assert value.value is not None
    return float(value.value)


def _follow(
    told: Told,
    source: str,
    chain: list[FunnelStep],
    rates: dict[str, float],
    lags: dict[str, list[float]],
    start: int,
    months: tuple[str, ...],
    month: int,
    people: float,
) -> None:
    """People who reach a step in one month, all the way (breadth first, so that cohorts stay few)."""
    waiting = {month: people}
    for n in range(start, len(chain)):
        here = (source, chain[n].id)
        following: dict[int, float] = defaultdict(float)
        for at, count in waiting.items():
            told.reached[here][months[at]] += count
            if n + 1 == len(chain):
                continue
            for later, share in enumerate(lags[chain[n].id]):
                if at + later >= len(months):
                    told.still_open[here] += count * share
                    continue
                told.dropped[here] += count * share * (1 - rates[chain[n].id])
                told.passed_on[here] += count * share * rates[chain[n].id]
                following[at + later] += count * share * rates[chain[n].id]
        waiting = following


def _open(
    told: Told,
    opening: OpeningPipeline,
    chain: list[FunnelStep],
    rates: dict[str, float],
    lags: dict[str, list[float]],
    months: tuple[str, ...],
) -> None:
    n = next(n for n, step in enumerate(chain) if step.id == opening.step)
    step, count = chain[n], _number(opening.count)
    here = ("opening", step.id)
    told.standing[here] += count
    remaining = {k - opening.age: share for k, share in enumerate(lags[step.id]) if k >= opening.age}
    whole = sum(remaining.values())
    if whole == 0:
        remaining, whole = {0: 1.0}, 1.0
    for later, share in remaining.items():
        people = count * share / whole
        if later >= len(months):
            told.still_open[here] += people
            continue
        told.dropped[here] += people * (1 - rates[step.id])
        told.passed_on[here] += people * rates[step.id]
        _follow(told, "opening", chain, rates, lags, n + 1, months, later, people * rates[step.id])


def _money(told: Told, plan: Plan, chain: list[FunnelStep], months: tuple[str, ...]) -> None:
    said = plan.only(Economics)
    value, churn, expansion = map(_number, (said.deal_value, said.churn, said.expansion))
    assert said.contract_months is not None
    term = float(said.contract_months)
    won: dict[str, float] = defaultdict(float)
    for (_source, step), by_month in told.reached.items():
        if step == chain[-1].id:
            for month, count in by_month.items():
                won[month] += count
    for month, count in won.items():
        told.revenue[month] += count * value
        for renewal in range(1, 100):
            age = renewal * term
            worth = count * value * math.exp(age * math.log1p(-churn)) * (1 + expansion) ** (age / 12)
            whole = int(age)
            for later, share in ((whole, 1 - (age - whole)), (whole + 1, age - whole)):
                at = months.index(month) + later
                if at < len(months) and share > 0:
                    told.renewed[months[at]] += worth * share


def _leads(plan: Plan, measure: Measure, months: tuple[str, ...]) -> dict[str, float]:
    if measure.response is None:
        return {month: float(measure.expected[month]) for month in months if month in measure.expected}
    spend: dict[str, float] = defaultdict(float)
    for line in plan.items(BudgetLine):
        if line.measure == measure.id and plan.find(Partner, line.source) is None:
            for month, money in line.planned.items():
                spend[month] += float(money)
    found = {}
    for month in months:
        x = 0.0
        for earlier in months:
            age = ordinal(month) - ordinal(earlier)
            if age >= 0:
                x += spend[earlier] * float(measure.response.carry_over) ** age
        found[month] = _responds(measure, x)
    return found


def _responds(measure: Measure, x: float) -> float:
    said = measure.response
    assert said is not None
    if said.shape == "linear":
        return x / _number(said.cost_per_lead)
    top, half, k = _number(said.top), _number(said.half), _number(said.steepness)
    scaled = (x / half) ** k
    return top * scaled / (1 + scaled)


def _lag(step: FunnelStep) -> list[float]:
    if step.lag_shape == "histogram":
        shares = [float(share) for share in step.lag_shares]
        return [share / sum(shares) for share in shares]
    mean = _number(step.lag)
    if step.lag_shape == "spread" and step.lag_spread and mean > 0:
        return _gamma(mean, float(step.lag_spread))
    found = [0.0] * (math.ceil(mean) + 1)
    found[math.floor(mean)] += math.floor(mean) + 1 - mean
    if mean > math.floor(mean):
        found[math.ceil(mean)] += mean - math.floor(mean)
    return found


def _gamma(mean: float, spread: float) -> list[float]:
    """Weights of whole months, until less than a millionth is left, made to sum to 1."""
    shape = mean * mean / (spread * spread)
    rate = mean / (spread * spread)

    def density(x: float) -> float:
        return math.exp(shape * math.log(rate) + (shape - 1) * math.log(x) - rate * x - math.lgamma(shape))

    def flattened(u: float) -> float:  # the density over u = x ^ shape, which has no pole at 0
        return math.exp(shape * math.log(rate) - rate * u ** (1 / shape) - math.lgamma(shape + 1))

    found: list[float] = []
    while 1 - math.fsum(found) >= 1e-6:
        k = len(found)
        if k == 0 and shape < 1:
            found.append(_integral(flattened, 0.0, 0.5**shape))
        else:
            found.append(_integral(density, max(0.0, k - 0.5), k + 0.5))
    whole = math.fsum(found)
    return [weight / whole for weight in found]


def _integral(of: Callable[[float], float], low: float, high: float) -> float:
    """Tanh-sinh quadrature: its nodes crowd at the ends, where the integrand may be rough."""
    total = []
    step = 1 / 16
    for n in range(-75, 76):
        u = math.pi / 2 * math.sinh(n * step)
        if abs(u) > 350:
            continue
        from_low = (high - low) / (1 + math.exp(-2 * u))
        weight = (high - low) / 2 * (math.pi / 2) * math.cosh(n * step) / math.cosh(u) ** 2
        if from_low > 0 and weight > 0:
            total.append(weight * of(low + from_low))
    return step * math.fsum(total)
