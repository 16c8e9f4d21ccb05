"""Tools as tables: what they are for and cost, what they hold, which of their functions are used."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Cell, Column, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.plan.measurement import Tool, ToolFunction

TOOLS = "measurement.tools"
_STATES: tuple[str, ...] = ("used", "planned", "not_used")


def tool_table(context: Context) -> Table | None:
    """The tools: purpose, state, who answers for them and uses them, cost, end of the contract."""
    fields: Sequence[str | Extra] = (
        "name", "type", "purpose", "state", "owner", "used_by", "users", "vendor", "monthly_cost",
        "initial_cost", "contract_end",
    )  # fmt: skip
    if context.headline:
        fields = ("name", "state", "owner", "monthly_cost", "contract_end", "personal_data")
    elif not context.full:
        fields = ("name", "type", "purpose", "state", "owner", "users", "monthly_cost", "contract_end",
                  "personal_data")  # fmt: skip
    return item_table(context, Tool, TOOLS, fields, title="declaration.measurement.tool_list", widths=_WIDTHS)


def safety_table(context: Context) -> Table | None:
    """What the tools hold, how it is protected and how one leaves them."""
    return item_table(
        context,
        Tool,
        "measurement.safety",
        ("name", "personal_data", "security", "objects", "exit_plan"),
        items=[tool for tool in context.plan.items(Tool) if _is_described(context, tool)],
        title="declaration.measurement.safety",
        widths=_WIDTHS,
    )


def function_table(context: Context) -> Table | None:
    """Which functions of a tool are used, planned, and paid for without use."""
    return item_table(
        context,
        Tool,
        "measurement.functions",
        ("name", *(_functions(context, state) for state in _STATES)),
        items=[tool for tool in context.plan.items(Tool) if tool.functions],
        title="declaration.measurement.functions",
        widths=_WIDTHS,
    )


_WIDTHS = {"name": 18, "type": 12, "purpose": 30, "owner": 16, "used_by": 20, "users": 8, "vendor": 14}


def _is_described(context: Context, tool: Tool) -> bool:
    return any(
        context.typed(text).strip()
        for text in (tool.personal_data, tool.security, tool.objects, tool.exit_plan)
    )


def _functions(context: Context, state: str) -> Extra:
    def cell(tool: Tool) -> Cell:
        return words(context.listed([_name(context, each) for each in tool.functions if each.state == state]))

    called = context.choice("ToolFunction.state", state)
    title = called[:1].upper() + called[1:]
    return Column(key=state, title=title, kind="long_text", width=26), cell


def _name(context: Context, function: ToolFunction) -> str:
    """Its own name, else what kind of function it is."""
    return context.typed(function.name).strip() or context.choice("ToolFunction.function", function.function)
