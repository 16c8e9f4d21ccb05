"""What the simulation assumes, as input tables with passports: rates, lags, responses, what a deal is worth.

Cells marked as assumptions carry a stable name, for a workbook's named range. Columns of ranges and passports
in which nothing stands are left out.
"""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Cell, Column, Kind, Row, Table
from kakehashi.declaration.cells import BLANK, figure, typed, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import Way, ways
from kakehashi.declaration.item_table import with_used_columns
from kakehashi.declaration.lag_figures import histogram_cells
from kakehashi.declaration.passports import passport_cells, passport_columns
from kakehashi.declaration.spans import column, month_spans, sums, total_span
from kakehashi.plan.budget import Measure, Response
from kakehashi.plan.item import Figure
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline

RATES, OWN_RATES = "simulation.rates", "simulation.own_rates"
TERMS, RESPONSES = "simulation.terms", "simulation.responses"
EXPECTED, OPENING = "simulation.expected", "simulation.opening"
RATE, LAG, VALUE, COUNT, COST_PER_LEAD = "rate", "lag", "value", "count", "cost_per_lead"


def rates(context: Context) -> Table | None:
    """Each way from step to step: rate and lag with their ranges, counts where known, passports."""
    found = ways(context)
    if not found:
        return None
    return with_used_columns(
        Table(
            key=RATES,
            title=context.say("declaration.simulation.rates"),
            columns=(
                context.column("step", "declaration.column.way", width=30),
                context.column(RATE, "FunnelStep.rate", "rate", digits=1),
                context.column("low", "Figure.low", "rate", digits=1),
                context.column("high", "Figure.high", "rate", digits=1),
                context.column("entered", "FunnelStep.entered", "number"),
                context.column("passed", "FunnelStep.passed", "number"),
                context.column(LAG, "FunnelStep.lag", "number", digits=1),
                context.column("lag_shape", "FunnelStep.lag_shape", "choice", width=10),
                context.column("lag_spread", "FunnelStep.lag_spread", "number", digits=1),
                *passport_columns(context),
            ),
            rows=tuple(_way(context, way) for way in found),
            note=context.say("declaration.simulation.rates_note"),
            role="input",
        )
    )


def _way(context: Context, way: Way) -> Row:
    step = way.step
    rate = step.rate or Figure()
    lag, spread = _lag(context, step, way.name)
    return Row(
        id=step.id,
        item=step.id,
        cells=(
            words(way_title(context, step, way.following)),
            typed(rate.value, f"rate_{way.name}"),
            _optional(rate.low),
            _optional(rate.high),
            _optional(step.entered),
            _optional(step.passed),
            lag,
            words(context.choice("FunnelStep.lag_shape", step.lag_shape)),
            spread,
            *passport_cells(context, step.rate),
        ),
    )


def way_title(context: Context, step: FunnelStep, following: FunnelStep) -> str:
    """'Lead → Follow lead'."""
    return context.say("declaration.way", start=context.named(step.id), end=context.named(following.id))


def live_lag(step: FunnelStep) -> bool:
    """Whether the weights of a lag follow from its value alone, so that they can be worked out in a cell."""
    spread = step.lag_shape == "spread" and bool(step.lag_spread) and bool(step.lag and step.lag.value)
    return step.lag_shape != "histogram" and not spread


def _lag(context: Context, step: FunnelStep, name: str) -> tuple[Cell, Cell]:
    """Months and spread. Only a fixed lag may be changed in a workbook; the others are given by shares."""
    if step.lag_shape == "histogram":
        return histogram_cells(context, step)
    value = step.lag.value if step.lag is not None else None
    if live_lag(step):
        return typed(value, f"lag_{name}"), _optional(step.lag_spread if step.lag_shape == "spread" else None)
    return _optional(value), _optional(step.lag_spread)


def _optional(value: Decimal | int | None) -> Cell:
    return BLANK if value is None else figure(value)


