"""What customers cost and are worth, over a range of months (docs: forecast.md, 'Economics').

One won deal = one customer, revenue booked in the month won, churn a month. A zero denominator and a missing
assumption both give None: never infinity, never 0.
"""

from __future__ import annotations

from typing import Generic, TypeVar

import msgspec

from kakehashi.forecast.inputs import Inputs, Terms
from kakehashi.forecast.lags import fixed
from kakehashi.forecast.leads import Row

N = TypeVar("N")


class UnitEconomics(msgspec.Struct, Generic[N], frozen=True, kw_only=True):
    """Money in full units of the plan's currency; payback in months; ROI, LTV/CAC as plain ratios.

    `budget` = planned money of all rows; `staff` = in-house staff outside the budget, counted in `cost` only
    when the plan says so; `cost` = budget (+ staff) + `sales_cost` (of all won deals). The cost per lead,
    opportunity and valid opportunity is budget (+ staff): what a won deal costs in sales comes later.
    """

    leads: N | None = None
    opportunities: N | None = None
    valid: N | None = None
    won: N | None = None
    revenue: N | None = None
    gross_profit: N | None = None
    budget: N | None = None
    staff: N | None = None
    sales_cost: N | None = None
    cost: N | None = None
    cac: N | None = None
    value_per_month: N | None = None
    ltv: N | None = None
    ltv_cac: N | None = None
    payback: N | None = None
    roi: N | None = None
    cost_per_lead: N | None = None
    cost_per_opportunity: N | None = None
    cost_per_valid: N | None = None


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """What a range of months brings and costs: counts of people and deals, money as planned."""

    leads: float | None
    opportunities: float | None
    valid: float | None
    won: float | None
    budget: float | None
    staff: float | None


def unit_economics(terms: Terms, counts: Counts) -> UnitEconomics[float]:
    """The economics of these counts.

    CAC = cost / won; value per month = deal value / contract months; LTV = value per month x margin / churn;
    payback = CAC / (value per month x margin); ROI = (gross profit - cost) / cost.
    """
    revenue = _times(counts.won, terms.deal_value)
    profit = _times(revenue, terms.gross_margin)
    spent = _plus(counts.budget, counts.staff) if terms.staff_counts else counts.budget
    sales_cost = _times(counts.won, terms.sales_cost)
    cost = _plus(spent, sales_cost)
    cac = _over(cost, counts.won)
    value = _over(terms.deal_value, terms.contract_months)
    margin = _times(value, terms.gross_margin)
    ltv = _over(margin, terms.churn)
    return UnitEconomics(
        leads=counts.leads,
        opportunities=counts.opportunities,
        valid=counts.valid,
        won=counts.won,
        revenue=revenue,
        gross_profit=profit,
        budget=counts.budget,
        staff=counts.staff,
        sales_cost=sales_cost,
        cost=cost,
        cac=cac,
        value_per_month=value,
        ltv=ltv,
        ltv_cac=_over(ltv, cac),
        payback=_over(cac, margin),
        roi=_over(None if profit is None or cost is None else profit - cost, cost),
        cost_per_lead=_over(spent, counts.leads),
        cost_per_opportunity=_over(spent, counts.opportunities),
        cost_per_valid=_over(spent, counts.valid),
    )


def to_date(inputs: Inputs, reached: tuple[Row | None, ...]) -> tuple[UnitEconomics[float], ...]:
    """The economics from the first month up to each month; the last one is that of the whole plan."""
    places = {name: inputs.place(mark) for name, mark in _MARKS.items()}
    rows = {name: None if at is None else reached[at] for name, at in places.items()}
    rows |= {"budget": inputs.budget, "staff": inputs.staff}
    running = {name: _running(row, len(inputs.months)) for name, row in rows.items()}
    return tuple(
        unit_economics(inputs.terms, Counts(**{name: values[t] for name, values in running.items()}))
        for t in range(len(inputs.months))
    )


_MARKS = {"leads": "lead", "opportunities": "opportunity", "valid": "valid", "won": "won"}


def renewed_revenue(terms: Terms, won: Row | None) -> Row | None:
    """Revenue from renewals by month, beside the revenue of won deals: cohorts of customers by contract term.

    Those won in month t renew at t + contract months and so on (a broken month is split like a fixed lag):
    (1 - churn) ^ months of them are still there, each worth the deal value x (1 + expansion a year) ^ years.
    """
    said = (terms.deal_value, terms.contract_months, terms.churn, terms.expansion)
    value, term, churn, expansion = said
    if won is None or value is None or not term or churn is None or expansion is None:
        return None
    found = [0.0] * len(won)
    after = term
    while after < len(won):
        worth = value * (1 - churn) ** after * (1 + expansion) ** (after / 12)
        for months, share in enumerate(fixed(after)):
            if share:
                for t in range(len(won) - months):
                    found[t + months] += won[t] * share * worth
        after += term
    return tuple(found)


def times_each(row: Row | None, factor: float | None) -> Row | None:
    """Each month times a factor; None when either is missing."""
    return None if row is None or factor is None else tuple(value * factor for value in row)


def _running(row: Row | None, size: int) -> tuple[float | None, ...]:
    if row is None:
        return (None,) * size
    found = []
    total = 0.0
    for value in row:
        total += value
        found.append(total)
    return tuple(found)


def _times(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one * other


def _plus(one: float | None, other: float | None) -> float | None:
    return None if one is None or other is None else one + other


def _over(one: float | None, other: float | None) -> float | None:
    return None if one is None or not other else one / other
