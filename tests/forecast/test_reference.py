"""The forward run against an independent plain one, on 300 drawn plans."""

from __future__ import annotations

import math
from collections import Counter

from tests.forecast.plans import SEEDS, drawn_plan
from tests.reference_forward import Told, reference

from kakehashi.forecast.economics import renewed_revenue, times_each
from kakehashi.forecast.forward import OPENING, Flow, by_source, forward
from kakehashi.forecast.inputs import Inputs, inputs_of
from kakehashi.plan.budget import Measure
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep, OpeningPipeline

FEATURES = (
    "fixed lag", "spread lag", "histogram lag", "age", "own rates", "linear", "saturating", "carry-over",
    "enters later",
)  # fmt: skip


def test_the_forward_run_agrees_with_the_plain_one() -> None:
    seen: Counter[str] = Counter()
    for seed in SEEDS:
        plan = drawn_plan(seed)
        inputs = inputs_of(plan)
        assert inputs.problems == ()
        flow, told = forward(inputs), reference(plan)
        _same_flow(inputs, flow, told)
        _same_money(inputs, flow, told)
        seen.update(_features(plan))
    for feature in FEATURES:
        assert seen[feature] >= len(SEEDS) / 5, (feature, seen)


def _same_flow(inputs: Inputs, flow: Flow, told: Told) -> None:
    flows = by_source(inputs)
    assert {source for source, _step in told.reached} <= set(flows)
    for source, steps in flows.items():
        for step, found in zip(inputs.steps, steps, strict=True):
            key = (source, step.id)
            assert found.reached is not None
            for month, value in zip(inputs.months, found.reached, strict=True):
                _same(value, told.reached[key][month])
            _same(found.standing, told.standing[key])
            if step is not inputs.steps[-1]:
                _same(found.passed_on, told.passed_on[key])
                _same(found.dropped, told.dropped[key])
                _same(found.still_open, told.still_open[key])
    for at, step in enumerate(inputs.steps):
        total = flow.total[at].reached
        assert total is not None
        for month, value in zip(inputs.months, total, strict=True):
            _same(value, math.fsum(told.reached[source, step.id][month] for source in flows))


def _same_money(inputs: Inputs, flow: Flow, told: Told) -> None:
    won = flow.total[-1].reached
    for row, by_month in (
        (times_each(won, inputs.terms.deal_value), told.revenue),
        (renewed_revenue(inputs.terms, won), told.renewed),
    ):
        assert row is not None
        for month, value in zip(inputs.months, row, strict=True):
            _same(value, by_month[month])


def _same(one: float | None, other: float) -> None:
    assert one is not None
    assert math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-15), (one, other)


def _features(plan: Plan) -> set[str]:
    found = {"age" for opening in plan.items(OpeningPipeline) if opening.age}
    inside = {step.id for step in inputs_of(plan).steps[:-1]}
    found |= {f"{step.lag_shape} lag" for step in plan.items(FunnelStep) if step.id in inside}
    for measure in plan.items(Measure):
        found |= {"own rates"} if measure.own_rates else set()
        found |= {"enters later"} if measure.enters_at not in (None, "lead") else set()
        if measure.response is not None:
            found |= {measure.response.shape}
            found |= {"carry-over"} if measure.response.carry_over else set()
    assert OPENING not in inside
    return found
