"""Coverage, funnel, neglected, spend and the rest on the real files, against plain versions of them."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from tests.evidence.plain import WHEN, iso_date, plain_wilson, rows_of, us_date
from tests.evidence.plain_findings import plain_coverage, plain_groups, plain_neglected

from kakehashi.evidence.findings import Asking, Finding, finding
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.source import DelimitedFile
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetLine, Measure
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import CompanyCondition, LeadCondition, NamedAccount, Segment

TASKS = Profile(
    table="activity",
    key="External_Id__c",
    columns={
        "What.External_Id__c": "opportunity_id",
        "Owner.External_Id__c": "owner",
        "CreatedDate__c": "happened_on",
        "TaskSubtype": "kind",
        "Subject": "content",
        "CallDisposition": "result",
    },
)
FILES: dict[str, tuple[tuple[str, str, Profile | None], ...]] = {
    "maven": (
        ("maven-crm-sales/sales_pipeline.csv", "opportunity", None),
        ("maven-crm-sales/accounts.csv", "company", None),
    ),
    "hubspot": (
        ("hubspot-objects/hubspot_deals.csv", "opportunity", None),
        ("hubspot-objects/hubspot_contacts.csv", "lead", None),
        ("hubspot-objects/hubspot_companies.csv", "company", None),
    ),
    "saas": (
        ("saas-pipeline-and-spend/opportunities.csv", "opportunity", None),
        ("saas-pipeline-and-spend/accounts.csv", "company", None),
        ("saas-pipeline-and-spend/marketing_spend.csv", "spend", None),
    ),
    "wave": (
        ("salesforce-wave-sales/Opportunity.csv", "opportunity", None),
        ("salesforce-wave-sales/Task.csv", "activity", TASKS),
    ),
    "olist": (("olist-marketing-funnel/olist_marketing_qualified_leads_dataset.csv", "lead", None),),
}


@pytest.fixture(scope="module")
def workspace(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """The evidence of one of the data sets, imported once."""

    @cache
    def made(name: str) -> Path:
        folder = tmp_path_factory.mktemp(name)
        for file, table, profile in FILES[name]:
            path = data / file
            import_table(folder, DelimitedFile(path), name=path.name, table=table, profile=profile, when=WHEN)
        return folder

    return made


def condition(
    item_id: str, segment: str | None, field: str, operator: str, *values: str, **more: Any
) -> Item:
    return CompanyCondition(
        id=item_id,
        segment=segment,
        field=field,
        data_field=field,
        operator=operator,  # type: ignore[arg-type]
        values=values,
        **more,
    )


def counted(found: Finding, plain: dict[str, Counter[str]], names: dict[str, str]) -> None:
    """Every count of the plain version, segment by segment; 0 where it has none."""
    for segment, name in names.items():
        group = {"group": "segment", "value": name} if segment else {"group": "all"}
        (row,) = found.records(**group)
        few = segment and 0 < plain[segment]["people"] < 5
        for what, count in plain[segment].items():
            hidden = few and what in ("people", "target_leads", "follow_leads")
            assert row[what] == (None if hidden else count), (segment, what)
        assert row["without_leads"] == plain[segment]["companies"] - plain[segment]["with_leads"]


# Coverage -----------------------------------------------------------------------------------------------


def test_coverage_of_maven(workspace: Callable[[str], Path], data: Path) -> None:
    """Companies by name; segments of all and of any conditions, one that excludes, one account by name."""
    plan = Plan(
        "u",
        [
            Segment(id="s1", name="Large technology", tier="tier_1"),
            Segment(id="s2", name="Abroad or small", tier="tier_2", combine="any"),
            Segment(id="s3", name="Named", tier="tier_1"),
            Segment(id="s4", name="Nothing said"),
            condition("c1", "s1", "industry", "one_of", " Technolgy", "software"),
            condition("c2", "s1", "employees", "at_least", "１,０００"),
            condition("c3", "s2", "region", "none_of", "United States"),
            condition("c4", "s2", "employees", "at_most", "500"),
            condition("c5", "s2", "revenue", "between", "100", "200"),
            condition("c6", None, "industry", "contains", "RETAIL", side="exclude"),
            condition("c7", "s1", "sites", "at_least", "2"),
            NamedAccount(id="n", name="Kinnamplus", segment="s3", status="customer"),
            NamedAccount(id="m", name="Betasoloin", segment="s3", status="paused"),
            NamedAccount(id="o", name="bioplex ", tier="tier_2", status="known"),
        ],
    )
    found = finding(workspace("maven"), "coverage", WHEN, Asking(plan=plan))
    accounts = {row["account"]: row for row in rows_of(data / "maven-crm-sales/accounts.csv")}
    deals = rows_of(data / "maven-crm-sales/sales_pipeline.csv")

    def segments(name: str) -> set[str]:
        row, places = accounts[name], set()
        staff, retail = int(row["employees"]), "retail" in row["sector"]
        if row["sector"] in ("technolgy", "software") and staff >= 1000 and not retail:
            places.add("s1")
        small = staff <= 500 or 100 <= float(row["revenue"]) <= 200
        if not retail and (row["office_location"] != "United States" or small):
            places.add("s2")
        return places | {"Kinnamplus": {"s3"}, "Bioplex": {""}}.get(name, set())

    outcomes = {"Won": "won", "Lost": "lost"}
    plain = plain_coverage(
        accounts,
        {},
        ((row["account"] or None, outcomes.get(row["deal_stage"], "open")) for row in deals),
        segments=segments,
        is_target=lambda _lead, _segment: True,
        follows=lambda _lead: False,
    )
    counted(found, plain, {"": "", "s1": "Large technology", "s2": "Abroad or small", "s3": "Named"})
    assert {note.id for note in found.notes} >= {
        "finding.note.segment_without_conditions",
        "finding.note.condition.unknown_field",
    }
    by_industry = Counter(accounts[name]["sector"] for name in accounts if segments(name))
    assert {row["value"]: row["companies"] for row in found.records(group="industry")} == dict(by_industry)
    tiers = {row["value"]: row["companies"] for row in found.records(group="tier")}
    assert tiers == {
        "tier_1": sum(bool(segments(name) & {"s1", "s3"}) for name in accounts),
        "tier_2": sum(bool(segments(name) & {"s2", ""}) for name in accounts),
    }


FOLLOWED = ("Marketing Qualified Lead", "Sales Qualified Lead", "Opportunity", "Customer")


def test_coverage_of_hubspot(workspace: Callable[[str], Path], data: Path) -> None:
    """Companies by domain, people with conditions of their own; 271 contacts have no company."""
    plan = Plan(
        "u",
        [
            Segment(id="s1", name="Makers", tier="tier_1"),
            Segment(id="s2", name="Big"),
            condition("c1", "s1", "industry", "one_of", "manufacturing", "technology"),
            condition("c2", "s2", "employees", "at_least", "5000"),
            condition("c3", "s2", "industry", "one_of", "Other", side="exclude"),
            LeadCondition(
                id="l1", segment="s1", data_field="job_title", values=("engineer", "officer"), name="a"
            ),
            LeadCondition(id="l2", data_field="source", values=("social",), side="exclude", name="b"),
        ],
    )
    found = finding(workspace("hubspot"), "coverage", WHEN, Asking(plan=plan))
    folder = data / "hubspot-objects"
    companies = {row["Company Domain Name"]: row for row in rows_of(folder / "hubspot_companies.csv")}
    contacts = {row["Contact ID"]: row for row in rows_of(folder / "hubspot_contacts.csv")}
    outcomes = {"Closed Won": "won", "Closed Lost": "lost"}

    def segments(domain: str) -> set[str]:
        row = companies[domain]
        makers = {"s1"} if row["Industry"] in ("Manufacturing", "Technology") else set()
        big = int(row["Number of Employees"] or 0) >= 5000 and row["Industry"] != "Other"
        return makers | ({"s2"} if big else set())

    def is_target(lead: str, segment: str) -> bool:
        title = contacts[lead]["Job Title"].lower()
        fits = segment != "s1" or "engineer" in title or "officer" in title
        return fits and "social" not in contacts[lead]["Lead Source"].lower()

    plain = plain_coverage(
        companies,
        {lead: row["Associated Company Domain"] or None for lead, row in contacts.items()},
        (
            (row["Associated Company Domain"] or None, outcomes.get(row["Deal Stage"], "open"))
            for row in rows_of(folder / "hubspot_deals.csv")
        ),
        segments=segments,
        is_target=is_target,
        follows=lambda lead: contacts[lead]["Lifecycle Stage"] in FOLLOWED,
    )
    assert plain[""]["people_unmatched"] == 271
    counted(found, plain, {"": "", "s1": "Makers", "s2": "Big"})
    assert found.records(group="all")[0]["conditions"] == 5


def test_coverage_without_conditions_takes_every_company(
    workspace: Callable[[str], Path], data: Path
) -> None:
    found = finding(workspace("saas"), "coverage", WHEN)
    accounts = rows_of(data / "saas-pipeline-and-spend/accounts.csv")

    def read(name: str) -> str:
        return re.sub(r" (Inc|Ltd|PLC)$", " company", name)

    # A name that two accounts share tells neither; Inc, Ltd and PLC are the same kind of company, LLC is not.
    shared = Counter(read(row["account_name"]) for row in accounts)
    called = {
        row["account_name"]: row["account_id"] for row in accounts if shared[read(row["account_name"])] == 1
    }
    plain = plain_coverage(
        [row["account_id"] for row in accounts],
        {},
        (
            (
                called.get(row["account_name"]),
                {"Closed Won": "won", "Closed Lost": "lost"}.get(row["stage"], "open"),
            )
            for row in rows_of(data / "saas-pipeline-and-spend/opportunities.csv")
        ),
        segments=lambda _company: {""},
        is_target=lambda _lead, _segment: True,
        follows=lambda _lead: False,
    )
    counted(found, plain, {"": ""})
    assert "finding.note.no_conditions" in {note.id for note in found.notes}
    assert {row["value"] for row in found.records(group="company_tier")} == {
        row["segment"] for row in accounts
    }


# The funnel by cohort, owner and segment ----------------------------------------------------------------


def test_the_funnel_by_cohort_and_owner(workspace: Callable[[str], Path], data: Path) -> None:
    found = finding(workspace("maven"), "funnel", WHEN)
    rows = rows_of(data / "maven-crm-sales/sales_pipeline.csv")
    outcomes = {"Won": "won", "Lost": "lost"}

    def opened(row: Any) -> str | None:
        day = us_date(row["engage_date"])
        return None if day is None else f"{day:%Y-%m}"

    for group, which in (("cohort", opened), ("owner", lambda row: row["sales_agent"])):
        plain = plain_groups((which(row), outcomes.get(row["deal_stage"], "open")) for row in rows)
        plain.pop(None, None)
        told = {row["value"]: row for row in found.records(part="group", group=group)}
        assert set(told) == set(plain)
        for value, (entered, won, lost) in plain.items():
            row = told[value]
            assert (row["entered"], row["reached"], row["dropped"]) == (entered, won, lost)
            assert row["small"] == (won + lost < 30)
            if won + lost:
                low, high = plain_wilson(won, won + lost)
                assert float(str(row["rate"])) == pytest.approx(won / (won + lost))
                assert float(str(row["low"])) == pytest.approx(low, abs=1e-11)
                assert float(str(row["high"])) == pytest.approx(high, abs=1e-11)


def test_the_funnel_by_segment(workspace: Callable[[str], Path], data: Path) -> None:
    """A deal counts in every segment that its company is in."""
    plan = Plan(
        "u",
        [
            Segment(id="s1", name="Medical"),
            Segment(id="s2", name="Large"),
            condition("c1", "s1", "industry", "one_of", "medical"),
            condition("c2", "s2", "employees", "at_least", "5000"),
        ],
    )
    found = finding(workspace("maven"), "funnel", WHEN, Asking(plan=plan))
    accounts = {row["account"]: row for row in rows_of(data / "maven-crm-sales/accounts.csv")}
    outcomes = {"Won": "won", "Lost": "lost"}
    deals: list[tuple[str | None, str]] = []
    for row in rows_of(data / "maven-crm-sales/sales_pipeline.csv"):
        account, outcome = accounts.get(row["account"]), outcomes.get(row["deal_stage"], "open")
        if account is not None and account["sector"] == "medical":
            deals.append(("Medical", outcome))
        if account is not None and int(account["employees"]) >= 5000:
            deals.append(("Large", outcome))
    told = {
        row["value"]: (row["entered"], row["reached"], row["dropped"])
        for row in found.records(part="group", group="segment")
    }
    assert told == plain_groups(deals)


# Neglected ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("days", "as_of"), [(30, None), (90, "2017-03-31")])
def test_neglected_deals_of_wave(
    workspace: Callable[[str], Path], data: Path, days: int, as_of: str | None
) -> None:
    """By owner and stage: the newest of a deal's own dates and of the activities logged for it."""
    found = finding(workspace("wave"), "neglected", WHEN, Asking(days=days, as_of=as_of))
    deals = rows_of(data / "salesforce-wave-sales/Opportunity.csv")
    logged: dict[str, list[date | None]] = defaultdict(list)
    for row in rows_of(data / "salesforce-wave-sales/Task.csv"):
        logged[row["What.External_Id__c"]].append(iso_date(row["CreatedDate__c"]))
    seen = {
        row["External_Id__c"]: [
            iso_date(row["DateTimeCreated__c"]),
            iso_date(row["LastActivityDate__c"]),
            *logged[row["External_Id__c"]],
        ]
        for row in deals
    }
    closed = [iso_date(row["CloseDate"]) for row in deals if row["StageName"].startswith("Closed")]
    newest = max(day for days_of in (*seen.values(), closed) for day in days_of if day is not None)
    standing = newest if as_of is None else date.fromisoformat(as_of)
    (whole,) = found.records(what="opportunity", group="all")
    assert whole["as_of"] == standing.isoformat()
    still_open = [row for row in deals if not row["StageName"].startswith("Closed")]
    for group, column in (("owner", "Owner.External_Id__c"), ("stage", "StageName")):
        plain = plain_neglected(
            ((row[column], seen[row["External_Id__c"]], Decimal(row["Amount"])) for row in still_open),
            standing,
            days,
        )
        rows = {"*": whole} | {str(row["value"]): row for row in found.records(group=group)}
        assert {name for name, counts in plain.items() if counts[0] >= 5} <= rows.keys()
        for name, row in rows.items():
            entries, late, oldest, money = plain[name]
            assert (row["entries"], row["neglected"]) == (entries, late)
            if late:
                assert (row["oldest_days"], row["amount"]) == (oldest, money)


