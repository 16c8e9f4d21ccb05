"""Checks of the organization."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.words import in_language


def _outsourced(facts: Facts) -> Iterator[Found]:
    for role in facts.plan.items(Role):
        if role.employment == "outsourced" and role.partner is None and role.monthly_cost is None:
            yield Found(role.id, {"item": name_of(facts.plan, role)})


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


def _gap(facts: Facts) -> Iterator[Found]:
    for role in facts.plan.items(Role):
        lacking = bool(role.skills_needed) and not role.skills_present
        if lacking and not in_language(role.remedy, "ja"):
            yield Found(role.id, {"item": name_of(facts.plan, role)})


def _contract(facts: Facts) -> Iterator[Found]:
    for partner in facts.plan.items(Partner):
        if partner.monthly_fee and (partner.start is None or partner.end is None):
            yield Found(partner.id, {"item": name_of(facts.plan, partner)})


CHECKS = (
    Check(
        id="outsourced_without_partner",
        severity="warning",
        chapter="organization",
        reads=frozenset({"Role"}),
        run=_outsourced,
    ),
    Check(
        id="reports_in_a_circle",
        severity="error",
        chapter="organization",
        reads=frozenset({"Role"}),
        run=_circle,
    ),
    Check(
        id="role_gap_without_remedy",
        severity="warning",
        chapter="organization",
        reads=frozenset({"Role"}),
        run=_gap,
    ),
    Check(
        id="partner_without_contract_months",
        severity="warning",
        chapter="organization",
        reads=frozenset({"Partner"}),
        run=_contract,
    ),
)
