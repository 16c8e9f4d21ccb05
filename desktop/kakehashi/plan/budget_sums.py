"""The budget by category and month, as it is worked on: rows, sums, what is over its cap and from when."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame
from kakehashi.plan.item import Series
from kakehashi.plan.kept import Kept
from kakehashi.plan.money import BudgetRow, Spending, plan_months, spent_by
from kakehashi.plan.plan import Plan

Which = Literal["planned", "committed", "actual", "variance"]
WHICH: tuple[Which, ...] = ("planned", "committed", "actual", "variance")

_ZERO = Decimal(0)


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A category with its rows (None: the rows without one). `planned` is the sum over the plan's months.

    `over`: by how much it is above its cap, None where it isn't or has none. `passed`: the month in which the
    running sum of what is planned goes above the cap.
    """

    category: BudgetCategory | None
    rows: tuple[BudgetRow, ...]
    planned: Decimal
    cap: Decimal | None
    over: Decimal | None
    passed: str | None


class Sheet(msgspec.Struct, frozen=True, kw_only=True):
    """The whole budget. `dated`: the months over which actuals are compared with the plan. `sums` and `total`
    are by month, in the view (planned, committed ...) that was asked for; `smallest` is the smallest planned
    amount that isn't 0: it says how many digits all of them need.
    """

    months: tuple[str, ...]
    dated: tuple[str, ...]
    groups: tuple[Group, ...]
    sums: Mapping[str | None, Series]
    total: Series
    smallest: Decimal | None
    planned: Decimal
    reserve: Decimal | None
    cap: Decimal | None
    over: Decimal | None


def budget_sheet(plan: Plan, which: Which) -> Sheet:
    """The budget of a plan, worked out once."""
    kept = plan.kept
    return kept.of(f"sheet of what is {which}", plan, lambda: sheet_of(plan, spent_by(plan), kept, which))


def sheet_of(plan: Plan, spent: Spending, kept: Kept, which: Which) -> Sheet:
    """The budget of a plan; of rows that have not changed, the sums of last time."""
    months, frame = plan_months(plan), plan.only(BudgetFrame)
    dated = dated_months(plan, spent.rows)
    known = {each.id for each in plan.items(BudgetCategory)}
    planned = _by_category(spent.rows, kept, "planned", months, dated)
    sums = planned if which == "planned" else _by_category(spent.rows, kept, which, months, dated)
    rows: dict[str | None, list[BudgetRow]] = {each: [] for each in known}
    for row in spent.rows:
        rows.setdefault(row.category if row.category in known else None, []).append(row)
    groups = [_group(each, rows[each.id], planned, frame, months) for each in plan.items(BudgetCategory)]
    if rows.get(None):
        groups.append(_group(None, rows[None], _without(planned, known), frame, months))
    whole = sum((group.planned for group in groups), _ZERO)
    return Sheet(
        months=months,
        dated=dated,
        groups=tuple(groups),
        sums={**{each: sums.get(each, {}) for each in known}, None: _without(sums, known)[None]},
        total=_added(tuple(sums.values())),
        smallest=_smallest(spent.rows, kept, months),
        planned=whole,
        reserve=frame.reserve,
        cap=frame.total,
        over=_over(whole, frame.total),
    )


def series_of(row: BudgetRow, which: Which, dated: Sequence[str]) -> Series:
    """A row's money by month; the variance is what was spent less what was planned, where either is set."""
    if which != "variance":
        found: Series = getattr(row, which)
        return found
    return {
        month: row.actual.get(month, _ZERO) - row.planned.get(month, _ZERO)
        for month in dated
        if month in row.actual or month in row.planned
    }


def dated_months(plan: Plan, rows: Sequence[BudgetRow]) -> tuple[str, ...]:
    """The months over which actuals are compared: the closed ones, else up to the last with an actual."""
    months = plan_months(plan)
    closed = plan.only(About).closed_through
    if closed is None:
        closed = max((month for row in rows for month in row.actual if month in months), default="")
    return tuple(month for month in months if month <= closed)


Sums = Mapping[str | None, Series]


def _by_category(
    rows: Sequence[BudgetRow], kept: Kept, which: Which, months: tuple[str, ...], dated: tuple[str, ...]
) -> Sums:
    def added(block: Sequence[BudgetRow]) -> Sums:
        found: dict[str | None, dict[str, Decimal]] = {}
        for row in block:
            here, series = found.setdefault(row.category, {}), series_of(row, which, dated)
            for month in months:
                if month in series:
                    here[month] = here.get(month, _ZERO) + series[month]
        return found

    parts = kept.blocks(f"{which} by category and month", rows, added, context=(months, dated))
    together: dict[str | None, list[Series]] = {}
    for part in parts:
        for category, series in part.items():
            together.setdefault(category, []).append(series)
    return {category: _added(each) for category, each in together.items()}


def _smallest(rows: Sequence[BudgetRow], kept: Kept, months: tuple[str, ...]) -> Decimal | None:
    def least(block: Sequence[BudgetRow]) -> Decimal | None:
        here = (row.planned for row in block)
        return min((abs(each[m]) for each in here for m in months if each.get(m)), default=None)

    parts = kept.blocks("smallest of rows", rows, least, context=months)
    return min((each for each in parts if each is not None), default=None)


def _added(parts: Sequence[Series]) -> Series:
    found: dict[str, Decimal] = {}
    for part in parts:
        for month, value in part.items():
            found[month] = found.get(month, _ZERO) + value
    return found


def _without(sums: Sums, known: set[str]) -> Sums:
    """What stands in no category that the plan has."""
    return {None: _added([each for category, each in sums.items() if category not in known])}


def _group(
    category: BudgetCategory | None,
    rows: Sequence[BudgetRow],
    sums: Sums,
    frame: BudgetFrame,
    months: tuple[str, ...],
) -> Group:
    key = category.id if category is not None else None
    series = sums.get(key, {})
    cap = frame.caps.get(key) if key is not None else None
    planned = sum(series.values(), _ZERO)
    return Group(
        category=category,
        rows=tuple(rows),
        planned=planned,
        cap=cap,
        over=_over(planned, cap),
        passed=passed_in(series, months, cap),
    )


def _over(planned: Decimal, cap: Decimal | None) -> Decimal | None:
    return planned - cap if cap is not None and planned > cap else None


def passed_in(series: Series, months: Sequence[str], cap: Decimal | None) -> str | None:
    """The month in which the running sum goes above the cap, where the whole does; else None."""
    if cap is None or sum((series.get(month, _ZERO) for month in months), _ZERO) <= cap:
        return None
    running = _ZERO
    for month in months:
        running += series.get(month, _ZERO)
        if running > cap:
            return month
    return None
