"""Taking over coverage, the profile of those won and actuals; and findings that are only recorded."""

from __future__ import annotations

from decimal import Decimal
from itertools import count
from pathlib import Path

import pytest
from tests.evidence.plain import WHEN
from tests.evidence.test_adoption import starter
from tests.evidence.test_more_findings import deal, lead, load, metric

from kakehashi.checks.run import run_checks
from kakehashi.evidence.adoption import Adoption, NothingToAdopt, adopt, without_names
from kakehashi.evidence.findings import FINDINGS, Asking, finding
from kakehashi.evidence.outdated import outdated
from kakehashi.evidence.source import Cell
from kakehashi.plan.basis import About
from kakehashi.plan.changes import apply, inverse
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.measurement import DataFlow
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.targets import CompanyCondition, Coverage, Segment
from kakehashi.words import LANGUAGES, in_language, text


def taken(plan: Plan, workspace: Path, key: str, date: str = WHEN) -> tuple[Plan, Adoption]:
    """The plan after taking a finding over; undo gives the plan before."""
    numbers = count()
    made = adopt(
        plan,
        finding(workspace, key, date, Asking(plan=plan)),
        person="白石",
        date=date,
        make_id=lambda: f"{key}{date}{next(numbers)}",
    )
    after = apply(plan, made.change)
    assert apply(after, inverse(made.change)) == plan
    for language in LANGUAGES:
        assert all(text(each, language) for each in made.told)
    return after, made


# Coverage -----------------------------------------------------------------------------------------------


def covered(folder: Path) -> Path:
    companies: list[dict[str, Cell]] = [
        {"company_id": f"C{n}", "name": f"N{n}", "domain": f"{n}.com", "industry": "x" if n < 8 else "y"}
        for n in range(10)
    ]
    load(folder, "company", companies)
    load(folder, "lead", [lead(n, domain=f"{n % 5}.com") for n in range(20)])
    return folder


SEGMENT: tuple[Item, ...] = (
    Segment(id="s", name="X", tier="tier_2"),
    CompanyCondition(id="c", segment="s", data_field="industry", values=("x",)),
)


def test_coverage_becomes_figures_with_passports(tmp_path: Path) -> None:
    plan = Plan("u", [*SEGMENT, Coverage(id="old", segment="s", as_of="2025-01-01")])
    workspace = covered(tmp_path)
    after, _ = taken(plan, workspace, "coverage")
    by_place = {(each.segment, each.tier): each for each in after.items(Coverage)}
    assert set(by_place) == {(None, ""), ("s", ""), (None, "tier_2")}
    assert by_place["s", ""].id == "old"
    (record,) = after.items(FindingRecord)
    for each in by_place.values():
        assert each.as_of == "2026-01-05"
        assert each.companies is not None
        assert each.with_leads is not None
        assert each.people is not None
        assert (each.companies.value, each.with_leads.value, each.people.value) == (8, 5, 20)
        passport = each.people.passport
        assert passport is not None
        assert (passport.origin, passport.finding, passport.sample_size) == ("measured", record.id, 20)
        assert passport.source == "company, lead"
    again, _ = taken(after, workspace, "coverage", "2026-12-01")
    assert {each.id for each in again.items(Coverage)} == {each.id for each in after.items(Coverage)}
    figure = again.find(Coverage, "old").companies  # type: ignore[union-attr]
    assert figure is not None
    assert figure.was is not None
    assert not [each for each in run_checks(again) if each.severity == "error"]


def test_no_company_meets_the_conditions(tmp_path: Path) -> None:
    plan = Plan("u", [CompanyCondition(id="c", data_field="industry", values=("z",))])
    with pytest.raises(NothingToAdopt):
        taken(plan, covered(tmp_path), "coverage")


def test_a_segment_of_few_people_hides_them(tmp_path: Path) -> None:
    load(tmp_path, "company", [{"company_id": "C", "name": "N", "domain": "0.com", "industry": "x"}])
    load(tmp_path, "lead", [lead(n, domain="0.com") for n in range(3)])
    after, _ = taken(Plan("u", SEGMENT), tmp_path, "coverage")
    (segment,) = (each for each in after.items(Coverage) if each.segment == "s")
    assert segment.companies is not None
    assert (segment.companies.value, segment.people, segment.target_leads) == (1, None, None)


