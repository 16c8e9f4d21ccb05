"""The findings' counts of a made-up world, in plain Python, from what happened and not from its files."""

from __future__ import annotations

from collections import Counter
from datetime import date
from math import exp, sqrt

from kakehashi.sample.history import Deal, History, Lead

Z = 1.959963984540054
FOLLOWED = ("follow", "returned", "lapsed", "opportunity")
STEPS = ("follow", "opportunity", "valid", "won")


def wilson(reached: int, tried: int) -> tuple[float, float]:
    """Wilson's score interval, 95 %."""
    rate = reached / tried
    middle = rate + Z * Z / (2 * tried)
    half = Z * sqrt(rate * (1 - rate) / tried + Z * Z / (4 * tried * tried))
    return (middle - half) / (1 + Z * Z / tried), (middle + half) / (1 + Z * Z / tried)


def month(day: int) -> int:
    when = date.fromordinal(day)
    return when.year * 12 + when.month


class Way:
    """Those who came to one step: on to the next one, out, or still there."""

    def __init__(self) -> None:
        self.reached = self.dropped = self.open = 0
        self.lags: Counter[int] = Counter()

    @property
    def decided(self) -> int:
        return self.reached + self.dropped

    def add(self, *, reached: bool, dropped: bool, start: int | None = None, end: int | None = None) -> None:
        if reached:
            self.reached += 1
            if start is not None and end is not None:
                self.lags[month(end) - month(start)] += 1
        elif dropped:
            self.dropped += 1
        else:
            self.open += 1


def funnel(told: History, source: str | None = None) -> dict[str, Way]:
    """The ways into each step, of all or of one source. New business only."""
    ways = {step: Way() for step in STEPS}
    for lead in told.leads:
        if source in (None, lead.source):
            _lead(ways, lead, told.deals)
    for deal in told.deals:
        if deal.kind == "new" and source in (None, deal.source):
            _deal(ways, deal)
    return ways


def _lead(ways: dict[str, Way], lead: Lead, deals: list[Deal]) -> None:
    followed = lead.state in FOLLOWED
    ways["follow"].add(reached=followed, dropped=lead.state == "dropped", start=lead.created, end=lead.handed)
    if followed:
        ways["opportunity"].add(
            reached=lead.deal is not None,
            dropped=lead.state in ("returned", "lapsed"),
            start=lead.handed,
            end=None if lead.deal is None else deals[lead.deal].created,
        )


def _deal(ways: dict[str, Way], deal: Deal) -> None:
    valid = deal.valid is not None
    ways["valid"].add(reached=valid, dropped=deal.stage == "lost", start=deal.created, end=deal.valid)
    if valid:
        won, lost = deal.stage == "won", deal.stage == "lost"
        ways["won"].add(reached=won, dropped=lost, start=deal.valid, end=deal.ended)


def reasons(told: History) -> Counter[str]:
    """Reasons of lost new business, '' for none."""
    lost = (deal for deal in told.deals if deal.kind == "new" and deal.stage == "lost")
    return Counter("" if deal.silent else deal.reason for deal in lost)


def accepted(told: History) -> tuple[int, int]:
    """Leads that sales accepted, and those it answered at all."""
    answered = [lead for lead in told.leads if lead.accepted is not None or lead.state == "returned"]
    return sum(lead.state != "returned" for lead in answered), len(answered)


def lift_interval(here: int, whole: int, there: int, other: int) -> tuple[float, float]:
    """95 % interval of (here / whole) / (there / other), by the logarithm (Katz et al. 1978)."""
    ratio = here * other / (whole * there)
    width = exp(Z * sqrt(1 / here - 1 / whole + 1 / there - 1 / other))
    return ratio / width, ratio * width


def values(told: History) -> list[int]:
    """Amounts of won new business."""
    return [deal.amount for deal in told.deals if deal.kind == "new" and deal.stage == "won"]
