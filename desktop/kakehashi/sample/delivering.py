"""What was delivered and taught by the close of a month, what is late, and what comes next."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from kakehashi.plan.changes import Change, adding, joined, replacing
from kakehashi.plan.organization import Enablement
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.work import BlueprintEntry, Request
from kakehashi.sample.story import STORY, item_called


def delivered(plan: Plan, month: str) -> Change:
    """What was due by this month is delivered, with the requests it serves, or late; and who was trained."""
    late = {item_called(plan, BlueprintEntry, name).id: to for name, to in STORY["late"].items()}
    entries = [
        msgspec.structs.replace(each, month=late[each.id], state="in_progress")
        if each.id in late
        else msgspec.structs.replace(each, state="delivered")
        for each in plan.items(BlueprintEntry)
        if (each.month or "") <= month and each.state != "delivered"
    ]
    trained = [
        msgspec.structs.replace(item_called(plan, Enablement, name), share_done=Decimal(share))
        for name, share in STORY["trained"].get(month, {}).items()
    ]
    return replacing(plan, *entries, *trained, *_fulfilled(plan, entries))


def _fulfilled(plan: Plan, entries: list[BlueprintEntry]) -> list[Request]:
    """The requests for which nothing more is to be delivered."""
    now = {**{each.id: each for each in plan.items(BlueprintEntry)}, **{each.id: each for each in entries}}
    still = {request for each in now.values() if each.state != "delivered" for request in each.requests}
    served = {request for each in entries if each.state == "delivered" for request in each.requests}
    return [
        msgspec.structs.replace(each, state="done")
        for each in plan.items(Request)
        if each.id in served - still
    ]


def next_months(plan: Plan, make_id: Callable[[], str]) -> Change:
    """The blueprint of the months ahead; owner, outcome and departments are those of the entry named."""
    changes = []
    places = spread(len(STORY["blueprint"]), plan.items(BlueprintEntry)[-1].position)
    for place, told in zip(places, STORY["blueprint"], strict=True):
        like = item_called(plan, BlueprintEntry, told["like"])
        entry = msgspec.structs.replace(
            like,
            id=make_id(),
            position=place,
            deliverable=told["deliverable"],
            done_when=told["done_when"],
            month=told["month"],
            state="planned",
            requests=(),
            remark="",
        )
        changes.append(adding(entry))
    return joined(changes)
