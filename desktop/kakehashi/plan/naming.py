"""What an item is called."""

from __future__ import annotations

from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal, OpeningPipeline
from kakehashi.words import Message, Text

Name = Text | Message


def name_of(plan: Plan, item: Item | None) -> Name:
    """The item's name: typed text, or a message where the name follows from others. Never empty."""
    match item:
        case Agreement():
            one, other = _own(plan, item.item), _own(plan, item.department)
            return Message("name.pair", {"one": one, "other": other})
        case Goal():
            return _own(plan, item.metric)
        case OpeningPipeline():
            return _own(plan, item.step)
        case _:
            return _own_name(item)


def _own(plan: Plan, item_id: str | None) -> Name:
    """The name of what an item is named after, by its own fields only: names never go in a circle."""
    return _own_name(plan.get(item_id))


def _own_name(item: Item | None) -> Name:
    if item is None:
        return Message("change.unnamed")
    if isinstance(item, RawItem):
        return Message("change.unknown_kind", {"kind": item.name_of_kind})
    for field in ("name", "title", "sentence", "work", "finding"):
        value: Text = getattr(item, field, "")
        if value:
            return value
    if item.kind in _KIND_IS_NAME:
        return Message(f"kind.{item.kind}")
    return Message("change.unnamed")


_KIND_IS_NAME = frozenset(
    {"About", "Agreement", "BudgetFrame", "Capacity", "Economics", "Goal", "OpeningPipeline"}
)
