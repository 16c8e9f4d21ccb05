"""Companies, and leads that name them as people do, with the truth beside: seeded, for comparison.

Its spellings are its own, not read from the rules of the program, and part of them no exact step can undo:
typing errors, abbreviations, names in another script, places and signs that stand in no list, companies
outside the table with the same name or the mail domain of one inside. `reachable` says which rows say enough.
"""

from __future__ import annotations

import json
import random
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

_WORDS: dict[str, Any] = json.loads(Path(__file__).with_suffix(".json").read_text(encoding="utf-8"))
KANA, MORE_KANA, FAMILY, PLACE, TRADE, LATIN, ENGLISH, SITES, STRANGE_SITES, FREE, STRANGE_FREE = (
    _WORDS[name].split(" ")
    for name in (
        *("kana", "more_kana", "family", "place", "trade", "latin", "english"),
        *("sites", "strange_sites", "free", "strange_free"),
    )
)
JAPANESE_FORMS: dict[str, int] = _WORDS["japanese_forms"]
LATIN_FORMS, ENGLISH_SITES = _WORDS["latin_forms"], _WORDS["english_sites"]
SPELLED: dict[str, list[str]] = _WORDS["spelled"]
OLD, STRANGE = _WORDS["old"], _WORDS["strange"]
HALF = str.maketrans(_WORDS["half"])
WIDE = str.maketrans({chr(code): chr(code + 0xFEE0) for code in range(0x21, 0x7F)})


class Company(NamedTuple):
    company_id: str
    core: str
    form: str
    before: bool  # where the form stands
    number: str
    domain: str

    @property
    def name(self) -> str:
        if self.form in LATIN_FORMS:
            return f"{self.core} {self.form}"
        return self.form + self.core if self.before else self.core + self.form


class Lead(NamedTuple):
    lead_id: str
    company_name: str
    corporate_number: str
    domain: str
    email: str
    truth: str  # a company_id, '' where the company is not in the table
    reachable: bool  # whether an exact step could find it


class Truth(NamedTuple):
    companies: list[Company]  # the table: a fifth has no number there, one in twenty no domain
    leads: list[Lead]


def number(rng: random.Random) -> str:
    """Thirteen digits with their check digit, worked out from the left here."""
    body = [rng.randrange(10) for _ in range(12)]
    weights = [2, 1] * 6
    return f"{9 - sum(a * b for a, b in zip(body, weights, strict=True)) % 9}{''.join(map(str, body))}"


def _core(rng: random.Random) -> tuple[str, bool]:
    """A name, and whether it is in Latin letters."""
    kind = rng.random()
    if kind < 0.25:
        word = "".join(rng.choices(LATIN, k=rng.choice((3, 3, 4)))).capitalize()
        return (f"{word} {rng.choice(ENGLISH)}" if rng.random() < 0.6 else word), True
    if kind < 0.65:
        sounds = [
            rng.choice(KANA if rng.random() < 0.75 else MORE_KANA) for _ in range(rng.choice((3, 4, 4, 5)))
        ]
        place = rng.randrange(1, len(sounds))
        sounds.insert(place, rng.choice(("ー", "ン", "", "")))
        return "".join(sounds) + (rng.choice(TRADE) if rng.random() < 0.7 else ""), False
    first = rng.choice(FAMILY)
    more = rng.choice(PLACE) if rng.random() < 0.5 else rng.choice(FAMILY)
    return rng.choice((first + more, more + first)) + rng.choice(TRADE), False


def company(rng: random.Random, company_id: str) -> Company:
    core, latin = _core(rng)
    if latin and rng.random() < 0.7:
        form = rng.choice(LATIN_FORMS)
    else:
        form = rng.choices(list(JAPANESE_FORMS), list(JAPANESE_FORMS.values()))[0]
    host = (
        "".join(rng.choices(LATIN, k=4))
        + rng.choice(("", "", "-jp", "-hd"))
        + rng.choice((".co.jp", ".co.jp", ".com", ".jp"))
    )
    return Company(company_id, core, form, rng.random() < 0.6, number(rng), host)


