"""The measures behind the money: what each moves, brings, and when it is stopped."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Cell, Row, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_units import in_words
from kakehashi.plan.budget import Criterion, Measure
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import total
from kakehashi.plan.simulation import FunnelStep

MEASURES = "budget.measures"


def measures(context: Context) -> Table | None:
    """One row a measure. Its money stands there only for who sees everything: parts of it may be hidden."""
    items = context.plan.items(Measure)
    if not items:
        return None
    columns = [
        context.column("name", "Measure.name", width=26),
        context.column("aim", "Measure.aim", "long_text", width=36),
        context.column("moves", "Measure.moves", width=20),
        context.column("start", "Measure.start", "month", width=11),
        context.column("end", "Measure.end", "month", width=11),
        context.column("owner", "Measure.owner", width=20),
    ]
    if context.sees_money:
        columns.append(
            context.column("money", "declaration.column.planned", "money", digits=_digits(context, items))
        )
        columns.append(context.column("leads", "declaration.column.brings", "number"))
    columns += [
        context.column("success", "Measure.success", "long_text", width=34),
        context.column("stop", "Measure.stop", "long_text", width=34),
    ]
    return Table(
        key=MEASURES,
        title=context.say("declaration.budget.measures"),
        columns=tuple(columns),
        rows=tuple(_row(context, item) for item in items),
        unit=context.unit.title if context.sees_money else "",
    )


def _row(context: Context, measure: Measure) -> Row:
    cells = [
        words(context.named(measure.id)),
        words(context.typed(measure.aim)),
        words(context.all_named(measure.moves)),
        context.month_cell(measure.start),
        context.month_cell(measure.end),
        words(context.named(measure.owner)),
    ]
    if context.sees_money:
        cells += [_money(context, measure), figure(brought(context, measure.id))]
    cells += [words(_criteria(context, measure.success)), words(_criteria(context, measure.stop))]
    return Row(id=measure.id, item=measure.id, cells=tuple(cells))


def _digits(context: Context, items: tuple[Measure, ...]) -> int:
    return context.money_digits(_spent(context, measure) for measure in items)


def _spent(context: Context, measure: Measure) -> Decimal | None:
    return total(context.results.base.spend_by_measure.get(measure.id, {}), context.months)


def _money(context: Context, measure: Measure) -> Cell:
    spent = _spent(context, measure)
    return figure(None if spent is None else spent / context.unit.size)


def brought(context: Context, measure: str) -> Decimal | None:
    """How many a measure brings to the step where it enters: the first of the funnel with any, whatever
    order the stored results have.
    """
    steps = context.results.base.by_measure.get(measure, {})
    for step in context.plan.items(FunnelStep):
        found = total(steps.get(step.id, {}), context.months)
        if found:
            return found
    return None


def _criteria(context: Context, criteria: tuple[Criterion, ...]) -> str:
    return "\n".join(_criterion(context, each) for each in criteria)


def _criterion(context: Context, criterion: Criterion) -> str:
    """'Leads at least 1,200, of ...; decided in September 2027; the money goes to ...'."""
    metric = context.plan.find(Metric, criterion.metric)
    said = context.say(
        f"declaration.criterion.{criterion.at}",
        metric=context.named(criterion.metric) or context.say("declaration.criterion.no_metric"),
        threshold=in_words(context, metric, criterion.threshold),
    )
    notes = []
    if counted := context.typed(criterion.counted_from):
        notes.append(context.say("declaration.criterion.counted", counted=counted))
    if criterion.decide_on:
        notes.append(context.say("declaration.criterion.decided", date=_when(context, criterion.decide_on)))
    if goes_to := context.typed(criterion.money_goes_to):
        notes.append(context.say("declaration.criterion.money", goes_to=goes_to))
    return context.say("declaration.with_note", value=said, note=context.listed(notes)) if notes else said


def _when(context: Context, value: str) -> str:
    return context.day(value) if len(value) > 7 else context.month(value)
