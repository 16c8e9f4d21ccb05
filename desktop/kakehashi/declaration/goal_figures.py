"""Goal, forecast, gap, budget and acquisition cost as figures, and what the scenarios say of the goal."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Cell, KeyFigure, KeyFigures
from kakehashi.declaration.budget_views import planned
from kakehashi.declaration.cells import figure, signed
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_units import MetricUnit, metric_unit
from kakehashi.declaration.scenario_views import others
from kakehashi.declaration.simulation_views import main_goal
from kakehashi.forecast.results import Backward
from kakehashi.plan.budget import BudgetFrame
from kakehashi.plan.metrics import Metric
from kakehashi.words import number, percent


def main_figures(context: Context, key: str) -> KeyFigures | None:
    """Goal, forecast, gap, budget, CAC: those that there are."""
    found = [*_goal_figures(context), *_money_figures(context)]
    return KeyFigures(key=key, figures=tuple(found)) if found else None


def effect_figures(context: Context, key: str) -> KeyFigures | None:
    """Goal, forecast and gap, then the lowest and the highest that the scenarios come to."""
    found = [*_goal_figures(context), *_range(context)]
    if not found:
        return None
    return KeyFigures(key=key, heading=context.say("declaration.approval.effect"), figures=tuple(found))


def _range(context: Context) -> list[KeyFigure]:
    goal = main_goal(context)
    metric = None if goal is None else context.plan.find(Metric, goal.metric)
    if goal is None or metric is None:
        return []
    reached = []
    for scenario in others(context):
        goals = context.results.scenarios[scenario.id].goals
        value = next((each.forecast for each in goals if each.goal == goal.goal), None)
        if value is not None:
            reached.append((value, context.named(scenario.id)))
    if not reached:
        return []
    unit = metric_unit(context, metric)
    ends = {"lowest": min(reached, key=_value), "highest": max(reached, key=_value)}
    if len(reached) == 1:
        del ends["highest"]
    return [
        _figure(unit, end, context.say("declaration.approval.scenario"), value, name)
        for end, (value, name) in ends.items()
    ]


def _value(reached: tuple[Decimal, str]) -> Decimal:
    return reached[0]


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
