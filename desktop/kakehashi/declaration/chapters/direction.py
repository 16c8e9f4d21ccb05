"""Direction: what success looks like, where we win and what we stop, the outcomes and the big moves.

Then the meetings in which it is kept on course and, in full, who has to stand behind it.
"""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter, Prose, Row, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_units import metric_unit
from kakehashi.declaration.ritual_views import rituals_table
from kakehashi.declaration.stakeholder_views import (
    stakeholders_table,
    stance_reasons_table,
    stances_table,
)
from kakehashi.plan.direction import BigMove, GuidePoint, Outcome, Playbook
from kakehashi.plan.metrics import Metric

_WINNING = ("strategy", "gives_up", "commits_to")
"""What is asked first of a plan: where do we win, what do we stop, what may we count on."""

_PLAYBOOK = (
    "vision",
    "mission",
    "values",
    *_WINNING,
    "execution_plan",
    "role_of_marketing",
    "decides_alone",
    "decides_with_others",
    "team_rules",
    "code_of_conduct",
    "pledge",
    "discussion_rules",
)


def chapter(context: Context) -> Chapter:
    """How marketing wins, guide points, outcomes by rank, big moves, meetings and stakeholders."""
    blocks: list[Block] = [
        block for block in (_playbook(context), _guide_points(context)) if block is not None
    ]
    if outcomes := context.plan.items(Outcome):
        blocks.append(_outcomes(context, outcomes))
    moves = tuple(move for move in context.plan.items(BigMove) if move.state != "dropped")
    if moves:
        blocks.append(_big_moves(context, moves))
    people = [rituals_table(context)]
    if context.full:
        people += [stakeholders_table(context), stances_table(context), stance_reasons_table(context)]
    blocks += [block for block in people if block is not None]
    if not blocks:
        return context.chapter("direction", (), context.say("declaration.direction.empty"))
    return context.chapter("direction", tuple(blocks), guide_sentence(context))


def guide_sentence(context: Context) -> str:
    """What success looks like in the year, '' when it isn't said."""
    yearly = (point for point in context.plan.items(GuidePoint) if point.period == "year")
    return next((said for point in yearly if (said := context.typed(point.sentence))), "")


def _playbook(context: Context) -> Prose | None:
    """Where we win and what we stop; in full also what stands behind it."""
    playbook = context.plan.only(Playbook)
    said = tuple(
        context.say("declaration.labelled", label=context.field(f"Playbook.{name}"), value=value)
        for name in (_PLAYBOOK if context.full else _WINNING)
        if (value := context.typed(getattr(playbook, name)).strip())
    )
    if not said:
        return None
    heading = context.say("declaration.direction.playbook")
    return Prose(key="direction.playbook", heading=heading, items=said)


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


def _big_moves(context: Context, moves: tuple[BigMove, ...]) -> Table:
    return Table(
        key="direction.big_moves",
        title=context.say("declaration.direction.big_moves"),
        columns=(
            context.column("name", "BigMove.name", width=30),
            context.column("why_now", "BigMove.why_now", "long_text", width=40),
            context.column("outcome", "BigMove.outcome", "long_text", width=36),
            context.column("owner", "BigMove.owner", width=20),
            context.column("sponsor", "BigMove.sponsor", width=18),
            context.column("start", "BigMove.start", "month", width=12),
            context.column("end", "BigMove.end", "month", width=12),
            context.column("state", "BigMove.state", "choice", width=10),
        ),
        rows=tuple(_big_move(context, move) for move in moves),
    )


def _big_move(context: Context, move: BigMove) -> Row:
    return Row(
        id=move.id,
        item=move.id,
        cells=(
            words(context.named(move.id)),
            words(context.typed(move.why_now)),
            words(context.named(move.outcome)),
            words(context.named(move.owner)),
            words(context.named(move.sponsor)),
            context.month_cell(move.start),
            context.month_cell(move.end),
            words(context.choice("BigMove.state", move.state)),
        ),
    )
