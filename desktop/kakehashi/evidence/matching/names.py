"""What two spellings of one company's name have in common.

Made to be quick: a million names pass here, so every costly step stands behind a cheap test.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any, NamedTuple
from unicodedata import normalize

from kakehashi.evidence.matching.rules import rules, same_signs


class Name(NamedTuple):
    """A name taken apart.

    `core` is what is compared, '' where nothing was written. `form` is the group of its legal form, or ''.
    `trunk` is the core without the site behind it (東京支店), '' where there is no site.
    """

    core: str
    form: str
    trunk: str


_SIGNS = same_signs()
_OLD = frozenset(map(chr, _SIGNS))
_MARKS_APART = {0x309B: 0x3099, 0x309C: 0x309A}
_BLANKS = " \t\n\r,、.:;/|"

_DASHES = "-‐‑‒–—―−─━~〜"
_DASH_IN_KATAKANA = re.compile(f"(?<=[ァ-メモ-ヲヴ-ヺー])(?<!ツ)[{_DASHES}]")  # none is behind ン or ッ
_STRAY_LONG = re.compile("(?<![ぁ-ゖァ-ヺー])ー")  # a dash typed with the key for the prolonged sound
_NOT_A_SIGN = re.compile(r"[^\w&+]|_")


def read_name(written: str) -> Name:
    """Take a company's name apart, whatever its width, case, legal form and punctuation."""
    text = same(written).strip(_BLANKS)
    inner, form = _without_form(text)
    core = squeezed(inner)
    if not core:
        return Name(squeezed(text), "", "")  # 「株式会社」 alone is no form of anything
    cut = None if text.endswith(_FORM_ENDS) and inner != text else _without_site(inner)
    if cut is None:  # 「本社株式会社」: what stands before the form is the name
        return Name(core, form, "")
    bare, its_form = _without_form(cut)
    trunk = squeezed(bare)
    return Name(core, form or its_form, trunk if len(trunk) > 1 else "")


def same(written: str) -> str:
    """Width, case and old signs made equal; nothing is left out."""
    if written.isascii():
        return written.lower()
    if "゛" in written or "゜" in written:  # a sound mark typed apart: ウ゛ィ
        written = written.translate(_MARKS_APART)
    text = normalize("NFKC", written).casefold()
    return text if _OLD.isdisjoint(text) else text.translate(_SIGNS)


def squeezed(text: str) -> str:
    """Without blanks and punctuation; a dash between katakana is a prolonged sound (コンピュ-タ)."""
    if text.isalnum():
        return text if "ー" not in text else _STRAY_LONG.sub("", text) or text
    if not text.isascii():
        text = _DASH_IN_KATAKANA.sub("ー", text)
    elif " and " in text:
        text = text.replace(" and ", "&")
    short = _NOT_A_SIGN.sub("", text)
    if "ー" in short:
        short = _STRAY_LONG.sub("", short)
    return short or "".join(text.split())  # 「!!!」 is a name too


# Legal forms ---------------------------------------------------------------------------------------------


class _Forms(NamedTuple):
    heads: dict[str, list[tuple[str, str]]]  # first two signs -> forms, the longest first
    tails: dict[str, list[tuple[str, str]]]  # last two signs -> forms
    last_words: dict[str, list[tuple[list[str], str]]]
    first_words: dict[str, str]
    inside: re.Pattern[str]
    group: dict[str, str]


@cache
def _forms() -> _Forms:
    heads: dict[str, list[tuple[str, str]]] = {}
    tails: dict[str, list[tuple[str, str]]] = {}
    words: dict[str, list[tuple[list[str], str]]] = {}
    first: dict[str, str] = {}
    group: dict[str, str] = {}
    groups: dict[str, dict[str, Any]] = rules("legal_forms")["groups"]
    for name, spellings in groups.items():
        for end in dict.fromkeys(map(same, spellings["ends"])):
            group[end] = name
            if end[0] != "(" or end[-1] == ")":
                heads.setdefault(end[:2], []).append((end, name))
            if end[-1] != ")" or end[0] == "(":
                tails.setdefault(end[-2:], []).append((end, name))
        for spelling in spellings["words"]:
            listed = spelling.split()
            words.setdefault(listed[-1], []).append((listed, name))
        first.update(dict.fromkeys(spellings.get("first_words", ()), name))
    for one in (heads, tails):
        for ends in one.values():
            ends.sort(key=lambda each: -len(each[0]))
    for many in words.values():
        many.sort(key=lambda each: -len(each[0]))
    # Between name and site: the whole words, and those in brackets
    inside = sorted((end for end in group if len(end) > 2), key=len, reverse=True)
    return _Forms(heads, tails, words, first, re.compile("|".join(map(re.escape, inside))), group)


_FORMS = _forms()
_FORM_ENDS = tuple(end for ends in _FORMS.tails.values() for end, _ in ends)


def _without_form(text: str) -> tuple[str, str]:
    """The name without the legal forms before and behind it, and the group of the first one found."""
    form = ""
    for _ in range(4):
        cut = _cut_end(text) or _cut_word(text)
        if cut is None:
            break
        text, found = cut
        form = form or found
    return text, form


def _cut_end(text: str) -> tuple[str, str] | None:
    for end, group in _FORMS.heads.get(text[:2], ()):
        if text.startswith(end) and len(text) > len(end):
            return text[len(end) :].strip(_BLANKS), group
    for end, group in _FORMS.tails.get(text[-2:], ()):
        if text.endswith(end) and len(text) > len(end):
            return text[: -len(end)].strip(_BLANKS), group
    return None


