"""One cost, one source: derived rows, and what counts where."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.kinds import budget_line_of, only_id
from kakehashi.plan.measurement import Tool
from kakehashi.plan.money import budget_rows, plan_months, spend_by_measure, staff_cost, total
from kakehashi.plan.organization import Partner, Role
from kakehashi.plan.plan import Plan

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12)


def test_a_partner_is_a_derived_row_over_its_contract() -> None:
    partner = Partner(
        id="p",
        name="リンデン広告社",
        category="c",
        start="2027-06",
        end="2028-09",
        monthly_fee=Decimal(300_000),
    )
    actual = BudgetLine(id=budget_line_of("p"), source="p", actual={"2027-06": Decimal(310_000)})
    plan = Plan("u", [ABOUT, partner, actual])
    (row,) = budget_rows(plan)
    assert row.id == "derived:p"
    assert list(row.planned) == list(plan_months(plan)[2:])
    assert total(row.planned, plan_months(plan)) == 3_000_000
    assert row.actual == {"2027-06": Decimal(310_000)}


def test_a_role_is_paid_once() -> None:
    paid = Partner(id="p", monthly_fee=Decimal(100), category="c")
    roles = [
        Role(id="covered", partner="p", monthly_cost=Decimal(50), category="c"),
        Role(id="own", monthly_cost=Decimal(70), category="c"),
        Role(id="staff", monthly_cost=Decimal(900)),
    ]
    plan = Plan("u", [ABOUT, paid, *roles])
    assert [row.id for row in budget_rows(plan)] == ["derived:p", "derived:own"]
    assert total(staff_cost(plan), plan_months(plan)) == 900 * 12


def test_spend_of_a_measure_is_all_its_lines_within_the_plan() -> None:
    plan = Plan(
        "u",
        [
            ABOUT,
            Measure(id="m"),
            BudgetLine(id="a", measure="m", planned={"2027-03": Decimal(5), "2027-04": Decimal(10)}),
            BudgetLine(id="b", measure="m", planned={"2027-04": Decimal(1)}),
        ],
    )
    assert spend_by_measure(plan) == {"m": {"2027-04": Decimal(11)}}


def test_not_set_is_not_zero() -> None:
    assert total({}, ("2027-04",)) is None
    assert total({"2027-04": Decimal(0)}, ("2027-04",)) == 0


def test_content_costs_in_the_month_it_is_due() -> None:
    assets = [
        ContentAsset(id="due", title="事例集", cost=Decimal(600), start="2027-04-10", due="2027-06-30"),
        ContentAsset(id="start", cost=Decimal(50), start="2027-05-01", measure="m"),
        ContentAsset(id="later", cost=Decimal(7), due="2028-04-01"),
        ContentAsset(id="never", cost=Decimal(7)),
        ContentAsset(id="free", due="2027-06-30"),
    ]
    rows = {row.source: row for row in budget_rows(Plan("u", [ABOUT, Measure(id="m"), *assets]))}
    assert {source: row.planned for source, row in rows.items()} == {
        "due": {"2027-06": Decimal(600)},
        "start": {"2027-05": Decimal(50)},
        "later": {},
        "never": {},
    }
    assert rows["due"].name == "事例集"
    assert rows["start"].measure == "m"
    assert not any(row.confidential for row in rows.values())


def test_a_tool_costs_from_start_to_end_within_the_plan() -> None:
    tool = Tool(
        id="t",
        name="MA",
        category="it",
        monthly_cost=Decimal(10),
        initial_cost=Decimal(100),
        start="2028-02",
        end="2028-06",
    )
    running = Tool(id="r", monthly_cost=Decimal(1), initial_cost=Decimal(100), start="2026-04")
    spent = BudgetLine(id=budget_line_of("t"), source="t", measure="m", actual={"2028-02": Decimal(111)})
    second, first = budget_rows(Plan("u", [ABOUT, tool, running, spent]))
    assert first.planned == {"2028-02": Decimal(110), "2028-03": Decimal(10)}
    assert (first.category, first.measure, first.line) == ("it", "m", spent.id)
    assert first.actual == {"2028-02": Decimal(111)}
    assert total(second.planned, plan_months(Plan("u", [ABOUT]))) == 12


def test_a_cost_of_content_is_what_it_costs_beyond_a_fee() -> None:
    """It never follows from whether a fee is set: that may be hidden."""
    asset = ContentAsset(id="a", cost=Decimal(5), due="2027-06-30", owner="p")
    paid, unpaid = Partner(id="p", monthly_fee=Decimal(100)), Partner(id="p")
    for partner in (paid, unpaid):
        assert {
            row.id: total(row.planned, plan_months(Plan("u", [ABOUT])))
            for row in budget_rows(Plan("u", [ABOUT, partner, asset]))
        }["derived:a"] == 5
