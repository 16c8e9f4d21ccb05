"""Checks of KGI and KPI: defined, owned, fed by data, agreed, and leading to a goal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.checks.climbing import below, in_a_circle
from kakehashi.plan.changes import adding, at_end
from kakehashi.plan.handoff import HandoffCondition
from kakehashi.plan.item import Item, derived_id
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.measurement import DataFlow, Tool
from kakehashi.plan.metrics import Agreement, AttributionRule, Metric
from kakehashi.plan.naming import name_of, own_name
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal
from kakehashi.words import Listing, Message

RETURNS = ("cac", "ltv_cac", "payback", "roi")
WAITED_FOR = ("planned", "introducing")  # a tool that is leaving still gives its numbers


def _leads_nowhere(facts: Facts) -> Iterator[Found]:
    metrics = facts.plan.items(Metric)
    goals = frozenset(metric.id for metric in metrics if metric.role == "kgi")
    leading = below({metric.id: metric.leads_to for metric in metrics}, goals)
    for metric in metrics:
        if metric.role == "kpi" and metric.id not in leading:
            yield Found(metric.id, {"item": name_of(facts.plan, metric)})


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
        if not getattr(metric, name) and not (name == "data_tool" and metric.formula)
    ]
    if missing:
        yield Found(metric.id, {"item": name_of(facts.plan, metric), "fields": Listing(tuple(missing))})


def _objection(facts: Facts, agreement: Agreement) -> Iterator[Found]:
    if agreement.state == "objected":
        plan = facts.plan
        values = {
            "item": own_name(plan.get(agreement.item)),  # does not read what others are named after
            "department": name_of(plan, plan.find(Department, agreement.department)),
            "remark": agreement.remark,
        }
        yield Found(agreement.id, values)


def _agreements_open(facts: Facts) -> Iterator[Found]:
    """One for each department that is still to be asked: what there is to do is one talk with it."""
    plan = facts.plan
    waiting: dict[str, int] = {}
    for agreement in plan.items(Agreement):
        # those on hand-off conditions are told by the check of the hand-off
        if agreement.state == "open" and plan.find(HandoffCondition, agreement.item) is None:
            department = agreement.department or ""
            waiting[department] = waiting.get(department, 0) + 1
    for each, count in waiting.items():
        found = plan.find(Department, each)
        yield Found(each if found else None, {"department": name_of(plan, found), "count": count})


def _circle(facts: Facts) -> Iterator[Found]:
    metrics = facts.plan.items(Metric)
    circling = in_a_circle({metric.id: metric.leads_to for metric in metrics})
    for metric in metrics:
        if metric.id in circling:
            yield Found(metric.id, {"item": name_of(facts.plan, metric)})


def _unasked(plan: Plan, item: Metric | AttributionRule) -> list[Department]:
    """The departments that share the item and have not been asked whether they agree."""
    found = [plan.find(Department, each) for each in dict.fromkeys(item.shared_by)]
    return [each for each in found if each is not None and agreement_of(item.id, each.id) not in plan]


def _asking(plan: Plan, item: Item, departments: Sequence[Department]) -> Repair:
    """The edit that puts down for each department that its answer is still open."""
    position = at_end(plan, "Agreement")
    asked = [
        Agreement(id=agreement_of(item.id, each.id), item=item.id, department=each.id, position=position)
        for each in departments
    ]
    return Repair(Message("repair.ask_departments"), adding(*asked))


def _not_asked(facts: Facts, metric: Metric) -> Iterator[Found]:
    plan = facts.plan
    unasked = _unasked(plan, metric)
    repair = _asking(plan, metric, unasked) if unasked else None
    for department in unasked:
        values = {"item": name_of(plan, metric), "department": name_of(plan, department)}
        yield Found(metric.id, values, repair)


def _rule_not_agreed(facts: Facts, rule: AttributionRule) -> Iterator[Found]:
    plan = facts.plan
    item = name_of(plan, rule)
    if not rule.shared_by:
        yield Found(rule.id, {"item": item}, sentence="nobody")
        return
    unasked = _unasked(plan, rule)
    repair = _asking(plan, rule, unasked) if unasked else None
    for department in unasked:
        values = {"item": item, "department": name_of(plan, department)}
        yield Found(rule.id, values, repair, sentence="not_asked")


def _returns_without_rule(facts: Facts) -> Iterator[Found]:
    returns = any(metric.follows in RETURNS for metric in facts.plan.items(Metric))
    if returns and not facts.plan.items(AttributionRule):
        yield Found(None)


def _flows_into(plan: Plan, metric: Metric) -> list[DataFlow]:
    """The flows that feed the metric, in no order."""
    referrers = plan.reverse_index().get(metric.id, ())
    flows = (plan.find(DataFlow, source) for source, field in referrers if field == "metric")
    return [flow for flow in flows if flow is not None]


def _no_flow(facts: Facts, metric: Metric) -> Iterator[Found]:
    if not metric.formula and not _flows_into(facts.plan, metric):
        yield Found(metric.id, {"item": name_of(facts.plan, metric)})


def _waits_for_tool(facts: Facts, metric: Metric) -> Iterator[Found]:
    """A metric all of whose flows come from tools that are not there yet."""
    plan = facts.plan
    flows = _flows_into(plan, metric)
    tools = [plan.find(Tool, flow.source) for flow in flows if flow.how != "by_hand"]
    waited_for = [tool for tool in tools if tool is not None and tool.state in WAITED_FOR]
    if flows and len(waited_for) == len(flows):
        tool = min(waited_for, key=lambda tool: (tool.position, tool.id))
        yield Found(metric.id, {"item": name_of(plan, metric), "tool": name_of(plan, tool)})


def _no_goal(facts: Facts, metric: Metric) -> Iterator[Found]:
    """A KGI with targets that no goal points to. The repair makes one, by the last month with a target."""
    plan = facts.plan
    if metric.role != "kgi" or not metric.target:
        return
    if any(plan.find(Goal, source) for source, _ in plan.reverse_index().get(metric.id, ())):
        return
    goal = derived_id("Goal", metric.id)
    repair = None
    if goal not in plan:
        made = Goal(id=goal, metric=metric.id, by=max(metric.target), position=at_end(plan, "Goal"))
        repair = Repair(Message("repair.make_goal"), adding(made))
    yield Found(metric.id, {"item": name_of(plan, metric)}, repair)


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
    item_check("metric_without_flow", "warning", "metrics", Metric, _no_flow, reads=(DataFlow,)),
    item_check(
        "metric_waits_for_tool", "warning", "metrics", Metric, _waits_for_tool, reads=(DataFlow, Tool)
    ),
    item_check("kgi_without_goal", "warning", "metrics", Metric, _no_goal, reads=(Goal,)),
    lacking(
        "alarm_without_threshold",
        "warning",
        "metrics",
        Metric,
        lambda metric: metric.on_alarm and metric.alarm is None,
    ),
    Check(
        id="returns_without_rule",
        severity="warning",
        chapter="metrics",
        reads=reading(AttributionRule, Metric),
        run=_returns_without_rule,
    ),
    item_check(
        "attribution_not_agreed", "warning", "metrics", AttributionRule, _rule_not_agreed, reads=(Agreement,)
    ),
    item_check("objection", "warning", "metrics", Agreement, _objection),
    Check(
        id="agreement_open",
        severity="hint",
        chapter="metrics",
        reads=reading(Agreement, Department, HandoffCondition),
        run=_agreements_open,
    ),
)
