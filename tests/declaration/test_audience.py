"""Who reads what: exactly the audience's chapters, and by default nothing confidential."""

from __future__ import annotations

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, draft, rich_plan, starter_plan, told

from kakehashi.declaration.audience import AUDIENCES, Audience, Told, hidden_fields, sees_money
from kakehashi.declaration.blocks import Chapter
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.context import Context
from kakehashi.declaration.document import document
from kakehashi.plan.fields import describe
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.plan import Plan
from kakehashi.words import LANGUAGES, known


@pytest.mark.parametrize("audience", AUDIENCES.values(), ids=lambda each: each.key)
@pytest.mark.parametrize(
    "plan", [starter_plan(), Plan("empty"), rich_plan(3)], ids=["starter", "empty", "rich"]
)
def test_an_audience_gets_exactly_its_chapters(audience: Audience, plan: Plan) -> None:
    found = told(plan, audience)
    assert [chapter.key for chapter in found.chapters] == [
        each.chapter for each in audience.chapters if each.chapter in CHAPTERS
    ]


def test_executives_open_with_one_page_and_then_the_figures() -> None:
    chapters = [each.chapter for each in AUDIENCES["executives"].chapters]
    assert chapters[:6] == ["summary", "approval", "direction", "metrics", "simulation", "budget"]


def test_every_edition_ends_with_what_is_asked_of_its_readers() -> None:
    ends = {key: [each.chapter for each in audience.chapters][-2:] for key, audience in AUDIENCES.items()}
    assert {key: end for key, end in ends.items() if end != ["changes", "asks"]} == {"partners": ["part"]}


def test_confidential_fields_are_hidden_unless_an_audience_asks_for_them() -> None:
    hidden = {
        f"{kind}.{name}" for kind, names in hidden_fields(AUDIENCES["executives"]).items() for name in names
    }
    confidential = {
        f"{kind.__name__}.{name}"
        for kind in KINDS.values()
        for name, described in describe(kind).items()
        if described.field.confidential
    }
    assert hidden == confidential
    assert hidden > {"Partner.monthly_fee", "Role.monthly_cost", "Economics.gross_margin", "Research.names"}
    assert hidden_fields(AUDIENCES["marketing"]) == {}


def test_finance_sees_money_and_no_persons_or_stances() -> None:
    hidden = hidden_fields(AUDIENCES["finance"])
    assert hidden == {
        "Stakeholder": {"influence", "concern", "answer"},
        "Stance": {"state", "reason"},
        "CustomerVoice": {"person"},
        "Research": {"names"},
        "Interview": {"interviewee"},
    }
    assert [key for key, each in AUDIENCES.items() if sees_money(each)] == ["finance", "marketing"]
    for field in ("FunnelStep.rate", "Tool.monthly_cost", "FunnelStep.lag_shape", "Role.monthly_cost"):
        assert not sees_money(msgspec.structs.replace(AUDIENCES["marketing"], hides=(field,)))
    assert sees_money(msgspec.structs.replace(AUDIENCES["marketing"], hides=("FunnelStep.name",)))


def test_one_confidential_field_can_be_opened_and_any_other_hidden() -> None:
    audience = msgspec.structs.replace(
        AUDIENCES["executives"], sees=("Partner.monthly_fee",), hides=("Role.person",)
    )
    hidden = hidden_fields(audience)
    assert "Partner" not in hidden
    assert hidden["Role"] == {"monthly_cost", "person"}


def test_titles_are_in_every_language() -> None:
    for audience in AUDIENCES.values():
        assert all(known(audience.title, language) for language in LANGUAGES)


def test_a_chapter_of_a_plugin_is_told_and_one_that_nobody_makes_is_left_out() -> None:
    def weather(context: Context) -> Chapter:
        return Chapter(key="weather", title="天気", blocks=(), sentence=context.typed(context.about.title))

    audience = msgspec.structs.replace(EVERYTHING, chapters=(Told("weather"), Told("unknown")))
    found = document(draft(starter_plan()), audience, "ja", chapters={"weather": weather})
    assert [chapter.key for chapter in found.chapters] == ["weather"]
    assert found.chapters[0].sentence == "年間マーケティング計画"
