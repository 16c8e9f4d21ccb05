"""Checks of personas: three layers, a committee that can decide, and what the statements rest on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, reading
from kakehashi.plan.changes import setting
from kakehashi.plan.committees import DECIDING, committees
from kakehashi.plan.item import Item
from kakehashi.plan.naming import name_of
from kakehashi.plan.personas import (
    CompanyPersona,
    IndividualPersona,
    OrganizationPersona,
    Research,
    Statement,
)
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

Persona = CompanyPersona | OrganizationPersona | IndividualPersona


def _layers(plan: Plan) -> Mapping[str, tuple[Persona, ...]]:
    return {
        "company": plan.items(CompanyPersona),
        "organization": plan.items(OrganizationPersona),
        "individual": plan.items(IndividualPersona),
    }


def _personas(plan: Plan) -> Iterator[Persona]:
    for personas in _layers(plan).values():
        yield from personas


def _layer_missing(facts: Facts) -> Iterator[Found]:
    layers = _layers(facts.plan)
    if any(layers.values()):
        for layer, personas in layers.items():
            if not personas:
                yield Found(None, sentence=layer)


def _nobody_below(facts: Facts) -> Iterator[Found]:
    """Personas whose next layer has others, but none of theirs; an empty layer is told once, above."""
    plan = facts.plan
    organizations, individuals = plan.items(OrganizationPersona), plan.items(IndividualPersona)
    with_organization = {each.company for each in organizations}
    with_individual = {each.organization for each in individuals}
    for company in plan.items(CompanyPersona) if organizations else ():
        if company.id not in with_organization:
            yield Found(company.id, {"item": name_of(plan, company)}, sentence="organization")
    for organization in organizations if individuals else ():
        if organization.id not in with_individual:
            yield Found(organization.id, {"item": name_of(plan, organization)}, sentence="individual")


def _unattached(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    companies, organizations = plan.items(CompanyPersona), plan.items(OrganizationPersona)
    for organization in organizations if companies else ():
        if organization.company is None:
            yield _to_attach(plan, organization, "company", companies)
    for individual in plan.items(IndividualPersona) if organizations else ():
        if individual.organization is None:
            yield _to_attach(plan, individual, "organization", organizations)


def _to_attach(plan: Plan, persona: Persona, field: str, owners: tuple[Item, ...]) -> Found:
    repair = None
    if len(owners) == 1:
        words = Message("repair.attach_persona", {"owner": name_of(plan, owners[0])})
        repair = Repair(words, setting(plan, persona.id, field, owners[0].id))
    return Found(persona.id, {"item": name_of(plan, persona)}, repair, sentence=field)


def _no_decider(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    for owner, people in committees(plan).items():
        if not any(each.buying_role in DECIDING for each in people):
            yield Found(owner, {"item": name_of(plan, plan.get(owner))})


def _statements_of(plan: Plan) -> Mapping[str | None, list[Statement]]:
    found: defaultdict[str | None, list[Statement]] = defaultdict(list)
    for statement in plan.items(Statement):
        found[statement.persona].append(statement)
    return found


def _only_assumptions(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    of = _statements_of(plan)
    for persona in _personas(plan):
        statements = of.get(persona.id, [])
        if all(each.mark == "assumption" for each in statements):
            values = {"item": name_of(plan, persona), "count": len(statements)}
            yield Found(persona.id, values, sentence="only" if statements else "none")


def _some_assumptions(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    of = _statements_of(plan)
    for persona in _personas(plan):
        statements = of.get(persona.id, [])
        assumed = sum(each.mark == "assumption" for each in statements)
        if 0 < assumed < len(statements):
            values = {"item": name_of(plan, persona), "assumed": assumed, "count": len(statements)}
            yield Found(persona.id, values)


def _proof_unnamed(facts: Facts, statement: Statement) -> Iterator[Found]:
    if statement.mark != "assumption" and not statement.research:
        change = setting(facts.plan, statement.id, "mark", "assumption")
        repair = Repair(Message("repair.mark_as_assumption"), change)
        yield Found(statement.id, {"item": name_of(facts.plan, statement)}, repair)


def _unused(facts: Facts, research: Research) -> Iterator[Found]:
    plan = facts.plan
    referrers = plan.reverse_index().get(research.id, ())
    if not any(plan.find(Statement, referrer) is not None for referrer, _ in referrers):
        yield Found(research.id, {"item": name_of(plan, research)})


_PERSONAS = reading(CompanyPersona, OrganizationPersona, IndividualPersona)

CHECKS: tuple[Check, ...] = (
    Check(
        id="persona_layer_missing",
        severity="warning",
        chapter="personas",
        reads=_PERSONAS,
        run=_layer_missing,
    ),
    Check(
        id="persona_without_layer_below",
        severity="warning",
        chapter="personas",
        reads=_PERSONAS,
        run=_nobody_below,
    ),
    Check(
        id="persona_unattached",
        severity="warning",
        chapter="personas",
        reads=_PERSONAS,
        run=_unattached,
    ),
    Check(
        id="committee_without_decider",
        severity="warning",
        chapter="personas",
        reads=_PERSONAS,
        run=_no_decider,
    ),
    Check(
        id="persona_rests_on_assumptions",
        severity="warning",
        chapter="personas",
        reads=_PERSONAS | reading(Statement),
        run=_only_assumptions,
    ),
    Check(
        id="statements_assumed",
        severity="hint",
        chapter="personas",
        reads=_PERSONAS | reading(Statement),
        run=_some_assumptions,
    ),
    item_check("statement_without_research", "warning", "personas", Statement, _proof_unnamed),
    item_check("research_unused", "hint", "personas", Research, _unused, reads=(Statement,)),
)
