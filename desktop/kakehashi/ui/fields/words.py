"""Values of fields as a person types them and as they are shown meanwhile. No Qt here."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from kakehashi.plan.amounts import display_unit
from kakehashi.plan.fields import FieldDescription
from kakehashi.plan.item import Figure
from kakehashi.plan.pasting import Column, said
from kakehashi.plan.shown_units import in_own_unit, shown_size
from kakehashi.rounding import rounded
from kakehashi.ui.fields.place import ItemPlace, Place
from kakehashi.words import Message, day, in_language, month, number, text

NUMERIC = frozenset({"number", "integer", "series", "figure", "figures", "amounts"})
"""Shapes of which a cell is one number, with its unit in the title."""

_MOST_PLACES = 4  # decimals up to which a number is shown as it is


def unit_words(place: Place, described: FieldDescription) -> str:
    """The unit of a field's numbers as it stands in the title; '' for none."""
    unit = place.unit(described)
    if described.field.shape not in NUMERIC or not unit:
        return ""
    language = place.reader.language
    if unit == "money":
        return display_unit(place.reader.about, language).name
    return text(f"unit.{unit}", language)


def exact(place: Place, described: FieldDescription, value: Any) -> str:
    """A value (of one key of it) as it is typed, with every digit; '' = not set."""
    return _words(place, described, value, short=False)


def told(place: Place, described: FieldDescription, value: Any) -> str:
    """A value as it is shown while nobody types: dates in words, numbers in as many digits as can be read."""
    return _words(place, described, value, short=True)


def typed(place: Place, described: FieldDescription, words: str, key: str | None = None) -> Message | None:
    """Set a field to what was typed below its title; what is wrong with it, else None."""
    return place.type(described, in_unit(place, described, words), key)


def in_unit(place: Place, described: FieldDescription, words: str) -> str:
    """What was typed, a bare number in the unit of the title."""
    if described.field.shape not in NUMERIC:
        return words
    return in_own_unit(words, shown_size(place.unit(described), place.reader.about, place.reader.language))


def _words(place: Place, described: FieldDescription, value: Any, *, short: bool) -> str:
    language = place.reader.language
    if isinstance(value, Figure):
        value = value.value
    if value is None or value in ("", (), {}):
        return ""
    match described.field.shape:
        case "text" | "long_text":
            return in_language(value, language)
        case "month" if short:
            return month(value, language)
        case "date" if short:
            return day(value, language)
        case "formula" if isinstance(place, ItemPlace):
            return said(place.plan, place.item, Column(described.name), language)
        case "list":
            return "\n".join(value)
        case "numbers":
            return ", ".join(_of_several(described, each, short=short) for each in value)
        case shape if shape in NUMERIC:
            return _number(place, described, Decimal(value), short=short)
    return str(value)


def _of_several(described: FieldDescription, value: Decimal, *, short: bool) -> str:
    """Each with its %, because one title cannot say what several bare numbers are."""
    rate = described.field.unit == "rate"
    value = value * 100 if rate else value
    return number(_readable(value) if short else value, None) + ("%" if rate else "")


def _number(place: Place, described: FieldDescription, value: Decimal, *, short: bool) -> str:
    unit = place.unit(described)
    if unit == "money":
        value /= display_unit(place.reader.about, place.reader.language).size
    elif unit == "rate":
        value *= 100
    return number(_readable(value) if short else value, None)


def _readable(value: Decimal) -> Decimal:
    """In as many digits as can be read."""
    if rounded(value, _MOST_PLACES) == value:
        return value
    return rounded(value, 2 if abs(value) >= 1 else _MOST_PLACES)
