"""How wide a text will be in a cell and how many lines it will take. Unit: the width of a digit.

A workbook is opened with fonts that we can't measure, so the figures are meant to be rather too large: a
full-width character counts nearly 2, capitals more than one. No reader may find a text cut off.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache

PIXELS = 7
"""Width of a digit in px at the body size: what a column's width is counted in."""

PADDING = 1.4
"""What a cell keeps free at its sides."""

_FULL, _KANA = 1.9, 1.85  # full-width characters; families for screens set kana closer
_CLASSES = {1.65: "mMW@%&—…", 1.4: "w", 0.92: "ckvxyz", 0.85: "s", 0.7: "ftrI()[]{}-", 0.55: " ijl.,:;'|!"}
_WIDTHS = {char: wide for wide, chars in _CLASSES.items() for char in chars}
_SAFETY = 0.94  # part of a line that we trust to be filled when a text is wrapped
_ROUNDING = 0.01


@cache
def _advance(char: str) -> float:
    if char in _WIDTHS:
        return _WIDTHS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc", "Cs"):
        return 0
    if "\u3041" <= char <= "\u30ff":
        return _KANA
    if unicodedata.east_asian_width(char) in "WFA" or char > "\uffff":
        return _FULL
    return 1.3 if category == "Lu" else 1.05


def width(text: str, bold: bool = False) -> float:
    """Width of the longest line of a text."""
    widest = max((sum(map(_advance, line)) for line in text.splitlines()), default=0.0)
    return widest * 1.07 if bold else widest


def length(text: str) -> float:
    """Width of all of a text in one line."""
    return sum(map(_advance, text))


def word(text: str) -> float:
    """Width of the longest part that is not broken: a word; Japanese breaks anywhere."""
    return max((sum(map(_advance, part)) for part in _parts(text)), default=0.0)


def lines(text: str, room: float, scale: float = 1.0) -> int:
    """Lines that a text takes in a cell `room` wide, in type `scale` times the body size."""
    room = max((room - PADDING) / scale, 2) + _ROUNDING
    return sum(_wrapped(line, room) for line in text.splitlines()) or 1


def _wrapped(line: str, room: float) -> int:
    if sum(map(_advance, line)) <= room:
        return 1
    room *= _SAFETY
    count, used = 1, 0.0
    for part in _parts(line):
        wide = sum(map(_advance, part))
        if used and used + wide > room:
            count, used = count + 1, 0.0
        while wide > room:  # a word longer than a line is torn
            count, wide = count + 1, wide - room
        used += wide
    return count


def _parts(text: str) -> Iterator[str]:
    """What stays together on a line: words with the space after them, single full-width characters."""
    start = 0
    for at, char in enumerate(text):
        if char.isspace() or _advance(char) >= _KANA:
            if at > start and _advance(char) >= _KANA:
                yield text[start:at]
                start = at
            yield text[start : at + 1]
            start = at + 1
    if start < len(text):
        yield text[start:]
