"""Texts as Markdown that shows them as they were typed: none becomes markup, a link, a mention or HTML.

A text stays on one line. What hosts look for only after parsing (addresses of mail, mentions, references,
emoji, formulas) is held apart by a span around its sign: a backslash doesn't reach that far.
"""

from __future__ import annotations

import re

LINE = "<br>"
"""Ends a line within a text: table cells have nothing else for it."""

_LINE_ENDS = re.compile("\r\n|[\n\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")
_UNWRITABLE = re.compile("[\x00\ud800-\udfff]")
_EDGE = re.compile(r"\A\s+|\s+\Z")
_MARKUP = r"""(?P<markup>
    [\\`*\[<~|]
  | _(?![^\W_]) | (?<![^\W_])_             # but not within_a_word
  | &(?=\#?[A-Za-z0-9]{1,40};)
  | /(?=/)                                  # of an address: http://
  | (?<=www)\.                             # of another: www.
)"""
_APART = r"""(?P<apart>
    @(?=\w)                                 # mail, mentions
  | [\#!](?=\d)                             # issues and merge requests
  | (?<!\d):(?=[A-Za-z0-9_+-]+:)            # emoji
  | (?<=mailto): | (?<=xmpp):
"""
_OBEYED = "(?P<obeyed>[\x01-\x08\x0e-\x1b\x1f\x7f-\x84\x86-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff])"
"""Control characters, and those that turn the direction of writing: shown in the source, not obeyed there."""

_SIGNS = re.compile(f"{_APART}) | {_MARKUP} | {_OBEYED}", re.X | re.I)
_SIGNS_AND_FORMULAS = re.compile(rf"{_APART} | \$) | {_MARKUP} | {_OBEYED}", re.X | re.I)
_BEGINS = re.compile(r"[#+=>-]|(\d{1,9})(?=[.)])")


def inline(words: str) -> str:
    """A text within a line: in a table cell, a heading, or behind something else."""
    words = _UNWRITABLE.sub("\ufffd", words)
    signs = _SIGNS_AND_FORMULAS if words.count("$") > 1 else _SIGNS
    return LINE.join(_EDGE.sub(_kept, signs.sub(_shown, line)) for line in _LINE_ENDS.split(words))


def block(words: str) -> str:
    """A text that begins a paragraph or an item of a list, where more signs mean something."""
    found = inline(words)
    begins = _BEGINS.match(found)
    if begins is None:
        return found
    number = begins[1] or ""
    return f"{number}\\{found[len(number) :]}"


def heading(words: str) -> str:
    """A text in a heading, which loses number signs at its end."""
    found = inline(words)
    return f"{found[:-1]}\\#" if found.endswith("#") else found


def _shown(sign: re.Match[str]) -> str:
    if sign["apart"]:
        return f"<span>{sign[0]}</span>"
    return f"\\{sign[0]}" if sign["markup"] else _kept(sign)


def _kept(chars: re.Match[str]) -> str:
    """As numbers: space at the edges would be lost."""
    return "".join(f"&#{ord(char)};" for char in chars[0])
