"""The page that executives read: conclusion, figures, goal against forecast, money against caps, needs."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Block, Cell, Chapter, KeyFigure, KeyFigures, Prose
from kakehashi.declaration.budget_views import categories, planned
from kakehashi.declaration.cells import figure, signed
from kakehashi.declaration.chapters.budget import budget_sentence
from kakehashi.declaration.chapters.direction import guide_sentence
from kakehashi.declaration.context import Context
from kakehashi.declaration.goal_chart import goal_chart, goal_description, goal_lines, goal_table
from kakehashi.declaration.metric_units import MetricUnit, metric_unit
from kakehashi.declaration.role_views import open_roles
from kakehashi.declaration.simulation_views import goal_words, main_goal, months_over
from kakehashi.forecast.results import Backward
from kakehashi.plan.budget import BudgetFrame
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Role
from kakehashi.words import number, percent

_MONTHS_NAMED = 3


def chapter(context: Context) -> Chapter:
    """One page; the reader should be able to decide by it."""
    blocks: list[Block] = [_conclusion(context)]
    if (figures := _figures(context)) is not None:
        blocks.append(figures)
    lines = goal_lines(context)
    if lines is not None:
        blocks += [goal_chart(context, lines), goal_table(context, lines)]
    if (table := categories(context)) is not None:
        blocks.append(table)
    if (needs := _needs(context)) is not None:
        blocks.append(needs)
    guide = guide_sentence(context)
    sentence = context.say("declaration.summary.guide", sentence=guide) if guide else ""
    return Chapter(
        key="summary",
        title=context.say("declaration.chapter.summary"),
        blocks=tuple(blocks),
        sentence=sentence,
    )


def _conclusion(context: Context) -> Prose:
    said = [goal_description(context), budget_sentence(context)]
    return Prose(
        key="summary.conclusion",
        heading=context.say("declaration.summary.conclusion"),
        paragraphs=(context.sentences(said),),
        lead=True,
    )


def _figures(context: Context) -> KeyFigures | None:
    """Goal, forecast, gap, budget, CAC: those that there are."""
    found = [*_goal_figures(context), *_money_figures(context)]
    return KeyFigures(key="summary.figures", figures=tuple(found)) if found else None


def _goal_figures(context: Context) -> list[KeyFigure]:
    goal = main_goal(context)
    metric = None if goal is None else context.plan.find(Metric, goal.metric)
    if goal is None or metric is None or goal.target is None:
        return []
    unit = metric_unit(context, metric)
    name = context.named(metric.id)
    until = context.say("declaration.summary.until", month=context.month(goal.by))
    found = [
        _figure(unit, "goal", context.say("declaration.summary.goal", metric=name), goal.target, until),
    ]
    if goal.forecast is not None:
        rate = percent(goal.forecast / goal.target) if goal.target else ""
        comparison = context.say("declaration.summary.of_goal", rate=rate) if rate else ""
        label = context.say("declaration.summary.forecast")
        found.append(_figure(unit, "forecast", label, goal.forecast, comparison))
    if goal.gap is not None:
        missed = goal.gap < 0 if metric.better == "up" else goal.gap > 0
        label = context.say("declaration.summary.gap")
        found.append(_figure(unit, "gap", label, goal.gap, _factor(context, goal), warn=missed))
    return found


def _factor(context: Context, goal: Backward) -> str:
    """How much more it would take, when something can be worked back."""
    if goal.factor is None or goal.factor <= 1 or goal.gap is None or goal.gap >= 0:
        return ""
    return context.say("declaration.summary.factor", percent=percent(goal.factor - 1))


def _figure(
    unit: MetricUnit, key: str, label: str, value: Decimal, comparison: str, *, warn: bool = False
) -> KeyFigure:
    cell: Cell = unit.cell(value, tone="warn" if warn else "")
    if key == "gap":
        cell = signed(cell)
    return KeyFigure(
        key=key,
        label=label,
        cell=cell,
        kind=unit.kind,
        unit=unit.unit,
        digits=unit.digits,
        comparison=comparison,
    )


def _money_figures(context: Context) -> list[KeyFigure]:
    unit = context.unit
    found = []
    money, frame = planned(context), context.plan.only(BudgetFrame)
    if money is not None:
        over = frame.total is not None and money > frame.total
        cap = context.money(frame.total)
        found.append(
            KeyFigure(
                key="budget",
                label=context.say("declaration.summary.budget"),
                cell=figure(money / unit.size, tone="bad" if over else ""),
                kind="money",
                unit=unit.name,
                digits=context.money_digits([money]),
                comparison=context.say("declaration.summary.cap", cap=cap) if frame.total is not None else "",
            )
        )
    said = context.results.base.economics
    if said.cac is not None:
        payback = ""
        if said.payback is not None:
            payback = context.say("declaration.summary.payback", months=number(said.payback, 1))
        found.append(
            KeyFigure(
                key="cac",
                label=context.say("declaration.summary.cac"),
                cell=figure(said.cac / unit.size),
                kind="money",
                unit=unit.name,
                digits=unit.digits + 1,
                comparison=payback,
            )
        )
    return found


def _needs(context: Context) -> Prose | None:
    """What the plan asks for: money, people, capacity; only what follows from the plan itself."""
    items = [*_needed_money(context), *_needed_people(context), *_needed_capacity(context)]
    if not items:
        return None
    return Prose(key="summary.needs", heading=context.say("declaration.summary.needs"), items=tuple(items))


def _needed_money(context: Context) -> list[str]:
    money = planned(context)
    if money is None:
        return []
    goal = main_goal(context)
    found = [context.say("declaration.summary.needs_budget", amount=context.money(money))]
    more = None if goal is None else goal.spend_total
    if goal is not None and more is not None and more > money:
        message = (
            "declaration.summary.needs_more_unpriced" if goal.unpriced else "declaration.summary.needs_more"
        )
        said = {"amount": context.money(more - money), "target": goal_words(context, goal, goal.target)}
        found.append(context.say(message, **said, count=len(goal.unpriced)))
    return found


def _needed_people(context: Context) -> list[str]:
    return [
        context.say(
            "declaration.summary.needs_role_from"
            if role.start is not None
            else "declaration.summary.needs_role",
            role=context.named(role.id),
            month=context.month(role.start),
        )
        for role in open_roles(context.plan.items(Role))
    ]


def _needed_capacity(context: Context) -> list[str]:
    goal = main_goal(context)
    if goal is None:
        return []
    return [
        context.say(
            "declaration.summary.needs_capacity"
            if len(months) <= _MONTHS_NAMED
            else "declaration.summary.needs_capacity_more",
            step=context.named(step),
            months=context.listed([context.month(each) for each in months[:_MONTHS_NAMED]]),
            count=len(months),
        )
        for step, months in months_over(goal).items()
    ]
