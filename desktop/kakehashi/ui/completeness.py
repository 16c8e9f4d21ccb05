"""How much of each chapter is filled in: the needed fields of its items that hold something. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTERS, ONLY_ONE
from kakehashi.plan.plan import Plan


class Completeness(msgspec.Struct, frozen=True):
    """So many of the needed fields are filled; `needed` is 0 where nothing can be filled in yet."""

    filled: int
    needed: int

    @property
    def share(self) -> float:
        """0 to 1."""
        return self.filled / self.needed if self.needed else 0.0

    @property
    def full(self) -> bool:
        """Whether nothing is missing."""
        return self.needed > 0 and self.filled == self.needed


def completeness(plan: Plan) -> Mapping[str, Completeness]:
    """Every chapter's. A chapter with kinds but without items is empty, not full."""
    return {chapter: _of_chapter(plan, BY_CHAPTER.get(chapter, ())) for chapter in CHAPTERS}


def _of_chapter(plan: Plan, kinds: tuple[type[Item], ...]) -> Completeness:
    states = [filled for kind in kinds for filled in _of_kind(plan, kind)]
    if kinds and not states:
        return Completeness(0, 1)
    return Completeness(sum(states), len(states))


def _of_kind(plan: Plan, kind: type[Item]) -> Iterator[bool]:
    items = (plan.only(kind),) if kind.__name__ in ONLY_ONE else plan.items(kind)
    needed = [name for name, described in describe(kind).items() if described.field.needed]
    for item in items:
        for name in needed:
            if not _follows(plan, item, name):
                yield _is_filled(getattr(item, name))


def _follows(plan: Plan, item: Item, name: str) -> bool:
    """Whether a needed field of this item has nothing to hold: it follows from another, or leads nowhere."""
    if item.kind == "BudgetLine":
        return getattr(item, "source", None) is not None
    if item.kind == "FunnelStep" and name in ("rate", "lag"):
        return plan.of_kind("FunnelStep")[-1] is item
    return False


def _is_filled(value: Any) -> bool:
    if isinstance(value, Figure):
        return value.value is not None
    return value not in (None, "", (), {})
