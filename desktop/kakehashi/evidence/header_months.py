"""Headers that name a month: 2026年4月, 2026-04, Apr 2026, 令和8年4月; 4月 or April without a year."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

import msgspec

_NAMES = {
    name[:3]: name
    for name in (
        *("january", "february", "march", "april", "may", "june", "july", "august", "september"),
        *("october", "november", "december"),
    )
}
_NAME = rf"(?P<name>{'|'.join(_NAMES.values())}|(?:{'|'.join(_NAMES)}|sept)\.?)"
_END = r"(?:\s*月)?度?分?(?:[-/.]0?1)?(?:\s+00:00(?::00)?)?"
_FORMS = tuple(
    re.compile(rf"(?:{form})(?!\d)(?P<rest>.*)", re.IGNORECASE | re.DOTALL)
    for form in (
        r"(?P<year>(?:19|20)\d\d)\s*年度?[\s/]*(?P<month>\d{1,2})\s*月度?分?",
        rf"(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{{1,2}}){_END}",
        r"(?P<year>(?:19|20)\d\d)(?P<month>0[1-9]|1[0-2])",
        r"(?:令和|R)\s*(?P<era>\d{1,2}|元)\s*[年./][\s/]*(?P<month>\d{1,2})\s*月?度?分?",
        r"'?(?P<short>\d\d)\s*年[\s/]*(?P<month>\d{1,2})\s*月度?分?",
        rf"{_NAME}[-\s/,']*(?P<year>(?:19|20)\d\d)",
        rf"(?P<year>(?:19|20)\d\d)[-\s/]*{_NAME}(?![a-z])",
        rf"{_NAME}[-\s']+(?P<short>\d\d)",
        r"(?P<month>\d{1,2})\s*月度?分?",
        rf"{_NAME}(?![a-z])",
    )
)
_PLANNED = re.compile(r"予算|計画|予測|見込|目標|plan|budget|forecast|target", re.IGNORECASE)
_ACTUAL = re.compile(r"実績|実額|actual|spent", re.IGNORECASE)


class HeaderMonth(msgspec.Struct, frozen=True):
    """A month that a header names; `year` None: it names none. `rest` is what stands behind it."""

    year: int | None
    month: int
    rest: str = ""


def month_in(header: str) -> HeaderMonth | None:
    """The month that a header begins with; None when it names none."""
    plain = unicodedata.normalize("NFKC", header).strip()
    for form in _FORMS:
        found = form.fullmatch(plain)
        if found is None:
            continue
        named = found.groupdict()
        month = int(named["month"]) if named.get("month") else _month_named(named["name"] or "")
        if 1 <= month <= 12:
            return HeaderMonth(_year(named), month, named["rest"].strip(" /()[]:-_"))
    return None


def _month_named(name: str) -> int:
    return list(_NAMES).index(name.lower()[:3]) + 1


def _year(named: dict[str, str | None]) -> int | None:
    if year := named.get("year"):
        return int(year)
    if era := named.get("era"):
        return 2018 + (1 if era == "元" else int(era))
    short = named.get("short")
    return 2000 + int(short) if short else None


def spent_months(columns: Iterable[str]) -> dict[str, HeaderMonth]:
    """The columns of months that hold what was spent: of planned and actual side by side, the actual.

    None where that can't be told, or where one month has several columns.
    """
    found = {column: month for column in columns if (month := month_in(column)) is not None}
    kinds = {month.rest for month in found.values()}
    if len(kinds) > 1:
        actual = {rest for rest in kinds if _ACTUAL.search(rest) and not _PLANNED.search(rest)}
        kinds = actual if len(actual) == 1 else set()
    if any(_PLANNED.search(rest) for rest in kinds):
        return {}
    kept = {column: month for column, month in found.items() if month.rest in kinds}
    several = len({(month.year, month.month) for month in kept.values()}) < len(kept)
    return {} if several else kept


def dated(months: Sequence[HeaderMonth], first: tuple[int, int]) -> list[tuple[int, int]]:
    """Year and month of each, in their order; those without a year count on from the first one's."""
    made: list[tuple[int, int]] = []
    year, before = first
    for each in months:
        year = each.year or (year + 1 if each.month < before else year)
        made.append((year, each.month))
        before = each.month
    return made
