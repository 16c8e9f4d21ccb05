"""Journeys as maps: which cell stands where, and the questions that nothing of ours answers."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import msgspec

from kakehashi.plan.budget import Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.naming import Name, name_of
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona
from kakehashi.plan.plan import Plan


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
