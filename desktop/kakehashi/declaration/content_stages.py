"""Content by stage of the journey: how much is there, is being made and is missing."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import msgspec

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import BLANK, figure, plus, ref, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import Stage

BY_STAGE, BY_PURPOSE = "content.by_stage", "content.by_purpose"
NO_STAGE = "none"
USABLE = ("have", "published")
_STATES = {"usable": USABLE, "in_production": ("in_production",), "needed": ("needed",)}
_PURPOSES = ("notice", "trust", "expectation", "dig_up", "decide", "use")
_ALL = "total"


class StageContent(msgspec.Struct, frozen=True):
    """A stage with its content; `key` is the stage's id, or that of what names no stage."""

    key: str
    name: str
    assets: tuple[ContentAsset, ...]

    def count(self, states: Sequence[str]) -> int:
        """How many are in one of these states."""
        return sum(asset.state in states for asset in self.assets)


_Count = Callable[[StageContent, str], Cell]


def by_stage(context: Context) -> tuple[StageContent, ...]:
    """The stages in their order, those without content too; last what names none."""
    stages = context.plan.items(Stage)
    assets = context.plan.items(ContentAsset)
    known = {stage.id for stage in stages}
    found = [
        StageContent(stage.id, context.named(stage.id), tuple(a for a in assets if a.stage == stage.id))
        for stage in stages
    ]
    if loose := tuple(asset for asset in assets if asset.stage not in known):
        found.append(StageContent(NO_STAGE, context.say("declaration.content.no_stage"), loose))
    return tuple(found)


def stage_table(context: Context) -> Table | None:
    """How many are usable, in production and needed at each stage; a stage without any is marked."""
    return _table(context, BY_STAGE, "declaration.content.by_stage", tuple(_STATES), _state_count)


def purpose_table(context: Context) -> Table | None:
    """How much content of each stage serves which purpose, without what is to be retired."""
    purposes = tuple(
        purpose
        for purpose in _PURPOSES
        if any(asset.purpose == purpose for asset in context.plan.items(ContentAsset))
    )
    if not purposes:
        return None
    return _table(context, BY_PURPOSE, "declaration.content.by_purpose", purposes, _purpose_count)


def _state_count(stage: StageContent, state: str) -> Cell:
    count = stage.count(_STATES[state])
    return figure(count, tone="warn" if state == "usable" and not count and stage.key != NO_STAGE else "")


def _purpose_count(stage: StageContent, purpose: str) -> Cell:
    return figure(sum(asset.purpose == purpose and asset.state != "retire" for asset in stage.assets))


def _table(context: Context, key: str, title: str, names: tuple[str, ...], count: _Count) -> Table | None:
    stages = by_stage(context)
    if not any(stage.assets for stage in stages):
        return None
    columns = [context.column("stage", "kind.Stage", width=24)]
    columns += [
        context.column(name, f"declaration.content.column.{name}", "number", width=12) for name in names
    ]
    columns.append(context.column(_ALL, "declaration.total", "number", width=9))
    rows = [
        Row(
            id=stage.key,
            item="" if stage.key == NO_STAGE else stage.key,
            cells=(
                words(stage.name),
                *(count(stage, name) for name in names),
                worked_out(plus(ref(key, stage.key, name) for name in names)),
            ),
        )
        for stage in stages
    ]
    sums = (worked_out(plus(ref(key, stage.key, name) for stage in stages)) for name in (*names, _ALL))
    rows.append(Row(id=_ALL, style="total", cells=(words(context.say("declaration.total")), *sums)))
    return Table(key=key, title=context.say(title), columns=tuple(columns), rows=tuple(rows))


def grouped(context: Context, table: Table) -> Table:
    """A table of content with a row before each stage that names it and says how many there are."""
    rows = {row.id: row for row in table.rows}
    found: list[Row] = []
    for stage in by_stage(context):
        here = [rows[asset.id] for asset in stage.assets if asset.id in rows]
        if here:
            said = context.say(
                "declaration.with_note",
                value=stage.name,
                note=context.say("declaration.count", value=len(here)),
            )
            blanks = (BLANK,) * (len(table.columns) - 1)
            found.append(Row(id=f"stage:{stage.key}", style="subtotal", cells=(words(said), *blanks)))
            found += here
    return msgspec.structs.replace(table, rows=tuple(found))
