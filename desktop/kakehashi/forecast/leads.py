"""Leads from spend: linear or saturating (Hill), with carry-over of spend into later months."""

from __future__ import annotations

import math
from collections.abc import Sequence

import msgspec

Row = tuple[float, ...]  # one number a month, first to last month of the plan


def rows_together(rows: Sequence[Row]) -> Row:
    """The sum of rows by month; of one row, itself."""
    return rows[0] if len(rows) == 1 else tuple(map(sum, zip(*rows, strict=True)))


class Linear(msgspec.Struct, frozen=True, kw_only=True):
    """Leads = spend / cost per lead (money, above 0)."""

    cost_per_lead: float
    carry_over: float = 0.0


class Saturating(msgspec.Struct, frozen=True, kw_only=True):
    """Leads = top * x^k / (half^k + x^k): top in leads a month, half in money a month, k the steepness."""

    top: float
    half: float
    steepness: float
    carry_over: float = 0.0


Curve = Linear | Saturating


def carried(spend: Row, share: float) -> Row:
    """The spend at work in each month: x[t] = spend[t] + share * x[t-1] (geometric adstock)."""
    found = []
    before = 0.0
    for money in spend:
        before = money + share * before
        found.append(before)
    return tuple(found)


def saturated(x: float, half: float, steepness: float) -> float:
    """The part of the top that this spend reaches, 0 to 1; 0 without spend."""
    if x <= 0:
        return 0.0
    exponent = steepness * math.log(half / x)
    return 1 / (1 + math.exp(exponent)) if exponent < 700 else 0.0


def leads_from(curve: Curve, spend: Row) -> Row:
    """Leads by month from spend by month."""
    at_work = carried(spend, curve.carry_over)
    if isinstance(curve, Linear):
        return tuple(x / curve.cost_per_lead for x in at_work)
    return tuple(curve.top * saturated(x, curve.half, curve.steepness) for x in at_work)
