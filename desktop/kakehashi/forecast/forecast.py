"""The deterministic run of a plan: everything it leads to, as one struct."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.forecast.backward import with_measures, work_back
from kakehashi.forecast.bound import TO_DATE, metric_forecast
from kakehashi.forecast.economics import UnitEconomics, renewed_revenue, times_each, to_date
from kakehashi.forecast.forward import Flow, StepFlow, by_source, forward
from kakehashi.forecast.inputs import Inputs, Step, inputs_of
from kakehashi.forecast.results import Backward, Forecast, StepForecast, stored, stored_series
from kakehashi.forecast.scenarios import overridden
from kakehashi.forecast.targets import combined
from kakehashi.plan.changes import NoSuchItem
from kakehashi.plan.item import Series
from kakehashi.plan.kept import Kept
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import Spending, spend_by_measure, spending, staff_cost
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep, Goal, Scenario
from kakehashi.words import Message

__all__ = ["Forecast", "forecast", "outlook"]


def forecast(plan: Plan, scenario_id: str | None = None) -> Forecast:
    """Run the plan, or one of its scenarios. Raises NoSuchItem when there is no such scenario."""
    problems: tuple[Message, ...] = ()
    if scenario_id is not None:
        scenario = plan.find(Scenario, scenario_id)
        if scenario is None:
            raise NoSuchItem("error.change.no_item", item=scenario_id)
        plan, problems = overridden(plan, scenario)
    kept = Kept()
    spent = spending(plan, kept)
    inputs = inputs_of(plan, spent, kept)
    found = _whole(plan, inputs, spent)
    return msgspec.structs.replace(
        found,
        scenario=scenario_id,
        by_measure=_by_measure(inputs),
        spend_by_measure={measure: series for measure, series in spend_by_measure(plan).items() if series},
        goals=tuple(with_measures(goal, inputs, spent) for goal in found.goals),
        problems=(*problems, *found.problems),
    )


def outlook(plan: Plan, spent: Spending, kept: Kept) -> Forecast:
    """The run of a plan without what it means for each measure (`by_measure`, `spend_by_measure`, and the
    `spend` and `unpriced` of goals are empty): what can follow every edit of a large plan.
    """
    return _whole(plan, inputs_of(plan, spent, kept), spent)


def _whole(plan: Plan, inputs: Inputs, spent: Spending) -> Forecast:
    flow = forward(inputs)
    found = _without_goals(plan, inputs, flow, spent)
    goals = tuple(_goal(plan, goal, inputs, flow, found) for goal in plan.items(Goal))
    return msgspec.structs.replace(found, goals=goals)


def _without_goals(plan: Plan, inputs: Inputs, flow: Flow, spent: Spending) -> Forecast:
    months, terms = inputs.months, inputs.terms
    won = flow.total[-1].reached if flow.total else None
    revenue = times_each(won, terms.deal_value)
    economics = [_stored(each) for each in to_date(inputs, tuple(each.reached for each in flow.total))]
    return Forecast(
        scenario=None,
        months=months,
        steps=tuple(_steps(plan, inputs, flow)),
        by_measure={},
        spend=spent.by_month,
        spend_by_measure={},
        staff=staff_cost(plan),
        revenue=stored_series(months, revenue),
        gross_profit=stored_series(months, times_each(revenue, terms.gross_margin)),
        renewed_revenue=stored_series(months, renewed_revenue(terms, won)),
        economics=economics[-1],
        to_date=dict(zip(months, economics, strict=True)),
        goals=(),
        problems=inputs.problems,
    )


def _stored(economics: UnitEconomics[float]) -> UnitEconomics[Decimal]:
    values = {name: stored(getattr(economics, name)) for name in economics.__struct_fields__}
    return UnitEconomics[Decimal](**values)


def _steps(plan: Plan, inputs: Inputs, flow: Flow) -> list[StepForecast]:
    inside = {step.id: (step, total) for step, total in zip(inputs.steps, flow.total, strict=True)}
    return [
        _step(inputs.months, *inside[step.id])
        if step.id in inside
        else StepForecast(id=step.id, marks=step.marks)
        for step in plan.items(FunnelStep)
    ]


def _step(months: tuple[str, ...], step: Step, total: StepFlow) -> StepForecast:
    left = None if total.passed_on is None or total.dropped is None else total.passed_on + total.dropped
    return StepForecast(
        id=step.id,
        marks=step.marks,
        in_forecast=True,
        rate=stored(step.rate),
        rate_used=stored(total.passed_on / left) if left and total.passed_on is not None else None,
        reached=stored_series(months, total.reached),
        total=stored(None if total.reached is None else sum(total.reached)),
        standing=stored(total.standing),
        entered=stored(total.entered),
        passed_on=stored(total.passed_on),
        dropped=stored(total.dropped),
        still_open=stored(total.still_open),
    )


def _by_measure(inputs: Inputs) -> Mapping[str, Mapping[str, Series]]:
    return {
        source: {
            step.id: stored_series(inputs.months, each.reached)
            for step, each in zip(inputs.steps, steps, strict=True)
        }
        for source, steps in by_source(inputs).items()
    }


def _goal(plan: Plan, goal: Goal, inputs: Inputs, flow: Flow, found: Forecast) -> Backward:
    """What a goal requires; the forecast of its metric also where nothing can be worked back."""
    worked = work_back(plan, goal, inputs, flow)
    metric = plan.find(Metric, worked.metric)
    if metric is None or worked.forecast is not None or goal.by not in inputs.months:
        return worked
    months = inputs.months[: inputs.months.index(goal.by) + 1]
    rule = "last" if metric.follows in TO_DATE else metric.combines
    value = combined(metric_forecast(plan, found, metric), months, rule)
    gap = None if value is None or worked.target is None else value - worked.target
    return msgspec.structs.replace(worked, forecast=value, gap=gap)
