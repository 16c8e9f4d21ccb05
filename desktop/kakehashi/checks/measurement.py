"""Checks of measurement and operation: tools with purpose and owner, flows that lead somewhere, rules."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking
from kakehashi.plan.changes import setting
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.measurement import DataFlow, NurtureFlow, OperationRule, Tool, WeeklyCheck
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.words import Listing, Message

# Who must have agreed before a MA works: sales takes over what it finds, IT keeps it running and safe.
_ASKED_ABOUT_MA = ("sales", "it")


def _ma_not_ready(facts: Facts, tool: Tool) -> Iterator[Found]:
    if tool.type != "ma" or tool.state == "leaving":
        return
    plan = facts.plan
    values = {"item": name_of(plan, tool)}
    if not tool.purpose:
        yield Found(tool.id, values, sentence="purpose")
    if not _has_content(plan, tool):
        yield Found(tool.id, values, sentence="content")
    open_ones = [
        Message(f"choice.Department.function.{function}")
        for function in _ASKED_ABOUT_MA
        if not _agreed(plan, tool, function)
    ]
    if open_ones:
        yield Found(tool.id, {**values, "departments": Listing(tuple(open_ones))}, sentence="agreement")


def _has_content(plan: Plan, tool: Tool) -> bool:
    """Whether a flow of nurturing that runs in this tool has content to send."""
    flows = (plan.find(NurtureFlow, source) for source, field in plan.referrers(tool.id) if field == "tool")
    return any(flow is not None and flow.content and flow.state != "stopped" for flow in flows)


def _agreed(plan: Plan, tool: Tool, function: str) -> bool:
    asked = (each for each in plan.items(Department) if each.function == function)
    given = (plan.find(Agreement, agreement_of(tool.id, each.id)) for each in asked)
    return any(agreement is not None and agreement.state == "agreed" for agreement in given)


def _nowhere(facts: Facts, flow: DataFlow) -> Iterator[Found]:
    plan = facts.plan
    values = {"item": name_of(plan, flow)}
    if flow.to_tool is not None and flow.to_tool == flow.source:
        cleared = setting(plan, flow.id, "to_tool", None)
        repair = Repair(Message("repair.clear_to_tool"), cleared) if flow.metric is not None else None
        yield Found(flow.id, values, repair, sentence="itself")
    elif flow.metric is None and flow.to_tool is None:
        yield Found(flow.id, values, sentence="nowhere")


def _from_leaving(facts: Facts, flow: DataFlow) -> Iterator[Found]:
    tool = facts.plan.find(Tool, flow.source)
    if tool is not None and tool.state == "leaving":
        yield Found(flow.id, {"item": name_of(facts.plan, flow), "tool": name_of(facts.plan, tool)})


def _missing(facts: Facts, item: Item, *names: str) -> Iterator[Found]:
    """A finding that names those of these fields that are empty."""
    empty = [Message(f"field.{item.kind}.{name}") for name in names if not getattr(item, name)]
    if empty:
        yield Found(item.id, {"item": name_of(facts.plan, item), "fields": Listing(tuple(empty))})


def _endless(facts: Facts, flow: NurtureFlow) -> Iterator[Found]:
    if flow.state != "stopped":
        yield from _missing(facts, flow, "stop_when", "hand_over_when")


def _weekly(facts: Facts, check: WeeklyCheck) -> Iterator[Found]:
    yield from _missing(facts, check, "threshold", "owner")


CHECKS: tuple[Check, ...] = (
    item_check("flow_leads_nowhere", "error", "measurement", DataFlow, _nowhere),
    item_check(
        "ma_not_ready",
        "warning",
        "measurement",
        Tool,
        _ma_not_ready,
        reads=(NurtureFlow, Agreement, Department),
    ),
    lacking(
        "personal_data_without_security",
        "warning",
        "measurement",
        Tool,
        lambda tool: tool.personal_data and not tool.security,
    ),
    lacking("tool_without_owner", "warning", "measurement", Tool, lambda tool: tool.owner is None),
    lacking(
        "tool_without_exit_plan",
        "warning",
        "measurement",
        Tool,
        lambda tool: tool.state == "leaving" and not tool.exit_plan,
    ),
    item_check("flow_from_leaving_tool", "warning", "measurement", DataFlow, _from_leaving),
    lacking(
        "flow_without_person",
        "warning",
        "measurement",
        DataFlow,
        lambda flow: flow.how != "automatic" and flow.who is None,
    ),
    item_check("nurture_without_end", "warning", "measurement", NurtureFlow, _endless),
    lacking(
        "rule_without_accountable",
        "warning",
        "measurement",
        OperationRule,
        lambda rule: rule.accountable is None and rule.state != "dropped",
    ),
    item_check("weekly_check_incomplete", "warning", "measurement", WeeklyCheck, _weekly),
    lacking(
        "rule_not_kept",
        "hint",
        "measurement",
        OperationRule,
        lambda rule: (
            rule.share_kept is not None
            and rule.share_aimed is not None
            and rule.share_kept < rule.share_aimed
        ),
    ),
)
