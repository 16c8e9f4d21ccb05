"""The steps that the forecast works with, and stable ASCII names for what leads from one to the next."""

from __future__ import annotations

from collections import Counter
from itertools import pairwise

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.plan.simulation import FunnelStep


class Way(msgspec.Struct, frozen=True):
    """From a step to the next one; `name` such as 'lead_follow' is what a workbook's named ranges end in."""

    step: FunnelStep
    following: FunnelStep
    name: str


def forecast_steps(context: Context) -> tuple[FunnelStep, ...]:
    """The steps from lead to won, as the stored results have them."""
    inside = {step.id for step in context.results.base.steps if step.in_forecast}
    return tuple(step for step in context.plan.items(FunnelStep) if step.id in inside)


def ways(context: Context) -> tuple[Way, ...]:
    """Every way from step to step, in order."""
    steps = forecast_steps(context)
    labels = _labels(steps)
    return tuple(
        Way(step, following, f"{labels[step.id]}_{labels[following.id]}")
        for step, following in pairwise(steps)
    )


def _labels(steps: tuple[FunnelStep, ...]) -> dict[str, str]:
    """The mark of a step; 'step3' for one that marks nothing of its own."""
    counts = Counter(step.marks for step in steps)
    return {
        step.id: step.marks if step.marks != "other" and counts[step.marks] == 1 else f"step{at}"
        for at, step in enumerate(steps, 1)
    }
