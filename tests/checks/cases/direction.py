"""Cases of the checks of direction: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal
from typing import Any, Literal

from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.direction import BigMove, Outcome, Playbook, Ritual, Stakeholder, Stance
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of, only_id, pair_id
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.organization import Department

State = Literal["not_asked", "asked", "supports", "opposes"]
ABOUT = About(id=only_id("About"), first_month="2027-04", months=18, fiscal_start=4)
MOVE = BigMove(id="move", name="保全の相談窓口になる")
PEOPLE = (
    Stakeholder(id="ceo", person="社長", wave="executives"),
    Stakeholder(id="cfo", department="d", wave="executives"),
    Stakeholder(id="head", department="s", wave="leaders"),
    Department(id="d", name="経理部"),
    Department(id="s", name="営業本部"),
)


def stance(person: str, state: State) -> Stance:
    return Stance(id=pair_id("Stance", person, "move"), stakeholder=person, big_move="move", state=state)


def moves(count: int, start: str | None = "2027-07", **fields: Any) -> list[Item]:
    return [BigMove(id=f"{start}-{n}", start=start, **fields) for n in range(count)]


def outcome(starts_at: int, ends_at: int) -> Outcome:
    return Outcome(id="o", metric="k", starts_at=Decimal(starts_at), ends_at=Decimal(ends_at))


def agreed(department: str, state: Literal["open", "agreed", "objected"] = "agreed") -> Agreement:
    return Agreement(id=agreement_of("k", department), item="k", department=department, state=state)


FIGURES = (
    Metric(id="k", name="有効商談数"),
    Department(id="sales", name="営業本部", function="sales"),
    Department(id="finance", name="経理部", function="finance"),
)

CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("outcome_wrong_way", [outcome(16, 12), Metric(id="k")], [outcome(12, 16), Metric(id="k")]),
    (
        "outcome_wrong_way",
        [outcome(12, 16), Metric(id="k", better="down")],
        [outcome(12, 12), Metric(id="k", better="down")],
    ),
    (
        "outcome_outside_plan",
        [ABOUT, Outcome(id="o", by="2028-10")],
        [ABOUT, Outcome(id="o", by="2028-09")],
    ),
    ("outcome_unserved", [Outcome(id="o")], [Outcome(id="o"), Measure(id="m", outcome="o")]),
    (
        "outcome_unserved",
        [Outcome(id="o"), BigMove(id="b", outcome="o", state="dropped")],
        [Outcome(id="o"), BigMove(id="b", outcome="o")],
    ),
    (
        "playbook_without_mandate",
        [Playbook(id=only_id("Playbook"), commits_to="有効商談160件")],
        [Playbook(id=only_id("Playbook"), commits_to="有効商談160件", decides_alone="施策の入れ替え")],
    ),
    (
        "too_many_big_moves",
        [ABOUT, *moves(8)],
        [ABOUT, *moves(7), *moves(1, "2027-08", state="dropped")],
    ),
    (
        "too_many_big_moves",
        [ABOUT, *moves(7, "2028-03"), *moves(1, None)],
        [ABOUT, *moves(7, "2028-04"), *moves(1, None)],
    ),
    (
        "big_move_without_owner",
        [BigMove(id="b", owner="r")],
        [BigMove(id="b", owner="r", sponsor="ceo")],
    ),
    ("big_move_without_outcome", [BigMove(id="b")], [BigMove(id="b", outcome="o")]),
    ("big_move_without_outcome", [BigMove(id="b")], [BigMove(id="b", state="dropped")]),
    (
        "sponsor_not_behind",
        [*PEOPLE, BigMove(id="move", sponsor="cfo", state="agreed"), stance("cfo", "asked")],
        [*PEOPLE, BigMove(id="move", sponsor="cfo", state="agreed"), stance("cfo", "supports")],
    ),
    (
        "sponsor_not_behind",
        [*PEOPLE, BigMove(id="move", sponsor="ceo", state="agreed")],
        [*PEOPLE, BigMove(id="move", sponsor="ceo")],
    ),
    (
        "asked_too_early",
        [*PEOPLE, MOVE, stance("ceo", "supports"), stance("head", "asked")],
        [*PEOPLE, MOVE, stance("ceo", "supports"), stance("cfo", "supports"), stance("head", "asked")],
    ),
    (
        "asked_too_early",
        [*PEOPLE, MOVE, stance("ceo", "supports"), stance("cfo", "opposes"), stance("head", "supports")],
        [*PEOPLE, MOVE, stance("ceo", "supports"), stance("cfo", "opposes"), stance("head", "not_asked")],
    ),
    (
        "stakeholder_opposes",
        [*PEOPLE, MOVE, stance("cfo", "opposes")],
        [*PEOPLE, MOVE, stance("cfo", "asked")],
    ),
    (
        "figures_out_of_order",
        [*FIGURES, agreed("finance"), agreed("sales", "open")],
        [*FIGURES, agreed("finance", "open"), agreed("sales")],
    ),
    (
        "figures_out_of_order",
        [*FIGURES, agreed("finance"), agreed("sales", "objected")],
        [*FIGURES, agreed("finance"), agreed("sales")],
    ),
    (
        "ritual_discusses_and_decides",
        [Ritual(id="r", discusses=True, decides=True)],
        [Ritual(id="r", discusses=True, aligns=True)],
    ),
    (
        "cadence_unreadable",
        [Ritual(id="r", cadence="毎週月曜")],
        [Ritual(id="r", cadence="FREQ=WEEKLY;BYDAY=MO")],
    ),
    (
        "cadence_unreadable",
        [Ritual(id="r", cadence="FREQ=MONTHLY;INTERVAL=0")],
        [Ritual(id="r", cadence="RRULE:FREQ=MONTHLY;INTERVAL=3;BYDAY=-1FR;UNTIL=20280331T000000Z")],
    ),
]
