"""The spend finding as actual money of the budget lines whose measures the data name."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.findings.base import period_text
from kakehashi.evidence.findings.lines import line_of, lines_by_name, without_line
from kakehashi.plan.amounts import full_amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import at_end
from kakehashi.plan.item import Item, Passport
from kakehashi.plan.kinds import budget_line_of
from kakehashi.plan.money import cost_source
from kakehashi.plan.plan import Plan
from kakehashi.words import Message


def spend_items(
    plan: Plan, finding: Finding, record: str, person: str, date: str, _make_id: Callable[[], str]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]:
    """Actual months of the budget lines that the data name: by measure, line, or source of a derived row."""
    lines = lines_by_name(plan)
    found: dict[str, dict[str, Decimal]] = {}
    currencies: set[object] = set()
    for row in finding.records(part="spent"):
        amount, month = row["amount"], row["month"]
        if not isinstance(amount, Decimal) or not isinstance(month, str):
            continue
        if (line := line_of(lines, row)) is not None:
            currencies.add(row["currency"])
            months = found.setdefault(line, {})
            months[month] = months.get(month, Decimal(0)) + amount
    source = ", ".join(dict.fromkeys(each.name for each in finding.sources))
    passport = Passport(origin="measured", source=source, checked_on=date, by=person, finding=record)
    items = tuple(
        _with_actual(
            plan,
            line,
            months,
            msgspec.structs.replace(passport, period=period_text(min(months), max(months))),
            record,
        )
        for line, months in found.items()
    )
    about, total = plan.only(About), sum(map(_sum, found.values()), Decimal(0))
    told = [Message("adopt.spend", {"count": len(items), "sum": full_amount_text(total, about)})]
    if found and not any(currencies):
        told.append(Message("adopt.currency", {"currency": about.currency}))
    if left := without_line(lines, finding.records(part="spent")):
        names = ", ".join(list(left)[:8])
        not_in = full_amount_text(_sum(left), about)
        told.append(Message("adopt.spend_left", {"sum": not_in, "names": names}))
    return items, (), tuple(told)


def _sum(months: dict[str, Decimal]) -> Decimal:
    return sum(months.values(), Decimal(0))


def _with_actual(
    plan: Plan, line_id: str, months: dict[str, Decimal], passport: Passport, key: str
) -> BudgetLine:
    """The line with these actual months; of a derived row the line beside it, made at the first entry."""
    line = plan.find(BudgetLine, line_id)
    if line is None:
        source = cost_source(plan, line_id)
        assert source is not None
        made = budget_line_of(source.id)
        line = plan.find(BudgetLine, made) or BudgetLine(
            id=made, position=at_end(plan, "BudgetLine"), source=source.id, category=source.category
        )
    return msgspec.structs.replace(
        line,
        actual={**line.actual, **months},
        actual_from={**line.actual_from, **dict.fromkeys(months, key)},
        passports={**line.passports, key: passport},
    )
