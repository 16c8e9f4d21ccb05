"""How every chapter of a document is made: ours, and those of plugins, by their own code where it may run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import msgspec

from kakehashi.declaration.blocks import Block, Chapter, Chart, Picture, Table
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.context import ChapterMaker, Context
from kakehashi.declaration.document import worked_through
from kakehashi.declaration.foreign_chapters import foreign_chapters, with_foreign_kinds
from kakehashi.declaration.offered import Reader
from kakehashi.extension.inside import called
from kakehashi.extension.loading import PluginLies
from kakehashi.extension.plugins import Offered, Plugin, plan_chapters
from kakehashi.plan.foreign_kinds import ForeignChapter
from kakehashi.plan.plan import Plan
from kakehashi.plan.records import Records
from kakehashi.words import Message, PlanError, in_language

DOING = "telling"


def chapter_makers(found: Sequence[Plugin] | None = None) -> Mapping[str, ChapterMaker]:
    """A maker for each chapter by key. A plugin's chapter that its code doesn't give, or fails to, is told by
    the descriptions of its kinds."""
    foreign = foreign_chapters()
    makers = {**with_foreign_kinds(CHAPTERS), **foreign}
    if foreign:
        for key, offered in plan_chapters(found).items():
            if key in foreign:
                makers[key] = partial(_told_by_plugin, offered, foreign[key])
    return makers


def _told_by_plugin(
    offered: Offered[ForeignChapter], otherwise: ChapterMaker, context: Context
) -> Chapter | None:
    key, plugin = offered.offer.key, offered.plugin
    try:
        blocks = called(plugin, "chapters", key, DOING, partial(_blocks, offered, context), needed=False)
    except PlanError:  # kept for its maker by `called`; who reads the document need not see a path or a cause
        plain = otherwise(context)
        told = context.say("declaration.plugin_failed", plugin=plugin.manifest.title)
        return None if plain is None else msgspec.structs.replace(plain, sentence=told)
    if blocks is None:
        return otherwise(context)
    title = in_language(offered.offer.title, context.language)
    return msgspec.structs.replace(context.chapter(key, blocks), title=title)


def _blocks(offered: Offered[ForeignChapter], context: Context, given: Any) -> tuple[Block, ...]:
    reader = Reader(
        language=context.language,
        audience=context.audience.key,
        detail=context.detail,
        months=context.months,
        currency=context.about.currency,
        unit=context.unit.title,
        unit_size=context.unit.size,
        edition=context.edition,
        date=context.date,
    )
    blocks = _sound(offered, given, context.plan, reader)
    chapter = Chapter(key=offered.offer.key, title="", blocks=blocks)
    (worked,) = worked_through(context, [chapter], {})  # a cell may only ask for cells that are there
    return worked.blocks


def blocks_of(offered: Offered[ForeignChapter], plan: Plan, reader: Reader) -> tuple[Block, ...]:
    """What a plugin makes of a plan for a reader, as it is; for its maker's trials. Raises PlanError."""
    run = partial(_sound, offered, plan=plan, reader=reader)
    return called(offered.plugin, "chapters", offered.offer.key, DOING, run)


def _sound(offered: Offered[ForeignChapter], given: Any, plan: Plan, reader: Reader) -> tuple[Block, ...]:
    key, plugin = offered.offer.key, offered.plugin.name
    blocks = _typed(plugin, [*given.blocks(Records(plan), reader)])
    for problem in _wrong(key, blocks):
        raise PluginLies("error.plugin.block", plugin=plugin, problem=problem)
    return blocks


def _typed(plugin: str, blocks: list[Any]) -> tuple[Block, ...]:
    """The blocks as an exporter will get them. Raises PluginLies for what is no block."""
    try:
        raw = msgspec.msgpack.encode(blocks)
        return msgspec.msgpack.decode(raw, type=tuple[Block, ...])
    except (msgspec.MsgspecError, TypeError, UnicodeError) as error:
        problem = Message("plugin.block.form", {"detail": str(error)})
        raise PluginLies("error.plugin.block", plugin=plugin, problem=problem) from error


def _wrong(chapter: str, blocks: tuple[Block, ...]) -> list[Message]:
    """What would not hold together in a document."""
    tables = {block.key: block for block in blocks if isinstance(block, Table)}
    problems = []
    for key, count in Counter(block.key for block in blocks).items():
        if not key.startswith(f"{chapter}.") or count > 1:
            problems.append(Message("plugin.block.key", {"key": key, "begin": f"{chapter}."}))
    for table in tables.values():
        if any(len(row.cells) != len(table.columns) for row in table.rows):
            problems.append(Message("plugin.block.cells", {"key": table.key}))
        if not _distinct(row.id for row in table.rows) or not _distinct(each.key for each in table.columns):
            problems.append(Message("plugin.block.twice", {"key": table.key}))
    for block in blocks:
        if isinstance(block, Chart) and not _drawn_from(block, tables):
            problems.append(Message("plugin.block.chart", {"key": block.key, "table": block.table}))
        if isinstance(block, Picture) and block.table and block.table not in tables:
            problems.append(Message("plugin.block.chart", {"key": block.key, "table": block.table}))
    return problems


def _distinct(keys: Any) -> bool:
    found = list(keys)
    return len(found) == len(set(found))


def _drawn_from(chart: Chart, tables: Mapping[str, Table]) -> bool:
    table = tables.get(chart.table)
    return (
        table is not None
        and {*chart.series, *chart.dashed} <= {row.id for row in table.rows}
        and set(chart.categories) <= {column.key for column in table.columns}
    )
