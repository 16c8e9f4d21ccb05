"""Organization: who does the work, in the house and outside, what is missing, how much they can do."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Cell, Chapter, Column, Picture, Row, Table
from kakehashi.declaration.cells import figure, words
from kakehashi.declaration.communication_picture import communication_picture, communication_table
from kakehashi.declaration.context import Context
from kakehashi.declaration.org_picture import EMPLOYMENTS, described, org_picture, total_effort
from kakehashi.plan.organization import Capacity, Partner, Role
from kakehashi.words import number


def chapter(context: Context) -> Chapter:
    """The chart, the roles behind it, partners and capacity."""
    roles = context.plan.items(Role)
    blocks: list[Block | None] = [_picture(context, roles), _roles(context, roles)] if roles else []
    if not context.headline:
        blocks += [communication_picture(context), communication_table(context)]
        blocks += [_partners(context, context.plan.items(Partner)), _capacity(context)]
    found = tuple(block for block in blocks if block is not None)
    if not found:
        return context.chapter("organization", (), context.say("declaration.organization.empty"))
    return context.chapter("organization", found, _sentence(context, roles))


def open_roles(context: Context) -> tuple[Role, ...]:
    """The positions that nobody fills."""
    return tuple(role for role in context.plan.items(Role) if role.employment == "open")


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
    return said


def _picture(context: Context, roles: tuple[Role, ...]) -> Picture:
    title = context.say("declaration.organization.chart")
    description = context.say(
        "declaration.organization.described",
        sentence=_sentence(context, roles),
        roles=described(context, roles),
    )
    return Picture(
        key="organization.chart",
        title=title,
        scene=org_picture(context, title, description),
        description=description,
        table="organization.roles",
        wide=True,
    )


def _roles(context: Context, roles: tuple[Role, ...]) -> Table:
    columns = [
        context.column("title", "Role.title", width=24),
        context.column("person", "Role.person", width=14),
        context.column("employment", "Role.employment", "choice", width=10),
        context.column("department", "Role.department", width=16),
        context.column("reports_to", "Role.reports_to", width=20),
        context.column("fte", "Role.fte", "number", digits=1, width=9),
        context.column("start", "Role.start", "month", width=11),
        context.column("end", "Role.end", "month", width=11),
    ]
    shows_cost = context.sees("Role", "monthly_cost")
    if shows_cost:
        columns.append(context.column("monthly_cost", "Role.monthly_cost", "money", width=13))
    if not context.headline:
        columns += [
            context.column("responsibility", "Role.responsibility", "long_text", width=34),
            context.column("skills_needed", "Role.skills_needed", "long_text", width=30),
            context.column("remedy", "Role.remedy", "long_text", width=30),
        ]
    rows = tuple(_role(context, role, shows_cost) for role in roles)
    unit = context.say("declaration.cost_unit", unit=context.unit.full) if shows_cost else ""
    return _table("organization.roles", context.say("declaration.organization.roles"), columns, rows, unit)


def _role(context: Context, role: Role, shows_cost: bool) -> Row:
    cells = [
        words(context.named(role.id)),
        words(context.typed(role.person) or context.named(role.partner)),
        words(context.choice("Role.employment", role.employment)),
        words(context.named(role.department)),
        words(context.named(role.reports_to)),
        figure(role.fte),
        context.month_cell(role.start),
        context.month_cell(role.end),
    ]
    if shows_cost:
        cells.append(figure(role.monthly_cost))
    if not context.headline:
        long_texts = (role.responsibility, role.skills_needed, role.remedy)
        cells += [words(context.typed(each)) for each in long_texts]
    return Row(id=role.id, item=role.id, cells=tuple(cells))


def _partners(context: Context, partners: tuple[Partner, ...]) -> Table | None:
    if not partners:
        return None
    columns = [
        context.column("name", "Partner.name", width=24),
        context.column("services", "Partner.services", "long_text", width=40),
        context.column("category", "Partner.category", width=18),
        context.column("start", "Partner.start", "month", width=11),
        context.column("end", "Partner.end", "month", width=11),
        context.column("owner", "Partner.owner", width=20),
    ]
    shows_fee = context.sees("Partner", "monthly_fee")
    if shows_fee:
        columns.append(context.column("monthly_fee", "Partner.monthly_fee", "money", width=13))
    rows = tuple(_partner(context, partner, shows_fee) for partner in partners)
    unit = context.say("declaration.cost_unit", unit=context.unit.full) if shows_fee else ""
    return _table(
        "organization.partners", context.say("declaration.organization.partners"), columns, rows, unit
    )


def _partner(context: Context, partner: Partner, shows_fee: bool) -> Row:
    cells = [
        words(context.named(partner.id)),
        words(context.typed(partner.services)),
        words(context.named(partner.category)),
        context.month_cell(partner.start),
        context.month_cell(partner.end),
        words(context.named(partner.owner)),
    ]
    if shows_fee:
        cells.append(figure(partner.monthly_fee))
    return Row(id=partner.id, item=partner.id, cells=tuple(cells))


def _capacity(context: Context) -> Table | None:
    items = [item for item in context.plan.items(Capacity) if item.amount is not None]
    if not items:
        return None
    columns = [
        context.column("who", "declaration.column.who", width=24),
        context.column("what", "declaration.column.work", width=26),
        context.column("amount", "Capacity.amount", "number", digits=1, width=12),
        context.column("people", "Capacity.people", "number", digits=1, width=8),
        context.column("start", "Capacity.start", "month", width=11),
        context.column("end", "Capacity.end", "month", width=11),
    ]
    rows = tuple(_team(context, item) for item in items)
    return _table("organization.capacity", context.say("declaration.organization.capacity"), columns, rows)


def _team(context: Context, item: Capacity) -> Row:
    return Row(
        id=item.id,
        item=item.id,
        cells=(
            words(context.named(item.role) or context.named(item.department)),
            words(context.named(item.step) or context.typed(item.work)),
            figure(item.amount.value if item.amount is not None else None),
            figure(item.people),
            context.month_cell(item.start),
            context.month_cell(item.end),
        ),
    )


def _table(key: str, title: str, columns: list[Column], rows: tuple[Row, ...], unit: str = "") -> Table:
    """A table without the columns in which nothing stands."""
    used = [at for at, _ in enumerate(columns) if at == 0 or any(not _blank(row.cells[at]) for row in rows)]
    return Table(
        key=key,
        title=title,
        columns=tuple(columns[at] for at in used),
        rows=tuple(Row(id=row.id, item=row.item, cells=tuple(row.cells[at] for at in used)) for row in rows),
        unit=unit,
    )


def _blank(cell: Cell) -> bool:
    return cell.value is None and cell.number is None
