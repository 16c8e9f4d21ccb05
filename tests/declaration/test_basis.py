"""The chapter basis: how far measuring has come, as the company judges itself."""

from __future__ import annotations

from tests.declaration.chapter_plans import keys, plan_of, table, told_chapter

from kakehashi.plan.basis import QUESTIONS, Maturity
from kakehashi.plan.kinds import only_id


def maturity(level: str, aims_at: str = "", **more: str) -> Maturity:
    return Maturity(id=only_id("Maturity"), level=level, aims_at=aims_at, **more)  # type: ignore[arg-type]


def test_without_an_assessment_only_the_plan_itself_is_told():
    assert keys(told_chapter(plan_of(), "basis")) == ["basis.about"]


def test_the_sentence_says_the_level_and_what_is_aimed_at_by_when():
    plan = plan_of(maturity("pipeline", "business", aims_by="2028-03"))
    said = told_chapter(plan, "basis", "normal").sentence
    assert "3 Pipeline" in said
    assert "Mar 2028: 4 Business" in said


def test_a_level_that_the_answers_do_not_prove_is_told_with_what_they_prove():
    proved = dict.fromkeys(QUESTIONS["activity"], "yes")
    assert "prove: 1 Activity" in told_chapter(plan_of(maturity("pipeline", **proved)), "basis").sentence
    assert "prove" not in told_chapter(plan_of(maturity("activity", **proved)), "basis").sentence


def test_answers_are_marked_up_to_the_level_aimed_at():
    answers = table(told_chapter(plan_of(maturity("activity", "hand_off", counts_leads="yes")), "basis"),
                    "basis.answers")  # fmt: skip
    tones = [row.cells[2].tone for row in answers.rows]
    assert tones == ["", "warn", "warn", "warn", *[""] * 6]


def test_answers_are_told_in_full_detail_only_and_nothing_at_the_headline():
    plan = plan_of(maturity("activity", missing_environment="serious"))
    assert keys(told_chapter(plan, "basis", "headline")) == ["basis.about"]
    normal = told_chapter(plan, "basis", "normal")
    assert keys(normal) == ["basis.about", "basis.maturity"]
    rows = {row.id: row for row in table(normal, "basis.maturity").rows}
    assert rows["missing_environment"].cells[1].tone == "warn"
    assert keys(told_chapter(plan, "basis", "full")) == ["basis.about", "basis.maturity", "basis.answers"]
