"""The forward run: who comes in, passed on from step to step with rates and lags, nobody lost.

N[s+1] = rate[s] * (N[s] convolved with lag[s]); those who don't go on drop with the same lag; what would land
after the last month is still open. For each step before won: entered = passed on + dropped + still open.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import lru_cache
from operator import mul

import msgspec

from kakehashi.forecast.inputs import Inputs, Standing, Step
from kakehashi.forecast.lags import Weights, rest_of
from kakehashi.forecast.leads import Row
from kakehashi.forecast.sources import Rates

OPENING = "opening"  # the key of those who stood in the funnel when the plan began


class StepFlow(msgspec.Struct, frozen=True, kw_only=True):
    """What happens at one step, in people or deals over the plan's months; None = missing.

    `reached`: how many come to the step, by month. `entered` = their sum plus those `standing` there at the
    beginning. At the won step nothing follows: passed_on, dropped and still_open are None.
    """

    reached: Row | None = None
    standing: float | None = None
    entered: float | None = None
    passed_on: float | None = None
    dropped: float | None = None
    still_open: float | None = None


Steps = tuple[StepFlow, ...]


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """The flow of all together by step from lead to won, and of those who stood there at the beginning.

    `opening` is None when nobody stood there, `total` is without numbers when nobody comes at all.
    """

    opening: Steps | None
    total: Steps


def forward(inputs: Inputs) -> Flow:
    """Run all measures and the opening pipeline through the funnel.

    The funnel is linear in who comes in, so those who come alike go through it together.
    """
    size = len(inputs.months)
    arrivals: dict[tuple[int | None, Rates], list[Row | None]] = {}
    for source in inputs.together:
        arrivals.setdefault((source.enters, source.rates), []).append(source.arrivals())
    flows = [
        _walk(inputs.steps, rates, enters, _sum_rows(rows), (), size)
        for (enters, rates), rows in arrivals.items()
    ]
    opening = _of_opening(inputs.steps, inputs.opening, size) if inputs.opening else None
    return Flow(opening=opening, total=_total(len(inputs.steps), [*flows, opening] if opening else flows))


def by_source(inputs: Inputs) -> Mapping[str, Steps]:
    """The flow of each measure, and of those who stood in the funnel as 'opening'."""
    size = len(inputs.months)
    found = {
        source.id: _walk(inputs.steps, source.rates, source.enters, source.arrivals(), (), size)
        for source in inputs.sources
    }
    if inputs.opening:
        found[OPENING] = _of_opening(inputs.steps, inputs.opening, size)
    return found


def _of_opening(steps: tuple[Step, ...], opening: tuple[Standing, ...], size: int) -> Steps:
    places = [standing.step for standing in opening]
    first = None if None in places else min(place for place in places if place is not None)
    rates = tuple(step.rate for step in steps[:-1])
    return _walk(steps, rates, first, (0.0,) * size, opening, size)


def _walk(
    steps: tuple[Step, ...],
    rates: Rates,
    enters: int | None,
    arrivals: Row | None,
    opening: tuple[Standing, ...],
    size: int,
) -> Steps:
    """Arrivals at the step `enters`, and those who stand at steps, through the rest of the funnel."""
    if enters is None:
        return (StepFlow(),) * len(steps)
    none = (0.0,) * size
    found = [
        StepFlow(reached=none, standing=0.0, entered=0.0, passed_on=0.0, dropped=0.0, still_open=0.0)
    ] * enters
    reached = arrivals
    for at in range(enters, len(steps) - 1):
        here = tuple(standing for standing in opening if standing.step == at)
        flow, reached = _through(steps[at], rates[at], reached, here)
        found.append(flow)
    total = None if reached is None else sum(reached)
    found.append(StepFlow(reached=reached, standing=None if reached is None else 0.0, entered=total))
    return tuple(found)


def _through(
    step: Step, rate: float | None, reached: Row | None, here: tuple[Standing, ...]
) -> tuple[StepFlow, Row | None]:
    """One step: what becomes of those who reach it or stand there, and who reaches the next, by month."""
    counts = [standing.count for standing in here]
    standing = None if None in counts else sum(count for count in counts if count is not None)
    entered = None if reached is None or standing is None else sum(reached) + standing
    if reached is None or entered is None or step.lag is None or rate is None:
        return StepFlow(reached=reached, standing=standing, entered=entered), None
    landed, still_open = landing(reached, step.lag)
    for each in here:
        rest = rest_of(step.lag, each.age)
        count = each.count or 0.0
        still_open += count * sum(rest[len(reached) :])
        for month, weight in enumerate(rest[: len(reached)]):
            landed[month] += count * weight
    following = tuple(rate * count for count in landed)
    flow = StepFlow(
        reached=reached,
        standing=standing,
        entered=entered,
        passed_on=sum(following),
        dropped=sum((1 - rate) * count for count in landed),
        still_open=still_open,
    )
    return flow, following


def landing(reached: Row, lag: Weights) -> tuple[list[float], float]:
    """When those who reach a step leave it, by month; and how many stand there after the last month."""
    size = len(reached)
    backwards, beyond = _prepared(lag, size)
    start = len(backwards) - 1
    landed = [
        sum(map(mul, reached[max(0, t - start) : t + 1], backwards[max(0, start - t) :])) for t in range(size)
    ]
    return landed, sum(map(mul, reached, beyond))


@lru_cache(maxsize=256)
def _prepared(lag: Weights, size: int) -> tuple[Weights, Weights]:
    """The lag read backwards (no longer than the plan), and for each month what lands after the last."""
    beyond = tuple(sum(lag[size - t :]) for t in range(size))
    return lag[:size][::-1], beyond


def _total(count: int, flows: Iterable[Steps]) -> Steps:
    """All sources together; what is missing for one is missing for all."""
    every = list(flows)
    if not every:
        return (StepFlow(),) * count
    return tuple(_added([flow[at] for flow in every]) for at in range(count))


def _added(flows: list[StepFlow]) -> StepFlow:
    return StepFlow(
        reached=_sum_rows([flow.reached for flow in flows]),
        standing=_sum([flow.standing for flow in flows]),
        entered=_sum([flow.entered for flow in flows]),
        passed_on=_sum([flow.passed_on for flow in flows]),
        dropped=_sum([flow.dropped for flow in flows]),
        still_open=_sum([flow.still_open for flow in flows]),
    )


def _sum(values: list[float | None]) -> float | None:
    return None if None in values else sum(value for value in values if value is not None)


def _sum_rows(rows: list[Row | None]) -> Row | None:
    present = [row for row in rows if row is not None]
    if len(present) < len(rows) or not rows:
        return None
    return tuple(map(sum, zip(*present, strict=True)))
