"""The dates of a document: of what its chapters tell and nothing else, in words of the same document."""

from __future__ import annotations

from datetime import date
from typing import Literal

import msgspec
import pytest
from tests.declaration.chapter_plans import plan_of
from tests.declaration.full_plans import full_plan
from tests.declaration.plans import draft, told
from tests.declaration.test_confidentiality_law import NOSY, READERS, made, sample

from kakehashi.declaration.audience import AUDIENCES, Audience, Told
from kakehashi.declaration.blocks import Dated, Document, tables
from kakehashi.declaration.document import document
from kakehashi.declaration.said import said
from kakehashi.plan.budget import Criterion, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import Ritual, Stakeholder
from kakehashi.plan.item import Item
from kakehashi.plan.organization import Department, Partner, Role
from kakehashi.plan.recurrence import OnWeekday, Recurrence
from kakehashi.plan.review import Ask, Decision
from kakehashi.plan.work import BlueprintEntry
from kakehashi.words import ALL_LANGUAGES, LANGUAGES, Language, text

REVIEW = Ritual(
    id="review",
    name="Review",
    first_date="2027-04-09",
    cadence="FREQ=MONTHLY;INTERVAL=3;BYDAY=2FR",
    minutes=90,
    purpose="Look at the gap.",
    chair="head",
    attendees=("sal",),
)
ITEMS: tuple[Item, ...] = (
    Department(id="mkt", name="Marketing", function="marketing"),
    Department(id="sal", name="Sales", function="sales"),
    Role(id="head", title="Head of marketing", department="mkt"),
    REVIEW,
    Measure(
        id="fair",
        name="Fair",
        start="2027-05",
        end="2027-11",
        success=(Criterion(decide_on="2027-11-30"),),
        stop=(Criterion(decide_on="2027-08-31"), Criterion(decide_on="2027-11-30")),
    ),
    BlueprintEntry(id="film", deliverable="Film", month="2027-06", done_when="It is online."),
    BlueprintEntry(id="book", deliverable="Book", month="2027-05", state="dropped"),
    Decision(id="money", what="Budget", asked_of="sal", by="2027-04-14", if_no="No fair."),
    Ask(id="hours", what="Two people", department="sal", start="2027-04"),
    ContentAsset(id="case", title="Case study", due="2027-06-30"),
)


def dates(
    *items: Item,
    chapters: str,
    detail: Literal["headline", "normal", "full"] = "full",
    hides: tuple[str, ...] = (),
    functions: tuple[str, ...] = (),
) -> list[Dated]:
    audience = Audience(
        key="one",
        title="audience.marketing",
        chapters=tuple(Told(each, detail) for each in chapters.split()),
        sees=("*",),
        hides=hides,
        functions=functions,
    )
    return list(told(plan_of(*items), audience, "en").dates)


def brief(found: list[Dated]) -> list[tuple[str, str, str]]:
    return [(each.on, each.label, each.title) for each in found]


def test_what_happens_is_told_by_day() -> None:
    found = dates(*ITEMS, chapters="direction budget work review asks content")
    assert brief(found) == [
        ("2027-04", "Contribution starts", "Two people"),
        ("2027-04-09", "", "Review"),
        ("2027-04-14", "Decision due", "Budget"),
        ("2027-05", "Deliverable due", "Book"),
        ("2027-05", "Measure starts", "Fair"),
        ("2027-06", "Deliverable due", "Film"),
        ("2027-06-30", "Content due", "Case study"),
        ("2027-08-31", "Measure judged", "Fair"),
        ("2027-11", "Measure ends", "Fair"),
        ("2027-11-30", "Measure judged", "Fair"),
    ]
    assert len({each.key for each in found}) == len(found)
    assert [each.title for each in found if each.dropped] == ["Book"]


def test_a_meeting_comes_back_to_the_end_of_the_plan_unless_it_says_until_when() -> None:
    (meeting,) = dates(*ITEMS, chapters="direction")
    assert meeting.recurrence == Recurrence(
        every="month", interval=3, weekdays=(OnWeekday("FR", 2),), until="2028-03-31"
    )
    assert (meeting.minutes, meeting.kind_title, meeting.what) == (90, "Regular meeting", "meeting")
    for cadence, until, count in (
        ("FREQ=WEEKLY;UNTIL=20270630", "2027-06-30", None),
        ("FREQ=WEEKLY;COUNT=3", "", 3),
    ):
        ritual = msgspec.structs.replace(REVIEW, cadence=cadence)
        (meeting,) = dates(ritual, chapters="direction")
        assert meeting.recurrence == Recurrence(every="week", until=until, count=count)
    (later,) = dates(msgspec.structs.replace(REVIEW, first_date="2028-04-03"), chapters="direction")
    assert later.recurrence is not None
    assert later.recurrence.until == ""


@pytest.mark.parametrize("cadence", ["", "every second Friday"])
def test_a_meeting_without_a_rule_is_told_once(cadence: str) -> None:
    (meeting,) = dates(msgspec.structs.replace(REVIEW, cadence=cadence), chapters="direction")
    assert (meeting.on, meeting.recurrence) == ("2027-04-09", None)


