"""Work: the three months ahead, and the backlog with its cut line."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.work import BlueprintEntry, Request


def chapter(context: Context) -> Chapter:
    """What is delivered by month, then what is asked of marketing."""
    found: list[Block | None] = [
        item_table(
            context,
            BlueprintEntry,
            "work.blueprint",
            ("month", "deliverable", "outcome", "owner", "done_when", "agreed_with", "state"),
            title="declaration.work.blueprint",
        ),
    ]
    if not context.headline:
        found.append(
            item_table(
                context,
                Request,
                "work.requests",
                ("what", "asked_by", "outcome", "moscow", "effort", "wanted_by", "state", "declined_because"),
                title="declaration.work.requests",
            )
        )
    return context.chapter("work", found)
