"""Money as it is shown: the display unit by language, amounts in words."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.words import ALL_LANGUAGES, MISSING, Language, Text, known, number, text

_MINUS = "\u2212"
MOST_DIGITS = 3
_OF_ONE = {"months": "month", "people": "person", "person_months": "person_month"}


class Unit(msgspec.Struct, frozen=True):
    """The unit of display tables: `size` in full units of the currency, its name, digits as shown.

    `title` is what stands above a table ('万円（税抜）'), `full` the same for full units ('円（税抜）').
    """

    size: int
    digits: int
    name: str
    title: str
    full_name: str
    full: str


def display_unit(about: About, language: Language) -> Unit:
    """The plan's display unit. English has no 万: a plan in 万円 is told in millions with one decimal."""
    size = int(about.display_unit)
    digits = 0
    if language == "en" and size >= 10_000:
        size, digits = 1_000_000, 1
    name, full_name = _name(about, language, size), _name(about, language, 1)
    return Unit(
        size=size,
        digits=digits,
        name=name,
        title=_with_tax(about, language, name),
        full_name=full_name,
        full=_with_tax(about, language, full_name),
    )


def amount(value: Decimal | None, about: About, language: Language, *, more_digits: int = 0) -> str:
    """Money in the display unit with the unit: 5,790万円, ¥57.9 M. The unit is never torn from the figure."""
    unit = display_unit(about, language)
    shown = None if value is None else value / unit.size
    digits = max(digits_for([value], unit), unit.digits + more_digits)
    return _amount(shown, about, language, unit.size, digits)


def digits_for(amounts: Iterable[Decimal | None], unit: Unit) -> int:
    """Digits in the display unit by which the smallest of these amounts (full units) still shows a figure."""
    smallest = min((abs(each) / unit.size for each in amounts if each), default=Decimal(1))
    digits = unit.digits
    while digits < MOST_DIGITS and smallest < Decimal(1).scaleb(-digits):
        digits += 1
    return digits


def amount_text(value: Decimal | None, about: About) -> Text:
    """The amount by language, to stand in a message: {ja: 5,790万円, en: ¥57.9 M}."""
    return {language: amount(value, about, language) for language in ALL_LANGUAGES}


def full_amount(value: Decimal | None, about: About, language: Language) -> str:
    """Money in full units: 1,234,567円, ¥1,234,567."""
    return _amount(value, about, language, 1, 0)


def unit_with(value: str, unit: str, language: Language) -> str:
    """The unit of a field or metric as it goes with a number in words: months, but 1 month."""
    return text(f"unit.{_OF_ONE.get(unit, unit) if value == '1' else unit}", language)


def full_amount_text(value: Decimal | None, about: About) -> Text:
    """The amount in full units by language, to stand in a message."""
    return {language: full_amount(value, about, language) for language in ALL_LANGUAGES}


def currency(about: About, language: Language) -> str:
    """The currency's sign in this language, its code when there is none."""
    sign = f"declaration.currency.{about.currency}"
    return text(sign, language) if known(sign, language) else about.currency


def _amount(value: Decimal | None, about: About, language: Language, size: int, digits: int) -> str:
    if value is None:
        return MISSING
    plain = number(value, digits)
    minus = _MINUS if plain.startswith(_MINUS) else ""
    sign = currency(about, language)
    if sign == about.currency:
        sign = text("declaration.currency.other", language, code=sign)
    plain = plain.removeprefix(_MINUS)
    return minus + text(f"declaration.amount.{size}", language, value=plain, currency=sign)


def _name(about: About, language: Language, size: int) -> str:
    return text(f"declaration.unit.{size}", language, currency=currency(about, language))


def _with_tax(about: About, language: Language, name: str) -> str:
    return text(f"declaration.unit.tax_{about.tax}", language, unit=name)
