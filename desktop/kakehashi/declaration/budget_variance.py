"""Planned, committed and spent up to the last closed month, by category (and line)."""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.budget_inputs import (
    ACTUAL,
    ALL,
    COMMITTED,
    LINES,
    TO_DATE,
    Group,
    groups,
    has_any,
    listed,
    to_date,
)
from kakehashi.declaration.cells import (
    BLANK,
    in_unit,
    minus,
    or_zero,
    over,
    plus,
    ref,
    signed,
    words,
    worked_out,
)
from kakehashi.declaration.confidential import ShownRow
from kakehashi.declaration.context import Context
from kakehashi.declaration.spans import TOTAL
from kakehashi.plan.formula import Expression
from kakehashi.plan.money import total
from kakehashi.words import month

VARIANCE = "budget.variance"

_VARIANCE_COLUMNS: tuple[tuple[str, Literal["money", "rate"]], ...] = (
    ("planned", "money"),
    ("committed", "money"),
    ("actual", "money"),
    ("variance", "money"),
    ("rate", "rate"),
    ("year", "money"),
    ("open", "money"),
)


def variance(context: Context) -> Table | None:
    """Planned, committed and spent up to the last closed month, and what is left of the year's plan."""
    dated = to_date(context)
    if not dated or not (has_any(context, ACTUAL) or has_any(context, COMMITTED)):
        return None
    here = [group for group in groups(context) if group.rows]
    present = frozenset(key for key in (LINES, COMMITTED, ACTUAL) if has_any(context, key))
    rows: list[Row] = []
    for group in here:
        row = _variance_row(context, present, group.key, group.name, group.rows)
        rows.append(msgspec.structs.replace(row, item=group.item, mark=group.code))
        if context.full:
            lines = ((each, context.called(each.name)) for each in group.rows)
            rows += [_variance_row(context, present, each.id, name, (each,), level=1) for each, name in lines]
    rows.append(_variance_total(context, [group.key for group in here]))
    until = month(dated[-1], context.language)
    digits = _digits(context, here, dated)
    return Table(
        key=VARIANCE,
        title=context.say("declaration.budget.variance", month=until),
        columns=(
            context.column("name", "declaration.column.category", width=28),
            *(
                context.column(
                    key,
                    f"declaration.column.{key}_to_date" if key in _DATED else f"declaration.column.{key}",
                    kind,
                    digits=1 if kind == "rate" else digits,
                )
                for key, kind in _VARIANCE_COLUMNS
            ),
        ),
        rows=tuple(rows),
        unit=context.unit.title,
        note=context.say("declaration.budget.variance_note"),
    )


def _digits(context: Context, here: list[Group], dated: tuple[str, ...]) -> int:
    """By what is shown and hides nothing."""
    amounts: list[Decimal | None] = []
    for group in here:
        for row in group.open_rows if context.full else ():
            series = (row.planned, row.committed, row.actual)
            amounts += [total(each, dated) for each in series]
        if group.itemised:
            found = [total(row.planned, dated) or Decimal(0) for row in group.rows]
            amounts.append(sum(found, Decimal(0)))
    return context.money_digits(amounts)


_DATED = ("planned", "committed", "actual")


def _variance_row(
    context: Context,
    present: frozenset[str],
    key: str,
    name: str,
    rows: tuple[ShownRow, ...],
    *,
    level: int = 0,
) -> Row:
    item = (rows[0].line or "") if level else ""

    def money(table: str, of: str) -> Cell:
        if table not in present:
            return Cell(missing="unset")
        found = plus(ref(table, row.id, of) for row in listed(context, table, rows))
        return BLANK if found is None else worked_out(in_unit(found, context.unit.size))

    cells = (
        words(name),
        money(LINES, TO_DATE),
        money(COMMITTED, TO_DATE),
        money(ACTUAL, TO_DATE),
        *_differences(key, money(LINES, TOTAL)),
    )
    style: Literal["", "subtotal"] = "subtotal" if context.full and not level else ""
    return Row(id=key, item=item, level=level, style=style, cells=cells)


def _differences(key: str, year: Cell) -> tuple[Cell, ...]:
    """Variance = actual - planned to date; its rate of the plan; the year's plan; what is not spent of it."""
    at = {name: ref(VARIANCE, key, name) for name in ("planned", "actual", "variance", "year")}
    actual: Expression = or_zero(at["actual"])
    return (
        signed(worked_out(minus(at["actual"], at["planned"]))),
        worked_out(over(at["variance"], at["planned"])),
        year,
        worked_out(minus(at["year"], actual)),
    )


def _variance_total(context: Context, keys: list[str]) -> Row:
    def across(key: str) -> Cell:
        return worked_out(plus(ref(VARIANCE, each, key) for each in keys))

    cells = (
        words(context.say("declaration.total")),
        *(across(key) for key in _DATED),
        *_differences(ALL, across("year")),
    )
    return Row(id=ALL, style="total", cells=cells)
