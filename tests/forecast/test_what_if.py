"""What if an assumption were another: what can be tried, and the change that assumes it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.forecast.small import MONTHS, changed, small_plan

from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.what_if import LEADS, Assumption, assumed, assumptions, overriding
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import apply
from kakehashi.plan.item import Figure
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Scenario


def by_key(plan: Plan) -> dict[str, Assumption]:
    return {each.key: each for each in assumptions(plan)}


def won(plan: Plan, scenario: str | None = None) -> Decimal | None:
    return forecast(plan, scenario).economics.won


def test_what_can_be_tried_in_the_order_of_the_funnel() -> None:
    worth = [f"{only_id('Economics')}.{field}" for field in ("deal_value", "gross_margin")]
    assert list(by_key(small_plan())) == [LEADS, "lead.rate", "opp.rate", *worth, "lead.lag", "opp.lag"]


def test_a_longer_way_is_tried_in_tenths_of_a_month() -> None:
    found = by_key(small_plan())["opp.lag"]  # now at once
    assert (found.unit, found.least, found.most, found.step) == ("months", 0, 1, Decimal("0.1"))
    found = by_key(small_plan())["lead.lag"]
    assert (found.least, found.most) == (0, 2)
    ranged = Figure(value=Decimal(3), low=Decimal(1), high=Decimal(6))
    found = by_key(changed(small_plan(), "lead", lag=ranged))["lead.lag"]
    assert (found.least, found.most) == (0, 11)


def test_a_longer_way_wins_later_and_less_in_the_plans_months() -> None:
    plan = changed(small_plan(), "lead", lag=Figure(value=Decimal(2), low=Decimal(1), high=Decimal(4)))
    later = apply(plan, assumed(plan, {"lead.lag": Decimal(3)}, person="大野", date="2027-05-01"))
    assert (won(plan), won(later)) == (20, 10)
    lag = later.item("lead").lag  # type: ignore[attr-defined]
    assert (lag.passport.origin, lag.was.value) == ("decided", 2)


def test_a_lag_by_month_keeps_its_width_when_its_mean_is_tried() -> None:
    """As wide as before: half of the people after 1 month, half after 3, is a deviation of 1."""
    shares = (Decimal(0), Decimal("0.5"), Decimal(0), Decimal("0.5"))
    mean = Figure(value=Decimal(2))
    plan = changed(small_plan(), "lead", lag=mean, lag_shape="histogram", lag_shares=shares)
    same = apply(plan, assumed(plan, {"lead.lag": Decimal(2)}, person="", date=""))
    assert same == plan
    step = apply(plan, assumed(plan, {"lead.lag": Decimal("2.5")}, person="", date="")).item("lead")
    assert isinstance(step, FunnelStep)
    assert (step.lag_shape, step.lag_spread, step.lag_shares) == ("spread", 1, ())
    kept = changed(plan, "lead", lag_shape="spread", lag_spread=Decimal("0.7"), lag_shares=())
    step = apply(kept, assumed(kept, {"lead.lag": Decimal("2.5")}, person="", date="")).item("lead")
    assert isinstance(step, FunnelStep)
    assert (step.lag_shape, step.lag_spread) == ("spread", Decimal("0.7"))


def test_less_margin_makes_a_customer_worth_less() -> None:
    plan = small_plan()
    key = f"{only_id('Economics')}.gross_margin"
    tried = apply(plan, assumed(plan, {key: Decimal("0.3")}, person="", date=""))
    before, after = forecast(plan).economics.ltv_cac, forecast(tried).economics.ltv_cac
    assert before is not None
    assert after == before / 2


def test_a_plan_without_figures_has_nothing_to_try() -> None:
    assert assumptions(Plan("none", [About(id=only_id("About"))])) == ()


def test_reach_holds_the_likely_range_and_stays_inside_the_field() -> None:
    wide = Figure(value=Decimal("0.8"), low=Decimal("0.6"), high=Decimal("0.95"))
    found = by_key(changed(small_plan(), "lead", rate=wide))["lead.rate"]
    assert Decimal(0) <= found.least < Decimal("0.6")
    assert found.most == 1
    assert found.least <= found.value <= found.most
    assert 50 <= (found.most - found.least) / found.step <= 500


def test_a_value_of_nothing_can_be_raised_only_where_it_has_a_range() -> None:
    nothing = changed(small_plan(), "lead", rate=Figure(value=Decimal(0)))
    assert "lead.rate" not in by_key(nothing)
    ranged = Figure(value=Decimal(0), low=Decimal(0), high=Decimal("0.1"))
    found = by_key(changed(small_plan(), "lead", rate=ranged))["lead.rate"]
    assert (found.least, found.most) == (0, Decimal("0.2"))


def test_assuming_more_wins_more_and_says_who_decided() -> None:
    plan = small_plan()
    tried = apply(plan, assumed(plan, {"opp.rate": Decimal("0.4")}, person="大野", date="2027-05-01"))
    assert won(plan) == 20
    assert won(tried) == 40
    rate = tried.item("opp").rate  # type: ignore[attr-defined]
    assert (rate.passport.origin, rate.passport.by, rate.was.value) == ("decided", "大野", Decimal("0.2"))


def test_leads_grow_in_the_open_months_only() -> None:
    plan = changed(small_plan(), only_id("About"), closed_through=MONTHS[0])
    tried = apply(plan, assumed(plan, {LEADS: Decimal("1.5")}, person="", date=""))
    fair = tried.item("fair")
    assert isinstance(fair, Measure)
    assert dict(fair.expected) == {MONTHS[0]: Decimal(100), MONTHS[1]: Decimal(150)}


def test_what_is_as_planned_or_unknown_changes_nothing() -> None:
    plan = small_plan()
    assert (
        assumed(plan, {"opp.rate": Decimal("0.2"), LEADS: Decimal(1), "x": Decimal(3)}, person="", date="")
        == ()
    )


BY_MONTH = (Decimal("0.2"), Decimal("0.5"), Decimal("0.3"))


@pytest.mark.parametrize(
    "values", [{"opp.rate": Decimal("0.3")}, {LEADS: Decimal("1.234")}, {"lead.lag": Decimal("1.6")}]
)
def test_as_a_scenario_it_leads_to_the_same(values: dict[str, Decimal]) -> None:
    plan = changed(small_plan(), "lead", lag_shape="histogram", lag_shares=BY_MONTH)
    with_scenario = plan.with_items({"s": Scenario(id="s", name="S", overrides=overriding(plan, values))})
    tried = apply(plan, assumed(plan, values, person="", date=""))
    assert won(with_scenario, "s") == won(tried) != won(plan)


def test_each_is_typed_in_its_own_field() -> None:
    found = by_key(small_plan())
    assert found["opp.rate"].described.kind == FunnelStep.__name__
    assert found[f"{only_id('Economics')}.deal_value"].described.kind == Economics.__name__
    assert found[LEADS].described.field.unit == "rate"
