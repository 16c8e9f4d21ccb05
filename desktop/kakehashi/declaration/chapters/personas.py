"""Personas: the companies we want, the departments in them, and the people who decide."""

from __future__ import annotations

from kakehashi.declaration.blocks import Block, Chapter
from kakehashi.declaration.committee_picture import committee_pictures
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import item_table, profile_table
from kakehashi.declaration.persona_words import persona_sentence
from kakehashi.plan.personas import (
    CompanyPersona,
    IndividualPersona,
    OrganizationPersona,
    Research,
    Statement,
)

_PEOPLE = "personas.people"
_COMPANY = (
    "industry", "size", "revenue", "region", "business_model", "situation", "goals", "challenges", "trigger",
    "alternatives", "buying_process", "budget_cycle", "systems",
)  # fmt: skip
_ORGANIZATION = (
    "company", "department", "mission", "kpis", "challenges", "structure", "decision_process", "takes_part",
)  # fmt: skip
_PERSON = (
    "buying_role", "organization", "job_title", "says", "objections", "stages", "responsibilities", "goals",
    "challenges", "sources", "interests",
)  # fmt: skip
_RESEARCH = ("name", "method", "date", "whom", "sample_size", "findings")
_RESEARCH_IN_FULL = (
    "name",
    "method",
    "date",
    "whom",
    "names",
    "sample_size",
    "findings",
    "limits",
    "by",
    "link",
)


def chapter(context: Context) -> Chapter:
    """Who decides, then from the company to the person, then what it rests on; in headlines the people."""
    found = _headline(context) if context.headline else _profiles(context)
    return context.chapter("personas", found, persona_sentence(context))


def _headline(context: Context) -> list[Block | None]:
    fields = ("name", "job_title", "buying_role", "says", "objections")
    return [item_table(context, IndividualPersona, _PEOPLE, fields)]


def _profiles(context: Context) -> list[Block | None]:
    plan = context.plan
    return [
        *committee_pictures(context, _PEOPLE),
        profile_table(
            context, plan.items(CompanyPersona), "personas.companies", _COMPANY, title="kind.CompanyPersona"
        ),
        profile_table(
            context,
            plan.items(OrganizationPersona),
            "personas.organizations",
            _ORGANIZATION,
            title="kind.OrganizationPersona",
        ),
        profile_table(
            context, plan.items(IndividualPersona), _PEOPLE, _PERSON, title="kind.IndividualPersona"
        ),
        item_table(
            context, Statement, "personas.statements", ("persona", "about", "text", "mark", "research")
        ),
        item_table(context, Research, "personas.research", _RESEARCH_IN_FULL if context.full else _RESEARCH),
    ]
