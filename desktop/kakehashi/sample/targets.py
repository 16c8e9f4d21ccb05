"""The targets of the funnel's metrics, worked back from the goal and rounded as people round them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

import msgspec

from kakehashi.forecast.forecast import forecast
from kakehashi.plan.basis import About
from kakehashi.plan.changes import Change, joined, replacing
from kakehashi.plan.item import Passport, Series
from kakehashi.plan.kept import Kept
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import spending
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.sample.story import STORY

ROUNDED_TO = {"lead": 10, "follow": 5, "opportunity": 1, "valid": 1, "won": 1}
"""Targets are multiples of this, by step of the funnel."""


def required(plan: Plan) -> Iterator[tuple[FunnelStep, Decimal]]:
    """What the goal requires of each step over the year."""
    for goal in forecast(plan).goals:
        for each in goal.required:
            step = plan.find(FunnelStep, each.step)
            if step is not None and each.required is not None:
                yield step, each.required


def required_by_month(plan: Plan) -> dict[str, Series]:
    """What the goal requires of each step, by its mark, in each month."""
    found: dict[str, Series] = {}
    for each in forecast(plan).goals[0].required:
        step = plan.find(FunnelStep, each.step)
        if step is not None:
            found[step.marks] = each.by_month
    return found


def metric_of(plan: Plan, mark: str) -> Metric:
    """The metric that counts a step of the funnel."""
    step = next(each for each in plan.items(FunnelStep) if each.marks == mark)
    return next(
        each
        for each in plan.items(Metric)
        if (each.follows == "won" if mark == "won" else each.follows_step == step.id)
    )


def rounded_to(value: Decimal, unit: int) -> Decimal:
    """The nearest multiple; half goes up."""
    return Decimal(int(value / unit + Decimal("0.5")) * unit)


def targets(plan: Plan) -> Change:
    """Targets of the months that are still open: of the funnel by the goal, of spend by the budget."""
    closed = plan.only(About).closed_through or ""
    changes = []
    for mark, series in required_by_month(plan).items():
        open_months = {month: value for month, value in series.items() if month > closed}
        rounded = {month: rounded_to(value, ROUNDED_TO[mark]) for month, value in open_months.items()}
        changes.append(_set(plan, metric_of(plan, mark), rounded, "backward"))
    money = next(each for each in plan.items(Metric) if each.follows == "spend")
    budget = spending(plan, Kept()).by_month
    changes.append(_set(plan, money, {month: v for month, v in budget.items() if month > closed}, "budget"))
    return joined(changes)


def _set(plan: Plan, metric: Metric, series: Series, origin: str) -> Change:
    said = Passport(origin="computed", source=STORY[origin])
    with_targets = msgspec.structs.replace(
        metric,
        target={**metric.target, **series},
        target_from={**metric.target_from, **dict.fromkeys(series, origin)},
        passports={**metric.passports, origin: said},
    )
    return replacing(plan, with_targets)
