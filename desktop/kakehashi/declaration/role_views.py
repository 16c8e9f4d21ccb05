"""Roles as tables: who holds which, what is open, which skills are missing."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Cell, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.plan.organization import Role

ROLES = "organization.roles"


def open_roles(roles: Sequence[Role]) -> tuple[Role, ...]:
    """Those of these roles that nobody fills."""
    return tuple(role for role in roles if role.employment == "open")


def role_table(context: Context) -> Table | None:
    """Every role: who holds it, where it belongs, how much of it there is and what it answers for."""
    fields: list[str | Extra] = [
        "title", _person(context), "employment", "department", "reports_to", "deputy", "fte",
        "start", "end", "monthly_cost",
    ]  # fmt: skip
    if context.full:
        fields.append("responsibility")
    return item_table(context, Role, ROLES, fields, title="declaration.organization.roles", widths=_WIDTHS)


def open_table(context: Context) -> Table | None:
    """What is looked for: from when, for which work, with which skills."""
    return _roles(
        context,
        open_roles(context.plan.items(Role)),
        "organization.open",
        "declaration.organization.open",
        (
            "title", "department", "reports_to", "start", "fte", "monthly_cost", "responsibility",
            "skills_needed", "remedy", "remedy_by",
        ),
    )  # fmt: skip


def skill_table(context: Context) -> Table | None:
    """Skills that are needed and present, and what is done where they differ."""
    roles = [
        role
        for role in context.plan.items(Role)
        if any(context.typed(text).strip() for text in (role.skills_needed, role.skills_present, role.remedy))
    ]
    return _roles(
        context,
        roles,
        "organization.skills",
        "declaration.organization.skills",
        ("title", _person(context), "skills_needed", "skills_present", "remedy", "remedy_by"),
    )


_WIDTHS = {"title": 20, "department": 16, "reports_to": 18, "deputy": 18, "fte": 9}


def _roles(
    context: Context, roles: Sequence[Role], key: str, title: str, fields: Sequence[str | Extra]
) -> Table | None:
    return item_table(context, Role, key, fields, items=roles, title=title, widths=_WIDTHS)


def _person(context: Context) -> Extra:
    """Who holds a role: the person, else the partner."""

    def cell(role: Role) -> Cell:
        return words(context.typed(role.person) or context.named(role.partner))

    return context.column("person", "Role.person", width=14), cell
