"""What a typed value brings along, so that nothing beside it goes on saying what is no longer true.

A figure typed without a new passport is 'decided' by who typed it and keeps the one before as `was`;
a month typed into a series loses the passport of the value that it replaces; a rate or lag typed at a funnel
step takes the counts and the histogram along that no longer belong to it.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import Change, joined, setting
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.plan.values import BadValue
from kakehashi.words import Message


def decided(old: Figure | None, value: Decimal | None, *, person: str, date: str) -> Figure:
    """The figure with this value, decided by somebody. A range that the value leaves goes."""
    was = None if old is None or old.value is None else msgspec.structs.replace(old, was=None)
    low, high = (old.low, old.high) if old is not None else (None, None)
    below = low is not None and value is not None and value < low
    above = high is not None and value is not None and value > high
    if below or above:
        low = high = None
    passport = Passport(origin="decided", by=person, checked_on=date)
    return Figure(value=value, low=low, high=high, passport=passport, was=was)


def deciding(
    plan: Plan, item: Item, field: FieldDescription, value: Any, *, key: str | None, person: str, date: str
) -> Change:
    """The change for a typed value (a number for a figure; None clears), with what it brings along."""
    if isinstance(item, BudgetLine) and item.source is not None and field.name == "planned":
        raise BadValue(field, value, Message("error.value.derived"))
    if field.field.shape == "figures" and key is not None:
        old = getattr(item, field.name).get(key)
        figure = None if value is None else decided(old, value, person=person, date=date)
        return setting(plan, item.id, field.name, figure, key)
    if field.field.shape == "figure":
        old = getattr(item, field.name)
        figure = None if value is None else decided(old, value, person=person, date=date)
        return joined([setting(plan, item.id, field.name, figure), *_of_a_step(plan, item, field.name)])
    change = setting(plan, item.id, field.name, value, key)
    origins = describe(type(item)).get(f"{field.name}_from")
    if change and field.field.shape == "series" and origins is not None and key is not None:
        change = joined([change, setting(plan, item.id, origins.name, None, key)])
    return change


def _of_a_step(plan: Plan, item: Item, field: str) -> list[Change]:
    if not isinstance(item, FunnelStep):
        return []
    cleared: dict[str, Any] = {}
    if field == "rate":
        cleared = {"entered": None, "passed": None}
    elif field == "lag":
        cleared = {"lag_shape": "fixed", "lag_spread": None, "lag_shares": ()}
    return [setting(plan, item.id, name, value) for name, value in cleared.items()]
