"""Text on its way into a workbook: escaped so that it comes back unchanged, and names that Excel accepts."""

from __future__ import annotations

import re
import unicodedata

from kakehashi.api import PlanError

LIMIT = 32_767
"""The most characters (UTF-16 units) that a cell holds."""

_NAME_LIMIT = 200  # Excel: 255
_HEADER_LIMIT = 255

# What XML can't hold, and CR, which every reader of XML turns into LF.
_UNWRITABLE = "\x00-\x08\x0b-\x1f\ud800-\udfff\ufffe\uffff"
_TO_ESCAPE = re.compile(f"[{_UNWRITABLE}]|_(?=x[0-9A-Fa-f]{{4}}(?:_|[{_UNWRITABLE}]))")
_ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
_UNSEEN = re.compile(r"[\x00-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff\u2028\u2029]+")
_ADDRESS = re.compile(r"(?:[A-Za-z]{1,3}\d+|[Rr]\d*(?:[Cc]\d*)?|[Cc]\d*)$")


class TextTooLong(PlanError):
    """A text that no cell can hold; it would be cut in silence."""


def escaped(text: str) -> str:
    """The text as a workbook stores it: what XML can't hold as _xHHHH_, and a literal _xHHHH_ protected.

    Raises TextTooLong.
    """
    if 2 * len(text) > LIMIT and (length := units(text)) > LIMIT:
        raise TextTooLong("error.excel.text_too_long", start=text[:30], count=length, limit=LIMIT)
    return _TO_ESCAPE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)


def restored(stored: str) -> str:
    """The text that `escaped` was given."""
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), stored)


def units(text: str) -> int:
    """Length as Excel counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def one_line(text: str) -> str:
    """The text without control characters and line ends."""
    return _UNSEEN.sub(" ", text).strip()


def defined_name(wanted: str, taken: set[str]) -> str:
    """A legal name for a cell, none of `taken` (in lower case), to which it is added."""
    letters = [c if c.isalnum() or c in "_." else "_" for c in unicodedata.normalize("NFKC", wanted)]
    base = cut("".join(letters), _NAME_LIMIT)
    if not base or not (base[0].isalpha() or base[0] == "_") or _ADDRESS.match(base):
        base = f"_{base}"
    name, number = base, 1
    while name.casefold() in taken:
        number += 1
        name = f"{base}_{number}"
    taken.add(name.casefold())
    return name


def quoted_sheet(title: str) -> str:
    """A sheet's title as formulas write it before the exclamation mark."""
    return "'" + title.replace("'", "''") + "'"


def quoted(text: str) -> str:
    """A text as a constant of a formula."""
    return '"' + text.replace('"', '""') + '"'


def header(left: str, right: str, style: str) -> str:
    """Header or footer in Excel's own code; the right part may hold codes and is never cut."""
    used = len("&L&R") + 2 * len(style) + len(right)
    return f"&L{style}{_shortened(left, _HEADER_LIMIT - used)}&R{style}{right}"


def in_header(text: str, limit: int) -> str:
    """A text in a header: one line, & doubled, at most so many characters of code."""
    return _shortened(one_line(text).replace("&", "&&").replace("&[", "& ["), limit)


def _shortened(code: str, limit: int) -> str:
    if len(code) <= limit:
        return code
    cut = code[: max(limit - 1, 0)]
    if (len(cut) - len(cut.rstrip("&"))) % 2:  # half of a doubled &
        cut = cut[:-1]
    return cut + "…"


def cut(text: str, limit: int) -> str:
    """The start of a text, at most so many UTF-16 units of it."""
    while units(text) > limit:
        text = text[:-1]
    return text
