"""The forward run: examples by hand, nobody lost, zero and missing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import Decimal
from itertools import pairwise

import msgspec
import pytest
from tests.forecast.plans import SEEDS, drawn_plan
from tests.forecast.small import MONTHS, changed, figure, plus, small_plan

from kakehashi.forecast.forward import OPENING, Flow, StepFlow, Steps, by_source, forward
from kakehashi.forecast.inputs import inputs_of
from kakehashi.forecast.leads import Linear, Saturating, carried, leads_from
from kakehashi.plan.budget import Measure, Response
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep, OpeningPipeline


def run(plan: Plan) -> Flow:
    return forward(inputs_of(plan))


def each(plan: Plan) -> Mapping[str, Steps]:
    return by_source(inputs_of(plan))


def reached(plan: Plan) -> list[tuple[float, ...] | None]:
    return [step.reached for step in run(plan).total]


def test_by_hand() -> None:
    assert reached(small_plan()) == [(100, 100, 0, 0), (0, 50, 50, 0), (0, 10, 10, 0)]


def test_a_lag_of_one_and_a_half_months_is_split_and_the_rest_stays_open() -> None:
    plan = changed(small_plan(), "lead", lag=figure("1.5"))
    plan = changed(plan, "fair", expected={MONTHS[2]: Decimal(100)})
    lead = run(plan).total[0]
    assert reached(plan)[1] == (0, 0, 0, 25)
    assert (lead.entered, lead.passed_on, lead.dropped, lead.still_open) == (100, 25, 25, 50)


def test_a_histogram_by_hand() -> None:
    plan = changed(small_plan(), "lead", lag_shape="histogram", lag_shares=(Decimal("0.5"), Decimal("0.25")))
    plan = changed(plan, "fair", expected={MONTHS[0]: Decimal(90)})
    assert reached(plan)[1] == pytest.approx((30, 15, 0, 0))


def test_an_own_rate_holds_for_its_measure_only() -> None:
    other = Measure(id="web", expected={MONTHS[0]: Decimal(10)}, own_rates={"lead": figure("0.9")})
    flows = each(plus(small_plan(), other))
    assert flows["web"][1].reached == (0, 9, 0, 0)
    assert flows["fair"][1].reached == (0, 50, 50, 0)


def test_a_measure_may_enter_later() -> None:
    plan = changed(small_plan(), "fair", enters_at="opp")
    assert reached(plan) == [(0, 0, 0, 0), (100, 100, 0, 0), (20, 20, 0, 0)]


def test_the_opening_pipeline_goes_on_with_what_is_left_of_its_lag() -> None:
    plan = changed(small_plan(), "fair", expected={MONTHS[0]: Decimal(0)})
    plan = changed(
        plan, "lead", lag_shape="histogram", lag_shares=tuple(map(Decimal, ("0.2", "0.3", "0.4", "0.1")))
    )
    opening = OpeningPipeline(id="o", step="lead", count=figure(80), age=1)
    flow = each(plus(plan, opening))[OPENING]
    assert flow[0].reached == (0, 0, 0, 0)
    assert (flow[0].standing, flow[0].entered) == (80, 80)
    assert flow[1].reached == pytest.approx((15, 20, 5, 0))  # 80 x 0.5 x (3/8, 4/8, 1/8)
    late = each(plus(plan, msgspec.structs.replace(opening, age=4)))[OPENING]
    assert late[1].reached == (40, 0, 0, 0)


def test_leads_from_spend_by_hand() -> None:
    assert leads_from(Linear(cost_per_lead=200.0), (1000, 0, 500)) == (5, 0, 2.5)
    assert carried((1000, 0, 500), 0.5) == (1000, 500, 750)
    assert leads_from(Linear(cost_per_lead=100.0, carry_over=0.5), (1000, 0, 500)) == (10, 5, 7.5)
    curve = Saturating(top=60.0, half=1000.0, steepness=2.0)
    assert leads_from(curve, (0, 1000, 2000)) == pytest.approx((0, 30, 48))  # 60 x 4 / (1 + 4)
    steep = Saturating(top=60.0, half=1e6, steepness=500.0)
    assert leads_from(steep, (1.0, 1e12)) == (0, 60)


@pytest.mark.parametrize("seed", SEEDS[:60])
def test_nobody_is_lost(seed: int) -> None:
    inputs = inputs_of(drawn_plan(seed))
    flow = forward(inputs)
    flows = by_source(inputs)
    for steps in (*flows.values(), flow.total):
        for here, following in pairwise(steps):
            assert here.passed_on is not None
            assert here.dropped is not None
            assert here.still_open is not None
            _same(here.passed_on + here.still_open + here.dropped, here.entered)
            assert here.reached is not None
            assert here.standing is not None
            _same(sum(here.reached) + here.standing, here.entered)
            assert following.reached is not None
        assert steps[-1].passed_on is None
    for at, total in enumerate(flow.total):
        added = [sum(month) for month in zip(*(steps[at].reached for steps in flows.values()), strict=True)]
        assert total.reached == pytest.approx(added, rel=1e-12)


@pytest.mark.parametrize("seed", SEEDS[:30])
def test_measures_that_enter_late_are_passed_on_once(seed: int) -> None:
    """What reaches a step from before is what the step before passed on; the rest entered there."""
    inputs = inputs_of(drawn_plan(seed))
    flows = by_source(inputs)
    for source in inputs.sources:
        steps = flows[source.id]
        for at, (here, following) in enumerate(pairwise(steps)):
            assert following.reached is not None
            assert here.passed_on is not None
            came = sum(following.reached) if at + 1 != source.enters else 0.0
            _same(came, here.passed_on)


@pytest.mark.parametrize("seed", SEEDS[:30])
def test_twice_the_typed_leads_are_twice_the_flow(seed: int) -> None:
    plan = drawn_plan(seed)
    typed = [measure for measure in plan.items(Measure) if measure.response is None]
    doubled = plan.with_items(
        {
            one.id: msgspec.structs.replace(
                one, expected={month: 2 * value for month, value in one.expected.items()}
            )
            for one in typed
        }
    )
    before, after = each(plan), each(doubled)
    for measure in typed:
        for one, two in zip(before[measure.id], after[measure.id], strict=True):
            assert one.reached is not None
            assert two.reached == pytest.approx([2 * value for value in one.reached], rel=1e-12)


def test_zero_leads_give_zeros_and_no_leads_are_missing() -> None:
    plan = changed(small_plan(), "fair", expected={MONTHS[0]: Decimal(0)})
    assert reached(plan) == [(0, 0, 0, 0)] * 3
    nothing = changed(small_plan(), "fair", expected={})
    assert reached(nothing) == [None] * 3
    assert _problems(nothing) == ["no_leads"]


def test_a_missing_rate_or_lag_is_missing_from_there_on() -> None:
    for field in ("rate", "lag"):
        plan = changed(small_plan(), "opp", **{field: None})
        assert reached(plan) == [(100, 100, 0, 0), (0, 50, 50, 0), None]
        opp = run(plan).total[1]
        assert (opp.entered, opp.passed_on, opp.dropped, opp.still_open) == (100, None, None, None)
        assert _problems(plan) == ["rate" if field == "rate" else "lag.fixed"]


def test_an_own_rate_stands_in_for_a_missing_one() -> None:
    plan = changed(small_plan(), "opp", rate=None)
    plan = changed(plan, "fair", own_rates={"opp": figure("0.1")})
    assert reached(plan)[2] == (0, 5, 5, 0)


def test_what_one_measure_misses_the_total_misses() -> None:
    other = Measure(id="ads", enters_at="opp", response=Response())
    plan = plus(small_plan(), other)
    assert reached(plan) == [(100, 100, 0, 0), None, None]
    assert each(plan)["fair"][2].reached == (0, 10, 10, 0)
    assert _problems(plan) == ["response.linear", "no_spend"]


@pytest.mark.parametrize(
    ("item", "problems"),
    [
        (Measure(id="x", expected={MONTHS[0]: Decimal(1)}, enters_at="gone"), ["enters_missing"]),
        (OpeningPipeline(id="x", count=figure(1)), ["opening_step"]),
    ],
)
def test_who_enters_nowhere_is_missing_everywhere(item: Measure, problems: list[str]) -> None:
    plan = plus(small_plan(), item)
    assert reached(plan) == [None, None, None]
    assert _problems(plan) == problems


def test_an_opening_count_is_missing_from_its_step_on() -> None:
    plan = plus(small_plan(), OpeningPipeline(id="o", step="opp"))
    assert each(plan)[OPENING][1] == StepFlow(reached=(0, 0, 0, 0))
    assert reached(plan) == [(100, 100, 0, 0), (0, 50, 50, 0), None]
    assert _problems(plan) == ["opening_count"]


def test_what_lies_outside_lead_to_won_is_only_named() -> None:
    items = [
        FunnelStep(id="visit", name="訪問", position="A", rate=figure("0.1"), lag=figure(0)),
        FunnelStep(id="renewed", name="更新", position="d", marks="renewed"),
        Measure(id="seo", name="SEO", expected={MONTHS[0]: Decimal(9)}, enters_at="visit"),
        OpeningPipeline(id="o", step="won", count=figure(5)),
    ]
    plan = plus(small_plan(), *items)
    assert reached(plan) == reached(small_plan())
    assert _problems(plan) == ["enters_outside", "opening_outside"]


@pytest.mark.parametrize(
    ("marks", "problems"),
    [
        ({"won": "other"}, ["won_step"]),
        ({"lead": "other", "won": "other"}, ["lead_step", "won_step"]),
        ({"lead": "won", "won": "lead"}, ["step_order"]),
    ],
)
def test_without_both_ends_nothing_is_worked_out(marks: dict[str, str], problems: list[str]) -> None:
    plan = small_plan()
    for step, mark in marks.items():
        plan = changed(plan, step, marks=mark)
    assert run(plan) == Flow(opening=None, total=())
    assert _problems(plan) == problems


def test_every_missing_assumption_is_named() -> None:
    bare = Plan("bare")
    economics = ["deal_value", "gross_margin", "contract_months", "churn", "sales_cost"]
    assert _problems(bare) == ["lead_step", "won_step", *economics, "budget"]
    plan = changed(small_plan(), "fair", response=Response(cost_per_lead=figure(9000)))
    assert _problems(plan) == ["both"]
    assert reached(plan)[0] == pytest.approx((100, 100, 0, 0))


@pytest.mark.parametrize(
    "response",
    [
        Response(cost_per_lead=figure(0)),
        Response(cost_per_lead=figure(10), carry_over=Decimal(1)),
        Response(shape="saturating", top=figure(10), half=figure(5)),
        Response(shape="saturating", top=figure(10), half=figure(0), steepness=figure(1)),
    ],
)
def test_a_response_without_sense_is_missing(response: Response) -> None:
    plan = changed(small_plan(), "fair", expected={}, response=response)
    assert reached(plan) == [None, None, None]
    assert _problems(plan) == [f"response.{response.shape}"]


def _problems(plan: Plan) -> list[str]:
    return [problem.id.removeprefix("forecast.problem.") for problem in inputs_of(plan).problems]


def _same(one: float, other: float | None) -> None:
    assert other is not None
    assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-12)
