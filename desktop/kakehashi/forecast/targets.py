"""What a goal asks for: the targets of its metric, combined over the months by the metric's own rule."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.plan.formula import Expression, Reference, evaluate
from kakehashi.plan.metric_ratios import sound_formulas
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal
from kakehashi.words import Message


def combined(series: Mapping[str, Decimal | None], months: tuple[str, ...], rule: str) -> Decimal | None:
    """The value of a metric over these months: their sum, average or last; None when none is set.

    A ratio of totals has no value of its own from months; its last one stands for it.
    """
    present = [value for month in months if (value := series.get(month)) is not None]
    if not present:
        return None
    if rule == "sum":
        return sum(present, Decimal(0))
    return sum(present, Decimal(0)) / len(present) if rule == "average" else present[-1]


def come_to(
    plan: Plan, metric: Metric, which: Literal["target", "actual"], months: tuple[str, ...]
) -> Decimal | None:
    """What targets or actuals of a metric come to over these months, as documents work it out: a ratio by
    its formula over what its parts come to, where all have one; else as `combined`."""
    formulas = sound_formulas(plan) if metric.combines == "ratio" else {}
    return _come_to(plan, formulas, metric, which, months)


def _come_to(
    plan: Plan, formulas: Mapping[str, Expression], metric: Metric, which: str, months: tuple[str, ...]
) -> Decimal | None:
    def part(reference: Reference) -> Decimal | None:
        found = plan.find(Metric, reference.target[0])
        return None if found is None else _come_to(plan, formulas, found, which, months)

    formula = formulas.get(metric.id)
    ratio = None if formula is None else evaluate(formula, part)
    if ratio is not None:
        return ratio
    return combined(metric.target if which == "target" else metric.actual, months, metric.combines)


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A goal as read: its metric, how many months it covers (from the plan's first on), its target.

    `problem` says what keeps it from being read.
    """

    metric: Metric | None = None
    covers: int = 0
    target: Decimal | None = None
    problem: Message | None = None


def asked_by(plan: Plan, goal: Goal, months: tuple[str, ...]) -> Asked:
    """Read a goal of a plan with these months."""
    metric = plan.find(Metric, goal.metric)
    if metric is None:
        return Asked(problem=Message("forecast.goal.no_metric"))
    if goal.by is None or goal.by not in months:
        return Asked(metric=metric, problem=Message("forecast.goal.month"))
    covers = months.index(goal.by) + 1
    target = come_to(plan, metric, "target", months[:covers])
    problem = Message("forecast.goal.no_target") if target is None else None
    return Asked(metric=metric, covers=covers, target=target, problem=problem)


def month_weights(rule: str, covers: int, size: int) -> tuple[float, ...]:
    """How much the value of each month counts in the combined one."""
    if rule == "sum":
        inside = [1.0] * covers
    elif rule == "average":
        inside = [1.0 / covers] * covers
    else:
        inside = [0.0] * (covers - 1) + [1.0]
    return (*inside, *((0.0,) * (size - covers)))
