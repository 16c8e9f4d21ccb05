"""What has changed since the edition before, in words: from redacted plans, of what the document tells.

Comments and approvals are no changes of the plan: they answer an edition.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

import msgspec

from kakehashi.declaration.blocks import Block, Chapter, Chart, Picture, Table
from kakehashi.declaration.context import Context
from kakehashi.declaration.edition import NOT_IN_HASH
from kakehashi.declaration.metric_units import in_words
from kakehashi.drawing.scene import Group, walk
from kakehashi.plan.changes import Patch, difference, kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import is_month
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import in_order, said_value, worth_telling
from kakehashi.words import month, number, shown

Act = Literal["added", "removed", "changed", "moved"]

_STEERS = frozenset({"BudgetFrame", "Decision", "Goal"})
_NOTHING: tuple[Any, ...] = (None, "", [], {})
_RECORDED = frozenset({"actual", "committed"})


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What became of one item; `fields` = a line for each field that changed. `weight`: 0 = heaviest."""

    chapter: str
    act: Act
    item: str
    kind: str
    name: str
    fields: tuple[str, ...] = ()
    weight: int = 0


def changes(context: Context) -> tuple[Told, ...]:
    """The items that changed, of the chapters that the audience gets and in their order; none for a first
    edition.

    A chapter told in less detail shows less than all of its kinds, and so do its changes: what a reader can't
    look up is not theirs to hear (whom marketing talks to next, how departments get on).
    """
    before, after = context.before, context.plan
    if before is None:
        return ()
    patches = in_order(worth_telling(difference(before, after), before, after), before, after)
    found = []
    for item_id, group in groupby(patches, key=lambda patch: patch.item):
        item = after.get(item_id) or before.get(item_id)
        if item is None or isinstance(item, RawItem) or item.kind in NOT_IN_HASH:
            continue
        if context.tells(CHAPTER_OF[item.kind]) and _shown(context, item.kind):
            found.append(_told(context, before, item, tuple(group)))
    order = {told.chapter: at for at, told in enumerate(context.audience.chapters)}
    return tuple(sorted(found, key=lambda each: order[each.chapter]))


def kinds_shown(plan: Plan, chapters: Iterable[Chapter]) -> frozenset[str]:
    """The kinds of the items that stand in tables and pictures of these chapters."""
    items = (item for chapter in chapters for block in chapter.blocks for item in _items(block))
    return frozenset(found.kind for each in items if (found := plan.get(each)) is not None)


def _items(block: Block) -> Iterator[str | None]:
    match block:
        case Table(rows=rows):
            return (row.item for row in rows)
        case Chart(scene=scene) | Picture(scene=scene):
            return (shape.item for shape in walk(scene.shapes) if isinstance(shape, Group))
    return iter(())


def _shown(context: Context, kind: str) -> bool:
    """Whether the document shows such items, or would if the plan still had any."""
    return kind in context.shows or kind in _STEERS or not context.plan.of_kind(kind)


def _told(context: Context, before: Plan, item: Item, patches: Sequence[Patch]) -> Told:
    gone = item.id not in context.plan
    fields = [(field, tuple(group)) for field, group in groupby(patches, key=lambda patch: patch.field)]
    names = {field for field, _ in fields}
    act: Act = "changed"
    if "kind" in names:
        act = "removed" if gone else "added"
    elif names == {"position"}:
        act = "moved"
    return Told(
        chapter=CHAPTER_OF[item.kind],
        act=act,
        item=item.id,
        kind=context.say(kind_words(item.kind)),
        name=context.called(name_of(before if gone else context.plan, item)),
        fields=tuple(
            _field(context, before, item, field, group)
            for field, group in fields
            if field not in ("kind", "position")
        ),
        weight=min(_weight(item.kind, field) for field in names),
    )


def _field(context: Context, before: Plan, item: Item, field: str, patches: Sequence[Patch]) -> str:
    """'Planned: May 300,000 -> 450,000'; where it differs in what is not said, that it does."""
    described = describe(type(item)).get(field)
    title = field if described is None else context.say(described.title)
    if field == "parent":
        title = context.say("field.envelope.parent")
    was = _values(context, before, described, item, [(each.key, each.before) for each in patches])
    now = _values(context, context.plan, described, item, [(each.key, each.after) for each in patches])
    if was == now:
        return context.say("declaration.changes.details", field=title, value=now)
    if all(each.before in _NOTHING for each in patches):
        return context.say("declaration.labelled", label=title, value=now)
    return context.say("declaration.changes.from_to", field=title, before=was, after=now)


def _weight(kind: str, field: str) -> int:
    """Goals, caps and decisions first, then what came and went, what is planned, what was recorded, order."""
    if kind in _STEERS or (kind, field) == ("Metric", "target"):
        return 0
    if field == "kind":
        return 1
    if field == "position":
        return 4
    return 3 if field in _RECORDED else 2


def _values(
    context: Context,
    plan: Plan,
    described: FieldDescription | None,
    item: Item,
    values: Sequence[tuple[str | None, Any]],
) -> str:
    """The values of one field, each with its month or item where it has several."""
    if all(value in _NOTHING for _, value in values):
        return context.say("declaration.changes.nothing")
    said = []
    told_year = ""
    for key, value in values:
        words = _value(context, plan, described, item, value)
        if key is not None:
            label = _key(context, plan, key, year=key[:4] != told_year)
            told_year = key[:4]
            words = context.say("declaration.changes.of_key", key=label, value=words)
        said.append(words)
    return context.listed(said)


def _key(context: Context, plan: Plan, key: str, *, year: bool) -> str:
    if is_month(key):
        return month(key, context.language, year=year)
    return context.called(name_of(plan, plan.get(key)))


def _value(context: Context, plan: Plan, described: FieldDescription | None, item: Item, value: Any) -> str:
    if value is not None and described is not None and described.field.shape == "date":
        return context.day(value)
    said = said_value(value, described, plan)
    if not isinstance(said, Decimal) or described is None:
        return shown(said, context.language)
    if isinstance(item, Metric) and described.field.shape == "series":
        return in_words(context, item, Decimal(value))
    if described.field.unit == "money":
        return context.full_money(said)
    return number(said, None)


def by_weight(found: Sequence[Told], most: int) -> tuple[Told, ...]:
    """The weightiest, those of equal weight in their order."""
    return tuple(sorted(found, key=lambda each: each.weight)[:most])


def counted(found: Sequence[Told]) -> Iterator[tuple[str, int]]:
    """Chapters with the number of their changes, in their order."""
    for chapter, group in groupby(found, key=lambda each: each.chapter):
        yield chapter, sum(1 for _ in group)
