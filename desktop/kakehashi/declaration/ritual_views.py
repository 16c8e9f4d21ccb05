"""Meetings that come back: when, what they are for, who leads them and who comes."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from kakehashi.declaration.blocks import Cell, Column, Table
from kakehashi.declaration.cells import words
from kakehashi.declaration.context import Context
from kakehashi.declaration.item_table import Extra, item_table
from kakehashi.plan.direction import Ritual, Stakeholder
from kakehashi.plan.organization import Role

_CADENCES: Mapping[str, str] = MappingProxyType(
    {
        "FREQ=DAILY": "daily",
        "FREQ=WEEKLY": "weekly",
        "FREQ=MONTHLY": "monthly",
        "FREQ=MONTHLY;INTERVAL=3": "quarterly",
        "FREQ=YEARLY": "yearly",
    }
)
_AIMS = ("discusses", "decides", "aligns")


def rituals_table(context: Context) -> Table | None:
    """In full all of them with what is talked about; else those that known readers come to."""
    rituals = context.plan.items(Ritual)
    theirs = not context.full and bool(context.readers)
    if theirs:
        rituals = tuple(each for each in rituals if _read_by_those_who_come(context, each))
    inside = ("purpose", "agenda", "preparation", "covers", "recorded_in") if context.full else ()
    return item_table(
        context,
        Ritual,
        "direction.rituals",
        ("name", cadence_column(context), "minutes", _aims(context), "chair", "attendees", *inside),
        title="declaration.direction.rituals_of_readers" if theirs else "kind.Ritual",
        items=rituals,
        widths={"name": 24, "chair": 18, "attendees": 36},
    )


def _read_by_those_who_come(context: Context, ritual: Ritual) -> bool:
    """Whether a reading department comes, or one of its people does."""
    readers = {each.id for each in context.readers}
    for attendee in (ritual.chair, *ritual.attendees):
        item = context.plan.get(attendee)
        department = item.department if isinstance(item, Role | Stakeholder) else attendee
        if department in readers:
            return True
    return False


def cadence_column(context: Context) -> Extra:
    """How often it is held; a rule that has no name of its own as it is written."""
    column = Column(key="cadence", title=context.field("Ritual.cadence"), width=14)

    def cell(ritual: Ritual) -> Cell:
        known = [
            part for part in ritual.cadence.removeprefix("RRULE:").split(";") if not part.startswith("BY")
        ]
        name = _CADENCES.get(";".join(known))
        return words(context.say(f"declaration.cadence.{name}") if name else ritual.cadence)

    return column, cell


def _aims(context: Context) -> Extra:
    """Whether opinions are collected, things decided or analyses aligned there."""

    def cell(ritual: Ritual) -> Cell:
        return words(
            context.listed([context.field(f"Ritual.{aim}") for aim in _AIMS if getattr(ritual, aim)])
        )

    return context.column("aims", "declaration.direction.aims", width=16), cell