def truth(companies: int, leads: int, seed: int) -> Truth:
    """So many companies in the table, a quarter as many outside it, and leads of both."""
    rng = random.Random(seed)
    inside = [company(rng, f"C{place}") for place in range(companies)]
    for _ in range(companies // 200):  # groups under one domain
        one, other = rng.randrange(companies), rng.randrange(companies)
        inside[one] = inside[one]._replace(domain=inside[other].domain)
    outside = [company(rng, "") for _ in range(companies // 4)]
    for place in range(0, len(outside), 100):  # a subsidiary that mails from the domain of its parent
        outside[place] = outside[place]._replace(domain=rng.choice(inside).domain)
    bearers: dict[str, int] = {}
    hosts: dict[str, int] = {}
    table = [
        each._replace(number=each.number if place % 5 else "", domain=each.domain if place % 20 else "")
        for place, each in enumerate(inside)
    ]
    for each in table:
        bearers[each.core] = bearers.get(each.core, 0) + 1
        hosts[each.domain] = hosts.get(each.domain, 0) + 1
    made = []
    for place in range(leads):
        chosen = rng.choice(inside) if rng.random() < 0.8 else rng.choice(outside)
        made.append(
            _lead(rng, f"L{place}", chosen, bearers.get(chosen.core) == 1, hosts.get(chosen.domain) == 1)
        )
    return Truth(table, made)


def _lead(rng: random.Random, lead_id: str, chosen: Company, own_name: bool, own_domain: bool) -> Lead:
    given = chosen.number if rng.random() < 0.05 else ""
    web = chosen.domain if rng.random() < 0.2 else ""
    kind = rng.random()
    if kind < 0.62:
        mail = f"u{rng.randrange(10**6)}@{'mail.' if rng.random() < 0.05 else ''}{chosen.domain}"
    elif kind < 0.9:
        mail = f"u{rng.randrange(10**6)}@{rng.choice(FREE if rng.random() < 0.97 else STRANGE_FREE)}"
    else:
        mail = ""
    written, plain = spelled(rng, chosen)
    known = (
        (bool(given) and int(chosen.company_id[1:] or 0) % 5 > 0)
        or (own_domain and (bool(web) or kind < 0.62))
        or (plain and own_name)
    )
    if web and rng.random() < 0.5:
        web = rng.choice(("https://www.{}/", "http://{}/company/index.html", "WWW.{}", "{}/ja")).format(web)
    if given and rng.random() < 0.3:
        given = rng.choice(
            (given.translate(WIDE), "T" + given, f"{given[0]}-{given[1:5]}-{given[5:9]}-{given[9:]}")
        )
    return Lead(lead_id, written, given, web, mail, chosen.company_id, known and bool(chosen.company_id))


def spelled(rng: random.Random, one: Company) -> tuple[str, bool]:
    """The name as somebody writes it, and whether all of it can be undone."""
    core, plain = one.core, True
    if rng.random() < 0.05:
        core, plain = rng.choice(HARD)(rng, core)
    if rng.random() < 0.15:
        core = "".join(OLD.get(sign, sign) if rng.random() < 0.7 else sign for sign in core)
    name = _with_form(rng, core, one)
    if rng.random() < 0.08:
        if rng.random() < 0.08:
            name, plain = name + rng.choice(("", " ")) + rng.choice(STRANGE_SITES), False
        elif core.isascii():
            name += rng.choice((", ", " ")) + rng.choice(ENGLISH_SITES)
        else:
            name += rng.choice(("", " ", "　")) + rng.choice(SITES)
    return _dressed(rng, name), plain


def _with_form(rng: random.Random, core: str, one: Company) -> str:
    if rng.random() < 0.3:
        return core
    form = rng.choice(SPELLED[one.form])
    if form == "ｶ)":
        return form + core
    if one.form in LATIN_FORMS:
        return core + form if form.startswith(",") else f"{core} {form}"
    before = one.before if rng.random() < 0.9 else not one.before
    return form + core if before else core + rng.choice(("", "", " ")) + form.strip()


def _dressed(rng: random.Random, name: str) -> str:
    kind = rng.random()
    if kind < 0.08:
        return name.translate(HALF)
    if kind < 0.18:
        return name.translate(WIDE)
    if kind < 0.24:
        return name.upper()
    if kind < 0.28:
        return f" {name}　"
    if kind < 0.31 and "ー" in name:
        return name.replace("ー", rng.choice("-−‐ｰ"))
    return name


def _typed_wrong(rng: random.Random, core: str) -> tuple[str, bool]:
    place = rng.randrange(len(core))
    kind = rng.random()
    if kind < 0.4:
        return core[:place] + core[place + 1 :] or core + core, False
    if kind < 0.7 and place + 1 < len(core) and core[place] != core[place + 1]:
        return core[:place] + core[place + 1] + core[place] + core[place + 2 :], False
    return core[:place] + rng.choice("アのx一部") + core[place:], False


def _abbreviated(rng: random.Random, core: str) -> tuple[str, bool]:
    return core[: max(2, len(core) // 2)], False


def _another_script(rng: random.Random, core: str) -> tuple[str, bool]:
    return "".join(rng.choices(LATIN, k=4)).capitalize(), False


def _strange_sign(rng: random.Random, core: str) -> tuple[str, bool]:
    changed = "".join(STRANGE.get(sign, sign) for sign in core)
    return (changed, changed == core)


HARD: tuple[Callable[[random.Random, str], tuple[str, bool]], ...] = (
    _typed_wrong, _typed_wrong, _typed_wrong, _abbreviated, _another_script, _strange_sign,
)  # fmt: skip


class Score(NamedTuple):
    """Precision of the matches; of leads whose company is in the table, recall and share within reach."""

    precision: float
    recall: float
    reachable: float


def score(made: Truth, matched: dict[str, str]) -> Score:
    right = sum(1 for lead in made.leads if lead.truth and matched.get(lead.lead_id) == lead.truth)
    there = [lead for lead in made.leads if lead.truth]
    return Score(
        right / max(len(matched), 1),
        right / len(there),
        sum(1 for lead in there if lead.reachable) / len(there),
    )
