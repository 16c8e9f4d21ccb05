"""Whether what a goal requires fits: capacity at each step, the budget frame, the caps of categories."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from typing import Literal

from kakehashi.forecast.inputs import Inputs, number_of
from kakehashi.forecast.leads import Row
from kakehashi.forecast.results import Limit, said, stored
from kakehashi.plan.amounts import amount_text
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame
from kakehashi.plan.naming import Name, name_of
from kakehashi.plan.organization import Capacity
from kakehashi.plan.plan import Plan
from kakehashi.words import Message, Text

ROUNDING = 1e-12  # of what is available: a requirement above it by less than this still fits


def feasibility(
    plan: Plan, required: Inputs, reached: tuple[Row | None, ...], covers: int
) -> tuple[Limit, ...]:
    """All limits against the required spend and counts, what binds first (the largest part used) first."""
    limits = [*_capacities(plan, required, reached, covers), *_budget(plan, required)]
    return tuple(sorted(limits, key=_part_used, reverse=True))


def _part_used(limit: Limit) -> float:
    if limit.holds is None:
        return -1.0
    return math.inf if limit.used is None and not limit.holds else float(limit.used or 0)


def _capacities(plan: Plan, required: Inputs, reached: tuple[Row | None, ...], covers: int) -> list[Limit]:
    months = required.months[:covers]
    found = []
    for step, row in zip(required.steps, reached, strict=True):
        teams = [item for item in plan.items(Capacity) if item.step == step.id]
        if not teams:
            continue
        by_team = [_amounts(team, months) for team in teams]
        known = [amounts for amounts in by_team if amounts is not None]
        available = tuple(map(sum, zip(*known, strict=True))) if len(known) == len(teams) else None
        counts = None if row is None else row[:covers]
        over = _months_over(months, counts, available)
        name = name_of(plan, plan.get(step.id))
        found.append(_limit("capacity", step.id, name, _total(counts), _total(available), _people, over))
    return found


def _amounts(team: Capacity, months: tuple[str, ...]) -> Row | None:
    """What a team can take in each month: the amount, times its people when they are given."""
    amount = number_of(team.amount)
    if amount is None:
        return None
    amount *= 1.0 if team.people is None else float(team.people)
    return tuple(
        amount
        if (team.start is None or team.start <= month) and (team.end is None or month <= team.end)
        else 0.0
        for month in months
    )


def _months_over(months: tuple[str, ...], counts: Row | None, available: Row | None) -> tuple[str, ...]:
    if counts is None or available is None:
        return ()
    pairs = zip(months, counts, available, strict=True)
    return tuple(month for month, count, room in pairs if not _fits(count, room))


def _budget(plan: Plan, required: Inputs) -> list[Limit]:
    frame, about = plan.only(BudgetFrame), plan.only(About)
    found = []

    def money_words(value: float | None) -> Text:
        return amount_text(stored(value), about)

    if frame.total is not None:
        spent = sum(sum(money.planned) for money in required.money) if required.money else None
        found.append(
            _limit("frame", None, Message("kind.BudgetFrame"), spent, float(frame.total), money_words)
        )
    for category, cap in frame.caps.items():
        rows = [money.planned for money in required.money if money.category == category]
        spent = sum(map(sum, rows))
        name = name_of(plan, plan.find(BudgetCategory, category))
        found.append(_limit("category", category, name, spent, float(cap), money_words))
    return found


def _limit(
    kind: Literal["capacity", "frame", "category"],
    item: str | None,
    name: Name,
    required: float | None,
    available: float | None,
    shown: Callable[[float | None], Text],
    over: tuple[str, ...] = (),
) -> Limit:
    headroom = used = holds = None
    if required is not None and available is not None:
        headroom, holds = available - required, _fits(required, available)
        used = required / available if available else None
    values = {"name": name, "required": shown(required), "available": shown(available)}
    return Limit(
        kind=kind,
        item=item,
        required=stored(required),
        available=stored(available),
        headroom=stored(headroom),
        used=stored(used),
        holds=holds,
        months_over=over,
        message=Message(f"forecast.feasibility.{kind}", values),
    )


def _people(value: float | None) -> Text:
    return said(value, 1)


def _total(values: Sequence[float] | None) -> float | None:
    return None if values is None else sum(values)


def _fits(required: float, available: float) -> bool:
    return required <= available + abs(available) * ROUNDING
