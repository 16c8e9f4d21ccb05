"""What the first months of the sample's year brought: metrics as counted, money as invoiced and ordered."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import Change, adding, at_end, joined, replacing
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import budget_line_of
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import BudgetRow, budget_rows, cost_source
from kakehashi.plan.plan import Plan
from kakehashi.sample.dice import Dice
from kakehashi.sample.story import STORY, item_called
from kakehashi.sample.targets import metric_of
from kakehashi.sample.world import SEED
from kakehashi.words import in_language

YEN = 1_000
"""Invoices are told to this."""
STRAY = 0.03
"""How far an invoice strays from the plan; fees do not."""


def quarter(plan: Plan, month: str) -> Change:
    """The close of a month: counts, orders, and the money of each row of the budget."""
    money, spent = _money(plan, month)
    counted = STORY["counted"][month]
    items = [_with_actual(metric_of(plan, mark), month, Decimal(many)) for mark, many in counted.items()]
    orders = next(each for each in plan.items(Metric) if each.follows == "revenue")
    spend = next(each for each in plan.items(Metric) if each.follows == "spend")
    items.append(_with_actual(orders, month, Decimal(STORY["orders"][month])))
    items.append(_with_actual(spend, month, spent))
    items += [
        _with_actual(item_called(plan, Metric, name), month, Decimal(months[month]))
        for name, months in STORY["other_metrics"].items()
        if month in months
    ]
    return joined((replacing(plan, *items), money))


def _with_actual(metric: Metric, month: str, value: Decimal) -> Item:
    return msgspec.structs.replace(metric, actual={**metric.actual, month: value})


def _money(plan: Plan, month: str) -> tuple[Change, Decimal]:
    """The rows with what was invoiced this month and what is ordered ahead; and the sum invoiced."""
    changes: list[Change] = []
    spent = Decimal(0)
    for row in budget_rows(plan):
        planned = row.planned.get(month)
        ahead = _ordered(row, month)
        if not planned and not ahead:
            continue
        line = _line(plan, row)
        invoiced = {month: _invoiced(row, month, planned)} if planned else {}
        spent += sum(invoiced.values(), Decimal(0))
        filled = msgspec.structs.replace(
            line,
            actual={**line.actual, **invoiced},
            committed={**line.committed, **invoiced, **ahead},
        )
        changes.append(replacing(plan, filled) if line.id in plan else adding(filled))
    return joined(changes), spent


def _line(plan: Plan, row: BudgetRow) -> BudgetLine:
    """The line that holds a row's money; of a derived row made at the first entry."""
    line = plan.find(BudgetLine, row.line)
    if line is not None:
        return line
    source = cost_source(plan, row.source)
    assert source is not None
    return BudgetLine(
        id=budget_line_of(source.id),
        position=at_end(plan, "BudgetLine"),
        source=source.id,
        category=source.category,
    )


def _invoiced(row: BudgetRow, month: str, planned: Decimal) -> Decimal:
    if row.source is not None:
        return planned
    dice = Dice(SEED, f"invoice {in_language(row.name, 'en')} {month}")
    return Decimal(int(dice.around(float(planned), STRAY) / YEN + 0.5) * YEN)


def _ordered(row: BudgetRow, month: str) -> dict[str, Decimal]:
    """What is ordered before its month: what the story names, in full."""
    if in_language(row.name, "en") not in STORY["ordered"].get(month, ()):
        return {}
    return {later: value for later, value in row.planned.items() if later > month}
