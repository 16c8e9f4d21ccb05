"""Findings stand in the order of the plan, not of its ids."""

from __future__ import annotations

import pytest

from kakehashi.checks.run import checked, checked_again, run_checks
from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.plan.changes import apply, kinds_touched, moving
from kakehashi.plan.item import new_id
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.starter import plan_from
from kakehashi.words import text


def fresh(key: str) -> Plan:
    """A plan with ids of its own."""
    items = plan_from(starter_named(key), language="ja", first_month="2027-04", uuid="u", new_id=new_id)
    return Plan("u", items)


def sentences(plan: Plan) -> list[str]:
    return [text(finding.sentence, "ja") for finding in run_checks(plan)]


@pytest.mark.parametrize("key", starter_keys())
def test_two_plans_of_a_starter_tell_the_same_in_the_same_order(key: str) -> None:
    one, other = fresh(key), fresh(key)
    assert {item.id for item in one} != {item.id for item in other}
    assert sentences(one) == sentences(other)
    assert len(set(sentences(one))) > 20


def test_a_moved_item_moves_its_findings() -> None:
    plan = fresh("b2b-saas")
    before = checked(plan)
    last = plan.items(Metric)[-1].id
    change = moving(plan, last, None)
    moved = apply(plan, change)
    assert moved.items(Metric)[0].id == last
    after = checked_again(before, moved, frozenset({last}), kinds_touched(plan, change))
    assert after.findings == run_checks(moved)
    gaps, gaps_before = (
        [each.item for each in state.findings if each.check == "metric_gap"] for state in (after, before)
    )
    assert len(gaps) == len(set(gaps)) == 2
    assert gaps == [metric.id for metric in moved.items(Metric) if metric.id in gaps]
    assert gaps_before == [metric.id for metric in plan.items(Metric) if metric.id in gaps_before]