def test_neglected_leads_of_hubspot(workspace: Callable[[str], Path], data: Path) -> None:
    found = finding(workspace("hubspot"), "neglected", WHEN, Asking(days=60))
    contacts = rows_of(data / "hubspot-objects/hubspot_contacts.csv")
    deals = rows_of(data / "hubspot-objects/hubspot_deals.csv")
    dates = [iso_date(row["Create Date"]) for row in (*contacts, *deals)]
    dates += [iso_date(row["Close Date"]) for row in deals if row["Deal Stage"].startswith("Closed")]
    standing = max(day for day in dates if day is not None)
    plain = plain_neglected(
        (
            (row["Lifecycle Stage"], [iso_date(row["Create Date"])], None)
            for row in contacts
            if row["Lifecycle Stage"] in ("Marketing Qualified Lead", "Sales Qualified Lead")
        ),
        standing,
        60,
    )
    told = {row["value"]: (row["entries"], row["neglected"]) for row in found.records(what="follow")}
    assert told == {(None if name == "*" else name): counts[:2] for name, counts in plain.items()}


# Spend against the plan ---------------------------------------------------------------------------------


def test_spend_of_saas_against_the_plan(workspace: Callable[[str], Path], data: Path) -> None:
    """Only months of the plan that the data hold; by category, measure and month."""
    planned = {"2025-04": Decimal(50_000), "2026-12": Decimal(9_000_000)}
    plan = Plan(
        "u",
        [
            About(id=only_id("About"), first_month="2025-04", months=24, currency="USD"),
            BudgetCategory(id="k", name={"ja": "広告", "en": "Paid Digital"}, code="promotion"),
            BudgetCategory(id="e", name="Shows"),
            Measure(id="m", name="Conferences", identified_by=("Events / Conferences",)),
            BudgetLine(id="b1", name="Search", category="k", planned=planned),
            BudgetLine(
                id="b2", name="Booths", category="e", measure="m", planned={"2025-05": Decimal(70_000)}
            ),
        ],
    )
    found = finding(workspace("saas"), "spend", WHEN, Asking(plan=plan))
    whole: dict[str, Decimal] = defaultdict(Decimal)
    by_channel: dict[str, Decimal] = defaultdict(Decimal)
    for row in rows_of(data / "saas-pipeline-and-spend/marketing_spend.csv"):
        if "2025-04" <= row["month"][:7] <= "2027-03":
            whole[row["month"][:7]] += Decimal(row["spend"])
            by_channel[row["channel"]] += Decimal(row["spend"])
    against = found.records(part="against")
    told = {(row["group"], row["value"]): (row["planned"], row["amount"]) for row in against}
    total = sum(whole.values(), Decimal(0))
    paid = by_channel["Paid Digital"]
    assert told["all", None] == (Decimal(120_000), total)
    assert told["category", "広告"] == (Decimal(50_000), paid)
    # 'Events / Conferences' stands in the column of categories: it names a measure there to nobody.
    assert told["category", "Shows"] == (Decimal(70_000), Decimal(0))
    assert told["category", None] == (None, total - paid)
    assert told["measure", "Conferences"] == (Decimal(70_000), Decimal(0))
    assert {value: pair[1] for (group, value), pair in told.items() if group == "month"} == dict(whole)
    assert all(row["difference"] == row["amount"] - (row["planned"] or 0) for row in against)  # type: ignore[operator]


