"""The rows of every export, as the system that it comes from writes them."""

from __future__ import annotations

from datetime import date, timedelta
from typing import NamedTuple

from kakehashi.sample.dice import Dice
from kakehashi.sample.history import Activity, Company, Contract, Deal, History, Lead, working_day
from kakehashi.sample.names import CompanyName, person, typed
from kakehashi.sample.truth import CAMPAIGNS, ONLY_SECOND_YEAR, Truth
from kakehashi.sample.wording import Wording, data, iso

Row = list[str]


class Export(NamedTuple):
    """One table before it is written: header and rows, and the company of the target list that each row is
    about (None: none of them)."""

    header: Row
    rows: list[Row]
    companies: dict[str, str | None]


def opportunity_id(number: int) -> str:
    """An id as Salesforce makes it: 15 letters and digits, upper and lower case differ."""
    signs = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
    number += 40_000
    return "0065h00000Q" + "".join(signs[number // 62**place % 62] for place in (3, 2, 1, 0))


def lead_id(number: int) -> str:
    """An id as the marketing tool counts."""
    return f"L-{number + 10_001:06d}"


def company_id(number: int) -> str:
    """An id of the target list."""
    return f"T{number + 1:04d}"


class Scribe:
    """Writes what happened down, in one language."""

    def __init__(
        self, seed: int, told: History, truth: Truth, names: list[CompanyName], wording: Wording
    ) -> None:
        self.seed, self.told, self.truth, self.names, self.wording = seed, told, truth, names, wording
        self._offered: dict[int, str] = {}  # the product of each deal
        self._sold: dict[int, str] = {}  # and of each contract

    def _dice(self, table: str) -> Dice:
        return Dice(self.seed, f"export of {table}")

    def _export(self, table: str, rows: list[Row], companies: dict[str, str | None] | None = None) -> Export:
        return Export(list(self.wording.some("tables", table)), rows, companies or {})

    def _target(self, company: Company) -> str | None:
        return None if company.stranger else company_id(company.number)

    # ---- the target list, from a workbook

    def companies(self) -> Export:
        """The target list. Some companies stand in it twice."""
        dice, wording = self._dice("company"), self.wording
        rows = []
        found: dict[str, str | None] = {}
        for company in self.told.companies:
            if not company.stranger:
                rows.append(self._company(dice, company, company_id(company.number)))
                found[rows[-1][0]] = rows[-1][0]
        for place in range(self.truth.listed_twice):
            company = self.told.companies[dice.below(self.truth.companies)]
            row = self._company(dice, company, company_id(self.truth.companies + place))
            row[1] = typed(self.names[company.number], dice, wording)
            row[2] = self.names[company.number].corporate_number
            rows.insert(dice.below(len(rows)), row)
            found[row[0]] = company_id(company.number)
        return self._export("company", rows, found)

    def _company(self, dice: Dice, company: Company, key: str) -> Row:
        wording, name = self.wording, self.names[company.number]
        region = dice.drawn(wording.regions)
        number = name.corporate_number if dice.happens(0.92) else ""
        domain = name.domain if dice.happens(0.85) else ""
        return [
            key,
            name.registered(wording),
            number,
            wording.word("industry", company.industry.name),
            f"{company.employees:,}" if company.employees >= 1_000 else str(company.employees),
            self._revenue(company.revenue),
            region,
            domain,
            wording.phrase("yes" if company.listed else "no"),
            company.tier,
        ]

    def _revenue(self, yen: int) -> str:
        if self.wording.language != "ja":
            return f"{yen:,}"
        return f"{yen / 100_000_000:g}億円"

    # ---- people, from the marketing tool

    def leads(self) -> Export:
        """Leads by the day they came."""
        dice = self._dice("lead")
        rows: list[Row] = []
        about: dict[str, str | None] = {}
        for lead in self.told.leads:
            rows.append(self._lead(dice, lead, rows))
            about[rows[-1][0]] = self._target(lead.company)
        return self._export("lead", rows, about)

    def _lead(self, dice: Dice, lead: Lead, before: list[Row]) -> Row:
        wording, name = self.wording, self.names[lead.company.number]
        somebody = person(dice, wording)
        who = [
            typed(name, dice, wording),
            somebody.name,
            *dice.drawn(wording.positions),
            self._mail(dice, somebody.mailbox, name.domain, lead.number),
        ]
        if lead.same_as is not None:
            twin = before[lead.same_as]
            who[1:] = twin[2:6]
        state = lead.state
        if state == "lead" and lead.number % 3 == 0 and lead.created < self.told.last - 45:
            state = "nurturing"
        returned = lead.state == "returned"
        return [
            lead_id(lead.number),
            *who,
            wording.word("source", lead.source),
            wording.word("phase", state),
            iso(lead.created),
            iso(lead.handed),
            iso(lead.accepted),
            iso(lead.ended) if returned else "",
            wording.word("returned", lead.reason) if returned else "",
            "TRUE" if dice.happens(0.86) else "FALSE",
            "" if lead.deal is None else opportunity_id(lead.deal),
        ]

    def _mail(self, dice: Dice, mailbox: str, domain: str, number: int) -> str:
        fate = dice.roll()
        if fate < self.truth.no_mail:
            return ""
        if fate < self.truth.no_mail + self.truth.free_mail:
            return f"{mailbox}.sample{number}@{dice.of(data('names')['free_mail'])}"
        return f"{mailbox}@{domain}"

    # ---- deals, from the CRM

    def opportunities(self, logged: list[Activity]) -> Export:
        """Opportunities by the day they were made."""
        dice = self._dice("opportunity")
        newest: dict[int, int] = {}
        for each in logged:
            if each.deal is not None:
                newest[each.deal] = max(each.happened, newest.get(each.deal, 0))
        deals = sorted(self.told.deals, key=lambda deal: (deal.created, deal.number))
        rows = [self._opportunity(dice, deal, newest.get(deal.number)) for deal in deals]
        about = {opportunity_id(deal.number): self._target(deal.company) for deal in deals}
        return self._export("opportunity", rows, about)

    def _opportunity(self, dice: Dice, deal: Deal, last_activity: int | None) -> Row:
        wording = self.wording
        stage = wording.word("stage", "open" if deal.stage == "valid" else deal.stage)
        if deal.stage == "valid":
            stage = dice.of(wording.some("valid_stages"))
        if deal.asleep and dice.happens(0.4):
            stage = wording.word("stage", "held")
        product = dice.of(wording.some("products", deal.company.industry.name))
        self._offered[deal.number] = product
        by_hand = deal.owner.complete < 0.6
        blank = deal.valid is None and dice.happens(0.4)
        amount = wording.yen(deal.amount)
        if by_hand and dice.happens(0.3):
            amount = wording.yen_by_hand(deal.amount)
        hoped = 20 + dice.below(110)
        hopes = self.told.last + hoped if not deal.asleep else deal.created + 60 + hoped
        return [
            opportunity_id(deal.number),
            self._deal_name(dice, deal, product),
            typed(self.names[deal.company.number], dice, wording),
            wording.word("kind", deal.kind),
            stage,
            "" if blank else amount,
            wording.slashed(deal.created),
            wording.by_hand(deal.valid) if by_hand and dice.happens(0.5) else wording.slashed(deal.valid),
            wording.slashed(deal.ended or hopes),
            wording.word("source", deal.source),
            wording.word("lost", deal.reason) if deal.reason and not deal.silent else "",
            wording.word("owners", deal.owner.name),
            wording.slashed(last_activity),
            wording.word("industry", deal.company.industry.name),
            product,
        ]

    def _deal_name(self, dice: Dice, deal: Deal, product: str) -> str:
        site, what = dice.of(self.wording.some("sites", product)), dice.of(self.wording.some("deal_kinds"))
        if deal.big:
            return self.wording.phrase("deal_big", product=product)
        if deal.kind == "expansion":
            return self.wording.phrase("deal_expansion", site=site, product=product)
        return self.wording.phrase("deal_name", site=site, product=product, what=what)

    # ---- contacts, from the CRM

    def activities(self, logged: list[Activity]) -> Export:
        """Logged contacts by their day."""
        dice, wording = self._dice("activity"), self.wording
        rows = []
        for number, each in enumerate(logged):
            subject = dice.of(wording.some("subjects", each.kind))
            result = dice.of(wording.some("results", each.kind))
            rows.append(
                [
                    f"A{number + 100_001}",
                    "" if each.lead is None else lead_id(each.lead),
                    "" if each.deal is None else opportunity_id(each.deal),
                    wording.word("activity_kind", each.kind),
                    f"{iso(each.happened)} {9 + dice.below(9):02d}:{dice.below(4) * 15:02d}",
                    wording.word("owners", each.owner.name),
                    subject,
                    result if each.complete else "",
                    iso(each.next_on),
                ]
            )
        return self._export("activity", rows)

    # ---- money, from finance's workbook

    def spend(self) -> tuple[Export, dict[str, int]]:
        """Money by month and campaign, and what was spent on each campaign in all."""
        dice, wording = self._dice("spend"), self.wording
        rows: list[Row] = []
        spent: dict[str, int] = {}
        month = date.fromordinal(self.told.first)
        second = month.replace(year=month.year + 1)
        while month.toordinal() <= self.told.last:
            for campaign in CAMPAIGNS:
                yen = campaign.months.get(month.month, 0)
                first_year = month < second
                if first_year:
                    yen = 0 if campaign.name in ONLY_SECOND_YEAR else int(yen * self.truth.growth)
                if not yen:
                    continue
                amount = int(dice.around(yen, 0.05) / 1_000 + 0.5) * 1_000
                spent[campaign.name] = spent.get(campaign.name, 0) + amount
                shown = int(dice.around(amount * 0.21, 0.1)) if campaign.name == "search" else 0
                rows.append(
                    [
                        wording.month(month),
                        wording.word("category", campaign.category),
                        wording.word("campaign", campaign.name),
                        wording.word("vendor", campaign.vendor),
                        f"{amount:,}",
                        f"{shown:,}" if shown else "",
                        f"{int(shown * 0.011):,}" if shown else "",
                    ]
                )
            month = (month + timedelta(days=31)).replace(day=1)
        return self._export("spend", rows), spent

    # ---- contracts and voices, from a small database and a form

    def contracts(self, found: list[Contract]) -> Export:
        """Yearly contracts by their beginning; after `opportunities`, whose products they are about."""
        dice, wording = self._dice("contract"), self.wording
        rows, about = [], {}
        running: dict[tuple[int, int | None, int], str] = {}  # what a renewal of this day goes on with
        for each in found:
            key = f"K-{each.number + 1_001}"
            about[key] = self._target(each.company)
            name = typed(self.names[each.company.number], dice, wording)
            drawn = dice.of(wording.some("products", each.company.industry.name))
            offered = drawn if each.deal is None else self._offered[each.deal]
            product = running.get((each.company.number, each.deal, each.started), offered)
            running[each.company.number, each.deal, each.ends + 1] = product
            self._sold[each.number] = product
            rows.append(
                [
                    key,
                    name,
                    product,
                    iso(each.started),
                    iso(each.ends),
                    str(each.amount),
                    wording.word("kind", each.kind),
                    "" if each.renewed is None else wording.phrase("renewed" if each.renewed else "ended"),
                    wording.word("churned", each.churned) if each.churned else "",
                ]
            )
        return self._export("contract", rows, about)

    def voices(self, found: list[Contract], many: int = 140) -> Export:
        """What customers said about what they have, by its day; after `contracts`."""
        dice, wording = self._dice("voice"), self.wording
        topics, days = list(wording.topics), self.told.last - self.told.first
        said = sorted(working_day(self.told.first + dice.below(days)) for _ in range(many))
        rows, about = [], {}
        for number, day in enumerate(said):
            contract = dice.of(found)
            topic = dice.of(topics)
            fate = dice.roll()
            liked = wording.topics[topic]
            mood = "positive" if fate < liked else "neutral" if fate < liked + 0.2 else "negative"
            key = f"V{number + 1:04d}"
            about[key] = self._target(contract.company)
            rows.append(
                [
                    key,
                    typed(self.names[contract.company.number], dice, wording),
                    dice.of(wording.some("voice_channel")),
                    self._sold[contract.number],
                    dice.of(wording.some("voice_stage")),
                    topic,
                    wording.word("sentiment", mood),
                    iso(day),
                ]
            )
        return self._export("voice", rows, about)
