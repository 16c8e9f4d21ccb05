"""A starter's amounts in another currency: every amount by the same size, nothing else."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from kakehashi.checks.run import run_checks
from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.forecast.forecast import forecast
from kakehashi.plan.basis import About
from kakehashi.plan.in_currency import SIZES, in_currency, size_between
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import budget_rows, plan_months, total
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Scenario
from kakehashi.plan.starter import plan_from


def made(key: str) -> Plan:
    numbers = count()
    items = plan_from(
        starter_named(key),
        language="en",
        first_month="2027-04",
        uuid="u",
        new_id=lambda: f"n{next(numbers)}",
    )
    return Plan("u", items)


def planned(plan: Plan) -> Decimal:
    found = (total(row.planned, plan_months(plan)) for row in budget_rows(plan))
    return sum((money for money in found if money is not None), Decimal(0))


@pytest.mark.parametrize("currency", ["USD", "TWD", "KRW"])
@pytest.mark.parametrize("key", starter_keys())
def test_a_starter_says_the_same_in_another_currency(key: str, currency: str) -> None:
    plan = made(key)
    size = size_between("JPY", currency)
    assert size is not None
    other = Plan("u", in_currency(plan, currency, size))
    assert other.only(About).currency == currency
    assert planned(other) == planned(plan) * size
    before, after = forecast(plan), forecast(other)
    assert after.steps == before.steps  # people and deals are as many
    assert after.economics.ltv_cac == before.economics.ltv_cac
    money = {metric.id for metric in plan.items(Metric) if metric.unit == "money"}
    for metric in plan.items(Metric):
        factor = size if metric.id in money else Decimal(1)
        turned = other.item(metric.id)
        assert isinstance(turned, Metric)
        assert dict(turned.target) == {month: value * factor for month, value in metric.target.items()}
    told, told_before = ([(each.check, each.item) for each in run_checks(each)] for each in (other, plan))
    assert told == told_before


@pytest.mark.parametrize("key", starter_keys())
def test_scenarios_turn_too(key: str) -> None:
    plan = made(key)
    size = Decimal("0.01")
    other = Plan("u", in_currency(plan, "USD", size))
    for scenario in plan.items(Scenario):
        before, after = forecast(plan, scenario.id), forecast(other, scenario.id)
        assert after.steps == before.steps
        one, turned = before.economics.cac, after.economics.cac
        assert one is not None
        assert turned is not None
        assert abs(turned - one * size) <= abs(one) * Decimal("1e-20")


def test_there_and_back_is_the_same_plan() -> None:
    plan = made("b2b-saas")
    there = Plan("u", in_currency(plan, "TWD", SIZES["TWD"] / SIZES["JPY"]))
    assert there != plan
    assert Plan("u", in_currency(there, "JPY", SIZES["JPY"] / SIZES["TWD"])) == plan


def test_a_currency_whose_size_is_not_known_is_told() -> None:
    assert size_between("JPY", "XXX") is None
    assert size_between("XXX", "JPY") is None
