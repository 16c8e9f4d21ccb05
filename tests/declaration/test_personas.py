"""Personas in a document: the buying committee, profiles, and what the statements rest on."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from tests.declaration.plans import CURIOUS, only_chapter, pictures, reading, table, told
from tests.plan.drawn import plans

from kakehashi.checks.run import run_checks
from kakehashi.declaration.audience import Detail
from kakehashi.declaration.blocks import Document, Picture, Table
from kakehashi.drawing.scene import Group, Label, walk
from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.personas import (
    CompanyPersona,
    IndividualPersona,
    OrganizationPersona,
    Research,
    Statement,
)
from kakehashi.plan.plan import Plan

ABOUT = About(id=only_id("About"), first_month="2027-04", months=12)
COMPANY = CompanyPersona(id="c", name="中堅の部品工場", industry="自動車部品")
USERS = OrganizationPersona(id="u", company="c", department="保全課", mission="止めない")
PLANT = OrganizationPersona(id="o", company="c", department="工場長室")


def person(key: str, role: str, organization: str = "u", **fields: Any) -> IndividualPersona:
    return IndividualPersona(id=key, name=f"人{key}", organization=organization, buying_role=role, **fields)  # type: ignore[arg-type]


CHAMPION = person("1", "champion", says="出す紙がない", objections="稟議が面倒", job_title="課長")
DECIDER = person("2", "decider", "o", says="「何か月で戻るのか」")
BASE = (ABOUT, COMPANY, USERS, PLANT)


def told_of(*items: Item, detail: Detail = "normal") -> Document:
    return told(Plan("p", [*BASE, *items]), reading("personas", detail))


def members(picture: Picture) -> list[Group]:
    return [each for each in walk(picture.scene.shapes) if isinstance(each, Group) and each.kind == "member"]


def test_the_committee_is_everybody_of_the_company():
    (picture,) = pictures(told_of(CHAMPION, DECIDER, person("3", "user", "nowhere")))
    assert {each.item for each in members(picture)} == {"1", "2"}
    assert picture.table == "personas.people"
    assert "中堅の部品工場" in picture.title
    texts = {each.text for each in walk(picture.scene.shapes) if isinstance(each, Label)}
    assert {"人1", "人2", "「出す紙がない」", "「何か月で戻るのか」"} <= texts
    assert "社内の推進者" in picture.description


def test_one_alone_is_no_committee():
    assert pictures(told_of(CHAMPION)) == []


@pytest.mark.parametrize(
    ("roles", "vacant"),
    [(("champion", "user"), True), (("champion", "approver"), False), (("decider", "user"), False)],
)
def test_a_committee_that_cannot_decide_is_that_of_the_check(roles: tuple[str, str], vacant: bool):
    people = [person(str(n), role) for n, role in enumerate(roles)]
    found = told_of(*people)
    unsound = any(
        each.check == "committee_without_decider" for each in run_checks(Plan("p", [*BASE, *people]))
    )
    kinds = {each.kind for each in walk(pictures(found)[0].scene.shapes) if isinstance(each, Group)}
    assert ("vacant" in kinds) == unsound == vacant
    assert ("中堅の部品工場" in only_chapter(found).sentence) == vacant


def test_the_sentence_tells_what_the_statements_rest_on():
    marks = ("interview", "interview", "data", "assumption")
    statements = [Statement(id=f"t{n}", persona="c", text="x", mark=mark) for n, mark in enumerate(marks)]  # type: ignore[arg-type]
    sentence = only_chapter(told_of(CHAMPION, DECIDER, *statements)).sentence
    assert "人2" in sentence
    assert "4件" in sentence
    assert "2件" in sentence
    assert "25%" in sentence


def test_headlines_are_the_people_with_what_they_say_and_object():
    found = told_of(CHAMPION, DECIDER, detail="headline")
    assert [block.key for block in only_chapter(found).blocks] == ["personas.people"]
    people = table(found, "personas.people")
    assert [column.key for column in people.columns] == [
        "name", "job_title", "buying_role", "says", "objections"
    ]  # fmt: skip
    assert [cell.value for cell in people.rows[0].cells] == [
        "人1", "課長", "社内の推進者", "出す紙がない", "稟議が面倒"
    ]  # fmt: skip


RESEARCH = Research(id="r", name="面談", whom="6社", names="山田、鈴木", findings="紙がない")
STATEMENT = Statement(id="t", persona="c", text="紙で困る", mark="interview", research=("r",))


def test_profiles_then_statements_with_their_research():
    found = told_of(CHAMPION, DECIDER, RESEARCH, STATEMENT)
    keys = [block.key for block in only_chapter(found).blocks if isinstance(block, Table)]
    assert keys == [
        "personas.companies", "personas.organizations", "personas.people", "personas.statements",
        "personas.research",
    ]  # fmt: skip
    (row,) = table(found, "personas.statements").rows
    assert "面談" in [cell.value for cell in row.cells]


def test_who_was_asked_is_seen_only_by_who_may():
    plan = Plan("p", [*BASE, RESEARCH, STATEMENT])
    other = plan.with_items({"r": msgspec.structs.replace(RESEARCH, names="佐藤")})
    hidden = reading("personas", "full", CURIOUS)
    assert told(plan, hidden) == told(other, hidden)
    names = [
        column.key for column in table(told(plan, reading("personas", "full")), "personas.research").columns
    ]
    assert "names" in names
    assert "names" not in [column.key for column in table(told(plan, hidden), "personas.research").columns]


def test_a_plan_without_personas_says_that_nothing_stands_here():
    found = only_chapter(told(Plan("p", [ABOUT]), reading("personas", "full")))
    assert found.blocks == ()
    assert found.sentence


@settings(max_examples=40, deadline=None)
@given(plans())
def test_any_plan_can_be_told(drawn: Plan):
    for detail in ("headline", "full"):
        found = told(drawn, reading("personas", detail))
        assert found == told(drawn, reading("personas", detail))
        assert all(members(picture) for picture in pictures(found))
