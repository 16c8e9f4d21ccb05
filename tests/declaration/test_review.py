"""Review: risks by weight, questions by department, approvals by edition, in three levels of detail."""

from __future__ import annotations

import msgspec
import pytest
from tests.declaration.answering import answering_plan, only
from tests.declaration.plans import EVERYTHING, table, told

from kakehashi.declaration.audience import Audience, Detail, Told
from kakehashi.declaration.blocks import Document, tables
from kakehashi.declaration.document import document
from kakehashi.declaration.edition import frozen
from kakehashi.declaration.results import worked_out
from kakehashi.plan.review import Approval, Comment, Decision, Question, Risk


def of(detail: Detail) -> Audience:
    return msgspec.structs.replace(EVERYTHING, chapters=(Told("review", detail),))


def rows(found: Document, key: str) -> list[str]:
    return [row.id for row in table(found, key).rows]


@pytest.mark.parametrize(
    ("detail", "told_ones"),
    [
        ("headline", "decisions risks"),
        ("normal", "decisions risks questions comments approvals"),
        ("full", "decisions risks matrix questions comments approvals"),
    ],
)
def test_each_detail_tells_more(detail: Detail, told_ones: str) -> None:
    found = told(answering_plan(), of(detail))
    assert list(tables(found)) == [f"review.{name}" for name in told_ones.split()]


def test_risks_stand_by_weight_and_those_that_are_over_last_and_in_full_only() -> None:
    assert rows(told(answering_plan(), of("normal")), "review.risks") == ["k2", "k4", "k3", "k1"]
    assert rows(told(answering_plan(), of("full")), "review.risks") == ["k2", "k4", "k3", "k1", "k5"]


def test_the_matrix_puts_each_risk_where_likelihood_and_effect_meet() -> None:
    found = table(told(answering_plan(), of("full")), "review.matrix")
    assert {row.id: [cell.value for cell in row.cells[1:]] for row in found.rows} == {
        "high": [None, None, "重い"],
        "medium": [None, "中くらい", "少し重い"],
        "low": ["低い", None, None],
    }


def test_questions_stand_in_the_order_of_the_departments() -> None:
    plan = answering_plan()
    found = told(plan, of("normal"))
    assert rows(found, "review.questions") == ["q1", "q2"]
    general = Question(id="q0", question="全体に", position="a")
    assert rows(told(plan.with_items({"q0": general}), of("normal")), "review.questions")[-1] == "q0"


def test_approvals_stand_by_edition_and_say_what_they_can_not_hold_yet() -> None:
    plan = answering_plan()
    source = frozen(plan, worked_out(plan), number=3, date="2027-07-20", by="", app_version="1")
    found = document(source, of("normal"), "ja")
    assert rows(found, "review.approvals") == ["p1", "p2"]
    note = "第3版を宣言した2027年7月20日までに届いたものです。この版へのご意見と承認は、次の版に載ります。"
    assert table(found, "review.approvals").note == note
    assert table(found, "review.comments").note == note
    assert table(told(plan, of("normal")), "review.approvals").note == ""


def test_the_sentence_says_what_is_still_open() -> None:
    assert told(answering_plan(), of("normal")).chapters[0].sentence == (
        "決めていただきたいこと2件のうち、未決は1件です。"
        "想定される質問2件のうち、答えがまだないのは1件です。コメント1件のうち、未対応は1件です。"
    )
    assert told(answering_plan(), of("headline")).chapters[0].sentence == (
        "決めていただきたいこと2件のうち、未決は1件です。"
    )


def test_nothing_there_is_one_sentence() -> None:
    found = told(only(answering_plan(), Approval, Comment, Decision, Question, Risk), of("full"))
    assert found.chapters[0].sentence == "ここにはまだ何も計画されていません。"
