"""What an event says: its title, what the document tells of it, and where it comes from."""

from __future__ import annotations

import re
from collections.abc import Iterator

from kakehashi.api import ALL_LANGUAGES, Dated, Document, Language, month, said_day, text

_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00-\x08\x0e-\x1f\x7f-\x9f\ud800-\udfff]")
_MONTH = 7
"""Characters of a date that names no day: '2027-06'."""


def language_of(document: Document) -> Language:
    """The language of our own words: the document's, English where we don't speak it."""
    return next((known for known in ALL_LANGUAGES if known == document.language), "en")


def typed(words: str) -> str:
    """A text as it may stand in a calendar: lines end with LF, nothing else controls anything."""
    return _UNWRITABLE.sub("\ufffd", _LINE_ENDS.sub("\n", words.replace("\ufeff", "")))


def summary(document: Document, dated: Dated) -> str:
    """What happens, in one line."""
    title = dated.title
    if dated.label:
        title = text("calendar.summary", language_of(document), label=dated.label, title=title)
    return " ".join(typed(title).split("\n"))


def description(document: Document, dated: Dated) -> str:
    """What the document tells of it; last, which document that is."""
    return typed("\n".join(_lines(document, dated)))


def _lines(document: Document, dated: Dated) -> Iterator[str]:
    language = language_of(document)
    if names_month(dated):
        yield text("calendar.month_only", language, month=month(dated.on, language))
    if dated.minutes is not None:
        yield text("calendar.minutes", language, minutes=dated.minutes)
    if dated.description:
        yield dated.description
    yield ""
    chapter = next((each.title for each in document.chapters if each.key == dated.chapter), "")
    yield text("calendar.from_chapter", language, plan=document.title, chapter=chapter)
    date = said_day(document.date, language)
    yield text("calendar.edition", language, edition=document.edition_title, date=date,
               audience=document.audience_title)  # fmt: skip
    if document.confidential_mark:
        yield document.confidential_mark


def names_month(dated: Dated) -> bool:
    """Whether the plan names a month and no day."""
    return len(dated.on) == _MONTH
