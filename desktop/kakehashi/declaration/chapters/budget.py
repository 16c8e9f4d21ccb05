"""Measures and budget: the money by category and month, against its frame, and what it is spent on."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.budget_chart import bars
from kakehashi.declaration.budget_inputs import ACTUAL, COMMITTED, LINES, frame_table, lines_table
from kakehashi.declaration.budget_variance import variance
from kakehashi.declaration.budget_views import by_month, categories, over_cap, planned
from kakehashi.declaration.context import Context
from kakehashi.declaration.finding_views import finding_blocks
from kakehashi.declaration.measure_schedule import measure_schedule
from kakehashi.declaration.measures import measures
from kakehashi.plan.budget import BudgetCategory, BudgetFrame


def chapter(context: Context) -> Chapter:
    """The year against its caps first, then the months, then the measures, then the lines behind it all."""
    found: list[Block | None] = []
    if not context.tells("summary"):
        found.append(categories(context))
    found += [bars(context), by_month(context)]
    if context.full:
        found.append(variance(context))
    if not context.headline:
        found += finding_blocks(context, "budget")
        found += measure_schedule(context)
        found.append(measures(context))
    found += [lines_table(context, LINES), lines_table(context, COMMITTED), lines_table(context, ACTUAL)]
    found.append(frame_table(context))
    blocks = tuple(block for block in found if block is not None)
    if not blocks:
        return context.chapter("budget", (), context.say("declaration.budget.empty"))
    return context.chapter("budget", blocks, budget_sentence(context))


def budget_sentence(context: Context) -> str:
    """The plan's money against its frame, and the categories beyond their caps."""
    money = planned(context)
    if money is None:
        return context.say("declaration.budget.none_planned")
    frame = context.plan.only(BudgetFrame)
    said = [_against_frame(context, money, frame.total)]
    for category in context.plan.items(BudgetCategory):
        if over_cap(context, category.id):
            beyond = (planned(context, category.id) or Decimal(0)) - frame.caps[category.id]
            said.append(
                context.say(
                    "declaration.budget.over_cap",
                    category=context.named(category.id),
                    amount=context.money(beyond),
                )
            )
    return context.sentences(said)


def _against_frame(context: Context, money: Decimal, cap: Decimal | None) -> str:
    if cap is None:
        return context.say("declaration.budget.sentence", total=context.money(money))
    return context.say(
        "declaration.budget.sentence_over" if money > cap else "declaration.budget.sentence_within",
        total=context.money(money),
        cap=context.money(cap),
        difference=context.money(abs(cap - money)),
    )
