"""What the people of the sample say and when, from story.json; and the items that it names."""

from __future__ import annotations

import json
from collections.abc import Mapping
from importlib.resources import files
from typing import Any, TypeVar

from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.words import in_language

T = TypeVar("T", bound=Item)

NAMED_BY = ("name", "title", "topic", "deliverable", "what", "about", "person", "source_field")
"""The story calls an item by the first of these fields that its kind has."""

STORY: Mapping[str, Any] = json.loads((files("kakehashi.sample") / "story.json").read_text(encoding="utf-8"))


def people() -> Mapping[str, Mapping[str, str]]:
    """The names of those who work on the plan, by what they are."""
    found: Mapping[str, Mapping[str, str]] = STORY["people"]
    return found


def item_called(plan: Plan, kind: type[T], english: str) -> T:
    """The item of this kind with this English name. Raises LookupError."""
    field = next(each for each in NAMED_BY if each in describe(kind))
    for item in plan.items(kind):
        if in_language(getattr(item, field), "en") == english:
            return item
    raise LookupError(f"{kind.__name__}: {english}")
