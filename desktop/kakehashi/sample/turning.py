"""The turn of the story: a measure that met its stop criterion ends; its money goes where it was to go."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.changes import Change, replacing
from kakehashi.plan.item import Series
from kakehashi.plan.plan import Plan
from kakehashi.sample.story import STORY, item_called


def stopped(plan: Plan) -> Change:
    """The measure ends with the months that are closed; the other gets what was left, and must bring more."""
    told = STORY["stopped"]
    closed = plan.only(About).closed_through or ""
    ended = item_called(plan, Measure, told["measure"])
    grown = item_called(plan, Measure, told["money_goes_to"])
    source, target = _line(plan, ended), _line(plan, grown)
    left = sum((money for month, money in source.planned.items() if month > closed), Decimal(0))
    moved = _decimals(told["money"])
    if sum(moved.values(), Decimal(0)) != left:
        raise ValueError(f"{left} is left, not {moved}")
    return replacing(
        plan,
        msgspec.structs.replace(ended, end=closed),
        msgspec.structs.replace(
            grown,
            expected=_added(grown.expected, _decimals(told["leads"])),
            success=tuple(
                msgspec.structs.replace(each, threshold=Decimal(told["succeeds_with"]))
                for each in grown.success
            ),
        ),
        msgspec.structs.replace(source, planned=_until(source.planned, closed)),
        msgspec.structs.replace(target, planned=_added(target.planned, moved)),
    )


def _line(plan: Plan, measure: Measure) -> BudgetLine:
    return next(each for each in plan.items(BudgetLine) if each.measure == measure.id)


def _decimals(months: dict[str, int]) -> dict[str, Decimal]:
    return {month: Decimal(value) for month, value in months.items()}


def _until(series: Series, last: str) -> Series:
    return {month: value for month, value in series.items() if month <= last}


def _added(series: Series, more: Series) -> Series:
    return {
        month: series.get(month, Decimal(0)) + more.get(month, Decimal(0))
        for month in sorted({*series, *more})
    }
