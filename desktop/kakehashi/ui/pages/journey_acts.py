"""What can be done to a journey map, each as one step of the editor."""

from __future__ import annotations

from typing import Any

import msgspec

from kakehashi.plan.changes import Change, adding, apply, at_end, joined
from kakehashi.plan.item import new_id
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.journey_map import cell_at, copied_journey, filling
from kakehashi.plan.position import between, spread
from kakehashi.plan.telling import tell
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.words import PlanError

LOW, HIGH = -2, 2
"""The ends of the emotion's scale."""

PICKED = {
    "content": ("content", "ContentAsset"),
    "measures": ("measures", "Measure"),
    "metric": ("metric", "Metric"),
    "owner": ("owner", "Role"),
}
"""What a lane holds that is chosen, not written -> the field of its cells, the kind that is chosen from."""

_FIRST_LANES = (
    "action",
    "touchpoint",
    "emotion",
    "question",
    "information",
    "content",
    "measures",
    "metric",
    "pain",
)


def put(editor: Editor, lane: str, stage: str, field: str, value: Any) -> bool:
    """Set a field of the cell of a lane at a stage."""
    try:
        change = filling(editor.plan, lane, stage, field, value)
    except PlanError as error:
        editor.refused.emit(error.message)
        return False
    return bool(change) and editor.apply(change)


def put_block(editor: Editor, cells: list[tuple[str, str, str]]) -> bool:
    """Write many cells (lane, stage, text) as one step."""
    plan = editor.plan
    positions = spread(len(cells), at_end(plan, "Cell"))
    change = joined(
        filling(plan, lane, stage, "text", said, position=position)
        for (lane, stage, said), position in zip(cells, positions, strict=True)
    )
    return bool(change) and editor.apply(change)


def put_emotion(editor: Editor, lane: str, stage: str, value: int | None) -> bool:
    """Set the emotion of a cell, within the scale."""
    within = None if value is None else min(max(value, LOW), HIGH)
    return put(editor, lane, stage, "emotion", within)


def clear(editor: Editor, lane: str, stage: str) -> bool:
    """Take away all that stands in a cell."""
    known = cell_at(editor.plan, lane, stage)
    return known is not None and editor.remove(known.id)


def add_stage(editor: Editor, look: Look, after: str | None) -> str | None:
    """Add a stage behind another, for all journeys of the plan; its id."""
    return editor.add("Stage", after, name=look.say("ui.journey.new_stage"))


def add_lane(editor: Editor, look: Look, journey: str, holds: str, after: str | None) -> str | None:
    """Add a lane to a journey; its id."""
    lanes = [lane.id for lane in editor.plan.items(Lane) if lane.journey == journey]
    behind = after if after in lanes else lanes[-1] if lanes else None
    return editor.add(
        "Lane", behind, name=look.say(f"choice.Lane.holds.{holds}"), journey=journey, holds=holds
    )


def rename(editor: Editor, item: str, said: str) -> None:
    """Call a stage or a lane something else; a refusal is told."""
    problem = editor.type(item, "name", said)
    if problem is not None:
        editor.refused.emit(problem)


def move_stage(editor: Editor, stage: str, to: int) -> bool:
    """Put a stage at a place among the stages, counted from 0."""
    order = [each.id for each in editor.plan.items(Stage) if each.id != stage]
    to = min(max(to, 0), len(order))
    return editor.move(stage, order[to - 1] if to else None)


def move_lane(editor: Editor, lane: str, to: int) -> bool:
    """Put a lane at a place among the lanes of its journey, counted from 0."""
    own = editor.plan.find(Lane, lane)
    if own is None:
        return False
    order = [each.id for each in editor.plan.items(Lane) if each.journey == own.journey and each.id != lane]
    to = min(max(to, 0), len(order))
    if to:
        return editor.move(lane, order[to - 1])
    everybody = [each.id for each in editor.plan.items(Lane) if each.id != lane]
    at = everybody.index(order[0]) if order else 0
    return editor.move(lane, everybody[at - 1] if at else None)


def add_journey(editor: Editor, look: Look, persona: str | None) -> str | None:
    """Add a journey with the usual lanes; its id."""
    plan = editor.plan
    journey = Journey(id=new_id(), position=at_end(plan, "Journey"), persona=persona)
    if persona is None:
        journey = msgspec.structs.replace(journey, name=look.say("ui.journey.new_journey"))
    lanes = []
    position = at_end(plan, "Lane")
    for holds in _FIRST_LANES:
        name = look.say(f"choice.Lane.holds.{holds}")
        lane = Lane(id=new_id(), position=position, name=name, journey=journey.id)
        lanes.append(msgspec.structs.replace(lane, holds=holds))
        position = between(position, None)
    return journey.id if _added(editor, adding(journey, *lanes)) else None


def copy_journey(editor: Editor, journey: Journey, state: str) -> str | None:
    """Add a copy of a journey in another state; its id."""
    change = copied_journey(editor.plan, journey, state, new_id)
    return change[0].item if _added(editor, change) else None


def _added(editor: Editor, change: Change) -> bool:
    """Do a change whose first item is a journey; it is told as that journey added."""
    return editor.apply(change, tell(change, editor.plan, apply(editor.plan, change))[0])


def add_content(editor: Editor, look: Look, stage: str, question: Cell | None) -> str | None:
    """Add a piece of content for a stage, which answers a question; its id."""
    answers = (question.id,) if question is not None else ()
    return editor.add("ContentAsset", title=look.say("ui.journey.new_content"), stage=stage, answers=answers)
