"""The journeys as they are told: what stands in each cell in words, and where a question has no answer."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.journey_map import journey_name, placed_cells, unanswered
from kakehashi.words import number

_COMING = ("needed", "in_production")  # states of content that isn't there yet
_TO_SAY = (*_COMING, "retire")


class Named(msgspec.Struct, frozen=True):
    """Something of ours that stands in a cell; said: with its state; coming: it isn't there yet."""

    name: str
    said: str
    coming: bool = False


class ToldCell(msgspec.Struct, frozen=True, kw_only=True):
    """A cell in words: its own text, what of ours stands in it, and notes (metric, owner, voices)."""

    item: str
    text: str
    named: tuple[Named, ...]
    notes: tuple[str, ...]
    emotion: int | None

    @property
    def says(self) -> bool:
        """Whether anything stands in it."""
        return bool(self.text or self.named or self.notes) or self.emotion is not None


class ToldMap(msgspec.Struct, frozen=True, kw_only=True):
    """A journey with the stages of the plan and its lanes in which something stands.

    cells: by lane and stage. gaps: stages whose question nothing answers; open_lane: the lane in which that
    is said, asking: the lane of the questions ('' = there is none).
    """

    journey: Journey
    title: str
    caption: str
    stages: tuple[Stage, ...]
    lanes: tuple[Lane, ...]
    cells: Mapping[tuple[str, str], ToldCell]
    gaps: frozenset[str]
    asking: str
    open_lane: str

    def cell(self, lane: Lane, stage: Stage) -> ToldCell | None:
        """What stands there, None for nothing."""
        return self.cells.get((lane.id, stage.id))

    def is_gap(self, lane: Lane, stage: Stage) -> bool:
        """Whether it is said here that nothing answers the question of the stage."""
        return lane.id == self.open_lane and stage.id in self.gaps

    def emotions(self) -> Iterator[tuple[Stage, ToldCell]]:
        """The stages with a value of the curve."""
        for stage in self.stages:
            for lane in self.lanes:
                cell = self.cell(lane, stage)
                if cell is not None and cell.emotion is not None:
                    yield stage, cell


def told_maps(context: Context) -> tuple[ToldMap, ...]:
    """All journeys in which something stands, as-is before to-be of the same persona."""
    journeys = context.plan.items(Journey)
    order = {journey.persona: at for at, journey in reversed(list(enumerate(journeys)))}
    inside: dict[str, list[Cell]] = {}
    for placed in placed_cells(context.plan):
        inside.setdefault(placed.lane.journey or "", []).append(placed.cell)
    gaps = frozenset(unanswered(context.plan))
    ordered = sorted(journeys, key=lambda each: (order[each.persona], each.state == "to_be"))
    made = [_told_map(context, journey, inside.get(journey.id, []), gaps) for journey in ordered]
    return tuple(each for each in made if each.cells)


def whole_map(context: Context, journey: Journey) -> ToldMap:
    """One journey with all of its lanes, also those in which nothing stands yet."""
    cells = [placed.cell for placed in placed_cells(context.plan) if placed.lane.journey == journey.id]
    gaps = frozenset(unanswered(context.plan))
    told = _told_map(context, journey, cells, gaps)
    lanes = tuple(lane for lane in context.plan.items(Lane) if lane.journey == journey.id)
    return msgspec.structs.replace(told, lanes=lanes)


def signed(value: int) -> str:
    """An emotion as it is written: +2, 0, −1."""
    return f"+{value}" if value > 0 else number(Decimal(value))


def _told_map(context: Context, journey: Journey, cells: list[Cell], gaps: frozenset[str]) -> ToldMap:
    lanes = tuple(lane for lane in context.plan.items(Lane) if lane.journey == journey.id)
    holds = {lane.id: lane.holds for lane in lanes}
    told = {
        (cell.lane or "", cell.stage or ""): made
        for cell in cells
        if (made := _told_cell(context, cell, holds[cell.lane or ""])).says
    }
    asked = {stage for lane, stage in told if holds[lane] == "question"}
    open_here = gaps & asked
    asking, open_lane = _first(lanes, "question"), _first(lanes, "content", "measures", "question")
    used = {lane for lane, _ in told} | ({open_lane} if open_here else set())
    return ToldMap(
        journey=journey,
        title=_title(context, journey),
        caption=_caption(context, journey),
        stages=context.plan.items(Stage),
        lanes=tuple(lane for lane in lanes if lane.id in used),
        cells=told,
        gaps=open_here,
        asking=asking,
        open_lane=open_lane,
    )


def _first(lanes: tuple[Lane, ...], *holds: str) -> str:
    """The first lane that holds the first of these that any lane holds."""
    return next((lane.id for wanted in holds for lane in lanes if lane.holds == wanted), "")


def _title(context: Context, journey: Journey) -> str:
    name = context.called(journey_name(context.plan, journey))
    if context.typed(journey.name):
        return name
    note = context.choice("Journey.state", journey.state)
    return context.say("declaration.with_note", value=name, note=note)


def _caption(context: Context, journey: Journey) -> str:
    scene = context.typed(journey.scene).strip()
    if journey.checked_on is None:
        return scene
    label = context.field("Journey.checked_on")
    checked = context.say("declaration.labelled", label=label, value=context.day(journey.checked_on))
    return context.say("declaration.with_note", value=scene, note=checked) if scene else checked


def _told_cell(context: Context, cell: Cell, holds: str) -> ToldCell:
    notes = [
        value if holds == field else context.say("declaration.labelled", label=label, value=value)
        for field, label, value in (
            ("metric", context.field("Cell.metric"), context.named(cell.metric)),
            ("owner", context.field("Cell.owner"), context.named(cell.owner)),
            ("voices", context.field("Cell.voices"), context.all_named(cell.voices)),
        )
        if value
    ]
    named = [_content(context, each) for each in cell.content]
    named += [_measure(context, each) for each in cell.measures]
    return ToldCell(
        item=cell.id,
        text=context.typed(cell.text).strip(),
        named=tuple(each for each in named if each.name),
        notes=tuple(notes),
        emotion=cell.emotion,
    )


def _content(context: Context, item: str) -> Named:
    name = context.named(item)
    asset = context.plan.find(ContentAsset, item)
    if asset is None or asset.state not in _TO_SAY:
        return Named(name, name)
    state = context.choice("ContentAsset.state", asset.state)
    said = context.say("declaration.with_note", value=name, note=state)
    return Named(name, said, coming=asset.state in _COMING)


def _measure(context: Context, item: str) -> Named:
    name = context.named(item)
    return Named(name, name)
