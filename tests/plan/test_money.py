"""One cost, one source: derived rows, and what counts where."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Measure
from kakehashi.plan.kinds import budget_line_of, only_id
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
