"""Coverage as a picture: how far we have come with the target companies, of all, by segment and by tier."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.declaration.coverage_tables import (
    COMPANIES,
    STEPS,
    WHOLE,
    count_of,
    covered,
    covered_name,
)
from kakehashi.drawing.coverage import Coverage as Drawn
from kakehashi.drawing.coverage import CoveragePanel, CoverageStep, coverage
from kakehashi.plan.targets import Coverage
from kakehashi.words import number, percent

KEY = "targets.reach"


def coverage_picture(context: Context) -> Picture | None:
    """The picture; None when no coverage has been taken over."""
    items = _told(covered(context))
    names = [name for name in STEPS if any(count_of(item, name) for item in items)]
    if not names:
        return None
    title = context.say("declaration.targets.reach")
    description = context.sentences([_described(context, item, names) for item in items])
    scene = coverage(
        Drawn(
            key=KEY,
            title=title,
            description=description,
            panels=tuple(_panel(context, item, names) for item in items),
        )
    )
    table = "" if context.headline else COMPANIES
    return Picture(key=KEY, title=title, scene=scene, description=description, table=table)


def _told(items: tuple[Coverage, ...]) -> list[Coverage]:
    """Without tiers that say the same as the segment they consist of."""
    segments = {_figures(item) for item in items if item.segment}
    return [item for item in items if item.segment or not item.tier or _figures(item) not in segments]


def _figures(item: Coverage) -> tuple[Decimal | None, ...]:
    found = (count_of(item, name) for name in (WHOLE, *STEPS))
    return tuple(None if each is None else each.value for each in found)


def _panel(context: Context, item: Coverage, names: list[str]) -> CoveragePanel:
    return CoveragePanel(
        id=item.id,
        name=covered_name(context, item),
        whole=context.say("declaration.targets.whole", count=number(_value(item, WHOLE))),
        steps=tuple(
            CoverageStep(
                name=context.field(f"Coverage.{name}"),
                share=share(item, name),
                count=number(_value(item, name)),
                percent=percent(share(item, name)),
            )
            for name in names
        ),
    )


def share(item: Coverage, name: str) -> Decimal | None:
    """The step's part of the target companies; None when either is unknown or there are none."""
    whole, part = _value(item, WHOLE), _value(item, name)
    return part / whole if whole and part is not None else None


def _value(item: Coverage, name: str) -> Decimal | None:
    found = count_of(item, name)
    return None if found is None else found.value


def _described(context: Context, item: Coverage, names: list[str]) -> str:
    steps = [
        context.say(
            "declaration.targets.reach_step",
            name=context.field(f"Coverage.{name}"),
            count=number(_value(item, name)),
            share=percent(share(item, name)),
        )
        for name in names
        if count_of(item, name)
    ]
    return context.say(
        "declaration.targets.reach_described",
        name=covered_name(context, item),
        count=number(_value(item, WHOLE)),
        steps=context.listed(steps),
    )
