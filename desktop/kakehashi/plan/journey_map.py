"""Journeys as maps: which cell stands where, and the questions that nothing of ours answers."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

import msgspec

from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import Change, adding, at_end, setting
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.kinds import pair_id
from kakehashi.plan.naming import Name, name_of
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between


class Placed(msgspec.Struct, frozen=True):
    """A cell with its stage and lane."""

    cell: Cell
    stage: Stage
    lane: Lane

    @property
    def column(self) -> tuple[str | None, str]:
        """The journey and the stage: one column of a map."""
        return self.lane.journey, self.stage.id


def placed_cells(plan: Plan) -> Iterator[Placed]:
    """All cells of all maps; one whose stage or lane is gone stands nowhere."""
    for cell in plan.items(Cell):
        stage, lane = plan.find(Stage, cell.stage), plan.find(Lane, cell.lane)
        if stage is not None and lane is not None:
            yield Placed(cell, stage, lane)


def unanswered(plan: Plan) -> Mapping[str, Placed]:
    """The gaps: stages with a question and neither content nor measure, each with its first question.

    Content that is to be retired answers nothing. What is said to answer a question, or stands in a cell of
    the stage in any map, counts like what is placed at the stage itself.
    """
    met = {measure.stage for measure in plan.items(Measure)}
    answered: set[str] = set()
    for asset in plan.items(ContentAsset):
        if asset.state != "retire":
            met.add(asset.stage)
            answered.update(asset.answers)
    questions: dict[str, Placed] = {}
    for placed in placed_cells(plan):
        cell, stage = placed.cell, placed.stage.id
        if placed.lane.holds == "question" and cell.text:
            questions.setdefault(stage, placed)
        if cell.id in answered or cell.measures or cell.content:
            met.add(stage)
    return {stage: placed for stage, placed in questions.items() if stage not in met}


def journey_name(plan: Plan, journey: Journey | None) -> Name:
    """What a journey is called: by its own name, else by whose it is."""
    if journey is None or journey.name:
        return name_of(plan, journey)
    person = plan.find(IndividualPersona, journey.persona)
    return name_of(plan, person or plan.find(OrganizationPersona, journey.persona))


STATES = ("as_is", "to_be")


class Way(msgspec.Struct, frozen=True):
    """The journeys of one person or committee by state."""

    key: str
    by_state: dict[str, Journey]

    @property
    def any(self) -> Journey:
        """As it is, else as it is to be."""
        return next(self.by_state[state] for state in STATES if state in self.by_state)


def ways(plan: Plan) -> tuple[Way, ...]:
    """All journeys, as it is and as it is to be of the same persona together."""
    found: list[Way] = []
    for journey in plan.items(Journey):
        key = journey.persona or journey.id
        way = next((each for each in found if each.key == key and journey.state not in each.by_state), None)
        if way is None:
            found.append(way := Way(key, {}))
        way.by_state[journey.state] = journey
    return tuple(found)


def cell_at(plan: Plan, lane: str, stage: str) -> Cell | None:
    """The cell of a lane at a stage, None where nothing stands yet."""
    return plan.find(Cell, pair_id("Cell", stage, lane))


def filling(
    plan: Plan, lane: str, stage: str, field: str, value: Any, *, position: str | None = None
) -> Change:
    """The change that sets a field of a cell, which is made where there is none yet; None clears it.

    `position`: where a new cell stands among the cells; None = at the end.
    """
    known = cell_at(plan, lane, stage)
    if known is not None:
        return setting(plan, known.id, field, value)
    if value in (None, "", ()):
        return ()
    place = at_end(plan, "Cell") if position is None else position
    new = Cell(id=pair_id("Cell", stage, lane), position=place, stage=stage, lane=lane)
    alone = Plan(plan.uuid, [new])
    return (*adding(new), *setting(alone, new.id, field, value))


def copied_journey(plan: Plan, journey: Journey, state: str, new_id: Callable[[], str]) -> Change:
    """The change that adds a copy of a journey with its lanes and cells, in the other state."""
    copy = msgspec.structs.replace(
        journey, id=new_id(), position=at_end(plan, "Journey"), state=state, checked_on=None
    )
    lanes: dict[str | None, Lane] = {}
    position = at_end(plan, "Lane")
    for lane in plan.items(Lane):
        if lane.journey == journey.id:
            lanes[lane.id] = msgspec.structs.replace(lane, id=new_id(), position=position, journey=copy.id)
            position = between(position, None)
    cells: list[Cell] = []
    position = at_end(plan, "Cell")
    for placed in placed_cells(plan):
        of = lanes.get(placed.lane.id)
        if of is not None:
            cell_id = pair_id("Cell", placed.stage.id, of.id)
            cells.append(msgspec.structs.replace(placed.cell, id=cell_id, position=position, lane=of.id))
            position = between(position, None)
    return adding(copy, *lanes.values(), *cells)
