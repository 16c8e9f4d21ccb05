"""The deterministic forward model as one table of expressions: what a workbook recalculates.

Rows: who comes in by measure; who reaches each step, by group of equal rates (the plan's; each measure with
own rates; the opening pipeline); all together; money. N[s+1,t] = rate * sum of share_k * N[s,t-k].
What the expression language can't say (saturation, carry-over) stands there as values. What is missing for
one is missing for all.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal

import msgspec

from kakehashi.declaration.assumptions import (
    COST_PER_LEAD,
    COUNT,
    EXPECTED,
    OPENING,
    OWN_RATES,
    RATE,
    RATES,
    RESPONSES,
    TERMS,
    VALUE,
    live_response,
)
from kakehashi.declaration.blocks import Cell, Kind, Row, Table
from kakehashi.declaration.budget_inputs import ALL, LINES, has_any
from kakehashi.declaration.cells import figure, or_zero, over, plus, ref, times, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import forecast_steps, ways
from kakehashi.declaration.lag_figures import LAGS, share
from kakehashi.declaration.lag_table import given, of_opening
from kakehashi.declaration.spans import Span, column, month_spans, sums, total_span
from kakehashi.forecast.forward import OPENING as OPENING_SOURCE
from kakehashi.forecast.lags import Weights, lag_weights
from kakehashi.plan.budget import Measure
from kakehashi.plan.formula import Expression
from kakehashi.plan.item import Series
from kakehashi.plan.simulation import Economics, FunnelStep, OpeningPipeline

MODEL = "simulation.model"
REVENUE, GROSS_PROFIT, BUDGET, STAFF = "revenue", "gross_profit", "budget", "staff"
PLAN_RATES = "plan"


def step_row(step_id: str) -> str:
    """The row of all who reach a step."""
    return f"step:{step_id}"


class _Source(msgspec.Struct, frozen=True):
    """A measure that brings somebody in: at which place of the funnel, and whether its rates are its own."""

    measure: Measure
    enters: int
    own: bool


class _Group(msgspec.Struct, frozen=True):
    """Measures with the same rates (or the opening pipeline), walking through the funnel together."""

    key: str
    title: str
    sources: tuple[_Source, ...]
    standing: tuple[OpeningPipeline, ...] = ()


def model(context: Context) -> Table | None:
    """The table; None when the plan has no funnel to walk through."""
    steps = forecast_steps(context)
    if not steps:
        return None
    writer = _Writer(context, steps)
    sources = _sources(context, steps)
    rows = [writer.arrivals(source) for source in sources]
    for group in _groups(context, steps, sources):
        rows += writer.flow(group)
    rows += writer.totals()
    rows += writer.money()
    return Table(
        key=MODEL,
        title=context.say("declaration.simulation.model"),
        columns=(
            context.column("what", "declaration.column.what", width=34),
            context.column("group", "declaration.column.group", width=26),
            *(column(span, "number", 1) for span in writer.spans),
        ),
        rows=tuple(rows),
        note=_note(context, sources),
        role="model",
    )


def _note(context: Context, sources: Sequence[_Source]) -> str:
    said = [context.say("declaration.simulation.model_note")]
    fixed = [
        context.named(source.measure.id)
        for source in sources
        if source.measure.response is not None and not live_response(source.measure.response)
    ]
    if fixed:
        said.append(context.say("declaration.simulation.values_only", measures=context.listed(fixed)))
    return context.sentences(said)


def _sources(context: Context, steps: tuple[FunnelStep, ...]) -> tuple[_Source, ...]:
    """The measures that the stored results know, in the plan's order."""
    places = {step.id: at for at, step in enumerate(steps)}
    known = context.results.base.by_measure
    found = []
    for measure in context.plan.items(Measure):
        enters = places.get(measure.enters_at) if measure.enters_at is not None else 0
        if measure.id in known and enters is not None:
            own = {step for step, rate in measure.own_rates.items() if rate.value is not None}
            has_own = any(step.id in own for step in steps[enters:-1])
            found.append(_Source(measure, enters, has_own))
    return tuple(found)


