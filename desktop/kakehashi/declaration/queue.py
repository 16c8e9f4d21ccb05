"""The backlog as it is told: each open request's place, and when its turn comes."""

from __future__ import annotations

from collections.abc import Mapping

from kakehashi.declaration.context import Context
from kakehashi.plan.backlog import cut_line
from kakehashi.plan.work import Request


def places(context: Context) -> Mapping[str, str]:
    """Open request -> '3 of 24, done in July 2027', or that nothing of it fits into the plan's months."""
    line = cut_line(context.plan)
    count = len(line.ranked)
    found = {}
    for at, each in enumerate(line.ranked, 1):
        place = context.say("declaration.work.place", place=at, count=count)
        if line.fits is None:
            found[each.request] = place
        elif each.month is None:
            found[each.request] = context.say("declaration.work.beyond", place=place)
        else:
            found[each.request] = context.say(
                "declaration.work.turn", place=place, month=context.month(each.month)
            )
    return found


def refused(request: Request) -> bool:
    """Whether it will not be done."""
    return request.state == "declined" or request.moscow == "wont"
