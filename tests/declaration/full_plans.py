"""A drawn plan that has an item of every kind with something in every field: for laws over all fields."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from functools import cache
from typing import Any, get_args

import msgspec
from tests.declaration.plans import rich_plan

from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item, Part, Passport
from kakehashi.plan.kinds import KINDS, ONLY_ONE, only_id, pair_id
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan

AUDIENCE = "Audience"


@cache
def full_plan(seed: int = 0) -> Plan:
    """The rich plan of this seed, and two items of each kind of which it has less, with every field set."""
    drawn: dict[str, Item] = {}
    for item in rich_plan(seed):
        own_id = f"{item.kind}-{item.id}" if item.id in drawn else item.id  # a step and a metric share one
        drawn[own_id] = msgspec.structs.replace(item, id=own_id)
    plan = Plan("full", drawn.values())
    for kind in KINDS:
        if kind == AUDIENCE:  # its settings are no content of a plan
            continue
        for number in range(1 if kind in ONLY_ONE else 2):
            if len(plan.of_kind(kind)) <= number or kind in ONLY_ONE:
                item = full_item(plan, kind, number)
                plan = plan.with_items({item.id: item})
    return plan


def full_item(plan: Plan, kind: str, number: int = 0) -> Item:
    """An item of a kind with something in every field; references lead to items of the plan."""
    known = next(iter(plan.of_kind(kind)), None) if kind in ONLY_ONE else None
    values: dict[str, Any] = {}
    for name, described in describe(KINDS[kind]).items():
        kept = known is not None and getattr(known, name) != described.default
        value = getattr(known, name) if kept else value_of(plan, described, number)
        if value is not None:
            values[name] = value
    return KINDS[kind](id=_id(kind, values, number), **values)


def _id(kind: str, values: dict[str, Any], number: int) -> str:
    if kind in ONLY_ONE:
        return only_id(kind)
    pair = KINDS[kind].ONCE_FOR
    if pair:
        return pair_id(kind, *(str(values.get(name, "")) for name in pair))
    return f"full-{kind}-{number}"


def value_of(plan: Plan, described: FieldDescription, number: int) -> Any:
    """Something that the field can hold; None to leave it at its default."""
    field, name = described.field, f"{described.kind}.{described.name}"
    low, high = field.low or 0, field.high if field.high is not None else 9
    amount = Decimal(min(low + 1 + number, high))
    months = plan_months(plan)
    words = {"ja": f"{name}の文{number}", "en": f"Text of {name} {number}"}
    makers: dict[str, Callable[[], Any]] = {
        "text": lambda: words,
        "long_text": lambda: words,
        "code": lambda: None if described.default else f"code{number}",
        "list": lambda: (f"{name}-{number}",),
        "number": lambda: amount,
        "integer": lambda: int(amount),
        "figure": lambda: Figure(value=amount, passport=Passport(source=f"出典 {name}")),
        "choice": lambda: described.choices[-1],
        "month": lambda: months[number],
        "date": lambda: f"{months[number]}-10",
        "series": lambda: dict.fromkeys(months[:3], amount),
        "flag": lambda: True,
        "ref": lambda: next(iter(_targets(plan, field.kinds)), None),
        "refs": lambda: tuple(_targets(plan, field.kinds)[:2]),
        "records": lambda: _records(plan, described, number),
    }
    return makers.get(field.shape, lambda: None)()


def _targets(plan: Plan, kinds: tuple[str, ...]) -> list[str]:
    return [item.id for kind in kinds or ("Measure",) for item in plan.of_kind(kind)]


def _records(plan: Plan, described: FieldDescription, number: int) -> Any:
    """A tuple of one small struct, where the field is one."""
    inner = [each for each in _all_args(described.type) if isinstance(each, type) and issubclass(each, Part)]
    if not inner or described.kind in ("Scenario", "FindingRecord") or described.name == "response":
        return None
    parts = {
        name: value
        for name, field in describe(inner[0]).items()
        if (value := value_of(plan, field, number)) is not None
    }
    return (inner[0](**parts),)


def _all_args(annotation: Any) -> list[Any]:
    found = [annotation]
    for each in get_args(annotation):
        found += _all_args(each)
    return found


def changed(item: Item, names: frozenset[str], mark: str) -> Item:
    """The item with other words (and for figures other numbers) in these fields."""
    fields = describe(type(item))
    return msgspec.structs.replace(item, **{name: other(fields[name], mark) for name in names})


def other(described: FieldDescription, mark: str) -> Any:
    """Another value that the field can hold, made from `mark`: '' gives the default."""
    if not mark:
        return described.default
    number = 1 + sum(map(ord, mark)) % 997
    match described.field.shape:
        case "figure":
            value = Decimal(number) / 1000 if described.field.unit == "rate" else Decimal(number)
            return Figure(value=value)
        case "number":
            return Decimal(number) / 1000 if described.field.unit == "rate" else Decimal(number * 1000)
        case "integer":
            return number % 5 + (described.field.low or 0)
        case "choice":
            return described.choices[number % len(described.choices)]
        case "list":
            return (mark,)
    return mark
