"""Backward from a goal: the law on drawn plans, examples by hand, limits by name, feasibility."""

from __future__ import annotations

import math
from decimal import Decimal
from random import Random

import pytest
from tests.forecast.plans import SEEDS, drawn_plan, with_goal
from tests.forecast.small import MONTHS, changed, figure, frame, plus, small_plan, team

from kakehashi.forecast.backward import backward, scaled
from kakehashi.forecast.forward import forward
from kakehashi.forecast.inputs import Inputs, inputs_of
from kakehashi.forecast.pull import Bend, Pull, smallest_factor
from kakehashi.forecast.results import Backward
from kakehashi.forecast.targets import month_weights
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure, Response
from kakehashi.plan.kinds import only_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal, OpeningPipeline


def worked(plan: Plan, **target: int) -> Backward:
    if target:
        metric = plan.item("kgi")
        assert isinstance(metric, Metric)
        plan = changed(plan, "kgi", target={MONTHS[3]: Decimal(target["target"])})
    (goal,) = plan.items(Goal)
    return backward(plan, goal)


def value_of(plan: Plan, inputs: Inputs, follows: str, rule: str, by: str) -> float:
    """The goal's value by a forward run alone."""
    won = forward(inputs).total[-1].reached
    assert won is not None
    weights = month_weights(rule, plan_months(plan).index(by) + 1, len(won))
    value = sum(count * weight for count, weight in zip(won, weights, strict=True))
    assert inputs.terms.deal_value is not None
    return value * (inputs.terms.deal_value if follows == "revenue" else 1.0)


LIMITS = {f"forecast.limit.{name}" for name in ("closed", "no_leads", "factor", "saturation", "rate", "lag")}


def _drawn_goal(seed: int) -> tuple[Plan, str, str, str]:
    rng = Random(seed)
    plan = drawn_plan(seed)
    months = plan_months(plan)
    by = rng.choice([months[-1], rng.choice(months)])
    closed = rng.choice([None, None, months[0], rng.choice(months)])
    follows, rule = rng.choice(["won", "revenue"]), rng.choice(["sum", "sum", "last", "average"])
    planned = value_of(plan, inputs_of(plan), follows, rule, by)
    target = round((planned or 1.0) * rng.choice([0.1, 0.5, 0.9, 1.1, 1.7, 4.0]), 6)
    return with_goal(plan, follows, rule, by, target, closed), follows, rule, by


def test_backward_then_forward_meets_the_goal() -> None:
    ends = {"exact": 0, "enough": 0, "out of reach": 0}
    for seed in SEEDS:
        plan, follows, rule, by = _drawn_goal(seed)
        inputs = inputs_of(plan)
        found = worked(plan)
        target = float(plan.items(Metric)[0].target[by])
        if found.factor is None:
            ends["out of reach"] += 1
            assert found.limit is not None
            assert found.limit.id in LIMITS
            window = range(inputs.open_from, len(inputs.months))
            assert value_of(plan, scaled(inputs, 1e6, window), follows, rule, by) < target
            continue
        assert found.limit is None
        window = range(inputs.open_from, plan_months(plan).index(by) + 1)
        value = value_of(plan, scaled(inputs, float(found.factor), window), follows, rule, by)
        if found.factor > 0:
            ends["exact"] += 1
            assert math.isclose(value, target, rel_tol=1e-9), seed
        else:
            ends["enough"] += 1
            assert value >= target * (1 - 1e-12)
    assert min(ends.values()) >= 15, ends


def test_by_hand() -> None:
    """Planned: 20 won of 30 wanted, so half as many again of everything, in April and May."""
    found = worked(small_plan())
    assert (found.target, found.forecast, found.gap, found.factor) == (30, 20, -10, Decimal("1.5"))
    assert found.scaled_months == MONTHS
    assert [(each.step, each.required, each.planned, each.gap) for each in found.required] == [
        ("lead", 300, 200, 100),
        ("opp", 150, 100, 50),
        ("won", 30, 20, 10),
    ]
    assert dict(found.required[1].by_month) == dict(zip(MONTHS, map(Decimal, (0, 75, 75, 0)), strict=True))
    assert (found.spend_total, found.unpriced) == (2_000_000, ("fair",))


