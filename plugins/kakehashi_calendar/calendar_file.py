"""The file: what calendars want to know of it as a whole, then an event for each date of the document."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.api import Document, PlanError, Progress, text
from kakehashi_calendar.events import event
from kakehashi_calendar.wording import language_of, typed

if TYPE_CHECKING:
    from icalendar import Calendar


class NoDates(PlanError):
    """A document in which nothing has a date; a calendar without an event is none."""


def written(document: Document, progress: Progress) -> bytes:
    """The calendar as bytes, which depend on the document alone. Raises NoDates."""
    found = []
    for at, dated in enumerate(document.dates):
        progress(at, len(document.dates), dated.title)
        made = event(document, dated)
        if made is not None:
            found.append(made)
    if not found:
        raise NoDates("error.calendar.no_dates", audience=document.audience_title)
    calendar = _calendar(document)
    for made in found:
        calendar.add_component(made)
    progress(len(document.dates), len(document.dates))
    content: bytes = calendar.to_ical(sorted=False)
    return content


def _calendar(document: Document) -> Calendar:
    """Its name is the same for every edition, so that a calendar that was named after it stays the same."""
    from icalendar import Calendar

    language = language_of(document)
    name = text("calendar.name", language, title=document.title, audience=document.audience_title)
    calendar = Calendar()
    calendar.add("VERSION", "2.0")
    calendar.add("PRODID", typed(f"-//Kakehashi//Kakehashi {document.app_version}//EN"))
    calendar.add("CALSCALE", "GREGORIAN")
    calendar.add("METHOD", "PUBLISH")
    calendar.add("X-WR-CALNAME", typed(name))
    return calendar
