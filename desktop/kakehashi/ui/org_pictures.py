"""The organization in the overview: the whole chart or its two upper levels, and the effort. No Qt here."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kakehashi.declaration.context import Context
from kakehashi.declaration.org_picture import EMPLOYMENTS
from kakehashi.drawing.effort_bar import Effort, effort_bar
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role as DrawnRole
from kakehashi.drawing.scene import Label, Scene, bounds, moved, walk
from kakehashi.drawing.tree import forest
from kakehashi.plan.organization import Role
from kakehashi.words import number

_MOST_HEADS = 4
_MARGIN, _GAP = 16.0, 38.0  # what the chart itself leaves at its edges and between two heads
_CARDS = (220.0, 250.0, 280.0, 300.0)  # widths of cards that are tried, px
_HEAD_CARDS = (190.0, 204.0, 218.0, 232.0)
_BROADEST = 300.0
LEAST_SCALE = 0.8
"""Below it a chart can't be read."""


def has_roles(context: Context) -> bool:
    """Whether there is an organization to show."""
    return bool(context.plan.items(Role))


def effort_words(context: Context) -> str:
    """All person-months and all roles."""
    roles = context.plan.items(Role)
    total = sum((role.fte or Decimal(0) for role in roles), Decimal(0))
    return context.say("ui.organization.total", effort=number(total, 1), count=len(roles)) if roles else ""


def whole_of(context: Context, width: float) -> Scene | None:
    """Every role; None when it could not be read in this width."""
    roles = context.plan.items(Role)
    drawn = tuple(_drawn(context, role) for role in roles)
    return next((scene for scene in _charts(context, drawn, width, _CARDS) if not _is_cut(scene)), None)


def heads_of(context: Context, width: float) -> Scene:
    """The two upper levels; a title that is too long for every size that can be read is cut."""
    roles = context.plan.items(Role)
    depths = forest([role.id for role in roles], [role.reports_to for role in roles]).depths
    heads = tuple(_head(context, role) for role, depth in zip(roles, depths, strict=True) if depth <= 1)
    charts = [*_charts(context, heads, width, _HEAD_CARDS)]
    return next((scene for scene in charts if not _is_cut(scene)), charts[0])


def effort_of(context: Context, width: float) -> Scene:
    """Person-months and number of roles by kind, as a bar with its legend."""
    bar = moved(effort_bar(_effort(context), "", "", width - 2 * _MARGIN), _MARGIN, 6)
    return Scene(
        key="overview.effort",
        width=width,
        height=bounds(bar).bottom + 12,
        shapes=(bar,),
        title=context.say("ui.overview.organization"),
        description=context.listed([f"{each.label} {each.count}" for each in _effort(context)]),
    )


def _charts(
    context: Context, roles: tuple[DrawnRole, ...], width: float, cards: tuple[float, ...]
) -> Iterator[Scene]:
    """The chart with ever wider cards, as long as it can still be read in this width."""
    depths = forest([role.id for role in roles], [role.boss for role in roles]).depths
    columns = min(max(depths.count(1), 1), _MOST_HEADS)
    title = context.say("ui.overview.organization")
    description = context.listed([f"{each.title} {each.kind_label}".strip() for each in roles])
    fitting = (width - 2 * _MARGIN - (columns - 1) * _GAP) / columns
    for card in dict.fromkeys(max(fitting, each) for each in cards):
        scene = org_chart(
            OrgChart(
                key="overview.organization",
                title=title,
                description=description,
                roles=roles,
                columns=columns,
                card_width=min(card, _BROADEST),
            )
        )
        if scene.width * LEAST_SCALE <= width or card == max(fitting, cards[0]):
            yield scene


def _is_cut(scene: Scene) -> bool:
    return any(isinstance(shape, Label) and shape.title for shape in walk(scene.shapes))


def _drawn(context: Context, role: Role) -> DrawnRole:
    outside = role.employment == "outsourced"
    return DrawnRole(
        id=role.id,
        title=context.named(role.id),
        kind=role.employment,
        kind_label=context.choice("Role.employment", role.employment),
        person=context.typed(role.person) or (context.named(role.partner) if outside else ""),
        boss=role.reports_to,
        fte=number(role.fte, 1) if role.fte is not None else "",
        note=_note(context, role),
        department=context.named(role.department),
        avatar=context.say("declaration.organization.company_mark") if outside else "",
        ends=role.end is not None and role.end < context.months[-1],
    )


def _head(context: Context, role: Role) -> DrawnRole:
    """A head's card says who; kind and effort are told by its shape and by the bar below."""
    outside = role.employment == "outsourced"
    return DrawnRole(
        id=role.id,
        title=context.named(role.id),
        kind=role.employment,
        kind_label="",
        person=context.typed(role.person) or (context.named(role.partner) if outside else ""),
        boss=role.reports_to,
        department=context.named(role.department),
    )


def _note(context: Context, role: Role) -> str:
    """When an open or later role begins; where a shared one belongs stands in its tooltip and on its page."""
    if role.start is None or role.start <= context.months[0]:
        return ""
    said = context.say("declaration.organization.from", month=context.month(role.start))
    return context.say("declaration.brackets", value=said)


def _effort(context: Context) -> tuple[Effort, ...]:
    """Person-months and number of roles by kind."""
    found = []
    for kind in EMPLOYMENTS:
        here = [role for role in context.plan.items(Role) if role.employment == kind]
        if here:
            total = sum((role.fte or Decimal(0) for role in here), Decimal(0))
            name = context.choice("Role.employment", kind)
            label = context.say("ui.organization.effort", kind=name, effort=number(total, 1))
            count = context.say(
                "ui.organization.posts" if len(here) > 1 else "ui.organization.post", count=len(here)
            )
            found.append(Effort(kind=kind, value=total, label=label, count=count))
    return tuple(found)
