"""All kinds of items by name and chapter: the tables that everything else walks over.

Kinds and chapters of plugins stand behind ours (`plan.admitting` puts them there): `KINDS`, `BY_CHAPTER` and
`CHAPTER_OF` are views that show them as soon as they are there. `OWN_KINDS` and `CHAPTERS` are ours alone.
"""

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

_OWN: Mapping[str, tuple[type[Item], ...]] = {
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
CHAPTERS = tuple(_OWN)
OWN_KINDS = frozenset(kind.__name__ for kinds in _OWN.values() for kind in kinds)

_by_chapter: dict[str, tuple[type[Item], ...]] = dict(_OWN)
_kinds: dict[str, type[Item]] = {kind.__name__: kind for kinds in _OWN.values() for kind in kinds}
_chapter_of: dict[str, str] = {kind.__name__: chapter for chapter, kinds in _OWN.items() for kind in kinds}

BY_CHAPTER: Mapping[str, tuple[type[Item], ...]] = MappingProxyType(_by_chapter)
KINDS: Mapping[str, type[Item]] = MappingProxyType(_kinds)
CHAPTER_OF: Mapping[str, str] = MappingProxyType(_chapter_of)


def chapters() -> tuple[str, ...]:
    """All chapters: ours, then those of plugins."""
    return tuple(BY_CHAPTER)


def put_foreign(by_chapter: Mapping[str, tuple[type[Item], ...]]) -> None:
    """Let these kinds of plugins stand behind ours, in place of those that did before."""
    kinds = {kind.__name__: (chapter, kind) for chapter, here in by_chapter.items() for kind in here}
    for name in _kinds.keys() - OWN_KINDS:
        del _kinds[name], _chapter_of[name]
    for name, (chapter, kind) in sorted(kinds.items()):
        _kinds[name], _chapter_of[name] = kind, chapter
    for chapter in _by_chapter.keys() - by_chapter.keys() - set(CHAPTERS):
        del _by_chapter[chapter]
    for chapter in (*CHAPTERS, *(each for each in by_chapter if each not in CHAPTERS)):
        _by_chapter[chapter] = (*_OWN.get(chapter, ()), *by_chapter.get(chapter, ()))


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
