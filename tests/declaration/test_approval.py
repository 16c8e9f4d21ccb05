"""The approval sheet: in the order of a circular, costs from the budget, room for every answer."""

from __future__ import annotations

import msgspec
from tests.declaration.answering import answering_plan, only
from tests.declaration.plans import draft, starter_plan, table, told

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.declaration.blocks import Chapter, Document, KeyFigures, Prose
from kakehashi.declaration.document import document
from kakehashi.declaration.edition import frozen
from kakehashi.declaration.results import worked_out
from kakehashi.plan.formula import references_in
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Decision, Risk

EXECUTIVES = AUDIENCES["executives"]


def sheet(found: Document) -> Chapter:
    return next(chapter for chapter in found.chapters if chapter.key == "approval")


def texts(found: Document, key: str) -> list[list[str | None]]:
    return [[cell.value for cell in row.cells] for row in table(found, key).rows]


def test_it_goes_from_the_conclusion_to_the_signatures() -> None:
    found = sheet(told(answering_plan(), EXECUTIVES))
    assert [block.key.partition(".")[2] for block in found.blocks] == [
        "conclusion",
        "why",
        "effect",
        "cost",
        "risks",
        "decisions",
        "approvers",
    ]
    assert found.sentence == "件名：年間マーケティング計画（案）の承認について。"
    conclusion = found.blocks[0]
    assert isinstance(conclusion, Prose)
    assert conclusion.lead
    assert conclusion.paragraphs[0].endswith("1件の決裁をお願いします。")


def test_an_edition_is_named_in_the_subject() -> None:
    plan = starter_plan()
    source = frozen(plan, worked_out(plan), number=3, date="2027-03-29", by="", app_version="1")
    assert "（第3版）" in sheet(document(source, EXECUTIVES, "ja")).sentence


def test_the_effect_is_goal_forecast_gap_and_what_the_scenarios_come_to() -> None:
    effect = next(
        block for block in sheet(told(starter_plan(), EXECUTIVES)).blocks if isinstance(block, KeyFigures)
    )
    assert [figure.key for figure in effect.figures] == ["goal", "forecast", "gap", "lowest", "highest"]
    lowest, highest = (figure.cell.number for figure in effect.figures[3:])
    assert lowest is not None
    assert highest is not None
    assert lowest < highest
    assert all(figure.comparison for figure in effect.figures[3:])


def test_costs_are_those_of_the_budget_and_refer_to_it() -> None:
    found = told(starter_plan(), EXECUTIVES)
    cost, source = table(found, "approval.cost"), table(found, "budget.categories")
    for row in cost.rows:
        here = next(each for each in source.rows if each.id == row.id)
        values = dict(zip([column.key for column in source.columns], here.cells, strict=True))
        for column, cell in zip(cost.columns[1:], row.cells[1:], strict=True):
            assert cell.number == values[column.key].number
            if cell.expression is not None:
                assert [each.target for each in references_in(cell.expression)] == [
                    ("budget.categories", row.id, column.key)
                ]
    assert any(cell.expression is not None for row in cost.rows for cell in row.cells)


def test_the_three_weightiest_risks_and_by_which_rule() -> None:
    found = told(answering_plan(), EXECUTIVES)
    assert [row[0] for row in texts(found, "approval.risks")] == ["重い", "少し重い", "中くらい"]
    assert table(found, "approval.risks").note.startswith("4件のうち、")


def test_open_decisions_have_a_box_for_each_answer() -> None:
    found = told(answering_plan(), EXECUTIVES)
    assert texts(found, "approval.decisions") == [
        ["条件を変えるか", "田村", "2027-06-30", "別々の数字になる", "□", "□", "□"]
    ]
    titles = [column.title for column in table(found, "approval.decisions").columns[-3:]]
    assert titles == ["承認", "条件付き", "差し戻し"]


def test_each_department_stands_with_its_last_answer_and_room_for_the_next() -> None:
    assert texts(told(answering_plan(), EXECUTIVES), "approval.approvers") == [
        ["営業部", "まだ回答はありません。", "□", "□", "□", None, None],
        ["経理財務部", "第2版、条件付き承認、2027年7月8日：検収月で計上", "□", "□", "□", None, None],
    ]


def test_what_is_missing_is_left_out() -> None:
    found = sheet(told(Plan("empty"), EXECUTIVES))
    assert [block.key for block in found.blocks] == ["approval.conclusion"]
    bare = sheet(told(only(answering_plan(), Decision, Risk), EXECUTIVES))
    assert not {"approval.decisions", "approval.risks"} & {block.key for block in bare.blocks}


def test_answers_that_an_audience_must_not_see_stand_nowhere() -> None:
    audience = msgspec.structs.replace(EXECUTIVES, hides=("Approval.condition", "Approval.decision"))
    raw = msgspec.json.encode(document(draft(answering_plan()), audience, "ja")).decode()
    assert "検収月で計上" not in raw
    assert "第2版" not in raw
