"""Checks of the simulation: can it be worked out, does it reach the goal, can people and money carry it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, item_check, reading
from kakehashi.forecast.bound import TO_DATE, metric_forecast
from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.forecast.targets import combined
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.references import references
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.simulation import CustomerBase, FunnelStep, Goal, Scenario
from kakehashi.plan.telling import day_words
from kakehashi.words import Message, Text, number, percent

_ROUNDING = Decimal("1e-9")
_OF_FIGURES = frozenset({"figure", "figures", "records"})


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
    match unit:
        case "money":
            return amount_text(value, about)
        case "rate":
            return percent(value)
        case "months" | "factor":
            return number(value, 1)
        case _:
            return number(value, 0)


def _metric_gap(facts: Facts) -> Iterator[Found]:
    """Target and forecast of each bound metric that no goal points to, over the months that have a target."""
    plan = facts.plan
    about = plan.only(About)
    goals = {goal.metric for goal in plan.items(Goal)}
    for metric in plan.items(Metric):
        if not metric.follows or metric.id in goals:
            continue
        months = tuple(month for month in plan_months(plan) if month in metric.target)
        rule = "last" if metric.follows in TO_DATE else metric.combines
        target = combined(metric.target, months, rule)
        found = combined(metric_forecast(plan, facts.forecast, metric), months, rule)
        if target is None or found is None or not _misses(metric, target, found):
            continue
        figures = {"target": target, "forecast": found, "gap": found - target}
        values = {name: _said(value, metric.unit, about) for name, value in figures.items()}
        yield Found(metric.id, {"item": name_of(plan, metric), **values})


def _misses(metric: Metric, target: Decimal, found: Decimal) -> bool:
    """Whether the forecast is on the wrong side of the target, by more than working it out rounds."""
    short = target - found if metric.better == "up" else found - target
    return short > abs(target) * _ROUNDING


def _base_contradicts(facts: Facts, base: CustomerBase) -> Iterator[Found]:
    values = {"item": name_of(facts.plan, base)}
    if not _value(base.customers):
        if any(_value(figure) for figure in (base.yearly_value, base.churn, base.expansion)):
            yield Found(base.id, values, sentence="nobody")
        return
    if _value(base.churn) == 1:
        yield Found(base.id, values, sentence="all_leave")


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


Key = tuple[str, tuple[tuple[str, str], ...]]


def _older_findings(facts: Facts) -> Iterator[Found]:
    newest = _newest(facts.plan)
    for item in facts.plan:
        yield from _older(facts.plan, item, newest)


def _older_finding(facts: Facts, item: Item) -> Iterator[Found]:
    if any(_records(facts.plan, item)):
        yield from _older(facts.plan, item, _newest(facts.plan))


def _older(plan: Plan, item: Item, newest: Mapping[Key, str]) -> Iterator[Found]:
    for record in _records(plan, item):
        if record.date is not None and record.date < newest[_key(record)]:
            days = {"date": day_words(record.date), "newer": day_words(newest[_key(record)])}
            values = {"item": name_of(plan, item), **days}
            yield Found(item.id, values)


def _records(plan: Plan, item: Item) -> Iterator[FindingRecord]:
    """The findings that figures of this item rest on. Not those of months: old months rest on old data."""
    described = describe(type(item))
    for field, target in dict.fromkeys(references(item)):
        record = plan.find(FindingRecord, target)
        if record is not None and field in described and described[field].field.shape in _OF_FIGURES:
            yield record


def _newest(plan: Plan) -> Mapping[Key, str]:
    """The last date of each finding with the same parameters."""
    found: dict[Key, str] = {}
    for record in plan.items(FindingRecord):
        key = _key(record)
        found[key] = max(found.get(key, ""), record.date or "")
    return found


def _key(record: FindingRecord) -> Key:
    return record.finding, tuple(sorted(record.parameters.items()))


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
    _of_forecast("metric_gap", _metric_gap),
    _of_forecast("forecast_incomplete", _problems),
    item_check("customer_base_contradicts", "warning", "simulation", CustomerBase, _base_contradicts),
    Check(
        id="older_finding",
        severity="hint",
        chapter="",
        reads=reading(FindingRecord),
        run=_older_findings,
        of="*",
        each=_older_finding,
    ),
    Check(id="no_goal", severity="hint", chapter="simulation", reads=reading(Goal), run=_no_goal),
    Check(
        id="one_base_scenario",
        severity="warning",
        chapter="simulation",
        reads=reading(Scenario),
        run=_no_base,
    ),
)
