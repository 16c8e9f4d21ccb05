"""What the findings need of a plan: its conditions and figures, and what its goals require."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Asking

DAYS = 30
"""Without activity for so long counts as neglected, unless another number is asked for."""


def asking(plan: Plan, *, as_of: str | None = None, days: int = DAYS) -> Asking:
    """The findings' questions of this plan. `as_of` is the standing date (2027-04-01; None: the newest of
    the data)."""
    from kakehashi.evidence.findings import Asking
    from kakehashi.forecast.forecast import forecast

    needed: dict[str, Decimal] = {}
    for goal in forecast(plan).goals:
        for each in goal.required:
            step = plan.find(FunnelStep, each.step)
            if step is not None and each.required is not None:
                needed[step.marks] = max(needed.get(step.marks, each.required), each.required)
    return Asking(plan=plan, as_of=as_of, days=days, needed=needed)
