"""Checks of the direction."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, lacking, reading
from kakehashi.plan.direction import GuidePoint, Outcome


def _no_guide_point(facts: Facts) -> Iterator[Found]:
    if not any(point.period == "year" and point.sentence for point in facts.plan.items(GuidePoint)):
        yield Found(None)


CHECKS: tuple[Check, ...] = (
    lacking(
        "outcome_without_metric",
        "warning",
        "direction",
        Outcome,
        lambda outcome: outcome.metric is None or outcome.ends_at is None,
    ),
    Check(
        id="no_guide_point",
        severity="hint",
        chapter="direction",
        reads=reading(GuidePoint),
        run=_no_guide_point,
    ),
)