def test_the_words_are_those_of_the_document() -> None:
    (meeting,) = dates(*ITEMS, chapters="direction")
    assert meeting.chapter == "direction"
    assert meeting.description.split("\n") == [
        "Cadence: Quarterly",
        "Chair: Head of marketing",
        "Attendees: Sales",
        "Purpose: Look at the gap.",
    ]


def test_chapters_that_are_not_told_have_no_dates() -> None:
    assert dates(*ITEMS, chapters="metrics simulation") == []
    assert [each.title for each in dates(*ITEMS, chapters="direction asks")] == [
        "Two people", "Review", "Budget"
    ]  # fmt: skip


def test_in_headline_meetings_are_those_that_readers_come_to() -> None:
    board = msgspec.structs.replace(REVIEW, id="board", name="Board", attendees=())
    everyone = (*ITEMS, board)
    found = dates(*everyone, chapters="direction", detail="headline", functions=("sales",))
    assert [each.title for each in found] == ["Review"]
    assert len(dates(*everyone, chapters="direction")) == 2


@pytest.mark.parametrize(
    ("field", "gone"),
    [
        ("Decision.by", "Budget"),
        ("BlueprintEntry.month", "Film"),
        ("Ritual.first_date", "Review"),
        ("ContentAsset.due", "Case study"),
    ],
)
def test_a_hidden_date_is_none(field: str, gone: str) -> None:
    chapters = "direction work review content"
    before = [each.title for each in dates(*ITEMS, chapters=chapters)]
    after = [each.title for each in dates(*ITEMS, chapters=chapters, hides=(field,))]
    assert before.count(gone) == after.count(gone) + 1
    assert len(before) - len(after) == (2 if field == "BlueprintEntry.month" else 1)


def test_a_hidden_word_or_state_leaves_no_trace() -> None:
    found = dates(*ITEMS, chapters="direction work", hides=("Ritual.purpose", "BlueprintEntry.state"))
    assert "gap" not in "".join(each.description for each in found)
    assert not any(each.dropped for each in found)


def test_what_is_confidential_stands_in_no_calendar_whoever_reads() -> None:
    talk = Stakeholder(
        id="s", person="Tamura", needs="Good leads.", concern="More work.", next_talk="2027-05-06"
    )
    (found,) = dates(talk, chapters="direction")
    assert found.title == "Tamura"
    assert "Good leads." in found.description
    assert "More work." not in found.description


def test_a_partner_gets_the_dates_of_their_part() -> None:
    items = (
        Partner(id="p", name="Studio"),
        Role(id="writer", title="Writer", partner="p"),
        ContentAsset(id="ours", title="Our film", due="2027-06-01"),
        ContentAsset(
            id="theirs", title="Case study", owner="writer", due="2027-06-30", review_on="2027-12-01"
        ),
        Ritual(id="board", name="Board", first_date="2027-04-01"),
        msgspec.structs.replace(REVIEW, name="Production", attendees=("p",)),
    )
    found = document(draft(plan_of(*items)), AUDIENCES["partners"], "en", parameter="p")
    assert brief(list(found.dates)) == [
        ("2027-04-09", "", "Production"),
        ("2027-06-30", "Content due", "Case study"),
        ("2027-12-01", "Content review", "Case study"),
    ]


def _law(found: Document) -> None:
    """Each date is of an item that a row tells, and says only what stands in the cells of such rows."""
    names: dict[str, set[str]] = {}
    lines: dict[str, set[str]] = {}
    for table in tables(found).values():
        for row in table.rows:
            names.setdefault(row.item, set()).update(cell.value or "" for cell in row.cells)
            for column, cell in zip(table.columns, row.cells, strict=True):
                words = said(cell, column.kind, column.digits, found.language).text  # type: ignore[arg-type]
                line = text("declaration.labelled", found.language, label=column.title, value=words)
                lines.setdefault(row.item, set()).add(line)
    chapters = {chapter.key for chapter in found.chapters}
    for each in found.dates:
        assert each.title in names[each.item] or each.kind == "Maturity"
        assert each.chapter in chapters
        assert date.fromisoformat(f"{each.on}-01"[:10])
        rest = each.description
        for line in sorted(lines[each.item], key=len, reverse=True):
            rest = rest.replace(line, "", 1)
        assert not rest.strip()


@pytest.mark.parametrize("audience", READERS, ids=lambda each: each.key)
def test_no_date_is_told_of_what_is_not_in_the_document(audience: Audience) -> None:
    for seed in range(3):
        _law(made(full_plan(seed), audience))


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_sample_has_meetings_deadlines_and_reviews(language: Language) -> None:
    found = told(sample(language), AUDIENCES["marketing"], language)
    _law(found)
    assert {each.what for each in found.dates} == {"meeting", "start", "end", "due", "review"}
    meetings = [each for each in found.dates if each.kind == "Ritual"]
    assert len(meetings) == len(sample(language).items(Ritual))
    assert all(each.recurrence is not None for each in meetings)


@pytest.mark.parametrize("language", ALL_LANGUAGES)
def test_dates_are_the_same_in_each_language(language: Language) -> None:
    plan = full_plan(1)
    english = {(each.key, each.on) for each in made(plan, NOSY, "en").dates}
    found = made(plan, NOSY, language).dates
    assert {(each.key, each.on) for each in found} == english
    assert all(each.title and each.kind_title for each in found)
