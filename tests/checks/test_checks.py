"""Each check: one plan where it fires, the nearest where it does not; repairs remove what they repair."""

from __future__ import annotations

import importlib
import re
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.plan.drawn import edited, plans

from kakehashi.checks.run import CHECKS, checked, checked_again, run_checks
from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine, Criterion, Measure
from kakehashi.plan.changes import apply, difference, kinds_touched
from kakehashi.plan.direction import GuidePoint, Outcome
from kakehashi.plan.item import Figure, Item, Passport
from kakehashi.plan.journey import Stage
from kakehashi.plan.kinds import CHAPTERS, agreement_of, only_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.organization import Capacity, Department, Partner, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Goal, Override, Scenario
from kakehashi.words import LANGUAGES, text

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12)
FRAME = BudgetFrame(
    id=only_id("BudgetFrame"), total=Decimal(1000), caps={"c": Decimal(600), "d": Decimal(900)}
)
CATEGORIES = (BudgetCategory(id="c", name="制作"), BudgetCategory(id="d", name="外注"))
PASSPORT = Passport(origin="assumed", source="営業部")


def figure(value: str) -> Figure:
    return Figure(value=Decimal(value), passport=PASSPORT)


def spent(planned: int, actual: int = 0, category: str | None = "c") -> BudgetLine:
    return BudgetLine(
        id="line",
        name="サイト改修",
        category=category,
        measure="m",
        planned={"2027-06": Decimal(planned)},
        actual={"2027-06": Decimal(actual)} if actual else {},
    )


def funnel(rate: str = "0.5", **won: object) -> tuple[Item, ...]:
    return (
        FunnelStep(id="lead", name="リード", marks="lead", rate=figure(rate), lag=figure("0"), position="a0"),
        FunnelStep(id="won", name="受注", marks="won", position="a1"),
        Measure(id="m", name="展示会", expected={"2027-04": Decimal(100)}, enters_at="lead"),
        Economics(
            id=only_id("Economics"), deal_value=figure("10"), gross_margin=figure("0.5"), churn=figure("0.1"),
            contract_months=Decimal(12), sales_cost=Decimal(0),
        ),
        Metric(id="kgi", name="受注件数", role="kgi", follows="won", target={"2027-04": Decimal(50)}),
        Goal(id="goal", metric="kgi", by="2028-03"),
        spent(10),
    )  # fmt: skip


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("dangling_reference", [Role(id="r", reports_to="x")], [Role(id="r", reports_to="x"), Role(id="x")]),
    (
        "dangling_reference",
        [Measure(id="m", moves=("k", "x")), Metric(id="k")],
        [Measure(id="m", moves=("k",)), Metric(id="k")],
    ),
    (
        "dangling_reference",
        [BudgetFrame(id=only_id("BudgetFrame"), caps={"x": Decimal(1)})],
        [BudgetFrame(id=only_id("BudgetFrame"))],
    ),
    ("dangling_reference", [Role(id="r", parent="x")], [Role(id="r")]),
    ("formula", [Metric(id="k", formula="1 +")], [Metric(id="k", formula="1 + 1")]),
    ("formula", [Metric(id="k", formula="{x}")], [Metric(id="k", formula="{x}"), Metric(id="x")]),
    (
        "formula",
        [Metric(id="k", formula="{x}"), Metric(id="x", formula="{k}")],
        [Metric(id="k", formula="{x}"), Metric(id="x")],
    ),
    (
        "figure_without_passport",
        [FunnelStep(id="s", rate=Figure(value=Decimal("0.5")))],
        [FunnelStep(id="s", rate=figure("0.5"))],
    ),
    (
        "figure_without_passport",
        [Capacity(id="s", amount=Figure(value=Decimal(5)))],
        [Capacity(id="s", amount=figure("5"))],
    ),
    ("outcome_without_metric", [Outcome(id="o")], [Outcome(id="o", metric="k", ends_at=Decimal(5))]),
    ("no_guide_point", [], [GuidePoint(id="g", sentence="工場が止まる前に相談される")]),
    (
        "outsourced_without_partner",
        [Role(id="r", employment="outsourced")],
        [Role(id="r", employment="outsourced", partner="p")],
    ),
    (
        "reports_in_a_circle",
        [Role(id="a", reports_to="b"), Role(id="b", reports_to="a")],
        [Role(id="a", reports_to="b"), Role(id="b")],
    ),
    (
        "role_gap_without_remedy",
        [Role(id="r", skills_needed="SQL")],
        [Role(id="r", skills_needed="SQL", remedy="研修")],
    ),
    (
        "partner_without_contract_months",
        [Partner(id="p", monthly_fee=Decimal(1))],
        [Partner(id="p", monthly_fee=Decimal(1), start="2027-04", end="2028-03")],
    ),
    ("metric_leads_nowhere", [Metric(id="k")], [Metric(id="k", leads_to="g"), Metric(id="g", role="kgi")]),
    ("no_kgi_in_money", [Metric(id="k", level=4)], [Metric(id="k", level=4, role="kgi", unit="money")]),
    (
        "metric_undefined",
        [Metric(id="k")],
        [Metric(id="k", counts="対象企業との商談", owner="r", data_tool="SFA")],
    ),
    (
        "objection",
        [Agreement(id="a", item="k", department="d", state="objected")],
        [Agreement(id="a", item="k", department="d", state="agreed")],
    ),
    (
        "agreement_open",
        [Agreement(id="a", item="k", department="d"), Agreement(id="b", item="l", department="d")],
        [
            Agreement(id="a", item="k", department="d", state="agreed"),
            Agreement(id="b", item="l", department="d", state="objected"),
        ],
    ),
    ("over_total", [ABOUT, FRAME, *CATEGORIES, spent(1001)], [ABOUT, FRAME, *CATEGORIES, spent(1000)]),
    ("over_category", [ABOUT, FRAME, *CATEGORIES, spent(601)], [ABOUT, FRAME, *CATEGORIES, spent(600)]),
    (
        "budget_alert",
        [ABOUT, FRAME, *CATEGORIES, spent(600, 500)],
        [ABOUT, FRAME, *CATEGORIES, spent(600, 499)],
    ),
    ("line_without_category", [spent(1, category=None)], [spent(1), *CATEGORIES]),
    ("measure_without_cost", [ABOUT, Measure(id="m")], [ABOUT, Measure(id="m"), spent(1)]),
    ("measure_without_stage", [Measure(id="m")], [Measure(id="m", stage="s")]),
    ("measure_without_success", [Measure(id="m")], [Measure(id="m", success=(Criterion(metric="k"),))]),
    ("measure_without_stop", [Measure(id="m")], [Measure(id="m", stop=(Criterion(metric="k"),))]),
    ("measure_not_told_apart", [Measure(id="m")], [Measure(id="m", identified_by=("expo-2027",))]),
    (
        "house_list_as_new",
        [Measure(id="m", drawn_from="house_list")],
        [Measure(id="m", drawn_from="house_list", enters_at="follow")],
    ),
    ("forecast_incomplete", [ABOUT], [ABOUT, *funnel()]),
    ("goal_gap", [ABOUT, *funnel("0.4")], [ABOUT, *funnel("0.5")]),
    ("goal_out_of_reach", [ABOUT, *funnel("0")], [ABOUT, *funnel("0.5")]),
    (
        "required_over_limit",
        [ABOUT, *funnel(), Capacity(id="cap", step="won", amount=figure("4"))],
        [ABOUT, *funnel(), Capacity(id="cap", step="won", amount=figure("50"))],
    ),
    (
        "mark_twice",
        [FunnelStep(id="a", marks="lead"), FunnelStep(id="b", marks="lead")],
        [FunnelStep(id="a", marks="lead"), FunnelStep(id="b", marks="won")],
    ),
    (
        "leads_in_a_circle",
        [Metric(id="a", leads_to="b"), Metric(id="b", leads_to="a")],
        [Metric(id="a", leads_to="b"), Metric(id="b")],
    ),
    (
        "department_not_asked",
        [Metric(id="k", shared_by=("d",)), Department(id="d")],
        [
            Metric(id="k", shared_by=("d",)),
            Department(id="d"),
            Agreement(id=agreement_of("k", "d"), item="k", department="d"),
        ],
    ),
    (
        "reserve_used",
        [ABOUT, msgspec.structs.replace(FRAME, reserve=Decimal(100)), spent(950)],
        [ABOUT, msgspec.structs.replace(FRAME, reserve=Decimal(50)), spent(950)],
    ),
    (
        "origin_without_passport",
        [BudgetLine(id="b", actual_from={"2027-04": "p"})],
        [BudgetLine(id="b", actual_from={"2027-04": "p"}, passports={"p": PASSPORT})],
    ),
    (
        "dangling_reference",
        [Measure(id="m", stage="d"), Department(id="d")],
        [Measure(id="m", stage="d"), Stage(id="d")],
    ),
    (
        "dangling_reference",
        [Measure(id="m", stop=(Criterion(metric="x", threshold=Decimal(1)),))],
        [Measure(id="m", stop=(Criterion(threshold=Decimal(1)),))],
    ),
    (
        "dangling_reference",
        [Scenario(id="s", overrides=(Override(item="x", field="rate"),))],
        [Scenario(id="s")],
    ),
    ("no_goal", [], [Goal(id="g", metric="k", by="2028-03")]),
    (
        "one_base_scenario",
        [Scenario(id="a"), Scenario(id="b")],
        [Scenario(id="a", base=True), Scenario(id="b")],
    ),
]


