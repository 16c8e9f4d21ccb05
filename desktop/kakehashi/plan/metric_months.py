"""Targets and actuals of the metrics by month, as they are read: typed months, ratios worked out from their
parts, the year and what is reached to date by each metric's own rule.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.formula import Expression, evaluate
from kakehashi.plan.item import Passport, Series
from kakehashi.plan.metric_ratios import sound_formulas
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan

Side = Literal["target", "actual"]
SIDES: tuple[Side, ...] = ("target", "actual")

_FROM_DATA = frozenset({"measured", "computed"})


class MetricMonths(msgspec.Struct, frozen=True, kw_only=True):
    """A metric by month. `worked_out`: months of `actual` that follow from its formula, not typed.

    `reached` = actual / target over the dated months (where less is better: target / actual), by the metric's
    rule; `alarms`: months, and `alarm` the whole, in which it is below the metric's threshold.
    """

    metric: Metric
    target: Series
    actual: Series
    worked_out: frozenset[str]
    year: Mapping[Side, Decimal | None]
    to_date: Mapping[Side, Decimal | None]
    reached: Decimal | None
    alarms: frozenset[str]
    alarm: bool


class MetricSheet(msgspec.Struct, frozen=True, kw_only=True):
    """All metrics in the plan's order. `dated`: the closed months, else those up to the last actual."""

    months: tuple[str, ...]
    dated: tuple[str, ...]
    metrics: tuple[MetricMonths, ...]


def metric_sheet(plan: Plan) -> MetricSheet:
    """The metrics of a plan by month."""
    months = plan_months(plan)
    dated = _dated(plan, months)
    formulas = sound_formulas(plan)
    actuals, worked_out = _with_ratios(plan, months, formulas)
    work = _Work(plan, formulas, {"target": {m.id: m.target for m in plan.items(Metric)}, "actual": actuals})
    return MetricSheet(
        months=months,
        dated=dated,
        metrics=tuple(
            _of(work, metric, months, dated, worked_out[metric.id]) for metric in plan.items(Metric)
        ),
    )


def from_data(metric: Metric, side: Side, month: str) -> Passport | None:
    """The passport of a month that was taken from data, not typed; None for any other."""
    key = getattr(metric, f"{side}_from").get(month)
    passport = metric.passports.get(key) if key is not None else None
    taken = passport is not None and passport.origin in _FROM_DATA
    return passport if taken and side == "actual" else None


def _dated(plan: Plan, months: tuple[str, ...]) -> tuple[str, ...]:
    closed = plan.only(About).closed_through
    if closed is None:
        known = (month for metric in plan.items(Metric) for month in metric.actual if month in months)
        closed = max(known, default="")
    return tuple(month for month in months if month <= closed)


def _with_ratios(
    plan: Plan, months: Sequence[str], formulas: Mapping[str, Expression]
) -> tuple[dict[str, Series], dict[str, frozenset[str]]]:
    """Actuals with the ratios of months in which all parts are known and nothing was typed."""
    metrics = {metric.id: metric for metric in plan.items(Metric)}

    def at(metric: str, month: str) -> Decimal | None:
        typed = metrics[metric].actual.get(month)
        if typed is not None or metric not in formulas:
            return typed
        return evaluate(formulas[metric], lambda part: at(part.target[0], month))

    actuals: dict[str, Series] = {}
    worked_out: dict[str, frozenset[str]] = {}
    for key, metric in metrics.items():
        missing = [month for month in months if month not in metric.actual] if key in formulas else []
        found = {month: value for month in missing if (value := at(key, month)) is not None}
        actuals[key] = {**metric.actual, **found} if found else metric.actual
        worked_out[key] = frozenset(found)
    return actuals, worked_out


class _Work(msgspec.Struct, frozen=True):
    """What all metrics are worked out of."""

    plan: Plan
    formulas: Mapping[str, Expression]
    series: Mapping[Side, Mapping[str, Series]]

    def over(self, metric: str, side: Side, months: Sequence[str]) -> Decimal | None:
        """A metric over several months by its own rule; a ratio by its formula over the totals."""
        found = self.plan.find(Metric, metric)
        present = [v for m in months if (v := self.series[side].get(metric, {}).get(m)) is not None]
        if found is None:
            return None
        if found.combines == "ratio" and metric in self.formulas:
            formula = self.formulas[metric]
            ratio = evaluate(formula, lambda part: self.over(part.target[0], side, months))
            if ratio is not None:
                return ratio
        if not present:
            return None
        match found.combines:
            case "sum":
                return sum(present, Decimal(0))
            case "average":
                return sum(present, Decimal(0)) / len(present)
        return present[-1]


def _of(
    work: _Work, metric: Metric, months: Sequence[str], dated: Sequence[str], worked_out: frozenset[str]
) -> MetricMonths:
    actual = work.series["actual"][metric.id]
    to_date: dict[Side, Decimal | None] = {side: work.over(metric.id, side, dated) for side in SIDES}
    reached = _reached(metric, to_date["target"], to_date["actual"])
    return MetricMonths(
        metric=metric,
        target=metric.target,
        actual=actual,
        worked_out=worked_out,
        year={side: work.over(metric.id, side, months) for side in SIDES},
        to_date=to_date,
        reached=reached,
        alarms=frozenset(
            month
            for month in months
            if _below(metric, _reached(metric, metric.target.get(month), actual.get(month)))
        ),
        alarm=_below(metric, reached),
    )


def _reached(metric: Metric, target: Decimal | None, actual: Decimal | None) -> Decimal | None:
    if target is None or actual is None:
        return None
    above, below = (actual, target) if metric.better == "up" else (target, actual)
    return above / below if below else None


def _below(metric: Metric, reached: Decimal | None) -> bool:
    return metric.alarm is not None and reached is not None and reached < metric.alarm
