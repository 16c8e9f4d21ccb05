"""Scenarios side by side: what each assumes instead, and what that leads to. Values of stored results."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.declaration.blocks import Cell, Column, Kind, Row, Table
from kakehashi.declaration.cells import BLANK, figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.metric_units import count_digits
from kakehashi.forecast.results import Forecast
from kakehashi.plan.amounts import full_amount
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Item
from kakehashi.plan.months import is_month
from kakehashi.plan.naming import name_of
from kakehashi.plan.simulation import Economics, Override, Scenario
from kakehashi.words import Message, number, percent, shown

SCENARIOS, OVERRIDES = "simulation.scenarios", "simulation.overrides"
BASE = "base"


def others(context: Context) -> tuple[Scenario, ...]:
    """The scenarios beside the base that have results."""
    return tuple(
        scenario
        for scenario in context.plan.items(Scenario)
        if not scenario.base and scenario.id in context.results.scenarios
    )


def base_name(context: Context) -> str:
    """What the base is called."""
    base = next((scenario for scenario in context.plan.items(Scenario) if scenario.base), None)
    return context.named(base.id) if base is not None else context.say("declaration.simulation.base")


def scenarios(context: Context) -> Table | None:
    """One column a scenario, one row a result."""
    found = others(context)
    if not found:
        return None
    runs = {BASE: context.results.base} | {each.id: context.results.scenarios[each.id] for each in found}
    titles = {BASE: base_name(context)} | {each.id: context.named(each.id) for each in found}
    rows = [_row(line, runs) for line in _lines(context)]
    return Table(
        key=SCENARIOS,
        title=context.say("declaration.simulation.scenarios"),
        columns=(
            context.column("what", "declaration.column.what", width=26),
            context.column("unit", "declaration.column.unit", width=8),
            *(Column(key=key, title=title, kind="number") for key, title in titles.items()),
        ),
        rows=tuple(rows),
        note=context.say("declaration.simulation.scenarios_note"),
        values_only=True,
    )


class _Line(msgspec.Struct, frozen=True):
    """A result: its row, title, kind, digits, the size of its unit, its unit."""

    key: str
    title: str
    kind: Kind
    digits: int
    size: int = 1
    unit: str = ""


def _lines(context: Context) -> list[_Line]:
    unit = context.unit
    money: dict[str, Any] = {"kind": "money", "digits": unit.digits, "size": unit.size, "unit": unit.name}
    count = context.say("unit.count")
    found = [
        _Line(f"step:{step.id}", context.named(step.id), "number", _step_digits(context, step.id), unit=count)
        for step in forecast_steps(context)
        if not context.headline or step.marks == "won"
    ]
    found.append(_Line("revenue", context.say("declaration.economics.revenue"), **money))
    if context.plan.only(Economics).gross_margin is not None:
        found.append(_Line("gross_profit", context.say("declaration.economics.gross_profit"), **money))
    found.append(_Line("budget", context.say("declaration.economics.budget"), **money))
    closer = {**money, "digits": unit.digits + 1}
    found.append(_Line("cac", context.say("declaration.economics.cac"), **closer))
    if not context.headline and context.sees("Economics", "gross_margin"):
        found.append(_Line("ltv", context.say("declaration.economics.ltv"), **closer))
    factor, months = context.say("unit.factor"), context.say("unit.months")
    found.append(_Line("ltv_cac", context.say("declaration.economics.ltv_cac"), "factor", 1, unit=factor))
    found.append(_Line("payback", context.say("declaration.economics.payback"), "number", 1, unit=months))
    found.append(_Line("roi", context.say("declaration.economics.roi"), "rate", 1))
    return found


def _step_digits(context: Context, step: str) -> int:
    runs = (context.results.base, *context.results.scenarios.values())
    return count_digits(*(_value(f"step:{step}", run) for run in runs))


def _row(line: _Line, runs: Mapping[str, Forecast]) -> Row:
    cells = (_cell(line, _value(line.key, run)) for run in runs.values())
    return Row(id=line.key, cells=(words(line.title), words(line.unit), *cells))


def _value(key: str, run: Forecast) -> Decimal | None:
    if key.startswith("step:"):
        return next((step.total for step in run.steps if f"step:{step.id}" == key), None)
    found: Decimal | None = getattr(run.economics, key)
    return found


def _cell(line: _Line, value: Decimal | None) -> Cell:
    if value is None:
        return Cell(missing="not_available", kind=line.kind, digits=line.digits)
    return figure(value / line.size, kind=line.kind, digits=line.digits)


def overrides(context: Context) -> Table | None:
    """What each scenario assumes instead, and what tells that it has come true."""
    rows = [
        _override(context, scenario, at, override)
        for scenario in others(context)
        for at, override in enumerate(scenario.overrides)
    ]
    if not rows:
        return None
    return Table(
        key=OVERRIDES,
        title=context.say("declaration.simulation.overrides"),
        columns=(
            context.column("scenario", "kind.Scenario", width=26),
            context.column("what", "declaration.column.assumption", width=34),
            context.column("base", "declaration.column.base", width=16),
            context.column("instead", "declaration.column.instead", width=16),
            context.column("triggers", "Scenario.triggers", "long_text", width=44),
        ),
        rows=tuple(rows),
    )


def _override(context: Context, scenario: Scenario, at: int, override: Override) -> Row:
    item = context.plan.get(override.item)
    described = describe(type(item)).get(override.field) if item is not None else None
    triggers = words(context.typed(scenario.triggers)) if at == 0 else BLANK
    return Row(
        id=f"{scenario.id}:{at}",
        item=scenario.id,
        cells=(
            words(context.named(scenario.id)),
            words(_what(context, item, described, override)),
            *_values(context, item, described, override),
            triggers,
        ),
    )


def _what(context: Context, item: Item | None, described: FieldDescription | None, override: Override) -> str:
    name = context.called(name_of(context.plan, item))
    if described is None:
        return name
    parts = [name, context.say(described.title)]
    if override.key:
        key = override.key
        parts.append(context.month(key) if is_month(key) else context.named(key) or key)
    return context.say("declaration.path").join(parts)


def _values(
    context: Context, item: Item | None, described: FieldDescription | None, override: Override
) -> tuple[Cell, Cell]:
    """The base's value and the scenario's in words; what is hidden says that it is."""
    if item is None or described is None:
        return BLANK, BLANK
    if not context.sees(item.kind, override.field) or override.value is None:
        hidden = words(context.say("declaration.hidden"))
        return hidden, hidden
    old = getattr(item, override.field)
    if override.key is not None and isinstance(old, Mapping):
        old = old.get(override.key)
    return words(_told(context, described, old)), words(_told(context, described, override.value))


def _told(context: Context, described: FieldDescription, value: Any) -> str:
    """A value of a field, typed or plain, in words."""
    if isinstance(value, Mapping) and "value" in value:
        value = value["value"]
    value = getattr(value, "value", value)
    try:
        known = Decimal(str(value))
    except ArithmeticError:
        return context.say("change.nothing") if value is None else _choice(context, described, value)
    match described.field.unit:
        case "rate":
            return percent(known)
        case "money":
            return full_amount(known, context.about, context.language)
    return number(known, None)


def _choice(context: Context, described: FieldDescription, value: Any) -> str:
    if described.field.shape == "choice":
        return context.say(described.choice(str(value)))
    if described.field.shape == "ref":
        return context.named(str(value))
    return shown(value if isinstance(value, (str, Mapping, Message)) else str(value), context.language)
