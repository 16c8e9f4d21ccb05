"""The budget by month as stacked columns: a native chart over the table's cells, the scene elsewhere."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Chart
from kakehashi.declaration.budget_inputs import Group, groups
from kakehashi.declaration.budget_views import BY_MONTH, planned
from kakehashi.declaration.context import Context
from kakehashi.declaration.spans import calendar_years, month_spans
from kakehashi.drawing.budget_bars import BudgetBars, BudgetSeries, budget_bars
from kakehashi.drawing.category_mark import Category
from kakehashi.drawing.tokens import BUDGET_CATEGORIES, added_category
from kakehashi.plan.money import total
from kakehashi.words import month, number, percent

KEY = "budget.bars"


def bars(context: Context) -> Chart | None:
    """The chart; None when nothing is planned."""
    here = [group for group in groups(context) if group.rows and _planned(group, context.months)]
    if not here:
        return None
    title = context.say("declaration.budget.bars")
    description = _description(context, here)
    drawn_as = looks(context)
    totals = [_sum([_planned(group, (each,)) for group in here]) for each in context.months]
    digits = context.money_digits(totals)
    picture = BudgetBars(
        key=KEY,
        title=title,
        description=description,
        months=tuple(month(each, context.language, year=False) for each in context.months),
        years=calendar_years(context.months, context.language),
        series=tuple(_series(context, group, drawn_as[group.key]) for group in here),
        totals=tuple("" if each is None else number(each / context.unit.size, digits) for each in totals),
        closed=sum(span.closed for span in month_spans(context.about, context.language)),
        closed_text=context.say("declaration.closed"),
    )
    return Chart(
        key=KEY,
        title=title,
        shape="column_stacked",
        table=BY_MONTH,
        series=tuple(group.key for group in here),
        categories=context.months,
        scene=budget_bars(picture),
        description=description,
        unit=context.unit.title,
    )


def looks(context: Context) -> dict[str, Category]:
    """Mark and colour of each category by its key; added ones take further colours in their order."""
    found = {}
    added = 0
    for group in groups(context):
        if known := BUDGET_CATEGORIES.get(group.code):
            found[group.key] = Category(group.name, known.mark(context.language), known.token)
        else:
            found[group.key] = Category(group.name, group.name[:1], added_category(added))
            added += 1
    return found


def _series(context: Context, group: Group, look: Category) -> BudgetSeries:
    values = [_planned(group, (each,)) for each in context.months]
    return BudgetSeries(
        id=group.key,
        category=look,
        values=tuple(None if value is None else value / context.unit.size for value in values),
        texts=tuple(context.money(value) for value in values),
    )


def _planned(group: Group, months: tuple[str, ...]) -> Decimal | None:
    return _sum([total(row.planned, months) for row in group.rows])


def _sum(values: list[Decimal | None]) -> Decimal | None:
    present = [value for value in values if value is not None]
    return sum(present, Decimal(0)) if present else None


def _description(context: Context, here: list[Group]) -> str:
    """The total, the largest month, each category with its share."""
    whole = planned(context) or Decimal(0)
    by_month = {each: _sum([_planned(group, (each,)) for group in here]) for each in context.months}
    known = {each: value for each, value in by_month.items() if value is not None}
    largest = max(known, key=lambda each: (known[each], each))
    parts = [
        context.say(
            "declaration.budget.part",
            name=group.name,
            amount=context.money(_planned(group, context.months)),
            share=percent((_planned(group, context.months) or Decimal(0)) / whole) if whole else "",
        )
        for group in here
    ]
    return context.say(
        "declaration.budget.bars_described",
        total=context.money(whole),
        month=context.month(largest),
        most=context.money(known[largest]),
        parts=context.listed(parts),
    )
