"""The whole forecast: as stored and printed, goals, bound metrics, scenarios, and any plan at all."""

from __future__ import annotations

import time
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from tests.forecast.plans import drawn_plan
from tests.forecast.small import MONTHS, changed, figure, frame, plus, small_plan, team
from tests.plan.drawn import plans

from kakehashi.forecast.bound import metric_forecast
from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.results import Forecast, stored
from kakehashi.forecast.scenarios import overridden
from kakehashi.forecast.targets import combined
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import NoSuchItem
from kakehashi.plan.item import Passport
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.months import months_from
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Goal, Override, Scenario
from kakehashi.words import LANGUAGES, Message, text


def series(*values: float) -> dict[str, Decimal]:
    return {month: Decimal(str(value)) for month, value in zip(MONTHS, values, strict=True)}


def test_results_keep_twelve_digits_and_no_exponent() -> None:
    assert str(stored(1 / 3)) == "0.333333333333"
    assert str(stored(1e20)) == "100000000000000000000"
    assert str(stored(0.1 + 0.2)) == "0.3"
    assert [stored(value) for value in (None, -0.0, float("inf"), float("nan"))] == [None, 0, None, None]


def test_by_hand() -> None:
    found = forecast(small_plan())
    assert found.months == MONTHS
    lead, opp, won = found.steps
    assert (lead.marks, lead.total) == ("lead", 200)
    assert lead.rate == lead.rate_used == Decimal("0.5")
    assert dict(opp.reached) == series(0, 50, 50, 0)
    assert (won.total, won.rate, won.passed_on, won.entered) == (20, None, None, 20)
    assert dict(found.by_measure["fair"]["won"]) == series(0, 10, 10, 0)
    assert dict(found.revenue) == series(0, 1e7, 1e7, 0)
    assert dict(found.gross_profit) == series(0, 6e6, 6e6, 0)
    assert found.spend == {MONTHS[0]: 900_000, MONTHS[1]: 900_000, MONTHS[3]: 200_000}
    assert found.spend_by_measure == {"fair": {MONTHS[0]: 900_000, MONTHS[1]: 900_000}}
    (goal,) = found.goals
    assert (goal.goal, goal.target, goal.gap, goal.factor) == ("goal", 30, -10, Decimal("1.5"))
    assert found.problems == ()


def test_the_rate_used_is_that_of_all_measures_together() -> None:
    other = Measure(id="web", expected={MONTHS[0]: Decimal(200)}, own_rates={"lead": figure("0.2")})
    lead = forecast(plus(small_plan(), other)).steps[0]
    assert (lead.rate, lead.rate_used) == (Decimal("0.5"), Decimal("0.35"))  # 140 of 400


def test_it_is_printed_and_read_back_as_it_is() -> None:
    plan = plus(drawn_plan(7), *small_plan().items(Metric), *small_plan().items(Goal))
    found = forecast(plan)
    assert msgspec.json.decode(msgspec.json.encode(found), type=Forecast) == found


def test_a_goal_of_another_metric_has_a_forecast_but_no_factor() -> None:
    plan = changed(small_plan(), "kgi", follows="cac", target={MONTHS[3]: Decimal(140_000)})
    (goal,) = forecast(plan).goals
    assert (goal.forecast, goal.gap, goal.factor) == (150_000, 10_000, None)
    plan = changed(plan, "kgi", follows="step", follows_step="opp", combines="average")
    (goal,) = forecast(plan).goals
    assert goal.forecast == 25
    (goal,) = forecast(changed(plan, "kgi", follows="")).goals
    assert (goal.forecast, goal.gap) == (None, None)


@pytest.mark.parametrize(
    ("follows", "values"),
    [
        ("won", (0, 10, 10, 0)),
        ("revenue", (0, 10_000_000, 10_000_000, 0)),
        ("gross_profit", (0, 6_000_000, 6_000_000, 0)),
        ("spend", (900_000, 900_000, None, 200_000)),
        ("cac", (None, 230_000, 140_000, 150_000)),
        ("ltv", (1_500_000,) * 4),
        ("cost_per_lead", (9000, 9000, 9000, 10_000)),
    ],
)
def test_bound_metrics_by_month(follows: str, values: tuple[int | None, ...]) -> None:
    plan = small_plan()
    metric = Metric(id="m", follows=follows)  # type: ignore[arg-type]
    found = metric_forecast(plan, forecast(plan), metric)
    assert list(found) == list(MONTHS)
    assert tuple(found.values()) == values


def test_a_metric_of_a_step_or_of_nothing() -> None:
    plan = small_plan()
    found = forecast(plan)
    step = Metric(id="m", follows="step", follows_step="opp")
    assert metric_forecast(plan, found, step) == series(0, 50, 50, 0)
    lost = Metric(id="m", follows="step", follows_step="gone")
    assert metric_forecast(plan, found, lost) == dict.fromkeys(MONTHS)
    assert metric_forecast(plan, found, Metric(id="m")) == {}


