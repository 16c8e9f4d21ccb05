"""Customer journey: what the customer does, asks and feels at each stage, and what we have for it."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.journey_maps import ToldMap, told_maps
from kakehashi.declaration.journey_picture import journey_pictures
from kakehashi.declaration.journey_views import journey_sentence, map_key, map_table, stages_table
from kakehashi.plan.journey import CustomerVoice

_VOICE = (
    "title", "words", "customer", "person", "date", "sort", "stage", "figure", "permission",
    "permitted_until", "told_to", "done",
)  # fmt: skip


def chapter(context: Context) -> Chapter:
    """The maps, each with its table, then the stages and the customers' own words.

    In headlines only the maps where the journey leads: the one to be, or as it is where there is no other.
    """
    maps = told_maps(context)
    found: list[Block | None] = []
    for told in _leading(maps) if context.headline else maps:
        found += journey_pictures(context, told, "" if context.headline else map_key(told))
        if not context.headline:
            found.append(map_table(context, told))
    if not context.headline:
        found.append(stages_table(context))
    if context.full:
        found.append(item_table(context, CustomerVoice, "journey.voices", _VOICE))
    return context.chapter("journey", found, journey_sentence(context, maps))


def _leading(maps: Sequence[ToldMap]) -> list[ToldMap]:
    """Of each persona the journeys to be, or those as it is where none is to be."""
    aimed_at = {told.journey.persona for told in maps if told.journey.state == "to_be"}
    return [told for told in maps if told.journey.state == "to_be" or told.journey.persona not in aimed_at]
