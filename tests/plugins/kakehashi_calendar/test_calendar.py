"""The calendar: what the plan says on its days, read back as a calendar reads it, edition after edition."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest
from dateutil.rrule import rrulestr
from icalendar import Calendar, Event
from tests.conftest import REPO
from tests.declaration.chapter_plans import plan_of
from tests.declaration.plans import told
from tests.declaration.test_confidentiality_law import sample
from tests.extension.test_contract import ended
from tests.plugins.kakehashi_html.samples import board_paper

from kakehashi.api import Dated, Document, OnWeekday, Recurrence
from kakehashi.declaration.audience import AUDIENCES, Audience
from kakehashi.declaration.audience import Told as Chosen
from kakehashi.extension.exporting import export, exporter_for
from kakehashi.extension.plugins import exporters
from kakehashi.plan.direction import Ritual
from kakehashi.progress import Quiet
from kakehashi.words import LANGUAGES, Language, PlanError, in_language, text
from kakehashi_calendar import CalendarExporter, CalendarSettings

MEETING = Dated(
    key="m.first_date",
    item="m",
    kind="Ritual",
    kind_title="会議",
    what="meeting",
    title="四半期レビュー",
    on="2027-04-09",
    chapter="summary",
    description="目的：差を見る",
    minutes=90,
)
QUARTERLY = Recurrence(every="month", interval=3, weekdays=(OnWeekday("FR", 2),), until="2028-03-31")


def document(*dates: Dated, edition: int | None = 3, language: str = "ja") -> Document:
    return msgspec.structs.replace(board_paper(language, edition=edition), dates=dates)


def written(document: Document, folder: Path) -> bytes:
    target = folder / "plan.ics"
    CalendarExporter().export(document, CalendarSettings(), target, Quiet())
    return target.read_bytes()


def events(document: Document, folder: Path) -> list[Event]:
    return list(Calendar.from_ical(written(document, folder)).walk("VEVENT"))


def event(folder: Path, **changes: Any) -> Event:
    (found,) = events(document(msgspec.structs.replace(MEETING, **changes)), folder)
    return found


def held(found: Event) -> list[date]:
    """The days on which a calendar shows an event."""
    begins = found.decoded("DTSTART")
    if "RRULE" not in found:
        return [begins]
    moment = begins if isinstance(begins, datetime) else datetime.combine(begins, datetime.min.time())
    rule = found["RRULE"].to_ical().decode()
    return [each.date() for each in rrulestr(rule, dtstart=moment)]


def test_a_day_is_a_whole_day_that_ends_the_next(tmp_path: Path) -> None:
    found = event(tmp_path)
    assert found.decoded("DTSTART") == date(2027, 4, 9)
    assert found.decoded("DTEND") == date(2027, 4, 10)
    assert (found["SUMMARY"], found["STATUS"], found["TRANSP"]) == (
        "四半期レビュー",
        "CONFIRMED",
        "TRANSPARENT",
    )
    assert found.decoded("DTSTAMP") == datetime(2027, 8, 20, tzinfo=UTC)
    assert found["SEQUENCE"] == 3
    assert [str(each) for each in found["CATEGORIES"].cats] == ["会議"]


def test_the_description_tells_what_it_is_and_where_it_comes_from(tmp_path: Path) -> None:
    made = document(MEETING)
    (found,) = events(made, tmp_path)
    assert str(found["DESCRIPTION"]).split("\n") == [
        "所要時間：90分",
        "目的：差を見る",
        "",
        f"計画：{made.title}（{made.chapters[0].title}）",
        f"{made.edition_title}、2027年8月20日、{made.audience_title}",
        made.confidential_mark,
    ]


@pytest.mark.parametrize(
    ("what", "on", "day"),
    [
        ("start", "2027-06", date(2027, 6, 1)),
        ("due", "2027-06", date(2027, 6, 30)),
        ("end", "2028-02", date(2028, 2, 29)),
        ("review", "2027-12", date(2027, 12, 31)),
        ("due", "2027-06-18", date(2027, 6, 18)),
    ],
)
def test_a_month_is_its_first_day_for_a_start_else_its_last(
    what: str, on: str, day: date, tmp_path: Path
) -> None:
    found = event(tmp_path, what=what, on=on, label="期限", minutes=None)
    assert (found.decoded("DTSTART"), found.decoded("DTEND")) == (day, day + timedelta(days=1))
    assert found["SUMMARY"] == "期限：四半期レビュー"
    assert ("月まで" in found["DESCRIPTION"]) == (len(on) == 7)


def test_a_meeting_comes_back_on_its_days(tmp_path: Path) -> None:
    found = event(tmp_path, recurrence=QUARTERLY)
    assert held(found) == [date(2027, 4, 9), date(2027, 7, 9), date(2027, 10, 8), date(2028, 1, 14)]


def test_it_begins_with_the_first_day_of_its_rule(tmp_path: Path) -> None:
    found = event(tmp_path, on="2027-04-20", recurrence=QUARTERLY)
    assert found.decoded("DTSTART") == date(2027, 7, 9)
    assert held(found) == [date(2027, 7, 9), date(2027, 10, 8), date(2028, 1, 14)]


@pytest.mark.parametrize(
    ("recurrence", "count"),
    [
        (Recurrence(every="day", interval=2, count=5), 5),
        (Recurrence(every="week", weekdays=(OnWeekday("MO"), OnWeekday("TH")), until="2027-04-30"), 6),
        (Recurrence(every="month", days_of_month=(-1,), until="2027-12-31"), 9),
        (Recurrence(every="month", weekdays=(OnWeekday("MO"), OnWeekday("TU")), places=(-1,), count=3), 3),
        (Recurrence(every="year", months=(4, 10), days_of_month=(1,), until="2028-12-31"), 3),
        (Recurrence(every="year", weeks=(20,), weekdays=(OnWeekday("WE"),), week_begins="SU", count=2), 2),
        (Recurrence(every="year", days_of_year=(100, -1), count=4), 4),
    ],
)
def test_every_part_of_a_rule_is_kept(recurrence: Recurrence, count: int, tmp_path: Path) -> None:
    found = event(tmp_path, recurrence=recurrence)
    days = held(found)
    assert len(days) == count
    assert days[0] == found.decoded("DTSTART")
    assert days[0] >= date(2027, 4, 9)


def test_a_time_of_day_is_the_readers_own(tmp_path: Path) -> None:
    rule = Recurrence(
        every="week", weekdays=(OnWeekday("MO"),), hours=(10,), minutes=(30,), until="2027-04-26"
    )
    raw = written(document(msgspec.structs.replace(MEETING, recurrence=rule)), tmp_path).decode()
    assert "DTSTART:20270412T103000\r\nDTEND:20270412T120000\r\n" in raw
    assert "RRULE:FREQ=WEEKLY;UNTIL=20270426T235959;BYDAY=MO\r\n" in raw
    assert "TRANSP:OPAQUE" in raw
    found = event(tmp_path, recurrence=rule)
    assert held(found) == [date(2027, 4, 12), date(2027, 4, 19), date(2027, 4, 26)]
    twice = event(tmp_path, recurrence=msgspec.structs.replace(rule, hours=(16, 9), minutes=()))
    assert twice.decoded("DTSTART") == datetime(2027, 4, 12, 9)
    assert held(twice) == [each for each in held(found) for _ in range(2)]
    unsaid = event(tmp_path, recurrence=msgspec.structs.replace(rule, hours=()))
    assert (unsaid.decoded("DTSTART"), "BYMINUTE" in unsaid["RRULE"]) == (date(2027, 4, 12), False)


def test_a_meeting_that_never_happens_is_left_out(tmp_path: Path) -> None:
    over = msgspec.structs.replace(MEETING, key="o", recurrence=Recurrence(every="week", until="2027-04-08"))
    assert len(events(document(MEETING, over), tmp_path)) == 1


def test_the_next_edition_changes_events_and_adds_none(tmp_path: Path) -> None:
    draft, third, fourth = (
        events(document(msgspec.structs.replace(MEETING, on=on), edition=edition), tmp_path)[0]
        for on, edition in (("2027-04-09", None), ("2027-04-09", 3), ("2027-04-16", 4))
    )
    assert draft["UID"] == third["UID"] == fourth["UID"]
    assert [draft["SEQUENCE"], third["SEQUENCE"], fourth["SEQUENCE"]] == [0, 3, 4]
    assert [draft["STATUS"], third["STATUS"]] == ["TENTATIVE", "CONFIRMED"]
    other = msgspec.structs.replace(document(MEETING), plan="another plan")
    assert events(other, tmp_path)[0]["UID"] != draft["UID"]


def test_what_was_dropped_is_cancelled(tmp_path: Path) -> None:
    assert event(tmp_path, dropped=True)["STATUS"] == "CANCELLED"


def test_the_same_document_gives_the_same_bytes_in_short_lines(tmp_path: Path) -> None:
    long = msgspec.structs.replace(MEETING, title="長い題名" * 60, description="説明、" * 300)
    one, other = (written(document(long), tmp_path) for _ in range(2))
    assert one == other
    lines = one.split(b"\r\n")
    assert all(len(line) <= 75 and line.decode() is not None for line in lines)
    assert events(document(long), tmp_path)[0]["SUMMARY"] == long.title


def test_a_document_without_dates_says_so(tmp_path: Path) -> None:
    target = tmp_path / "plan.ics"
    with pytest.raises(PlanError) as error:
        export(exporter_for(target, exporters()), document(), target)
    assert error.value.message.id == "error.calendar.no_dates"
    assert document().audience_title in text(error.value.message, "ja")
    assert not target.exists()


def test_hostile_texts_stay_one_text(data: Path, tmp_path: Path) -> None:
    folder = data / "hostile-text"
    lines = (folder / "xss-payload-list.txt").read_text("utf-8").split("\n")
    csv = (folder / "csv-payload.txt").read_text("utf-8").split("\n")
    own = [
        "a\nEND:VEVENT\nBEGIN:VEVENT",
        "a\r\nSUMMARY:b",
        "\\n \\, \\; \\\\",
        "x\0y\x1b[31m",
        '“;:,"',
        "\u2028x",
    ]
    naughty = json.loads((folder / "blns.json").read_text("utf-8"))
    texts = [each for each in dict.fromkeys([*own, *naughty, *csv, *lines]) if each.strip()]
    dates = [
        msgspec.structs.replace(MEETING, key=f"{n}", title=each, description=each, kind_title=each, label="")
        for n, each in enumerate(texts)
    ]
    found = events(document(*dates), tmp_path)
    assert len(found) == len(texts)
    for each, typed in zip(found, texts, strict=True):
        assert set(each) <= {
            "UID", "DTSTAMP", "SEQUENCE", "DTSTART", "DTEND", "SUMMARY", "DESCRIPTION", "CATEGORIES",
            "STATUS", "TRANSP",
        }  # fmt: skip
        assert str(each["SUMMARY"]) == _shown(typed).replace("\n", " ")
        assert _shown(typed) in str(each["DESCRIPTION"])


def _shown(typed: str) -> str:
    """Lines end with LF; control characters can't be told, byte order marks are dropped."""
    typed = typed.replace("\ufeff", "")
    for end in ("\r\n", "\r", "\x0b", "\x0c", "\x1c", "\x1d", "\x1e", "\x85", "\u2028", "\u2029"):
        typed = typed.replace(end, "\n")
    return re.sub("[\x00-\x08\x0e-\x1f\x7f-\x9f]", "\ufffd", typed)


