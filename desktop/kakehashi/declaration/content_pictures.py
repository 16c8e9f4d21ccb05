"""Content as pictures: when it is made, stage by stage, and what is worth making first."""

from __future__ import annotations

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.content_stages import StageContent, by_stage
from kakehashi.declaration.context import Context
from kakehashi.declaration.schedule import Schedule, begin_of, end_of, schedule_pictures
from kakehashi.drawing.content_matrix import ContentMatrix, MatrixEntry, content_matrix
from kakehashi.drawing.gantt import GanttGroup, GanttItem, State
from kakehashi.drawing.tokens import CATEGORIES
from kakehashi.plan.content import ContentAsset

SCHEDULE, MATRIX, ASSETS = "content.schedule", "content.matrix", "content.assets"

_LOOKS: dict[str, State] = {"needed": "planned", "in_production": "running"}
_SCALE = (1, 2, 3, 4, 5)
_SOON = 2  # at most so hard, and no later than this rank: easy and soon


def content_schedule(context: Context) -> list[Picture]:
    """When content is made and due; none when nothing has a date. Content to be retired isn't made."""
    stages = by_stage(context)
    groups = tuple(group for at, stage in enumerate(stages) if (group := _group(context, at, stage)).items)
    if not groups:
        return []
    said = ((look, context.choice("ContentAsset.state", state)) for state, look in _LOOKS.items())
    return schedule_pictures(
        context,
        Schedule(
            key=SCHEDULE,
            title=context.say("declaration.content.schedule"),
            description=context.say(
                "declaration.content.schedule_described", stages=context.listed([g.name for g in groups])
            ),
            groups=groups,
            table=ASSETS,
            legend=(*said, ("done", context.say("declaration.content.column.usable"))),
        ),
    )


def _group(context: Context, at: int, stage: StageContent) -> GanttGroup:
    dated = [asset for asset in stage.assets if asset.state != "retire" and (asset.start or asset.due)]
    dated.sort(key=lambda asset: (asset.start or asset.due or "", asset.due or ""))
    return GanttGroup(
        id=stage.key,
        name=stage.name,
        token=CATEGORIES[at % len(CATEGORIES)],
        items=tuple(_item(context, asset) for asset in dated),
    )


def _item(context: Context, asset: ContentAsset) -> GanttItem:
    days = context.listed([context.day(each) for each in (asset.start, asset.due) if each])
    return GanttItem(
        id=asset.id,
        name=context.named(asset.id),
        start=None if not asset.start else begin_of(context, asset.start),
        end=None if not asset.due else end_of(context, asset.due),
        state=_LOOKS.get(asset.state, "done"),
        note=context.named(asset.owner),
        detail="\n".join(filter(None, (days, context.choice("ContentAsset.state", asset.state)))),
    )


def matrix_picture(context: Context) -> Picture | None:
    """What isn't there yet, by priority and difficulty; None when nothing has both."""
    rated = [asset for asset in context.plan.items(ContentAsset) if _is_rated(asset)]
    if not rated:
        return None
    title = context.say("declaration.content.matrix")
    cells: dict[tuple[int, int], tuple[MatrixEntry, ...]] = {}
    for asset in rated:
        at = (_SCALE.index(asset.priority or 0), _SCALE.index(asset.difficulty or 0))
        entry = MatrixEntry(id=asset.id, title=context.named(asset.id), begun=asset.state == "in_production")
        cells[at] = (*cells.get(at, ()), entry)
    soon = frozenset((row, column) for row in range(_SOON) for column in range(_SOON))
    first = [entry.title for at in sorted(soon & cells.keys()) for entry in cells[at]]
    description = context.say(
        "declaration.content.matrix_described",
        count=len(rated),
        first=context.listed(first) or context.say("declaration.content.nothing"),
    )
    scene = content_matrix(
        ContentMatrix(
            key=MATRIX,
            title=title,
            description=description,
            rows=tuple(str(each) for each in _SCALE),
            columns=tuple(str(each) for each in _SCALE),
            cells=cells,
            tinted=soon,
            across=context.say("declaration.content.across"),
            down=context.say("declaration.content.down"),
            begun=context.choice("ContentAsset.state", "in_production"),
            not_begun=context.choice("ContentAsset.state", "needed"),
            tint=context.say("declaration.content.easy_and_soon"),
        )
    )
    return Picture(key=MATRIX, title=title, scene=scene, description=description, table=ASSETS)


def _is_rated(asset: ContentAsset) -> bool:
    rated = asset.priority in _SCALE and asset.difficulty in _SCALE
    return rated and asset.state in ("needed", "in_production")
