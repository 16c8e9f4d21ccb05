"""Checks of measures and budget: caps, stop criteria, and whether a measure can be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, Severity
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure
from kakehashi.plan.money import budget_rows, plan_months, spend_by_measure, total
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan

_MONEY = frozenset({"BudgetLine", "BudgetFrame", "BudgetCategory", "Partner", "Role", "About", "Measure"})


def _planned(plan: Plan, category: str | None = None) -> Decimal:
    months = plan_months(plan)
    rows = [row for row in budget_rows(plan) if category is None or row.category == category]
    return sum((total(row.planned, months) or Decimal(0) for row in rows), Decimal(0))


def _over_total(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = _planned(facts.plan)
    if frame.total is not None and planned > frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total))


def _over_category(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    for category_id, cap in frame.caps.items():
        category = facts.plan.find(BudgetCategory, category_id)
        planned = _planned(facts.plan, category_id)
        if category is not None and planned > cap:
            yield Found(category_id, {"item": category.name, **_amounts(facts.plan, planned, cap)})


def _amounts(plan: Plan, planned: Decimal, cap: Decimal) -> dict[str, object]:
    about = plan.only(About)
    amounts = {"planned": planned, "cap": cap, "over": planned - cap}
    return {name: amount_text(value, about) for name, value in amounts.items()}


def _reserve(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = _planned(facts.plan)
    if frame.total is None or not frame.reserve:
        return
    if frame.total - frame.reserve < planned <= frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total - frame.reserve))


def _alerts(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    if not frame.total:
        return
    months = plan_months(facts.plan)
    used = sum((total(row.actual, months) or Decimal(0) for row in budget_rows(facts.plan)), Decimal(0))
    passed = [alert for alert in sorted(frame.alerts) if used >= alert * frame.total]
    if passed and used > 0:
        yield Found(frame.id, {"alert": int(passed[-1] * 100), "used": int(used / frame.total * 100)})


def _no_category(facts: Facts) -> Iterator[Found]:
    for line in facts.plan.items(BudgetLine):
        if line.source is None and facts.plan.find(BudgetCategory, line.category) is None:
            yield Found(line.id, {"item": name_of(facts.plan, line)})


def _measures(test: Callable[[Plan, Measure], bool]) -> Callable[[Facts], Iterator[Found]]:
    def run(facts: Facts) -> Iterator[Found]:
        for measure in facts.plan.items(Measure):
            if test(facts.plan, measure):
                yield Found(measure.id, {"item": name_of(facts.plan, measure)})

    return run


def _no_cost(facts: Facts) -> Iterator[Found]:
    spend = spend_by_measure(facts.plan)
    for measure in facts.plan.items(Measure):
        if not any(spend.get(measure.id, {}).values()):
            yield Found(measure.id, {"item": name_of(facts.plan, measure)})


def _house_list(_plan: Plan, measure: Measure) -> bool:
    return measure.drawn_from == "house_list" and measure.serves == "new" and measure.enters_at is None


def _measure_check(check_id: str, severity: Severity, test: Callable[[Plan, Measure], bool]) -> Check:
    return Check(
        id=check_id,
        severity=severity,
        chapter="budget",
        reads=frozenset({"Measure"}),
        run=_measures(test),
    )


CHECKS = (
    Check(id="over_total", severity="error", chapter="budget", reads=_MONEY, run=_over_total),
    Check(id="reserve_used", severity="warning", chapter="budget", reads=_MONEY, run=_reserve),
    Check(id="over_category", severity="error", chapter="budget", reads=_MONEY, run=_over_category),
    Check(id="budget_alert", severity="hint", chapter="budget", reads=_MONEY, run=_alerts),
    Check(id="line_without_category", severity="warning", chapter="budget", reads=_MONEY, run=_no_category),
    Check(id="measure_without_cost", severity="warning", chapter="budget", reads=_MONEY, run=_no_cost),
    _measure_check("measure_without_stage", "warning", lambda _plan, measure: measure.stage is None),
    _measure_check("measure_without_success", "warning", lambda _plan, measure: not measure.success),
    _measure_check("measure_without_stop", "warning", lambda _plan, measure: not measure.stop),
    _measure_check("measure_not_told_apart", "warning", lambda _plan, measure: not measure.identified_by),
    _measure_check("house_list_as_new", "warning", _house_list),
)
