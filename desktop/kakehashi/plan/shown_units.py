"""What a bare number means where its unit stands in the header: 80 below 万円 is 800,000, 30 beside % is 0.3.

A number that says its own unit (1.2億, 500,000円, 30%) means that, wherever it is typed.
"""

from __future__ import annotations

import re
import unicodedata
from decimal import Decimal

from kakehashi.plan.amounts import display_unit
from kakehashi.plan.basis import About
from kakehashi.plan.fields import Unit
from kakehashi.rounding import canonical
from kakehashi.words import Language

_BARE = re.compile(r"(\(?)([-+▲△\u2212]?)\s*(\d{1,3}(?:[,'’]\d{3})+(?:\.\d*)?|\d+(?:\.\d*)?|\.\d+)(\)?)")
_LONGEST = 40


def shown_size(unit: Unit, about: About, language: Language) -> Decimal:
    """How much of the field's own unit a 1 stands for where figures are shown without theirs."""
    if unit == "money":
        return Decimal(display_unit(about, language).size)
    return Decimal("0.01") if unit == "rate" else Decimal(1)


def in_own_unit(words: str, size: Decimal) -> str:
    """What was typed below a header, as it is typed where no header says a unit: '80' -> '800000'.

    Whatever isn't a bare number is left as it is, for `reading_values` to read or to refuse.
    """
    said = unicodedata.normalize("NFKC", words).strip()
    bare = _BARE.fullmatch(said) if len(said) <= _LONGEST and size != 1 else None
    if bare is None or bool(bare[1]) != bool(bare[4]) or not said.isprintable():
        return words
    if any(unicodedata.category(each) == "No" for each in words):  # 10² is not 102
        return words
    number = canonical(Decimal(re.sub(r"[,'’]", "", bare[3])) * size)
    return f"{bare[1]}{bare[2]}{number}{bare[4]}"
