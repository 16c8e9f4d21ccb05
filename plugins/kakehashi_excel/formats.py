"""Number formats of cells, and how wide what they show will be."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import Literal

from kakehashi.api import Cell, Column, Language, around, canonical
from kakehashi_excel import measure

Negative = Literal["minus", "triangle"]
Tone = Literal["", "good", "warn", "bad"]

NUMERIC = frozenset({"number", "money", "rate", "points", "factor"})
"""Kinds of column that hold figures and stand at the right."""

MINUS = {"minus": "\u2212", "triangle": "△"}
POINTS = "\u2009pt"
"""After a difference of two rates: percentage points."""

MARKS: dict[Tone, str] = {"": "", "good": "✓ ", "warn": "! ", "bad": "◆ "}
"""What a tone puts before a value, so that it is never told by colour alone."""

_PLAIN = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # not in XML, or not seen

_DATES = {
    ("month", "ja"): 'yyyy"年"m"月"',
    ("month", "zh_TW"): 'yyyy"年"m"月"',
    ("month", "en"): "[$-409]mmm yyyy",
    ("date", "ja"): 'yyyy"年"m"月"d"日"',
    ("date", "zh_TW"): 'yyyy"年"m"月"d"日"',
    ("date", "en"): "[$-409]d mmm yyyy",
}


def kind_of(cell: Cell, column: Column) -> str:
    """What a cell holds: its own kind where a column mixes units, else its column's."""
    return cell.kind or column.kind


def digits_of(cell: Cell, column: Column) -> int:
    """Digits after the decimal point as shown (of the percent for rates)."""
    return column.digits if cell.digits is None else cell.digits


@cache
def number_format(
    kind: str,
    digits: int,
    language: Language,
    negative: Negative,
    tone: Tone,
    unit: str,
    *,
    signed: bool = False,
) -> str:
    """The format of a cell; zero is a dash, and so differs from unset. A `unit` stands beside the figure.

    `signed`: what is above zero carries a plus; no difference at these digits is a dash too.
    """
    mark = MARKS[tone]
    if kind not in NUMERIC:
        return _literal(mark) + _DATES.get((kind, language), "@" if mark else "General")
    decimals = f".{'0' * digits}" if digits else ""
    plain = f"0{decimals}%" if kind == "rate" else f"#,##0{decimals}"
    before, after = _around(unit)
    after = after or POINTS * (kind == "points")
    plus, least = ("+", _least(kind, digits)) if signed else ("", "")
    above = f"{least and f'[>={least}]'}{_literal(mark + plus + before)}{plain}{_literal(after)}"
    below = f"{least and f'[<=-{least}]'}{_literal(mark + MINUS[negative] + before)}{plain}{_literal(after)}"
    return f"{above};{below};{_literal(mark + '–')};{_literal(mark)}@"


def _least(kind: str, digits: int) -> str:
    """The smallest value that is not rounded to zero."""
    return canonical(Decimal(5).scaleb(-digits - 1 - 2 * (kind == "rate")))


def _around(unit: str) -> tuple[str, str]:
    """What stands before and after a figure: 万円 after it, ¥ M around it (¥1.2 M)."""
    before, after = around(unit)
    space = "\u00a0" if before else "\u2009"
    return before, f"{space}{after}" if after else ""


def _literal(text: str) -> str:
    """A text as it stands in a number format, whose quotes know no quote inside."""
    shown = "".join(" " if char < " " else char for char in text)
    return f'"{_PLAIN.sub("", shown).replace(chr(34), "”")}"' if text else ""


def width(cell: Cell, value: Decimal | None, column: Column) -> float:
    """Width of what a cell shows."""
    mark = measure.width(MARKS[cell.tone])
    kind = kind_of(cell, column)
    if value is not None:
        if kind in NUMERIC:
            whole = int(abs(value) * (100 if kind == "rate" else 1))
            return (
                mark
                + _figure(whole, digits_of(cell, column), value < 0 or cell.signed)
                + 1.6 * (kind == "rate")
                + measure.width(POINTS) * (kind == "points")
            )
        return mark + measure.width(canonical(value))
    if kind in ("month", "date") and cell.value:
        return mark + (10.5 if kind == "month" else 14.0)
    return mark + measure.width(cell.value or "")


def _figure(whole: int, digits: int, negative: bool) -> float:
    places = len(str(whole))
    return places + 0.7 * ((places - 1) // 3) + digits + bool(digits) + negative * 1.1
