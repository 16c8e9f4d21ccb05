"""The organization chart of a plan: kinds of role, who is where, effort by kind."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.context import Context
from kakehashi.drawing.effort_bar import Effort
from kakehashi.drawing.org_chart import OrgChart, org_chart
from kakehashi.drawing.role_card import Role as DrawnRole
from kakehashi.drawing.scene import Scene
from kakehashi.drawing.tokens import RoleKind
from kakehashi.plan.organization import Role
from kakehashi.words import number

EMPLOYMENTS: tuple[RoleKind, ...] = ("in_house", "concurrent", "outsourced", "open")


def org_picture(context: Context, title: str, description: str) -> Scene:
    """The chart as a scene."""
    roles = context.plan.items(Role)
    return org_chart(
        OrgChart(
            key="organization.chart",
            title=title,
            description=description,
            roles=tuple(_drawn(context, role) for role in roles),
            effort=_effort(context, roles),
            effort_title=context.say("declaration.organization.effort_title"),
            effort_caption=context.say("declaration.organization.effort_caption"),
            columns=3,
        )
    )


def _drawn(context: Context, role: Role) -> DrawnRole:
    kind = role.employment
    outside = kind == "outsourced"
    return DrawnRole(
        id=role.id,
        title=context.named(role.id),
        kind=kind,
        kind_label=context.choice("Role.employment", kind),
        person=context.typed(role.person) or (context.named(role.partner) if outside else ""),
        boss=role.reports_to,
        fte=context.say("declaration.effort", value=number(role.fte, 1)) if role.fte is not None else "",
        note=_note(context, role),
        department=context.named(role.department),
        avatar=context.say("declaration.organization.company_mark") if outside else "",
        ends=role.end is not None and role.end < context.months[-1],
    )


def _note(context: Context, role: Role) -> str:
    """What must be known about the post: main post, from when, until when."""
    said = []
    if role.employment == "concurrent" and (main := context.typed(role.main_post)):
        said.append(context.say("declaration.organization.main_post", post=main))
    if role.start is not None and role.start > context.months[0]:
        said.append(context.say("declaration.organization.from", month=context.month(role.start)))
    if role.end is not None and role.end < context.months[-1]:
        said.append(context.say("declaration.organization.until", month=context.month(role.end)))
    return context.say("declaration.brackets", value=context.listed(said)) if said else ""


def _effort(context: Context, roles: tuple[Role, ...]) -> tuple[Effort, ...]:
    found = []
    for kind in EMPLOYMENTS:
        here = [role for role in roles if role.employment == kind]
        if here:
            total = sum((role.fte or Decimal(0) for role in here), Decimal(0))
            label = context.say(
                "declaration.organization.effort_of",
                kind=context.choice("Role.employment", kind),
                effort=number(total, 1),
            )
            count = context.say("declaration.organization.posts", count=len(here))
            found.append(Effort(kind=kind, value=total, label=label, count=count))
    return tuple(found)
