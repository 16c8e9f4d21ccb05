"""What happened in the made-up world, without a name or a word: drawn from the truth, known to the last day.

Days are ordinals (`date.toordinal`). Everything here is the same in every language.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from functools import cache
from itertools import pairwise
from typing import NamedTuple

from kakehashi.sample.dice import Dice, Weighted
from kakehashi.sample.truth import (
    CHURNED,
    DAYS_A_MONTH,
    INDUSTRIES,
    LOST_EARLY,
    LOST_LATE,
    MONTHS,
    ONLY_SECOND_YEAR,
    OWN_SOURCES,
    OWNERS,
    REACHED,
    RETURNED,
    SIZES,
    SOURCES,
    Industry,
    Owner,
    Size,
    Source,
    Truth,
    tier,
    win,
)

LISTED = {50: 0.0, 100: 0.02, 300: 0.12, 1_000: 0.5}
"""Share of companies on the stock exchange, by the least employees of their size."""
DEAL_MONTHS = (0.9, 1.0, 1.1, 1.05, 0.95, 1.1, 1.05, 0.75, 1.05, 1.05, 1.05, 0.95)


class Company(NamedTuple):
    number: int
    industry: Industry
    size: Size
    employees: int
    revenue: int  # yen
    tier: str
    listed: bool
    stranger: bool  # not on the target list


class Lead(NamedTuple):
    """A person. `state`: lead, dropped (before it was followed), follow, returned, lapsed, opportunity."""

    number: int
    company: Company
    source: str
    owner: Owner
    created: int
    state: str
    handed: int | None
    accepted: int | None
    ended: int | None  # dropped, returned, lapsed or became a deal on this day
    reason: str  # of a returned one
    deal: int | None
    same_as: int | None  # the lead that is the same person
    asleep: bool = False  # a follow lead that nobody looks after any more


class Deal(NamedTuple):
    """An opportunity. `stage`: open, valid, won, lost."""

    number: int
    company: Company
    source: str
    owner: Owner
    kind: str  # new, expansion
    created: int
    stage: str
    valid: int | None
    ended: int | None
    asleep: bool  # open, and nobody looks after it any more
    amount: int
    big: bool
    reason: str
    silent: bool  # the reason is not said
    lead: int | None


class Contract(NamedTuple):
    number: int
    company: Company
    started: int
    ends: int
    amount: int
    kind: str  # new, renewal
    renewed: bool | None  # None: it still runs
    churned: str
    deal: int | None


class Activity(NamedTuple):
    """A contact that was logged."""

    happened: int
    lead: int | None
    deal: int | None
    owner: Owner
    kind: str  # call, mail, visit, online, quote
    complete: bool
    next_on: int | None


class History(NamedTuple):
    first: int
    last: int
    companies: list[Company]
    leads: list[Lead]
    deals: list[Deal]


class Calendar:
    """The months of the data, and working days in them."""

    def __init__(self, first_month: str) -> None:
        year, month = map(int, first_month.split("-"))
        self.first = date(year - MONTHS // 12, month, 1).toordinal()
        self.last = date(year, month, 1).toordinal() - 1
        starts = [
            date(year - 2 + (month - 1 + n) // 12, (month - 1 + n) % 12 + 1, 1).toordinal()
            for n in range(MONTHS + 1)
        ]
        self.months = list(pairwise(starts))

    def weighted(self, weights: Sequence[float], *, second_year: bool = False) -> Weighted[tuple[int, int]]:
        """Months to draw from, by the weights of January to December."""
        months = self.months[MONTHS // 2 :] if second_year else self.months
        return Weighted((month, weights[date.fromordinal(month[0]).month - 1]) for month in months)

    def day(self, dice: Dice, months: Weighted[tuple[int, int]]) -> int:
        start, end = dice.drawn(months)
        return working_day(start + dice.below(end - start))

    def later(self, dice: Dice, day: int, months: float) -> int:
        """The working day on which a wait of this mean is over."""
        return working_day(day + int(dice.wait(months) * DAYS_A_MONTH + 0.5))


@cache
def show_day(day: int) -> int:
    """The day in the week after the month's trade show on which the cards of that day are typed in."""
    when = date.fromordinal(day)
    return working_day(when.replace(day=12 + when.day % 8).toordinal())


