"""Items and values as they are typed at the command line."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kakehashi.cli.context import spoken_language
from kakehashi.plan.changes import NoSuchField, NoSuchItem, kind_words
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, KINDS
from kakehashi.plan.naming import name_of
from kakehashi.plan.new_plan import is_currency
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.values import BadValue
from kakehashi.words import LANGUAGES, Lines, Message, PlanError, shown

MOST_NAMED = 8
"""So many of those that a name may mean are listed."""


class Ambiguous(PlanError):
    """Several items have the name that was typed."""


def item_named(plan: Plan, words: str) -> Item:
    """The item with this id, or `kind:name` (`kind` for one that exists once).

    Raises NoSuchItem, Ambiguous.
    """
    found = plan.get(words)
    if found is not None:
        return found
    kind_typed, _, name = words.partition(":")
    kind = next((each for each in KINDS if each.lower() == kind_typed.strip().lower()), None)
    if kind is None:
        raise NoSuchItem("error.change.no_item", item=words)
    candidates = plan.of_kind(kind)
    if name:
        candidates = tuple(item for item in candidates if name.strip() in names_of(plan, item))
    if not candidates:
        raise NoSuchItem("error.change.no_item", item=words)
    if len(candidates) > 1:
        listed = Lines(tuple(_placed(plan, item) for item in candidates[:MOST_NAMED]))
        raise Ambiguous("error.cli.ambiguous", item=words, count=len(candidates), listed=listed)
    return candidates[0]


def _placed(plan: Plan, item: Item) -> Message:
    """An item with all that tells it from others: name, chapter, id."""
    chapter = Message(f"chapter.{CHAPTER_OF[item.kind]}")
    return Message("cli.named", {"name": name_of(plan, item), "chapter": chapter, "id": item.id})


def names_of(plan: Plan, item: Item) -> frozenset[str]:
    """The item's name in every language."""
    name = name_of(plan, item)
    return frozenset(shown(name, language) for language in LANGUAGES)


def field_named(item: Item, words: str) -> FieldDescription:
    """The field of an item. Raises NoSuchField."""
    described = describe(type(item)).get(words)
    if described is None:
        raise NoSuchField("error.change.no_field", field=words, kind=kind_words(item.kind))
    return described


def key_typed(plan: Plan, field: FieldDescription, words: str) -> str:
    """A month, or the id of the item that a key names."""
    return item_named(plan, words).id if field.field.shape in ("figures", "amounts") else words


def value_typed(plan: Plan, field: FieldDescription, words: str) -> Any:
    """What was typed as the field's value; '' clears it (None). Raises BadValue, BadFormula."""
    if field.title == "field.About.currency" and words and not is_currency(words):
        raise BadValue(field, words, Message("error.use.currency", {"given": words}))
    value = read_value(field, words, plan, spoken_language())
    return Decimal(value) if value is not None and field.field.shape in ("figure", "figures") else value
