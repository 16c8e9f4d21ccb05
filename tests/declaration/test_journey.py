"""Customer journey in a document: maps, tables that say the same, gaps as the checks know them."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from tests.declaration.plans import CURIOUS, only_chapter, pictures, reading, table, told
from tests.plan.drawn import plans

from kakehashi.checks.run import run_checks
from kakehashi.declaration.blocks import Document, Picture, Table
from kakehashi.drawing.scene import Group, Label, Rect, walk
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.item import Item
from kakehashi.plan.journey import Cell, CustomerVoice, Journey, Lane, Stage
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Role
from kakehashi.plan.personas import IndividualPersona
from kakehashi.plan.plan import Plan

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12)


def table_keys(found: Document) -> list[str]:
    return [block.key for block in only_chapter(found).blocks if isinstance(block, Table)]


def journey(key: str, state: str, feelings: tuple[int, int], *extra: Item, **fields: Any) -> list[Item]:
    """A journey with questions and feelings at both stages."""
    persona = fields.pop("persona", "p")
    ask, feel = Lane(id=f"{key}q", name="疑問", journey=key, holds="question"), f"{key}e"
    return [
        Journey(id=key, persona=persona, state=state, **fields),  # type: ignore[arg-type]
        ask,
        Lane(id=feel, name="感情", journey=key, holds="emotion"),
        Cell(id=f"{key}q1", stage="s1", lane=ask.id, text="うちだけの問題か"),
        Cell(id=f"{key}q2", stage="s2", lane=ask.id, text="何か月で戻るか"),
        Cell(id=f"{key}e1", stage="s1", lane=feel, emotion=feelings[0]),
        Cell(id=f"{key}e2", stage="s2", lane=feel, emotion=feelings[1], text="資料を一から作る"),
        *extra,
    ]


STAGES = (
    Stage(id="s1", name="課題の自覚", part="before", position="a1"),
    Stage(id="s2", name="稟議・決裁", part="deciding", position="a2"),
)
PERSON = IndividualPersona(id="p", name="沢田さん")
NOW = journey("now", "as_is", (0, -2))
LATER = journey("later", "to_be", (1, 1))
ANSWERED = ContentAsset(id="a", title="試算表", stage="s2", state="needed")


def plan(*items: Item) -> Plan:
    return Plan("j", [ABOUT, *STAGES, PERSON, *items])


def said(picture: Picture) -> str:
    """All texts of a picture without the ends of their lines; what is cut by its title."""
    labels = [each for each in walk(picture.scene.shapes) if isinstance(each, Label)]
    return "".join(each.title or each.text for each in labels)


def test_a_journey_is_a_picture_and_a_table_for_those_who_want_more_than_headlines():
    both = plan(*NOW, *LATER)
    normal, full, headline = (
        told(both, reading("journey", detail)) for detail in ("normal", "full", "headline")
    )
    keys = ["journey.picture.now", "journey.picture.later"]
    assert [each.key for each in pictures(normal)] == keys
    assert [each.table for each in pictures(normal)] == ["journey.map.now", "journey.map.later"]
    assert table_keys(normal) == ["journey.map.now", "journey.map.later", "journey.stages"]
    assert all(each.wide for each in pictures(normal))
    assert [each.key for each in pictures(headline)] == ["journey.picture.later"]
    assert [each.table for each in pictures(headline)] == [""]
    assert table_keys(headline) == []
    assert table_keys(full) == table_keys(normal)


def test_in_headlines_a_persona_without_a_journey_to_be_is_shown_as_it_is():
    other = journey("other", "as_is", (1, 1), persona="q")
    found = told(plan(*NOW, *LATER, *other), reading("journey", "headline"))
    assert {each.key for each in pictures(found)} == {"journey.picture.later", "journey.picture.other"}


def test_the_table_says_what_the_picture_says():
    more = (
        Lane(id="c", name="コンテンツ", journey="now", holds="content"),
        Lane(id="f", name="不備", journey="now", holds="failure"),
        Cell(id="c2", stage="s2", lane="c", content=("a",)),
        Cell(id="f2", stage="s2", lane="f", text="誰も聞いていない", owner="r"),
        Role(id="r", title="営業窓口"),
        ANSWERED,
    )
    found = told(plan(*NOW, *more), reading("journey", "normal"))
    shown = table(found, "journey.map.now")
    assert [column.key for column in shown.columns] == ["lane", "s1", "s2"]
    assert {row.item for row in shown.rows} == {"nowq", "nowe", "c", "f"}
    cells = {row.id: [cell.value for cell in row.cells] for row in shown.rows}
    assert cells["nowe"] == ["感情", "0", "−2\n資料を一から作る"]
    assert cells["c"] == ["コンテンツ", "疑問に答えるものがありません", "試算表（必要）"]
    assert cells["f"] == ["不備", None, "誰も聞いていない\n担当：営業窓口"]
    drawn = said(pictures(found)[0])
    for row in shown.rows:
        for cell in row.cells:
            for line in (cell.value or "").split("\n"):
                assert line.removesuffix("（必要）") in drawn


def test_content_that_is_not_there_yet_is_dashed_and_the_picture_says_so():
    def drawn(state: str) -> tuple[bool, bool]:
        asset = ContentAsset(id="a", title="試算表", state=state)  # type: ignore[arg-type]
        lane = Lane(id="c", name="コンテンツ", journey="now", holds="content")
        cell = Cell(id="c2", stage="s2", lane="c", content=("a",))
        picture = pictures(told(plan(*NOW, lane, cell, asset), reading("journey", "normal")))[0]
        frames = [each for each in walk(picture.scene.shapes) if isinstance(each, Rect)]
        (frame,) = (each for each in frames if each.id.startswith("entry:") and each.id.endswith("/frame"))
        return bool(frame.paint.dash), "破線" in said(picture)

    assert drawn("needed") == drawn("in_production") == (True, True)
    assert drawn("published") == drawn("have") == (False, False)


def test_every_cell_of_the_picture_leads_to_its_item():
    found = told(plan(*NOW), reading("journey", "normal"))
    groups = [each for each in walk(pictures(found)[0].scene.shapes) if isinstance(each, Group)]
    assert {each.item for each in groups if each.kind == "cell"} == {"nowq1", "nowq2", "nowe1", "nowe2"}
    assert {each.item for each in groups if each.kind == "stage"} == {"s1", "s2"}


def gaps_of(found: Document, picture: Picture) -> set[str]:
    """The stages in whose column the picture has a gap."""
    frames = [each.id for each in walk(picture.scene.shapes) if isinstance(each, Rect)]
    return {name.removesuffix("/frame")[-2:] for name in frames if name.startswith("gap:")}


@pytest.mark.parametrize(
    ("answers", "gaps"),
    [
        ((), {"s1", "s2"}),
        ((ANSWERED,), {"s1"}),
        ((msgspec.structs.replace(ANSWERED, state="retire"),), {"s1", "s2"}),
        ((Measure(id="m", stage="s1"), ANSWERED), set()),
    ],
)
def test_gaps_are_those_of_the_checks(answers: tuple[Item, ...], gaps: set[str]):
    here = plan(*NOW, *answers)
    unsound = {each.item for each in run_checks(here) if each.check == "question_unanswered"}
    found = told(here, reading("journey", "normal"))
    picture = pictures(found)[0]
    shown = table(found, "journey.map.now")
    warned = {
        column.key
        for row in shown.rows
        for column, cell in zip(shown.columns, row.cells, strict=True)
        if cell.tone == "warn"
    }
    assert gaps_of(found, picture) == warned == unsound == gaps
    open_questions = [column.key for column in table(found, "journey.stages").columns if column.key == "gap"]
    assert bool(open_questions) == bool(gaps)
    assert ("課題の自覚" in only_chapter(found).sentence.split("。")[-2]) == ("s1" in gaps)


def test_the_gap_is_said_in_the_lane_of_our_content_and_tints_the_question():
    lane = Lane(id="c", name="コンテンツ", journey="now", holds="content")
    picture = pictures(told(plan(*NOW, lane), reading("journey", "normal")))[0]
    names = {each.id for each in walk(picture.scene.shapes)}
    assert {"gap:c.s1", "gap:c.s2"} <= names
    assert {"tint:nowq.s1", "tint:c.s1", "tint:nowe.s1"} <= names


def test_the_sentence_tells_the_lowest_point_and_what_it_becomes():
    sentence = only_chapter(told(plan(*NOW, *LATER), reading("journey", "headline"))).sentence
    assert "2ステージ" in sentence
    assert "「稟議・決裁」（−2、資料を一から作る）" in sentence
    assert "「+1、資料を一から作る」" in sentence


def test_a_map_of_many_lanes_is_told_in_two_pictures():
    lanes: list[Item] = []
    for n in range(4):
        for holds in ("content", "action"):
            key = f"{holds}{n}"
            lanes.append(Lane(id=key, name=key, journey="now", holds=holds))  # type: ignore[arg-type]
            lanes.append(Cell(id=f"x{key}", stage="s1", lane=key, text="話"))
    assert len(pictures(told(plan(*NOW, *lanes[:-2]), reading("journey", "normal")))) == 1
    found = told(plan(*NOW, *lanes), reading("journey", "normal"))
    theirs, ours = pictures(found)
    assert {theirs.key, ours.key} == {"journey.picture.now", "journey.picture.now.ours"}
    assert theirs.title != ours.title
    assert theirs.table == ours.table == "journey.map.now"
    rows = {row.id for row in table(found, "journey.map.now").rows}
    shown = [
        {each.item for each in walk(picture.scene.shapes) if isinstance(each, Group) and each.kind == "lane"}
        for picture in (theirs, ours)
    ]
    assert shown[0] | shown[1] == rows
    assert shown[0] & shown[1] == {"nowq"}


VOICE = CustomerVoice(
    id="v",
    title="紙がない",
    customer="金属加工",
    person="山田課長",
    stage="s2",
    words="出す紙がない",
    date="2027-01-09",
)


def test_voices_with_their_permission_are_told_in_full_only():
    found = told(plan(*NOW, VOICE), reading("journey", "full"))
    columns = [column.key for column in table(found, "journey.voices").columns]
    assert {"words", "permission", "person"} <= set(columns)
    assert "journey.voices" not in table_keys(told(plan(*NOW, VOICE), reading("journey", "normal")))


def test_who_said_it_is_seen_only_by_who_may():
    hidden, seen = reading("journey", "full", CURIOUS), reading("journey", "full")
    one = plan(*NOW, VOICE)
    other = plan(*NOW, msgspec.structs.replace(VOICE, person="鈴木部長"))
    assert told(one, hidden) == told(other, hidden)
    assert told(one, seen) != told(other, seen)


def test_a_plan_without_journeys_says_that_nothing_stands_here():
    found = only_chapter(told(Plan("j", [ABOUT]), reading("journey", "full")))
    assert found.blocks == ()
    assert found.sentence


def test_in_english_nothing_of_ours_is_japanese():
    found = told(Plan("j", [ABOUT, *STAGES, PERSON, *NOW]), reading("journey", "normal"), "en")
    titles = [column.title for column in table(found, "journey.stages").columns]
    assert all(title.isascii() for title in titles)


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_can_be_told(drawn: Plan):
    for detail in ("headline", "full"):
        found = told(drawn, reading("journey", detail))
        assert found == told(drawn, reading("journey", detail))
        known = set(table_keys(found))
        assert {picture.table for picture in pictures(found)} <= known | {""}
