"""Journeys as tables and in words: what the map says, the lowest point, what changes, what is open."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.journey_maps import ToldCell, ToldMap, signed
from kakehashi.plan.journey import Lane, Stage
from kakehashi.plan.journey_map import placed_cells, unanswered


def map_key(told: ToldMap) -> str:
    """The key of the table of a map."""
    return f"journey.map.{told.journey.id}"


def map_table(context: Context, told: ToldMap) -> Table:
    """A row a lane, a column a stage, like the picture."""
    stages = [Column(key=stage.id, title=context.named(stage.id), width=15) for stage in told.stages]
    return Table(
        key=map_key(told),
        title=context.say("declaration.journey.table", title=told.title),
        columns=(context.column("lane", "kind.Lane", width=12), *stages),
        rows=tuple(_row(context, told, lane) for lane in told.lanes),
        note=told.caption,
    )


def _row(context: Context, told: ToldMap, lane: Lane) -> Row:
    cells = [_cell(context, told, lane, stage) for stage in told.stages]
    return Row(id=lane.id, item=lane.id, cells=(words(context.named(lane.id)), *cells))


def _cell(context: Context, told: ToldMap, lane: Lane, stage: Stage) -> Cell:
    """What stands there, each thing in a line of its own."""
    cell = told.cell(lane, stage)
    said = [] if cell is None else _in_words(cell)
    if not told.is_gap(lane, stage):
        return words("\n".join(said))
    return Cell(value="\n".join([*said, context.say("declaration.journey.gap")]), tone="warn")


def _in_words(cell: ToldCell) -> list[str]:
    figure = "" if cell.emotion is None else signed(cell.emotion)
    return [part for part in (figure, cell.text, *(each.said for each in cell.named), *cell.notes) if part]


def stages_table(context: Context) -> Table | None:
    """The stages with what happens at them, and the question that nothing answers."""
    gaps = unanswered(context.plan)
    column = context.column("gap", "declaration.journey.open_question", "long_text", width=24)

    def gap(stage: Stage) -> Cell:
        found = gaps.get(stage.id)
        return BLANK if found is None else Cell(value=context.typed(found.cell.text), tone="warn")

    return item_table(
        context, Stage, "journey.stages", ("name", "part", "happens", "moves_on", (column, gap))
    )


def journey_sentence(context: Context, maps: Sequence[ToldMap]) -> str:
    """How many stages, the lowest point of the journey as it is and what changes, the open gaps."""
    stages = context.plan.items(Stage)
    if not stages:
        return ""
    said = [context.say("declaration.journey.stages", count=len(stages))]
    said += _lowest(context, maps)
    said += _gaps(context)
    return context.sentences(said)


def _lowest(context: Context, maps: Sequence[ToldMap]) -> list[str]:
    """The lowest point of all journeys as they are, and what that persona's journey to be has there."""
    points = [
        (cell.emotion, told, stage, cell)
        for told in maps
        if told.journey.state == "as_is"
        for stage, cell in told.emotions()
        if cell.emotion is not None
    ]
    if not points:
        return []
    _, now, stage, cell = min(points, key=lambda point: point[0])
    said = [
        context.say(
            "declaration.journey.lowest", stage=context.named(stage.id), feeling=_feeling(context, cell)
        )
    ]
    aimed_at = (told for told in maps if told.journey.state == "to_be")
    later = next((told for told in aimed_at if told.journey.persona == now.journey.persona), None)
    return said if later is None else [*said, *_changes(context, now, later, stage)]


def _changes(context: Context, now: ToldMap, later: ToldMap, stage: Stage) -> list[str]:
    """How the lowest point is to feel, and how much of ours stands on the map then."""
    said = []
    there = next((cell for at, cell in later.emotions() if at.id == stage.id), None)
    if there is not None:
        said.append(context.say("declaration.journey.becomes", feeling=_feeling(context, there)))
    content_now, measures_now = _ours(context, now)
    content, measures = _ours(context, later)
    if (content, measures) != (content_now, measures_now):
        said.append(
            context.say(
                "declaration.journey.ours",
                content=content,
                content_now=content_now,
                measures=measures,
                measures_now=measures_now,
            )
        )
    return said


def _ours(context: Context, told: ToldMap) -> tuple[int, int]:
    """How much content and how many measures stand on a map, each counted once."""
    cells = [placed.cell for placed in placed_cells(context.plan) if placed.lane.journey == told.journey.id]
    content = {each for cell in cells for each in cell.content}
    return len(content), len({each for cell in cells for each in cell.measures})


def _feeling(context: Context, cell: ToldCell) -> str:
    figure = "" if cell.emotion is None else signed(cell.emotion)
    return context.listed([part for part in (figure, cell.text) if part])


def _gaps(context: Context) -> list[str]:
    plan = context.plan
    gaps = unanswered(plan)
    if gaps:
        names = context.listed([context.named(stage.id) for stage in plan.items(Stage) if stage.id in gaps])
        return [context.say("declaration.journey.gaps", stages=names)]
    asks = any(placed.lane.holds == "question" and placed.cell.text for placed in placed_cells(plan))
    return [context.say("declaration.journey.no_gaps")] if asks else []
