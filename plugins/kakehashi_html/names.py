"""Small things about words: anchors that stay the same from edition to edition, widths, line ends."""

from __future__ import annotations

import re
import unicodedata
from collections import Counter

_NARROW = 0.58  # of an em: a Latin letter or digit, on average
_CAPITAL, _BROAD = 0.7, 0.95  # of an em: a capital, m and its like
_OTHER = re.compile(r"[^A-Za-z0-9]+")
_FIGURE = re.compile(
    r"((?<![\d,.])[¥￥$€£△+\-−]?\d[\d,.]{0,15}[ \u00a0]?"
    r"(?:年度?(?:\d{1,2}月(?:\d{1,2}日)?)?|月(?:\d{1,2}日)?|日"
    r"|[かカヶ]月|人月|人日|営業日|ポイント|[百千万億兆]+[円社件人名]?|[円社件人名本回台校個枚倍歳%％‰]|[kKMB]\b))"
)


class Anchors:
    """Gives each key of a document an id of its own: 'budget.months' becomes 'b-budget-months'."""

    def __init__(self) -> None:
        self._taken: set[str] = set()

    def new(self, prefix: str, key: str) -> str:
        """A new id; a second key that would look the same gets a number."""
        wanted = f"{prefix}-{_OTHER.sub('-', key).strip('-') or 'x'}"
        name, n = wanted, 1
        while name in self._taken:
            n += 1
            name = f"{wanted}-{n}"
        self._taken.add(name)
        return name


class Labels:
    """Keeps names that are read aloud apart: a repeated one gets a number."""

    def __init__(self) -> None:
        self._count: Counter[str] = Counter()

    def new(self, label: str) -> str:
        self._count[label] += 1
        n = self._count[label]
        return label if n == 1 else f"{label} ({n})"


def ems(text: str) -> float:
    """About how wide a text is in ems, its longest line counting."""
    return max(
        (
            sum(1 if unicodedata.east_asian_width(char) in "WFA" else _NARROW for char in line)
            for line in text.split("\n")
        ),
        default=0,
    )


def word_ems(word: str) -> float:
    """How wide a Latin word may be at most, letter by letter: an average is too little for 'Won'."""
    return sum(_BROAD if char in "mwMW%@" else _CAPITAL if char.isupper() else _NARROW for char in word)


def pieces(words: str) -> list[str]:
    """The text cut in pieces; every second one is a figure with its unit, which no line may break."""
    return _FIGURE.split(words)