@cache
def working_day(day: int) -> int:
    """This day, or the nearest working one after it in its month, else before it."""
    month = date.fromordinal(day).month
    after = day
    while _off(after):
        after += 1
    if date.fromordinal(after).month == month:
        return after
    while _off(day):
        day -= 1
    return day


@cache
def _off(day: int) -> bool:
    when = date.fromordinal(day)
    place = (when.month, when.day)
    holidays = (
        place >= (12, 29) or place <= (1, 3) or (5, 3) <= place <= (5, 5) or (8, 13) <= place <= (8, 15)
    )
    return when.weekday() > 4 or holidays


def _companies(dice: Dice, truth: Truth) -> list[Company]:
    industries = Weighted((each, each.share) for each in INDUSTRIES)
    sizes = Weighted((each, each.share) for each in SIZES)
    found = []
    for number in range(truth.companies + truth.strangers):
        industry, size = dice.drawn(industries), dice.drawn(sizes)
        employees = int(size.least * (size.most / size.least) ** dice.roll())
        revenue = int(dice.around(employees * 26_000_000, 0.35) / 10_000_000) * 10_000_000
        stranger = number >= truth.companies
        listed = dice.happens(LISTED[size.least])
        place = tier(industry, size)
        found.append(Company(number, industry, size, employees, revenue, place, listed, stranger))
    return found


def history(seed: int, first_month: str = "2027-04", truth: Truth | None = None) -> History:
    """What happened in this world. Another truth is another world: fewer leads, say."""
    truth = truth or Truth()
    calendar = Calendar(first_month)
    companies = _companies(Dice(seed, "companies"), truth)
    story = _Story(seed, truth, calendar, companies)
    people = story.leads(truth.leads)
    story.own_deals()
    return History(calendar.first, calendar.last, companies, people, story.deals)


