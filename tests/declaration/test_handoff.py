"""The chapter hand-off: conditions, promises, the five approaches, reasons and what was learned."""

from __future__ import annotations

from decimal import Decimal

from tests.declaration.chapter_plans import keys, plan_of, table, texts, told_chapter

from kakehashi.plan.handoff import Approach, HandoffCondition, Interview, LogTemplate, Reason, ServiceLevel
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.organization import Department, Role

SIDES = (
    Department(id="m", name="Marketing"),
    Department(id="s", name="Sales", position="b"),
    Role(id="from", title="Inside sales", department="m"),
    Role(id="to", title="Field sales", department="s", position="b"),
)
CONDITION = HandoffCondition(id="c", name="Budget known", from_role="from", to_role="to", condition="Knows")
EXCLUSION = HandoffCondition(id="x", name="Students", effect="exclude", position="b")


def chapter(*items: Item, detail: str = "full", sees: tuple[str, ...] = ("*",)):
    return told_chapter(plan_of(*items), "handoff", detail, sees=sees)  # type: ignore[arg-type]


def agreed(department: str) -> Agreement:
    return Agreement(id=agreement_of("c", department), item="c", department=department, state="agreed")


def test_the_sentence_says_conditions_response_and_what_was_left_out():
    levels = [
        ServiceLevel(id=str(hours), lead_type=str(hours), accept_hours=Decimal(hours)) for hours in (2, 24, 8)
    ]
    card = Approach(id="a", approach="settling", name="Settled", done=True)
    said = chapter(*SIDES, CONDITION, EXCLUSION, card, *levels).sentence
    assert "1 for handing over, 1 against" in said
    assert "from 2 to 24 hours" in said
    assert " 8 hours" not in said
    assert "1 of 5" in said
    assert "Not done yet: Won companies, Background of opportunities, Supply, Exclusions." in said


def test_conditions_to_hand_over_and_not_to_stand_apart_with_the_agreement_of_both_sides():
    found = chapter(*SIDES, CONDITION, EXCLUSION, agreed("m"))
    assert [row.item for row in table(found, "handoff.exclusions").rows] == ["x"]
    conditions = table(found, "handoff.conditions")
    at = [column.key for column in conditions.columns].index("agreed")
    (row,) = conditions.rows
    assert "Marketing: Agreed" in (row.cells[at].value or "")
    assert row.cells[at].tone == "warn"
    (row,) = table(chapter(*SIDES, CONDITION, agreed("m"), agreed("s")), "handoff.conditions").rows
    assert row.cells[at].tone == ""


def test_all_five_approaches_stand_there_the_missing_ones_marked():
    found = table(
        chapter(
            Approach(id="a", approach="supply", name="Matched", done=True, result="Fewer"),
            Approach(id="b", approach="won_companies", name="Looked at", position="b"),
        ),
        "handoff.approaches",
    )
    assert [row.id for row in found.rows] == ["b", "opportunities", "settling", "a", "exclusions"]
    assert [row.cells[2].tone for row in found.rows] == ["warn", "warn", "warn", "", "warn"]


def test_reasons_stand_below_what_they_belong_to():
    found = chapter(
        Reason(id="late", name="Later", belongs_to="time"),
        Reason(id="price", name="Price", position="b"),
        Reason(id="time", name="Time", position="c", then="nurture", nurture_months=6),
        Reason(id="fit", name="Fits", outcome="won"),
    )
    lost = table(found, "handoff.lost_reasons")
    assert [(row.cells[0].value, row.level) for row in lost.rows] == [("Price", 0), ("Time", 0), ("Later", 1)]
    assert [row[0] for row in texts(table(found, "handoff.won_reasons"))] == ["Fits"]
    months = next(column for column in lost.columns if column.key == "nurture_months")
    assert months.digits == 0


def test_who_was_asked_is_told_only_to_who_may_see_it():
    interview = Interview(id="i", company="A", interviewee="Ms. Secret", said="Fine", lesson="More")
    everything = table(chapter(interview), "handoff.interviews")
    assert "interviewee" in [column.key for column in everything.columns]
    hidden = chapter(interview, sees=())
    assert "interviewee" not in [column.key for column in table(hidden, "handoff.interviews").columns]
    assert "Secret" not in repr(hidden)


def test_each_level_of_detail_tells_more():
    items = (*SIDES, CONDITION, Reason(id="r", name="Price"), LogTemplate(id="l", name="Call"))
    headline, normal, full = (keys(chapter(*items, detail=each)) for each in ("headline", "normal", "full"))
    assert headline == ["handoff.conditions"]
    assert normal == ["handoff.conditions", "handoff.approaches", "handoff.lost_reasons"]
    assert full == [*normal, "handoff.logs"]
