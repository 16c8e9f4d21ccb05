"""Findings lie within their own intervals of what is true: 95 % intervals over 200 worlds.

The counts are made in plain Python from what happened, in worlds of fewer rows (the whole road takes
seconds a world); test_importing.py shows for whole worlds that the real findings give the same counts.
"""

from __future__ import annotations

from collections import defaultdict
from math import sqrt
from statistics import mean, stdev

import pytest
from tests.sample.counting import STEPS, accepted, funnel, lift_interval, reasons, values, wilson

from kakehashi.sample.history import History, history
from kakehashi.sample.truth import (
    DAYS_A_MONTH,
    INDUSTRIES,
    OWN_SOURCES,
    OWNERS,
    SIZES,
    SOURCES,
    Truth,
    known,
)

SEEDS = range(200)
TRUTH = Truth(leads=500, own_deals=320, expansions=10, companies=320, strangers=75)
LEAST = 30
"""A rate of fewer is marked as small by the findings, and not held against the truth here."""


@pytest.fixture(scope="module")
def worlds() -> list[History]:
    return [history(seed, truth=TRUTH) for seed in SEEDS]


class Measured:
    """How often intervals hold the truth, and how far rates lie from it on average."""

    def __init__(self) -> None:
        self.held: list[bool] = []
        self.off: list[float] = []  # in standard errors

    def see(self, reached: int, tried: int, truth: float) -> None:
        if tried >= LEAST:
            low, high = wilson(reached, tried)
            self.held.append(low <= truth <= high)
            self.off.append((reached / tried - truth) / sqrt(truth * (1 - truth) / tried))

    @property
    def coverage(self) -> float:
        return mean(self.held)


@pytest.mark.once
def test_95_percent_intervals_hold_the_truth_in_92_to_98_percent_of_worlds(worlds: list[History]) -> None:
    found: dict[str, Measured] = defaultdict(Measured)
    true_reasons = TRUTH.reasons()
    for told in worlds:
        for step, way in funnel(told).items():
            found[step].see(way.reached, way.decided, TRUTH.rate(step))
        found["hand-off"].see(*accepted(told), TRUTH.accepted())
        said = reasons(told)
        lost, silent = said.total(), said.pop("", 0)
        found["without a reason"].see(silent, lost, TRUTH.without_reason())
        for reason, share in true_reasons.items():
            found["reasons"].see(said[reason], said.total(), share)
    assert set(found) == {*STEPS, "hand-off", "without a reason", "reasons"}
    for name, measured in found.items():
        assert len(measured.held) >= len(SEEDS) * 0.95, name
        assert 0.92 <= measured.coverage <= 0.98, (name, measured.coverage)
        assert abs(mean(measured.off)) < 0.25, (name, mean(measured.off))


@pytest.mark.once
def test_intervals_by_source_industry_and_size_hold_the_truth(worlds: list[History]) -> None:
    found: dict[str, Measured] = defaultdict(Measured)
    for told in worlds:
        for source in (*SOURCES, *OWN_SOURCES):
            for step, way in funnel(told, source.name).items():
                if way.decided >= LEAST and TRUTH.rate(step, source.name):
                    found[step].see(way.reached, way.decided, TRUTH.rate(step, source.name))
        valid = [deal for deal in told.deals if deal.kind == "new" and deal.valid is not None and deal.ended]
        for kind, places in (("industry", INDUSTRIES), ("size", SIZES)):
            for place in places:
                here = [deal for deal in valid if getattr(deal.company, kind).name == place.name]
                truth = TRUTH.win_rate(**{kind: place.name})
                found[kind].see(sum(deal.stage == "won" for deal in here), len(here), truth)
    assert {"follow", "valid", "won", "industry", "size"} <= set(found)
    for name, measured in found.items():
        if len(measured.held) >= len(SEEDS):
            assert 0.92 <= measured.coverage <= 0.98, (name, measured.coverage)


@pytest.mark.once
def test_intervals_of_lifts_hold_the_truth(worlds: list[History]) -> None:
    """What won deals have more often than lost ones, where nearly all worlds have three such won ones."""
    whole: list[bool] = []
    for kind, names, of in (
        ("source", [each.name for each in OWN_SOURCES], lambda deal: deal.source),
        ("industry", [each.name for each in INDUSTRIES], lambda deal: deal.company.industry.name),
        ("size", [each.name for each in SIZES], lambda deal: deal.company.size.name),
    ):
        for name in names:
            truth = TRUTH.lift(**{kind: name})
            held = []
            for told in worlds:
                won = [of(deal) == name for deal in told.deals if deal.kind == "new" and deal.stage == "won"]
                lost = [
                    of(deal) == name for deal in told.deals if deal.kind == "new" and deal.stage == "lost"
                ]
                if sum(won) >= 3 and sum(lost) >= 3:
                    low, high = lift_interval(sum(won), len(won), sum(lost), len(lost))
                    held.append(low <= truth <= high)
            if len(held) > 0.97 * len(worlds):  # else only the lucky worlds would be asked
                whole += held
                assert 0.91 <= mean(held) <= 0.99, (name, mean(held))
    assert len(whole) > 3 * len(worlds)
    assert 0.92 <= mean(whole) <= 0.98


@pytest.mark.once
def test_what_has_no_interval_lies_around_the_truth(worlds: list[History]) -> None:
    """Means over all worlds; months are a little too short, because the longest are not over yet."""
    means = [mean(values(told)) for told in worlds]
    assert abs(mean(means) - TRUTH.value()) < 3 * stdev(means) / sqrt(len(means)) + 0.01 * TRUTH.value()
    for step, shortest in (("opportunity", 0.9), ("valid", 0.95), ("won", 0.88)):
        months = mean(
            sum(lag * many for lag, many in way.lags.items()) / way.lags.total()
            for way in (funnel(told)[step] for told in worlds)
            if way.lags
        )
        assert shortest * TRUTH.wait(step) < months < 1.02 * TRUTH.wait(step), (step, months)


@pytest.mark.once
def test_as_many_are_known_by_the_end_as_the_truth_says(worlds: list[History]) -> None:
    own = [
        deal
        for told in worlds
        for deal in told.deals
        if deal.kind == "new" and deal.lead is None and not deal.owner.dormant > 0.05
    ]
    decided = mean(deal.valid is not None or deal.stage == "lost" for deal in own)
    awake = 1 - sum(o.share * o.dormant for o in OWNERS if o.dormant < 0.05) / sum(
        o.share for o in OWNERS if o.dormant < 0.05
    )
    assert decided == pytest.approx(awake * known([TRUTH.waits["valid"]]), abs=0.01)


def test_shares_and_mixes_are_whole() -> None:
    assert sum(source.share for source in SOURCES) == pytest.approx(1)
    assert sum(source.share for source in OWN_SOURCES) == pytest.approx(1)
    assert sum(owner.share for owner in OWNERS) == pytest.approx(1)
    assert sum(TRUTH.deal_mix().values()) == pytest.approx(1)
    assert sum(TRUTH.reasons().values()) == pytest.approx(1)
    for step in STEPS:
        shares = TRUTH.wait_shares(step)
        assert sum(shares) == pytest.approx(1)
        long = TRUTH.wait_shares(step, 60)
        assert sum(n * share for n, share in enumerate(long)) == pytest.approx(TRUTH.wait(step), rel=0.01)


def test_the_waits_are_those_that_are_drawn() -> None:
    told = history(1)
    waits = [(deal.valid - deal.created) / DAYS_A_MONTH for deal in told.deals if deal.valid is not None]
    assert mean(waits) == pytest.approx(TRUTH.waits["valid"], rel=0.15)
