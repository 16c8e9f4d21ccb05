"""The results as they are stored, printed and declared: decimals of 12 significant digits.

A series of months without a month means the same as everywhere in a plan: missing, which is not 0.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.forecast.economics import UnitEconomics
from kakehashi.forecast.leads import Row
from kakehashi.plan.item import Series
from kakehashi.rounding import canonical
from kakehashi.words import Message, number

_ZERO = Decimal(0)


def stored(value: float | None) -> Decimal | None:
    """A result at 12 significant digits, written without exponent; None when missing or not finite."""
    if value is None:
        return None
    if not value:
        return _ZERO
    if not math.isfinite(value):
        return None
    written = f"{value:.12g}"
    return Decimal(canonical(Decimal(written))) if "e" in written else Decimal(written)


def said(value: float | None, places: int = 0) -> str:
    """A result inside a sentence, rounded; what is too large to round is said as it is."""
    return number(stored(value), places if value is None or abs(value) < 1e15 else None)


def stored_series(months: tuple[str, ...], row: Row | None) -> Series:
    """A row of the forward run as month -> number; empty when it is missing."""
    if row is None:
        return {}
    values = zip(months, map(stored, row), strict=True)
    return {month: value for month, value in values if value is not None}


class StepForecast(msgspec.Struct, frozen=True, kw_only=True):
    """One funnel step over the plan's months; of a step before lead or after won only id and mark are known.

    `rate` as assumed in the plan, `rate_used` = passed on / (passed on + dropped) over all measures.
    entered = total + standing (at the beginning) = passed_on + dropped + still_open (after the last month).
    """

    id: str
    marks: str
    in_forecast: bool = False
    rate: Decimal | None = None
    rate_used: Decimal | None = None
    reached: Series = {}
    total: Decimal | None = None
    standing: Decimal | None = None
    entered: Decimal | None = None
    passed_on: Decimal | None = None
    dropped: Decimal | None = None
    still_open: Decimal | None = None


class RequiredStep(msgspec.Struct, frozen=True, kw_only=True):
    """What a goal requires of a step, from the first month to the goal's month; gap = required - planned."""

    step: str
    required: Decimal | None = None
    planned: Decimal | None = None
    gap: Decimal | None = None
    by_month: Series = {}


class Limit(msgspec.Struct, frozen=True, kw_only=True):
    """What a goal requires against what there is: capacity of a step, budget frame, cap of a category.

    `item`: id of the step or category. used = required / available; `message` says it. Money over all the
    plan's months, counts from the first month to the goal's month.
    """

    kind: Literal["capacity", "frame", "category"]
    item: str | None
    required: Decimal | None
    available: Decimal | None
    headroom: Decimal | None
    used: Decimal | None
    holds: bool | None
    months_over: tuple[str, ...]
    message: Message


class Backward(msgspec.Struct, frozen=True, kw_only=True):
    """What a goal requires: the smallest factor on typed leads and on the spend of measures with a response.

    `forecast` is the metric's value by the plan as it stands, gap = forecast - target. `limit` says why there
    is no factor (out of reach, not a metric of won deals, something missing). `spend` by measure and
    `spend_total` (all budget rows) are over all the plan's months; `unpriced` are measures whose typed leads
    grow without more money, because no response says what they cost. `limits`: what binds first stands first.
    """

    goal: str
    metric: str | None
    by: str | None
    target: Decimal | None = None
    forecast: Decimal | None = None
    gap: Decimal | None = None
    factor: Decimal | None = None
    limit: Message | None = None
    scaled_months: tuple[str, ...] = ()
    required: tuple[RequiredStep, ...] = ()
    spend: Mapping[str, Decimal | None] = {}
    spend_total: Decimal | None = None
    spend_planned: Decimal | None = None
    unpriced: tuple[str, ...] = ()
    feasible: bool | None = None
    limits: tuple[Limit, ...] = ()


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """All results of the deterministic run of a plan, or of one scenario of it.

    `by_measure`: measure id (and 'opening') -> step id -> how many reach it, by month. `renewed_revenue` is
    not part of `revenue`. `economics` is over the plan's months, `to_date` from the first to each month.
    """

    scenario: str | None
    months: tuple[str, ...]
    steps: tuple[StepForecast, ...]
    by_measure: Mapping[str, Mapping[str, Series]]
    spend: Series
    spend_by_measure: Mapping[str, Series]
    staff: Series
    revenue: Series
    gross_profit: Series
    renewed_revenue: Series
    economics: UnitEconomics[Decimal]
    to_date: Mapping[str, UnitEconomics[Decimal]]
    goals: tuple[Backward, ...]
    problems: tuple[Message, ...]
