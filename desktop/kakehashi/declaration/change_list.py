"""What has changed since the edition before, in words: from redacted plans, of the chapters that are told.

Comments and approvals are no changes of the plan: they answer an edition.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import groupby
from typing import Any, Literal

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.declaration.edition import NOT_IN_HASH
from kakehashi.declaration.metric_units import in_words
from kakehashi.plan.changes import Patch, difference, kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item, RawItem
from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import is_month
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import said_value, worth_telling
from kakehashi.words import month, number, shown

Act = Literal["added", "removed", "changed", "moved"]

_STEERS = frozenset({"BudgetFrame", "Decision", "Goal"})
_RECORDED = frozenset({"actual", "committed"})


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """One change: of one field (all its months together), or of a whole item. `weight`: 0 = heaviest."""

    chapter: str
    act: Act
    item: str
    kind: str
    name: str
    field: str = ""
    before: str = ""
    after: str = ""
    weight: int = 0


def changes(context: Context) -> tuple[Told, ...]:
    """The changes of the chapters that the audience gets, in the order of these; none for a first edition."""
    before, after = context.before, context.plan
    if before is None:
        return ()
    patches = worth_telling(difference(before, after), before, after)
    found = []
    for (item_id, field), group in groupby(patches, key=lambda patch: (patch.item, patch.field)):
        item = after.get(item_id) or before.get(item_id)
        if item is None or isinstance(item, RawItem) or item.kind in NOT_IN_HASH:
            continue
        if context.tells(CHAPTER_OF[item.kind]):
            found.append(_told(context, before, item, field, tuple(group)))
    order = {told.chapter: at for at, told in enumerate(context.audience.chapters)}
    return tuple(sorted(found, key=lambda each: order[each.chapter]))


def _told(context: Context, before: Plan, item: Item, field: str, patches: Sequence[Patch]) -> Told:
    gone = item.id not in context.plan
    kind = context.say(kind_words(item.kind))
    told = Told(
        chapter=CHAPTER_OF[item.kind],
        act="removed" if gone else "added",
        item=item.id,
        kind=kind,
        name=context.called(name_of(before if gone else context.plan, item)),
        weight=_weight(item.kind, field),
    )
    if field == "kind":
        return told
    if field == "position":
        return msgspec.structs.replace(told, act="moved")
    described = describe(type(item)).get(field)
    was = _values(context, before, described, item, [(each.key, each.before) for each in patches])
    now = _values(context, context.plan, described, item, [(each.key, each.after) for each in patches])
    if was == now:  # it differs in what is not said here
        now = context.say("declaration.changes.details", value=now)
    title = context.say("field.envelope.parent") if field == "parent" else field
    title = title if described is None else context.say(described.title)
    return msgspec.structs.replace(told, act="changed", field=title, before=was, after=now)


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
    if all(value is None for _, value in values):
        return context.say("change.nothing")
    said = []
    for at, (key, value) in enumerate(values):
        words = _value(context, plan, described, item, value)
        if key is not None:
            label = _key(context, plan, key, year=at == 0 or key.endswith("-01"))
            words = context.say("declaration.changes.of_key", key=label, value=words)
        said.append(words)
    return context.listed(said)


def _key(context: Context, plan: Plan, key: str, *, year: bool) -> str:
    if is_month(key):
        return month(key, context.language, year=year)
    return context.called(name_of(plan, plan.get(key)))


def _value(context: Context, plan: Plan, described: FieldDescription | None, item: Item, value: Any) -> str:
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
