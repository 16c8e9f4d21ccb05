"""Measurement and operation: tools, the way of the data, and who enters and checks what."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from kakehashi.declaration.blocks import Block, Cell, Chapter, Table
from kakehashi.declaration.cells import figure
from kakehashi.declaration.context import Context
from kakehashi.declaration.data_flow_picture import data_flow_picture, metrics_without_flow
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.declaration.tool_views import function_table, safety_table, tool_table
from kakehashi.declaration.weekly_checks import weekly_checks
from kakehashi.plan.measurement import DataFlow, NurtureFlow, OperationRule, Tool
from kakehashi.plan.metrics import Metric

FLOWS = "measurement.flows"
_STATES = ("in_use", "introducing", "planned", "leaving")
_NAMED = 12  # metrics that a sentence names; the picture names them all


def chapter(context: Context) -> Chapter:
    """The way of the data and the tools first, then the rules that keep the data true."""
    found: list[Block | None] = [
        data_flow_picture(context, "" if context.headline or not context.plan.items(DataFlow) else FLOWS),
        tool_table(context),
    ]
    if context.full:
        found += [safety_table(context), function_table(context)]
    if not context.headline:
        found.append(_flows(context))
    found.append(_rules(context))
    if not context.headline:
        found.append(weekly_checks(context))
    if context.full:
        found.append(_nurture(context))
    found += finding_blocks(context, "measurement")
    return context.chapter("measurement", found, _sentence(context))


def _sentence(context: Context) -> str:
    tools, metrics = context.plan.items(Tool), context.plan.items(Metric)
    said = []
    if tools:
        counts = Counter[str](tool.state for tool in tools)
        parts = [
            context.say(
                "declaration.measurement.in_state", state=context.choice("Tool.state", state), count=count
            )
            for state in _STATES
            if (count := counts[state])
        ]
        said.append(
            context.say("declaration.measurement.sentence", count=len(tools), parts=context.listed(parts))
        )
    if metrics:
        missing = metrics_without_flow(context)
        reached = len(metrics) - len(missing)
        if not missing:
            said.append(context.say("declaration.measurement.all_reached", all=len(metrics)))
        else:
            said.append(context.say("declaration.measurement.reached", count=reached, all=len(metrics)))
            names = [context.named(each.id) for each in missing[:_NAMED]]
            if len(missing) > _NAMED:
                names.append(context.say("declaration.and_more", count=len(missing) - _NAMED))
            said.append(context.say("declaration.measurement.gaps_described", metrics=context.listed(names)))
    holding = [context.named(tool.id) for tool in tools if context.typed(tool.personal_data).strip()]
    if holding:
        said.append(context.say("declaration.measurement.held_in", tools=context.listed(holding)))
    return context.sentences(said) if said else ""


def _flows(context: Context) -> Table | None:
    fields = ["source", "source_field", "metric", "to_tool", "to_field", "how", "how_often", "who"]
    if context.full:
        fields += ["minutes", "known_faults"]
    widths = {"source": 18, "source_field": 24, "metric": 20, "to_tool": 16, "to_field": 16, "who": 18}
    return item_table(
        context, DataFlow, FLOWS, fields, title="declaration.measurement.flow_list", widths=widths
    )


def _rules(context: Context) -> Table | None:
    """The rules with the share kept, marked where it is below what was aimed at."""

    def kept(rule: OperationRule) -> Cell:
        return figure(rule.share_kept, tone="warn" if _below(rule.share_kept, rule.share_aimed) else "")

    share = context.column("share_kept", "OperationRule.share_kept", "rate", digits=1, width=9), kept
    last = (share, "share_aimed", "measured_on", "state")
    fields: tuple[str | Extra, ...] = (
        "name", "type", "what", "who", "by_when", "accountable", "tool", "why", *last
    )  # fmt: skip
    if context.headline:
        fields = ("name", "who", "by_when", share, "share_aimed")
    elif not context.full:
        fields = ("name", "type", "what", "who", "by_when", "accountable", *last)
    return item_table(
        context,
        OperationRule,
        "measurement.rules",
        fields,
        items=[rule for rule in context.plan.items(OperationRule) if rule.state != "dropped"],
        title="declaration.measurement.rules",
        widths={"name": 20, "who": 20, "by_when": 18, "accountable": 16, "what": 28, "why": 26},
    )


def _below(kept: Decimal | None, aimed: Decimal | None) -> bool:
    return kept is not None and aimed is not None and kept < aimed


def _nurture(context: Context) -> Table | None:
    return item_table(
        context,
        NurtureFlow,
        "measurement.nurture",
        (
            "name", "for_whom", "segment", "phase", "trigger", "action", "content", "stop_when",
            "hand_over_when", "tool", "owner", "state",
        ),
        title="declaration.measurement.nurture",
    )  # fmt: skip
