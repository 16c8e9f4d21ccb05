"""Chapters that a plugin describes, told by the descriptions of their kinds alone: tables of their items."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from functools import partial

import msgspec

from kakehashi.declaration.audience import EVERYTHING, Audience, Told
from kakehashi.declaration.blocks import Block, Chapter, Column, Row, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.context import ChapterMaker, Context
from kakehashi.declaration.item_table import item_table
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTERS, OWN_KINDS, chapters

_HEADLINE = 4
"""Columns of a table where only the main things are wanted."""
_LAST = ("changes", "asks")


def foreign_keys() -> tuple[str, ...]:
    """The chapters of plugins that are known, from this computer's plugins or from a plan."""
    return tuple(key for key in chapters() if key not in CHAPTERS)


def foreign_chapters() -> Mapping[str, ChapterMaker]:
    """A maker for each of them."""
    return {key: partial(_chapter, key) for key in foreign_keys()}


def with_foreign_kinds(makers: Mapping[str, ChapterMaker]) -> dict[str, ChapterMaker]:
    """Our makers; a chapter to which plugins have added kinds lists their items behind our own blocks."""
    return {
        key: partial(_with_tables, maker, key, foreign)
        if (foreign := [kind for kind in BY_CHAPTER.get(key, ()) if kind.__name__ not in OWN_KINDS])
        else maker
        for key, maker in makers.items()
    }


def with_foreign(audience: Audience) -> Audience:
    """A built-in audience with the chapters of plugins too, where it shows everything of the plan."""
    foreign = tuple(Told(key, "full") for key in foreign_keys())
    if EVERYTHING not in audience.sees or not foreign:
        return audience
    told = [each for each in audience.chapters if each.chapter not in _LAST]
    last = [each for each in audience.chapters if each.chapter in _LAST]
    return msgspec.structs.replace(audience, chapters=(*told, *foreign, *last))


def _chapter(key: str, context: Context) -> Chapter:
    return context.chapter(key, (block for kind in BY_CHAPTER[key] for block in _tables(context, key, kind)))


def _with_tables(
    maker: ChapterMaker, key: str, kinds: Sequence[type[Item]], context: Context
) -> Chapter | None:
    chapter = maker(context)
    if chapter is None or context.headline:
        return chapter
    more = [block for kind in kinds for block in _tables(context, key, kind) if block is not None]
    return msgspec.structs.replace(chapter, blocks=(*chapter.blocks, *more)) if more else chapter


def _tables(context: Context, key: str, kind: type[Item]) -> Iterator[Block | None]:
    place = f"{key}.{kind.__name__.lower()}"
    seen = [
        each
        for each in describe(kind).values()
        if each.field.shape != "passports" and context.sees(kind.__name__, each.name)
    ]
    fields = [each.name for each in seen if each.field.shape != "series"]
    named = [name for name in kind.NAMED_BY if name in fields]
    fields = [*named, *(name for name in fields if name not in named)]
    yield item_table(context, kind, place, fields[:_HEADLINE] if context.headline else fields)
    if not context.headline:
        for each in seen:
            if each.field.shape == "series":
                yield _by_month(context, kind, each, f"{place}_{each.name}")


def _by_month(context: Context, kind: type[Item], described: FieldDescription, key: str) -> Table | None:
    """A row an item, a column a month."""
    items = [each for each in context.plan.items(kind) if getattr(each, described.name)]
    if not items:
        return None
    money = described.field.unit == "money"
    size = context.unit.size if money else 1
    series = {each.id: getattr(each, described.name) for each in items}
    digits = (
        context.money_digits(value for each in series.values() for value in each.values()) if money else 1
    )
    shown: dict[str, object] = {"kind": "money" if money else "number", "digits": digits}
    if described.field.unit == "rate":
        shown = {"kind": "rate", "digits": 1}
    return Table(
        key=key,
        title=context.say(described.title),
        columns=(
            Column(key="item", title=context.say(f"kind.{kind.__name__}"), width=20),
            *(
                Column(key=month, title=context.month(month), width=9, **shown)  # type: ignore[arg-type]
                for month in context.months
            ),
        ),
        rows=tuple(
            Row(
                id=item.id,
                item=item.id,
                cells=(
                    words(context.named(item.id)),
                    *(
                        figure(None if (value := series[item.id].get(month)) is None else value / size)
                        for month in context.months
                    ),
                ),
            )
            for item in items
        ),
        unit=context.unit.title if money else "",
    )
