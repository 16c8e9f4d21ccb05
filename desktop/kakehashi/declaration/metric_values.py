"""Targets and actuals of the metrics as an input table: stored units, by month and combined."""

from __future__ import annotations

from collections.abc import Mapping
from functools import reduce
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import plus, ref, typed, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import with_used_columns
from kakehashi.declaration.metric_formulas import with_cells
from kakehashi.declaration.metric_units import metric_unit
from kakehashi.declaration.spans import TOTAL, column, month_spans, total_span
from kakehashi.plan.formula import Call, Expression
from kakehashi.plan.item import Series
from kakehashi.plan.metric_ratios import sound_formulas
from kakehashi.plan.metrics import Metric

VALUES = "metrics.values"
TO_DATE = "to_date"
Which = Literal["target", "actual"]
WHICH: tuple[Which, ...] = ("target", "actual")


def row_id(metric: str, which: str) -> str:
    """The row of a metric's targets or actuals."""
    return f"{metric}:{which}"


def dated(context: Context) -> tuple[str, ...]:
    """The months over which actuals are compared: the closed ones, else up to the last with an actual."""
    closed = context.about.closed_through
    if closed is None:
        metrics = context.plan.items(Metric)
        known = [month for metric in metrics for month in metric.actual if month in context.months]
        closed = max(known, default="")
    return tuple(month for month in context.months if month <= closed)


def present(context: Context) -> frozenset[str]:
    """The rows that the table has: typed months, or a formula over rows that it has."""
    found = {
        row_id(metric.id, which)
        for metric in context.plan.items(Metric)
        for which in WHICH
        if any(month in _series(metric, which) for month in context.months)
    }
    formulas = sound_formulas(context.plan)
    for metric in formulas:
        for which in WHICH:
            if _can_work_out(metric, which, formulas, found):
                found.add(row_id(metric, which))
    return frozenset(found)


def _can_work_out(metric: str, which: str, formulas: Mapping[str, Expression], found: set[str]) -> bool:
    if which == "target":
        return False
    return all(row_id(each, which) in found for each in _parts(formulas[metric]))


def _parts(formula: Expression) -> list[str]:
    parts: list[str] = []

    def note(metric: str) -> Expression:
        parts.append(metric)
        return ref(VALUES, metric, TOTAL)

    with_cells(formula, note)
    return parts


def _series(metric: Metric, which: Which) -> Series:
    return metric.target if which == "target" else metric.actual


def values_table(context: Context) -> Table | None:
    """One row for a metric's targets, one for its actuals."""
    rows = present(context)
    if not rows:
        return None
    spans = (*month_spans(context.about, context.language), total_span(context.about, context.language))
    formulas = sound_formulas(context.plan)
    months = dated(context)
    columns = [
        context.column("metric", "Metric.name", width=26),
        context.column("which", "declaration.column.which", width=8),
        context.column("unit", "declaration.column.unit", width=8),
        *(column(span, "number") for span in spans),
    ]
    if months:
        columns.append(context.column(TO_DATE, "declaration.column.to_date", "number"))
    table = Table(
        key=VALUES,
        title=context.say("declaration.metrics.values"),
        columns=tuple(columns),
        rows=tuple(
            _row(context, metric, which, formulas.get(metric.id), rows, months)
            for metric in context.plan.items(Metric)
            for which in WHICH
            if row_id(metric.id, which) in rows
        ),
        note=context.say("declaration.metrics.values_note"),
        role="input",
    )
    return with_used_columns(table, of=frozenset({"unit"}))


def _row(
    context: Context,
    metric: Metric,
    which: Which,
    formula: Expression | None,
    rows: frozenset[str],
    months: tuple[str, ...],
) -> Row:
    unit = metric_unit(context, metric)
    digits = 0 if unit.kind == "money" else unit.digits
    series, key = _series(metric, which), row_id(metric.id, which)
    if formula is not None and any(row_id(each, which) not in rows for each in _parts(formula)):
        formula = None
    cells = [_month(series, which, formula, month) for month in context.months]
    cells.append(worked_out(_combined(metric, key, which, formula, context.months, TOTAL)))
    if months:
        cells.append(worked_out(_combined(metric, key, which, formula, months, TO_DATE)))
    return Row(
        id=key,
        item=metric.id,
        cells=(
            words(context.named(metric.id)),
            words(context.say(f"declaration.which.{which}")),
            words(context.unit.full_name if unit.kind == "money" else unit.unit),
            *(msgspec.structs.replace(cell, kind=unit.kind, digits=digits) for cell in cells),
        ),
    )


def _month(series: Series, which: Which, formula: Expression | None, month: str) -> Cell:
    """What was typed; an actual ratio that wasn't follows from the month's other actuals."""
    if month in series or formula is None or which == "target":
        return typed(series.get(month))
    expression = with_cells(formula, lambda metric: ref(VALUES, row_id(metric, which), month))
    return Cell(expression=expression, missing="unset")


def _combined(
    metric: Metric, key: str, which: Which, formula: Expression | None, months: tuple[str, ...], column: str
) -> Expression | None:
    """Over several months: sum, average, last, or for a ratio the formula over the totals."""
    cells = tuple(ref(VALUES, key, month) for month in months)
    if not cells:
        return None
    match metric.combines:
        case "sum":
            return plus(cells)
        case "average":
            return Call("avg", cells)
        case "ratio" if formula is not None:
            ratio = with_cells(formula, lambda each: ref(VALUES, row_id(each, which), column))
            return Call("if_missing", (ratio, _last(cells)))
    return _last(cells)


def _last(cells: tuple[Expression, ...]) -> Expression:
    """The last one that is set."""
    return reduce(lambda found, cell: Call("if_missing", (cell, found)), cells)
