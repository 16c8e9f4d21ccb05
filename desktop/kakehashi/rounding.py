"""The one place where a figure is rounded, where a number gets its canonical form, and its unit its place."""

from __future__ import annotations

import unicodedata
from decimal import ROUND_HALF_UP, Context, Decimal

_WIDE = Context(prec=400)  # no figure is too large to be rounded


def rounded(value: Decimal, places: int = 0) -> Decimal:
    """Half away from zero (what finance and spreadsheets do; Python's own rounding is half to even)."""
    return value.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP, context=_WIDE)


def canonical(value: Decimal) -> str:
    """The one written form of a number: normalised, no exponent, no negative zero. 1.50 -> '1.5'."""
    if not value:
        return "0"
    plain = format(value, "f")
    return plain.rstrip("0").rstrip(".") if "." in plain else plain


def around(unit: str) -> tuple[str, str]:
    """What of a unit stands before a figure and what after it: '$ M' -> '$', 'M'; '万円' -> '', '万円'."""
    sign, space, rest = unit[:1], unit[1:2], unit[2:]
    if sign and unicodedata.category(sign) == "Sc" and (not space or (space == " " and rest.isalpha())):
        return sign, rest
    return "", unit
