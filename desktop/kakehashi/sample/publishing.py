"""What became of content and launches by the close of a month."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from kakehashi.plan.changes import Change, replacing
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import Launch
from kakehashi.sample.story import STORY, item_called


def published(plan: Plan, month: str) -> Change:
    """Content that was due by this month is there, or due on a later day; what was to be begun is in work;
    what was to come on the market has come."""
    late = {item_called(plan, ContentAsset, name).id: day for name, day in STORY["late_content"].items()}
    return replacing(plan, *_content(plan, month, late), *_launched(plan, month))


def _content(plan: Plan, month: str, late: dict[str, str]) -> Iterator[Item]:
    for each in plan.items(ContentAsset):
        if each.state not in ("needed", "in_production"):
            continue
        if each.id in late and (each.due or "")[:7] <= month:
            yield msgspec.structs.replace(each, state="in_production", due=late[each.id])
        elif each.due and each.due[:7] <= month:
            yield msgspec.structs.replace(each, state="published" if each.link else "have")
        elif each.state == "needed" and each.start and each.start[:7] <= month:
            yield msgspec.structs.replace(each, state="in_production")


def _launched(plan: Plan, month: str) -> Iterator[Item]:
    for each in plan.items(Launch):
        if each.state == "ready" and each.date and each.date[:7] <= month:
            yield msgspec.structs.replace(each, state="launched")