class _Story:
    """Leads and deals as they come and go."""

    def __init__(self, seed: int, truth: Truth, calendar: Calendar, companies: list[Company]) -> None:
        self.truth, self.calendar = truth, calendar
        self.deals: list[Deal] = []
        self.lead_dice, self.deal_dice = Dice(seed, "leads"), Dice(seed, "deals")
        targets = [each for each in companies if not each.stranger]
        self.strangers = companies[truth.companies :]
        self.targets = Weighted((each, each.size.draw) for each in targets)
        chance = Dice(seed, "reached")
        self.reached = Weighted(
            (each, each.size.draw) for each in targets if chance.happens(REACHED[each.tier])
        )
        self.owners = Weighted((each, each.share) for each in OWNERS)
        self.early, self.late = Weighted(LOST_EARLY.items()), Weighted(LOST_LATE.items())
        self.returned = Weighted(RETURNED.items())

    def leads(self, many: int) -> list[Lead]:
        """So many leads by the day they came, and the deals that they became."""
        dice, calendar = self.lead_dice, self.calendar
        sources = Weighted((each, each.share) for each in SOURCES)
        months = {
            each.name: calendar.weighted(each.months, second_year=each.name in ONLY_SECOND_YEAR)
            for each in SOURCES
        }
        came = []
        for _ in range(many):
            source = dice.drawn(sources)
            day = calendar.day(dice, months[source.name])
            if source.name == "trade_show":
                day = show_day(day)
            came.append((day, dice.roll(), source))
        came.sort(key=lambda each: each[:2])
        found: list[Lead] = []
        for created, _, source in came:
            found.append(self._lead(len(found), created, source, found))
        return found

    def _lead(self, number: int, created: int, source: Source, before: list[Lead]) -> Lead:
        dice, truth = self.lead_dice, self.truth
        stranger = dice.happens(truth.from_stranger)
        company = dice.of(self.strangers) if stranger else dice.drawn(self.reached)
        owner = dice.drawn(self.owners)
        same_as = None
        if before and dice.happens(truth.twice):
            twin = before[dice.below(len(before))]
            same_as, company = twin.number if twin.same_as is None else twin.same_as, twin.company
        lead = Lead(number, company, source.name, owner, created, "lead", None, None, None, "", None, same_as)
        if dice.happens(source.dormant):
            return lead
        decided = self.calendar.later(dice, created, truth.waits["follow"])
        followed = dice.happens(source.follow)
        if decided > self.calendar.last:
            return lead
        if not followed:
            return lead._replace(state="dropped", ended=decided)
        return self._followed(lead._replace(state="follow", handed=decided), source, decided)

    def _followed(self, lead: Lead, source: Source, handed: int) -> Lead:
        """Accepted or returned by sales within days; then a deal, or not."""
        dice, truth, last = self.lead_dice, self.truth, self.calendar.last
        answered = working_day(handed + int(dice.wait(lead.owner.days) + 0.5))
        ended = max(self.calendar.later(dice, handed, truth.waits["opportunity"]), answered)
        asleep = dice.happens(truth.dormant_follow)
        fate = dice.roll()
        if answered > last:
            return lead
        if not asleep and source.opportunity <= fate < source.opportunity + truth.returned:
            reason = dice.drawn(self.returned)
            return lead._replace(state="returned", ended=answered, reason=reason)
        lead = lead._replace(accepted=answered, asleep=asleep)
        if asleep or ended > last:
            return lead
        if fate >= source.opportunity:
            return lead._replace(state="lapsed", ended=ended)
        self._deal(lead.company, lead.source, source.valid, lead.owner, ended, lead.number)
        return lead._replace(state="opportunity", ended=ended, deal=len(self.deals) - 1)

    def own_deals(self) -> None:
        """The deals that sales found, and expansions with customers."""
        dice, truth = self.deal_dice, self.truth
        sources = Weighted((each, each.share) for each in OWN_SOURCES)
        months = self.calendar.weighted(DEAL_MONTHS)
        for _ in range(truth.own_deals):
            source = dice.drawn(sources)
            created = self.calendar.day(dice, months)
            company, owner = dice.drawn(self.targets), dice.drawn(self.owners)
            self._deal(company, source.name, source.valid, owner, created, None)
        for _ in range(truth.expansions):
            created = self.calendar.day(dice, months)
            company, owner = dice.drawn(self.targets), dice.drawn(self.owners)
            self._deal(company, "customer", 0.9, owner, created, None, kind="expansion")

    def _deal(
        self,
        company: Company,
        source: str,
        valid: float,
        owner: Owner,
        created: int,
        lead: int | None,
        kind: str = "new",
    ) -> None:
        dice, truth, calendar = self.deal_dice, self.truth, self.calendar
        valid_on = calendar.later(dice, created, truth.waits["valid"])
        ended = calendar.later(dice, valid_on, truth.waits["won"] * company.size.wait)
        sleeps = dice.happens(owner.dormant), dice.happens(owner.dormant)
        becomes_valid = dice.happens(valid)
        chance = win(company.industry.name, company.size.name) if kind == "new" else truth.expansion_win
        wins = dice.happens(chance)
        big = dice.happens(truth.big)
        mean = company.size.value * (truth.big_factor if big else 1) * (0.45 if kind == "expansion" else 1)
        amount = int(dice.around(mean, truth.spread) / 10_000 + 0.5) * 10_000
        silent = dice.happens(owner.no_reason)
        early, late = dice.drawn(self.early), dice.drawn(self.late)
        deal = Deal(
            number=len(self.deals),
            company=company,
            source=source,
            owner=owner,
            kind=kind,
            created=created,
            stage="open",
            valid=None,
            ended=None,
            asleep=sleeps[0],
            amount=amount,
            big=big,
            reason="",
            silent=silent,
            lead=lead,
        )
        if not sleeps[0] and valid_on <= calendar.last:
            if not becomes_valid:
                deal = deal._replace(stage="lost", ended=valid_on, reason=early)
            else:
                deal = deal._replace(stage="valid", valid=valid_on, asleep=sleeps[1])
                if not sleeps[1] and ended <= calendar.last:
                    stage, reason = ("won", "") if wins else ("lost", late)
                    deal = deal._replace(stage=stage, ended=ended, reason=reason)
        self.deals.append(deal)


