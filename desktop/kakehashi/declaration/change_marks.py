"""Marks on the rows of tables whose item is new or has changed since the edition before."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Block, Chapter, Table
from kakehashi.declaration.chapters.changes import KEY
from kakehashi.declaration.context import Context
from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import follows_source

Mark = Literal["added", "changed"]


def with_changes_marked(context: Context, chapters: Iterable[Chapter]) -> tuple[Chapter, ...]:
    """The chapters with their rows marked; the one that tells the changes needs no marks.

    A place in an order is no change of an item.
    """
    before = context.before
    if before is None:
        return tuple(chapters)
    marks = _marks(before, context.plan)
    return tuple(chapter if chapter.key == KEY else _marked(chapter, marks) for chapter in chapters)


def changes_note(context: Context, chapters: Iterable[Chapter]) -> str:
    """What the marks mean; '' when no row has one."""
    earlier = context.earlier
    if earlier is None or not any(map(_has_marks, chapters)):
        return ""
    return context.say(
        "declaration.changes.marks", number=earlier.edition or 0, date=context.day(earlier.date)
    )


def _marks(before: Plan, after: Plan) -> dict[str, Mark]:
    found: dict[str, Mark] = {}
    for item in after:
        old = before.get(item.id)
        if old is None:
            found[item.id] = "changed" if follows_source(item.id, before, after) else "added"
        elif old is not item and _differs(old, item):
            found[item.id] = "changed"
    return found


def _differs(old: Item, new: Item) -> bool:
    return old != new and msgspec.structs.replace(old, position=new.position) != new


def _marked(chapter: Chapter, marks: dict[str, Mark]) -> Chapter:
    return msgspec.structs.replace(chapter, blocks=tuple(_block(block, marks) for block in chapter.blocks))


def _block(block: Block, marks: dict[str, Mark]) -> Block:
    if not isinstance(block, Table) or not any(row.item in marks for row in block.rows):
        return block
    rows = tuple(
        msgspec.structs.replace(row, changed=marks[row.item]) if row.item in marks else row
        for row in block.rows
    )
    return msgspec.structs.replace(block, rows=rows)


def _has_marks(chapter: Chapter) -> bool:
    return any(row.changed for block in chapter.blocks if isinstance(block, Table) for row in block.rows)
