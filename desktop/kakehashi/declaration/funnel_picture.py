"""The funnel of the forecast: how many reach each step, rate and lag between them, what is required."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.simulation_views import STEPS, main_goal, result_of
from kakehashi.drawing.funnel import Funnel, FunnelStage, funnel
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import MISSING, number, percent

KEY = "simulation.funnel"


def funnel_picture(context: Context) -> Picture | None:
    """The picture; None when the forecast has no figure for any step."""
    steps = forecast_steps(context)
    if not any(result_of(context, step).total is not None for step in steps):
        return None
    title = context.say("declaration.simulation.funnel")
    description = context.say(
        "declaration.simulation.funnel_described",
        steps=context.listed([_described(context, step, last=step is steps[-1]) for step in steps]),
    )
    required = _required(context)
    picture = Funnel(
        key=KEY,
        title=title,
        description=description,
        stages=tuple(_stage(context, step, required, last=step is steps[-1]) for step in steps),
        note=context.say("declaration.simulation.funnel_note"),
        width=560,
    )
    return Picture(key=KEY, title=title, scene=funnel(picture), description=description, table=STEPS)


def _required(context: Context) -> dict[str, tuple[Decimal | None, Decimal | None]]:
    """Step id -> required and planned up to the goal's month."""
    goal = main_goal(context)
    return {} if goal is None else {each.step: (each.required, each.planned) for each in goal.required}


def _stage(
    context: Context,
    step: FunnelStep,
    required: dict[str, tuple[Decimal | None, Decimal | None]],
    *,
    last: bool,
) -> FunnelStage:
    total = result_of(context, step).total
    needed, planned = required.get(step.id, (None, None))
    gap = ""
    short = False
    if needed is not None and planned is not None:
        short = planned < needed
        gap = context.say("declaration.simulation.needed", count=count_words(needed))
    return FunnelStage(
        id=step.id,
        name=context.named(step.id),
        value=total,
        count=count_words(total),
        rate="" if last else rate_words(context, step),
        gap=gap,
        short=short,
    )


def rate_words(context: Context, step: FunnelStep) -> str:
    """'25.0%, 2 months'."""
    rate = percent(step.rate.value) if step.rate is not None else MISSING
    if step.lag is None or step.lag.value is None or step.lag_shape == "histogram":
        return rate
    lag = number(step.lag.value, None if step.lag.value == step.lag.value.to_integral_value() else 1)
    return context.listed([rate, context.say("declaration.lag", months=lag)])


def count_words(value: Decimal | None) -> str:
    """A count of people or deals: one decimal below 100, where it says something."""
    if value is None:
        return MISSING
    return number(value, 1 if abs(value) < 100 and value != value.to_integral_value() else 0)


def _described(context: Context, step: FunnelStep, *, last: bool) -> str:
    count = count_words(result_of(context, step).total)
    said = context.say("declaration.labelled", label=context.named(step.id), value=count)
    if last:
        return said
    return context.say("declaration.with_note", value=said, note=rate_words(context, step))
