"""A change in readable words: 'Budget > Webinar > June: 300,000 -> 450,000'."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import Change, Patch, kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, OWN_KINDS, chapters
from kakehashi.plan.listed import listed_words
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import is_month
from kakehashi.plan.naming import Name, code_words, name_of
from kakehashi.plan.order import Place, place_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.values import BadValue, typed
from kakehashi.rounding import rounded
from kakehashi.words import ALL_LANGUAGES, Message, percent

_BOOKED = ("committed", "actual")


def tell(change: Change, before: Plan, after: Plan) -> tuple[Message, ...]:
    """One sentence a change of a value; one for an item added or removed, whatever its fields."""
    return tuple(
        _whole(patch, before, after) if patch.field == "kind" else _one(patch, before, after)
        for patch in worth_telling(change, before, after)
    )


def worth_telling(change: Change, before: Plan, after: Plan) -> Change:
    """The patches that are told: of an item added or removed that of its kind, else those of values.

    A budget line that follows from its source was there with it, before anything was booked on it: of such a
    line what is booked is told.
    """
    told: list[Patch] = []
    came_or_went = {patch.item for patch in change if patch.field == "kind"}
    booked_on = {item for item in came_or_went if follows_source(item, before, after)}
    for patch in change:
        if patch.item in booked_on:
            told += _by_month(patch) if patch.field in _BOOKED else ()
        elif patch.item in came_or_went:
            told += (patch,) if patch.field == "kind" else ()
        elif not _beside(patch, before, after):
            told.append(patch)
    return tuple(told)


def _by_month(patch: Patch) -> Iterator[Patch]:
    """A whole series that came or went, month by month; what is of one month already stays so."""
    if patch.key is not None:
        yield patch
        return
    was, now = patch.before or {}, patch.after or {}
    for month in sorted({*was, *now}):
        yield Patch(patch.item, patch.field, month, was.get(month), now.get(month))


def follows_source(item_id: str, before: Plan, after: Plan) -> bool:
    """Whether it is a budget line whose source is in both plans, and so was the line."""
    item = after.get(item_id) or before.get(item_id)
    return isinstance(item, BudgetLine) and item.source in before and item.source in after


def in_order(change: Change, before: Plan, after: Plan) -> Change:
    """The same patches by chapter, and in it as a reader meets the items; those of an item stay together."""
    ranks = {chapter: rank for rank, chapter in enumerate(chapters())}
    known: dict[bool, dict[str, Place]] = {True: {}, False: {}}

    def place(patch: Patch) -> tuple[int, Place]:
        there = patch.item in after
        plan = after if there else before
        item = plan.get(patch.item)
        rank = ranks.get(CHAPTER_OF.get(item.kind, ""), len(ranks)) if item is not None else len(ranks)
        return rank, place_of(plan, patch.item, known[there])

    return tuple(sorted(change, key=place))


def _beside(patch: Patch, before: Plan, after: Plan) -> bool:
    """Whether the patch only says where a figure comes from: told with the figure, not by itself."""
    item = after.get(patch.item) or before.get(patch.item)
    described = describe(type(item)).get(patch.field) if item is not None else None
    return described is not None and described.field.shape in ("origins", "passports")


def _whole(patch: Patch, before: Plan, after: Plan) -> Message:
    added = patch.before is None
    plan = after if added else before
    item = plan.get(patch.item)
    kind = str(patch.after if added else patch.before)
    return Message(
        "change.added" if added else "change.removed",
        {"chapter": chapter_of(kind), "kind": kind_words(kind), "item": name_of(plan, item)},
    )


def _one(patch: Patch, before: Plan, after: Plan) -> Message:
    item = after.get(patch.item) or before.get(patch.item)
    kind = item.kind if item is not None else ""
    values: dict[str, Any] = {"chapter": chapter_of(kind), "item": name_of(after, item)}
    if patch.field == "position":
        return Message("change.moved", values)
    known_field = item is not None and patch.field in describe(type(item))
    described = field_of(item, patch.field) if item is not None and known_field else None
    values["field"] = _field(patch.field, described)
    values["before"] = said_value(patch.before, described, before)
    values["after"] = said_value(patch.after, described, after)
    if patch.key is None and values["before"] == values["after"]:  # it differs in what is not said here
        return Message("change.details", values)
    if patch.key is None:
        return Message("change.value", values)
    values["key"] = month_words(patch.key) if is_month(patch.key) else name_of(after, after.get(patch.key))
    return Message("change.key", values)


def chapter_of(kind: str) -> Message:
    """The chapter's title."""
    chapter = CHAPTER_OF.get(kind)
    return Message(f"chapter.{chapter}") if chapter else Message("change.unknown_chapter")