# The sample ---------------------------------------------------------------------------------------------


def by_uid(document: Document, folder: Path) -> Mapping[str, Event]:
    return {str(each["UID"]): each for each in events(document, folder)}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_meetings_of_the_sample_are_on_the_days_of_its_plan(language: Language, tmp_path: Path) -> None:
    """Worked out anew from what was typed: the rule as it stands, from the first day to the plan's end."""
    plan = sample(language)
    found = events(told(plan, AUDIENCES["marketing"], language), tmp_path)
    meetings = {str(each["SUMMARY"]): held(each) for each in found if "RRULE" in each}
    end = datetime(2028, 3, 31)
    for ritual in plan.items(Ritual):
        first = datetime.fromisoformat(ritual.first_date or "")
        days = rrulestr(ritual.cadence, dtstart=first).between(first, end, inc=True)
        assert meetings.pop(in_language(ritual.name, language)) == [each.date() for each in days]
    assert meetings == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_date_of_the_sample_is_an_event(language: Language, tmp_path: Path) -> None:
    made = told(sample(language), AUDIENCES["marketing"], language)
    found = events(made, tmp_path)
    assert len(found) == len(made.dates) > 200
    for each, dated in zip(found, made.dates, strict=True):
        day = each.decoded("DTSTART")
        assert day.isoformat().startswith(dated.on[:7]) or dated.recurrence
        assert str(each["SUMMARY"]).endswith(dated.title)