def test_closed_months_are_not_scaled() -> None:
    plan = plus(small_plan(), About(id=only_id("About"), months=4, closed_through=MONTHS[0]))
    found = worked(plan)
    assert found.factor == 2  # 10 from April stay, May must bring 20
    assert found.scaled_months == MONTHS[1:]


def test_months_after_the_goal_are_not_scaled() -> None:
    plan = changed(small_plan(), "goal", by=MONTHS[1])
    plan = changed(plan, "kgi", target={MONTHS[1]: Decimal(20)})
    found = worked(plan)
    assert found.factor == 2
    assert found.required[0].by_month[MONTHS[0]] == 200
    assert found.required[0].by_month[MONTHS[2]] == 0
    assert found.required[0].required == 400  # through May: 200 + 200


def test_spend_follows_the_response_with_saturation() -> None:
    """Top 200, half 900,000: 100 leads a month at 900,000. For 150 the spend must be three times as much."""
    curve = Response(shape="saturating", top=figure(200), half=figure(900_000), steepness=figure(1))
    plan = changed(small_plan(), "fair", expected={}, response=curve)
    found = worked(plan)
    assert found.factor == 3
    assert found.spend == {"fair": 5_400_000}
    assert (found.spend_total, found.spend_planned, found.unpriced) == (5_600_000, 2_000_000, ())
    assert [each.required for each in found.required] == [300, 150, 30]
    beyond = worked(plan, target=40)
    assert beyond.factor is None
    assert beyond.limit is not None
    assert (beyond.limit.id, beyond.limit.values) == ("forecast.limit.saturation", {"most": "40.0"})


def test_revenue_goals_and_enough_in_the_pipeline() -> None:
    plan = changed(small_plan(), "kgi", follows="revenue", target={MONTHS[3]: Decimal(30_000_000)})
    assert worked(plan).factor == Decimal("1.5")
    opening = OpeningPipeline(id="o", step="opp", count=figure(200))
    found = worked(plus(small_plan(), opening))
    assert (found.factor, found.forecast) == (0, 60)
    assert found.required[2].required == 40
    assert found.feasible is None  # nothing to compare with


@pytest.mark.parametrize(
    ("changes", "limit"),
    [
        ({"lead": {"lag": figure(4)}}, "lag"),
        ({"lead": {"rate": figure(0)}}, "rate"),
        ({"fair": {"expected": {MONTHS[0]: Decimal(0)}}}, "no_leads"),
        ({"fair": {"expected": {}}}, "no_leads"),
        ({"opp": {"rate": None}}, "missing"),
        ({"kgi": {"target": {MONTHS[3]: Decimal(10**14)}}}, "factor"),
    ],
)
def test_a_goal_out_of_reach_names_the_limit(changes: dict[str, dict[str, object]], limit: str) -> None:
    plan = small_plan()
    for item, fields in changes.items():
        plan = changed(plan, item, **fields)
    found = worked(plan)
    assert found.factor is None
    assert found.limit is not None
    assert found.limit.id == f"forecast.limit.{limit}"


def test_nothing_can_be_changed_in_closed_months_and_no_value_gives_no_revenue() -> None:
    closed = worked(plus(small_plan(), About(id=only_id("About"), months=4, closed_through="2029-01")))
    assert closed.limit is not None
    assert closed.limit.id == "forecast.limit.closed"
    plan = changed(small_plan(), only_id("Economics"), deal_value=figure(0))
    worthless = worked(changed(plan, "kgi", follows="revenue"))
    assert worthless.limit is not None
    assert worthless.limit.id == "forecast.limit.deal_value"


