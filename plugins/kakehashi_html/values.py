"""How a value is written: zero as –, unset empty, not available said so, minus as U+2212."""

from __future__ import annotations

import re

import msgspec

from kakehashi.api import Cell, Language, around, month, number, percent, text
from kakehashi_html.names import pieces
from kakehashi_html.views import Value

NUMERIC = frozenset({"number", "money", "rate", "points", "factor"})
ZERO = "–"
POINTS = "\u2009pt"
"""After a difference of two rates: percentage points."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


def shown(cell: Cell, kind: str, digits: int, language: Language) -> Value:
    """The cell in this language; its own kind and digits count before those given."""
    kind = cell.kind or kind
    digits = digits if cell.digits is None else cell.digits
    word = text(f"html.tone.{cell.tone}", language) if cell.tone else ""
    if cell.number is None and cell.missing == "not_available":
        why = cell.value or text("html.not_available.why", language)
        return Value(text("html.not_available", language), "missing", cell.tone, word, why)
    plain = not cell.tone
    if cell.number is None:
        words = _words(cell.value or "", kind, language)
        return Value(words, "", cell.tone, word, "", plain and len(pieces(words)) == 1)
    if not cell.number:
        return Value(ZERO, "zero", cell.tone, word, "", plain)
    figure = percent(cell.number, digits) if kind == "rate" else number(cell.number, digits)
    if cell.signed:
        if not any(char in "123456789" for char in figure):  # no difference at these digits
            return Value(ZERO, "zero", cell.tone, word, "", plain)
        figure = f"+{figure}" if cell.number > 0 else figure
    return Value(figure + POINTS * (kind == "points"), "", cell.tone, word, "", plain)


def with_sign(value: Value, unit: str) -> tuple[Value, str]:
    """A figure with the currency's sign before it, where its language puts it there, and what is left."""
    before, after = around(unit)
    if not before or value.state or not value.text:
        return value, unit
    at = value.text[0] in "+\u2212"
    return msgspec.structs.replace(value, text=value.text[:at] + before + value.text[at:]), after


def _words(value: str, kind: str, language: Language) -> str:
    if kind == "month" and _MONTH.fullmatch(value):
        return month(value, language)
    return day(value, language) if kind == "date" else value


def day(value: str, language: Language) -> str:
    """An ISO date in words; anything else as it is."""
    if not _DAY.fullmatch(value):
        return value
    year, of_year, of_month = value.split("-")
    name = text(f"month.{int(of_year)}", language)
    return text("month.day", language, year=year, month=name, day=str(int(of_month)))
