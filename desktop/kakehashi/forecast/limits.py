"""Why a goal is out of reach: the limit that binds, in words."""

from __future__ import annotations

from kakehashi.forecast.inputs import Inputs
from kakehashi.forecast.leads import Saturating
from kakehashi.forecast.pull import MOST_FACTOR, Pull
from kakehashi.forecast.results import said
from kakehashi.forecast.sources import Source
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Message


def why_out_of_reach(plan: Plan, inputs: Inputs, pull: Pull, goal: float, window: range) -> Message:
    """Which limit keeps any factor on these months from meeting the goal."""
    if not window:
        return Message("forecast.limit.closed")
    growing = [source for source in inputs.together if _grows(source, window)]
    if not growing:
        return Message("forecast.limit.no_leads")
    if pull.can_reach(goal):
        return Message("forecast.limit.factor", {"most": said(MOST_FACTOR)})
    if pull.most > pull.at(0.0) or all(_without_top(source) for source in growing):
        return Message("forecast.limit.saturation", {"most": said(pull.most, 1)})
    stuck = [_zero_rate(source) for source in growing]
    if None not in stuck:
        step = inputs.steps[min(at for at in stuck if at is not None)]
        return Message("forecast.limit.rate", {"step": name_of(plan, plan.get(step.id))})
    first, last = inputs.months[window.start], inputs.months[window.stop - 1]
    return Message("forecast.limit.lag", {"first": first, "last": last})


def _grows(source: Source, window: range) -> bool:
    row = source.brings if isinstance(source.brings, tuple) else source.spend
    return any(row[t] for t in window)


def _without_top(source: Source) -> bool:
    return isinstance(source.brings, Saturating) and not source.brings.top


def _zero_rate(source: Source) -> int | None:
    """The first step on the source's way whose rate is 0."""
    start = source.enters or 0
    return next((at for at, rate in enumerate(source.rates) if at >= start and rate == 0), None)
