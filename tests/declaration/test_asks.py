"""What readers are asked for, what they get, and where their requests stand."""

from __future__ import annotations

import msgspec
import pytest
from tests.declaration.answering import answering_plan
from tests.declaration.plans import table, told

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.blocks import Chapter, Document, tables
from kakehashi.plan.plan import Plan


def asks(found: Document) -> Chapter:
    return next(chapter for chapter in found.chapters if chapter.key == "asks")


def texts(found: Document, key: str) -> list[list[str | None]]:
    return [[cell.value for cell in row.cells] for row in table(found, key).rows]


SALES = told(answering_plan(), AUDIENCES["sales"])


def test_an_ask_is_told_with_amount_time_return_and_answer() -> None:
    assert texts(SALES, "asks.asks") == [
        [
            "すり合わせ会への参加",
            "6時間／月",
            "2027年4月〜2028年3月",
            "条件に反映されます",
            "条件付きで引き受ける：60分以内",
        ]
    ]


def test_a_decision_asked_of_a_person_is_asked_of_the_department() -> None:
    assert texts(SALES, "asks.decisions") == [["条件を変えるか", "2027-06-30", "別々の数字になる", "未回答"]]


def test_requests_stand_with_their_place_or_why_not() -> None:
    assert texts(SALES, "asks.requests") == [
        ["一覧がほしい", "新規", "2件中1番目、2027年4月に完了の見込み", None],
        ["名刺の再入力", "見送り", None, "自動で入るため"],
    ]
    it = told(answering_plan(), AUDIENCES["it"])
    assert texts(it, "asks.requests") == [["全面刷新", "新規", "2件中2番目、計画の期間内には終わりません"]]


def test_agreements_not_given_are_told_those_given_are_not() -> None:
    assert texts(SALES, "asks.agreements") == [["新規受注額（指標）", "異議", "定義が違う"]]
    assert "asks.agreements" not in tables(told(answering_plan(), AUDIENCES["finance"]))


def test_the_sentence_counts_and_says_what_waits() -> None:
    assert asks(SALES).sentence == (
        "協力のお願い1件、決めていただきたいこと1件、お受けした要望2件、"
        "まだいただいていない合意1件を載せています。"
        "お願いと決めていただきたいことのうち、1件のご回答をお待ちしています。"
    )


@pytest.mark.parametrize("key", ["executives", "marketing"])
def test_who_leads_sees_those_of_every_department_by_department(key: str) -> None:
    found = told(answering_plan(), AUDIENCES[key])
    assert [row[0] for row in texts(found, "asks.asks")] == ["営業部", "経理財務部"]
    assert len(texts(found, "asks.requests")) == 3


def test_nobody_reads_what_is_asked_of_others() -> None:
    raw = msgspec.json.encode(told(answering_plan(), AUDIENCES["hr"])).decode()
    assert "すり合わせ会への参加" not in raw
    assert "定義が違う" not in raw


def test_nothing_asked_is_one_sentence() -> None:
    for plan in (answering_plan(), Plan("empty")):
        found = asks(told(plan, AUDIENCES["product"]))
        assert found.sentence == "お願いしていることも、お受けしている要望もありません。"
        assert found.blocks == ()


def test_a_hidden_answer_is_not_told_as_no_answer() -> None:
    audience = msgspec.structs.replace(AUDIENCES["sales"], hides=("Ask.answer", "Ask.condition"))
    found = told(answering_plan(), audience)
    assert "answer" not in [column.key for column in table(found, "asks.asks").columns]
