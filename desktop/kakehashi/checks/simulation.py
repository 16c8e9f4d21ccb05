"""Checks of the simulation: can it be worked out, does it reach the goal, can people and money carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, reading
from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.simulation import FunnelStep, Goal, Scenario
from kakehashi.words import Message, Text, number


def _problems(facts: Facts) -> Iterator[Found]:
    for problem in facts.forecast.problems:
        yield Found(None, {"problem": problem})


def _no_goal(facts: Facts) -> Iterator[Found]:
    if not facts.plan.items(Goal):
        yield Found(None)


def _no_base(facts: Facts) -> Iterator[Found]:
    scenarios = facts.plan.items(Scenario)
    bases = [scenario for scenario in scenarios if scenario.base]
    if scenarios and len(bases) != 1:
        yield Found(bases[0].id if bases else None, {"count": len(bases)})


def _gap(facts: Facts) -> Iterator[Found]:
    about = facts.plan.only(About)
    for goal in facts.forecast.goals:
        if goal.gap is None or goal.gap >= 0:
            continue
        metric = facts.plan.find(Metric, goal.metric)
        unit = metric.unit if metric is not None else "count"
        figures = {"target": goal.target, "forecast": goal.forecast, "gap": goal.gap}
        values = {name: _said(value, unit, about) for name, value in figures.items()}
        yield Found(goal.goal, {"item": name_of(facts.plan, metric), **values})


def _said(value: Decimal | None, unit: str, about: About) -> Text:
    return amount_text(value, about) if unit == "money" else number(value, 0)


def _out_of_reach(facts: Facts) -> Iterator[Found]:
    for goal in facts.forecast.goals:
        if goal.limit is not None:
            metric = facts.plan.find(Metric, goal.metric)
            yield Found(goal.goal, {"item": name_of(facts.plan, metric), "limit": goal.limit})


def _limits(facts: Facts) -> Iterator[Found]:
    for goal in facts.forecast.goals:
        for limit in goal.limits:
            if limit.holds is False:
                yield Found(limit.item, {"limit": limit.message})


def _mark_twice(facts: Facts) -> Iterator[Found]:
    marks = Counter(step.marks for step in facts.plan.items(FunnelStep) if step.marks != "other")
    for mark, count in marks.items():
        if count > 1:
            yield Found(None, {"mark": Message(f"choice.FunnelStep.marks.{mark}"), "count": count})


def _of_forecast(check: str, run: Callable[[Facts], Iterator[Found]]) -> Check:
    return Check(id=check, severity="warning", chapter="simulation", reads=FORECAST_READS, run=run)


CHECKS: tuple[Check, ...] = (
    Check(
        id="mark_twice",
        severity="error",
        chapter="simulation",
        reads=reading(FunnelStep),
        run=_mark_twice,
    ),
    _of_forecast("goal_gap", _gap),
    _of_forecast("goal_out_of_reach", _out_of_reach),
    _of_forecast("required_over_limit", _limits),
    _of_forecast("forecast_incomplete", _problems),
    Check(id="no_goal", severity="hint", chapter="simulation", reads=reading(Goal), run=_no_goal),
    Check(
        id="one_base_scenario",
        severity="warning",
        chapter="simulation",
        reads=reading(Scenario),
        run=_no_base,
    ),
)
