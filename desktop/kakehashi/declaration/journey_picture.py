"""The map of a journey: stages, lanes, the emotion curve and the gaps."""

from __future__ import annotations

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.journey_maps import ToldMap, signed
from kakehashi.drawing.journey import JourneyLane, JourneyMap, JourneyStage, journey_map
from kakehashi.drawing.journey_cell import Entry, JourneyCell
from kakehashi.plan.journey import Lane, Stage


def journey_picture(context: Context, told: ToldMap, table: str) -> Picture:
    """The picture of one journey; `table` is the key of the table that says the same, '' for none."""
    key = f"journey.picture.{told.journey.id}"
    description = _described(context, told)
    scene = journey_map(
        JourneyMap(
            key=key,
            title=told.title,
            description=description,
            caption=told.caption,
            stages=tuple(_stage(context, stage) for stage in told.stages),
            lanes=tuple(_lane(context, told, lane) for lane in told.lanes),
            high=signed(2),
            low=signed(-2),
        )
    )
    return Picture(key=key, title=told.title, scene=scene, description=description, table=table, wide=True)


def _stage(context: Context, stage: Stage) -> JourneyStage:
    part = context.choice("Stage.part", stage.part) if stage.part else ""
    return JourneyStage(id=stage.id, name=context.named(stage.id), note=part)


def _lane(context: Context, told: ToldMap, lane: Lane) -> JourneyLane:
    return JourneyLane(
        id=lane.id,
        name=context.named(lane.id),
        cells=tuple(_cell(context, told, lane, stage) for stage in told.stages),
        curve=lane.holds == "emotion",
    )


def _cell(context: Context, told: ToldMap, lane: Lane, stage: Stage) -> JourneyCell:
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


def _described(context: Context, told: ToldMap) -> str:
    """The scene, then the stages with how the customer feels there and what the customer asks."""
    said = [told.caption] if told.caption else []
    for stage in told.stages:
        parts = [
            context.say("declaration.labelled", label=context.named(lane.id), value=words)
            for lane in told.lanes
            if lane.holds in ("emotion", "question") and (words := _words(told, lane, stage))
        ]
        if stage.id in told.gaps:
            parts.append(context.say("declaration.journey.gap"))
        if parts:
            stage_name = context.named(stage.id)
            listed = context.listed(parts)
            said.append(context.say("declaration.journey.described", stage=stage_name, parts=listed))
    return context.sentences(said) if said else ""


def _words(told: ToldMap, lane: Lane, stage: Stage) -> str:
    cell = told.cell(lane, stage)
    if cell is None:
        return ""
    return cell.text if cell.emotion is None else signed(cell.emotion)
