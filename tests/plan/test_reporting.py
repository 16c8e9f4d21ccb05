"""Who reports to whom: no circles, and nobody is left without a boss when a role goes."""

from __future__ import annotations

import pytest

from kakehashi.plan.changes import apply
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.reporting import InACircle, everyone_below, leaving, reporting, reports_of

UUID = "00000000-0000-4000-8000-00000000000a"


def plan() -> Plan:
    bosses = {"a": None, "b": "a", "c": "b", "d": "b", "e": "a"}
    return Plan(
        UUID, [Role(id=each, position=each, title=each, reports_to=boss) for each, boss in bosses.items()]
    )


def boss(plan: Plan, role: str) -> str | None:
    found = plan.find(Role, role)
    assert found is not None
    return found.reports_to


def test_who_is_below() -> None:
    assert [each.id for each in reports_of(plan(), "b")] == ["c", "d"]
    assert everyone_below(plan(), "a") == {"b", "c", "d", "e"}
    assert everyone_below(plan(), "c") == frozenset()


def test_below_in_a_circle_ends() -> None:
    circle = Plan(UUID, [Role(id="a", reports_to="b"), Role(id="b", reports_to="a")])
    assert everyone_below(circle, "a") == {"b"}


def test_another_boss_takes_all_below_along() -> None:
    after = apply(plan(), reporting(plan(), "b", "e"))
    assert boss(after, "b") == "e"
    assert boss(after, "c") == "b"
    assert boss(apply(after, reporting(after, "b", None)), "b") is None


@pytest.mark.parametrize("under", ["b", "c"])
def test_a_circle_is_refused(under: str) -> None:
    with pytest.raises(InACircle) as refused:
        reporting(plan(), "b", under)
    assert f'"{under}"' in str(refused.value)


def test_who_reported_to_a_role_that_goes_reports_to_its_boss() -> None:
    after = apply(plan(), leaving(plan(), "b"))
    assert after.find(Role, "b") is None
    assert (boss(after, "c"), boss(after, "d"), boss(after, "e")) == ("a", "a", "a")
    assert boss(apply(after, leaving(after, "a")), "c") is None
