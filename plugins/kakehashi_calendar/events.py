"""An event for a date: which day it stands on, how it comes back, and by what a calendar knows it again."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING
from uuid import NAMESPACE_URL, uuid5

from kakehashi.api import Dated, Document
from kakehashi_calendar.repeating import first_of, rule
from kakehashi_calendar.wording import description, names_month, summary, typed

if TYPE_CHECKING:
    from icalendar import Event

_AT_BEGINNING = frozenset({"start", "meeting"})
_DAY = timedelta(days=1)
_MOST_MINUTES = 24 * 60


def event(document: Document, dated: Dated) -> Event | None:
    """The event; None for a meeting that its own rule never lets happen.

    Its UID follows from plan, item and date alone: a later edition, another audience or language changes the
    event in the reader's calendar and doesn't double it.
    """
    from icalendar import Event

    begins = _begins(dated)
    if begins is None:
        return None
    made = Event()
    made.add("UID", str(uuid5(NAMESPACE_URL, f"kakehashi:{document.plan}/{dated.key}")))
    made.add("DTSTAMP", datetime.combine(date.fromisoformat(document.date[:10]), datetime.min.time(), UTC))
    made.add("SEQUENCE", document.edition or 0)
    _place(made, dated, begins)
    made.add("SUMMARY", summary(document, dated))
    made.add("DESCRIPTION", description(document, dated))
    made.add("CATEGORIES", [typed(dated.kind_title)])
    made.add("STATUS", _status(document, dated))
    made.add("TRANSP", "OPAQUE" if isinstance(begins, datetime) else "TRANSPARENT")
    return made


def _begins(dated: Dated) -> date | datetime | None:
    """A month begins with its first day; what is due in it is due on its last."""
    if not names_month(dated):
        day = date.fromisoformat(dated.on)
        return day if dated.recurrence is None else first_of(dated.recurrence, day)
    first = date.fromisoformat(f"{dated.on}-01")
    if dated.what in _AT_BEGINNING:
        return first
    return (first + 31 * _DAY).replace(day=1) - _DAY


def _place(made: Event, dated: Dated, begins: date | datetime) -> None:
    """Whole days, whose end is the day after; a time of day is the reader's own, without a time zone."""
    made.add("DTSTART", begins)
    if isinstance(begins, datetime):
        made.add("DTEND", begins + timedelta(minutes=min(dated.minutes or 60, _MOST_MINUTES)))
    else:
        made.add("DTEND", begins + _DAY)
    if dated.recurrence is not None:
        made.add("RRULE", rule(dated.recurrence))


def _status(document: Document, dated: Dated) -> str:
    if dated.dropped:
        return "CANCELLED"
    return "TENTATIVE" if document.edition is None else "CONFIRMED"
