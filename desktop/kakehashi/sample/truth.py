"""What is true in the made-up world: every rate, lag, share and price that its rows are drawn from.

A finding can be held against it. A rate is that of those who come to an end: reached / (reached + dropped),
as the findings count. Those who fall asleep (`dormant`, nobody ever ends them) are in neither. Whether a deal
is won does not depend on how long it takes, so that what is still open when the data end biases little:
tests/sample/test_truth.py measures how little.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from itertools import pairwise
from typing import NamedTuple

MONTHS = 24
DAYS_A_MONTH = 365.25 / 12


class Source(NamedTuple):
    """Where leads come from. `months` are the weights of January to December."""

    name: str
    share: float  # of all leads
    follow: float  # lead -> follow lead
    opportunity: float  # follow lead -> opportunity
    valid: float  # opportunity -> valid opportunity
    dormant: float  # leads that nobody ever decides on
    months: tuple[float, ...]


class OwnSource(NamedTuple):
    """Where sales finds deals without a lead."""

    name: str
    share: float  # of those deals
    valid: float


class Size(NamedTuple):
    """A class of companies by employees."""

    name: str
    least: int
    most: int
    share: float  # of the target list
    draw: float  # how much more often a company of it turns up
    win: float  # valid opportunity -> won, before the industry's factor
    wait: float  # factor on the months from valid to the end
    value: float  # mean of a deal, yen


class Industry(NamedTuple):
    name: str
    share: float
    win: float  # factor
    focus: bool  # the plan looks for these first


class Owner(NamedTuple):
    """Somebody in sales, and how the records are kept."""

    name: str
    share: float  # of leads and deals
    dormant: float  # deals that fall asleep, at each of the two steps
    no_reason: float  # lost deals without a reason
    logs: float  # contacts that are logged
    complete: float  # logs that say what came of it, or what is next
    days: float  # mean of the days until a lead is answered


class Campaign(NamedTuple):
    """What money is spent on: yen by calendar month in the second of the two years."""

    name: str
    category: str
    vendor: str
    months: Mapping[int, int]


_EVEN = (0.95, 1.05, 1.1, 1.0, 0.95, 1.1, 1.0, 0.75, 1.05, 1.1, 1.1, 0.85)
_SHOWS = (0.0, 0.0, 0.0, 0.0, 1.4, 4.6, 0.2, 0.0, 0.0, 1.2, 4.6, 0.3)
_LIST = (0.0, 0.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 0.0, 0.0, 0.0)

SOURCES = (
    Source("trade_show", 0.30, 0.19, 0.135, 0.42, 0.22, _SHOWS),
    Source("webinar", 0.20, 0.235, 0.155, 0.45, 0.14, _EVEN),
    Source("download", 0.24, 0.185, 0.145, 0.43, 0.14, _EVEN),
    Source("advertising", 0.10, 0.21, 0.175, 0.45, 0.10, _EVEN),
    Source("comparison", 0.05, 0.35, 0.24, 0.46, 0.06, _EVEN),
    Source("inquiry", 0.06, 0.67, 0.315, 0.57, 0.02, _EVEN),
    Source("referral", 0.015, 0.78, 0.44, 0.66, 0.02, _EVEN),
    Source("bought_list", 0.035, 0.06, 0.0, 0.0, 0.30, _LIST),
)
OWN_SOURCES = (
    OwnSource("sales", 0.50, 0.45),
    OwnSource("dealer", 0.30, 0.51),
    OwnSource("customer", 0.20, 0.61),
)
SIZES = (
    Size("50-99", 50, 99, 0.30, 0.6, 0.23, 0.8, 3_900_000),
    Size("100-299", 100, 299, 0.40, 1.0, 0.25, 0.95, 4_900_000),
    Size("300-999", 300, 999, 0.22, 1.9, 0.275, 1.05, 6_200_000),
    Size("1000-", 1_000, 6_000, 0.08, 2.8, 0.22, 1.35, 8_600_000),
)
INDUSTRIES = (
    Industry("automotive", 0.20, 1.10, focus=True),
    Industry("metal", 0.22, 0.95, focus=False),
    Industry("food", 0.18, 1.18, focus=True),
    Industry("chemical", 0.14, 1.0, focus=False),
    Industry("electronics", 0.16, 0.92, focus=False),
    Industry("pharma", 0.05, 0.85, focus=False),
    Industry("paper", 0.05, 0.70, focus=False),
)
REACHED = {"A": 0.84, "B": 0.70, "C": 0.55}
"""Share of the target companies of a tier from whom anybody can become a lead at all."""
OWNERS = (
    Owner("tamura", 0.22, 0.02, 0.04, 0.92, 0.93, 1.2),
    Owner("kishimoto", 0.20, 0.02, 0.04, 0.94, 0.95, 1.0),
    Owner("otani", 0.16, 0.13, 0.45, 0.35, 0.45, 5.0),
    Owner("fujii", 0.18, 0.03, 0.06, 0.88, 0.90, 1.4),
    Owner("nakanishi", 0.13, 0.11, 0.40, 0.40, 0.50, 4.0),
    Owner("hayakawa", 0.11, 0.03, 0.06, 0.90, 0.90, 1.6),
)
LOST_EARLY = {
    "looking": 0.30,
    "timing": 0.24,
    "no_contact": 0.20,
    "no_budget": 0.16,
    "no_fit": 0.10,
}
"""Why opportunities are lost before they are valid."""
LOST_LATE = {
    "approval": 0.29,
    "price": 0.21,
    "competitor": 0.19,
    "no_budget": 0.14,
    "no_fit": 0.10,
    "timing": 0.07,
}
"""Why valid opportunities are lost."""
RETURNED = {"no_contact": 0.38, "looking": 0.27, "not_target": 0.20, "duplicate": 0.15}
"""Why sales returns a lead that was handed over."""
CHURNED = {"line_closed": 0.4, "price": 0.25, "other_product": 0.2, "not_used": 0.15}

_ALL = range(1, 13)


def _monthly(yen: int) -> dict[int, int]:
    return dict.fromkeys(_ALL, yen)


_PROMOTION, _OUTSOURCING, _PRODUCTION, _IT = "promotion", "outsourcing", "production", "it"
CAMPAIGNS = (
    Campaign("show", _PROMOTION, "show", {5: 1_700_000, 6: 3_100_000, 10: 1_900_000, 11: 3_400_000}),
    Campaign("search", _PROMOTION, "agency", _monthly(560_000)),
    Campaign("comparison", _PROMOTION, "portal", _monthly(90_000)),
    Campaign("webinar", _PROMOTION, "host", {**_monthly(280_000), 8: 160_000}),
    Campaign("users", _PROMOTION, "hall", {9: 550_000, 2: 1_600_000}),
    Campaign("media", _PROMOTION, "press", {5: 380_000, 8: 380_000, 11: 380_000, 2: 380_000}),
    Campaign("mail", _PROMOTION, "mail", {month: 90_000 for month in _ALL if month not in (8, 12)}),
    Campaign("bought_list", _PROMOTION, "list", dict.fromkeys(range(4, 10), 300_000)),
    Campaign("inside_sales", _OUTSOURCING, "inside_sales", _monthly(480_000)),
    Campaign("advertising", _OUTSOURCING, "agency", _monthly(280_000)),
    Campaign("relations", _OUTSOURCING, "relations", _monthly(190_000)),
    Campaign("interviews", _OUTSOURCING, "research", {9: 420_000, 2: 420_000}),
    Campaign("stories", _PRODUCTION, "studio", {month: 380_000 for month in _ALL if month not in (6, 12)}),
    Campaign("booth", _PRODUCTION, "studio", {5: 560_000, 6: 380_000, 10: 740_000, 11: 380_000}),
    Campaign("papers", _PRODUCTION, "studio", {4: 280_000, 6: 280_000, 9: 300_000, 11: 280_000, 1: 280_000}),
    Campaign("automation", _IT, "automation", _monthly(240_000)),
    Campaign("crm", _IT, "crm", _monthly(190_000)),
    Campaign("data", _IT, "data", _monthly(95_000)),
    Campaign("analytics", _IT, "analytics", _monthly(90_000)),
)
ONLY_SECOND_YEAR = ("bought_list",)


class Truth(NamedTuple):
    """The true figures of a world; all of them can be asked of it without looking at a row."""

    leads: int = 7_200
    own_deals: int = 430
    expansions: int = 70
    companies: int = 640  # on the target list
    strangers: int = 150  # other companies, that leads name too
    from_stranger: float = 0.18  # leads
    waits: Mapping[str, float] = {"follow": 0.1, "opportunity": 2.0, "valid": 1.0, "won": 2.9}  # months
    returned: float = 0.12  # of handed-over leads that do not fall asleep
    dormant_follow: float = 0.08  # follow leads that fall asleep
    spread: float = 0.45  # of a deal's value within its size
    big: float = 0.025  # deals over a whole company, at `big_factor` times the value
    big_factor: float = 3.5
    expansion_win: float = 0.6
    renewed: float = 0.91  # contracts, at their end
    old_customers: int = 90
    growth: float = 0.92  # spend of the first year against the second
    free_mail: float = 0.05
    no_mail: float = 0.03
    twice: float = 0.012  # leads that are the same person once more
    listed_twice: int = 5  # companies

    # Mixes ---------------------------------------------------------------------------------------

    def lead_deals(self, source: Source) -> float:
        """Opportunities to expect of a source's leads within the months of the data."""
        followed = self.leads * source.share * (1 - source.dormant) * source.follow
        mean = self.waits["follow"] + self.waits["opportunity"]
        weights = [source.months[month % 12] for month in range(3, 3 + MONTHS)]
        known = sum(
            weight * ended_by(mean, MONTHS - place - 0.5) for place, weight in enumerate(weights)
        ) / sum(weights)
        return followed * (1 - self.dormant_follow) * source.opportunity * known

    def deals(self) -> dict[str, float]:
        """New-business opportunities to expect, by source."""
        found = {source.name: self.lead_deals(source) for source in SOURCES}
        found |= {source.name: self.own_deals * source.share for source in OWN_SOURCES}
        return {name: many for name, many in found.items() if many}

    def mix(self, *, of_leads: bool) -> dict[tuple[str, str], float]:
        """Shares of (industry, size) among the companies of leads' deals, or of sales' own."""
        shares = {
            (industry.name, size.name): industry.share
            * size.share
            * size.draw
            * (REACHED[tier(industry, size)] if of_leads else 1)
            for industry in INDUSTRIES
            for size in SIZES
        }
        whole = sum(shares.values())
        return {key: share / whole for key, share in shares.items()}

    def deal_mix(self) -> dict[tuple[str, str], float]:
        """Shares of (industry, size) among valid opportunities."""
        deals = self.deals()
        lead = sum(deals[source.name] * source.valid for source in SOURCES if source.name in deals)
        own = sum(deals[source.name] * source.valid for source in OWN_SOURCES)
        leads, owns = self.mix(of_leads=True), self.mix(of_leads=False)
        return {key: (lead * leads[key] + own * owns[key]) / (lead + own) for key in leads}

    # Rates ---------------------------------------------------------------------------------------

    def rate(self, step: str, source: str | None = None) -> float:
        """The true rate into 'follow', 'opportunity', 'valid' or 'won', of all or of one source."""
        named = [each for each in SOURCES if source in (None, each.name)]
        if step == "follow":
            weights = {each: each.share * (1 - each.dormant) for each in named}
            return _mean((weights[each], each.follow) for each in named)
        if step == "opportunity":
            weights = {each: each.share * (1 - each.dormant) * each.follow for each in named}
            return _mean((weights[each], each.opportunity) for each in named)
        if step == "valid":
            valid = {each.name: each.valid for each in (*SOURCES, *OWN_SOURCES)}
            return _mean((many, valid[name]) for name, many in self.deals().items() if source in (None, name))
        if source is None:
            return _mean((share, win(*key)) for key, share in self.deal_mix().items())
        of_leads = any(each.name == source for each in SOURCES)
        return _mean((share, win(*key)) for key, share in self.mix(of_leads=of_leads).items())

    def accepted(self) -> float:
        """The true share of handed-over leads that sales accepts; the others are returned within days."""
        return 1 - (1 - self.dormant_follow) * self.returned

    def win_rate(self, *, industry: str | None = None, size: str | None = None) -> float:
        """The true rate from valid to won of an industry, a size, or both."""
        mix = {
            key: share
            for key, share in self.deal_mix().items()
            if industry in (None, key[0]) and size in (None, key[1])
        }
        return _mean((share, win(*key)) for key, share in mix.items())

    def lift(
        self, *, source: str | None = None, industry: str | None = None, size: str | None = None
    ) -> float:
        """How many times as frequent such deals are among those won as among those lost by the last day."""
        won = lost = won_here = lost_here = 0.0
        for key, (here_won, here_lost) in self._ended().items():
            won, lost = won + here_won, lost + here_lost
            if all(
                wanted in (None, each) for wanted, each in zip((source, industry, size), key, strict=True)
            ):
                won_here, lost_here = won_here + here_won, lost_here + here_lost
        return won_here * lost / (won * lost_here)

    def _ended(self) -> dict[tuple[str, str, str], tuple[float, float]]:
        """By source, industry and size: deals won and lost by the last day, on the same scale."""
        early = known([self.waits["valid"]])
        awake = _mean((owner.share * (1 - owner.dormant), 1 - owner.dormant) for owner in OWNERS)
        late = {
            each.name: awake * known([self.waits["valid"], self.waits["won"] * each.wait]) for each in SIZES
        }
        deals = self.deals()
        mixes = {True: self.mix(of_leads=True), False: self.mix(of_leads=False)}
        found = {}
        for source in (*SOURCES, *OWN_SOURCES):
            for (industry, size), share in mixes[isinstance(source, Source)].items():
                many, chance = deals.get(source.name, 0.0) * share, win(industry, size)
                valid = many * source.valid * late[size]
                lost = many * (1 - source.valid) * early + valid * (1 - chance)
                found[source.name, industry, size] = (valid * chance, lost)
        return found

    def wait(self, step: str) -> float:
        """The true mean of the months into a step, of those who reach it."""
        if step != "won":
            return self.waits[step]
        factor = {size.name: size.wait for size in SIZES}
        return self.waits["won"] * _mean(
            (share * win(*key), factor[key[1]]) for key, share in self.deal_mix().items()
        )

    def wait_shares(self, step: str, most: int = 12) -> list[float]:
        """The true shares that take 0, 1, 2, ... calendar months into a step; the last one: or more."""
        weights: dict[float, float] = {}
        for key, share in self.deal_mix().items() if step == "won" else ():
            size = next(each for each in SIZES if each.name == key[1])
            mean = self.waits["won"] * size.wait
            weights[mean] = weights.get(mean, 0) + share * win(*key)
        weights = weights or {self.waits[step]: 1.0}
        shares = [
            _mean((weight, months_apart(mean, place)) for mean, weight in weights.items())
            for place in range(most)
        ]
        return [*shares, 1 - sum(shares)]

    def value(self) -> float:
        """The true mean value of a won deal of new business, yen."""
        means = {size.name: size.value for size in SIZES}
        mean = _mean((share * win(*key), means[key[1]]) for key, share in self.deal_mix().items())
        return mean * (1 + self.big * (self.big_factor - 1))

    def reasons(self, *, in_the_end: bool = False) -> dict[str, float]:
        """The true shares of the reasons that lost new business names.

        Of those lost by the last day, which is what a finding can know: losses of valid opportunities come
        later and are still rarer among them than they will be `in_the_end`.
        """
        early, late = (
            sum(owner.share * lost[place] * (1 - owner.no_reason) for owner, lost in self._lost())
            for place in (0, 1)
        )
        if not in_the_end:
            early *= known([self.waits["valid"]])
            late *= known([self.waits["valid"], self.waits["won"]])
        return {
            reason: (early * LOST_EARLY.get(reason, 0) + late * LOST_LATE.get(reason, 0)) / (early + late)
            for reason in {**LOST_LATE, **LOST_EARLY}
        }

    def _lost(self) -> list[tuple[Owner, tuple[float, float]]]:
        """By owner, of one opportunity: the shares that are lost before and after it is valid."""
        valid, won = self.rate("valid"), self.rate("won")
        return [
            (owner, ((1 - owner.dormant) * (1 - valid), (1 - owner.dormant) ** 2 * valid * (1 - won)))
            for owner in OWNERS
        ]

    def without_reason(self) -> float:
        """The true share of lost deals that say no reason."""
        return _mean((owner.share * sum(lost), owner.no_reason) for owner, lost in self._lost())

    def spend(self, campaign: Campaign) -> float:
        """What is meant to be spent on a campaign over the two years, yen; single months stray by 5 %."""
        first = 0 if campaign.name in ONLY_SECOND_YEAR else self.growth
        return sum(campaign.months.values()) * (1 + first)


