"""The organization in a given width: the whole chart or its two upper levels, and the effort."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.declaration.org_picture import described, drawn, efforts, is_cut
from kakehashi.drawing.effort_bar import effort_bar
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.parts import NAME
from kakehashi.drawing.role_card import Role as DrawnRole
from kakehashi.drawing.scene import Scene, bounds, moved
from kakehashi.drawing.tree import forest
from kakehashi.plan.organization import Role

LEAST_SCALE = 0.8
"""Below it a chart can't be read."""

_LEAST_HEADS = 11 / NAME  # their names don't get smaller than 11 px

_MOST_HEADS = 4
_MARGIN, _GAP = 16.0, 38.0  # what the chart itself leaves at its edges and between two heads
_CARDS = (220.0, 250.0, 280.0, 300.0)  # widths of cards that are tried, px
_HEAD_CARDS = (190.0, 204.0, 218.0, 232.0)
_BROADEST = 300.0


def whole_within(context: Context, title: str, width: float) -> Scene | None:
    """Every role; None when it could not be read in this width."""
    roles = context.plan.items(Role)
    cards = tuple(drawn(context, role, brief=True) for role in roles)
    about = described(context, roles)
    return next((scene for scene in _charts(title, about, cards, width, _CARDS) if not is_cut(scene)), None)


def heads_within(context: Context, title: str, width: float) -> Scene:
    """The two upper levels, as low as they can be and be read: a broad card has a name in fewer lines."""
    roles = context.plan.items(Role)
    depths = forest([role.id for role in roles], [role.reports_to for role in roles]).depths
    heads = [role for role, depth in zip(roles, depths, strict=True) if depth <= 1]
    cards = tuple(_who_alone(drawn(context, role)) for role in heads)
    first, *broader = _charts(title, described(context, heads), cards, width, _HEAD_CARDS)
    charts = [first, *(scene for scene in broader if scene.width * _LEAST_HEADS <= width)]
    return min(charts, key=lambda scene: (is_cut(scene), scene.height * min(1, width / scene.width)))


def effort_within(context: Context, title: str, width: float) -> Scene:
    """Person-months and number of roles by kind, as a bar with its legend."""
    parts = efforts(context, context.plan.items(Role), lambda count: _posts(context, count))
    bar = moved(effort_bar(parts, "", "", width - 2 * _MARGIN), _MARGIN, 6)
    return Scene(
        key="overview.effort",
        width=width,
        height=bounds(bar).bottom + 12,
        shapes=(bar,),
        title=title,
        description=context.listed([f"{each.label} {each.count}" for each in parts]),
    )


def _charts(
    title: str, about: str, roles: tuple[DrawnRole, ...], width: float, cards: Iterable[float]
) -> Iterator[Scene]:
    """The chart with ever wider cards, as long as it can still be read in this width."""
    depths = forest([role.id for role in roles], [role.boss for role in roles]).depths
    columns = min(max(depths.count(1), 1), _MOST_HEADS)
    fitting = (width - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    for first, card in enumerate(dict.fromkeys(max(fitting, each) for each in cards)):
        scene = org_chart(
            OrgChart(
                key="overview.organization",
                title=title,
                description=about,
                roles=roles,
                columns=columns,
                card_width=min(card, _BROADEST),
            )
        )
        if first == 0 or scene.width * LEAST_SCALE <= width:
            yield scene


def _who_alone(card: DrawnRole) -> DrawnRole:
    """A head's card says who; kind and effort are told by its shape and by the bar below."""
    return msgspec.structs.replace(card, kind_label="", fte="", note="", avatar="", ends=False)


def _posts(context: Context, count: int) -> str:
    message = "declaration.organization.one_post" if count == 1 else "declaration.organization.several_posts"
    return context.say(message, count=count)