def own_rates(context: Context) -> Table | None:
    """Rates that differ for one measure."""
    rows = []
    for number, measure in enumerate(context.plan.items(Measure), 1):
        for way in ways(context):
            own = measure.own_rates.get(way.step.id)
            if own is not None and own.value is not None:
                rows.append(_own_rate(context, measure, way, own, f"rate_m{number}_{way.name}"))
    if not rows:
        return None
    return with_used_columns(
        Table(
            key=OWN_RATES,
            title=context.say("declaration.simulation.own_rates"),
            columns=(
                context.column("measure", "kind.Measure", width=26),
                context.column("step", "declaration.column.way", width=30),
                context.column(RATE, "FunnelStep.rate", "rate", digits=1),
                context.column("low", "Figure.low", "rate", digits=1),
                context.column("high", "Figure.high", "rate", digits=1),
                *passport_columns(context),
            ),
            rows=tuple(rows),
            role="input",
        )
    )


def _own_rate(context: Context, measure: Measure, way: Way, own: Figure, name: str) -> Row:
    return Row(
        id=f"{measure.id}:{way.step.id}",
        item=measure.id,
        cells=(
            words(context.named(measure.id)),
            words(way_title(context, way.step, way.following)),
            typed(own.value, name),
            _optional(own.low),
            _optional(own.high),
            *passport_cells(context, own),
        ),
    )


_TERMS: tuple[tuple[str, Kind, int, str], ...] = (
    ("deal_value", "money", 0, ""),
    ("gross_margin", "rate", 1, ""),
    ("contract_months", "number", 0, "unit.months"),
    ("churn", "rate", 2, ""),
    ("expansion", "rate", 1, ""),
    ("sales_cost", "money", 0, ""),
)


def terms(context: Context) -> Table | None:
    """What a won deal is worth and costs, in full units. Hidden fields have no row."""
    said = context.plan.only(Economics)
    rows = [
        _term(context, said, name, kind, digits, unit)
        for name, kind, digits, unit in _TERMS
        if context.sees("Economics", name) and getattr(said, name) is not None
    ]
    if not rows:
        return None
    return with_used_columns(
        Table(
            key=TERMS,
            title=context.say("declaration.simulation.terms"),
            columns=(
                context.column("name", "declaration.column.assumption", width=26),
                context.column(VALUE, "declaration.column.value", "number"),
                context.column("unit", "declaration.column.unit", width=8),
                context.column("low", "Figure.low", "number"),
                context.column("high", "Figure.high", "number"),
                *passport_columns(context),
            ),
            rows=tuple(rows),
            role="input",
        )
    )


def _term(context: Context, said: Economics, name: str, kind: Kind, digits: int, unit: str) -> Row:
    value = getattr(said, name)
    known = value if isinstance(value, Figure) else Figure(value=value)
    bounds = (
        BLANK if each is None else figure(each, kind=kind, digits=digits) for each in (known.low, known.high)
    )
    unit_name = context.unit.full_name if kind == "money" else (context.say(unit) if unit else "")
    passport = value if isinstance(value, Figure) else None
    return Row(
        id=name,
        item=said.id,
        cells=(
            words(context.field(f"Economics.{name}")),
            typed(known.value, name, kind=kind, digits=digits),
            words(unit_name),
            *bounds,
            *passport_cells(context, passport),
        ),
    )


def responses(context: Context) -> Table | None:
    """How leads follow from spend, for the measures that have a response. Money in full units."""
    found = [
        (number, measure, measure.response)
        for number, measure in enumerate(context.plan.items(Measure), 1)
        if measure.response is not None
    ]
    if not found:
        return None
    saturating = any(response.shape == "saturating" for _, _, response in found)
    carries = any(response.carry_over for _, _, response in found)
    return with_used_columns(
        Table(
            key=RESPONSES,
            title=context.say("declaration.simulation.responses"),
            columns=_response_columns(context, saturating, carries),
            rows=tuple(_response(context, *each, saturating, carries) for each in found),
            unit=context.unit.full,
            role="input",
        )
    )


