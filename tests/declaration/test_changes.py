"""Changes since the edition before: in words, as marks, and never of what an audience must not see."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import msgspec
import pytest
from tests.declaration.plans import draft, starter_plan, tables, told

from kakehashi.declaration.audience import AUDIENCES, Audience
from kakehashi.declaration.blocks import Chapter, Document
from kakehashi.declaration.document import document
from kakehashi.declaration.edition import Edition, frozen
from kakehashi.declaration.results import worked_out
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import adding, apply, removing, setting
from kakehashi.plan.direction import BigMove, Stakeholder
from kakehashi.plan.item import Item
from kakehashi.plan.metrics import Metric
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Comment, Risk
from kakehashi.words import Language

MARKETING, EXECUTIVES = AUDIENCES["marketing"], AUDIENCES["executives"]


def edition(plan: Plan, number: int = 1) -> Edition:
    return frozen(plan, worked_out(plan), number=number, date="2027-03-29", by="", app_version="1")


def since(before: Plan, after: Plan, audience: Audience, language: Language = "ja") -> Document:
    return document(draft(after), audience, language, before=edition(before))


def changes(found: Document) -> Chapter:
    return next(chapter for chapter in found.chapters if chapter.key == "changes")


def said(found: Document) -> list[tuple[str | None, ...]]:
    rows = []
    for key, table in tables(found).items():
        if key.startswith("changes"):
            rows += [tuple(cell.value for cell in row.cells) for row in table.rows]
    return rows


def changed_target(plan: Plan) -> Plan:
    kgi = plan.items(Metric)[0]
    return apply(plan, setting(plan, kgi.id, "target", Decimal(310_000_000), "2028-03"))


def test_the_first_edition_has_none_and_says_so() -> None:
    found = told(starter_plan(), EXECUTIVES)
    assert changes(found).sentence == "この計画の最初の版です。前の版からの変更はありません。"
    assert changes(found).blocks == ()
    assert found.changes_note == ""


def test_nothing_changed_is_one_sentence_with_what_stayed() -> None:
    plan = starter_plan()
    sentence = changes(since(plan, plan, EXECUTIVES)).sentence
    assert sentence.startswith("第1版（2027年3月29日）から、この文書で扱う計画の変更はありません。")
    assert sentence.endswith("予算は5,790万円のままです。")


def test_who_gets_no_budget_is_not_told_what_it_did() -> None:
    plan = starter_plan()
    for key, audience in AUDIENCES.items():
        if not audience.parameter:
            told_money = {"summary", "budget"} & {each.chapter for each in audience.chapters}
            assert ("予算は" in changes(since(plan, plan, audience)).sentence) == bool(told_money), key


def test_a_value_is_told_before_and_after_with_its_month() -> None:
    plan = starter_plan()
    found = since(plan, changed_target(plan), MARKETING)
    assert said(found) == [("変更", "新規受注額（指標）", "目標：2028年3月 4,375万円 → 2028年3月 31,000万円")]
    assert "1項目が変わりました：KGI・KPI 1。" in changes(found).sentence


def test_items_that_came_and_went_are_told_under_their_chapter() -> None:
    plan = starter_plan()
    metric = plan.items(Metric)[-1]
    after = apply(plan, adding(Risk(id="new", name="値下げ競争")))
    after = apply(after, removing(after, metric.id))
    acts = {row[:2] for row in said(since(plan, after, MARKETING))}
    assert ("追加", "値下げ競争（リスク）") in acts
    assert any(act == "削除" and name.endswith("（指標）") for act, name in acts)  # type: ignore[union-attr]


def test_only_chapters_that_the_audience_gets_are_told() -> None:
    plan = starter_plan()
    after = apply(plan, adding(Risk(id="new", name="値下げ競争")))
    assert said(since(plan, after, AUDIENCES["finance"])) == []
    assert [row[0] for row in said(since(plan, after, EXECUTIVES))] == ["追加"]


@pytest.mark.parametrize("key", ["it", "hr", "product", "service"])
def test_what_the_document_does_not_show_is_not_told_as_a_change(key: str) -> None:
    """They get the direction in brief, not whom marketing talks to next."""
    before = starter_plan()
    stakeholder = before.items(Stakeholder)[0]
    after = apply(before, setting(before, stakeholder.id, "next_talk", "2027-06-01"))
    move = after.items(BigMove)[0]
    after = apply(after, setting(after, move.id, "name", "もっと大きな一手"))
    bigger = "名称：リードから受注までを、全社が同じ数字で見る → もっと大きな一手"
    assert [row[2] for row in said(since(before, after, MARKETING))] == [bigger, "次に話す日：2027年6月1日"]
    assert [row[2] for row in said(since(before, after, AUDIENCES[key]))] == [bigger]


def test_comments_are_no_change_of_the_plan() -> None:
    plan = starter_plan()
    after = apply(plan, adding(Comment(id="c", text="なぜですか")))
    assert said(since(plan, after, MARKETING)) == []


@pytest.mark.parametrize("language", ["ja", "en"])
def test_a_hidden_field_that_changed_is_neither_told_nor_marked(language: Language) -> None:
    plan = starter_plan()
    partner = plan.items(Partner)[0]
    after = apply(plan, setting(plan, partner.id, "monthly_fee", Decimal(7_654_321)))
    audience = msgspec.structs.replace(MARKETING, sees=())
    found = since(plan, after, audience, language)
    assert said(found) == []
    assert found.changes_note == ""
    raw = msgspec.json.encode(found).decode()
    assert "7,654,321" not in raw
    assert "7654321" not in raw
    seen = since(plan, after, MARKETING, language)
    assert any("7,654,321" in (row[2] or "") for row in said(seen))


def test_long_lists_tell_the_ten_weightiest_in_headline() -> None:
    plan = starter_plan()
    added: list[Item] = [Risk(id=f"new{n}", name=f"リスク{n}") for n in range(15)]
    after = changed_target(apply(plan, adding(*added)))
    found = since(plan, after, EXECUTIVES)
    rows = said(found)
    assert len(rows) == 10
    assert rows[0][1] == "新規受注額（指標）"  # goals weigh more than what is new
    assert "16項目のうち、重いもの10項目" in changes(found).blocks[0].note  # type: ignore[union-attr]


def test_rows_of_what_is_new_or_changed_are_marked_and_the_marks_explained_once() -> None:
    plan = starter_plan()
    after = changed_target(apply(plan, adding(Risk(id="new", name="値下げ競争"))))
    found = since(plan, after, MARKETING)
    kgi = plan.items(Metric)[0].id
    marks = {
        (row.item, row.changed)
        for chapter in found.chapters
        if chapter.key != "changes"
        for block in chapter.blocks
        for row in getattr(block, "rows", ())
        if row.changed
    }
    assert marks == {(kgi, "changed"), ("new", "added")}
    assert found.changes_note.startswith("行の左の＋は第1版（2027年3月29日）の後に加わった項目")


def test_a_place_in_the_order_is_no_mark() -> None:
    plan = starter_plan()
    first = plan.items(Metric)[0]
    after = plan.with_items({first.id: msgspec.structs.replace(first, position="zz")})
    found = since(plan, after, MARKETING)
    assert [row[0] for row in said(found)] == ["並べ替え"]
    assert found.changes_note == ""


def test_an_edition_is_told_from_the_one_before_it_also_after_further_ones(tmp_path: Path) -> None:
    plan = starter_plan()
    opened = OpenPlan.create(
        tmp_path / "p.kakehashi",
        plan.uuid,
        tuple(plan),
        person="a",
        clock=lambda: "2027-03-29T00:00:00",
        app_version="1",
    )
    try:
        opened.declare(app_version="1")
        opened.apply(adding(Risk(id="new", name="値下げ競争")))
        opened.declare(app_version="1")
        first = opened.document(EXECUTIVES, "ja", app_version="1", edition=2)
        opened.apply(removing(opened.plan, "new"))
        opened.declare(app_version="1")
        again = opened.document(EXECUTIVES, "ja", app_version="1", edition=2)
        third = opened.document(EXECUTIVES, "ja", app_version="1", edition=3)
        one = opened.document(EXECUTIVES, "ja", app_version="1", edition=1)
    finally:
        opened.close()
    assert msgspec.json.encode(first) == msgspec.json.encode(again)
    assert [row[0] for row in said(first)] == ["追加"]
    assert [row[0] for row in said(third)] == ["削除"]
    assert "最初の版" in changes(one).sentence
