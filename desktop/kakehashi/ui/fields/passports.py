"""Where a figure comes from, in one line."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.item import Passport
from kakehashi.plan.telling import period_words
from kakehashi.ui.values import Reader
from kakehashi.words import day, in_language, number, shown, text


def passport_words(reader: Reader, passport: Passport | None) -> str:
    """Origin and source, how many cases, when checked, by whom; that there is no source."""
    language = reader.language
    if passport is None:
        return text("ui.no_passport", language)
    parts = [text(f"choice.Passport.origin.{passport.origin}", language)]
    parts.append(in_language(passport.source, language))
    if passport.sample_size is not None:
        parts.append(text("ui.sample", language, count=number(Decimal(passport.sample_size))))
    if passport.period:
        parts.append(shown(period_words(passport.period), language))
    if passport.checked_on:
        parts.append(text("ui.checked_on", language, day=day(passport.checked_on, language)))
    parts.append(passport.by)
    return text("ui.comma", language).join(filter(None, parts))
