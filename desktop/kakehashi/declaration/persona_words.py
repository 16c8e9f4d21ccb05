"""The personas in words: how many, who decides, and what the statements about them rest on."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal

from kakehashi.declaration.context import Context
from kakehashi.plan.committees import DECIDING, committees
from kakehashi.plan.personas import CompanyPersona, IndividualPersona, OrganizationPersona, Statement
from kakehashi.words import percent


def persona_sentence(context: Context) -> str:
    """How many personas, the deciders (or whose committee has none), and the statements by their mark."""
    plan = context.plan
    counts = [len(plan.items(kind)) for kind in (CompanyPersona, OrganizationPersona, IndividualPersona)]
    if not any(counts):
        return ""
    companies, organizations, people = counts
    said = [
        context.say(
            "declaration.personas.layers", companies=companies, organizations=organizations, people=people
        )
    ]
    said += _deciders(context)
    said += _marks(context)
    return context.sentences(said)


def _deciders(context: Context) -> list[str]:
    said = []
    people = context.plan.items(IndividualPersona)
    deciders = [context.named(each.id) for each in people if each.buying_role == "decider"]
    if deciders:
        said.append(context.say("declaration.personas.deciders", names=context.listed(deciders)))
    without = [
        context.named(owner)
        for owner, members in committees(context.plan).items()
        if not any(each.buying_role in DECIDING for each in members)
    ]
    if without:
        said.append(context.say("declaration.personas.undecided", names=context.listed(without)))
    return said


def _marks(context: Context) -> list[str]:
    """What the statements rest on; nothing where there are none."""
    marks = Counter(statement.mark for statement in context.plan.items(Statement))
    count = marks.total()
    if not count:
        return []
    share = percent(Decimal(marks["assumption"]) / count, 0)
    return [
        context.say(
            "declaration.personas.marks",
            count=count,
            interview=marks["interview"],
            data=marks["data"],
            assumption=marks["assumption"],
            share=share,
        )
    ]
