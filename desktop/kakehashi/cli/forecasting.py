"""The forecast as lines for a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kakehashi.cli.naming import item_named
from kakehashi.forecast.results import Backward, Forecast
from kakehashi.plan.amounts import amount
from kakehashi.plan.basis import About
from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Language, month, number, percent, shown, text


def scenario_id(plan: Plan, words: str | None) -> str | None:
    """The id of the scenario that was named. Raises NoSuchItem."""
    if words is None:
        return None
    return item_named(plan, words if words in plan else f"Scenario:{words}").id


def printed(plan: Plan, forecast: Forecast, language: Language) -> str:
    """Steps, money, goals and problems, a line each."""
    return "\n".join(
        [
            *_steps(plan, forecast, language),
            _money(plan, forecast, language),
            *_goals(plan, forecast, language),
        ]
    )


def _steps(plan: Plan, forecast: Forecast, language: Language) -> Iterator[str]:
    for step in forecast.steps:
        if step.in_forecast:
            name = shown(name_of(plan, plan.get(step.id)), language)
            yield text(
                "cli.forecast.step", language, step=name, total=number(step.total, 1), rate=percent(step.rate)
            )


def _money(plan: Plan, forecast: Forecast, language: Language) -> str:
    about, economics = plan.only(About), forecast.economics
    return text(
        "cli.forecast.money",
        language,
        revenue=amount(economics.revenue, about, language),
        profit=amount(economics.gross_profit, about, language),
        budget=amount(economics.budget, about, language),
        cac=amount(economics.cac, about, language),
        ratio=number(economics.ltv_cac, 1),
        payback=number(economics.payback, 1),
    )


def _goals(plan: Plan, forecast: Forecast, language: Language) -> Iterator[str]:
    for goal in forecast.goals:
        yield from _goal(plan, goal, language)
    for problem in forecast.problems:
        yield text(problem, language)


def _goal(plan: Plan, goal: Backward, language: Language) -> Iterator[str]:
    about = plan.only(About)
    metric = plan.find(Metric, goal.metric)

    def said(value: Decimal | None) -> str:
        money = metric is not None and metric.unit == "money"
        return amount(value, about, language) if money else number(value, 1)

    yield text(
        "cli.forecast.goal",
        language,
        metric=name_of(plan, metric),
        by=month(goal.by, language) if goal.by else "",
        target=said(goal.target),
        forecast=said(goal.forecast),
        gap=said(goal.gap),
    )
    if goal.factor is not None:
        spend = amount(goal.spend_total, about, language)
        yield text("cli.forecast.factor", language, factor=number(goal.factor, 2), spend=spend)
    elif goal.limit is not None:
        yield text(goal.limit, language)
    for step in goal.required:
        name = shown(name_of(plan, plan.get(step.step)), language)
        yield text(
            "cli.forecast.required",
            language,
            step=name,
            required=number(step.required, 1),
            planned=number(step.planned, 1),
        )
    for limit in goal.limits:
        yield "  " + text(limit.message, language)
