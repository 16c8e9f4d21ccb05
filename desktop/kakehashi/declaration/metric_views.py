"""The metrics as they are read: the year at a glance, month by month, and their definitions."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from functools import partial

import msgspec

from kakehashi.declaration.assumptions import VALUE
from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import (
    BLANK,
    Tone,
    in_unit,
    minus,
    number,
    over,
    ref,
    signed,
    times,
    words,
    worked_out,
)
from kakehashi.declaration.context import Context
from kakehashi.declaration.forward_model import BUDGET, GROSS_PROFIT, MODEL, REVENUE, step_row
from kakehashi.declaration.funnel_names import forecast_steps
from kakehashi.declaration.item_table import with_used_columns
from kakehashi.declaration.metric_forecasts import has_forecast, month_forecast, ratio_of, year_forecast
from kakehashi.declaration.metric_formulas import with_cells
from kakehashi.declaration.metric_units import MetricUnit, metric_unit
from kakehashi.declaration.metric_values import TO_DATE, VALUES, dated, present, row_id
from kakehashi.declaration.simulation_views import ECONOMICS, holds_model
from kakehashi.declaration.spans import TOTAL, column, month_spans, total_span
from kakehashi.forecast.bound import TO_DATE as RUNNING
from kakehashi.forecast.targets import come_to
from kakehashi.plan.formula import BadFormula, Expression, parse, written
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.words import Message, month

YEAR, MONTHS, DEFINITIONS = "metrics.year", "metrics.months", "metrics.definitions"
STATES = ("agreed", "open", "objected")


def year_table(context: Context) -> Table:
    """Target, forecast and gap of the year; how far the target is met to date."""
    metrics = context.plan.items(Metric)
    until = dated(context)
    rows = present(context)
    columns = [
        context.column("metric", "Metric.name", width=26),
        context.column("role", "Metric.role", "choice", width=8),
        context.column("unit", "declaration.column.unit", width=8),
        context.column("target", "Metric.target", "number"),
        context.column("forecast", "declaration.column.forecast", "number"),
        context.column("gap", "declaration.column.gap", "number"),
    ]
    if until:
        last = month(until[-1], context.language, year=False)
        for key in ("target_to_date", "actual_to_date"):
            title = context.say(f"declaration.column.{key}_until", month=last)
            columns.append(msgspec.structs.replace(columns[3], key=key, title=title))
        columns.append(context.column("rate", "declaration.column.achieved", "rate", digits=1))
    columns.append(context.column("owner", "Metric.owner", width=20))
    columns.append(context.column("agreement", "kind.Agreement", width=22))
    return Table(
        key=YEAR,
        title=context.say("declaration.metrics.year"),
        columns=tuple(columns),
        rows=tuple(_year(context, metric, rows, until) for metric in metrics),
        unit=_money_unit(context, metrics),
        note=context.say("declaration.metrics.year_note"),
    )


def _money_unit(context: Context, metrics: tuple[Metric, ...]) -> str:
    return context.unit.title if any(metric.unit == "money" for metric in metrics) else ""


def _year(context: Context, metric: Metric, rows: frozenset[str], until: tuple[str, ...]) -> Row:
    unit = metric_unit(context, metric)
    has_target = row_id(metric.id, "target") in rows
    target = _from_values(unit, metric, "target", TOTAL) if has_target else Cell(missing="unset")
    forecast = _forecast(context, unit, metric)
    gap = Cell(missing="unset")
    if has_target and has_forecast(context, metric):
        gap = _gap(context, unit, metric)
    cells = [target, forecast, gap]
    if until:
        cells += _to_date(context, unit, metric, rows)
    shown = [
        msgspec.structs.replace(cell, kind=cell.kind or unit.kind, digits=unit.digits) for cell in cells[:5]
    ]
    return Row(
        id=metric.id,
        item=metric.id,
        cells=(
            words(context.named(metric.id)),
            words(context.choice("Metric.role", metric.role)),
            words(unit.unit),
            *shown,
            *cells[5:],
            words(context.named(metric.owner)),
            words(agreement_words(context, metric)),
        ),
    )


def _from_values(unit: MetricUnit, metric: Metric, which: str, key: str) -> Cell:
    return worked_out(in_unit(ref(VALUES, row_id(metric.id, which), key), unit.size))


def year_target(context: Context, metric: Metric) -> Decimal | None:
    """The target over the plan's months, as the tables have it; of a part of the plan, that of the whole."""
    return come_to(context.whole, metric, "target", context.months)


def _forecast(context: Context, unit: MetricUnit, metric: Metric) -> Cell:
    value = year_forecast(context, metric)
    if value is None:
        return Cell(missing="not_available" if has_forecast(context, metric) else "unset")
    if (formula := ratio_of(context, metric)) is not None:
        ratio = with_cells(formula, lambda part: _in_full(context, ref(YEAR, part, "forecast"), part))
        return worked_out(in_unit(ratio, unit.size), value / unit.size)
    return _by_model(context, unit, metric, TOTAL, value)


