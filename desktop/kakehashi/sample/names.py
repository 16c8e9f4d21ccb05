"""Made-up companies and people: what they are called, and how somebody types it."""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from kakehashi.sample.dice import Dice, Weighted
from kakehashi.sample.history import Company
from kakehashi.sample.wording import Wording, data

FORMS = Weighted(((0, 0.86), (1, 0.08), (2, 0.06)))
"""Stock company, limited company, LLC."""
KINDS = ("01", "02", "03")
"""The kind of company within a corporate number, by legal form."""
OFFICE = "9999"
"""A registry office that does not exist, so that no number is that of a real company."""


class CompanyName(NamedTuple):
    """A company's name in parts. `forms` are the ways to write its legal form, the registered one first."""

    core: str
    forms: Sequence[str]
    before: bool
    domain: str
    corporate_number: str

    def registered(self, wording: Wording) -> str:
        """As the register has it."""
        return _joined(wording, self.core, self.forms[0], before=self.before)


class Person(NamedTuple):
    name: str
    mailbox: str


def check_digit(twelve: str) -> str:
    """The first digit of a corporate number: 9 less the weighted sum of the twelve others modulo 9.

    Weights 1 and 2 in turn from the last digit (ordinance of the Ministry of Finance on corporate numbers).
    """
    weighted = sum(int(digit) * (1 + place % 2) for place, digit in enumerate(reversed(twelve)))
    return str(9 - weighted % 9)


def company_names(seed: int, companies: Sequence[Company], wording: Wording) -> list[CompanyName]:
    """The name of every company; no two have the same."""
    dice = Dice(seed, "names")
    stems = data("names")["stems"]
    taken: set[tuple[str, int, int]] = set()
    found = []
    for company in companies:
        trade = "stranger" if company.stranger else company.industry.name
        trades = wording.strangers if company.stranger else wording.trades[trade]
        while True:
            place = (trade, dice.below(len(stems)), dice.below(len(trades)))
            if place not in taken:
                break
        taken.add(place)
        form, before = dice.drawn(FORMS), dice.happens(0.55)
        stem, roman = stems[place[1]].split(":")
        kind, kind_roman = trades[place[2]].split(":")
        twelve = f"{OFFICE}{KINDS[form]}{company.number * 37 + 1201:06d}"
        found.append(
            CompanyName(
                core=wording.company(stem, roman, kind),
                forms=wording.forms[form],
                before=before and wording.forms_before,
                domain=f"{roman}-{kind_roman}.example",
                corporate_number=check_digit(twelve) + twelve,
            )
        )
    return found


def typed(name: CompanyName, dice: Dice, wording: Wording) -> str:
    """The company's name as somebody types it: form short, elsewhere or left out, other width, a branch."""
    core, form, before = name.core, name.forms[0], name.before
    if dice.happens(0.35):
        form = dice.of(name.forms)
    if dice.happens(0.08):
        form = ""
    elif dice.happens(0.04):
        before = not before and wording.forms_before
    if dice.happens(0.6):
        core = _plain_kanji(core)
    if dice.happens(0.05):
        core = _other_width(core)
    whole = _joined(wording, core, form, before=before)
    if dice.happens(0.07):
        return f"{whole} {dice.of(wording.branches)}"
    return whole.replace(" ", "\u3000") if dice.happens(0.3) and wording.forms_before else whole


def _joined(wording: Wording, core: str, form: str, *, before: bool) -> str:
    if not form:
        return core
    if not wording.forms_before:
        return f"{core} {form}"
    return f"{form}{core}" if before else f"{core}{form}"


def _plain_kanji(text: str) -> str:
    for old, new in data("names")["written"].items():
        text = text.replace(old, new)
    return text


@cache
def _half_width() -> dict[int, str]:
    """Katakana -> as it was written in the days of one byte a sign."""
    half = [chr(code) for code in range(0xFF66, 0xFF9E)]
    whole = {unicodedata.normalize("NFKC", each): each for each in half}
    for each in half:
        for mark in ("\uff9e", "\uff9f"):
            joined = unicodedata.normalize("NFKC", each + mark)
            if len(joined) == 1:
                whole[joined] = each + mark
    return {ord(full): short for full, short in whole.items()}


def _other_width(text: str) -> str:
    half = text.translate(_half_width())
    return half if half != text else text.upper()


def person(dice: Dice, wording: Wording) -> Person:
    """Somebody, and the name of the mailbox."""
    names: dict[str, Any] = data("names")
    family, family_roman = dice.of(names["family"]).split(":")
    given, given_roman = dice.of(names["given"]).split(":")
    number = dice.below(40)
    mailbox = f"{given_roman}.{family_roman}" + (str(number) if number > 20 else "")
    if wording.language == "ja":
        gap = "\u3000" if number % 5 == 0 else " "
        return Person(f"{family}{gap}{given}", mailbox)
    return Person(f"{given_roman.title()} {family_roman.title()}", mailbox)
