"""Audiences of a plan: items in the place of built-in ones, and its own; a foreword, a department."""

from __future__ import annotations

import msgspec
import pytest
from tests.declaration.plans import draft, starter_plan, told

from kakehashi.declaration.audience import AUDIENCES, Audience, Told, hidden_fields
from kakehashi.declaration.confidential import redacted
from kakehashi.declaration.context import Context
from kakehashi.declaration.document import document
from kakehashi.declaration.own_audiences import audiences_called, audiences_of
from kakehashi.declaration.results import worked_out
from kakehashi.plan.item import Item
from kakehashi.plan.organization import Department
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Audience as Settings


def plan_with(*items: Item) -> Plan:
    return starter_plan().with_items({item.id: item for item in items})


def overlaid(**settings: object) -> Audience:
    stands_for = str(settings.pop("stands_for", "executives"))
    item = Settings(id="own", stands_for=stands_for, **settings)  # type: ignore[arg-type]
    return audiences_of(plan_with(item))[stands_for]


def test_a_plan_without_settings_has_the_built_in_audiences() -> None:
    assert dict(audiences_of(starter_plan())) == dict(AUDIENCES)


def test_an_empty_item_in_the_place_of_a_built_in_one_changes_nothing() -> None:
    for key in AUDIENCES:
        assert overlaid(stands_for=key) == AUDIENCES[key]


def test_chapters_and_details_can_be_set() -> None:
    found = overlaid(chapters=("budget", "work", "budget"), in_headline=("work",), detail="full")
    assert found.chapters == (Told("budget", "full"), Told("work", "headline"))
    built_in = {each.chapter: each.detail for each in AUDIENCES["executives"].chapters}
    found = overlaid(in_full=("organization",), in_headline=("metrics",))
    assert {each.chapter: each.detail for each in found.chapters} == {
        **built_in,
        "organization": "full",
        "metrics": "headline",
    }


def test_what_it_sees_and_hides_can_be_set() -> None:
    hidden = hidden_fields(overlaid(sees=("Partner.monthly_fee",), hides=("Role.person",)))
    assert "Partner" not in hidden
    assert hidden["Role"] == {"monthly_cost", "person"}
    assert hidden_fields(overlaid(stands_for="marketing", hides=("Role.person",))) == {"Role": {"person"}}
    assert overlaid(stands_for="finance", hides=("Role.person",)).sees == AUDIENCES["finance"].sees


def test_a_partner_stays_a_partner() -> None:
    assert (
        overlaid(stands_for="partners", chapters=("budget",), parameter="department").parameter == "partner"
    )


def test_the_first_of_two_that_stand_for_one_counts() -> None:
    plan = plan_with(
        Settings(id="b", stands_for="sales", name="二番目", position="b"),
        Settings(id="a", stands_for="sales", name="一番目", position="a"),
    )
    assert audiences_of(plan)["sales"].name == "一番目"


def test_an_own_audience_is_called_by_its_name_in_any_language() -> None:
    legal = Settings(id="legal", name={"ja": "法務向け", "en": "For Legal"}, chapters=("targets",))
    plan = plan_with(legal, Settings(id="twin", name="法務向け"))
    assert [each.key for each in audiences_called(plan, "for legal")] == ["legal"]
    assert [each.key for each in audiences_called(plan, "法務向け")] == ["legal", "twin"]
    assert [each.key for each in audiences_called(plan, "twin")] == ["twin"]
    assert [each.key for each in audiences_called(plan, "営業部門向け")] == ["sales"]
    assert audiences_called(plan, "誰も") == ()
    found = told(plan, audiences_of(plan)["legal"], "en")
    assert found.audience == "legal"
    assert found.audience_title == "For Legal"


def test_the_foreword_is_told_first_in_the_language_of_the_document() -> None:
    item = Settings(
        id="x", stands_for="sales", foreword={"ja": "お願いは1つです。\n入力です。", "en": "One wish."}
    )
    audience = audiences_of(plan_with(item))["sales"]
    for language, paragraphs in (("ja", ("お願いは1つです。", "入力です。")), ("en", ("One wish.",))):
        first = told(starter_plan(), audience, language).chapters[0]  # type: ignore[arg-type]
        assert first.key == "foreword"
        assert [each.paragraphs for each in first.blocks] == [paragraphs]  # type: ignore[union-attr]


def test_an_audience_of_a_department_is_read_by_that_department_alone() -> None:
    item = Settings(id="x", name="部門向け", chapters=("readers",), parameter="department")
    plan = plan_with(item, Department(id="law", name="法務部", function="legal"))
    seen: list[tuple[str, ...]] = []

    def readers(context: Context) -> None:
        seen.append(tuple(each.id for each in context.readers))

    audience = audiences_of(plan)["x"]
    found = document(draft(plan), audience, "ja", parameter="law", chapters={"readers": readers})  # type: ignore[dict-item]
    assert seen == [("law",)]
    assert found.parameter == "law"
    assert found.audience_title == "部門向け（法務部）"


def test_a_document_names_whom_it_is_made_for() -> None:
    plan = starter_plan()
    partner = next(iter(plan.of_kind("Partner")))
    plan = plan.with_items({partner.id: msgspec.structs.replace(partner, name={"ja": "月社", "en": "Moon"})})
    titles = [
        document(draft(plan), AUDIENCES["partners"], language, parameter=partner.id).audience_title
        for language in ("ja", "en")  # type: ignore[misc]
    ]
    assert titles == ["月社様向け", "For a partner: Moon"]


@pytest.mark.parametrize("key", [key for key in AUDIENCES if key != "marketing"])
def test_what_others_see_and_do_not_see_is_told_to_nobody(key: str) -> None:
    plan = plan_with(Settings(id="x", name="役員だけ", hides=("Risk.remedy",), foreword="内緒"))
    context = redacted(plan, AUDIENCES[key])
    assert "x" not in context
    assert "x" in redacted(plan, AUDIENCES["marketing"])
    assert worked_out(context) == worked_out(redacted(starter_plan(), AUDIENCES[key]))
