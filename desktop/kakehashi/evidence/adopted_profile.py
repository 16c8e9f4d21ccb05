"""The profile of those won as conditions of a segment of its own, so that no other segment changes."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.taking_over import said
from kakehashi.plan.changes import at_end
from kakehashi.plan.item import Item, derived_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.targets import CompanyCondition, Segment
from kakehashi.words import Message, Text, number, percent

SEGMENT = derived_id("Segment", "won_profile")
"""The segment that the conditions belong to: taken over again, it gets the new ones."""


def profile_items(
    plan: Plan, finding: Finding, _record: str, _person: str, _date: str, _make_id: Callable[[], str]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]:
    """A condition for each field with proposed values; those that are proposed no more go."""
    by_field: dict[str, list[dict[str, Any]]] = {}
    for row in finding.records(proposed=True):
        by_field.setdefault(str(row["field"]), []).append(row)
    if not by_field:
        return (), (), (Message("adopt.no_profile"),)
    old = [each.id for each in plan.items(CompanyCondition) if each.segment == SEGMENT]
    positions = spread(len(by_field), max((i.position for i in plan.items(CompanyCondition)), default=None))
    conditions = []
    told = []
    for (field, rows), position in zip(by_field.items(), positions, strict=True):
        condition = _condition(plan, field, rows, position)
        conditions.append(condition)
        told.append(Message("adopt.condition", {"field": condition.field, "values": ", ".join(_names(rows))}))
    items: list[Item] = []
    if plan.find(Segment, SEGMENT) is None:
        items.append(
            Segment(
                id=SEGMENT,
                position=at_end(plan, "Segment"),
                name=said("adopt.profile.segment"),
                describes=said("adopt.profile.describes"),
                why_we_win=said("adopt.profile.why"),
            )
        )
    stays = {condition.id for condition in conditions}
    return (*items, *conditions), tuple(each for each in old if each not in stays), tuple(told)


def _condition(plan: Plan, field: str, rows: list[dict[str, Any]], position: str) -> CompanyCondition:
    condition_id = derived_id("CompanyCondition", "won_profile", field)
    there = plan.find(CompanyCondition, condition_id)
    operator, values = _values(field, rows)
    return CompanyCondition(
        id=condition_id,
        position=there.position if there is not None else position,
        segment=SEGMENT,
        side="include",
        field=said(f"finding.column.{field}"),
        data_field=field,
        operator=operator,  # type: ignore[arg-type]
        values=values,
        ground="won_deals",
        why=_why(rows),
    )


def _values(field: str, rows: list[dict[str, Any]]) -> tuple[str, tuple[str, ...]]:
    """One of the values; of classes of employees the range from the least to the largest."""
    if field != "employees":
        return "one_of", tuple(str(row["value"]) for row in rows)
    bounds = [str(row["value"]).split("-") for row in rows]
    low = min(int(low) for low, _ in bounds)
    if any(not high for _, high in bounds):
        return "at_least", (str(low),)
    return "between", (str(low), str(max(int(high) for _, high in bounds)))


def _names(rows: list[dict[str, Any]]) -> list[str]:
    return [str(row["value"]) for row in rows]


def _why(rows: list[dict[str, Any]]) -> dict[str, str]:
    """How much more often those won have each value, a line each."""
    lines = [
        said(
            "adopt.profile.reason",
            value=_as_answer(str(row["value"])),
            won=percent(row["share_won"]),
            all=percent(row["share_all"]),
            lift=_times(row["lift"]),
            low=_times(row["low"]),
            high=_times(row["high"]),
            count=str(row["won"]),
        )
        for row in rows
    ]
    return {language: "\n".join(line[language] for line in lines) for language in lines[0]}


def _as_answer(value: str) -> Text:
    """True and false as somebody would say them."""
    return (
        said(f"finding.answer.{'yes' if value == 'true' else 'no'}") if value in ("true", "false") else value
    )


def _times(value: Decimal) -> str:
    return number(value, 1)
