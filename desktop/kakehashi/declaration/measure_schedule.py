"""When the measures run, by budget category."""

from __future__ import annotations

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.budget_chart import looks
from kakehashi.declaration.context import Context
from kakehashi.declaration.measures import MEASURES
from kakehashi.declaration.schedule import Schedule, begin_of, end_of, schedule_pictures
from kakehashi.drawing.category_mark import Category
from kakehashi.drawing.gantt import GanttGroup, GanttItem
from kakehashi.plan.budget import BudgetCategory, Measure

KEY = "budget.gantt"


def measure_schedule(context: Context) -> list[Picture]:
    """The measures over the months; none when none has a month."""
    measures = tuple(each for each in context.plan.items(Measure) if each.start or each.end)
    groups = _groups(context, measures)
    if not groups:
        return []
    return schedule_pictures(
        context,
        Schedule(
            key=KEY,
            title=context.say("declaration.budget.gantt"),
            groups=groups,
            table=MEASURES,
        ),
    )


def _groups(context: Context, measures: tuple[Measure, ...]) -> tuple[GanttGroup, ...]:
    """The categories in their order; last what has none."""
    known = {category.id for category in context.plan.items(BudgetCategory)}
    drawn_as = looks(context)
    none = Category(context.say("declaration.budget.no_category"), "", "")
    found = []
    for category in (*(each.id for each in context.plan.items(BudgetCategory)), None):
        here = [each for each in measures if (each.category if each.category in known else None) == category]
        if here:
            look = none if category is None else drawn_as[category]
            found.append(
                GanttGroup(
                    id=category or "none",
                    name=look.name,
                    token=look.token,
                    mark=look.mark,
                    items=tuple(_item(context, measure) for measure in sorted(here, key=_place)),
                )
            )
    return tuple(found)


def _place(measure: Measure) -> tuple[str, str]:
    return measure.start or measure.end or "", measure.end or ""


def _item(context: Context, measure: Measure) -> GanttItem:
    return GanttItem(
        id=measure.id,
        name=context.named(measure.id),
        start=None if measure.start is None else begin_of(context, measure.start),
        end=None if measure.end is None else end_of(context, measure.end),
        note=context.named(measure.owner),
        detail=context.period(measure.start, measure.end),
    )
