"""Who has which part in an activity: R, A, C and I, and whether exactly one role answers for it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

import msgspec

from kakehashi.plan.changes import Change, adding, at_end, joined, removing, setting
from kakehashi.plan.kinds import pair_id
from kakehashi.plan.organization import Activity, Responsibility, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between

ACCOUNTABLE = ("accountable", "accountable_responsible")

Pair = tuple[str, str]


def duties(plan: Plan) -> Mapping[Pair, Responsibility]:
    """By activity and role; what names an activity or a role that is gone is left out."""
    return {
        (each.activity or "", each.role or ""): each
        for each in plan.items(Responsibility)
        if plan.find(Activity, each.activity) is not None and plan.find(Role, each.role) is not None
    }


def answering(plan: Plan) -> Mapping[str, int]:
    """How many roles answer for each activity; it should be one. 0 for an activity without any."""
    count = Counter(each.activity for each in plan.items(Responsibility) if each.duty in ACCOUNTABLE)
    return {activity.id: count[activity.id] for activity in plan.items(Activity)}


def giving(plan: Plan, pairs: Iterable[Pair], duty: str) -> Change:
    """The change that gives these roles this part in these activities, '' = none."""
    known = duties(plan)
    position = at_end(plan, "Responsibility")
    changes = []
    for activity, role in dict.fromkeys(pairs):
        old = known.get((activity, role))
        if old is not None:
            changes.append(setting(plan, old.id, "duty", duty) if duty else removing(plan, old.id))
        elif duty:
            new = Responsibility(
                id=pair_id("Responsibility", activity, role), position=position, activity=activity, role=role
            )
            changes.append(adding(msgspec.structs.replace(new, duty=duty)))
            position = between(position, None)
    return joined(changes)
