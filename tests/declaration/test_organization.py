"""The chapter organization: now and planned, who has which part, what is open, who talks with whom."""

from __future__ import annotations

from decimal import Decimal

import pytest
from tests.declaration.chapter_plans import keys, picture, plan_of, table, texts, told_chapter

from kakehashi.drawing.scene import Group, walk
from kakehashi.plan.organization import Activity, CommunicationLink, Department, Responsibility, Role

BOSS = Role(id="boss", title="Boss", person="Ann", fte=Decimal(1))
LATER = Role(
    id="later", title="Editor", employment="open", reports_to="boss", start="2027-10", skills_needed="Writing"
)
LEAVING = Role(id="leaving", title="Planner", reports_to="boss", end="2027-08")
BELOW = Role(id="below", title="Assistant", reports_to="leaving")


def shown(chapter_picture: object) -> set[str]:
    scene = chapter_picture.scene  # type: ignore[attr-defined]
    return {s.item for s in walk(scene.shapes) if isinstance(s, Group) and s.kind == "role"}


def test_now_and_planned_are_two_pictures_where_they_differ():
    found = told_chapter(plan_of(BOSS, LATER, LEAVING, closed="2027-06"), "organization")
    assert keys(found)[:2] == ["organization.chart_now", "organization.chart"]
    assert shown(picture(found, "organization.chart_now")) == {"boss", "leaving"}
    assert shown(picture(found, "organization.chart")) == {"boss", "later"}
    assert "Jun 2027" in picture(found, "organization.chart_now").title
    assert "Mar 2028" in picture(found, "organization.chart").title


def test_one_picture_is_enough_where_nothing_changes():
    assert keys(told_chapter(plan_of(BOSS), "organization"))[0] == "organization.chart"
    assert "organization.chart_now" not in keys(told_chapter(plan_of(BOSS), "organization"))


def test_who_loses_the_boss_stands_below_the_next_one_up():
    found = told_chapter(plan_of(BOSS, LEAVING, BELOW, closed="2027-06"), "organization")
    ids = {shape.id for shape in walk(picture(found, "organization.chart").scene.shapes)}
    assert "link:below" in ids


def test_the_headline_is_the_chart_and_the_sentence():
    found = told_chapter(plan_of(BOSS, LATER), "organization", "headline")
    assert keys(found) == ["organization.chart"]
    assert "Editor" in found.sentence


def test_who_hires_reads_first_what_is_open():
    plan = plan_of(BOSS, LATER)
    found = told_chapter(plan, "organization", functions=("hr",))
    assert keys(found)[0] == "organization.open"
    assert [row.item for row in table(found, "organization.open").rows] == ["later"]
    assert "organization.open" not in keys(told_chapter(plan, "organization"))


def test_skills_that_are_said_stand_in_their_table():
    found = table(told_chapter(plan_of(BOSS, LATER), "organization"), "organization.skills")
    assert [row.item for row in found.rows] == ["later"]


def duties(*pairs: tuple[str, str, str]) -> list[Responsibility]:
    return [
        Responsibility(id=f"{one}-{other}", activity=one, role=other, duty=duty)  # type: ignore[arg-type]
        for one, other, duty in pairs
    ]


def test_responsibilities_are_a_matrix_of_letters():
    plan = plan_of(
        BOSS,
        LATER,
        Activity(id="a", name="Ads"),
        Activity(id="b", name="Brand", position="b"),
        *duties(("a", "boss", "accountable"), ("a", "later", "responsible"), ("b", "boss", "informed")),
    )
    found = table(told_chapter(plan, "organization"), "organization.raci")
    assert [column.title for column in found.columns][1:] == ["Boss", "Editor"]
    assert texts(found) == [["Ads", "A", "R"], ["Brand", "I", ""]]
    assert "Brand" in found.note
    assert "Ads" not in found.note


def test_two_who_answer_for_one_activity_are_unsound():
    plan = plan_of(
        BOSS,
        LATER,
        Activity(id="a", name="Ads"),
        *duties(("a", "boss", "accountable"), ("a", "later", "accountable_responsible")),
    )
    (row,) = table(told_chapter(plan, "organization"), "organization.raci").rows
    assert [cell.tone for cell in row.cells] == ["", "bad", "bad"]


@pytest.mark.parametrize("count", [12, 13, 30])
def test_many_roles_are_split_by_department_and_none_is_lost(count: int):
    departments = [Department(id=f"d{n}", name=f"Department {n}", position=f"{n}") for n in range(3)]
    roles = [
        Role(id=f"r{n:02}", title=f"Role {n:02}", department=f"d{n % 3}", position=f"{n:02}")
        for n in range(count)
    ]
    plan = plan_of(
        *departments,
        *roles,
        Activity(id="a", name="Ads"),
        *duties(*(("a", role.id, "consulted") for role in roles)),
    )
    found = [
        block
        for block in told_chapter(plan, "organization").blocks
        if block.key.startswith("organization.raci")
    ]
    titles = [column.title for block in found for column in block.columns[1:]]  # type: ignore[union-attr]
    assert sorted(titles) == [role.title for role in roles]
    assert all(len(block.columns) <= 13 for block in found)  # type: ignore[union-attr]
    assert (len(found) == 1) == (count <= 12)


def test_talk_below_what_is_wanted_is_marked_for_the_side_that_finds_it_so():
    plan = plan_of(
        Department(id="m", name="Marketing", short_name="M"),
        Department(id="s", name="Sales", short_name="S", position="b"),
        CommunicationLink(
            id="l",
            one="m",
            other="s",
            channel="Mail",
            density_one=3,
            density_other=1,
            wanted=3,
            next_step="Meet",
        ),
    )
    found = told_chapter(plan, "organization")
    (row,) = table(found, "organization.communication").rows
    tones = {
        column.key: cell.tone
        for column, cell in zip(table(found, "organization.communication").columns, row.cells, strict=True)
    }
    assert (tones["density_one"], tones["density_other"]) == ("", "warn")
    drawn = picture(found, "organization.map")
    assert drawn.table == "organization.communication"
    labels = [getattr(shape, "text", "") for shape in walk(drawn.scene.shapes)]
    assert "M 3, S 1 → 3" in labels
    assert "Meet" in labels
