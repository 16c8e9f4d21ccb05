"""Committed and actual money of rows that follow from other items: their line is made at first entry."""

from __future__ import annotations

from collections.abc import Iterable

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import Change, adding, at_end
from kakehashi.plan.kinds import budget_line_of
from kakehashi.plan.money import BudgetRow, cost_source
from kakehashi.plan.plan import Plan


def line_of(row: BudgetRow) -> str:
    """The id of the budget line on which a row's committed and actual money stands, there yet or not."""
    if row.line is not None:
        return row.line
    assert row.source is not None
    return budget_line_of(row.source)


def opened(plan: Plan, lines: Iterable[str]) -> Plan:
    """The plan with those of these lines that it lacks and that belong to a source of costs."""
    lacking = {each for each in lines if each not in plan}
    if not lacking:
        return plan
    position = at_end(plan, "BudgetLine")
    found = {}
    for kind in ("Partner", "Role", "ContentAsset", "Tool"):
        for item in plan.of_kind(kind):
            own = budget_line_of(item.id)
            if own in lacking and cost_source(plan, item.id) is not None:
                found[own] = BudgetLine(id=own, position=position, source=item.id)
    return plan.with_items(found) if found else plan


def entering(plan: Plan, wider: Plan, change: Change) -> Change:
    """The change of the wider plan as one of the plan: the lines that it touches are added first."""
    touched = dict.fromkeys(patch.item for patch in change if patch.item not in plan and patch.item in wider)
    return (*adding(*(wider.item(each) for each in touched)), *change)