def _by_model(context: Context, unit: MetricUnit, metric: Metric, at: str, value: Decimal) -> Cell:
    """A forecast that follows the model where the document holds it, else its value."""
    expression = _model_cell(context, metric, at)
    return worked_out(None if expression is None else in_unit(expression, unit.size), value / unit.size)


def _in_full(context: Context, cell: Expression, metric: str) -> Expression:
    """A cell of a metric in stored units: money is shown in the display unit."""
    size = metric_unit(context, context.plan.find(Metric, metric)).size
    return cell if size == 1 else times(cell, number(size))


def has_full_model(context: Context) -> bool:
    """Whether the same document holds the forward model."""
    told = next((each for each in context.audience.chapters if each.chapter == "simulation"), None)
    return told is not None and holds_model(context, told.detail)


def _model_cell(context: Context, metric: Metric, at: str) -> Expression | None:
    """What a metric follows in a month or in the total: a row of the model or economics."""
    steps = forecast_steps(context)
    if not steps or not has_full_model(context):
        return None
    if metric.follows in RUNNING and at == TOTAL:
        return ref(ECONOMICS, metric.follows, VALUE)
    if metric.combines != "sum":
        return None
    rows = {"revenue": REVENUE, "gross_profit": GROSS_PROFIT, "spend": BUDGET, "won": step_row(steps[-1].id)}
    if metric.follows == "step" and any(step.id == metric.follows_step for step in steps):
        rows["step"] = step_row(str(metric.follows_step))
    row = rows.get(metric.follows)
    return None if row is None else ref(MODEL, row, at)


def _gap(context: Context, unit: MetricUnit, metric: Metric) -> Cell:
    """Forecast less target; of rates in percentage points."""
    forecast, target = (ref(YEAR, metric.id, name) for name in ("forecast", "target"))
    gap = minus(forecast, target)
    points = unit.kind == "rate"
    cell = worked_out(times(number(100), gap) if points else gap, tone=_gap_tone(context, metric))
    return signed(msgspec.structs.replace(cell, kind="points" if points else None))


def _gap_tone(context: Context, metric: Metric) -> Tone:
    target, forecast = year_target(context, metric), year_forecast(context, metric)
    if target is None or forecast is None:
        return ""
    missed = forecast < target if metric.better == "up" else forecast > target
    return "warn" if missed else ""


def _to_date(context: Context, unit: MetricUnit, metric: Metric, rows: frozenset[str]) -> list[Cell]:
    """Target and actual to date, and the rate achieved (where less is better: target ÷ actual)."""
    cells = [
        _from_values(unit, metric, which, TO_DATE)
        if row_id(metric.id, which) in rows
        else Cell(missing="unset")
        for which in ("target", "actual")
    ]
    if any(cell.expression is None for cell in cells) or not _both_to_date(context, metric):
        return [*cells, Cell(missing="unset")]
    target, actual = (ref(YEAR, metric.id, f"{which}_to_date") for which in ("target", "actual"))
    rate = over(actual, target) if metric.better == "up" else over(target, actual)
    return [*cells, worked_out(rate, tone=_rate_tone(context, metric))]


def _both_to_date(context: Context, metric: Metric) -> bool:
    """Whether target and actual stand in a closed month; a ratio may have them from its parts."""
    if metric.combines == "ratio":
        return True
    return all(any(month in series for month in dated(context)) for series in (metric.target, metric.actual))


def _rate_tone(context: Context, metric: Metric) -> Tone:
    """Attention below the alarm threshold."""
    months = dated(context)
    target = come_to(context.plan, metric, "target", months)
    actual = come_to(context.plan, metric, "actual", months)
    above, below = (actual, target) if metric.better == "up" else (target, actual)
    if metric.alarm is None or above is None or not below:
        return ""
    return "warn" if above / below < metric.alarm else ""


def states(context: Context, metric: Metric) -> tuple[tuple[str, str], ...]:
    """(department, state) of all that share a metric, then of others that said something."""
    plan = context.plan
    said = [plan.find(Agreement, source) for source, field in plan.referrers(metric.id) if field == "item"]
    ordered = sorted((each for each in said if each is not None), key=lambda each: (each.position, each.id))
    answers = {each.department: each.state for each in ordered if each.department is not None}
    asked = dict.fromkeys((*metric.shared_by, *answers))
    found = []
    for department in asked:
        own = context.plan.find(Agreement, agreement_of(metric.id, department))
        state = own.state if own is not None else answers.get(department, "open")
        if context.plan.get(department) is not None:
            found.append((department, str(state)))
    return tuple(found)


def agreement_words(context: Context, metric: Metric) -> str:
    """'agreed 2, open 1'."""
    counts = Counter(state for _, state in states(context, metric))
    return context.listed(
        [
            context.say(
                "declaration.counted", name=context.choice("Agreement.state", state), count=counts[state]
            )
            for state in STATES
            if counts[state]
        ]
    )


