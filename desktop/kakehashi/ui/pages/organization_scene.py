"""The organization as scenes: the chart of some roles with branches folded, the effort of all. No Qt here."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from functools import lru_cache

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.declaration.org_picture import (
    described,
    efforts,
    month_now,
    placed_roles,
    roles_in,
    total_effort,
)
from kakehashi.drawing.effort_bar import effort_bar
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role as DrawnRole
from kakehashi.drawing.scene import Scene, bounds, moved
from kakehashi.plan.organization import Role
from kakehashi.words import number

MOST_COLUMNS, LEAST_COLUMNS = 6, 2
_MARGIN = 16.0
_CARDS = (0, 240, 210, 190)  # widths of cards that are tried, px; 0 = what they say


class Chart(msgspec.Struct, frozen=True):
    """A chart, and how many stand below each role that has anybody below it."""

    scene: Scene
    below: Mapping[str, int]


def moments(context: Context) -> dict[str, str]:
    """Which moments differ, with their words: now, as planned, and all roles where both leave some out.

    {} where one chart shows everybody.
    """
    roles = context.plan.items(Role)
    now, last = month_now(context), context.months[-1]
    present, planned = roles_in(context, now), roles_in(context, last)
    if present == planned == roles:
        return {}
    say = context.say
    found: dict[str, str] = {"now": say("ui.organization.now", month=context.month(now))}
    found["planned"] = say("ui.organization.planned", month=context.month(last))
    if {each.id for each in (*present, *planned)} != {each.id for each in roles}:
        found["always"] = say("ui.organization.always")
    return found


def roles_at(context: Context, moment: str) -> tuple[Role, ...]:
    """The roles that exist then."""
    if moment == "always" or not moments(context):
        return context.plan.items(Role)
    month = month_now(context) if moment == "now" else context.months[-1]
    return roles_in(context, month)


def chart_of(context: Context, roles: Sequence[Role], folded: Collection[str], room: float) -> Chart:
    """The chart in `room` px of width where that can be; who stands below a folded role is left out."""
    placed = placed_roles(context, roles, since=month_now(context))
    hidden = _hidden(placed, folded)
    shown = tuple(each for each in placed if each.id not in hidden)
    title = context.say("declaration.organization.chart")
    said = described(context, [role for role in roles if role.id not in hidden])
    return Chart(_laid_out(shown, title, said, room), _below(placed))


@lru_cache(maxsize=8)
def _laid_out(roles: tuple[DrawnRole, ...], title: str, said: str, room: float) -> Scene:
    """In as few rows of departments as fit with narrow cards, then with cards as broad as fit."""

    def drawn(columns: int, width: float) -> Scene:
        return org_chart(
            OrgChart(
                key="organization",
                title=title,
                description=said,
                roles=roles,
                columns=columns,
                card_width=width,
            )
        )

    heads = max((sum(each.boss == role.id for each in roles) for role in roles), default=1)
    narrow, columns = None, max(heads, 1)
    for rows in range(1, heads + 1):
        columns = min(-(-heads // rows), MOST_COLUMNS)
        narrow = drawn(columns, _CARDS[-1])
        if narrow.width <= room or columns <= LEAST_COLUMNS:
            break
    broader = (drawn(columns, width) for width in _CARDS[:-1])
    return next((scene for scene in broader if scene.width <= room), narrow or drawn(columns, _CARDS[0]))


def effort_scene(context: Context, roles: Sequence[Role], width: float) -> Scene:
    """The person-months of these roles by kind, over the whole width."""
    parts = efforts(context, roles, lambda count: context.say("declaration.organization.posts", count=count))
    total = context.say("declaration.effort", value=number(total_effort(roles), 1))
    heading = context.say("ui.organization.effort", effort=total)
    caption = context.say("declaration.organization.effort_caption")
    bar = effort_bar(parts, heading, caption, max(width - 2 * _MARGIN, 200))
    box = bounds(bar)
    return Scene(
        key="effort",
        width=width,
        height=box.height + 24,
        shapes=(moved(bar, _MARGIN, 12),),
        title=heading,
        description=context.listed([f"{part.label} {part.count}" for part in parts]),
    )


def _above(placed: Sequence[DrawnRole]) -> dict[str, str | None]:
    return {each.id: each.boss for each in placed}


def _way_up(above: Mapping[str, str | None], role: str) -> list[str]:
    """Those above a role; a circle ends where it closes."""
    way: list[str] = []
    at = above.get(role)
    while at is not None and at in above and at not in way and at != role:
        way.append(at)
        at = above[at]
    return way


def _below(placed: Sequence[DrawnRole]) -> dict[str, int]:
    above, count = _above(placed), dict[str, int]()
    for each in placed:
        for boss in _way_up(above, each.id):
            count[boss] = count.get(boss, 0) + 1
    return count


def _hidden(placed: Sequence[DrawnRole], folded: Collection[str]) -> frozenset[str]:
    above = _above(placed)
    return frozenset(each.id for each in placed if any(boss in folded for boss in _way_up(above, each.id)))
