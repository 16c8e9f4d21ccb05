"""Checks of measures and budget: caps, stop criteria, and whether a measure can be told apart."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, Severity, item_check, lacking, reading
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Measure
from kakehashi.plan.money import BUDGET_READS, plan_months, spend_by_measure, total
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan


def _planned(facts: Facts, category: str | None = None) -> Decimal:
    months = plan_months(facts.plan)
    rows = [row for row in facts.budget if category is None or row.category == category]
    return sum((total(row.planned, months) or Decimal(0) for row in rows), Decimal(0))


def _over_total(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = _planned(facts)
    if frame.total is not None and planned > frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total))


def _over_category(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    for category_id, cap in frame.caps.items():
        category = facts.plan.find(BudgetCategory, category_id)
        planned = _planned(facts, category_id)
        if category is not None and planned > cap:
            yield Found(category_id, {"item": category.name, **_amounts(facts.plan, planned, cap)})


def _amounts(plan: Plan, planned: Decimal, cap: Decimal) -> dict[str, object]:
    about = plan.only(About)
    amounts = {"planned": planned, "cap": cap, "over": planned - cap}
    return {name: amount_text(value, about) for name, value in amounts.items()}


def _reserve(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    planned = _planned(facts)
    if frame.total is None or not frame.reserve:
        return
    if frame.total - frame.reserve < planned <= frame.total:
        yield Found(frame.id, _amounts(facts.plan, planned, frame.total - frame.reserve))


def _alerts(facts: Facts) -> Iterator[Found]:
    frame = facts.plan.only(BudgetFrame)
    if not frame.total:
        return
    months = plan_months(facts.plan)
    used = sum((total(row.actual, months) or Decimal(0) for row in facts.budget), Decimal(0))
    passed = [alert for alert in sorted(frame.alerts) if used >= alert * frame.total]
    if passed and used > 0:
        yield Found(frame.id, {"alert": int(passed[-1] * 100), "used": int(used / frame.total * 100)})


def _no_category(facts: Facts, line: BudgetLine) -> Iterator[Found]:
    if line.source is None and facts.plan.find(BudgetCategory, line.category) is None:
        yield Found(line.id, {"item": name_of(facts.plan, line)})


def _no_cost(facts: Facts) -> Iterator[Found]:
    spend = spend_by_measure(facts.plan)
    for measure in facts.plan.items(Measure):
        if not any(spend.get(measure.id, {}).values()):
            yield Found(measure.id, {"item": name_of(facts.plan, measure)})


def _money_check(check: str, severity: Severity, run: Callable[[Facts], Iterator[Found]]) -> Check:
    reads = BUDGET_READS | reading(BudgetFrame, BudgetCategory)
    return Check(id=check, severity=severity, chapter="budget", reads=reads, run=run)


CHECKS: tuple[Check, ...] = (
    _money_check("over_total", "error", _over_total),
    _money_check("reserve_used", "warning", _reserve),
    _money_check("over_category", "error", _over_category),
    _money_check("budget_alert", "hint", _alerts),
    item_check("line_without_category", "warning", "budget", BudgetLine, _no_category),
    Check(
        id="measure_without_cost",
        severity="warning",
        chapter="budget",
        reads=BUDGET_READS | reading(Measure),
        run=_no_cost,
    ),
    lacking("measure_without_stage", "warning", "budget", Measure, lambda each: each.stage is None),
    lacking("measure_without_success", "warning", "budget", Measure, lambda each: not each.success),
    lacking("measure_without_stop", "warning", "budget", Measure, lambda each: not each.stop),
    lacking("measure_not_told_apart", "warning", "budget", Measure, lambda each: not each.identified_by),
    lacking(
        "house_list_as_new",
        "warning",
        "budget",
        Measure,
        lambda each: each.drawn_from == "house_list" and each.serves == "new" and each.enters_at is None,
    ),
)
