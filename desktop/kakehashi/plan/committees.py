"""Who decides together: everybody of one company persona; the approver often sits in another department."""

from __future__ import annotations

from collections.abc import Mapping

from kakehashi.plan.personas import CompanyPersona, IndividualPersona, OrganizationPersona
from kakehashi.plan.plan import Plan

DECIDING = ("decider", "approver")
"""The parts in buying without which nothing is bought."""


def committees(plan: Plan) -> Mapping[str, tuple[IndividualPersona, ...]]:
    """The company persona (else the department) -> its people; unattached ones are left out."""
    found: dict[str, list[IndividualPersona]] = {}
    for individual in plan.items(IndividualPersona):
        organization = plan.find(OrganizationPersona, individual.organization)
        if organization is not None:
            company = plan.find(CompanyPersona, organization.company)
            found.setdefault(company.id if company is not None else organization.id, []).append(individual)
    return {owner: tuple(people) for owner, people in found.items()}
