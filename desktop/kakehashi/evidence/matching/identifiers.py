"""Corporate numbers and domains: what identifies a company without its name."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple
from unicodedata import normalize

from kakehashi.evidence.matching.rules import rules

_HOST = re.compile(r"[^\s/@?#:]+")
_LABELS = re.compile(r"[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?(\.[a-z0-9_]([a-z0-9_-]*[a-z0-9_])?)+")
_NUMBER_SIGNS = str.maketrans("", "", " \t-‐‑–—−ー－.'　")


def corporate_number(written: str) -> str | None:
    """The 13 digits of a 法人番号 (or of an invoice number, T and the same digits); None when it is none.

    The first digit checks the other twelve (National Tax Agency, 法人番号の指定等に関する省令, art. 2).
    """
    digits = written if written.isascii() else normalize("NFKC", written)
    digits = digits.translate(_NUMBER_SIGNS)
    if len(digits) == 14 and digits[0] in "Tt":
        digits = digits[1:]
    if len(digits) != 13 or not (digits.isascii() and digits.isdigit()):
        return None
    return digits if int(digits[0]) == check_digit(digits[1:]) else None


def check_digit(body: str) -> int:
    """The digit before these twelve: 9 - (sum of the digits, every second one from the right but one twice,
    mod 9)."""
    total = sum(int(digit) * (1 if place % 2 == 0 else 2) for place, digit in enumerate(reversed(body)))
    return 9 - total % 9


class _Common(NamedTuple):
    mail: frozenset[str]
    hosts: frozenset[str]
    endings: frozenset[str]


@cache
def _common() -> _Common:
    content = rules("web_domains")
    return _Common(*(frozenset(content[name]) for name in ("mail", "hosts", "endings")))


_COMMON = _common()


def domain(written: str) -> str | None:
    """The domain in a web address, a mail address or a bare domain, without 'www.'; None when there is none,
    or when it is one of those that say nothing about a company (free mail, shared hosts)."""
    text = written.strip().lower()
    if not text.isascii():
        text = normalize("NFKC", text)
    if "//" in text:
        text = text.partition("//")[2]
    if "@" in text:
        text = text.rpartition("@")[2]
    found = _HOST.match(text)
    if found is None:
        return None
    host = found[0].strip(".,;<>()[]\"'").removeprefix("www.")
    if not host.isascii():
        try:
            host = host.encode("idna").decode("ascii")
        except UnicodeError:
            return None
    if not _LABELS.fullmatch(host) or host.rpartition(".")[2].isdigit() or says_nothing(host):
        return None
    return host


def says_nothing(host: str) -> bool:
    """Whether this domain, or one it lies in, is free mail, a shared host, or an ending of many."""
    if host in _COMMON.endings:
        return True
    return any(each in _COMMON.mail or each in _COMMON.hosts for each in (host, *parents(host)))


def parents(host: str) -> tuple[str, ...]:
    """The domains in which this one lies, the nearest first, down to what a company can own."""
    parts = host.split(".")
    chain = (".".join(parts[place:]) for place in range(1, len(parts) - 1))
    return tuple(each for each in chain if each not in _COMMON.endings)
