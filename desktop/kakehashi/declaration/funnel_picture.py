"""The funnel of the forecast: how many reach each step, rate and lag between them, what is required."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.lag_figures import mean_lag
from kakehashi.declaration.metric_units import count_digits
from kakehashi.declaration.simulation_views import STEPS, main_goal, result_of
from kakehashi.drawing.funnel import Funnel, FunnelStage, funnel
from kakehashi.drawing.scene import Scene
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import MISSING, number, percent

KEY = "simulation.funnel"
_PAGE = 560  # px of the picture in a document


def funnel_picture(context: Context) -> Picture | None:
    """The picture; None when the forecast has no figure for any step."""
    title = context.say("declaration.simulation.funnel")
    note = context.say("declaration.simulation.funnel_note")
    scene = funnel_scene(context, KEY, title, _PAGE, note=note)
    if scene is None:
        return None
    return Picture(key=KEY, title=title, scene=scene, description=scene.description, table=STEPS)


def funnel_scene(
    context: Context, key: str, title: str, width: float, *, note: str = "", only_short: bool = False
) -> Scene | None:
    """The funnel in so many px; None when the forecast has no figure for any step.

    only_short: what the goal requires is said only of the steps where the plan falls short of it.
    """
    steps = forecast_steps(context)
    if not any(result_of(context, step).total is not None for step in steps):
        return None
    described = [_described(context, step, last=step is steps[-1]) for step in steps]
    required = _required(context, only_short=only_short)
    return funnel(
        Funnel(
            key=key,
            title=title,
            description=context.say(
                "declaration.simulation.funnel_described", steps=context.listed(described)
            ),
            stages=tuple(_stage(context, step, required, last=step is steps[-1]) for step in steps),
            note=note,
            width=width,
        )
    )


Required = Mapping[str, tuple[Decimal, bool]]


def _required(context: Context, *, only_short: bool) -> Required:
    """Step id -> what is required up to the goal's month, and whether the plan falls short of it."""
    goal = main_goal(context)
    found = {
        each.step: (each.required, each.planned < each.required)
        for each in (goal.required if goal is not None else ())
        if each.required is not None and each.planned is not None
    }
    return {step: (needed, short) for step, (needed, short) in found.items() if short or not only_short}


def _stage(context: Context, step: FunnelStep, required: Required, *, last: bool) -> FunnelStage:
    total = result_of(context, step).total
    needed, short = required.get(step.id, (None, False))
    return FunnelStage(
        id=step.id,
        name=context.named(step.id),
        value=total,
        count=count_words(total),
        rate="" if last else rate_words(context, step),
        gap="" if needed is None else context.say("declaration.simulation.needed", count=count_words(needed)),
        short=short,
    )


def rate_words(context: Context, step: FunnelStep) -> str:
    """'25.0%, 2 months'."""
    rate = percent(step.rate.value) if step.rate is not None else MISSING
    months = mean_lag(step)
    if months is None:
        return rate
    lag = number(months, None if months == months.to_integral_value() else 1)
    return context.listed([rate, context.say("declaration.lag", months=lag)])


def count_words(value: Decimal | None) -> str:
    """A count of people or deals: one decimal below 100, where it says something."""
    if value is None:
        return MISSING
    return number(value, count_digits(value))


def _described(context: Context, step: FunnelStep, *, last: bool) -> str:
    count = count_words(result_of(context, step).total)
    said = context.say("declaration.labelled", label=context.named(step.id), value=count)
    if last:
        return said
    return context.say("declaration.with_note", value=said, note=rate_words(context, step))
