"""What is worked out over aggregated counts: intervals, lifts, and small groups put together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from typing import Any, TypeVar

from kakehashi.evidence.findings.base import FEWEST, twelve

Z = Decimal("1.959963984540054")
"""95 % of a normal distribution lie within so many standard deviations."""

T = TypeVar("T")


def wilson(reached: int, tried: int, z: Decimal = Z) -> tuple[Decimal, Decimal]:
    """The interval of the rate reached / tried (Wilson's score interval, 95 % by default); `tried` > 0."""
    n = Decimal(tried)
    rate = reached / n
    middle = rate + z * z / (2 * n)
    half = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).sqrt()
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return (
        twelve(low) if reached else Decimal(0),
        twelve(high) if reached < tried else Decimal(1),
    )


def share(part: int, whole: int) -> Decimal | None:
    """part / whole; None when there is no whole."""
    return twelve(Decimal(part) / whole) if whole else None


def lift(part: int, whole: int, other_part: int, other_whole: int) -> Decimal | None:
    """How many times as frequent it is here as there: (part / whole) / (other part / other whole)."""
    if not (whole and other_part and other_whole):
        return None
    return twelve(Decimal(part) * other_whole / (Decimal(whole) * other_part))


def lift_interval(
    part: int, whole: int, other_part: int, other_whole: int
) -> tuple[Decimal | None, Decimal | None]:
    """The 95 % interval of a lift: that of the logarithm of a ratio of two shares (Katz et al. 1978),
    exp(ln lift -+ z sqrt(1/a - 1/n + 1/b - 1/m)). None where one of the counts is 0.
    """
    ratio = lift(part, whole, other_part, other_whole)
    if ratio is None or not ratio:
        return None, None
    one = Decimal(1)
    variance = one / part - one / whole + one / other_part - one / other_whole
    width = (Z * variance.sqrt()).exp() if variance > 0 else one
    return twelve(ratio / width), twelve(ratio * width)


def in_one_currency(rows: Iterable[Mapping[str, Any]]) -> tuple[Decimal | None, str | None]:
    """The sum of `amount` and its `currency`; None twice unless all rows with an amount agree in it."""
    found = [row for row in rows if row["amount"] is not None]
    currencies = {row["currency"] for row in found}
    if len(currencies) != 1:
        return None, None
    return sum((Decimal(row["amount"]) for row in found), Decimal(0)), currencies.pop()


def merged(
    groups: Iterable[T], size: Callable[[T], int], together: Callable[[Sequence[T]], T]
) -> tuple[list[T], T | None]:
    """The groups by size, and those that are too small put together until they are no small group either.

    No group at all where only one would be left: it would be the whole.
    """
    order = sorted(groups, key=lambda group: -size(group))
    rest: list[T] = []
    while order and (size(order[-1]) < FEWEST or (rest and sum(map(size, rest)) < FEWEST)):
        rest.append(order.pop())
    if not order:
        return [], None
    return order, together(rest) if rest else None
