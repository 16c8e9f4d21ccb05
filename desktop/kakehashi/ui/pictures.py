"""The pictures of each chapter, and the funnel of the overview, as scenes. No Qt here.

A chapter's pictures are those that a declaration tells the chapter with, for who sees all; so the window, a
page of HTML and a slide show the same. The overview has less room: its funnel is as wide as its place.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import TYPE_CHECKING

import msgspec

from kakehashi.drawing.scene import Scene
from kakehashi.plan.plan import Plan
from kakehashi.words import Language

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.declaration.blocks import Table
    from kakehashi.declaration.context import Context
    from kakehashi.forecast.results import Forecast


class Shown(msgspec.Struct, frozen=True):
    """A picture with its title and unit, and the table that says the same, where there is one."""

    title: str
    scene: Scene
    unit: str = ""
    table: Table | None = None


def context_of(plan: Plan, forecast: Forecast, language: Language) -> Context:
    """The plan as its owner reads it: everything, in normal detail."""
    from kakehashi.declaration.audience import EVERYTHING, Audience
    from kakehashi.declaration.context import Context
    from kakehashi.declaration.results import Results

    owner = Audience(key="owner", title="", chapters=(), sees=(EVERYTHING,))
    return Context(whole=plan, plan=plan, results=Results(base=forecast), audience=owner, language=language)


def plan_context(plan: Plan, language: Language) -> Context:
    """The plan for pictures that need no forecast, which may not be worked out yet."""
    from kakehashi.forecast.economics import UnitEconomics
    from kakehashi.forecast.results import Forecast

    nothing = Forecast(
        scenario=None,
        months=(),
        steps=(),
        by_measure={},
        spend={},
        spend_by_measure={},
        staff={},
        revenue={},
        gross_profit={},
        renewed_revenue={},
        economics=UnitEconomics(),
        to_date={},
        goals=(),
        problems=(),
    )
    return context_of(plan, nothing, language)


DRAWN_BY_VIEWS = ("organization.chart", "journey.picture.", "metrics.tree")
"""Beginnings of the keys of pictures that a view of their chapter draws, to be worked on."""


def pictures_of(context: Context, chapter: str) -> tuple[Shown, ...]:
    """The pictures that the chapter is told with, but for those of its own views; none when it has none."""
    from kakehashi.declaration.blocks import Chart, Picture, Table

    made = told_by(chapter)
    told = made(context) if made is not None else None
    blocks = getattr(told, "blocks", ())
    tables = {block.key: block for block in blocks if isinstance(block, Table)}
    return tuple(
        Shown(block.title, block.scene, getattr(block, "unit", ""), tables.get(block.table))
        for block in blocks
        if isinstance(block, (Picture, Chart))
        and block.scene is not None
        and not block.key.startswith(DRAWN_BY_VIEWS)
    )


def told_by(chapter: str) -> Callable[[Context], object] | None:
    """What tells the chapter in a declaration; its module is loaded with the first question."""
    try:
        made: Callable[[Context], object] = import_module(f"kakehashi.declaration.chapters.{chapter}").chapter
    except ModuleNotFoundError:
        return None
    return made


def budget_of(context: Context) -> Shown | None:
    """The budget by month; None when nothing is planned."""
    return next(iter(pictures_of(context, "budget")), None)