CASES += [
    case for chapter in CHAPTERS for case in importlib.import_module(f"tests.checks.cases.{chapter}").CASES
]


@pytest.mark.parametrize(("check", "fires", "does_not"), CASES)
def test_fires_here_and_not_there(check: str, fires: list[Item], does_not: list[Item]) -> None:
    plan = Plan("u", fires)
    found = [finding for finding in run_checks(plan) if finding.check == check]
    assert found
    assert check not in {finding.check for finding in run_checks(Plan("u", does_not))}
    for finding in found:
        for language in LANGUAGES:
            said = text(finding.sentence, language)
            assert said
            assert not re.search(r"[0-9]{4}-[0-9]{2}", said)  # days and months stand in words
        if finding.repair is not None:
            repaired = run_checks(apply(plan, finding.repair.change))
            assert (check, finding.item) not in {(each.check, each.item) for each in repaired}


def test_every_check_has_a_case_and_says_why_it_matters() -> None:
    assert {check.id for check in CHECKS} == {check for check, _, _ in CASES}
    for check in CHECKS:
        assert all(text(check.why, language) for language in LANGUAGES)


def test_findings_are_ordered_by_severity() -> None:
    plan = Plan("u", [ABOUT, FRAME, *CATEGORIES, spent(2000), Measure(id="m"), Department(id="d")])
    severities = [finding.severity for finding in run_checks(plan)]
    assert severities == sorted(severities, key=["error", "warning", "hint"].index)


@given(st.data())
def test_after_an_edit_the_checks_that_read_it_are_enough(data: st.DataObject) -> None:
    before = data.draw(plans())
    after = data.draw(edited(before))
    change = difference(before, after)
    kinds = kinds_touched(before, change) | kinds_touched(after, change)
    items = frozenset(patch.item for patch in change)
    assert checked_again(checked(before), after, items, kinds).findings == run_checks(after)
