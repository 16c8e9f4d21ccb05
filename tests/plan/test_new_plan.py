"""A new plan of a starter and the answers to the first questions."""

from __future__ import annotations

from decimal import Decimal
from itertools import count

import pytest

from kakehashi.extension.starters import starter_keys, starter_named
from kakehashi.forecast.targets import asked_by
from kakehashi.plan.basis import About, Maturity
from kakehashi.plan.direction import Outcome
from kakehashi.plan.money import plan_months
from kakehashi.plan.new_plan import Answers, new_plan, read_goal
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Goal
from kakehashi.plan.values import BadValue


def made(starter: str = "b2b-saas", **answers: object) -> Plan:
    numbers = count()
    given = Answers(**{"language": "ja", "first_month": "2027-04", **answers})
    items, _ = new_plan(starter_named(starter), given, uuid="u", new_id=lambda: f"i{next(numbers)}")
    return Plan("u", items)


def test_answers_are_in_the_plan() -> None:
    plan = made(company="ツムギ計測", first_month="2028-01", currency="USD", level="pipeline")
    about = plan.only(About)
    assert (about.company, about.first_month, about.currency) == ("ツムギ計測", "2028-01", "USD")
    assert plan.only(Maturity).level == "pipeline"
    assert plan.items(Goal)[0].by == "2028-12"


@pytest.mark.parametrize("starter", starter_keys())
@pytest.mark.parametrize("goal", ["123456789", "500000000", "777"])
def test_the_goal_is_what_the_targets_come_to(starter: str, goal: str) -> None:
    plan = made(starter, goal=Decimal(goal))
    first = plan.items(Goal)[0]
    asked = asked_by(plan, first, plan_months(plan))
    assert asked.target == Decimal(goal)
    assert all(value >= 0 for value in asked.metric.target.values())
    told = [each.ends_at for each in plan.items(Outcome) if each.metric == first.metric]
    assert told == [Decimal(goal)] * len(told)
    assert told
    before = made(starter).item(asked.metric.id).target
    months = sorted(before)
    largest = max(months, key=before.__getitem__)
    assert asked.metric.target[largest] == max(asked.metric.target[each] for each in [*months[:-1], largest])


def test_without_answers_it_is_the_starter() -> None:
    assert made() == made(goal=None, company="", level="")


@pytest.mark.parametrize(
    ("words", "language", "value"),
    [
        ("3億", "ja", 300_000_000),
        ("２４,０００万円", "ja", 240_000_000),
        ("2.4 million", "en", 2_400_000),
        ("", "en", None),
    ],
)
def test_a_goal_as_people_type_it(words: str, language: str, value: int | None) -> None:
    assert read_goal(words, language) == value


@pytest.mark.parametrize("words", ["たくさん", "0", "-3"])
def test_what_is_no_goal_is_refused(words: str) -> None:
    with pytest.raises(BadValue):
        read_goal(words, "ja")
