"""What is open before a plan is declared."""

from __future__ import annotations

from kakehashi.declaration.open_points import open_points
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Ask, Comment, Decision, Question


def test_what_waits_for_somebody_is_open_and_what_is_answered_is_not() -> None:
    plan = Plan(
        "u",
        (
            Comment(id="c1", position="a", text="x"),
            Comment(id="c2", position="b", text="x", state="done"),
            Comment(id="c3", position="c", text="x", type="approval"),
            Question(id="q1", position="a", question="x"),
            Question(id="q2", position="b", question="x", answer="y"),
            Ask(id="a1", position="a", what="x"),
            Ask(id="a2", position="b", what="x", answer="no"),
            Agreement(id="g1", position="a"),
            Agreement(id="g2", position="b", state="objected"),
            Agreement(id="g3", position="c", state="agreed"),
            Decision(id="d1", position="a", what="x", answer="postponed"),
            Decision(id="d2", position="b", what="x", answer="yes"),
            Decision(id="d3", position="c", what="x"),
        ),
    )
    assert [(each.open, each.item.id, each.chapter) for each in open_points(plan)] == [
        ("decision", "d1", "review"),
        ("decision", "d3", "review"),
        ("objection", "g2", "metrics"),
        ("agreement", "g1", "metrics"),
        ("ask", "a1", "review"),
        ("question", "q1", "review"),
        ("comment", "c1", "review"),
    ]
    assert open_points(Plan("u")) == ()