def test_audiences_and_languages_share_their_events(tmp_path: Path) -> None:
    everyone = by_uid(told(sample("ja"), AUDIENCES["marketing"], "ja"), tmp_path)
    for key in ("executives", "sales", "finance"):
        part = by_uid(told(sample("ja"), AUDIENCES[key], "ja"), tmp_path)
        assert part
        assert part.keys() <= everyone.keys()
    assert by_uid(told(sample("ja"), AUDIENCES["marketing"], "en"), tmp_path).keys() == everyone.keys()


def test_whom_the_meetings_are_hidden_from_gets_none(tmp_path: Path) -> None:
    ritual = Ritual(id="r", name="Board", first_date="2027-04-01")
    other = Ritual(id="o", name="Sales", first_date="2027-04-02", cadence="FREQ=WEEKLY")
    audience = Audience(key="one", title="audience.marketing", chapters=(Chosen("direction", "full"),))
    assert len(events(told(plan_of(ritual, other), audience, "en"), tmp_path)) == 2
    blind = msgspec.structs.replace(audience, hides=("Ritual.first_date",))
    with pytest.raises(PlanError):
        written(told(plan_of(ritual, other), blind, "en"), tmp_path)


def test_it_keeps_what_every_exporter_keeps() -> None:
    found = ended(REPO / "plugins" / "kakehashi_calendar")
    assert {about: each.how for about, each in found.items()} == dict.fromkeys(found, "kept")
    assert len(found) == 6
