"""Customer journey: what the customer does, asks and feels at each stage, and what we have for it."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.journey import CustomerVoice, Stage


def chapter(context: Context) -> Chapter:
    """The stages, then the customers' own words."""
    found: list[Block | None] = [
        item_table(context, Stage, "journey.stages", ("name", "part", "happens", "moves_on")),
    ]
    if not context.headline:
        found.append(
            item_table(
                context,
                CustomerVoice,
                "journey.voices",
                (
                    "title",
                    "customer",
                    "person",
                    "date",
                    "sort",
                    "stage",
                    "words",
                    "figure",
                    "permission",
                    "done",
                ),
            )
        )
    return context.chapter("journey", found)
