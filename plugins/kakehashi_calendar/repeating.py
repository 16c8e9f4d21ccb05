"""Recurrences as calendars know them: the first day that a rule gives, and the rule itself."""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from kakehashi.api import Recurrence

if TYPE_CHECKING:
    from icalendar import vRecur

_FREQ = {"day": "DAILY", "week": "WEEKLY", "month": "MONTHLY", "year": "YEARLY"}
_LISTS = {
    "days_of_month": "BYMONTHDAY",
    "days_of_year": "BYYEARDAY",
    "weeks": "BYWEEKNO",
    "months": "BYMONTH",
    "places": "BYSETPOS",
    "hours": "BYHOUR",
    "minutes": "BYMINUTE",
    "seconds": "BYSECOND",
}
_OF_DAY = ("hours", "minutes", "seconds")


def first_of(recurrence: Recurrence, from_day: date) -> date | datetime | None:
    """The first meeting on or after a day: where calendars want a rule to begin. None where there is none.

    A moment when the rule names a time of day, else a day.
    """
    from dateutil.rrule import rrulestr

    begin = datetime.combine(from_day, _time(recurrence))
    found: datetime | None = next(iter(rrulestr(_written(recurrence), dtstart=begin)), None)
    return found if found is None or recurrence.hours else found.date()


def rule(recurrence: Recurrence) -> vRecur:
    """The rule of an event that begins with the first meeting."""
    from icalendar import vRecur

    found: vRecur = vRecur.from_ical(_written(recurrence))
    return found


def _time(recurrence: Recurrence) -> time:
    """The earliest time of day that the rule names."""
    if not recurrence.hours:
        return time()
    hour, minute, second = (min(getattr(recurrence, name), default=0) for name in _OF_DAY)
    return time(hour, minute, second)


def _written(recurrence: Recurrence) -> str:
    """As RFC 5545 writes it; one time of day stands in the event's beginning, not in its rule."""
    parts = {"FREQ": _FREQ[recurrence.every]}
    if recurrence.interval > 1:
        parts["INTERVAL"] = str(recurrence.interval)
    if recurrence.count:
        parts["COUNT"] = str(recurrence.count)
    if recurrence.until:
        end_of_day = "T235959" if recurrence.hours else ""
        parts["UNTIL"] = recurrence.until.replace("-", "") + end_of_day
    if recurrence.weekdays:
        parts["BYDAY"] = ",".join(f"{each.nth or ''}{each.day}" for each in recurrence.weekdays)
    once = not recurrence.hours or all(len(getattr(recurrence, name)) < 2 for name in _OF_DAY)
    for name, part in _LISTS.items():
        numbers = getattr(recurrence, name)
        if numbers and not (once and name in _OF_DAY):
            parts[part] = ",".join(map(str, numbers))
    if recurrence.week_begins != "MO":
        parts["WKST"] = recurrence.week_begins
    return ";".join(f"{name}={value}" for name, value in parts.items())
