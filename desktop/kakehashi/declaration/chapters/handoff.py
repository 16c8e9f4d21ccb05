"""Hand-off and win/loss: which leads sales gets, how fast it answers, and what won and lost deals taught."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.handoff import (
    Approach,
    HandoffCondition,
    Interview,
    LogTemplate,
    Reason,
    ServiceLevel,
)


def chapter(context: Context) -> Chapter:
    """The conditions and promises first, then what is recorded, then what was learned."""
    found: list[Block | None] = [
        item_table(
            context,
            HandoffCondition,
            "handoff.conditions",
            ("name", "from_role", "to_role", "effect", "condition", "rests_on", "travels", "review_on"),
        ),
        item_table(
            context,
            ServiceLevel,
            "handoff.service_levels",
            (
                "lead_type", "owner", "accept_hours", "contact_hours", "hours", "return_reasons", "recycle",
                "when_late",
            ),
        ),
        *finding_blocks(context, "handoff"),
    ]  # fmt: skip
    if not context.headline:
        found += [
            item_table(
                context,
                Approach,
                "handoff.approaches",
                ("name", "approach", "owner", "done", "date", "result"),
            ),
            item_table(
                context,
                LogTemplate,
                "handoff.logs",
                ("name", "occasion", "required", "who", "due", "used_for"),
            ),
            item_table(
                context,
                Reason,
                "handoff.reasons",
                ("name", "outcome", "belongs_to", "means", "then", "nurture_months", "tells"),
            ),
            item_table(
                context,
                Interview,
                "handoff.interviews",
                ("company", "outcome", "date", "interviewee", "said", "reasons", "lesson"),
            ),
        ]
    return context.chapter("handoff", found)
