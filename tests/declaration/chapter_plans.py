"""Small plans of a few items, told to an audience of one chapter."""

from __future__ import annotations

from typing import Literal

from tests.declaration.plans import told

from kakehashi.declaration.audience import Audience, Told
from kakehashi.declaration.blocks import Cell, Chapter, Picture, Table
from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.words import Language


def plan_of(*items: Item, closed: str | None = None) -> Plan:
    """A plan from April 2027 on with these items."""
    return Plan("few", [About(id=only_id("About"), closed_through=closed), *items])


def told_chapter(
    plan: Plan,
    key: str,
    detail: Literal["headline", "normal", "full"] = "full",
    *,
    sees: tuple[str, ...] = ("*",),
    functions: tuple[str, ...] = (),
    language: Language = "en",
) -> Chapter:
    """One chapter as an audience gets it that sees all, unless said otherwise."""
    audience = Audience(
        key="one", title="audience.marketing", chapters=(Told(key, detail),), sees=sees, functions=functions
    )
    (chapter,) = (each for each in told(plan, audience, language).chapters if each.key == key)
    return chapter


def keys(chapter: Chapter) -> list[str]:
    """The keys of its blocks in their order."""
    return [block.key for block in chapter.blocks]


def table(chapter: Chapter, key: str) -> Table:
    """One of its tables."""
    (found,) = (block for block in chapter.blocks if isinstance(block, Table) and block.key == key)
    return found


def picture(chapter: Chapter, key: str) -> Picture:
    """One of its pictures."""
    (found,) = (block for block in chapter.blocks if isinstance(block, Picture) and block.key == key)
    return found


def texts(found: Table) -> list[list[str]]:
    """The words and figures of its rows."""
    return [[_text(cell) for cell in row.cells] for row in found.rows]


def _text(cell: Cell) -> str:
    if cell.number is not None:
        return str(cell.number)
    return cell.value or ""