def field_of(item: Item, name: str) -> FieldDescription:
    """A field as this item has it: months of a metric are in the metric's own unit."""
    described = describe(type(item))[name]
    if not isinstance(item, Metric) or described.field.shape != "series":
        return described
    return msgspec.structs.replace(described, field=msgspec.structs.replace(described.field, unit=item.unit))


def month_words(month: str) -> Message:
    """A month as a message: 2027年4月 / Apr 2027."""
    return Message("month.of_year", {"year": month[:4], "month": Message(f"month.{int(month[5:])}")})


def day_words(day: str) -> Message:
    """A day as a message: 2027年4月1日 / 1 Apr 2027."""
    month = Message(f"month.{int(day[5:7])}")
    return Message("month.day", {"year": day[:4], "month": month, "day": str(int(day[8:10]))})


def period_words(period: str) -> Message | str:
    """A month or 'first–last' as a message; what somebody has typed otherwise is said as it is."""
    months = period.split("–")
    if len(months) > 2 or not all(map(is_month, months)):
        return period
    if len(months) == 1:
        return month_words(period)
    return Message("month.from_to", {"start": month_words(months[0]), "end": month_words(months[1])})


def _field(name: str, described: FieldDescription | None) -> Name:
    if name == "parent":
        return Message("field.envelope.parent")
    return Message(described.title) if described is not None else name


def said_value(value: Any, described: FieldDescription | None, plan: Plan) -> Name | Decimal:
    """A plain value of a field in words."""
    if value is None or value in ("", [], {}):
        return Message("change.nothing")
    if described is None or not _fits(value, described):
        return str(value)
    shape = described.field.shape
    if isinstance(value, dict) and "value" in value and shape in ("figure", "figures"):
        value = value["value"]
    if shape == "choice" and value in described.choices:
        return Message(described.choice(str(value)))
    if shape == "ref":
        return name_of(plan, plan.get(str(value)))
    if shape == "month":
        return month_words(str(value))
    if shape == "code":
        return code_words(described.kind, described.name, str(value))
    if shape in _NUMBERS and not isinstance(value, dict):
        return _number(Decimal(value), described)
    return _other(value, described, plan)


def _fits(value: Any, described: FieldDescription) -> bool:
    """Whether a value is one of the field: another version of a plugin may have had others."""
    if described.kind in OWN_KINDS:
        return True
    try:
        typed(described, value, key=described.keyed and not isinstance(value, dict))
    except BadValue:
        return False
    return True


def entries(count: int) -> Message:
    """So many entries: '1 entry', '3 entries'."""
    return Message("change.record" if count == 1 else "change.records", {"count": count})


def _other(value: Any, described: FieldDescription, plan: Plan) -> Name | Decimal:
    if isinstance(value, bool):
        return Message("change.yes" if value else "change.no")
    if isinstance(value, dict) and described.field.shape in ("text", "long_text"):
        return value
    if isinstance(value, dict):
        # one record, but for a map of what has no fields of its own
        return entries(len(value) if isinstance(described.default, Mapping) else 1)
    if isinstance(value, list):
        return _several(value, described, plan)
    return str(value)


def _several(values: list[Any], described: FieldDescription, plan: Plan) -> Name | Decimal:
    """The first of several by name, with their number where there are more; their number if one has none."""
    names = [_entry(each, described, plan) for each in values]
    said: Name | Decimal | None = names[0]
    for each in names[1:_MOST_NAMED]:
        said = Message("change.listed", {"one": said, "other": each})
    if said is None or None in names:
        return entries(len(names))
    if len(names) > _MOST_NAMED:
        return Message("change.first_of", {"names": said, "count": len(names)})
    return said


def _entry(value: Any, described: FieldDescription, plan: Plan) -> Name | Decimal | None:
    """What one of several is called: an item, a text, a number, the item that a record is about."""
    match described.field.shape:
        case "refs":
            return name_of(plan, plan.get(str(value)))
        case "numbers":
            return _number(Decimal(value), described)
        case "list":
            return {each: listed_words(described, value, each) for each in ALL_LANGUAGES} if value else None
    about = value.values() if isinstance(value, dict) else ()
    item = next((plan.get(each) for each in about if isinstance(each, str) and each in plan), None)
    return None if item is None else name_of(plan, item)


_MOST_NAMED = 3
_NUMBERS = frozenset({"number", "integer", "series", "figure", "figures", "amounts"})


def _number(value: Decimal, described: FieldDescription) -> Name | Decimal:
    if described.field.unit == "money":
        return rounded(value, 2)
    if described.field.unit == "rate":
        places = max(1, -int((value * 100).normalize().as_tuple().exponent))
        return percent(value, min(places, 4))
    return value
