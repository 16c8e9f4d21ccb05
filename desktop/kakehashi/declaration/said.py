"""How values are written for readers: zero as –, what is unset as nothing, minus as U+2212, dates in words.

Formats that print values take them from here, so that a figure reads alike in all of them.
"""

from __future__ import annotations

import re
from typing import Literal

import msgspec

from kakehashi.declaration.blocks import Cell
from kakehashi.rounding import around
from kakehashi.words import Language, day, month, number, percent

ZERO = "–"
POINTS = "\u2009pt"
"""After a difference of two rates: percentage points."""

_MONTH = re.compile(r"\d{4}-(0[1-9]|1[0-2])")
_DAY = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])")


class Said(msgspec.Struct, frozen=True):
    """A value as it is read. What is not available has no text: each format has its own sign for it."""

    text: str
    state: Literal["", "zero", "not_available"] = ""


def said(cell: Cell, kind: str, digits: int, language: Language) -> Said:
    """The cell in this language; its own kind and digits count before those given."""
    kind = cell.kind or kind
    digits = digits if cell.digits is None else cell.digits
    if cell.number is None and cell.missing == "not_available":
        return Said("", "not_available")
    if cell.number is None:
        return Said(_words(cell.value or "", kind, language))
    if not cell.number:
        return Said(ZERO, "zero")
    figure = percent(cell.number, digits) if kind == "rate" else number(cell.number, digits)
    if cell.signed:
        if not any(char in "123456789" for char in figure):  # no difference at these digits
            return Said(ZERO, "zero")
        figure = f"+{figure}" if cell.number > 0 else figure
    return Said(figure + POINTS * (kind == "points"))


def said_with_sign(value: Said, unit: str) -> tuple[Said, str]:
    """A figure with the currency's sign before it, where its language puts it there, and what is left."""
    before, after = around(unit)
    if not before or value.state or not value.text:
        return value, unit
    at = value.text[0] in "+\u2212"
    return Said(value.text[:at] + before + value.text[at:]), after


def said_day(value: str, language: Language) -> str:
    """An ISO date in words; anything else as it is."""
    return day(value, language) if _DAY.fullmatch(value) else value


def _words(value: str, kind: str, language: Language) -> str:
    if kind == "month" and _MONTH.fullmatch(value):
        return month(value, language)
    return said_day(value, language) if kind == "date" else value
