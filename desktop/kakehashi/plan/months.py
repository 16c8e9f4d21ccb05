"""Months as text '2027-04': they sort, they are absolute, and a series is a map from them."""

from __future__ import annotations

import re
from calendar import monthrange
from functools import cache

_MONTH = re.compile(r"(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])")


@cache
def is_month(value: str) -> bool:
    """Whether the text is a month such as 2027-04."""
    return bool(_MONTH.fullmatch(value))


def ordinal(month: str) -> int:
    """Months since year 0, so that months can be subtracted."""
    return int(month[:4]) * 12 + int(month[5:7]) - 1


def from_ordinal(value: int) -> str:
    """The inverse of `ordinal`."""
    return f"{value // 12:04d}-{value % 12 + 1:02d}"


def shifted(month: str, by: int) -> str:
    """The month that many months later (earlier when negative)."""
    return from_ordinal(ordinal(month) + by)


@cache
def months_from(first: str, count: int) -> tuple[str, ...]:
    """That many months from the first on."""
    start = ordinal(first)
    return tuple(from_ordinal(start + i) for i in range(count))


def quarter(month: str, fiscal_start: int) -> int:
    """1 to 4: the quarter of the fiscal year that begins in this calendar month (1 to 12)."""
    return ((int(month[5:7]) - fiscal_start) % 12) // 3 + 1


def last_day(month: str) -> str:
    """The last day of a month: '2027-04' -> '2027-04-30'."""
    return f"{month}-{monthrange(int(month[:4]), int(month[5:7]))[1]}"
