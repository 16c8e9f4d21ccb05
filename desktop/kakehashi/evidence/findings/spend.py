"""Spend: amounts by month, category, measure and campaign, what came of it, and against the plan.

Rows of two parts. `spent`: what the data say. `against`: by category, measure and month, the money of the
months that the data hold against what is planned for the same months; in the plan's currency.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from kakehashi.evidence.findings.base import (
    Asked,
    FindingCell,
    Outcome,
    exact,
    month_text,
    period_text,
    twelve,
)
from kakehashi.evidence.findings.lines import folded, line_of, lines_by_name, names_of, without_line
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, Measure
from kakehashi.plan.money import BudgetRow, budget_rows, plan_months
from kakehashi.plan.plan import Plan
from kakehashi.words import Message, in_language, number

COLUMNS = (
    "part",  # spent, against
    "group",  # against: all, category, measure, month
    "value",  # against: which; None = what belongs to none
    "month",  # 2027-04
    "category",
    "measure",
    "campaign",
    "currency",
    "entries",  # rows behind it
    "amount",  # None = no row gave an amount
    "planned",  # against: for the same months
    "difference",  # against: amount - planned
    "rate",  # against: amount / planned
    "leads",
    "clicks",
    "impressions",
)


def spend(asked: Asked) -> Outcome:
    """The finding, computed on the canonical view of this connection."""
    found = asked.query("spend")
    rows = [_row(row) for row in found]
    currencies = {row["currency"] for row in found}
    notes = [Message("finding.note.currencies", {"count": len(currencies)})] if len(currencies) > 1 else []
    months = [month_text(int(row["month_number"])) for row in found]
    period = period_text(min(months), max(months)) if months else ""
    against = list(_against(asked.plan, found))
    if against and currencies - {None, asked.plan.only(About).currency}:
        notes.append(Message("finding.note.other_currencies", {"currency": asked.plan.only(About).currency}))
    notes += _left_out(asked.plan, found)
    return Outcome(COLUMNS, (*rows, *against), {}, tuple(notes), period)


MOST_NAMES = 8
"""So many names of money without a line are told, the largest."""


def _left_out(plan: Plan, found: list[dict[str, Any]]) -> Iterator[Message]:
    """What no line of the budget answers to, if there are lines: fees and tools that serve many measures."""
    if not any(row.planned for row in budget_rows(plan)):
        return
    currency = plan.only(About).currency
    left = without_line(lines_by_name(plan), (row for row in found if row["currency"] in (None, currency)))
    if left:
        total = sum(left.values(), Decimal(0))
        values = {"sum": number(total), "names": ", ".join(list(left)[:MOST_NAMES])}
        yield Message("finding.note.no_line", values)


def _cells(**cells: FindingCell) -> tuple[FindingCell, ...]:
    return tuple(cells.get(name) for name in COLUMNS)


def _row(row: dict[str, Any]) -> tuple[FindingCell, ...]:
    def count(name: str) -> int | None:
        return None if row[name] is None else int(row[name])

    return _cells(
        part="spent",
        month=month_text(int(row["month_number"])),
        category=row["category"],
        measure=row["measure"],
        campaign=row["campaign"],
        currency=row["currency"],
        entries=int(row["entries"]),
        amount=None if row["amount"] is None else exact(row["amount"]),
        leads=count("leads"),
        clicks=count("clicks"),
        impressions=count("impressions"),
    )


class _Sums:
    """Planned and spent money of one kind of group, by which of them."""

    def __init__(self) -> None:
        self.planned: dict[str | None, Decimal] = {}
        self.spent: dict[str | None, Decimal] = {}
        self.entries: dict[str | None, int] = {}

    def plan(self, key: str | None, amount: Decimal) -> None:
        self.planned[key] = self.planned.get(key, Decimal(0)) + amount

    def spend(self, key: str | None, amount: Decimal, entries: int) -> None:
        self.spent[key] = self.spent.get(key, Decimal(0)) + amount
        self.entries[key] = self.entries.get(key, 0) + entries

    def with_money(self) -> list[str | None]:
        """What has money either way, the most planned first."""
        nothing = Decimal(0)
        return sorted(
            self.planned.keys() | self.spent.keys(),
            key=lambda key: (-self.planned.get(key, nothing), -self.spent.get(key, nothing), key or ""),
        )


def _against(plan: Plan, found: list[dict[str, Any]]) -> Iterator[tuple[FindingCell, ...]]:
    """Nothing where no month of the data is one of the plan with money planned."""
    about = plan.only(About)
    told = {month_text(int(row["month_number"])) for row in found if row["amount"] is not None}
    months = [month for month in plan_months(plan) if month in told]
    rows = budget_rows(plan)
    sums = {group: _Sums() for group in ("all", "category", "measure", "month")}
    _add_planned(sums, rows, months)
    if not sums["all"].planned:
        return
    _add_spent(sums, plan, rows, [row for row in found if row["currency"] in (None, about.currency)], months)
    yield _against_row("all", None, None, sums["all"], about.currency)
    for group in ("category", "measure"):
        for key in sums[group].with_money():
            item = plan.get(key)
            name = in_language(getattr(item, "name", ""), about.language) if item is not None else None
            yield _against_row(group, key, name, sums[group], about.currency)
    for month in months:
        yield _against_row("month", month, month, sums["month"], about.currency)


def _add_planned(sums: dict[str, _Sums], rows: tuple[BudgetRow, ...], months: list[str]) -> None:
    for row in rows:
        for month in months:
            if (amount := row.planned.get(month)) is not None:
                for group, key in _places(month, row.category, row.measure).items():
                    sums[group].plan(key, amount)


def _add_spent(
    sums: dict[str, _Sums],
    plan: Plan,
    rows: tuple[BudgetRow, ...],
    found: list[dict[str, Any]],
    months: list[str],
) -> None:
    by_name, categories, measures = _rows_by_name(plan, rows), _categories(plan), _measures(plan)
    for data in found:
        month = month_text(int(data["month_number"]))
        if month not in months or data["amount"] is None:
            continue
        line = line_of(by_name, data)
        measure = measures.get(folded(data["measure"])) or measures.get(folded(data["campaign"]))
        category = line.category if line else categories.get(folded(data["category"]))
        for group, key in _places(month, category, (line.measure if line else None) or measure).items():
            sums[group].spend(key, Decimal(data["amount"]), int(data["entries"]))


def _places(month: str, category: str | None, measure: str | None) -> dict[str, str | None]:
    return {"all": None, "category": category, "measure": measure, "month": month}


def _against_row(
    group: str, key: str | None, value: str | None, sums: _Sums, currency: str
) -> tuple[FindingCell, ...]:
    planned, spent = sums.planned.get(key), sums.spent.get(key, Decimal(0))
    return _cells(
        part="against",
        group=group,
        value=value,
        currency=currency,
        entries=sums.entries.get(key, 0),
        amount=exact(spent),
        planned=None if planned is None else exact(planned),
        difference=exact(spent - (planned or Decimal(0))),
        rate=twelve(spent / planned) if planned else None,
    )


def _rows_by_name(plan: Plan, rows: tuple[BudgetRow, ...]) -> dict[str, BudgetRow]:
    """What a row of spend may name -> the row of the budget."""
    by_place: dict[str, BudgetRow] = {}
    for row in rows:
        for place in (row.source, row.line or row.id):
            if place is not None:
                by_place.setdefault(place, row)
    return {name: by_place[place] for name, place in lines_by_name(plan).items() if place in by_place}


def _categories(plan: Plan) -> dict[str, str]:
    return {
        folded(name): category.id
        for category in plan.items(BudgetCategory)
        for name in (*names_of(category.name), category.code)
        if folded(name) and folded(name) != "other"
    }


def _measures(plan: Plan) -> dict[str, str]:
    return {
        folded(name): measure.id
        for measure in plan.items(Measure)
        for name in (*measure.identified_by, *names_of(measure.name))
        if folded(name)
    }
