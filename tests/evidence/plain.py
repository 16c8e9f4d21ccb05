"""Helpers of the evidence tests, and plain re-implementations that import nothing of `kakehashi.evidence`."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from pathlib import Path

WHEN = "2026-11-22"


def rows_of(path: Path) -> list[dict[str, str]]:
    """All rows of a real file, as Python's own reader sees them."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def month(day: date | None) -> int | None:
    return None if day is None else day.year * 12 + day.month


def us_date(written: str) -> date | None:
    """M/D/YYYY."""
    if not written:
        return None
    m, d, y = written.split("/")
    return date(int(y), int(m), int(d))


def iso_date(written: str) -> date | None:
    return date.fromisoformat(written[:10]) if written else None


class PlainFunnel:
    """Opportunity -> won, counted one deal after the other."""

    def __init__(self, deals: Iterable[tuple[str, str, date | None, date | None, str]]) -> None:
        """Deals as (outcome, source, created, closed, amount)."""
        deals = list(deals)
        self.counts = Counter(outcome for outcome, *_ in deals)
        self.by_source: dict[str, Counter[str]] = defaultdict(Counter)
        seen = [created for _, _, created, _, _ in deals if created]
        seen += [closed for outcome, _, _, closed, _ in deals if closed and outcome != "open"]
        self.newest = max(month(day) or 0 for day in seen)
        self.lags: list[int] = []
        self.ages: Counter[int | None] = Counter()
        self.amounts: list[Decimal] = []
        for outcome, source, created, closed, amount in deals:
            self.by_source[source][outcome] += 1
            start, end = month(created), month(closed)
            if outcome == "won":
                if start is not None and end is not None and end >= start:
                    self.lags.append(end - start)
                if amount:
                    self.amounts.append(Decimal(amount))
            elif outcome == "open":
                self.ages[None if start is None else self.newest - start] += 1
        self.amounts.sort()

    @property
    def rate(self) -> float:
        return self.counts["won"] / (self.counts["won"] + self.counts["lost"])

    @property
    def lag_mean(self) -> float:
        return sum(self.lags) / len(self.lags)

    @property
    def lag_spread(self) -> float:
        mean = self.lag_mean
        return (sum((lag - mean) ** 2 for lag in self.lags) / len(self.lags)) ** 0.5

    def rank(self, tenths: int) -> Decimal:
        """The smallest amount that at least so many tenths of the won deals do not exceed."""
        place = -(-len(self.amounts) * tenths // 10)
        return self.amounts[place - 1]


def plain_wilson(reached: int, tried: int) -> tuple[float, float]:
    """Solved from its definition: the rates p with |reached/tried - p| = z sqrt(p (1 - p) / tried)."""
    z, n, r = 1.959963984540054, tried, reached / tried
    a, b, c = 1 + z * z / n, -(2 * r + z * z / n), r * r
    root = (b * b - 4 * a * c) ** 0.5
    return (-b - root) / (2 * a), (-b + root) / (2 * a)