# The profile of those won -------------------------------------------------------------------------------


def profiled(folder: Path, name: str = "deals", medical: int = 18) -> Path:
    """Of 60 companies 20 are medical; of 20 won ones, most."""
    companies: list[dict[str, Cell]] = [
        {
            "company_id": f"C{n}",
            "name": f"N{n}",
            "industry": "Medical" if n < 20 else "Retail",
            "employees": 150 if n % 2 else 400,
        }
        for n in range(60)
    ]
    load(folder, "company", companies)
    won = [*range(medical), *range(20, 40 - medical)]
    rows = [deal(n, "won", company_name=f"N{n}", closed_on="2026-02-01") for n in won]
    rows += [deal(n, "lost", company_name=f"N{n}", closed_on="2026-02-01") for n in range(41, 60)]
    load(folder, "opportunity", rows, name)
    return folder


def test_the_profile_becomes_conditions_of_a_segment_of_its_own(tmp_path: Path) -> None:
    workspace = profiled(tmp_path)
    found = finding(workspace, "won_profile", WHEN)
    (medical,) = found.records(field="industry", value="Medical")
    assert (medical["all"], medical["won"], medical["lost"]) == (20, 18, 0)
    assert medical["lift"] == Decimal("2.7")
    assert medical["proposed"]
    after, _ = taken(Plan("u"), workspace, "won_profile")
    (segment,) = after.items(Segment)
    (condition,) = after.items(CompanyCondition)
    assert condition.segment == segment.id
    assert (condition.data_field, condition.operator, condition.values) == (
        "industry",
        "one_of",
        ("Medical",),
    )
    assert condition.ground == "won_deals"
    assert "2.7" in in_language(condition.why, "en")
    assert "90.0%" in in_language(condition.why, "ja")
    assert segment.why_we_win
    # Taken over again, the conditions are replaced, and what a person wrote about the segment stays.
    again, _ = taken(after, profiled(tmp_path, "newer", medical=19), "won_profile", "2026-12-01")
    assert [each.id for each in again.items(CompanyCondition)] == [condition.id]
    assert again.items(Segment) == after.items(Segment)


def test_nothing_stands_out_among_those_won(tmp_path: Path) -> None:
    with pytest.raises(NothingToAdopt) as refused:
        taken(Plan("u"), profiled(tmp_path, medical=10), "won_profile")
    assert "10" in text(refused.value.message, "ja")


# Actuals ------------------------------------------------------------------------------------------------


def test_actuals_have_one_passport_per_import_and_metric(tmp_path: Path) -> None:
    plan = Plan(
        "u",
        [
            About(id=only_id("About"), currency="JPY", closed_through="2025-12"),
            metric("won", follows="won", actual={"2026-01": Decimal(7)}),
            DataFlow(id="f", metric="won"),
        ],
    )
    rows = [deal(n, "won", closed_on=f"2026-0{1 + n % 3}-10") for n in range(6)]
    load(tmp_path, "opportunity", rows)
    after, made = taken(plan, tmp_path, "actuals")
    item = after.find(Metric, "won")
    assert item is not None
    assert item.actual == {"2026-01": 2, "2026-02": 2}  # March is not over in the data
    (record,) = after.items(FindingRecord)
    assert item.actual_from == dict.fromkeys(("2026-01", "2026-02"), record.id)
    assert item.passports[record.id].period == "2026-01–2026-02"
    assert "adopt.month_not_over" in {each.id for each in made.told}
    with pytest.raises(NothingToAdopt):
        taken(after, tmp_path, "actuals", "2026-12-01")
    load(tmp_path, "opportunity", [*rows, deal(9, "won", closed_on="2026-04-30")])
    later, _ = taken(after, tmp_path, "actuals", "2026-12-01")
    item = later.find(Metric, "won")
    assert item is not None
    assert item.actual == {"2026-01": 2, "2026-02": 2, "2026-03": 2, "2026-04": 1}
    assert len(set(item.actual_from.values())) == 2
    assert set(item.passports) == set(item.actual_from.values())