def _groups(
    context: Context, steps: tuple[FunnelStep, ...], sources: tuple[_Source, ...]
) -> tuple[_Group, ...]:
    shared = tuple(source for source in sources if not source.own)
    found = []
    if shared:
        found.append(_Group(PLAN_RATES, context.say("declaration.simulation.plan_rates"), shared))
    for source in sources:
        if source.own:
            found.append(_Group(source.measure.id, context.named(source.measure.id), (source,)))
    inside = {step.id for step in steps[:-1]}
    standing = tuple(item for item in context.plan.items(OpeningPipeline) if item.step in inside)
    if standing:
        title = context.say("declaration.simulation.opening")
        found.append(_Group(OPENING_SOURCE, title, (), standing))
    return tuple(found)


class _Passed(msgspec.Struct, frozen=True):
    """Who comes from the step before, by month (None = nobody); not known when anything for it is missing."""

    by_month: tuple[Expression | None, ...] = ()
    known: bool = True


class _Writer:
    """Writes the rows in order; remembers which rows have values, because missing ones make missing ones."""

    def __init__(self, context: Context, steps: tuple[FunnelStep, ...]) -> None:
        self._context = context
        self._steps = steps
        self._following = {way.step.id: way.following for way in ways(context)}
        self._months = context.months
        about, language = context.about, context.language
        self.spans: tuple[Span, ...] = (*month_spans(about, language), total_span(about, language))
        self._lines: dict[str, list[str]] = {}
        for row in context.rows:
            self._lines.setdefault(row.measure or "", []).append(row.id)
        self._present: set[str] = set()
        self._flows: dict[str, list[str]] = {step.id: [] for step in steps}

    def _row(
        self,
        key: str,
        title: str,
        group: str,
        cells: Sequence[Cell] | None,
        *,
        kind: Kind = "number",
        total: bool = False,
    ) -> Row:
        """A row with its sum; None for its cells = missing in every month."""
        digits = 0 if kind == "money" else 1
        if cells is None:
            every: tuple[Cell, ...] = (Cell(missing="not_available"),) * len(self.spans)
        else:
            self._present.add(key)
            every = (*cells, *sums(MODEL, key, self.spans))
        shown = (msgspec.structs.replace(cell, kind=kind, digits=digits) for cell in every)
        return Row(
            id=key, cells=(words(title), words(group), *shown), style="subtotal" if total else "", item=""
        )

    def arrivals(self, source: _Source) -> Row:
        """Who enters by a measure: as typed, or spend ÷ cost per lead, or values of the stored results."""
        measure, step = source.measure, self._steps[source.enters]
        series = self._context.results.base.by_measure.get(measure.id, {}).get(step.id, {})
        cells = None
        if series:
            cells = [self._arrival(measure, month, series.get(month)) for month in self._months]
        title = self._context.say("declaration.simulation.arrivals", measure=self._context.named(measure.id))
        return self._row(f"in:{measure.id}", title, self._context.named(step.id), cells)

    def _arrival(self, measure: Measure, month: str, value: Decimal | None) -> Cell:
        if measure.response is None:
            return worked_out(or_zero(ref(EXPECTED, measure.id, month)), value)
        if not live_response(measure.response):
            return figure(value)
        spend = plus(ref(LINES, line, month) for line in self._lines.get(measure.id, ()))
        if spend is None:
            return figure(value)
        return worked_out(over(or_zero(spend), ref(RESPONSES, measure.id, COST_PER_LEAD)), value)

    def flow(self, group: _Group) -> list[Row]:
        """The group through all steps from the first that it reaches."""
        rows = []
        before: str | None = None
        for at, step in enumerate(self._steps):
            incoming = [f"in:{source.measure.id}" for source in group.sources if source.enters == at]
            passed = self._passed(group, at, before)
            if passed is None and not incoming:
                continue
            key = f"flow:{group.key}:{step.id}"
            cells = self._flow_cells(passed, incoming)
            rows.append(self._row(key, self._context.named(step.id), group.title, cells))
            self._flows[step.id].append(key)
            before = key
        return rows

    def _flow_cells(self, passed: _Passed | None, incoming: list[str]) -> list[Cell] | None:
        if (passed is not None and not passed.known) or any(key not in self._present for key in incoming):
            return None
        cells = []
        for at, month in enumerate(self._months):
            parts: list[Expression] = [ref(MODEL, key, month) for key in incoming]
            before = passed.by_month[at] if passed is not None else None
            if before is not None:
                parts.append(before)
            cells.append(worked_out(plus(parts)) if parts else figure(0))
        return cells

    def _passed(self, group: _Group, at: int, before: str | None) -> _Passed | None:
        """Who comes from the step before; None when nobody can."""
        standing = [item for item in group.standing if at and item.step == self._steps[at - 1].id]
        if at == 0 or (before is None and not standing):
            return None
        step = self._steps[at - 1]
        weights = lag_weights(step)
        counted = all(item.count is not None and item.count.value is not None for item in standing)
        rate = self._rate(group, step)
        if (
            weights is None
            or rate is None
            or not counted
            or (before is not None and before not in self._present)
        ):
            return _Passed(known=False)
        months = range(len(self._months))
        return _Passed(tuple(self._landing(step, weights, rate, before, standing, month) for month in months))

    def _rate(self, group: _Group, step: FunnelStep) -> Expression | None:
        if group.sources and group.sources[0].own:
            measure = group.sources[0].measure
            own = measure.own_rates.get(step.id)
            if own is not None and own.value is not None:
                return ref(OWN_RATES, f"{measure.id}:{step.id}", RATE)
        known = step.rate is not None and step.rate.value is not None
        return ref(RATES, step.id, RATE) if known else None

    def _landing(
        self,
        step: FunnelStep,
        weights: Weights,
        rate: Expression,
        before: str | None,
        standing: Sequence[OpeningPipeline],
        month: int,
    ) -> Expression | None:
        parts: list[Expression] = []
        if before is not None:
            parts += [
                times(ref(LAGS, step.id, share(back)), ref(MODEL, before, self._months[month - back]))
                for back in range(month + 1)
                if given(step, weights, back)
            ]
        for item in standing:
            parts.append(times(ref(LAGS, of_opening(item), share(month)), ref(OPENING, item.id, COUNT)))
        landed = plus(parts)
        return None if landed is None else times(rate, landed)

    def totals(self) -> list[Row]:
        """All groups together at each step; the values are those of the stored results."""
        rows = []
        for step in self._steps:
            result = next(each for each in self._context.results.base.steps if each.id == step.id)
            flows = self._flows[step.id]
            cells = None
            if result.reached:
                complete = all(key in self._present for key in flows)
                cells = [
                    worked_out(
                        plus(ref(MODEL, key, month) for key in flows) if complete else None,
                        result.reached.get(month),
                    )
                    for month in self._months
                ]
            title, group = self._context.named(step.id), self._context.say("declaration.simulation.all")
            rows.append(self._row(step_row(step.id), title, group, cells, total=True))
        return rows

    def money(self) -> list[Row]:
        """Revenue, gross profit, planned money, staff; in full units."""
        base = self._context.results.base
        terms = self._context.plan.only(Economics)
        won = step_row(self._steps[-1].id)
        revenue = self._product(REVENUE, base.revenue, won, "deal_value")
        profit = self._product(GROSS_PROFIT, base.gross_profit, REVENUE, "gross_margin")
        rows = [revenue, profit] if terms.gross_margin is not None else [revenue]
        if has_any(self._context, LINES):
            cells = [
                worked_out(or_zero(ref(LINES, ALL, month)), base.spend.get(month)) for month in self._months
            ]
            rows.append(self._money_row(BUDGET, cells))
        if base.staff and terms.staff_in_cac:
            rows.append(self._money_row(STAFF, [figure(base.staff.get(month)) for month in self._months]))
        return rows

    def _product(self, key: str, series: Series, of: str, term: str) -> Row:
        if not series or of not in self._present:
            return self._money_row(key, None)
        by = ref(TERMS, term, VALUE)
        return self._money_row(
            key, [worked_out(times(ref(MODEL, of, month), by), series.get(month)) for month in self._months]
        )

    def _money_row(self, key: str, cells: Sequence[Cell] | None) -> Row:
        title = self._context.say(f"declaration.economics.{key}")
        return self._row(key, title, self._context.unit.full, cells, kind="money", total=True)