def _cut_word(text: str) -> tuple[str, str] | None:
    """Forms in Latin letters are words of their own: 'Tobacco' ends in no 'Co'."""
    if not text or text[-1] > "z" or not (" " in text or "," in text or "." in text):
        return None
    words = text.replace(".", "").replace(",", " ").split()
    if len(words) < 2:
        return None
    for form, group in _FORMS.last_words.get(words[-1].strip("()"), ()):
        size = len(form)
        if len(words) > size and [word.strip("()") for word in words[-size:]] == form:
            return " ".join(words[:-size]), group
    if words[0] in _FORMS.first_words:
        return " ".join(words[1:]), _FORMS.first_words[words[0]]
    return None


# Sites ---------------------------------------------------------------------------------------------------


class _Sites(NamedTuple):
    suffixes: tuple[str, ...]
    apart: tuple[str, ...]
    units: tuple[str, ...]
    inner: tuple[str, ...]
    last_signs: frozenset[str]
    latin: frozenset[str]
    latin_inner: frozenset[str]
    latin_places: frozenset[str]
    places: frozenset[str]
    longest_place: int
    place_tails: tuple[str, ...]


@cache
def _sites() -> _Sites:
    content = rules("branches")
    suffixes, apart, units, inner = (
        tuple(sorted(map(same, content[name]), key=len, reverse=True))
        for name in ("suffixes", "apart", "units", "inner")
    )
    latin = frozenset(content["latin"])
    places = frozenset(map(same, content["places"]))
    return _Sites(
        suffixes=suffixes,
        apart=apart,
        units=units,
        inner=inner,
        last_signs=frozenset(
            each[-1] for each in [*suffixes, *apart, *units, *inner, *latin, *content["latin_inner"]]
        )
        | {")"},
        latin=latin,
        latin_inner=frozenset(content["latin_inner"]),
        latin_places=frozenset(content["latin_places"]),
        places=places,
        longest_place=max(map(len, places)),
        place_tails=tuple(map(same, content["place_tails"])),
    )


_SITES = _sites()
_APART_ENDS = _SITES.suffixes + _SITES.apart + _SITES.units
_ALL_ENDS = _APART_ENDS + _SITES.inner
_GLUED_ENDS = _SITES.suffixes + _SITES.apart


def _without_site(text: str) -> str | None:
    """The text before a site (東京支店, Tokyo Branch) or a unit; None where there is none."""
    cut: str | None = None
    for _ in range(3):
        if not text or text[-1] not in _SITES.last_signs:
            break
        found = _cut_site(text)
        if found is None:
            break
        cut = text = found
    return cut


def _cut_site(text: str) -> str | None:
    if text[-1] == ")":
        head, _, said = text[:-1].rpartition("(")
        return head.strip(_BLANKS) or None if _is_site(said) else None
    if text[-1].isascii():
        return _cut_latin_site(text)
    if not text.endswith(_ALL_ENDS):
        return None
    form = _FORMS.inside.search(text, 1)
    if form is not None:
        rest = text[form.end() :].strip(_BLANKS)
        return text[: form.end()] if rest and not _FORMS.inside.search(rest) else None
    head = text.rpartition(" ")[0].strip(_BLANKS)
    if head:
        return head if text.endswith(_APART_ENDS) else None
    return _cut_glued(text)


def _is_site(said: str) -> bool:
    if said.isascii():
        return said.rpartition(" ")[2] in _SITES.latin_inner
    return said in _SITES.places or said.endswith(_GLUED_ENDS)


def _cut_glued(text: str) -> str | None:
    for suffix in _GLUED_ENDS:
        if text.endswith(suffix):
            before = text[: -len(suffix)]
            head = _without_place(before)
            if head == before and suffix in _SITES.apart:
                return None  # 「大和工場」 may be a name
            return head or None
    return None


def _without_place(text: str) -> str:
    for tail in _SITES.place_tails:
        if text.endswith(tail) and text not in _SITES.places:
            shorter = _without_known_place(text.removesuffix(tail))
            if shorter != text.removesuffix(tail):
                return shorter
    shorter = _without_known_place(text)
    if shorter == text:
        for tail in _SITES.place_tails:
            if len(tail) > 1 and text.endswith(tail):  # 第一営業所
                return text.removesuffix(tail)
    return shorter


def _without_known_place(text: str) -> str:
    for size in range(min(_SITES.longest_place, len(text)), 1, -1):
        if text[-size:] in _SITES.places:
            return text[:-size]
    return text


def _cut_latin_site(text: str) -> str | None:
    words = text.replace(".", "").replace(",", " ").split()
    end = _end_of_form(words) if words[-1] in _SITES.latin_inner else 0
    if end:
        return " ".join(words[:end])
    for size in (2, 1):
        if len(words) > size and " ".join(words[-size:]) in _SITES.latin:
            break
    else:
        return None
    named = " ".join(words[-size:])
    rest = words[:-size]
    for place in (2, 1):
        if len(rest) > place and " ".join(rest[-place:]) in _SITES.latin_places:
            return " ".join(rest[:-place])
    formed = rest[-1].endswith(_FORM_ENDS) or (rest[-1] in _FORMS.last_words and len(rest) > 1)
    return " ".join(rest) if formed or named not in ("office", "works", "plant", "factory") else None


def _end_of_form(words: list[str]) -> int:
    """Where the last legal form inside a name ends: behind 'Ltd' in 'Acme Co Ltd Works'; 0: nowhere."""
    for end in range(len(words) - 1, 1, -1):
        for form, _ in _FORMS.last_words.get(words[end - 1].strip("()"), ()):
            if end > len(form) and words[end - len(form) : end] == form:
                return end
    return 0
