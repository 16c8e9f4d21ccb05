"""The quarterly look at the named accounts: what became of each, and the next step."""

from __future__ import annotations

import msgspec

from kakehashi.plan.changes import Change, replacing
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import NamedAccount
from kakehashi.sample.story import STORY, item_called

TOLD = ("status", "why", "next_step", "next_by")


def looked_at(plan: Plan) -> Change:
    """The accounts that the story tells of, as sales left them."""
    return replacing(
        plan,
        *(
            msgspec.structs.replace(
                item_called(plan, NamedAccount, told["account"]),
                **{field: told[field] for field in TOLD if field in told},
            )
            for told in STORY["accounts"]
        ),
    )