def _response_columns(context: Context, saturating: bool, carries: bool) -> tuple[Column, ...]:
    columns = [
        context.column("measure", "kind.Measure", width=26),
        context.column("shape", "Response.shape", "choice", width=10),
        context.column(COST_PER_LEAD, "Response.cost_per_lead", "money"),
        context.column("low", "Figure.low", "money"),
        context.column("high", "Figure.high", "money"),
    ]
    if saturating:
        columns += [
            context.column("top", "Response.top", "number", digits=1),
            context.column("half", "Response.half", "money"),
            context.column("steepness", "Response.steepness", "number", digits=2),
        ]
    if carries:
        columns.append(context.column("carry_over", "Response.carry_over", "rate", digits=1))
    return (*columns, *passport_columns(context))


def live_response(response: Response) -> bool:
    """Whether leads are spend ÷ cost per lead, which a cell can work out."""
    cost = response.cost_per_lead
    return response.shape == "linear" and not response.carry_over and cost is not None and bool(cost.value)


def _response(
    context: Context, number: int, measure: Measure, response: Response, saturating: bool, carries: bool
) -> Row:
    cost = response.cost_per_lead if response.shape == "linear" else None
    cells = [
        words(context.named(measure.id)),
        words(context.choice("Response.shape", response.shape)),
        typed(cost.value, f"cpl_m{number}")
        if cost is not None and live_response(response)
        else _optional(cost.value if cost is not None else None),
        _optional(cost.low if cost is not None else None),
        _optional(cost.high if cost is not None else None),
    ]
    if saturating:
        curve = (response.top, response.half, response.steepness)
        known = response.shape == "saturating"
        cells += [_optional(each.value if known and each is not None else None) for each in curve]
    if carries:
        cells.append(_optional(response.carry_over or None))
    main = cost if response.shape == "linear" else response.top
    return Row(id=measure.id, item=measure.id, cells=(*cells, *passport_cells(context, main)))


def expected(context: Context) -> Table | None:
    """The numbers by month that were typed for measures without a response."""
    items = [
        measure
        for measure in context.plan.items(Measure)
        if measure.response is None and any(month in measure.expected for month in context.months)
    ]
    if not items:
        return None
    spans = (*month_spans(context.about, context.language), total_span(context.about, context.language))
    return Table(
        key=EXPECTED,
        title=context.say("declaration.simulation.expected"),
        columns=(
            context.column("measure", "kind.Measure", width=28),
            context.column("enters_at", "Measure.enters_at", width=16),
            *(column(span, "number") for span in spans),
        ),
        rows=tuple(
            Row(
                id=measure.id,
                item=measure.id,
                cells=(
                    words(context.named(measure.id)),
                    words(context.named(measure.enters_at)),
                    *(typed(measure.expected.get(month)) for month in context.months),
                    *sums(EXPECTED, measure.id, spans),
                ),
            )
            for measure in items
        ),
        unit=context.say("unit.count"),
        role="input",
    )


def opening(context: Context) -> Table | None:
    """Who stands in the funnel when the plan begins."""
    items = context.plan.items(OpeningPipeline)
    inside = {way.step.id for way in ways(context)}
    rows = [_standing(context, number, item) for number, item in enumerate(items, 1) if item.step in inside]
    if not rows:
        return None
    return with_used_columns(
        Table(
            key=OPENING,
            title=context.say("declaration.simulation.opening"),
            columns=(
                context.column("step", "OpeningPipeline.step", width=22),
                context.column("age", "OpeningPipeline.age", "number"),
                context.column(COUNT, "OpeningPipeline.count", "number"),
                context.column("low", "Figure.low", "number"),
                context.column("high", "Figure.high", "number"),
                *passport_columns(context),
            ),
            rows=tuple(rows),
            role="input",
        )
    )


def _standing(context: Context, number: int, item: OpeningPipeline) -> Row:
    count = item.count or Figure()
    return Row(
        id=item.id,
        item=item.id,
        cells=(
            words(context.named(item.step)),
            figure(item.age),
            typed(count.value, f"opening_{number}"),
            _optional(count.low),
            _optional(count.high),
            *passport_cells(context, item.count),
        ),
    )
