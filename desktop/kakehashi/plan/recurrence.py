"""How often something comes back: a recurrence rule of RFC 5545, read into its parts."""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal, get_args

import msgspec

from kakehashi.plan.months import last_day

Every = Literal["day", "week", "month", "year"]
Weekday = Literal["MO", "TU", "WE", "TH", "FR", "SA", "SU"]

_EVERY: Mapping[str, Every] = MappingProxyType(
    {"DAILY": "day", "WEEKLY": "week", "MONTHLY": "month", "YEARLY": "year"}
)
_WEEKDAYS: Mapping[str, Weekday] = MappingProxyType({each: each for each in get_args(Weekday)})
_ON = re.compile("([+-]?[0-9]{1,2})?(MO|TU|WE|TH|FR|SA|SU)")
_UNTIL = re.compile("([1-9][0-9]{3})(0[1-9]|1[0-2])([0-9]{2})(T[0-9]{6}Z?)?")
_NUMBER = re.compile("[+-]?[0-9]{1,4}")


class OnWeekday(msgspec.Struct, frozen=True, omit_defaults=True):
    """A day of the week; `nth` of the month or year it is the only one meant (-1 = the last), 0 = each."""

    day: Weekday
    nth: int = 0


class Recurrence(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Every so many days, weeks, months or years, and on which of their days: the parts of RFC 5545.

    A quarter is every 3 months. `until` is the last day on which it may be held, `count` how many times it
    is held at all; neither = without an end. Without `hours` it has no time of day.
    """

    every: Every
    interval: int = 1
    weekdays: tuple[OnWeekday, ...] = ()
    days_of_month: tuple[int, ...] = ()
    days_of_year: tuple[int, ...] = ()
    weeks: tuple[int, ...] = ()
    months: tuple[int, ...] = ()
    places: tuple[int, ...] = ()  # which of the days found in a period count: (-1,) = the last one only
    hours: tuple[int, ...] = ()
    minutes: tuple[int, ...] = ()
    seconds: tuple[int, ...] = ()
    week_begins: Weekday = "MO"
    count: int | None = None
    until: str = ""


# Part of a rule -> our field, the numbers that may stand there, whether they may be counted from the end.
_LISTS: Mapping[str, tuple[str, range, bool]] = MappingProxyType(
    {
        "BYMONTHDAY": ("days_of_month", range(1, 32), True),
        "BYYEARDAY": ("days_of_year", range(1, 367), True),
        "BYWEEKNO": ("weeks", range(1, 54), True),
        "BYMONTH": ("months", range(1, 13), False),
        "BYSETPOS": ("places", range(1, 367), True),
        "BYHOUR": ("hours", range(24), False),
        "BYMINUTE": ("minutes", range(60), False),
        "BYSECOND": ("seconds", range(60), False),
    }
)


def recurrence(cadence: str) -> Recurrence | None:
    """The rule that a cadence is written as ('FREQ=MONTHLY;BYDAY=1MO'); None when it can't be read as one."""
    found: dict[str, object] = {}
    for part in cadence.removeprefix("RRULE:").split(";"):
        name, _, value = part.partition("=")
        read = _part(name, value)
        if read is None or read[0] in found:
            return None
        found[read[0]] = read[1]
    if "every" not in found or {"count", "until"} <= found.keys():
        return None
    return Recurrence(**found)  # type: ignore[arg-type]  # each as its part was read


def _part(name: str, value: str) -> tuple[str, object] | None:
    """Our field and its value."""
    match name:
        case "FREQ" if value in _EVERY:
            return "every", _EVERY[value]
        case "WKST" if value in _WEEKDAYS:
            return "week_begins", _WEEKDAYS[value]
        case "INTERVAL" | "COUNT" if re.fullmatch("[0-9]{1,6}", value) and int(value):
            return name.lower(), int(value)
        case "UNTIL" if (until := _UNTIL.fullmatch(value)) is not None:
            year, month, day = until.group(1, 2, 3)
            if "01" <= day <= last_day(f"{year}-{month}")[-2:]:
                return "until", f"{year}-{month}-{day}"
        case "BYDAY":
            days = [_ON.fullmatch(each) for each in value.split(",")]
            if all(days):
                return "weekdays", tuple(_on(each) for each in days if each is not None)
    return _numbers(name, value)


def _numbers(name: str, value: str) -> tuple[str, tuple[int, ...]] | None:
    """Our field and the numbers in it."""
    if name not in _LISTS or not all(_NUMBER.fullmatch(each) for each in value.split(",")):
        return None
    field, allowed, from_end = _LISTS[name]
    numbers = tuple(int(each) for each in value.split(","))
    fits = all((abs(each) if from_end else each) in allowed for each in numbers)
    return (field, numbers) if fits else None


def _on(found: re.Match[str]) -> OnWeekday:
    return OnWeekday(_WEEKDAYS[found[2]], int(found[1] or 0))
