"""Risks by their weight: likelihood times effect, each low, medium or high."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Table
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.review import Grade, Risk

GRADES: tuple[Grade, ...] = ("low", "medium", "high")


def weight(risk: Risk) -> int:
    """1 (both low) to 9 (both high); 0 when one of them is not known."""
    return _grade(risk.likelihood) * _grade(risk.effect)


def _grade(grade: Grade) -> int:
    return GRADES.index(grade) + 1 if grade else 0


def by_weight(context: Context) -> tuple[Risk, ...]:
    """The risks that are not over, the weightiest first; of equal weight in the plan's order."""
    alive = [risk for risk in context.plan.items(Risk) if risk.state != "closed"]
    return tuple(sorted(alive, key=weight, reverse=True))


def main_risks(context: Context, key: str, *fields: str, most: int = 3) -> Table | None:
    """The weightiest, and by which rule they were chosen."""
    found = by_weight(context)
    note = context.say("declaration.risks.heaviest", count=most, all=len(found)) if len(found) > most else ""
    return risk_table(context, key, found[:most], fields, note=note)


def risk_table(
    context: Context, key: str, risks: Sequence[Risk], fields: Sequence[str], *, note: str = ""
) -> Table | None:
    """Risks in the given order, without those columns that nothing stands in."""
    return item_table(context, Risk, key, fields, items=risks, note=note, title="declaration.risks.title")
