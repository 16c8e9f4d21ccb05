"""What a bare number means where its unit stands beside the field: 80 at 万円 is 80万, 25 at % is 25%.

A number that says its own unit (1.2億, 500,000円, 30%) means that, whatever stands beside it.
"""

from __future__ import annotations

import re
import unicodedata

from kakehashi.plan.amounts import display_unit
from kakehashi.plan.basis import About
from kakehashi.words import Language

_SIGNS = {1_000: "千", 10_000: "万", 1_000_000: "百万"}
_BARE = re.compile(r"[-+(▲△\u2212\s]*[\d., '’]*\d\.?\s*\)?\s*")
_LAST_DIGIT = re.compile(r"(\d\.?)(?=\D*$)")


def sign_beside(unit: str, about: About, language: Language) -> str:
    """The sign that a bare number of this unit takes: '万' for money in 万円, '%' for rates; '' for none."""
    if unit == "money":
        return _SIGNS.get(display_unit(about, language).size, "")
    return "%" if unit == "rate" else ""


def with_sign(words: str, sign: str) -> str:
    """What was typed, with the sign where it is a bare number; anything else as it is."""
    plain = unicodedata.normalize("NFKC", words)
    if not sign or not _BARE.fullmatch(plain) or any(unicodedata.category(each) == "No" for each in words):
        return words
    return _LAST_DIGIT.sub(rf"\g<1>{sign}", plain, count=1)
