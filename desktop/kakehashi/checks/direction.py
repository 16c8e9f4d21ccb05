"""Checks of the direction."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found
from kakehashi.plan.direction import GuidePoint, Outcome
from kakehashi.plan.naming import name_of


def _no_metric(facts: Facts) -> Iterator[Found]:
    for outcome in facts.plan.items(Outcome):
        if outcome.metric is None or outcome.ends_at is None:
            yield Found(outcome.id, {"item": name_of(facts.plan, outcome)})


def _no_guide_point(facts: Facts) -> Iterator[Found]:
    if not any(point.period == "year" and point.sentence for point in facts.plan.items(GuidePoint)):
        yield Found(None)


CHECKS = (
    Check(
        id="outcome_without_metric",
        severity="warning",
        chapter="direction",
        reads=frozenset({"Outcome"}),
        run=_no_metric,
    ),
    Check(
        id="no_guide_point",
        severity="hint",
        chapter="direction",
        reads=frozenset({"GuidePoint"}),
        run=_no_guide_point,
    ),
)