@pytest.mark.parametrize(
    ("item", "fields", "problem"),
    [
        ("goal", {"metric": "gone"}, "no_metric"),
        ("goal", {"by": "2030-01"}, "month"),
        ("goal", {"by": None}, "month"),
        ("kgi", {"target": {}}, "no_target"),
        ("kgi", {"follows": "cac"}, "follows"),
        ("kgi", {"follows": "step", "follows_step": "opp"}, "follows"),
        ("kgi", {"combines": "ratio"}, "ratio"),
    ],
)
def test_a_goal_that_cannot_be_worked_back_says_why(
    item: str, fields: dict[str, object], problem: str
) -> None:
    found = worked(changed(small_plan(), item, **fields))
    assert found.factor is None
    assert found.limit is not None
    assert found.limit.id == f"forecast.goal.{problem}"


def test_a_metric_of_the_won_step_counts_as_won() -> None:
    plan = changed(small_plan(), "kgi", follows="step", follows_step="won")
    assert worked(plan).factor == Decimal("1.5")


def test_feasibility_names_what_binds_first() -> None:
    """150 opportunities and 5,600,000 are required (see the response above)."""
    curve = Response(shape="saturating", top=figure(200), half=figure(900_000), steepness=figure(1))
    plan = changed(small_plan(), "fair", expected={}, response=curve)
    roomy = worked(plus(plan, team("opp", 20, people=Decimal(4)), frame(8_000_000, promotion=6_000_000)))
    assert roomy.feasible is True
    shown = [(each.kind, each.item, each.required, each.available, each.headroom) for each in roomy.limits]
    assert shown == [
        ("category", "promotion", 5_400_000, 6_000_000, 600_000),
        ("frame", None, 5_600_000, 8_000_000, 2_400_000),
        ("capacity", "opp", 150, 320, 170),
    ]
    tight = worked(plus(plan, team("opp", 70, start=MONTHS[1], end=MONTHS[2]), frame(6_000_000)))
    assert tight.feasible is False
    capacity, money = tight.limits
    assert (capacity.kind, capacity.available, capacity.headroom, capacity.holds) == (
        "capacity",
        140,
        -10,
        False,
    )
    assert capacity.months_over == MONTHS[1:3]
    assert (money.kind, money.holds) == ("frame", True)
    assert capacity.used == Decimal("1.07142857143")


def test_a_limit_that_is_not_known_is_neither_held_nor_broken() -> None:
    plan = plus(small_plan(), team("opp", 0, people=Decimal(3)), frame(3_000_000, promotion=0))
    assert [(each.kind, each.holds) for each in worked(plan).limits] == [
        ("capacity", False),
        ("category", False),
        ("frame", True),
    ]
    unknown = changed(plus(small_plan(), team("opp", 1)), "team-opp", amount=None)
    (limit,) = worked(unknown).limits
    assert (limit.available, limit.headroom, limit.holds) == (None, None, None)
    assert worked(unknown).feasible is None


def test_the_search_ends_on_steep_and_flat_pulls() -> None:
    bend = Bend(most=100.0, fixed=0.0, scaled=1e3, half=1e6, steepness=30.0)
    steep = Pull(fixed=1.0, slope=0.0, bends=(bend,))
    for goal in (1.0000001, 51.0, 100.9999):
        factor = smallest_factor(steep, goal)
        assert factor is not None
        assert steep.at(factor) == pytest.approx(goal, rel=1e-12)
    assert smallest_factor(steep, 101.0) is None
    assert smallest_factor(Pull(fixed=0.0, slope=1e-5, bends=()), 5.0) == pytest.approx(5e5)
    assert smallest_factor(Pull(fixed=0.0, slope=1e-6, bends=()), 5.0) is None
    assert smallest_factor(Pull(fixed=5.0, slope=1.0, bends=()), 5.0) == 0


def test_measures_without_leads_are_left_alone() -> None:
    plan = plus(small_plan(), Measure(id="brand", name="ブランド"))
    assert worked(plan).factor == Decimal("1.5")
