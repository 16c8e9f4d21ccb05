"""Direction: what success looks like, and the outcomes everything else refers to."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Prose, Row, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_units import metric_unit
from kakehashi.plan.direction import GuidePoint, Outcome
from kakehashi.plan.metrics import Metric


def chapter(context: Context) -> Chapter:
    """Guide points, then outcomes by rank."""
    blocks: list[Block] = []
    if (guide := _guide_points(context)) is not None:
        blocks.append(guide)
    outcomes = context.plan.items(Outcome)
    if outcomes:
        blocks.append(_outcomes(context, outcomes))
    if not blocks:
        return context.chapter("direction", (), context.say("declaration.direction.empty"))
    return context.chapter("direction", tuple(blocks), guide_sentence(context))


def guide_sentence(context: Context) -> str:
    """What success looks like in the year, '' when it isn't said."""
    yearly = (point for point in context.plan.items(GuidePoint) if point.period == "year")
    return next((said for point in yearly if (said := context.typed(point.sentence))), "")


def _guide_points(context: Context) -> Prose | None:
    points = context.plan.items(GuidePoint)
    items = tuple(
        context.say(
            "declaration.labelled",
            label=context.choice("GuidePoint.period", point.period),
            value=context.typed(point.sentence),
        )
        for point in points
        if context.typed(point.sentence)
    )
    if not items:
        return None
    return Prose(key="direction.guide", heading=context.say("declaration.direction.guide"), items=items)


def _outcomes(context: Context, outcomes: tuple[Outcome, ...]) -> Table:
    return Table(
        key="direction.outcomes",
        title=context.say("declaration.direction.outcomes"),
        columns=(
            context.column("rank", "declaration.column.rank", "number", width=6),
            context.column("sentence", "Outcome.sentence", "long_text", width=44),
            context.column("metric", "Outcome.metric", width=20),
            context.column("starts_at", "Outcome.starts_at", "number", width=11),
            context.column("ends_at", "Outcome.ends_at", "number", width=11),
            context.column("unit", "declaration.column.unit", width=8),
            context.column("by", "Outcome.by", "month", width=12),
            context.column("wanted_by", "Outcome.wanted_by", width=16),
        ),
        rows=tuple(_outcome(context, rank, outcome) for rank, outcome in enumerate(outcomes, 1)),
    )


def _outcome(context: Context, rank: int, outcome: Outcome) -> Row:
    unit = metric_unit(context, context.plan.find(Metric, outcome.metric))
    return Row(
        id=outcome.id,
        item=outcome.id,
        cells=(
            figure(rank),
            words(context.typed(outcome.sentence)),
            words(context.named(outcome.metric)),
            unit.cell(outcome.starts_at),
            unit.cell(outcome.ends_at),
            words(unit.unit),
            context.month_cell(outcome.by),
            words(context.named(outcome.wanted_by)),
        ),
    )
