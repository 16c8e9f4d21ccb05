"""The map of a journey: stages, lanes, the emotion curve and the gaps."""

from __future__ import annotations

import msgspec

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.journey_maps import ToldCell, ToldMap, signed
from kakehashi.drawing.journey import MOST_STAGES, JourneyLane, JourneyMap, JourneyStage, journey_map
from kakehashi.drawing.journey_cell import Entry, JourneyCell
from kakehashi.plan.journey import Lane, Stage

_OURS = ("question", "content", "measures", "metric", "owner", "pain", "failure")
"""What the lanes of our side hold, the question that they answer among them."""

_MOST_ROWS = 9  # of a map on one page; counted, not measured, so that both languages tell the same blocks
_LEAST_LANES = 2
_TOLD = ("question", "emotion")
_TOLD_OF_OURS = ("question", "content", "measures")


def journey_pictures(context: Context, told: ToldMap, table: str) -> list[Picture]:
    """The map of one journey; one of many rows in two parts, the customer's side and ours.

    `table` is the key of the table that says the same, '' for none.
    """
    key = f"journey.picture.{told.journey.id}"
    ours = tuple(lane for lane in told.lanes if lane.holds in _OURS)
    theirs = tuple(lane for lane in told.lanes if lane.holds not in _OURS or lane.holds == "question")
    rows = len(told.lanes) * -(-len(told.stages) // MOST_STAGES)
    if rows <= _MOST_ROWS or min(len(ours), len(theirs)) < _LEAST_LANES:
        whole = _picture(context, told, (key, told.title), told.lanes, _TOLD)
        return [msgspec.structs.replace(whole, table=table)]
    customer = context.say("declaration.journey.customer_side", title=told.title)
    our = context.say("declaration.journey.our_side", title=told.title)
    parts = (
        _picture(context, told, (key, customer), theirs, _TOLD),
        _picture(
            context, msgspec.structs.replace(told, caption=""), (f"{key}.ours", our), ours, _TOLD_OF_OURS
        ),
    )
    return [msgspec.structs.replace(part, table=table) for part in parts]


def whole_picture(context: Context, told: ToldMap) -> Picture:
    """The map of one journey with all its lanes, however high it becomes."""
    return _picture(context, told, (f"journey.picture.{told.journey.id}", told.title), told.lanes, _TOLD)


def _picture(
    context: Context,
    told: ToldMap,
    name: tuple[str, str],
    lanes: tuple[Lane, ...],
    described: tuple[str, ...],
) -> Picture:
    """Some lanes as a picture with this key and title, described by what those lanes say."""
    key, title = name
    description = _described(context, told, tuple(lane for lane in lanes if lane.holds in described))
    scene = journey_map(
        JourneyMap(
            key=key,
            title=title,
            description=description,
            caption=_caption(context, told, lanes),
            stages=tuple(_stage(context, stage) for stage in told.stages),
            lanes=tuple(_lane(context, told, lane) for lane in lanes),
            high=signed(2),
            low=signed(-2),
        )
    )
    return Picture(key=key, title=title, scene=scene, description=description, wide=True)


def _caption(context: Context, told: ToldMap, lanes: tuple[Lane, ...]) -> str:
    """The scene, and what a dashed edge means where there is one."""
    said = [told.caption] if told.caption else []
    cells = [told.cell(lane, stage) for lane in lanes for stage in told.stages]
    if any(each.coming for cell in cells if cell is not None for each in cell.named):
        said.append(context.say("declaration.journey.dashed"))
    return context.sentences(said) if said else ""


def _stage(context: Context, stage: Stage) -> JourneyStage:
    part = context.choice("Stage.part", stage.part) if stage.part else ""
    return JourneyStage(id=stage.id, name=context.named(stage.id), note=part)


def _lane(context: Context, told: ToldMap, lane: Lane) -> JourneyLane:
    return JourneyLane(
        id=lane.id,
        name=context.named(lane.id),
        cells=tuple(map_cell(context, told, lane, stage) for stage in told.stages),
        curve=lane.holds == "emotion",
    )


def map_cell(context: Context, told: ToldMap, lane: Lane, stage: Stage) -> JourneyCell:
    """A cell as it is drawn."""
    cell = told.cell(lane, stage)
    gap = context.say("declaration.journey.gap") if told.is_gap(lane, stage) else ""
    tinted = stage.id in told.gaps and lane.id in _between(told)
    if cell is None:
        return JourneyCell(gap=gap, tinted=tinted)
    on_curve = lane.holds == "emotion" and cell.emotion is not None
    figure = "" if cell.emotion is None else signed(cell.emotion)
    return JourneyCell(
        id=cell.item,
        texts=tuple(filter(None, (cell.text, "" if on_curve else figure, *cell.notes))),
        entries=tuple(Entry(each.name, each.coming) for each in cell.named),
        value=cell.emotion if on_curve else None,
        figure=figure if on_curve else "",
        gap=gap,
        tinted=tinted,
    )


def _between(told: ToldMap) -> frozenset[str]:
    """The lanes from the question to where its gap is said: the tint runs through them."""
    ids = [lane.id for lane in told.lanes]
    ends = [ids.index(lane) for lane in (told.asking, told.open_lane) if lane in ids]
    return frozenset(ids[min(ends) : max(ends) + 1]) if ends else frozenset()


def _described(context: Context, told: ToldMap, lanes: tuple[Lane, ...]) -> str:
    """The scene, then the stages with what these lanes say there."""
    said = [told.caption] if told.caption else []
    for stage in told.stages:
        parts = [
            context.say("declaration.labelled", label=context.named(lane.id), value=words)
            for lane in lanes
            if (words := _words(context, told.cell(lane, stage)))
        ]
        if stage.id in told.gaps:
            parts.append(context.say("declaration.journey.gap"))
        if parts:
            stage_name = context.named(stage.id)
            listed = context.listed(parts)
            said.append(context.say("declaration.journey.described", stage=stage_name, parts=listed))
    return context.sentences(said) if said else ""


def _words(context: Context, cell: ToldCell | None) -> str:
    """The emotion, the text or what is ours: the first of them."""
    if cell is None:
        return ""
    if cell.emotion is not None:
        return signed(cell.emotion)
    return cell.text or context.listed([each.name for each in cell.named])
