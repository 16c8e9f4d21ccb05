"""Content: what we tell and what we don't, what we have and make, and how a reader goes on from it."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Prose, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.content_pictures import ASSETS, content_schedule, matrix_picture
from kakehashi.declaration.content_stages import (
    NO_STAGE,
    USABLE,
    by_stage,
    grouped,
    purpose_table,
    stage_table,
)
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table, value_words
from kakehashi.plan.content import ContentAsset, ContentStrategy, ConversionPoint
from kakehashi.plan.fields import describe

_STRATEGY = ("concept", "purpose", "axis", "tone", "not_done")
_NORMAL = ("title", "persona", "type", "state", "owner", "start", "due", "depends_on")
_FULL = (
    "title",
    "persona",
    "type",
    "state",
    "owner",
    "start",
    "due",
    "effort",
    "cost",
    "depends_on",
)
_RANKS = ("priority", "difficulty")


def chapter(context: Context) -> Chapter:
    """The strategy and what each stage has; then when content is made, all of it, and the way to the talk."""
    found: list[Block | None] = [_strategy(context), _relations(context), stage_table(context)]
    if not context.headline:
        found += content_schedule(context)
        found.append(matrix_picture(context))
        if context.full:
            found.append(purpose_table(context))
        found += [_assets(context), _conversion_points(context)]
    return context.chapter("content", found, content_sentence(context))


def content_sentence(context: Context) -> str:
    """How much there is, is being made and is needed, and which stage has nothing to use; '' for none."""
    stages = by_stage(context)
    assets = [asset for stage in stages for asset in stage.assets if asset.state != "retire"]
    if not assets:
        return ""
    said = [
        context.say(
            "declaration.content.sentence",
            count=len(assets),
            usable=sum(asset.state in USABLE for asset in assets),
            in_production=sum(asset.state == "in_production" for asset in assets),
            needed=sum(asset.state == "needed" for asset in assets),
        )
    ]
    empty = [stage.name for stage in stages if stage.key != NO_STAGE and not stage.count(USABLE)]
    if empty:
        said.append(context.say("declaration.content.without", stages=context.listed(empty)))
    return context.sentences(said)


def _strategy(context: Context) -> Prose | None:
    """What our content stands for, and what it leaves alone."""
    strategy = context.plan.only(ContentStrategy)
    items = [
        context.say("declaration.labelled", label=context.field(f"ContentStrategy.{name}"), value=value)
        for name in _STRATEGY
        if (value := context.typed(getattr(strategy, name)).strip())
    ]
    if not items:
        return None
    if strategy.agreed_on:
        label = context.field("ContentStrategy.agreed_on")
        items.append(context.say("declaration.labelled", label=label, value=context.day(strategy.agreed_on)))
    heading = context.say("kind.ContentStrategy")
    return Prose(key="content.strategy", heading=heading, items=tuple(items))


def _relations(context: Context) -> Prose | None:
    """What we are to the customer at each stage, in the order of the journey."""
    said = {
        each.stage: context.typed(each.relation).strip()
        for each in context.plan.only(ContentStrategy).relations
    }
    items = tuple(
        context.say("declaration.labelled", label=stage.name, value=relation)
        for stage in by_stage(context)
        if (relation := said.get(stage.key))
    )
    if not items:
        return None
    return Prose(key="content.relations", heading=context.field("ContentStrategy.relations"), items=items)


def _assets(context: Context) -> Table | None:
    """All content by stage; what it costs only in full and for who may see it."""
    fields: list[str | Extra] = [*(_FULL if context.full else _NORMAL)]
    fields[5:5] = [_rank(context, name) for name in _RANKS]
    fields += [_long(context, "next")]
    if context.full:
        fields += [_long(context, "topic"), _long(context, "purpose")]
    table = item_table(
        context, ContentAsset, ASSETS, fields, title="declaration.content.assets", widths={"title": 34}
    )
    return None if table is None else grouped(context, table)


def _rank(context: Context, name: str) -> Extra:
    """Priority or difficulty under a short title."""
    column = context.column(name, f"declaration.content.rank.{name}", "number", width=6)
    return column, lambda asset: figure(getattr(asset, name))


def _long(context: Context, name: str) -> Extra:
    """What may be long, or is said below a row: the next step's name, the topic, the purpose."""
    described = describe(ContentAsset)[name]
    column = context.column(name, f"ContentAsset.{name}", "long_text", width=30)
    return column, lambda asset: words(value_words(context, described, getattr(asset, name)))


def _conversion_points(context: Context) -> Table | None:
    """What a reader gives and gets on the way to a talk, and how many do."""
    return item_table(
        context,
        ConversionPoint,
        "content.conversion_points",
        ("name", "stage", "given", "asked", "metric", "rate", "follow_up"),
        title="declaration.content.conversion_points",
    )
