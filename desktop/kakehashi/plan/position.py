"""Fractional keys: text that sorts between its neighbours, so that a move touches one item.

A key is an integer part whose first letter tells its length (so that appending 20,000 times keeps keys
short) and a fraction in base 62. After David Greenspan, 'Implementing Fractional Indexing' (2020).
"""

from __future__ import annotations

DIGITS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SMALLEST = "A" + "0" * 26


def between(before: str | None, after: str | None) -> str:
    """A key that sorts after `before` and before `after`; None = the beginning or the end.

    Equal neighbours (two copies chose the same key) are treated as if `after` were the end: ties are
    ordered by id, and the next move spreads them.
    """
    before, after = before or None, after or None
    if before is not None and after is not None and before >= after:
        after = None
    if before is None:
        return _before(after)
    if after is None:
        return _increment(_integer(before)) or before + _middle("", None)
    whole = _integer(before)
    if whole == _integer(after):
        return whole + _middle(before[len(whole) :], after[len(whole) :])
    following = _increment(whole)
    if following is not None and following < after:
        return following
    return whole + _middle(before[len(whole) :], None)


def spread(count: int, before: str | None = None) -> list[str]:
    """That many keys in order, all after `before`."""
    keys = []
    for _ in range(count):
        before = between(before, None)
        keys.append(before)
    return keys


def _before(after: str | None) -> str:
    if after is None:
        return "a0"
    whole = _integer(after)
    if whole == _SMALLEST:
        return whole + _middle("", after[len(whole) :])
    if whole < after:
        return whole
    return _decrement(whole)


def _integer(key: str) -> str:
    head = key[0]
    length = ord(head) - ord("a") + 2 if "a" <= head <= "z" else ord("Z") - ord(head) + 2
    return key[:length]


def _increment(whole: str) -> str | None:
    head, digits = whole[0], list(whole[1:])
    for place in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[place]) + 1
        if value < len(DIGITS):
            digits[place] = DIGITS[value]
            return head + "".join(digits)
        digits[place] = "0"
    if head == "z":
        return None
    if head == "Z":
        return "a0"
    head = chr(ord(head) + 1)
    return head + "0" * (_length(head) - 1)


def _decrement(whole: str) -> str:
    head, digits = whole[0], list(whole[1:])
    for place in range(len(digits) - 1, -1, -1):
        value = DIGITS.index(digits[place]) - 1
        if value >= 0:
            digits[place] = DIGITS[value]
            return head + "".join(digits)
        digits[place] = DIGITS[-1]
    head = "Z" if head == "a" else chr(ord(head) - 1)
    return head + DIGITS[-1] * (_length(head) - 1)


def _length(head: str) -> int:
    return ord(head) - ord("a") + 2 if "a" <= head <= "z" else ord("Z") - ord(head) + 2


def _middle(low: str, high: str | None) -> str:
    """A fraction between two fractions; '' is 0, None is 1. Never ends in '0'."""
    if high is not None:
        shared = 0
        while shared < len(high) and (low[shared] if shared < len(low) else "0") == high[shared]:
            shared += 1
        if shared:
            return high[:shared] + _middle(low[shared:], high[shared:])
    first = DIGITS.index(low[0]) if low else 0
    last = DIGITS.index(high[0]) if high else len(DIGITS)
    if last - first > 1:
        return DIGITS[(first + last) // 2]
    if high is not None and len(high) > 1:
        return high[0]
    return DIGITS[first] + _middle(low[1:], None)


def is_key(text: str) -> bool:
    """Whether a text is a key: what `between` gives and goes on from."""
    return (
        bool(text)
        and all(each in DIGITS for each in text)
        and not text[0].isdigit()
        and len(text) >= _length(text[0])
        and not (len(text) > _length(text[0]) and text.endswith("0"))
    )
