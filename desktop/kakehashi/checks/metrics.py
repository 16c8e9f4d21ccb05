"""Checks of KGI and KPI: defined, owned, fed by data, agreed, and leading to a goal."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kakehashi.checks.check import Check, Facts, Found, item_check, reading
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.words import Lines, Message


def _leads_nowhere(facts: Facts) -> Iterator[Found]:
    for metric in facts.plan.items(Metric):
        if metric.role == "kpi" and not _reaches_kgi(facts.plan, metric):
            yield Found(metric.id, {"item": name_of(facts.plan, metric)})


def _reaches_kgi(plan: Plan, metric: Metric) -> bool:
    seen = set()
    at: Metric | None = metric
    while at is not None and at.id not in seen:
        if at.role == "kgi":
            return True
        seen.add(at.id)
        at = plan.find(Metric, at.leads_to)
    return False


def _no_kgi_in_money(facts: Facts) -> Iterator[Found]:
    metrics = facts.plan.items(Metric)
    if any(metric.level >= 4 for metric in metrics) and not any(
        metric.role == "kgi" and metric.unit == "money" for metric in metrics
    ):
        yield Found(None)


def _undefined(facts: Facts, metric: Metric) -> Iterator[Found]:
    missing = [
        Message(f"field.Metric.{name}")
        for name in ("counts", "owner", "data_tool")
        if not getattr(metric, name)
    ]
    if missing:
        yield Found(metric.id, {"item": name_of(facts.plan, metric), "fields": Lines(tuple(missing))})


def _in_state(state: str) -> Callable[[Facts, Agreement], Iterator[Found]]:
    def each(facts: Facts, agreement: Agreement) -> Iterator[Found]:
        if agreement.state == state:
            plan = facts.plan
            values = {
                "item": name_of(plan, plan.get(agreement.item)),
                "department": name_of(plan, plan.find(Department, agreement.department)),
                "remark": agreement.remark,
            }
            yield Found(agreement.id, values)

    return each


def _circle(facts: Facts) -> Iterator[Found]:
    for metric in facts.plan.items(Metric):
        at = facts.plan.find(Metric, metric.leads_to)
        seen = set()
        while at is not None and at.id not in seen and at.id != metric.id:
            seen.add(at.id)
            at = facts.plan.find(Metric, at.leads_to)
        if at is not None and at.id == metric.id:
            yield Found(metric.id, {"item": name_of(facts.plan, metric)})


def _not_asked(facts: Facts, metric: Metric) -> Iterator[Found]:
    plan = facts.plan
    for department in metric.shared_by:
        found = plan.find(Department, department)
        if found is not None and plan.get(agreement_of(metric.id, department)) is None:
            yield Found(metric.id, {"item": name_of(plan, metric), "department": name_of(plan, found)})


CHECKS: tuple[Check, ...] = (
    Check(
        id="leads_in_a_circle",
        severity="error",
        chapter="metrics",
        reads=reading(Metric),
        run=_circle,
    ),
    item_check("department_not_asked", "hint", "metrics", Metric, _not_asked, reads=(Agreement,)),
    Check(
        id="metric_leads_nowhere",
        severity="warning",
        chapter="metrics",
        reads=reading(Metric),
        run=_leads_nowhere,
    ),
    Check(
        id="no_kgi_in_money",
        severity="warning",
        chapter="metrics",
        reads=reading(Metric),
        run=_no_kgi_in_money,
    ),
    item_check("metric_undefined", "warning", "metrics", Metric, _undefined),
    item_check("objection", "warning", "metrics", Agreement, _in_state("objected")),
    item_check("agreement_open", "hint", "metrics", Agreement, _in_state("open")),
)
