"""Simulation: what the plan's numbers lead to, what they assume, and what the goal requires."""

from __future__ import annotations

from collections.abc import Callable

from kakehashi.declaration.assumptions import expected, opening, own_rates, rates, responses, terms
from kakehashi.declaration.blocks import Block, Chapter, Prose, Table
from kakehashi.declaration.context import Context
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.forward_model import model
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.funnel_picture import funnel_picture
from kakehashi.declaration.goal_chart import goal_chart, goal_description, goal_lines, goal_table
from kakehashi.declaration.lag_table import lags
from kakehashi.declaration.scenario_views import overrides, scenarios
from kakehashi.declaration.simulation_views import by_month, economics, has_model, required, steps_table

Maker = Callable[[Context], Block | None]

_HEADLINE: tuple[Maker, ...] = (funnel_picture, steps_table, scenarios, overrides)
_NORMAL: tuple[Maker, ...] = (
    funnel_picture,
    steps_table,
    by_month,
    required,
    economics,
    scenarios,
    overrides,
)
_ASSUMED: tuple[Callable[[Context], Table | None], ...] = (
    rates,
    own_rates,
    terms,
    responses,
    expected,
    opening,
)


def chapter(context: Context) -> Chapter:
    """The result first, then how it comes about, then every assumption with its passport."""
    if not forecast_steps(context):
        return context.chapter("simulation", (), context.say("declaration.simulation.empty"))
    found: list[Block | None] = []
    if not context.tells("summary"):
        found += _goal(context)
    found += [make(context) for make in (_HEADLINE if context.headline else _NORMAL)]
    if context.full:
        found += finding_blocks(context, "simulation")
        found += [make(context) for make in _ASSUMED]
        if has_model(context):
            found += [lags(context), model(context)]
    # Stored words name items of the whole plan.
    if context.full and context.sees_money and not context.audience.hides:
        found.append(_problems(context))
    blocks = tuple(block for block in found if block is not None)
    return context.chapter("simulation", blocks, goal_description(context))


def _goal(context: Context) -> list[Block | None]:
    lines = goal_lines(context)
    return [] if lines is None else [goal_chart(context, lines), goal_table(context, lines)]


def _problems(context: Context) -> Prose | None:
    """What the forecast lacks, in its own words."""
    problems = tuple(context.say(each) for each in context.results.base.problems)
    if not problems:
        return None
    return Prose(
        key="simulation.problems", heading=context.say("declaration.simulation.problems"), items=problems
    )
