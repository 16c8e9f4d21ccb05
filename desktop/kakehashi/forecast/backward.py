"""Backward from a goal: by which factor leads (and the spend behind them) must grow, and what that requires.

Only months from the standing date (`About.closed_through`) on and up to the goal's month are scaled: a lead
after that month can't help the goal.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from kakehashi.forecast.feasibility import feasibility
from kakehashi.forecast.forward import Flow, forward
from kakehashi.forecast.inputs import Inputs, Money, inputs_of
from kakehashi.forecast.leads import Curve, Row
from kakehashi.forecast.limits import why_out_of_reach
from kakehashi.forecast.pull import Pull, pull_of, smallest_factor
from kakehashi.forecast.results import Backward, Limit, RequiredStep, stored, stored_series
from kakehashi.forecast.sources import Source
from kakehashi.forecast.targets import Asked, asked_by, month_weights
from kakehashi.plan.kept import Kept
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import BudgetRow, Spending, spending
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal
from kakehashi.words import Message


def backward(plan: Plan, goal: Goal) -> Backward:
    """What a goal of this plan requires; for a goal that follows neither won deals nor revenue, why not."""
    kept = Kept()
    spent = spending(plan, kept)
    inputs = inputs_of(plan, spent, kept)
    worked = work_back(plan, goal, inputs, forward(inputs))
    return with_measures(worked, inputs, spent)


def work_back(plan: Plan, goal: Goal, inputs: Inputs, flow: Flow) -> Backward:
    """`backward`, from what was read and run already; without what it means for each measure."""
    asked = asked_by(plan, goal, inputs.months)
    metric = asked.metric
    found = Backward(
        goal=goal.id,
        metric=metric.id if metric else None,
        by=goal.by,
        target=asked.target,
        limit=asked.problem,
    )
    if metric is None or not asked.covers:
        return found
    counts = _counts(inputs, asked, metric)
    if isinstance(counts, Message):
        return msgspec.structs.replace(found, limit=asked.problem or counts)
    window = range(min(inputs.open_from, asked.covers), asked.covers)
    anybody = bool(inputs.together or inputs.opening)
    pull = pull_of(inputs, flow, counts, window) if anybody else None
    if pull is None:
        limit = Message("forecast.limit.missing" if anybody else "forecast.limit.no_leads")
        return msgspec.structs.replace(found, limit=asked.problem or limit)
    value = stored(pull.at(1.0))
    gap = None if value is None or asked.target is None else value - asked.target
    found = msgspec.structs.replace(found, forecast=value, gap=gap)
    if asked.target is None:
        return found
    return _solved(plan, found, inputs, flow, pull, window)


def _counts(inputs: Inputs, asked: Asked, metric: Metric) -> Row | Message:
    """How much a won deal in each month counts towards the goal, or why it doesn't follow won deals."""
    last = inputs.steps[-1].id if inputs.steps else None
    follows_won = metric.follows == "won" or (metric.follows == "step" and metric.follows_step == last)
    if not (follows_won or metric.follows == "revenue"):
        return Message("forecast.goal.follows")
    if metric.combines == "ratio":
        return Message("forecast.goal.ratio")
    each = 1.0 if follows_won else inputs.terms.deal_value
    if each is None or not inputs.steps:
        return Message("forecast.limit.missing")
    if not each:
        return Message("forecast.limit.deal_value")
    return tuple(each * share for share in month_weights(metric.combines, asked.covers, len(inputs.months)))


def _solved(plan: Plan, found: Backward, inputs: Inputs, flow: Flow, pull: Pull, window: range) -> Backward:
    target = float(found.target or 0)
    factor = smallest_factor(pull, target)
    if factor is None:
        limit = why_out_of_reach(plan, inputs, pull, target, window)
        return msgspec.structs.replace(found, limit=limit)
    grown = scaled(inputs, factor, window)
    reached = tuple(step.reached for step in forward(grown).total)
    limits = feasibility(plan, grown, reached, window.stop)
    return msgspec.structs.replace(
        found,
        factor=stored(factor),
        scaled_months=inputs.months[window.start : window.stop],
        required=_required(inputs, flow, reached, window.stop),
        spend_total=_spend(grown.money),
        spend_planned=_spend(inputs.money),
        feasible=_feasible(limits),
        limits=limits,
    )


def scaled(inputs: Inputs, factor: float, window: range) -> Inputs:
    """The inputs with typed leads, and the spend of responding measures, times the factor in these months."""

    def row(values: Row) -> Row:
        return tuple(value * factor if t in window else value for t, value in enumerate(values))

    def grown(source: Source) -> Source:
        if isinstance(source.brings, tuple):
            return msgspec.structs.replace(source, brings=row(source.brings))
        return msgspec.structs.replace(source, spend=row(source.spend))

    def paid(money: Money) -> Money:
        return msgspec.structs.replace(money, planned=row(money.planned)) if money.responding else money

    return msgspec.structs.replace(
        inputs,
        sources=(),
        together=tuple(map(grown, inputs.together)),
        money=tuple(map(paid, inputs.money)),
        budget=None,
    )


def with_measures(found: Backward, inputs: Inputs, spent: Spending) -> Backward:
    """What a solved goal means for each measure: what it must spend, and which have no price."""
    if found.factor is None:
        return found
    factor = float(found.factor)
    window = frozenset(found.scaled_months)
    responding = {source.id for source in inputs.sources if isinstance(source.brings, Curve)}

    def required(measure: str, rows: Sequence[BudgetRow]) -> Decimal | None:
        grows = window if measure in responding else frozenset[str]()
        values = [
            float(row.planned[month]) * (factor if month in grows else 1.0)
            for row in rows
            for month in inputs.months
            if month in row.planned
        ]
        return stored(sum(values)) if values else None

    spend = {
        measure: each
        for measure, rows in spent.by_measure.items()
        if measure is not None and (each := required(measure, rows)) is not None
    }
    unpriced = tuple(
        source.id
        for source in inputs.sources
        if isinstance(source.brings, tuple)
        and any(value and month in window for value, month in zip(source.brings, inputs.months, strict=True))
    )
    return msgspec.structs.replace(found, spend=spend, unpriced=unpriced if factor > 1 else ())


def _required(
    inputs: Inputs, flow: Flow, reached: tuple[Row | None, ...], covers: int
) -> tuple[RequiredStep, ...]:
    found = []
    for step, row, planned_flow in zip(inputs.steps, reached, flow.total, strict=True):
        required = None if row is None else sum(row[:covers])
        planned = None if planned_flow.reached is None else sum(planned_flow.reached[:covers])
        gap = None if required is None or planned is None else required - planned
        found.append(
            RequiredStep(
                step=step.id,
                required=stored(required),
                planned=stored(planned),
                gap=stored(gap),
                by_month=stored_series(inputs.months, row),
            )
        )
    return tuple(found)


def _spend(rows: Sequence[Money]) -> Decimal | None:
    return stored(sum(sum(money.planned) for money in rows)) if rows else None


def _feasible(limits: tuple[Limit, ...]) -> bool | None:
    held = {limit.holds for limit in limits}
    if False in held:
        return False
    return None if None in held or not held else True
