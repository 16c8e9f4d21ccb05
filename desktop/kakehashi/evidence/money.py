"""Units and currencies of amounts: what headers and cells say, and what must be asked."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.evidence.headers import unit_of
from kakehashi.evidence.looking import Look
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import Table
from kakehashi.evidence.values import Reading
from kakehashi.words import Message

_SHARED = ("$", "元")
"""Signs of several countries' currencies."""


class Money(msgspec.Struct, frozen=True):
    """What the numbers of a column are multiplied by, how the currency is read, and what is told of it."""

    scales: Mapping[str, Decimal] = {}
    reading: Reading | None = None
    notes: tuple[Message, ...] = ()


def money_of(table: Table, profile: Profile, look: Look) -> Money:
    """Units and currency of the number columns that the profile names. Raises Question."""
    scales: dict[str, Decimal] = {}
    notes: list[Message] = []
    fields = profile.fields()
    for name, column in fields.items():
        if table.field(name).kind not in ("number", "count"):
            continue
        if column in profile.scales:
            scales[column] = Decimal(profile.scales[column])
        elif (scale := unit_of(column)[0]) is not None:
            if look.numbers(column).united:
                raise Question(
                    "error.evidence.two_units",
                    column=column,
                    readings=(f"{scale:f}", "1"),
                    option="--profile",
                )
            scales[column] = scale
        if scales.get(column, 1) != 1:
            notes.append(Message("evidence.note.scale", {"column": column, "scale": f"{scales[column]:f}"}))
    reading = None
    if table.has("currency") and "amount" in fields and not {"currency"} & {*fields, *profile.constants}:
        reading, note = _currency(fields["amount"], look)
        notes += [note] if note else []
    return Money({column: scale for column, scale in scales.items() if scale != 1}, reading, tuple(notes))


def _currency(column: str, look: Look) -> tuple[Reading | None, Message | None]:
    """The currency of an amount from its header, or from the signs in its cells. Raises Question."""
    said = unit_of(column)[1]
    found = look.currencies(column)
    signs = tuple(sign for sign in found if sign is not None)
    if any(sign in _SHARED for sign in signs) and said is None:
        shared = ", ".join(sign for sign in signs if sign in _SHARED)
        raise Question(
            "error.evidence.which_currency",
            column=column,
            readings=("USD", "TWD", "AUD", "CNY"),
            option="--currency",
            sign=shared,
        )
    if said is None and not signs:
        return None, None
    if said is not None or len(signs) == 1:
        code = said or signs[0]
        note = Message("evidence.note.currency", {"column": column, "currency": code})
        return Reading(literal(code), "'told'", strict=False), note
    if None in found:
        raise Question(
            "error.evidence.some_currencies",
            column=column,
            readings=signs,
            option="--currency",
            count=found[None],
        )
    cell = f"u_{look.name(column)}"
    note = Message("evidence.note.currencies", {"column": column, "currencies": ", ".join(signs)})
    layers = (((cell, f"named_currency({look.narrow(column)})"),),)
    return Reading(cell, cell, strict=False, layers=layers), note
