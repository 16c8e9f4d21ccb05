"""Who is asked, who has answered, and answering as one change."""

from __future__ import annotations

from kakehashi.plan.agreeing import answering, answers
from kakehashi.plan.changes import apply, inverse
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan


def plan() -> Plan:
    sales, finance, it = (
        Department(id=each, name=each, position=each) for each in ("sales", "finance", "it")
    )
    metric = Metric(id="m", name="有効商談数", shared_by=("sales", "finance"))
    return Plan("p", [sales, finance, it, metric])


def states(plan: Plan) -> list[tuple[str, str]]:
    return [
        (department.id, said.state if said is not None else "")
        for department, said in answers(plan, plan.item("m"))
    ]


def test_those_who_share_it_are_asked_and_others_may_answer() -> None:
    asked = plan()
    assert states(asked) == [("sales", ""), ("finance", "")]
    said = apply(
        asked, answering(asked, "m", "it", "objected", person="田村", date="2027-07-28", remark="定義")
    )
    assert states(said) == [("sales", ""), ("finance", ""), ("it", "objected")]
    own = said.item(agreement_of("m", "it"))
    assert isinstance(own, Agreement)
    assert (own.by, own.date, own.remark) == ("田村", "2027-07-28", "定義")


def test_a_second_answer_replaces_the_first_and_can_be_taken_back() -> None:
    first = apply(
        plan(), answering(plan(), "m", "sales", "objected", person="田村", date="2027-07-28", remark="x")
    )
    change = answering(first, "m", "sales", "agreed", person="宮原", date="2027-08-01")
    second = apply(first, change)
    own = second.item(agreement_of("m", "sales"))
    assert isinstance(own, Agreement)
    assert (own.state, own.by, own.remark) == ("agreed", "宮原", "x")
    assert list(apply(second, inverse(change))) == list(first)


def test_open_again_has_neither_person_nor_date() -> None:
    said = apply(plan(), answering(plan(), "m", "sales", "agreed", person="宮原", date="2027-08-01"))
    again = apply(said, answering(said, "m", "sales", "open", person="宮原", date="2027-08-02"))
    own = again.item(agreement_of("m", "sales"))
    assert isinstance(own, Agreement)
    assert (own.state, own.by, own.date) == ("open", "", None)
