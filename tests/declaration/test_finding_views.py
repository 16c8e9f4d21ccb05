"""Blocks of findings: made of records alone, told in the chapter they belong to, in both languages alike."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, draft, starter_plan

from kakehashi.declaration.audience import AUDIENCES, Audience, Told
from kakehashi.declaration.blocks import Block, KeyFigures, Table
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.confidential import redacted
from kakehashi.declaration.context import Context
from kakehashi.declaration.document import document
from kakehashi.declaration.finding_views import finding_blocks, newest
from kakehashi.declaration.results import worked_out
from kakehashi.plan.budget import BudgetCategory
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord, FindingSource
from kakehashi.plan.targets import Segment
from kakehashi.words import LANGUAGES, Language

ALL_CHAPTERS = ("targets", "budget", "simulation", "measurement", "handoff")
SOURCE = FindingSource(
    table="opportunity", name="deals.csv", sha256="0" * 64, rows=500, imported_on="2027-05-01"
)


def record(
    finding: str, rows: list[dict[str, str | None]], date: str = "2027-05-01", **more: str
) -> FindingRecord:
    columns = tuple(dict.fromkeys(name for row in rows for name in row))
    cells = tuple(tuple(row.get(name) for name in columns) for row in rows)
    return FindingRecord(
        id=f"{finding}{date}",
        finding=finding,
        date=date,
        columns=columns,
        rows=cells,
        sources=(SOURCE,),
        **more,
    )


def covered(companies: int) -> list[dict[str, str | None]]:
    counts = ("with_leads", "with_target_leads", "with_follow_leads", "with_open", "with_valid", "with_won")
    row: dict[str, str | None] = {"companies": str(companies), "covered": "0.25", "people": "90"}
    row |= dict.fromkeys((*counts, "with_lost", "target_leads", "follow_leads"), "50")
    return [
        {"group": "all", "value": None, "segment": None, **row},
        {"group": "segment", "value": "前の名前", "segment": "seg", **row, "people": None},
        {"group": "tier", "value": "tier_1", "segment": None, **row},
        {"group": "industry", "value": "Retail", "segment": None, **row},
    ]


def reason(group: str, value: str | None, part: str = "reason", **more: str | None) -> dict[str, str | None]:
    told = {"deals": "12", "rate": "0.6", "low": "0.4", "high": "0.8", "small": "true", "amount": "9000000"}
    return {
        "part": part,
        "outcome": "lost",
        "group": group,
        "value": value,
        **told,
        "currency": "JPY",
        **more,
    }


RECORDS = (
    record("coverage", covered(200)),
    record("coverage", covered(180), "2027-04-01"),
    record(
        "lead_shortage",
        [
            {"question": "verdict", "answer": "too_few", "count": None, "of": None, "gap": None},
            {"question": "conditions", "answer": "set", "count": "4", "of": None, "gap": None},
            {"question": "followed", "answer": "yes", "count": "50", "of": "90", "gap": None},
            {"question": "enough", "answer": "no", "count": "120", "of": "400", "gap": "280"},
        ],
    ),
    record(
        "reasons",
        [
            reason("reason", "価格", at_opportunity="3", at_valid="9"),
            reason("reason", "Timing", at_opportunity="1", at_valid="2", currency="USD"),
            reason("rest", None),
            reason("all", None, part="told", rate="0.75"),
        ],
    ),
    record(
        "won_profile",
        [
            {
                "unit": "company",
                "field": field,
                "group": "value",
                "value": value,
                "won": "20",
                "share_won": "0.5",
                "share_all": "0.2",
                "lift": "2.5",
                "low": low,
                "high": "3",
                "small": "false",
                "proposed": proposed,
            }
            for field, value, low, proposed in (
                ("industry", "Medical", "1.5", "true"),
                ("employees", "100-299", "0.8", "false"),
                ("region", "東京", None, "false"),
            )
        ],
    ),
    record(
        "neglected",
        [
            {"what": "opportunity", "group": "all", "value": None, "entries": "360", "neglected": "48"},
            {"what": "opportunity", "group": "owner", "value": "#1", "entries": "60", "neglected": "8"},
            {"what": "follow", "group": "all", "value": None, "entries": "90", "neglected": "70"},
        ],
    ),
    record(
        "handoff",
        [
            {
                "part": "handed",
                "group": "all",
                "value": None,
                "people": "40",
                "accepted": "30",
                "rate": "0.75",
            },
            {
                "part": "handed",
                "group": "source",
                "value": "Web",
                "people": "25",
                "accepted": "20",
                "rate": "0.8",
            },
            {
                "part": "level",
                "group": "level",
                "value": "見積もり",
                "people": "30",
                "in_time": "21",
                "rate": "0.7",
            },
            {
                "part": "returns",
                "group": "reason",
                "value": "時期",
                "returned": "9",
                "rate": "0.9",
                "agreed": "true",
            },
        ],
    ),
    record(
        "spend",
        [
            {"part": "spent", "month": "2027-04", "amount": "100"},
            {
                "part": "against",
                "group": "category",
                "value": "広告",
                "planned": "2000000",
                "amount": "2500000",
                "difference": "500000",
                "rate": "1.25",
            },
            {"part": "against", "group": "measure", "value": "secret", "planned": "1", "amount": "2"},
            {"part": "against", "group": "all", "planned": "2000000", "amount": "2500000", "rate": "1.25"},
        ],
    ),
    record(
        "funnel",
        [
            {
                "part": "group",
                "group": "cohort",
                "value": month,
                "step_from": "opportunity",
                "step_to": "won",
                "entered": "40",
                "reached": "10",
                "dropped": "20",
                "open": "10",
                "rate": "0.333333333333",
                "low": "0.2",
                "high": "0.5",
                "small": "false",
            }
            for month in ("2027-01", "2027-02")
        ],
    ),
    record(
        "data_quality",
        [
            {
                "part": "empty",
                "table": "lead",
                "field": "phase",
                "fault": None,
                "entries": "90",
                "count": "9",
            },
            {
                "part": "fault",
                "table": "opportunity",
                "field": None,
                "fault": "overdue",
                "entries": "9",
                "count": "2",
            },
            {"part": "logs", "table": "activity", "field": None, "fault": None, "entries": "9", "count": "2"},
        ],
    ),
)


def plan() -> Plan:
    more = (
        Segment(id="seg", name={"ja": "中堅製造", "en": "Mid-size makers"}),
        BudgetCategory(id="ads", name={"ja": "広告", "en": "Advertising"}),
    )
    return Plan("starter", [*starter_plan(), *more, *RECORDS])


def context(
    language: Language, audience: Audience = EVERYTHING, given: Plan | None = None, **more: str
) -> Context:
    whole = given or plan()
    return Context(
        whole=whole,
        plan=redacted(whole, audience),
        results=worked_out(whole),
        audience=audience,
        language=language,
        **more,  # type: ignore[arg-type]
    )


def blocks(language: Language, **more: str) -> dict[str, Block]:
    told = context(language, **more)
    return {block.key: block for chapter in ALL_CHAPTERS for block in finding_blocks(told, chapter)}


def table(key: str, language: Language = "en") -> list[list[str]]:
    """A table as texts: numbers as they are."""
    found = blocks(language)[key]
    assert isinstance(found, Table)
    return [
        [cell.value or ("" if cell.number is None else str(cell.number)) for cell in row.cells]
        for row in found.rows
    ]


def test_each_finding_is_told_in_its_chapter() -> None:
    assert set(blocks("ja")) == {
        "targets.covered",
        "targets.coverage",
        "targets.people",
        "targets.shortage",
        "budget.spent",
        "simulation.cohorts",
        "measurement.quality",
        "handoff.neglected",
        "handoff.reasons_lost",
        "handoff.profile",
        "handoff.handed",
        "handoff.levels",
        "handoff.returns",
    }
    headlines = {
        "targets.covered",
        "budget.spent",
        "simulation.cohorts",
        "measurement.quality",
        "handoff.neglected",
    }
    assert set(blocks("ja", detail="headline")) == headlines
    assert not [
        block
        for chapter in ALL_CHAPTERS
        for block in finding_blocks(context("ja", given=starter_plan()), chapter)
    ]


def test_the_newest_record_speaks() -> None:
    found = newest(plan(), "coverage")
    assert found is not None
    assert found.date == "2027-05-01"
    figures = blocks("en")["targets.covered"]
    assert isinstance(figures, KeyFigures)
    assert [each.cell.number for each in figures.figures] == [200, Decimal("0.25"), 50, 50, 50]
    assert figures.figures[2].comparison == "of 200 target companies"
    assert "1 May 2027" in figures.heading


def test_names_of_the_plan_are_said_in_the_language_of_the_document() -> None:
    assert [row[0] for row in table("targets.coverage")] == ["(all)", "Mid-size makers", "tier 1"]
    assert [row[0] for row in table("targets.coverage", "ja")][1] == "中堅製造"
    assert [row[0] for row in table("budget.spent")] == ["Advertising", "(all)"]
    assert [row[0] for row in table("simulation.cohorts", "ja")] == ["2027年1月", "2027年2月"]


def test_money_is_in_the_unit_of_the_document_and_in_one_currency() -> None:
    spent = blocks("ja")["budget.spent"]
    assert isinstance(spent, Table)
    unit = context("ja").unit
    assert spent.unit == unit.title
    assert spent.rows[0].cells[1].number == Decimal(2_000_000) / unit.size
    assert spent.rows[0].cells[3].signed
    lost = blocks("ja")["handoff.reasons_lost"]
    assert isinstance(lost, Table)
    place = [column.key for column in lost.columns].index("amount")
    assert [row.cells[place].number is None for row in lost.rows] == [False, True, False]
    assert "25%" in lost.note
    assert lost.source == "出典：deals.csv（500行）"


def test_only_counts_of_what_is_neglected() -> None:
    found = blocks("en")["handoff.neglected"]
    assert isinstance(found, KeyFigures)
    assert [(each.key, each.cell.number) for each in found.figures] == [
        ("neglected_opportunity", 48),
        ("neglected_follow", 70),
    ]
    assert "#1" not in str(list(blocks("en").values()))


def test_proposals_stand_first_and_values_without_an_interval_nowhere() -> None:
    rows = table("handoff.profile")
    assert [row[0] for row in rows] == ["Industry: Medical", "Employees: 100-299"]
    assert [row[-1] for row in rows] == ["proposed", ""]


def test_both_languages_hold_the_same_figures() -> None:
    one, other = (blocks(language) for language in LANGUAGES)
    assert one.keys() == other.keys()
    for key, block in one.items():
        same = other[key]
        if isinstance(block, Table) and isinstance(same, Table):
            assert [[c.number is None for c in row.cells] for row in block.rows] == [
                [c.number is None for c in row.cells] for row in same.rows
            ]


def test_an_audience_without_the_chapter_sees_none() -> None:
    source = draft(plan())
    budget = msgspec.structs.replace(EVERYTHING, chapters=(Told("budget", "normal"),))
    for audience in (
        budget,
        msgspec.structs.replace(EVERYTHING, chapters=(Told("basis"),)),
        *(each for each in AUDIENCES.values() if not each.parameter),
    ):
        made = document(source, audience, "ja", chapters=CHAPTERS)
        keys = {block.key for chapter in made.chapters for block in chapter.blocks}
        wanted = {(told.chapter, told.detail) for told in audience.chapters}
        sees_budget = any(chapter == "budget" and detail != "headline" for chapter, detail in wanted)
        assert ("budget.spent" in keys) == sees_budget
        assert ("simulation.cohorts" in keys) == (("simulation", "full") in wanted)
        for key in ("targets.covered", "handoff.neglected"):
            assert (key in keys) == (key.split(".")[0] in {chapter for chapter, _ in wanted})
        assert "secret" not in str(made)


@pytest.mark.parametrize("hidden", ["FindingRecord.rows"])
def test_hidden_records_say_nothing(hidden: str) -> None:
    audience = msgspec.structs.replace(EVERYTHING, hides=(hidden,))
    told = context("ja", audience)
    assert not [block for chapter in ALL_CHAPTERS for block in finding_blocks(told, chapter)]
