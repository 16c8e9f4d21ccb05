"""Measurement and operation: tools, the way of the data, and who enters and checks what."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.data_flow_picture import data_flow_picture
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.measurement import DataFlow, NurtureFlow, OperationRule, Tool, WeeklyCheck


def chapter(context: Context) -> Chapter:
    """The tools first, then what flows between them, then the rules that keep the data true."""
    found: list[Block | None] = [
        data_flow_picture(context, "measurement.flows"),
        item_table(
            context,
            Tool,
            "measurement.tools",
            (
                "name", "type", "purpose", "state", "owner", "users", "monthly_cost", "contract_end",
                "personal_data", "security", "exit_plan",
            ),
        ),
        item_table(
            context,
            DataFlow,
            "measurement.flows",
            ("source", "source_field", "metric", "to_tool", "how", "how_often", "who", "known_faults"),
        ),
        item_table(
            context,
            OperationRule,
            "measurement.rules",
            ("name", "type", "what", "who", "by_when", "accountable", "share_kept", "share_aimed", "state"),
        ),
    ]  # fmt: skip
    if not context.headline:
        found += [
            item_table(
                context,
                NurtureFlow,
                "measurement.nurture",
                ("name", "for_whom", "trigger", "action", "content", "stop_when", "hand_over_when", "state"),
            ),
            item_table(
                context, WeeklyCheck, "measurement.checks", ("name", "looks_at", "threshold", "then", "owner")
            ),
        ]
    return context.chapter("measurement", found)