# Recorded only ------------------------------------------------------------------------------------------


def test_a_record_has_counts_and_no_names(tmp_path: Path) -> None:
    rows = [deal(n, owner="Grace Hopper" if n % 3 else "grace@example.com", stage="Talks") for n in range(30)]
    load(
        tmp_path,
        "opportunity",
        [*rows, deal(40, created_on="2026-05-05", owner="Grace Hopper", stage="Talks")],
    )
    after, _ = taken(Plan("u"), tmp_path, "neglected")
    (record,) = after.items(FindingRecord)
    group, value = record.columns.index("group"), record.columns.index("value")
    assert [row[value] for row in record.rows if row[group] == "owner"] == ["#1", "#2"]
    assert [row[value] for row in record.rows if row[group] == "stage"] == ["Talks"]
    assert "race" not in str(record)
    # The next one takes its place; one of other parameters stays.
    again, _ = taken(after, tmp_path, "neglected", "2026-12-01")
    (newer,) = again.items(FindingRecord)
    assert (newer.date, newer.id) != (record.date, record.id)


def test_no_name_of_a_person_enters_the_plan(tmp_path: Path) -> None:
    """Every personal field holds a canary; none of the records has it, whatever the finding."""
    canary = "Canary Kanaria"
    load(tmp_path, "company", [{"company_id": "C", "name": "N", "domain": "0.com", "industry": "x"}])
    people = [
        lead(n, domain="0.com", handed_on="2026-01-06", returned_on="2026-01-07" if n < 6 else None)
        | {"email": f"canary{n}@0.com", "return_reason": f"{canary} {n} left" if n < 6 else None}
        for n in range(20)
    ]
    load(tmp_path, "lead", people)
    rows = [
        deal(n, ("won", "lost", "open")[n % 3], closed_on="2026-02-01", owner=f"{canary} {n % 2}")
        | {"name": f"{canary} {n}", "reason": f"{canary} {n} said no"}
        for n in range(60)
    ]
    load(tmp_path, "opportunity", rows)
    logs: list[dict[str, Cell]] = [
        {"happened_on": "2026-01-09", "owner": f"{canary} {n % 2}", "content": canary, "kind": "call"}
        for n in range(20)
    ]
    load(tmp_path, "activity", logs)
    plan = Plan("u", SEGMENT)
    for key in ("coverage", "reasons", "neglected", "handoff", "lead_shortage", "data_quality"):
        plan, _ = taken(plan, tmp_path, key)
    found = finding(tmp_path, "funnel", WHEN)
    assert "Canary" in str(found)
    assert "#2" in str(without_names(found))
    assert "anar" not in str(without_names(found))
    assert len(plan.items(FindingRecord)) == 6
    assert "anar" not in str(list(plan))


def test_a_newer_import_makes_every_record_out_of_date(tmp_path: Path) -> None:
    def filled(more: int) -> Path:
        companies: list[dict[str, Cell]] = [
            {
                "company_id": f"C{n}",
                "name": f"N{n}",
                "domain": f"{n}.com",
                "industry": "製造業",
                "employees": 400,
            }
            for n in range(6)
        ]
        load(tmp_path, "company", companies)
        load(tmp_path, "lead", [lead(n, domain="0.com", handed_on="2026-01-06") for n in range(8 + more)])
        rows = [deal(n, ("won", "lost")[n % 2], closed_on="2026-02-01", reason="Price") for n in range(8)]
        load(tmp_path, "opportunity", [*rows, *(deal(20 + n) for n in range(1 + more))])
        return tmp_path

    keys = [key for key in FINDINGS if key not in ("spend", "won_profile")]
    workspace, plan = filled(0), starter()
    for key in keys:
        plan, _ = taken(plan, workspace, key)
    assert outdated(plan, workspace) == ()
    filled(1)
    assert {each.finding for each in outdated(plan, workspace)} == set(keys)
