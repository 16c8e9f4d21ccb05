"""All kinds of items by name and chapter: the table that everything else walks over."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kakehashi.plan import (
    basis,
    budget,
    content,
    direction,
    handoff,
    journey,
    measurement,
    metrics,
    organization,
    personas,
    review,
    simulation,
    targets,
    work,
)
from kakehashi.plan.item import Item, derived_id

BY_CHAPTER: Mapping[str, tuple[type[Item], ...]] = MappingProxyType(
    {
        "basis": basis.KINDS,
        "direction": direction.KINDS,
        "organization": organization.KINDS,
        "metrics": metrics.KINDS,
        "personas": personas.KINDS,
        "journey": journey.KINDS,
        "targets": targets.KINDS,
        "content": content.KINDS,
        "budget": budget.KINDS,
        "simulation": simulation.KINDS,
        "measurement": measurement.KINDS,
        "handoff": handoff.KINDS,
        "work": work.KINDS,
        "review": review.KINDS,
    }
)
CHAPTERS = tuple(BY_CHAPTER)

KINDS: Mapping[str, type[Item]] = MappingProxyType(
    {kind.__name__: kind for kinds in BY_CHAPTER.values() for kind in kinds}
)
CHAPTER_OF: Mapping[str, str] = MappingProxyType(
    {kind.__name__: chapter for chapter, kinds in BY_CHAPTER.items() for kind in kinds}
)

# Kinds of which a plan has one item; its id is derived, so that every copy makes the same.
ONLY_ONE = frozenset(name for name, kind in KINDS.items() if kind.ONCE_FOR == ())


def only_id(kind: str) -> str:
    """The id of the one item of such a kind."""
    return derived_id("only", kind)


def pair_id(kind: str, *parts: str) -> str:
    """The id of the one item of a kind for these items, in the order of its `ONCE_FOR`."""
    return derived_id(kind, *parts)


def id_of_pair(item: Item) -> str | None:
    """The id that an item of its kind has for what it refers to; None where its id follows from nothing."""
    if not item.ONCE_FOR:
        return None
    parts = [getattr(item, name) for name in item.ONCE_FOR]
    return pair_id(item.kind, *parts) if all(parts) else None


def agreement_of(item: str, department: str) -> str:
    """The id of the agreement of a department on an item."""
    return pair_id("Agreement", item, department)


def budget_line_of(source: str) -> str:
    """The id of the budget line that holds committed and actual money of a partner or role."""
    return derived_id("BudgetLine", source)