def test_targets_are_combined_by_the_rule_of_the_metric() -> None:
    values = {MONTHS[0]: Decimal(4), MONTHS[2]: Decimal(8)}
    assert combined(values, MONTHS, "sum") == 12
    assert combined(values, MONTHS, "average") == 6
    assert combined(values, MONTHS, "last") == 8
    assert combined(values, MONTHS[:2], "last") == 4
    assert combined(values, MONTHS[1:2], "sum") is None


def test_a_scenario_assumes_something_else() -> None:
    overrides = (
        Override(item="opp", field="rate", value="0.4"),
        Override(item="fair", field="expected", key=MONTHS[0], value="50"),
        Override(item="fair", field="own_rates", key="lead", value=1),
        Override(item=only_id("Economics"), field="deal_value", value={"value": "2000000"}),
        Override(item="opp", field="lag", value=None),
        Override(item="opp", field="lag", value=1),
    )
    scenario = Scenario(id="s", name="強気", overrides=overrides)
    plan = plus(small_plan(), scenario)
    found = forecast(plan, "s")
    assert found.scenario == "s"
    assert dict(found.steps[2].reached) == series(0, 0, 20, 40)
    assert found.economics.revenue == 120_000_000
    assert found.problems == ()
    assert forecast(plan).economics == forecast(small_plan()).economics
    rate = overridden(plan, scenario)[0].item("opp").rate  # type: ignore[attr-defined]
    assert (rate.value, rate.passport, rate.was.value) == (
        Decimal("0.4"),
        Passport(origin="assumed"),
        Decimal("0.2"),
    )


def test_an_assumption_that_cannot_be_applied_is_named_and_left_out() -> None:
    wrong = (
        Override(item="gone", field="rate", value="0.4"),
        Override(item="opp", field="rate", value="1.5"),
        Override(item="opp", field="rate", value="NaN"),
        Override(item="opp", field="nothing", value="1"),
        Override(item="fair", field="own_rates", value="0.3"),
    )
    plan = plus(small_plan(), Scenario(id="s", overrides=wrong))
    found = forecast(plan, "s")
    assert found.steps == forecast(plan).steps
    assert [problem.id for problem in found.problems] == ["forecast.problem.override"] * len(wrong)
    with pytest.raises(NoSuchItem):
        forecast(plan, "other")


def test_large_numbers_are_still_said() -> None:
    most = Decimal(10**14)
    plan = plus(small_plan(), team("opp", 10**14, people=most), frame(10**14))
    plan = changed(plan, "fair", expected={MONTHS[0]: most})
    plan = changed(plan, only_id("Economics"), deal_value=figure(10**14))
    plan = changed(plan, "kgi", follows="revenue", target={MONTHS[3]: Decimal(10**14)})
    found = forecast(plan)
    assert found.goals[0].factor == Decimal("0.0000000000001")
    _say_all(found)


@settings(deadline=None)
@given(plans())
def test_any_plan_has_a_forecast(plan: Plan) -> None:
    found = forecast(plan)
    assert msgspec.json.decode(msgspec.json.encode(found.economics), type=type(found.economics))
    for scenario in plan.items(Scenario):
        forecast(plan, scenario.id)
    _say_all(found)


def test_every_sentence_is_there_in_every_language() -> None:
    for plan in (Plan("bare"), small_plan(), plus(small_plan(), team("opp", 1), frame(1, promotion=1))):
        _say_all(forecast(plan))


def _say_all(found: Forecast) -> None:
    limits = [limit.message for goal in found.goals for limit in goal.limits]
    reasons = [goal.limit for goal in found.goals if goal.limit is not None]
    for message in (*found.problems, *limits, *reasons):
        assert isinstance(message, Message)
        for language in LANGUAGES:
            assert text(message, language)


def test_a_large_plan_is_quick() -> None:
    """50 measures, 36 months, 6 steps: about 25 ms here; the bound leaves room for slower machines."""
    months = months_from("2027-04", 36)
    names = ("lead", "follow", "opportunity", "valid", "other", "won")
    steps = [
        FunnelStep(
            id=name,
            position=f"a{n}",
            marks=name,
            rate=figure("0.5"),
            lag_shape="spread",
            lag=figure(3),
            lag_spread=Decimal(2),
        )
        for n, name in enumerate(names)
    ]
    measures = [
        Measure(id=f"m{n}", expected={month: Decimal(20) for month in months}, own_rates={})
        for n in range(50)
    ]
    economics = Economics(id=only_id("Economics"), deal_value=figure(1_000_000))
    metric = Metric(id="kgi", follows="won", target={months[-1]: Decimal(2000)})
    goal = Goal(id="goal", metric="kgi", by=months[-1])
    about = About(id=only_id("About"), first_month=months[0], months=36)
    plan = Plan("large", [about, *steps, *measures, economics, metric, goal])
    times = []
    for _ in range(5):
        start = time.process_time()
        found = forecast(plan)
        times.append(time.process_time() - start)
    assert found.goals[0].factor is not None
    assert min(times) < 0.1
