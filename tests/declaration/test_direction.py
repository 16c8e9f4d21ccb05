"""Direction: the meetings in which it is kept on course, and who has to stand behind it."""

from __future__ import annotations

from typing import Literal

import pytest
from tests.declaration.chapter_plans import keys, plan_of, table, texts, told_chapter

from kakehashi.declaration.blocks import Prose
from kakehashi.plan.direction import BigMove, Playbook, Ritual, Stakeholder, Stance
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Department, Role

ITEMS: tuple[Item, ...] = (
    Department(id="mkt", name="Marketing", function="marketing"),
    Department(id="sal", name="Sales", function="sales"),
    Department(id="it", name="IT", function="it"),
    Role(id="head", title="Head of marketing", department="mkt"),
    Role(id="seller", title="Salesperson", department="sal"),
    Playbook(
        id=only_id("Playbook"),
        strategy="Plants first.",
        team_rules="Say it the same day.",
        pledge="We count.",
    ),
    BigMove(id="one", name="One price"),
    BigMove(id="two", name="Two shows"),
    BigMove(id="gone", name="Three fairs", state="dropped"),
    Stakeholder(id="tam", person="Tamura", department="sal", needs="Good leads.", concern="More work."),
    Stakeholder(id="kin", person="Kinoshita", department="it", needs="Early dates."),
    Stance(id="s1", stakeholder="tam", big_move="one", state="supports", date="2027-02-09"),
    Stance(id="s2", stakeholder="tam", big_move="two", state="opposes", reason="Costs a week."),
    Ritual(
        id="a-review",
        name="Review",
        cadence="FREQ=MONTHLY;INTERVAL=3;BYDAY=2FR",
        minutes=90,
        decides=True,
        aligns=True,
        chair="head",
        attendees=("seller",),
        purpose="Look at the gap.",
    ),
    Ritual(id="board", name="Board", cadence="FREQ=YEARLY", chair="head", attendees=("mkt",)),
)


def test_meetings_tell_how_often_what_for_and_who_comes() -> None:
    found = table(told_chapter(plan_of(*ITEMS), "direction", "normal"), "direction.rituals")
    assert [column.key for column in found.columns] == [
        "name", "cadence", "minutes", "aims", "chair", "attendees"
    ]  # fmt: skip
    assert texts(found)[0] == [
        "Review",
        "Quarterly",
        "90",
        "Decides, Aligns analyses",
        "Head of marketing",
        "Salesperson",
    ]
    full = table(told_chapter(plan_of(*ITEMS), "direction", "full"), "direction.rituals")
    assert "Look at the gap." in texts(full)[0]


@pytest.mark.parametrize("detail", ["headline", "normal"])
@pytest.mark.parametrize(
    ("function", "meetings"), [("sales", ["a-review"]), ("marketing", ["a-review", "board"]), ("it", None)]
)
def test_readers_find_the_meetings_that_their_people_come_to(
    function: str, meetings: list[str] | None, detail: Literal["headline", "normal"]
) -> None:
    chapter = told_chapter(plan_of(*ITEMS), "direction", detail, functions=(function,))
    if meetings is None:
        assert "direction.rituals" not in keys(chapter)
    else:
        assert [row.id for row in table(chapter, "direction.rituals").rows] == meetings


def test_stakeholders_and_their_stances_are_told_in_full_to_who_may_see_them() -> None:
    chapter = told_chapter(plan_of(*ITEMS), "direction", "full")
    assert "More work." in str(texts(table(chapter, "direction.stakeholders")))
    stances = table(chapter, "direction.stances")
    assert [column.title for column in stances.columns] == ["Stakeholder", "One price", "Two shows"]
    assert texts(stances) == [["Tamura", "supports", "opposes"]]
    assert [cell.tone for cell in stances.rows[0].cells] == ["", "good", "bad"]
    assert [row.id for row in table(chapter, "direction.stance_reasons").rows] == ["s2"]
    people = {"direction.stakeholders", "direction.stances", "direction.stance_reasons"}
    assert people.isdisjoint(keys(told_chapter(plan_of(*ITEMS), "direction", "normal")))


def test_who_may_not_see_stances_is_not_told_that_nobody_was_asked() -> None:
    chapter = told_chapter(plan_of(*ITEMS), "direction", "full", sees=())
    assert "direction.stances" not in keys(chapter)
    assert "direction.stance_reasons" not in keys(chapter)
    people = table(chapter, "direction.stakeholders")
    assert {"concern", "answer", "influence"}.isdisjoint(column.key for column in people.columns)
    assert "Good leads." in str(texts(people))


def test_how_the_team_works_together_is_told_in_full() -> None:
    play = told_chapter(plan_of(*ITEMS), "direction", "full").blocks[0]
    assert isinstance(play, Prose)
    assert [item for item in play.items if "same day" in item or "We count." in item] == list(play.items[-2:])
    short = told_chapter(plan_of(*ITEMS), "direction", "normal").blocks[0]
    assert isinstance(short, Prose)
    assert len(short.items) == 1
