"""A scenario: the plan with what is assumed instead."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec

from kakehashi.plan.changes import apply, setting
from kakehashi.plan.deciding import decided
from kakehashi.plan.fields import describe, plain
from kakehashi.plan.item import Figure, Passport
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Override, Scenario
from kakehashi.words import Message, PlanError


def overridden(plan: Plan, scenario: Scenario) -> tuple[Plan, tuple[Message, ...]]:
    """The plan with the scenario's overrides, and which of them could not be applied, and why."""
    problems = []
    for override in scenario.overrides:
        try:
            value = _value(plan, override)
            plan = apply(plan, setting(plan, override.item, override.field, value, override.key))
        except PlanError as error:
            values = {"scenario": name_of(plan, scenario), "problem": error.message}
            problems.append(Message("forecast.problem.override", values))
    return plan, tuple(problems)


def _value(plan: Plan, override: Override) -> Any:
    """The override's value; a bare number in a figure's place becomes that figure with this value."""
    item = plan.get(override.item)
    described = describe(type(item)).get(override.field) if item is not None else None
    if described is None or described.field.shape not in ("figure", "figures"):
        return override.value
    number = _number(override.value)
    if number is None:
        return override.value
    old = getattr(item, override.field)
    if described.keyed:
        old = old.get(override.key)
    figure: Figure = decided(old, number, person="", date="")
    return plain(msgspec.structs.replace(figure, passport=Passport(origin="assumed")))


def _number(value: Any) -> Decimal | None:
    if isinstance(value, bool) or not isinstance(value, (str, int, float, Decimal)):
        return None
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
