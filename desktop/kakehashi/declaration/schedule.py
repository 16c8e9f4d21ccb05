"""Schedules as pictures: from dates to places on the months, and as many pictures as the rows need."""

from __future__ import annotations

from calendar import monthrange

import msgspec

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.spans import calendar_years
from kakehashi.drawing.gantt import Gantt, GanttGroup, GanttItem, State, gantt, in_pictures
from kakehashi.plan.months import ordinal
from kakehashi.words import month


class Schedule(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn: groups of rows (their counts are filled in), and the words for their states.

    `description` '' = each picture tells its own rows; `table` says the same.
    """

    key: str
    title: str
    description: str = ""
    groups: tuple[GanttGroup, ...]
    table: str
    legend: tuple[tuple[State, str], ...] = ()


def schedule_pictures(context: Context, schedule: Schedule) -> list[Picture]:
    """As many pictures as needed, each of whole groups where they fit.

    Rows that lie wholly before or after the months of the plan are left out.
    """
    count = len(context.months)
    groups = [_within(context, group, count) for group in schedule.groups]
    pages = in_pictures(tuple(group for group in groups if group.items))
    return [_picture(context, schedule, groups, at, len(pages)) for at, groups in enumerate(pages, 1)]


def _within(context: Context, group: GanttGroup, months: int) -> GanttGroup:
    """What of it lies in the months, with how many that is."""
    items = tuple(item for item in group.items if _is_within(item, months))
    count = context.say("declaration.count", value=len(items))
    return msgspec.structs.replace(group, items=items, count=count)


def _is_within(item: GanttItem, months: int) -> bool:
    begins = item.start if item.start is not None else item.end
    if begins is None or begins >= months:
        return False
    return item.end is None or item.end > 0


def _picture(
    context: Context, schedule: Schedule, groups: tuple[GanttGroup, ...], at: int, count: int
) -> Picture:
    title = schedule.title
    if count > 1:
        title = context.say("declaration.schedule.part", title=title, part=at, parts=count)
    today = _today(context)
    listed = context.listed([_described(context, group) for group in groups])
    description = schedule.description or context.say("declaration.labelled", label=title, value=listed)
    scene = gantt(
        Gantt(
            key=schedule.key if at == 1 else f"{schedule.key}.{at}",
            title=title,
            description=description,
            months=tuple(month(each, context.language, year=False) for each in context.months),
            years=calendar_years(context.months, context.language),
            groups=groups,
            today=today,
            today_text=""
            if today is None
            else context.say("declaration.schedule.today", date=context.day(context.date)),
            legend=_shown(schedule.legend, groups),
        )
    )
    return Picture(key=scene.key, title=title, scene=scene, description=description, table=schedule.table)


def _described(context: Context, group: GanttGroup) -> str:
    return context.say(
        "declaration.labelled", label=group.name, value=context.listed([item.name for item in group.items])
    )


def _today(context: Context) -> float | None:
    """Where the date of the document stands; None when it isn't among the months."""
    if context.date[:7] not in context.months:
        return None
    return begin_of(context, context.date)


def begin_of(context: Context, value: str) -> float:
    """Months from the plan's first one to the beginning of a month or day."""
    days = monthrange(int(value[:4]), int(value[5:7]))[1]
    return _whole_months(context, value) + (int(value[8:10] or 1) - 1) / days


def end_of(context: Context, value: str) -> float:
    """The same to the end of a month or day."""
    days = monthrange(int(value[:4]), int(value[5:7]))[1]
    return _whole_months(context, value) + int(value[8:10] or days) / days


def _whole_months(context: Context, value: str) -> int:
    return ordinal(value[:7]) - ordinal(context.months[0])


def _shown(
    legend: tuple[tuple[State, str], ...], groups: tuple[GanttGroup, ...]
) -> tuple[tuple[State, str], ...]:
    """The words of those states that are drawn."""
    found = {item.state for group in groups for item in group.items}
    return tuple((state, said) for state, said in legend if state in found)
