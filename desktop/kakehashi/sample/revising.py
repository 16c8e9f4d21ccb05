"""What people look at anew as the year goes on: states, shares kept, densities, dates of what is open."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kakehashi.plan.changes import Change, joined, setting
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.plan import Plan
from kakehashi.sample.story import STORY, item_called


def revisions(first: str, last: str) -> Iterator[Mapping[str, Any]]:
    """Who revised what on a day from the first to the last of these, oldest first."""
    return (told for told in STORY["revised"] if first <= told["date"] <= last)


def revised(plan: Plan, told: Mapping[str, Any]) -> Change:
    """The fields that somebody set on one day."""
    return joined(
        setting(plan, item_called(plan, KINDS[each["kind"]], each["called"]).id, field, value)
        for each in told["items"]
        for field, value in each["set"].items()
    )
