"""R, A, C and I of roles in activities."""

from __future__ import annotations

from kakehashi.plan.changes import apply
from kakehashi.plan.duties import answering, duties, giving
from kakehashi.plan.kinds import pair_id
from kakehashi.plan.organization import Activity, Role
from kakehashi.plan.plan import Plan

PAIR, OTHER = ("x", "a"), ("x", "b")


def plan() -> Plan:
    return Plan(
        "00000000-0000-4000-8000-00000000000a",
        [
            Activity(id="x", name="X"),
            Activity(id="y", name="Y"),
            Role(id="a", title="A"),
            Role(id="b", title="B"),
        ],
    )


def test_a_duty_is_given_changed_and_taken_away() -> None:
    given = apply(plan(), giving(plan(), [PAIR], "accountable"))
    assert duties(given)[PAIR].id == pair_id("Responsibility", *PAIR)
    assert answering(given) == {"x": 1, "y": 0}
    changed = apply(given, giving(given, [PAIR], "consulted"))
    assert duties(changed)[PAIR].duty == "consulted"
    gone = apply(changed, giving(changed, [PAIR], ""))
    assert duties(gone) == {}
    assert giving(gone, [PAIR], "") == ()


def test_several_at_once_each_with_its_place() -> None:
    given = apply(plan(), giving(plan(), [PAIR, OTHER], "accountable_responsible"))
    assert answering(given)["x"] == 2
    assert len({each.position for each in duties(given).values()}) == 2
