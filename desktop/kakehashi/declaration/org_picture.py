"""The organization chart of a plan: kinds of role, who is where, effort by kind."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal

import msgspec

from kakehashi.declaration.context import Context
from kakehashi.drawing.effort_bar import Effort
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role as DrawnRole
from kakehashi.drawing.scene import Label, Scene, walk
from kakehashi.drawing.tokens import RoleKind
from kakehashi.plan.organization import Role
from kakehashi.words import number

EMPLOYMENTS: tuple[RoleKind, ...] = ("in_house", "concurrent", "outsourced", "open")


_CARDS = (0, 280, 260, 250, 240, 230, 222)
"""Widths of cards, px, that are tried one after the other; 0 = by what they say."""

_UPRIGHT = (836, 1040)
"""Px of a chart on upright A4 at which its letters of 11.5 px are still 7 pt."""


def roles_in(context: Context, month: str) -> tuple[Role, ...]:
    """The roles that exist in a month."""
    return tuple(
        role
        for role in context.plan.items(Role)
        if (role.start is None or role.start <= month) and (role.end is None or role.end >= month)
    )


def month_now(context: Context) -> str:
    """The month that a document calls now: the last closed one within the plan, else the first."""
    closed, months = context.about.closed_through, context.months
    return months[0] if closed is None else min(max(closed, months[0]), months[-1])


def org_picture(
    context: Context, key: str, title: str, description: str, roles: Sequence[Role], *, since: str
) -> Scene:
    """The chart of these roles with all that must be known about a post, its cards as broad as A4 allows.

    A role that begins after the month `since` carries its first month. Whose boss is not among the roles
    stands below the next one up who is.
    """
    chart = OrgChart(
        key=key,
        title=title,
        description=description,
        roles=placed_roles(context, roles, since=since),
        effort=efforts(
            context, roles, lambda count: context.say("declaration.organization.posts", count=count)
        ),
        effort_title=context.say("declaration.organization.effort_title"),
        effort_caption=context.say("declaration.organization.effort_caption"),
        columns=3,
    )
    scenes = (org_chart(msgspec.structs.replace(chart, card_width=width)) for width in _CARDS)
    return next((scene for scene in scenes if fits_upright(scene) and not is_cut(scene)), org_chart(chart))


def is_cut(scene: Scene) -> bool:
    """Whether a text of the chart had to be shortened."""
    return any(isinstance(shape, Label) and shape.title for shape in walk(scene.shapes))


def fits_upright(scene: Scene) -> bool:
    """Whether upright A4 shows the chart without making its letters smaller than 7 pt."""
    return scene.width <= _UPRIGHT[0] and scene.height <= _UPRIGHT[1]


def placed_roles(context: Context, roles: Sequence[Role], *, since: str) -> tuple[DrawnRole, ...]:
    """The roles as their cards say them, each below the next one up who is among them."""
    bosses = _bosses(context, roles)
    return tuple(
        msgspec.structs.replace(drawn(context, role, since=since), boss=bosses[role.id]) for role in roles
    )


def _bosses(context: Context, roles: Sequence[Role]) -> dict[str, str | None]:
    here = {role.id for role in roles}
    found: dict[str, str | None] = {}
    for role in roles:
        boss, seen = role.reports_to, {role.id}
        while boss is not None and boss not in here and boss not in seen:
            seen.add(boss)
            above = context.plan.find(Role, boss)
            boss = None if above is None else above.reports_to
        found[role.id] = boss
    return found


def drawn(context: Context, role: Role, *, brief: bool = False, since: str = "") -> DrawnRole:
    """A role as its card says it. brief: of the notes only when it begins; the effort without its unit.

    since: the month after which a beginning is worth a note; '' = the first of the plan.
    """
    kind = role.employment
    outside = kind == "outsourced"
    return DrawnRole(
        id=role.id,
        title=context.named(role.id),
        kind=kind,
        kind_label=context.choice("Role.employment", kind),
        person=context.typed(role.person) or (context.named(role.partner) if outside else ""),
        boss=role.reports_to,
        fte=_effort_of(context, role, brief=brief),
        note=_note(context, role, since or context.months[0], brief=brief),
        department=context.named(role.department),
        avatar=context.say("declaration.organization.company_mark") if outside else "",
        ends=role.end is not None and role.end < context.months[-1],
    )


def efforts(context: Context, roles: Iterable[Role], counted: Callable[[int], str]) -> tuple[Effort, ...]:
    """Person-months by kind; `counted` says the number of roles."""
    roles, found = tuple(roles), []
    for kind in EMPLOYMENTS:
        here = [role for role in roles if role.employment == kind]
        if here:
            total = total_effort(here)
            label = context.say(
                "declaration.organization.effort_of",
                kind=context.choice("Role.employment", kind),
                effort=number(total, 1),
            )
            found.append(Effort(kind=kind, value=total, label=label, count=counted(len(here))))
    return tuple(found)


def total_effort(roles: Iterable[Role]) -> Decimal:
    """The person-months of these roles."""
    return sum((role.fte or Decimal(0) for role in roles), Decimal(0))


def described(context: Context, roles: Iterable[Role]) -> str:
    """The chart in words: each role with who holds it and its kind."""
    return context.listed([_described(context, role) for role in roles])


def _described(context: Context, role: Role) -> str:
    who = context.typed(role.person) or context.named(role.partner)
    note = context.choice("Role.employment", role.employment)
    if who:
        note = context.listed([who, note])
    return context.say("declaration.with_note", value=context.named(role.id), note=note)


def _effort_of(context: Context, role: Role, *, brief: bool) -> str:
    if role.fte is None:
        return ""
    effort = number(role.fte, 1)
    return effort if brief else context.say("declaration.effort", value=effort)


def _note(context: Context, role: Role, since: str, *, brief: bool) -> str:
    """What must be known about the post: main post, from when, until when."""
    said = []
    if not brief and role.employment == "concurrent" and (main := context.typed(role.main_post)):
        said.append(context.say("declaration.organization.main_post", post=main))
    if role.start is not None and role.start > since:
        said.append(context.say("declaration.organization.from", month=context.month(role.start)))
    if not brief and role.end is not None and role.end < context.months[-1]:
        said.append(context.say("declaration.organization.until", month=context.month(role.end)))
    return context.say("declaration.brackets", value=context.listed(said)) if said else ""
