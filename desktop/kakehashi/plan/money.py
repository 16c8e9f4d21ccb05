"""The plan's money by month: budget lines, and the rows that follow from partners and roles."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.item import Series
from kakehashi.plan.months import months_from
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.words import Text

# The kinds that the rows of the budget follow from.
BUDGET_READS = frozenset({"About", "BudgetLine", "Partner", "Role"})


class BudgetRow(msgspec.Struct, frozen=True, kw_only=True):
    """One row of the budget, in full units of the currency.

    A derived row has id `derived:<source>`; its planned months follow from the source, its committed and
    actual months stand on the budget line `line` (None until the first entry).
    """

    id: str
    name: Text
    category: str | None
    measure: str | None
    source: str | None
    line: str | None
    confidential: bool
    planned: Series
    committed: Series
    actual: Series


def plan_months(plan: Plan) -> tuple[str, ...]:
    """The months of the plan, first to last."""
    about = plan.only(About)
    return months_from(about.first_month, about.months)


def budget_rows(plan: Plan) -> tuple[BudgetRow, ...]:
    """All rows of the budget: typed lines in their order, then those that follow from partners and roles.

    One cost, one source: a role's cost counts only when it has a category and no partner's fee covers it.
    """
    own, beside = [], {}
    for line in plan.items(BudgetLine):
        if plan.find(Partner, line.source) is None and plan.find(Role, line.source) is None:
            own.append(_typed_row(line))
        else:
            beside[line.source or ""] = line
    partners = [
        _derived_row(plan, partner, partner.name, partner.monthly_fee, beside.get(partner.id))
        for partner in plan.items(Partner)
        if partner.monthly_fee or partner.id in beside
    ]
    roles = [
        _derived_row(plan, role, role.title, _budgeted_cost(plan, role), beside.get(role.id))
        for role in plan.items(Role)
        if _budgeted_cost(plan, role) or role.id in beside
    ]
    return (*own, *partners, *roles)


def _budgeted_cost(plan: Plan, role: Role) -> Decimal | None:
    """What a role costs the budget a month: nothing without a category, or when a partner's fee covers it."""
    return role.monthly_cost if role.category is not None and not covered_by_fee(plan, role) else None


def covered_by_fee(plan: Plan, role: Role) -> bool:
    """Whether a partner's fee already pays for this role."""
    partner = plan.find(Partner, role.partner)
    return partner is not None and bool(partner.monthly_fee)


def staff_cost(plan: Plan) -> Series:
    """Cost of the roles outside the budget (no category, no partner's fee), by month of the plan."""
    total: dict[str, Decimal] = {}
    for role in plan.items(Role):
        if role.category is None and role.monthly_cost and not covered_by_fee(plan, role):
            for month in _active(plan, role):
                total[month] = total.get(month, Decimal(0)) + role.monthly_cost
    return total


def spend_by_measure(plan: Plan) -> Mapping[str, Series]:
    """Planned money of all budget lines of each measure, by month of the plan."""
    months = frozenset(plan_months(plan))
    found: dict[str, dict[str, Decimal]] = {measure.id: {} for measure in plan.items(Measure)}
    for row in budget_rows(plan):
        if row.measure in found:
            series = found[row.measure]
            for month, value in row.planned.items():
                if month in months:
                    series[month] = series.get(month, Decimal(0)) + value
    return found


def total(series: Series, months: tuple[str, ...]) -> Decimal | None:
    """The sum over these months; None when none of them is set."""
    present = [series[month] for month in months if month in series]
    return sum(present, Decimal(0)) if present else None


def in_display_unit(value: Decimal | None, about: About) -> Decimal | None:
    """Money divided by the plan's display unit (not rounded)."""
    return None if value is None else value / Decimal(about.display_unit)


def _typed_row(line: BudgetLine) -> BudgetRow:
    return BudgetRow(
        id=line.id,
        name=line.name,
        category=line.category,
        measure=line.measure,
        source=None,
        line=line.id,
        confidential=False,
        planned=line.planned,
        committed=line.committed,
        actual=line.actual,
    )


def _derived_row(
    plan: Plan, source: Partner | Role, name: Text, monthly: Decimal | None, line: BudgetLine | None
) -> BudgetRow:
    return BudgetRow(
        id=f"derived:{source.id}",
        name=name,
        category=source.category,
        measure=line.measure if line is not None else None,
        source=source.id,
        line=line.id if line is not None else None,
        confidential=True,
        planned=dict.fromkeys(_active(plan, source), monthly) if monthly else {},
        committed=line.committed if line is not None else {},
        actual=line.actual if line is not None else {},
    )


def _active(plan: Plan, owner: Partner | Role) -> list[str]:
    return [
        month
        for month in plan_months(plan)
        if (owner.start is None or owner.start <= month) and (owner.end is None or month <= owner.end)
    ]
