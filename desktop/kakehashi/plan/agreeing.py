"""Who agrees with an item: the departments that are asked, and the change by which one answers."""

from __future__ import annotations

from typing import Any

from kakehashi.plan.changes import Change, adding, at_end, joined, setting
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan


def answers(plan: Plan, item: Item) -> tuple[tuple[Department, Agreement | None], ...]:
    """Each department that shares an item, then each other that has said something, with what it said."""
    asked: tuple[str, ...] = getattr(item, "shared_by", ())
    said = {each.department: each for each in plan.items(Agreement) if each.item == item.id}
    found = []
    for department in dict.fromkeys((*asked, *(each for each in said if each is not None))):
        known = plan.find(Department, department)
        if known is not None:
            found.append(
                (known, plan.find(Agreement, agreement_of(item.id, department)) or said.get(department))
            )
    return tuple(found)


def answering(
    plan: Plan, item: str, department: str, state: str, *, person: str, date: str, remark: str | None = None
) -> Change:
    """The change by which a department answers, on this day and noted by this person; open has neither."""
    own = agreement_of(item, department)
    values: dict[str, Any] = {"state": state, "by": person, "date": date}
    if state == "open":
        values = {"state": state, "by": "", "date": None}
    if remark is not None:
        values["remark"] = remark
    if plan.find(Agreement, own) is None:
        position = at_end(plan, "Agreement")
        return adding(Agreement(id=own, position=position, item=item, department=department, **values))
    return joined(setting(plan, own, name, value) for name, value in values.items())
