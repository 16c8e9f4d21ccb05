"""The economics table by hand, zero denominators and missing assumptions."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from tests.forecast.small import MONTHS, changed, figure, plus, small_plan, staff

from kakehashi.forecast.economics import renewed_revenue
from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.inputs import Terms
from kakehashi.forecast.results import stored
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan

ECONOMICS = only_id("Economics")

BY_HAND = {
    "leads": 200,
    "opportunities": 100,
    "valid": None,  # no step marks it
    "won": 20,
    "revenue": 20_000_000,
    "gross_profit": 12_000_000,
    "budget": 2_000_000,
    "staff": None,
    "sales_cost": 1_000_000,
    "cost": 3_000_000,
    "cac": 150_000,
    "value_per_month": 50_000,  # 1,000,000 over 20 months
    "ltv": 1_500_000,  # 50,000 x 0.6 / 0.02
    "ltv_cac": 10,
    "payback": 5,  # 150,000 / 30,000
    "roi": 3,  # (12,000,000 - 3,000,000) / 3,000,000
    "cost_per_lead": 10_000,
    "cost_per_opportunity": 20_000,
    "cost_per_valid": None,
}


def table(plan: Plan) -> dict[str, Any]:
    return msgspec.structs.asdict(forecast(plan).economics)


def test_by_hand() -> None:
    assert table(small_plan()) == BY_HAND


def test_staff_counts_when_the_plan_says_so() -> None:
    plan = plus(small_plan(), staff())
    assert table(plan) == BY_HAND | {"staff": 1_000_000}
    counted = table(changed(plan, ECONOMICS, staff_in_cac=True))
    assert counted == BY_HAND | {
        "staff": 1_000_000,
        "cost": 4_000_000,
        "cac": 200_000,
        "ltv_cac": stored(7.5),
        "payback": stored(200_000 / 30_000),
        "roi": 2,
        "cost_per_lead": 15_000,
        "cost_per_opportunity": 30_000,
    }
    without = forecast(changed(small_plan(), ECONOMICS, staff_in_cac=True))
    assert without.economics.cost is None
    assert [problem.id for problem in without.problems] == ["forecast.problem.staff"]


@pytest.mark.parametrize(
    ("missing", "gone"),
    [
        (
            "deal_value",
            {"revenue", "gross_profit", "value_per_month", "ltv", "ltv_cac", "payback", "roi"},
        ),
        ("gross_margin", {"gross_profit", "ltv", "ltv_cac", "payback", "roi"}),
        ("contract_months", {"value_per_month", "ltv", "ltv_cac", "payback"}),
        ("churn", {"ltv", "ltv_cac"}),
        ("sales_cost", {"sales_cost", "cost", "cac", "ltv_cac", "payback", "roi"}),
    ],
)
def test_what_is_missing_stays_missing(missing: str, gone: set[str]) -> None:
    plan = changed(small_plan(), ECONOMICS, **{missing: None})
    found = forecast(plan)
    assert msgspec.structs.asdict(found.economics) == BY_HAND | dict.fromkeys(gone)
    assert [problem.id for problem in found.problems] == [f"forecast.problem.{missing}"]


def test_a_zero_denominator_is_not_available() -> None:
    nobody = table(changed(small_plan(), "fair", expected={MONTHS[0]: Decimal(0)}))
    assert (nobody["won"], nobody["cac"], nobody["cost_per_lead"], nobody["roi"]) == (0, None, None, -1)
    assert (nobody["ltv"], nobody["ltv_cac"], nobody["payback"]) == (1_500_000, None, None)
    loyal = table(changed(small_plan(), ECONOMICS, churn=figure(0)))
    assert (loyal["ltv"], loyal["ltv_cac"], loyal["cac"]) == (None, None, 150_000)
    free = changed(changed(small_plan(), ECONOMICS, sales_cost=Decimal(0)), "tool", planned={})
    found = table(changed(free, "booth", planned={MONTHS[0]: Decimal(0)}))
    names = ("cost", "cac", "ltv_cac", "roi", "payback")
    assert [found[name] for name in names] == [0, 0, None, None, 0]


def test_no_budget_is_no_cost() -> None:
    plan = changed(changed(small_plan(), "tool", planned={}), "booth", planned={})
    found = table(plan)
    assert (found["budget"], found["cost"], found["cac"], found["cost_per_lead"]) == (None,) * 4
    assert found["gross_profit"] == 12_000_000


def test_to_date_ends_with_the_whole_plan() -> None:
    found = forecast(small_plan())
    april, may = found.to_date[MONTHS[0]], found.to_date[MONTHS[1]]
    assert (april.won, april.cac, april.cost_per_lead) == (0, None, 9000)
    assert (may.won, may.cost, may.cac) == (10, 2_300_000, 230_000)
    assert found.to_date[MONTHS[3]] == found.economics


def test_renewals_by_hand() -> None:
    """10 won in month 0 and 4 in month 1; terms of 2 months, 10 % leave a month, 21 % growth a year."""
    terms = Terms(deal_value=100.0, contract_months=2.0, churn=0.1, expansion=0.21)
    won = (10.0, 4.0, 0.0, 0.0, 0.0)
    after_two, after_four = 81 * 1.21 ** (1 / 6), 65.61 * 1.21 ** (1 / 3)
    assert renewed_revenue(terms, won) == pytest.approx(
        (0, 0, 10 * after_two, 4 * after_two, 10 * after_four)
    )
    half = renewed_revenue(Terms(deal_value=100.0, contract_months=1.5, churn=0.0, expansion=0.0), won[:3])
    assert half == pytest.approx((0, 500, 500 + 200))  # half of a broken month earlier, half later
    assert renewed_revenue(Terms(deal_value=100.0, contract_months=2.0, churn=0.1), won) is None
