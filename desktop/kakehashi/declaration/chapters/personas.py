"""Personas: the companies we want, the departments in them, and the people who decide."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table, profile_table
from kakehashi.plan.personas import (
    CompanyPersona,
    IndividualPersona,
    OrganizationPersona,
    Research,
    Statement,
)


def chapter(context: Context) -> Chapter:
    """From the company to the person, then what it rests on."""
    found: list[Block | None] = [
        profile_table(
            context,
            context.plan.items(CompanyPersona),
            "personas.companies",
            (
                "industry", "size", "revenue", "region", "business_model", "situation", "goals", "challenges",
                "trigger", "alternatives", "buying_process", "budget_cycle", "systems",
            ),
            title="kind.CompanyPersona",
        ),
        profile_table(
            context,
            context.plan.items(OrganizationPersona),
            "personas.organizations",
            ("mission", "kpis", "challenges", "structure", "decision_process", "takes_part"),
            title="kind.OrganizationPersona",
        ),
        profile_table(
            context,
            context.plan.items(IndividualPersona),
            "personas.people",
            (
                "organization", "job_title", "buying_role", "stages", "responsibilities", "goals",
                "challenges", "sources", "interests", "objections", "says",
            ),
            title="kind.IndividualPersona",
        ),
    ]  # fmt: skip
    if not context.headline:
        found += [
            item_table(
                context, Statement, "personas.statements", ("persona", "about", "text", "mark", "research")
            ),
            item_table(
                context,
                Research,
                "personas.research",
                ("name", "method", "date", "whom", "names", "sample_size", "findings", "limits"),
            ),
        ]
    return context.chapter("personas", found)
