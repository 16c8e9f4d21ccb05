"""The order in which a reader meets the items of a plan, whatever their ids."""

from __future__ import annotations

from collections.abc import Mapping

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.plan import Plan

Place = tuple[str, ...]

# Kinds of plugins come after ours by name, whether this computer knows them or not.
_RANK: Mapping[str, str] = {kind: f"{rank:04}" for rank, kind in enumerate(KINDS)}


def place_of(plan: Plan, item_id: str | None, known: dict[str, Place]) -> Place:
    """A key that sorts an item after its owner, or after the items of its pair, then by kind and position.

    `known` keeps the keys of items already asked for. Items that stand at the same place sort by id.
    """
    item = plan.get(item_id)
    if item is None:
        return ()
    if item.id not in known:
        known[item.id] = ()  # an owner that is owned in turn by what it owns ends here
        known[item.id] = (
            *(part for owner in _before(item) for part in place_of(plan, owner, known)),
            _RANK.get(item.kind, item.kind),
            item.position,
            item.id,
        )
    return known[item.id]


def _before(item: Item) -> tuple[str | None, ...]:
    pair = type(item).ONCE_FOR
    if pair:
        return tuple(getattr(item, field) for field in pair)
    return (item.parent,)
