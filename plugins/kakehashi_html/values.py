"""How a value is written: as all formats say it, with its tone in words and why it is missing."""

from __future__ import annotations

import msgspec

from kakehashi.api import Cell, Language, Said, said, said_with_sign, text
from kakehashi_html.names import pieces
from kakehashi_html.views import Value

NUMERIC = frozenset({"number", "money", "rate", "points", "factor"})


def shown(cell: Cell, kind: str, digits: int, language: Language) -> Value:
    """The cell in this language; its own kind and digits count before those given."""
    word = text(f"html.tone.{cell.tone}", language) if cell.tone else ""
    found = said(cell, kind, digits, language)
    if found.state == "not_available":
        why = cell.value or text("html.not_available.why", language)
        return Value(text("html.not_available", language), "missing", cell.tone, word, why)
    plain = not cell.tone and (cell.number is not None or len(pieces(found.text)) == 1)
    return Value(found.text, found.state, cell.tone, word, "", plain)


def with_sign(value: Value, unit: str) -> tuple[Value, str]:
    """A figure with the currency's sign before it, where its language puts it there, and what is left."""
    if value.state:
        return value, unit
    found, after = said_with_sign(Said(value.text), unit)
    return msgspec.structs.replace(value, text=found.text), after
