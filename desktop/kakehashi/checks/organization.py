"""Checks of the organization."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, lacking, reading
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan


def _circle(facts: Facts) -> Iterator[Found]:
    for role in facts.plan.items(Role):
        if _reports_to_itself(facts.plan, role):
            yield Found(role.id, {"item": name_of(facts.plan, role)})


def _reports_to_itself(plan: Plan, role: Role) -> bool:
    seen = set()
    boss = plan.find(Role, role.reports_to)
    while boss is not None and boss.id not in seen:
        if boss.id == role.id:
            return True
        seen.add(boss.id)
        boss = plan.find(Role, boss.reports_to)
    return False


CHECKS: tuple[Check, ...] = (
    lacking(
        "outsourced_without_partner",
        "warning",
        "organization",
        Role,
        lambda role: role.employment == "outsourced" and role.partner is None and role.monthly_cost is None,
    ),
    Check(
        id="reports_in_a_circle",
        severity="error",
        chapter="organization",
        reads=reading(Role),
        run=_circle,
    ),
    lacking(
        "role_gap_without_remedy",
        "warning",
        "organization",
        Role,
        lambda role: role.skills_needed and not role.skills_present and not role.remedy,
    ),
    lacking(
        "partner_without_contract_months",
        "warning",
        "organization",
        Partner,
        lambda partner: partner.monthly_fee and (partner.start is None or partner.end is None),
    ),
)
