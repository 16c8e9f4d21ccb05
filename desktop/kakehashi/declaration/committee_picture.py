"""The buying committees of the personas: who decides, and who has how much say in it."""

from __future__ import annotations

from collections.abc import Sequence

from kakehashi.declaration.blocks import Picture
from kakehashi.declaration.context import Context
from kakehashi.drawing.committee import Committee, Member, committee
from kakehashi.plan.committees import DECIDING, committees
from kakehashi.plan.personas import IndividualPersona, OrganizationPersona

_NEAR = ("decider", "approver", "champion", "blocker")  # who says yes, carries it, or can stop it
_OPENING = tuple("「『“‘\"'")
_LEAST = 2  # people; one alone is told in the table
_PAGE = 800.0  # px that fit an upright page


def committee_pictures(context: Context, table: str) -> list[Picture]:
    """A picture of each committee of at least two; `table` is the key of the table of the people."""
    return [
        _picture(context, owner, people, table)
        for owner, people in committees(context.plan).items()
        if len(people) >= _LEAST
    ]


def _picture(context: Context, owner: str, people: Sequence[IndividualPersona], table: str) -> Picture:
    key = f"personas.committee.{owner}"
    title = context.say("declaration.personas.committee", name=context.named(owner))
    middle = _middle(people)
    description = context.sentences([_described(context, each) for each in people])
    scene = committee(
        Committee(
            key=key,
            title=title,
            description=description,
            members=tuple(_member(context, each, each is middle) for each in people),
            vacant=context.say("declaration.personas.vacant"),
            note=context.say("declaration.personas.distance"),
        )
    )
    wide = scene.width > _PAGE
    return Picture(key=key, title=title, scene=scene, description=description, table=table, wide=wide)


def _middle(people: Sequence[IndividualPersona]) -> IndividualPersona | None:
    """The first decider, else the first who approves."""
    return next((each for role in DECIDING for each in people if each.buying_role == role), None)


def _member(context: Context, person: IndividualPersona, middle: bool) -> Member:
    return Member(
        id=person.id,
        name=context.named(person.id),
        role=person.buying_role,
        role_label=context.choice("IndividualPersona.buying_role", person.buying_role),
        post=_post(context, person),
        says=_says(context, person),
        ring=0 if middle else 1 if person.buying_role in _NEAR else 2,
    )


def _post(context: Context, person: IndividualPersona) -> str:
    """The job title, and the department where it says more."""
    organization = context.plan.find(OrganizationPersona, person.organization)
    department = "" if organization is None else context.typed(organization.department).strip()
    title = context.typed(person.job_title).strip()
    return context.listed([part for part in (title, department) if part])


def _says(context: Context, person: IndividualPersona) -> str:
    """The words as a quotation, which they may have been typed as."""
    says = context.typed(person.says).strip()
    if not says or says.startswith(_OPENING):
        return says
    return context.say("declaration.personas.quoted", words=says)


def _described(context: Context, person: IndividualPersona) -> str:
    role = context.choice("IndividualPersona.buying_role", person.buying_role)
    notes = context.listed([part for part in (role, _post(context, person)) if part])
    said = context.say("declaration.with_note", value=context.named(person.id), note=notes)
    says = _says(context, person)
    if says:
        said = context.say("declaration.labelled", label=said, value=says)
    return context.say("declaration.personas.described", person=said)