def win(industry: str, size: str) -> float:
    """The true rate from valid to won of companies of this industry and size."""
    return _wins()[industry, size]


@cache
def _wins() -> dict[tuple[str, str], float]:
    return {(each.name, size.name): each.win * size.win for each in INDUSTRIES for size in SIZES}


def tier(industry: Industry, size: Size) -> str:
    """The tier that the target list gives such a company."""
    if size.least >= 1_000 or (size.least >= 300 and industry.focus):
        return "A"
    return "B" if size.least >= 300 or (size.least >= 100 and industry.focus) else "C"


def ended_by(mean: float, months: float) -> float:
    """The share of waits (two equal exponential ones, this mean) that are over after so many months."""
    if months <= 0:
        return 0.0
    at = 2 / mean * months
    return 1 - (1 + at) * math.exp(-at)


def known(means: Sequence[float]) -> float:
    """The share of such waits, one after the other, begun evenly over the months of the data, that are over
    when the data end."""
    steps = 10  # a month
    grid = range(MONTHS * steps)
    over = [1.0] * len(grid)
    for mean in means:
        ended = [ended_by(mean, place / steps) for place in range(MONTHS * steps + 1)]
        chance = [later - earlier for earlier, later in pairwise(ended)]
        over = [sum(chance[n] * over[place - n] for n in range(place + 1)) for place in grid]
    return sum(over) / len(over)


def months_apart(mean: float, months: int) -> float:
    """The share of such waits, begun on any day of a month, that end so many calendar months later."""
    rate = 2 / mean

    def area(end: float) -> float:
        return 0.0 if end <= 0 else end - 2 / rate + (end + 2 / rate) * math.exp(-rate * end)

    return area(months + 1) - 2 * area(months) + area(months - 1)


def _mean(pairs: Iterable[tuple[float, float]]) -> float:
    """The mean of the second ones, weighted by the first."""
    weighted = list(pairs)
    whole = sum(weight for weight, _ in weighted)
    return sum(weight * value for weight, value in weighted) / whole if whole else 0.0