# What follows from it ------------------------------------------------------------------------------------


def contracts(seed: int, told: History, truth: Truth) -> list[Contract]:
    """Yearly contracts (software, maintenance) of customers, old ones and new ones, with their renewals."""
    dice = Dice(seed, "contracts")
    targets = Weighted((each, each.size.draw) for each in told.companies if not each.stranger)
    begun: list[tuple[int, Company, int, int | None]] = []
    for _ in range(truth.old_customers):
        company = dice.drawn(targets)
        start = told.first - dice.below(3 * 365)
        begun.append((start, company, int(dice.around(company.size.value * 0.12, 0.4)), None))
    begun += [
        (deal.ended + 20, deal.company, int(deal.amount * 0.14), deal.number)
        for deal in told.deals
        if deal.stage == "won" and deal.ended is not None
    ]
    churned = Weighted(CHURNED.items())
    found: list[Contract] = []
    for start, company, amount, deal in begun:
        yearly = round(amount, -4) or 10_000
        kind, began = "new", _month_start(start)
        while began <= told.last:
            ends = _year_later(began) - 1
            renewed = dice.happens(truth.renewed) if ends <= told.last else None
            reason = dice.drawn(churned) if renewed is False else ""
            if ends >= told.first:
                found.append(Contract(len(found), company, began, ends, yearly, kind, renewed, reason, deal))
            if not renewed:
                break
            kind, began = "renewal", ends + 1
    found.sort(key=lambda each: (each.started, each.number))
    return [each._replace(number=number) for number, each in enumerate(found)]


def _month_start(day: int) -> int:
    when = date.fromordinal(day)
    return date(when.year + when.month // 12, when.month % 12 + 1, 1).toordinal()


def _year_later(day: int) -> int:
    when = date.fromordinal(day)
    return when.replace(year=when.year + 1).toordinal()


def activities(seed: int, told: History) -> list[Activity]:
    """The contacts that were logged, by their day: with leads that were followed, and over deals."""
    dice = Dice(seed, "activities")
    found: list[Activity] = []
    for lead in told.leads:
        if lead.accepted is not None:
            kinds = ("call", "mail") if lead.source != "trade_show" else ("call", "call", "mail")
            until = told.last if lead.ended is None else lead.ended
            for place, kind in enumerate(kinds):
                when = working_day(lead.accepted + place * 6 + dice.below(5))
                if when <= until:
                    _log(dice, found, when, kind, lead.owner, until, lead=lead.number)
            if lead.state == "follow" and not lead.asleep:
                when = working_day(lead.accepted + 20 + dice.below(16))
                while when <= until:
                    _log(dice, found, when, "call", lead.owner, until, lead=lead.number)
                    when = working_day(when + 14 + dice.below(14))
    for deal in told.deals:
        until = told.last if deal.ended is None else deal.ended
        if deal.asleep:
            until = min(until, working_day((deal.valid or deal.created) + 20 + dice.below(25)))
        least, more = (10, 14) if deal.ended is None else (22, 20)  # open ones are in work now
        when = working_day(deal.created + 1 + dice.below(7))
        while when <= until:
            late = deal.valid is not None and when >= deal.valid
            kind = dice.of(("visit", "online", "quote", "mail") if late else ("visit", "online", "call"))
            _log(dice, found, when, kind, deal.owner, until, deal=deal.number)
            when = working_day(when + least + dice.below(more))
    found.sort(key=lambda each: (each.happened, each.deal or -1, each.lead or -1))
    return found


def _log(
    dice: Dice,
    found: list[Activity],
    when: int,
    kind: str,
    owner: Owner,
    until: int,
    lead: int | None = None,
    deal: int | None = None,
) -> None:
    logged, complete, ahead = dice.happens(owner.logs), dice.happens(owner.complete), dice.below(15)
    if logged:
        following = working_day(when + 7 + ahead)
        next_on = following if complete and following <= until else None
        found.append(Activity(when, lead, deal, owner, kind, complete, next_on))
