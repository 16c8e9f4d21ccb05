"""How wide a text is, and where it may be broken, without any font: by the bundled advance table.

Widths are in px for a font size in px. They are meant to be too large rather than too small: a text that
fits here fits in every family of `tokens.FAMILIES`.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache

from kakehashi.drawing.advance_table import BOLD, REGULAR

ELLIPSIS = "…"

_UNKNOWN = 1080  # a letter of a script we have no figures for, thousandths of an em
_EMOJI = 1400
_ACCENTED = 1.13  # often drawn by a fallback font that is wider
_WIDE_SIGNS = {"⸺": 2000, "⸻": 3000, "﷽": 12000, "ﷺ": 2500, "ﷻ": 2500}
_JOINER = "\u200d"
_TOLERANCE = 1e-6

# Line breaking in Japanese (kinsoku): what may not begin a line, and what may not end one.
_NOT_FIRST = frozenset(
    "、。，．・：；？！ー―～〜）」』】〕〉》｝］”’゛゜ヽヾゝゞ々…‥％℃"
    "ぁぃぅぇぉっゃゅょゎゕゖァィゥェォッャュョヮヵヶｧｨｩｪｫｯｬｭｮｰ､｡｣･,.:;!?)]}%»›"
)
_NOT_LAST = frozenset("（「『【〔〈《｛［“‘([{｢¥￥＄$€£#＃№«‹")
_UNITS = (
    "百万円|人か月|ポイント|四半期|千円|万円|億円|兆円|万人|万件|人月|人日|か月|カ月|ヶ月|営業日|週間|日間|年間|年度|"
    "時間|段階|[円件社人名月年日週時分秒回本席倍歳点校部台個枚期版割万億兆元家]"
)
_NUMBER = re.compile(
    r"[¥￥$€£△▲±+\-−]?\s?\d[\d,.:/%–−-]*"
    rf"(?:\s?(?:{_UNITS})|\s[A-Za-z%‰]{{1,4}}(?![A-Za-z]))?"
)

_SPACES = re.compile(r"[ \t\r\n\f\v\x85\u2028\u2029]+")
_UNSEEN = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufeff\ufff9-\uffff]"
)


def clean(text: str) -> str:
    """The text as it may stand in a picture: one line, no control characters, no lone surrogates."""
    return _SPACES.sub(" ", _UNSEEN.sub("", text)).strip()


def width(text: str, size: float, bold: bool = False) -> float:
    """Width in px of one line in a font of `size` px."""
    return sum([_advance(char, bold) for char in text]) * size / 1000


@cache
def _advance(char: str, bold: bool) -> int:
    table = BOLD if bold else REGULAR
    if char in table:
        return table[char]
    if char in _WIDE_SIGNS:
        return _WIDE_SIGNS[char]
    category = unicodedata.category(char)
    if category in ("Mn", "Me", "Cf", "Cc", "Cs"):
        return 0
    if 0x1F000 <= ord(char) <= 0x1FBFF:
        return _EMOJI
    if char.isspace():
        return 1000 if char in "\u2003\u3000" else 600 if char == "\u2002" else table[" "]
    base = unicodedata.normalize("NFD", char)[0]
    if base in table:
        return round(table[base] * _ACCENTED)
    return {"W": 1000, "F": 1000, "A": 1000, "H": 500}.get(unicodedata.east_asian_width(char), _UNKNOWN)


def clusters(text: str) -> list[str]:
    """The text in units that are never torn apart: a letter with its marks, an emoji with its parts."""
    found: list[str] = []
    for char in text:
        if found and (_extends(char) or found[-1][-1] == _JOINER or _second_of_flag(found[-1], char)):
            found[-1] += char
        else:
            found.append(char)
    return found


def _extends(char: str) -> bool:
    if char < "\u0300":
        return False
    return (
        char == _JOINER
        or unicodedata.category(char) in ("Mn", "Me", "Mc")
        or 0x1F3FB <= ord(char) <= 0x1F3FF
        or 0xE0020 <= ord(char) <= 0xE007F
    )


def _second_of_flag(before: str, char: str) -> bool:
    return len(before) == 1 and _regional(before) and _regional(char)


def _regional(char: str) -> bool:
    return 0x1F1E6 <= ord(char) <= 0x1F1FF


def shortened(text: str, limit: float, size: float, bold: bool = False) -> str:
    """One line of at most `limit` px; what is cut ends with an ellipsis, and '' when not even that fits."""
    text = clean(text)
    if width(text, size, bold) <= limit + _TOLERANCE:
        return text
    return _with_ellipsis(text, limit, size, bold)


def _with_ellipsis(text: str, limit: float, size: float, bold: bool) -> str:
    room = limit + _TOLERANCE - width(ELLIPSIS, size, bold)
    if room < 0:
        return ""
    kept: list[str] = []
    for cluster in clusters(text):
        room -= width(cluster, size, bold)
        if room < 0:
            break
        kept.append(cluster)
    while kept and (kept[-1].isspace() or kept[-1] in _NOT_LAST):
        kept.pop()
    return "".join(kept) + ELLIPSIS


@lru_cache(maxsize=8192)  # a layout asks several times, and again after each edit
def wrapped(text: str, limit: float, size: float, max_lines: int, bold: bool = False) -> tuple[str, ...]:
    """The text in at most `max_lines` lines of at most `limit` px, broken where Japanese and Latin allow.

    A word or a number with its unit is broken only when it is longer than a line. What doesn't fit is cut
    with an ellipsis; then the whole text belongs into the shape's title (`parts.block` does that).
    """
    text = clean(text)
    if max_lines > 0 and width(text, size, bold) <= limit + _TOLERANCE:
        return (text,) if text else ()
    lines: list[str] = []
    start, end = 0, 0  # of the line that is being filled
    used = 0.0
    for piece in _pieces(text, limit, size, bold):
        wide = width(piece.rstrip(), size, bold)
        if used + wide > limit + _TOLERANCE:
            if len(lines) + 1 >= max_lines or not end > start:
                break
            lines.append(text[start:end].rstrip())
            start, used = end, 0.0
            if wide > limit + _TOLERANCE:  # one character that is wider than the line
                break
        used += width(piece, size, bold)
        end += len(piece)
    if end < len(text) or max_lines < 1:
        cut = _with_ellipsis(text[start : start + 2 * (end - start) + 40], limit, size, bold)
        return (*lines, cut)[:max_lines] if cut else tuple(lines)
    return (*lines, text[start:end].rstrip()) if end > start else tuple(lines)


def is_cut(text: str, lines: tuple[str, ...]) -> bool:
    """Whether these lines of `wrapped` leave out part of the text."""
    return "".join("".join(lines).split()) != "".join(clean(text).split())


def _pieces(text: str, limit: float, size: float, bold: bool) -> Iterator[str]:
    """What stays together on a line, with the spaces after it; longer than a line: torn into clusters."""
    for piece in _unbroken(text):
        if width(piece.rstrip(), size, bold) <= limit + _TOLERANCE:
            yield piece
        else:
            yield from clusters(piece)


def _unbroken(text: str) -> Iterator[str]:
    glued = {at for match in _NUMBER.finditer(text) for at in range(match.start() + 1, match.end())}
    start = at = 0
    before = ""
    for cluster in clusters(text):
        if before and at not in glued and _may_break(before, cluster):
            yield text[start:at]
            start = at
        at += len(cluster)
        before = cluster
    if start < len(text):
        yield text[start:]


def _may_break(before: str, after: str) -> bool:
    if after.isspace() or after[0] in _NOT_FIRST or before[0] in _NOT_LAST:
        return False
    if before.isspace():
        return before not in "\u00a0\u202f\u2007"
    return _wide(before[0]) or _wide(after[0]) or (before in "-/" and after.isalpha())


@cache
def _wide(char: str) -> bool:
    east_asian = unicodedata.east_asian_width(char)
    return east_asian in "WF" or (east_asian == "A" and not char.isalpha())