def months_table(context: Context) -> Table | None:
    """Target, actual and forecast of each metric by month, in the display unit."""
    rows = present(context)
    shown: list[Row] = []
    for metric in context.plan.items(Metric):
        shown += _month_rows(context, metric, rows)
    if not shown:
        return None
    spans = (*month_spans(context.about, context.language), total_span(context.about, context.language))
    only_targets = all(row.id == row_id(str(row.item), "target") for row in shown)
    table = Table(
        key=MONTHS,
        title=context.say(
            "declaration.metrics.months_targets" if only_targets else "declaration.metrics.months"
        ),
        columns=(
            context.column("metric", "Metric.name", width=24),
            context.column("which", "declaration.column.which", width=8),
            context.column("unit", "declaration.column.unit", width=8),
            *(column(span, "number") for span in spans),
        ),
        rows=tuple(shown),
        unit=_money_unit(context, context.plan.items(Metric)),
    )
    return with_used_columns(table, of=frozenset({"unit"}))


def _month_rows(context: Context, metric: Metric, rows: frozenset[str]) -> list[Row]:
    unit = metric_unit(context, metric)
    found: list[Row] = []
    for which in ("target", "actual"):
        key = row_id(metric.id, which)
        if key in rows:
            cells = [_month_cell(key, unit, each) for each in (*context.months, TOTAL)]
            found.append(_month_row(context, metric, unit, which, cells, first=not found))
    if has_forecast(context, metric):
        cells = _forecast_cells(context, metric, unit)
        found.append(_month_row(context, metric, unit, "forecast", cells, first=not found))
    return found


def _forecast_cells(context: Context, metric: Metric, unit: MetricUnit) -> list[Cell]:
    """Each month's, then the total's; of a ratio by its formula over the cells of its parts."""
    series = month_forecast(context, metric)
    values = {each: series.get(each) for each in context.months} | {TOTAL: year_forecast(context, metric)}
    formula = ratio_of(context, metric)
    cells = []
    for at, value in values.items():
        if value is None:
            cells.append(Cell(missing="not_available"))
        elif formula is None:
            cells.append(_by_model(context, unit, metric, at, value))
        else:
            ratio = with_cells(formula, partial(_part, context, at))
            cells.append(worked_out(in_unit(ratio, unit.size), value / unit.size))
    return cells


def _part(context: Context, at: str, metric: str) -> Expression:
    return _in_full(context, ref(MONTHS, row_id(metric, "forecast"), at), metric)


def _month_cell(key: str, unit: MetricUnit, at: str) -> Cell:
    return Cell(expression=in_unit(ref(VALUES, key, at), unit.size), missing="unset")


def _month_row(
    context: Context, metric: Metric, unit: MetricUnit, which: str, cells: list[Cell], *, first: bool
) -> Row:
    name = words(context.named(metric.id)) if first else BLANK
    shown = (msgspec.structs.replace(cell, kind=unit.kind, digits=unit.digits) for cell in cells)
    return Row(
        id=row_id(metric.id, which),
        item=metric.id,
        cells=(
            name,
            words(context.say(f"declaration.which.{which}")),
            words(unit.unit if first else ""),
            *shown,
        ),
    )


def definitions_table(context: Context) -> Table:
    """What is counted, what is not, from which event, where the figure comes from."""
    return Table(
        key=DEFINITIONS,
        title=context.say("declaration.metrics.definitions"),
        columns=(
            context.column("metric", "Metric.name", width=24),
            context.column("counts", "Metric.counts", "long_text", width=36),
            context.column("counts_not", "Metric.counts_not", "long_text", width=28),
            context.column("counted_from", "Metric.counted_from", "long_text", width=24),
            context.column("formula", "Metric.formula", "long_text", width=28),
            context.column("source", "Metric.data_tool", width=20),
            context.column("read", "Metric.read", "choice", width=10),
            context.column("shared_by", "Metric.shared_by", width=22),
        ),
        rows=tuple(_definition(context, metric) for metric in context.plan.items(Metric)),
    )


def _definition(context: Context, metric: Metric) -> Row:
    source = [each for text in (metric.data_tool, metric.data_field) if (each := context.typed(text))]
    return Row(
        id=metric.id,
        item=metric.id,
        cells=(
            words(context.named(metric.id)),
            words(context.typed(metric.counts)),
            words(context.typed(metric.counts_not)),
            words(context.typed(metric.counted_from)),
            words(formula_words(context, metric)),
            words(context.listed(source)),
            words(context.choice("Metric.read", metric.read)),
            words(context.all_named(metric.shared_by)),
        ),
    )


def formula_words(context: Context, metric: Metric) -> str:
    """The formula with names; '' when there is none or it can't be read."""
    try:
        expression = parse(metric.formula) if metric.formula else None
    except BadFormula:
        return ""
    if expression is None:
        return ""
    unnamed = context.say(Message("change.unnamed"))
    return written(expression, lambda reference: context.named(reference.target[0]) or unnamed)
