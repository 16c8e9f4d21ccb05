"""Organization: who does the work, in the house and outside, what is missing, how much they can do."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Block, Cell, Chapter, Picture, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.communication_picture import communication_picture, communication_table
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table
from kakehashi.declaration.org_picture import (
    EMPLOYMENTS,
    described,
    fits_upright,
    month_now,
    org_picture,
    roles_in,
    total_effort,
)
from kakehashi.declaration.raci import raci_tables
from kakehashi.declaration.role_views import ROLES, open_roles, open_table, role_table, skill_table
from kakehashi.plan.organization import Activity, Capacity, Enablement, Partner, Role
from kakehashi.words import number


def chapter(context: Context) -> Chapter:
    """The chart now and as planned, the roles behind it, who does what, partners, capacity, talk.

    Who hires reads first what is open.
    """
    roles = context.plan.items(Role)
    found: list[Block | None] = []
    if "hr" in context.audience.functions and not context.headline:
        found.append(open_table(context))
    found += _charts(context)
    if not context.headline:
        found += [role_table(context), *_details(context)]
    if not any(found):
        return context.chapter("organization", (), context.say("declaration.organization.empty"))
    return context.chapter("organization", found, _sentence(context, roles))


def _details(context: Context) -> list[Block | None]:
    more: list[Block | None] = [skill_table(context)] if context.full else []
    more.append(_activities(context))
    if context.full:
        more += raci_tables(context)
    more += [_partners(context), _capacity(context)]
    if context.full:
        more.append(_enablement(context))
    return [*more, communication_picture(context), communication_table(context)]


def _sentence(context: Context, roles: tuple[Role, ...]) -> str:
    if not roles:
        return ""
    parts = [
        context.say(
            "declaration.organization.of_kind", kind=context.choice("Role.employment", kind), count=count
        )
        for kind in EMPLOYMENTS
        if (count := sum(role.employment == kind for role in roles))
    ]
    said = context.say("declaration.organization.sentence", count=len(roles), parts=context.listed(parts))
    if any(role.fte is not None for role in roles):
        effort = number(total_effort(roles), 1)
        said = context.say("declaration.organization.effort", sentence=said, effort=effort)
    looked_for = [_open(context, role) for role in open_roles(roles)]
    if not looked_for:
        return said
    message = context.say("declaration.organization.looked_for", roles=context.listed(looked_for))
    return context.sentences([said, message])


def _open(context: Context, role: Role) -> str:
    name = context.named(role.id)
    if role.start is None:
        return name
    month = context.say("declaration.organization.from", month=context.month(role.start))
    return context.say("declaration.with_note", value=name, note=month)


def _charts(context: Context) -> list[Picture]:
    """The chart now and that of the last month; one where they are the same, or only the headline counts."""
    now, last = month_now(context), context.months[-1]
    present, planned = roles_in(context, now), roles_in(context, last)
    everyone = context.plan.items(Role)
    if not everyone:
        return []
    if present == planned or not present or not planned:
        title = context.say("declaration.organization.chart")
        return [_chart(context, "organization.chart", title, everyone, context.months[0])]
    title = context.say("declaration.organization.chart_planned", month=context.month(last))
    found = [_chart(context, "organization.chart", title, planned, now)]
    if not context.headline:
        title = context.say("declaration.organization.chart_now", month=context.month(now))
        found.insert(0, _chart(context, "organization.chart_now", title, present, now))
    return found


def _chart(context: Context, key: str, title: str, roles: Sequence[Role], since: str) -> Picture:
    description = context.say(
        "declaration.organization.described",
        sentence=_sentence(context, tuple(roles)),
        roles=described(context, roles),
    )
    scene = org_picture(context, key, title, description, roles, since=since)
    return Picture(
        key=key,
        title=title,
        scene=scene,
        description=description,
        table="" if context.headline else ROLES,
        wide=not fits_upright(scene),
    )


def _activities(context: Context) -> Table | None:
    return item_table(
        context,
        Activity,
        "organization.activities",
        ("name", "covers", "sourcing", "why", "partner", "kept_inside", "effort"),
        title="declaration.organization.activities",
        widths={"name": 18, "sourcing": 9, "partner": 16, "effort": 9},
    )


def _partners(context: Context) -> Table | None:
    fields = ["name", "services", "category", "start", "end", "notice_months", "owner", "monthly_fee"]
    if context.full:
        fields.insert(7, "contact")
    return item_table(
        context, Partner, "organization.partners", fields, title="declaration.organization.partners"
    )


def _capacity(context: Context) -> Table | None:
    def who(item: Capacity) -> Cell:
        return words(context.named(item.role) or context.named(item.department))

    def work(item: Capacity) -> Cell:
        return words(context.named(item.step) or context.typed(item.work))

    return item_table(
        context,
        Capacity,
        "organization.capacity",
        (
            (context.column("who", "declaration.column.who", width=24), who),
            (context.column("what", "declaration.column.work", width=26), work),
            "amount", "people", "start", "end",
        ),
        items=[item for item in context.plan.items(Capacity) if item.amount is not None],
        title="declaration.organization.capacity",
    )  # fmt: skip


def _enablement(context: Context) -> Table | None:
    return item_table(
        context,
        Enablement,
        "organization.enablement",
        ("topic", "form", "for_whom", "aim", "when", "recurs", "owner", "share_done", "learned"),
        title="declaration.organization.enablement",
        widths={"for_whom": 20, "learned": 26},
    )
