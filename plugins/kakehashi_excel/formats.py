"""Number formats of cells, and how wide what they show will be."""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal
from functools import cache
from typing import Literal

from kakehashi.api import Cell, Column, Language, canonical
from kakehashi_excel import measure

Negative = Literal["minus", "triangle"]
Tone = Literal["", "good", "warn", "bad"]

NUMERIC = frozenset({"number", "money", "rate", "factor"})
"""Kinds of column that hold figures and stand at the right."""

MINUS = {"minus": "\u2212", "triangle": "△"}
MARKS: dict[Tone, str] = {"": "", "good": "✓ ", "warn": "! ", "bad": "◆ "}
"""What a tone puts before a value, so that it is never told by colour alone."""

_PLAIN = re.compile("[\x7f-\x9f\ud800-\udfff\ufffe\uffff]")  # not in XML, or not seen

_DATES = {
    ("month", "ja"): 'yyyy"年"m"月"',
    ("month", "en"): "[$-409]mmm yyyy",
    ("date", "ja"): 'yyyy"年"m"月"d"日"',
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

    `signed`: what is above zero carries a plus.
    """
    mark = MARKS[tone]
    if kind not in NUMERIC:
        return _literal(mark) + _DATES.get((kind, language), "@" if mark else "General")
    decimals = f".{'0' * digits}" if digits else ""
    plain = f"0{decimals}%" if kind == "rate" else f"#,##0{decimals}"
    before, after = _around(unit)
    plus = "+" if signed else ""
    above = f"{_literal(mark + plus + before)}{plain}{_literal(after)}"
    below = f"{_literal(mark + MINUS[negative] + before)}{plain}{_literal(after)}"
    return f"{above};{below};{_literal(mark + '–')};{_literal(mark)}@"


def _around(unit: str) -> tuple[str, str]:
    """What stands before and after a figure: 万円 after it, ¥ M around it (¥1.2 M)."""
    if unit and unicodedata.category(unit[0]) == "Sc":
        sign, _, rest = unit.partition(" ")
        return sign, f"\u00a0{rest}" if rest else ""
    return "", f"\u2009{unit}" if unit else ""


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
            )
        return mark + measure.width(canonical(value))
    if kind in ("month", "date") and cell.value:
        return mark + (10.5 if kind == "month" else 14.0)
    return mark + measure.width(cell.value or "")


def _figure(whole: int, digits: int, negative: bool) -> float:
    places = len(str(whole))
    return places + 0.7 * ((places - 1) // 3) + digits + bool(digits) + negative * 1.1
