"""The menus of a journey map: of a cell, a stage, a lane."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from kakehashi.plan.fields import describe
from kakehashi.plan.journey import Lane, Stage
from kakehashi.plan.journey_map import cell_at
from kakehashi.ui.pages import journey_acts as acts
from kakehashi.ui.pages.journey_acts import HIGH, LOW, PICKED
from kakehashi.ui.picture_menu import Act, Choices, Entry

if TYPE_CHECKING:
    from PySide6.QtCore import QModelIndex

    from kakehashi.ui.pages.journey_map import JourneyPage


def choices_of(kind: type[Stage] | type[Lane], field: str) -> tuple[str, ...]:
    """The values of a choice."""
    return describe(kind)[field].choices


def cell_entries(page: JourneyPage, index: QModelIndex) -> list[Entry]:
    """Write, choose, feel, answer the question, clear; then what concerns its stage and its lane."""
    say, editor, table = page.look.say, page.editor, page.table
    lane, stage = table.journey.lanes[index.row()], table.journey.stages[index.column()]
    why = say("ui.read_only") if editor.read_only else ""
    entries: list[Entry] = [Act(say("ui.journey.write"), lambda: table.edit(index), "F2", why=why)]
    for field, _ in PICKED.values():
        said = say("ui.journey.pick", field=say(f"field.Cell.{field}"))
        entries.append(Act(said, partial(page.pick, index, field), why=why))
    if lane.holds == "emotion":
        now = table.journey.value(index.row(), index.column())
        values = [
            Act(
                f"{value:+d}" if value else "0",
                partial(acts.put_emotion, editor, lane.id, stage.id, value),
                checked=value == now,
            )
            for value in range(HIGH, LOW - 1, -1)
        ]
        none = Act(say("ui.journey.nothing"), partial(acts.put_emotion, editor, lane.id, stage.id, None))
        entries.append(Choices(say("field.Cell.emotion"), [*values, none], why=why))
    if table.journey.drawn(index.row(), index.column()).gap:
        entries += [None, Act(say("ui.journey.answer"), partial(page.answer, stage.id), why=why)]
    clear = partial(acts.clear, editor, lane.id, stage.id)
    nothing = say("ui.journey.nothing") if cell_at(editor.plan, lane.id, stage.id) is None else ""
    entries += [None, Act(say("ui.journey.clear"), clear, "Del", why=why or nothing), None]
    entries += [
        Choices(say("ui.journey.of_stage", name=_named(page, stage)), _stage(page, index.column(), why)),
        Choices(say("ui.journey.of_lane", name=_named(page, lane)), _lane(page, index.row(), why)),
    ]
    return entries


def stage_entries(page: JourneyPage, column: int) -> list[Entry]:
    """What can be done to a stage."""
    return [*_stage(page, column, page.look.say("ui.read_only") if page.editor.read_only else "")]


def lane_entries(page: JourneyPage, row: int) -> list[Entry]:
    """What can be done to a lane."""
    return [*_lane(page, row, page.look.say("ui.read_only") if page.editor.read_only else "")]


def _named(page: JourneyPage, item: Stage | Lane) -> str:
    model = page.table.journey
    if isinstance(item, Stage):
        return model.name_of_stage(model.stages.index(item))
    return model.name_of_lane(model.lanes.index(item))


def _stage(page: JourneyPage, column: int, why: str) -> list[Act]:
    say, editor, stage = page.look.say, page.editor, page.table.journey.stages[column]
    found = [
        Act(say("ui.journey.rename"), lambda: page.table.stages.write(column), why=why),
        Act(say("ui.journey.add_stage"), lambda: page.add_stage(stage.id), why=why),
        Act(say("ui.journey.to_left"), lambda: page.move_stage(column, column - 1), "Alt+←", why=why),
        Act(say("ui.journey.to_right"), lambda: page.move_stage(column, column + 1), "Alt+→", why=why),
    ]
    for part in choices_of(Stage, "part"):
        if part:
            said = say(f"choice.Stage.part.{part}")
            do = partial(editor.set, stage.id, "part", part)
            found.append(Act(said, do, checked=stage.part == part, why=why))
    found.append(Act(say("ui.journey.remove_stage"), lambda: editor.remove(stage.id), why=why))
    return found


def _lane(page: JourneyPage, row: int, why: str) -> list[Act]:
    say, editor, lane = page.look.say, page.editor, page.table.journey.lanes[row]
    return [
        Act(say("ui.journey.rename"), lambda: page.table.lanes.write(row), why=why),
        Act(say("ui.journey.up"), lambda: page.move_lane(row, row - 1), "Alt+↑", why=why),
        Act(say("ui.journey.down"), lambda: page.move_lane(row, row + 1), "Alt+↓", why=why),
        Act(say("ui.journey.remove_lane"), lambda: editor.remove(lane.id), why=why),
    ]