# The rest -----------------------------------------------------------------------------------------------


def test_reasons_of_saas(workspace: Callable[[str], Path], data: Path) -> None:
    found = finding(workspace("saas"), "reasons", WHEN)
    lost = [
        row
        for row in rows_of(data / "saas-pipeline-and-spend/opportunities.csv")
        if row["stage"] == "Closed Lost" and row["is_renewal"] == "False"
    ]
    counts = Counter(row["loss_reason"] for row in lost if row["loss_reason"])
    amounts: dict[str, Decimal] = defaultdict(Decimal)
    for row in lost:
        amounts[row["loss_reason"]] += Decimal(row["amount"])
    told = found.records(part="reason", outcome="lost", group="reason")
    assert [row["deals"] for row in told] == [count for _, count in counts.most_common()]
    assert {row["value"]: (row["deals"], row["amount"]) for row in told} == {
        reason: (count, amounts[reason]) for reason, count in counts.items()
    }
    (share,) = found.records(part="told", outcome="lost", group="all")
    assert share["deals"] == counts.total()
    assert float(str(share["rate"])) == pytest.approx(counts.total() / len(lost))


def test_the_profile_of_those_won_of_maven(workspace: Callable[[str], Path], data: Path) -> None:
    """By company: all 85 have won deals, so no value is more frequent among them."""
    found = finding(workspace("maven"), "won_profile", WHEN)
    assert found.parameters["unit"] == "company"
    accounts = rows_of(data / "maven-crm-sales/accounts.csv")
    sectors = Counter(row["sector"] for row in accounts)
    told = found.records(unit="company", field="industry", group="value")
    # Employment are 4: too few, so the next larger, the 5 of services, joins them.
    small = ("employment", "services")
    assert {row["value"]: row["won"] for row in told} == {k: n for k, n in sectors.items() if k not in small}
    assert found.records(unit="company", field="industry", group="rest")[0]["won"] == 9
    assert {row["lift"] for row in told} == {Decimal(1)}
    assert not found.records(proposed=True)
    deals = rows_of(data / "maven-crm-sales/sales_pipeline.csv")
    won = Counter(row["product"] for row in deals if row["deal_stage"] == "Won")
    every = Counter(row["product"] for row in deals)
    for row in found.records(unit="deal", field="product", group="value"):
        product = str(row["value"])
        lift = (won[product] / won.total()) / (every[product] / every.total())
        assert float(str(row["lift"])) == pytest.approx(lift)


def test_the_quality_of_the_data_of_maven(workspace: Callable[[str], Path]) -> None:
    """FACTS: 1,425 deals without an account, 500 without an engage date."""
    found = finding(workspace("maven"), "data_quality", WHEN)
    empty = {(row["table"], row["field"]): row["count"] for row in found.records(part="empty")}
    assert empty["opportunity", "company_name"] == 1425
    assert empty["opportunity", "created_on"] == 500
    faults = {row["fault"]: row["count"] for row in found.records(part="fault")}
    assert faults["without_company"] == 1425
    assert "closed_before_created" not in faults


def test_leads_alone_say_why_they_are_short(workspace: Callable[[str], Path]) -> None:
    """Olist: a house list without companies and conditions."""
    found = finding(workspace("olist"), "data_quality", WHEN)
    empty = {row["field"]: row["count"] for row in found.records(part="empty", table="lead")}
    assert empty["source"] == 60
    assert empty["company_name"] == 8000
