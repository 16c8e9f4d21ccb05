"""Content: what we tell and what we don't, what we have and make, and how a reader goes on from it."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.content import ContentAsset, ContentStrategy, ConversionPoint


def chapter(context: Context) -> Chapter:
    """The strategy, the content by stage, and the points at which a reader gives and gets something."""
    found: list[Block | None] = [
        item_table(
            context,
            ContentStrategy,
            "content.strategy",
            ("concept", "purpose", "axis", "tone", "not_done", "agreed_on"),
        ),
        item_table(
            context,
            ContentAsset,
            "content.assets",
            (
                "title",
                "stage",
                "persona",
                "purpose",
                "type",
                "state",
                "priority",
                "difficulty",
                "owner",
                "due",
            ),
        ),
    ]
    if not context.headline:
        found.append(
            item_table(
                context,
                ConversionPoint,
                "content.conversion_points",
                ("name", "stage", "given", "asked", "metric", "rate", "follow_up"),
            )
        )
    return context.chapter("content", found)
