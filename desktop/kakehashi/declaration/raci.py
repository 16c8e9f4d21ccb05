"""Who has which part in an activity: rows activities, columns roles, letters R, A, C and I."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType

from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import BLANK, words
from kakehashi.declaration.context import Context
from kakehashi.plan.organization import Activity, Department, Responsibility, Role

KEY = "organization.raci"
MOST_ROLES = 12
"""Roles side by side in one table; more are split by department."""

_SHARED = 8  # roles of small departments that share a table

LETTERS: Mapping[str, str] = MappingProxyType(
    {
        "responsible": "R",
        "accountable": "A",
        "accountable_responsible": "AR",
        "consulted": "C",
        "informed": "I",
    }
)

_Duties = Mapping[tuple[str, str], str]


def raci_tables(context: Context) -> list[Table]:
    """The matrix of all activities; several tables, by department, for more than twelve roles."""
    duties = _duties(context)
    activities = [each for each in context.plan.items(Activity) if any(each.id == one for one, _ in duties)]
    roles = [each for each in context.plan.items(Role) if any(each.id == role for _, role in duties)]
    parts = _parts(context, roles)
    return [
        _table(context, activities, part, duties, "" if len(parts) == 1 else title, place)
        for place, (title, part) in enumerate(parts, 1)
    ]


def _duties(context: Context) -> _Duties:
    return {
        (each.activity or "", each.role or ""): each.duty
        for each in context.plan.items(Responsibility)
        if context.plan.find(Activity, each.activity) is not None
        and context.plan.find(Role, each.role) is not None
    }


def _parts(context: Context, roles: Sequence[Role]) -> list[tuple[str, Sequence[Role]]]:
    """The roles as the tables show them, with the names of the departments where they are split.

    Small departments that follow each other share a table.
    """
    if len(roles) <= MOST_ROLES:
        return [("", roles)] if roles else []
    order = [*(each.id for each in context.plan.items(Department)), None]
    known = frozenset(order)
    found: list[tuple[list[str], list[Role]]] = []
    for department in order:
        own = [role for role in roles if _known(role.department, known) == department]
        title = context.named(department) or context.say("declaration.organization.no_department")
        for at in range(0, len(own), MOST_ROLES):
            part = own[at : at + MOST_ROLES]
            if found and len(found[-1][1]) + len(part) <= _SHARED:
                found[-1][0].append(title)
                found[-1][1].extend(part)
            else:
                found.append(([title], part))
    return [(context.listed(titles), part) for titles, part in found]


def _known(department: str | None, known: frozenset[str | None]) -> str | None:
    return department if department in known else None


def _table(
    context: Context,
    activities: Sequence[Activity],
    roles: Sequence[Role],
    duties: _Duties,
    department: str,
    place: int,
) -> Table:
    title = context.say("declaration.organization.raci")
    if department:
        title = context.say("declaration.with_note", value=title, note=department)
    columns = [context.column("activity", "kind.Activity", width=20)]
    columns += [Column(key=role.id, title=context.named(role.id), width=7) for role in roles]
    own = {role.id for role in roles}
    shown = [each for each in activities if any((each.id, role) in duties for role in own)]
    return Table(
        key=KEY if place == 1 else f"{KEY}_{place}",
        title=title,
        columns=tuple(columns),
        rows=tuple(
            Row(
                id=activity.id,
                cells=(
                    words(context.named(activity.id)),
                    *(_cell(duties, activity.id, role.id) for role in roles),
                ),
            )
            for activity in shown
        ),
        note=_note(context, activities, duties) if place == 1 else "",
    )


def _cell(duties: _Duties, activity: str, role: str) -> Cell:
    """The letter; that of an activity for which several answer is marked as unsound."""
    duty = duties.get((activity, role))
    if duty is None:
        return BLANK
    several = duty.startswith("accountable") and _accountable(duties, activity) > 1
    return Cell(value=LETTERS[duty], tone="bad" if several else "")


def _accountable(duties: _Duties, activity: str) -> int:
    return sum(one == activity and duty.startswith("accountable") for (one, _), duty in duties.items())


def _note(context: Context, activities: Sequence[Activity], duties: _Duties) -> str:
    said = [context.say("declaration.organization.raci_note")]
    without = [context.named(each.id) for each in activities if not _accountable(duties, each.id)]
    if without:
        said.append(
            context.say("declaration.organization.no_accountable", activities=context.listed(without))
        )
    return context.sentences(said)
