"""What a header says: the name without what differs from system to system, and the unit of its numbers."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

_CURRENCIES = "JPY|USD|EUR|GBP|TWD|HKD|CNY|RMB|KRW|AUD|CAD|SGD|CHF|INR|THB|VND"
_SYMBOLS = {
    "¥": "JPY",
    "円": "JPY",
    "€": "EUR",
    "£": "GBP",
    "₩": "KRW",
    "us$": "USD",
    "nt$": "TWD",
    "rmb": "CNY",
}
_SCALES = {
    "千": Decimal(1000),
    "万": Decimal(10_000),
    "百万": Decimal(1_000_000),
    "億": Decimal(100_000_000),
    "k": Decimal(1000),
    "thousand": Decimal(1000),
    "thousands": Decimal(1000),
    "m": Decimal(1_000_000),
    "mn": Decimal(1_000_000),
    "million": Decimal(1_000_000),
    "millions": Decimal(1_000_000),
}
_SYMBOL = "|".join(map(re.escape, _SYMBOLS))
_SCALE = "|".join(sorted(_SCALES, key=len, reverse=True))
_UNIT = re.compile(
    rf"[(\[【<]\s*(?:単位\s*[::]?\s*)?(?:(?P<before>{_CURRENCIES}|{_SYMBOL})?\s*(?P<scale>{_SCALE})?\s*"
    rf"(?P<after>{_CURRENCIES}|{_SYMBOL})?)\s*[)\]】>]\s*$",
    re.IGNORECASE,
)
_MICROS = re.compile(r"[_ ]micros?$", re.IGNORECASE)
_IN_CURRENCY = re.compile(rf"_in_({_CURRENCIES})$", re.IGNORECASE)


def unit_of(header: str) -> tuple[Decimal | None, str | None]:
    """What the numbers below it are to be multiplied by, and their currency, where the header says so.

    'Amount spent (JPY)', '売上高(百万円)', 'cost_micros'.
    """
    plain = unicodedata.normalize("NFKC", header).strip()
    if _MICROS.search(plain):
        return Decimal("0.000001"), None
    if found := _IN_CURRENCY.search(plain):
        return None, found[1].upper()
    found = _UNIT.search(plain)
    if found is None:
        return None, None
    mark = (found["before"] or found["after"] or "").casefold()
    scale = _SCALES.get((found["scale"] or "").casefold())
    return scale, _SYMBOLS.get(mark) or mark.upper() or None


def name_and_unit(header: str) -> tuple[str, str]:
    """A header without the unit behind it, and that unit: '(百万円)', '' where it names none in brackets."""
    plain = unicodedata.normalize("NFKC", header).strip()
    found = _UNIT.search(plain)
    if found is None or found.start() == 0 or unit_of(header) == (None, None):
        return header, ""
    return plain[: found.start()].strip(), found[0]


def plain_header(name: str) -> str:
    """A header without what differs from system to system: case, width, blanks, signs, `__c`, `property_`,
    and the unit in brackets behind it."""
    plain = unicodedata.normalize("NFKC", name).casefold().strip()
    plain = _UNIT.sub("", plain) or plain
    plain = re.sub(r"__(p?c|r)\b", "", plain).removeprefix("property_")
    return "".join(sign for sign in plain if sign.isalnum())


@cache
def word_list(name: str) -> dict[str, Any]:
    """One of the word lists beside this module."""
    found: dict[str, Any] = json.loads(files("kakehashi.evidence").joinpath(name).read_text("utf-8"))
    return found


def synonyms(table: str) -> dict[str, Any]:
    """What the columns of a table are called, by strength ('sure', 'likely') and field."""
    found: dict[str, Any] = word_list("synonyms.json").get(table, {})
    return found


def by_header(columns: Iterable[str]) -> dict[str, str]:
    """Plain header -> column; of several the first, one without a unit before one that has it."""
    found: dict[str, str] = {}
    for column in sorted(columns, key=lambda name: unit_of(name) != (None, None)):
        found.setdefault(plain_header(column), column)
    return found


def named(headers: Mapping[str, str], names: Iterable[str]) -> Iterator[str]:
    """The columns that have one of these names, in the order of the names."""
    for name in names:
        column = headers.get(plain_header(name))
        if column is not None:
            yield column
