"""Titles of sheets: legal, unique, and shortened where a word ends."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kakehashi_excel.text import cut, units

LIMIT = 31
"""The most characters (UTF-16 units) of a sheet's title."""

_NOT_IN_TITLE = re.compile(r"[\[\]:*?/\\\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]")
_PUNCTUATION = " \u3000、。・，．：；:;,.&/|-–—~〜（(「『【<＜"
_OPENING, _CLOSING = "（(「『【<＜", "）)」』】>＞"
_PARTICLES = frozenset(
    ("の", "と", "を", "に", "は", "が", "へ", "で", "や", "も", "から", "まで", "より", "とは")
)
_SMALL_WORDS = frozenset(
    ("a", "an", "and", "as", "at", "by", "for", "from", "in", "of", "on", "or", "to", "the", "with")
)
_PARTS = frozenset(",、。;；（(")
_ENOUGH, _LEAST = 0.5, 0.25  # parts of the limit that a title keeps when cut at a part's and at a word's end


def sheet_titles(wanted: Iterable[str]) -> list[str]:
    """Legal and unique titles for these sheets, in order."""
    taken = {"history"}  # Excel keeps this one for itself
    titles = []
    for text in wanted:
        base = re.sub(" +", " ", _NOT_IN_TITLE.sub(" ", text)).strip(" '") or "-"
        title = shortened(base, LIMIT).strip(" '") or "-"
        number = 1
        while title.casefold() in taken:
            number += 1
            tail = f" {number}"
            title = shortened(base, LIMIT - len(tail)).rstrip(" '") + tail
        taken.add(title.casefold())
        titles.append(title)
    return titles


def shortened(text: str, limit: int) -> str:
    """A text of at most so many UTF-16 units, ending with a word that carries meaning."""
    if units(text) <= limit:
        return text
    text = text.removeprefix("The ")
    hard = cut(text, limit)
    ends = [at for at in range(len(hard), 0, -1) if at == len(text) or _ends_word(text, at)]
    parts = [at for at in ends if text[at : at + 1] in _PARTS]
    for ends_of, least in ((parts, _ENOUGH), (ends, _LEAST)):
        for kept in (_closed(_meaning(text[:at])) for at in ends_of):
            if units(kept) >= limit * least:
                return kept[0].upper() + kept[1:]
    return hard


def _ends_word(text: str, at: int) -> bool:
    """Whether a word ends before this place. A Japanese word keeps the kana that end it."""
    before, after = _script(text[at - 1]), _script(text[at])
    return before != after and (before, after) != ("han", "kana") and after != "closing"


def _script(char: str) -> str:
    if char in _PUNCTUATION:
        return "punctuation"
    if char in _CLOSING:
        return "closing"
    if "\u3041" <= char <= "\u309f":
        return "kana"
    if "\u30a0" <= char <= "\u30ff":
        return "katakana"
    if char >= "\u2e80":
        return "han"
    return "latin"


def _meaning(text: str) -> str:
    """Without what leads on to the next word: punctuation, particles, small words."""
    while True:
        kept = text.rstrip(_PUNCTUATION)
        run = re.search("[\u3041-\u309f]+$", kept)
        last = kept.rsplit(" ", 1)[-1]
        if run and run[0] in _PARTICLES:
            kept = kept[: run.start()]
        elif (last.casefold() in _SMALL_WORDS or last.endswith(("'s", "’s"))) and last != kept:
            kept = kept[: -len(last)]
        if kept == text:
            return kept
        text = kept


def _closed(text: str) -> str:
    """Without a bracket that is opened and not closed."""
    for opening, closing in zip(_OPENING, _CLOSING, strict=True):
        if text.count(opening) > text.count(closing):
            text = _meaning(text[: text.rindex(opening)])
    return text
