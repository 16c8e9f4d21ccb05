"""The law over every confidential field, every audience and every chapter: what is hidden leaves no trace."""

from __future__ import annotations

import zipfile
from collections.abc import Iterable, Iterator
from decimal import Decimal
from functools import cache
from importlib.resources import files
from itertools import count
from pathlib import Path
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.declaration.full_plans import changed, full_plan
from tests.declaration.plans import CURIOUS, draft
from tests.declaration.test_confidential import blotted_table

from kakehashi.declaration.audience import AUDIENCES, Audience, Told, hidden_fields
from kakehashi.declaration.blocks import Block, Chart, Document, KeyFigures, Picture, tables
from kakehashi.declaration.chapters import CHAPTERS
from kakehashi.declaration.document import document
from kakehashi.declaration.edition import Edition, frozen
from kakehashi.declaration.part_of_partner import part_of
from kakehashi.declaration.results import worked_out
from kakehashi.extension.exporting import export, exporter_for
from kakehashi.extension.plugins import exporters
from kakehashi.extension.starters import starter_from
from kakehashi.plan.budget import BudgetCategory, BudgetLine, Measure
from kakehashi.plan.content import ContentAsset
from kakehashi.plan.direction import Ritual
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Figure, Item, RawItem
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.metrics import Metric
from kakehashi.plan.money import plan_months
from kakehashi.plan.organization import Activity, Partner, Responsibility, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.review import Ask
from kakehashi.plan.starter import plan_from
from kakehashi.words import LANGUAGES, Language

pytestmark = pytest.mark.once
SUFFIXES = ("html", "xlsx", "md", "ics")

# Who gets every chapter in full with everything confidential hidden, and who sees all but some.
NOSY = msgspec.structs.replace(
    CURIOUS, key="nosy", chapters=tuple(Told(each, "full") for each in CHAPTERS if each != "part")
)
TRUSTED = msgspec.structs.replace(
    NOSY, key="trusted", sees=("*",), hides=("Partner.monthly_fee", "Stakeholder.concern", "Research.names")
)
READERS = (*AUDIENCES.values(), NOSY, TRUSTED)


def every(count: int, params: Iterable[Any]) -> list[Any]:
    """One in so many runs in `make test`, all of them in `make soak`."""
    return [
        each
        if place % count == 0
        else pytest.param(*getattr(each, "values", (each,)), marks=pytest.mark.slow)
        for place, each in enumerate(params)
    ]


HIDDEN = [
    pytest.param(audience, kind, name, id=f"{audience.key}-{kind}.{name}")
    for audience in READERS
    for kind, names in hidden_fields(audience).items()
    for name in sorted(names)
]
TEXTS = frozenset({"text", "long_text", "code", "list"})

# Hidden figures that declared aggregates are made of ...
COUNTED = {
    ("Partner", "monthly_fee"),
    ("Role", "monthly_cost"),
    ("Economics", "gross_margin"),
    ("Economics", "sales_cost"),
}
# ... in the tables of `test_confidential.AGGREGATES` ...
# ... and what is said or drawn of them.
SAID = {"summary", "budget", "changes"}
DRAWN = {"budget.bars", "simulation.funnel", "summary.chart", "metrics.tree", "metrics.cards"}
COUNTED_IN = {
    "summary.conclusion",
    "summary.figures",
    "summary.needs",
    "summary.chart",
    "budget.sentence",
    "approval.conclusion",
}


def made(plan: Plan, audience: Audience, language: Language = "ja") -> Document:
    """The document, for the first partner or department where it is made for one."""
    parameter = {"partner": "partner0", "department": "mkt"}.get(audience.parameter, "")
    return document(draft(plan), audience, language, parameter=parameter)


def encoded(found: Document) -> bytes:
    return msgspec.json.encode(found)


def with_other(plan: Plan, kind: str, names: frozenset[str], mark: str) -> Plan:
    """The plan with other values in these fields of all items of a kind; '' = none are set."""
    return plan.with_items({item.id: changed(item, names, mark) for item in plan.of_kind(kind)})


MARKS = st.text("あ秘9a,.0 \n", min_size=0, max_size=12)


@pytest.mark.parametrize(("audience", "kind", "name"), HIDDEN)
@given(seed=st.integers(0, 30), one=MARKS, other=MARKS, language=st.sampled_from(LANGUAGES))
@settings(max_examples=1, deadline=None)
def test_what_is_hidden_changes_no_byte_but_those_of_declared_aggregates(
    audience: Audience, kind: str, name: str, seed: int, one: str, other: str, language: Language
) -> None:
    """Two plans that differ in one hidden field of all items of its kind, or in whether it is set."""
    plan = full_plan(seed)
    before, after = (
        made(with_other(plan, kind, frozenset({name}), mark), audience, language) for mark in (one, other)
    )
    if (kind, name) in COUNTED and audience.parameter != "partner":
        for block, same in zip(told_parts(before), told_parts(after), strict=True):
            assert block == same
    else:
        assert encoded(before) == encoded(after)


@cache
def declared(kind: str, name: str, mark: str) -> Edition:
    """The edition before, with other values in a field."""
    plan = with_other(full_plan(), kind, frozenset({name}), mark)
    return frozen(plan, worked_out(plan), number=1, date="2027-02-01", by="x", app_version="0.1.0")


@pytest.mark.parametrize(("audience", "kind", "name"), every(6, HIDDEN))
def test_nor_do_changes_since_the_edition_before_tell_of_it(audience: Audience, kind: str, name: str) -> None:
    """What is hidden may have been anything in the edition before; the totals it was part of are declared."""
    parameter = {"partner": "partner0", "department": "mkt"}.get(audience.parameter, "")
    first, *others = (
        document(draft(full_plan()), audience, "ja", parameter=parameter, before=declared(kind, name, mark))
        for mark in ("秘密", "zz", "")
    )
    for other in others:
        if (kind, name) in COUNTED:
            assert list(told_parts(first)) == list(told_parts(other))
        else:
            assert encoded(first) == encoded(other)


def told_parts(found: Document) -> Iterator[Any]:
    """Everything of a document with the declared aggregates blotted out."""
    yield msgspec.structs.replace(found, chapters=())
    for chapter in found.chapters:
        yield chapter.key, chapter.title, "" if chapter.key in SAID else chapter.sentence
        yield from (blotted(block) for block in chapter.blocks if block.key not in COUNTED_IN)


def blotted(block: Block) -> Any:
    if isinstance(block, Chart | Picture) and block.key in DRAWN:
        return block.key
    if isinstance(block, KeyFigures):
        return block.key, [(each.label, each.unit, each.key) for each in block.figures]
    return blotted_table(block)


@pytest.mark.parametrize("kind", every(12, (kind for kind in KINDS if kind != "Audience")))
def test_every_text_can_be_hidden_and_leaves_no_trace(kind: str) -> None:
    """Names too: an item without its name gets a neutral one. The words of the plan's frame stay."""
    names = frozenset(
        name
        for name, described in describe(KINDS[kind]).items()
        if described.field.shape in TEXTS and f"{kind}.{name}" not in ("About.currency", "About.language")
    )
    for sees in ((), ("*",)):
        audience = msgspec.structs.replace(NOSY, sees=sees, hides=tuple(f"{kind}.{each}" for each in names))
        plans = (
            with_other(full_plan(), kind, names, mark) for mark in ("秘密い", "とても長い秘密のことば", "")
        )
        assert len({encoded(made(plan, audience)) for plan in plans}) == 1


@pytest.mark.parametrize("kind", every(12, KINDS))
def test_any_field_can_be_hidden(kind: str) -> None:
    for name in describe(KINDS[kind]):
        audience = msgspec.structs.replace(NOSY, sees=("*",), hides=(f"{kind}.{name}",))
        assert made(full_plan(), audience).chapters


# What a figure that is hidden may change all the same: what the forecast and the budget come to.
FORECAST = ("approval", "budget", "metrics", "simulation", "summary")


@pytest.mark.parametrize("kind", every(12, (kind for kind in KINDS if kind not in ("About", "Audience"))))
def test_hidden_figures_change_nothing_outside_forecast_and_budget(kind: str) -> None:
    names = frozenset(
        name
        for name, described in describe(KINDS[kind]).items()
        if described.field.shape in ("number", "integer", "figure")
    )
    audience = msgspec.structs.replace(NOSY, sees=("*",), hides=tuple(f"{kind}.{each}" for each in names))
    documents = [made(with_other(full_plan(), kind, names, mark), audience) for mark in ("あい", "zz", "")]
    outside = {
        msgspec.json.encode([chapter for chapter in found.chapters if chapter.key not in FORECAST])
        for found in documents
    }
    assert len(outside) == 1


@pytest.mark.parametrize(
    ("suffix", "key"),
    [
        (suffix, key)
        for suffix in SUFFIXES
        for key in ("executives", "finance", "hr", "partners")
        if (suffix, key) != ("ics", "partners")  # of these plans a partner's part has no date
    ],
)
def test_files_are_the_same_byte_for_byte(suffix: str, key: str, tmp_path: Path) -> None:
    audience = AUDIENCES[key]
    written: list[Path] = []
    for mark in ("ひみつ", "another secret", ""):
        plan = full_plan()
        for kind, names in hidden_fields(audience).items():
            secrets = frozenset(name for name in names if (kind, name) not in COUNTED)
            plan = with_other(plan, kind, secrets, mark)
        written.append(tmp_path / f"{len(written)}.{suffix}")
        export(exporter_for(written[-1], exporters()), made(plan, audience), written[-1])
    assert len({file.read_bytes() for file in written}) == 1


# Canaries -----------------------------------------------------------------------------------------------


@cache
def sample(language: Language) -> Plan:
    numbers = count(1)
    made_items = plan_from(
        starter_from(files("kakehashi_templates") / "sample", "tsumugi"),
        language=language,
        first_month="2027-04",
        uuid="u",
        new_id=lambda: f"n{next(numbers)}",
    )
    return Plan("u", made_items)


class Canary(msgspec.Struct, frozen=True):
    """What was put into a hidden field, in the ways in which it may be written."""

    field: str
    songs: tuple[str, ...]


@cache
def with_canaries(language: Language) -> tuple[Plan, tuple[Canary, ...]]:
    """The sample with a canary in every confidential field of every item that can hold words or a figure.

    Its categories have two more lines in every month: the total of a category by month is a declared
    aggregate, also where a single fee makes it up.
    """
    plan, canaries, number = sample(language), [], 0
    for category in plan.items(BudgetCategory):
        for each in ("one", "two"):
            planned = dict.fromkeys(plan_months(plan), Decimal(1_234))
            line = BudgetLine(id=f"{category.id}-{each}", name=each, category=category.id, planned=planned)
            plan = plan.with_items({line.id: line})
    for kind, item_type in KINDS.items():
        secrets = [each for each in describe(item_type).values() if each.field.confidential]
        for item in plan.of_kind(kind) if secrets else ():
            fields: dict[str, Any] = {}
            for described in secrets:
                number += 1
                fields[described.name], songs = canary(described.field.shape, described.field.unit, number)
                if songs:
                    canaries.append(Canary(f"{kind}.{described.name}", songs))
                else:
                    del fields[described.name]
            plan = plan.with_items({item.id: msgspec.structs.replace(item, **fields)})
    return plan, tuple(canaries)


def canary(shape: str, unit: str, number: int) -> tuple[Any, tuple[str, ...]]:
    """A value and its songs; none for a choice, whose words stand elsewhere too."""
    if shape in ("text", "long_text"):
        return f"Canary{number}Bird", (f"Canary{number}Bird",)
    if unit == "rate":
        return Figure(value=Decimal(f"0.7654{number:03}")), (f"0.7654{number:03}", f"76.54{number:03}")
    if unit == "money":
        value = 7_650_321 + 1_000 * number
        return Decimal(value), (str(value), f"{value:,}", f"{value / 10_000:.4f}")
    return None, ()


def everything_in(file: Path) -> str:
    """All text of a file, of a workbook all its parts and their names, of a calendar whole lines."""
    if file.suffix == ".ics":
        return file.read_bytes().replace(b"\r\n ", b"").decode()
    if file.suffix != ".xlsx":
        return file.read_text(encoding="utf-8")
    with zipfile.ZipFile(file) as parts:
        return "\n".join(
            f"{name}\n{parts.read(name).decode('utf-8', 'replace')}" for name in parts.namelist()
        )


@pytest.mark.parametrize("key", AUDIENCES)
@pytest.mark.parametrize("language", ["ja", pytest.param("en", marks=pytest.mark.slow)])
def test_no_canary_sings_in_a_file_of_who_must_not_hear_it(
    language: Language, key: str, tmp_path: Path
) -> None:
    plan, canaries = with_canaries(language)
    audience = AUDIENCES[key]
    partner = plan.items(Partner)[0].id if audience.parameter else ""
    found = document(draft(plan), audience, language, parameter=partner)
    hidden = {f"{kind}.{name}" for kind, names in hidden_fields(audience).items() for name in names}
    for suffix in SUFFIXES:
        file = tmp_path / f"{key}.{suffix}"
        export(exporter_for(file, exporters()), found, file)
        raw = everything_in(file)
        sung = {each.field for each in canaries if any(song in raw for song in each.songs)}
        assert sung & hidden == set()
        if suffix == "ics":  # calendars are shared: nothing confidential stands there, whoever reads
            assert sung == set()
        elif key in ("marketing", "finance"):
            assert "Role.monthly_cost" in sung or "Partner.monthly_fee" in sung


# A partner's part ---------------------------------------------------------------------------------------


def partner_told(plan: Plan, partner: str = "partner0", language: Language = "ja") -> bytes:
    return encoded(document(draft(plan), AUDIENCES["partners"], language, parameter=partner))


def outside(plan: Plan, partner: str) -> list[Item]:
    """The items of a plan that are not the partner's."""
    theirs = part_of(plan, partner)
    return [item for item in plan if item.id not in theirs]


@given(seed=st.integers(0, 60), mark=MARKS, language=st.sampled_from(LANGUAGES), gone=st.booleans())
@settings(max_examples=20, deadline=None)
def test_a_partner_is_told_nothing_but_their_part(
    seed: int, mark: str, language: Language, gone: bool
) -> None:
    """Whatever words and figures stand elsewhere, and whether anything does: the same bytes."""
    plan = full_plan(seed)
    swapped: dict[str, Item | None] = {}
    for item in outside(plan, "partner0"):
        fields = describe(type(item)) if not isinstance(item, RawItem) else {}
        plain = frozenset(name for name, each in fields.items() if each.field.shape in (*TEXTS, "number"))
        swapped[item.id] = None if gone else changed(item, plain, mark)
    assert swapped
    assert partner_told(plan, language=language) == partner_told(plan.with_items(swapped), language=language)


# What they are not told of their own items either: money, other people's work, inner reasons.
KEPT_INSIDE = {
    "Partner": ("monthly_fee",),
    "Role": ("monthly_cost", "main_post", "remedy", "skills_present"),
    "Activity": ("why", "effort"),
    "ContentAsset": ("cost", "effort", "difficulty", "link"),
    "Metric": ("success_factor", "data_tool", "data_field"),
    "Ritual": ("recorded_in",),
    "About": ("author",),
}


@pytest.mark.parametrize(
    ("kind", "name"), [(kind, name) for kind in KEPT_INSIDE for name in KEPT_INSIDE[kind]]
)
def test_nor_are_they_told_money_or_reasons_of_their_own_items(kind: str, name: str) -> None:
    plan = full_plan(1)
    before, after = (with_other(plan, kind, frozenset({name}), mark) for mark in ("内緒の話", "ab"))
    assert before != after
    assert partner_told(before) == partner_told(after)


def test_a_partner_is_told_their_roles_work_contents_and_dates() -> None:
    items: list[Item] = [
        Partner(id="p", name="制作社", owner="boss"),
        Partner(id="q", name="別の会社"),
        Role(id="boss", title="部長", person="佐藤"),
        Role(id="ours", title="担当", person="鈴木"),
        Role(id="writer", title="書き手", partner="p"),
        Role(id="rival", title="競合の書き手", partner="q"),
        Activity(id="write", name="執筆", why="安いから"),
        Responsibility(id="r1", activity="write", role="writer", duty="responsible"),
        Responsibility(id="r2", activity="write", role="ours", duty="accountable"),
        ContentAsset(id="c1", title="事例集", owner="writer", due="2027-06-30", depends_on=("c2", "c3")),
        ContentAsset(id="c2", title="取材メモ", owner="p", due="2027-05-31"),
        ContentAsset(id="c3", title="社外秘の比較表", owner="q"),
        Measure(id="m", name="事例公開", owner="ours", moves=("views", "revenue")),
        BudgetLine(id="l", name="制作費", partner="p", measure="m", planned={"2027-04": Decimal(777)}),
        Metric(id="views", name="閲覧数"),
        Metric(id="revenue", name="売上", unit="money"),
        Metric(id="secret", name="粗利"),
        Ritual(id="meet", name="制作会議", attendees=("ours", "p"), cadence="FREQ=MONTHLY;BYDAY=1MO"),
        Ritual(id="board", name="役員会", attendees=("ours",)),
        Ask(id="ask", what="素材の提供", asked_by="writer"),
    ]
    raw = partner_told(Plan("x", items), "p").decode()
    for word in (
        "制作社",
        "書き手",
        "執筆",
        "事例集",
        "取材メモ",
        "事例公開",
        "閲覧数",
        "制作会議",
        "素材の提供",
    ):
        assert word in raw
    assert "佐藤" in raw  # their contact
    for word in ("別の会社", "競合", "鈴木", "安いから", "比較表", "制作費", "777", "売上", "粗利", "役員会"):
        assert word not in raw


@pytest.mark.parametrize(("months", "said"), [(0, "0 months"), (1, "1 month"), (2, "2 months")])
def test_a_notice_period_is_told_in_the_plural_only_where_it_is_one(months: int, said: str) -> None:
    plan = Plan("x", [Partner(id="p", name="Studio", notice_months=months)])
    found = document(draft(plan), AUDIENCES["partners"], "en", parameter="p")
    cells = [cell.value for table in tables(found).values() for row in table.rows for cell in row.cells]
    assert said in cells


def test_every_chapter_for_a_partner_is_made_from_their_part() -> None:
    """Also where the plan gives partners another chapter."""
    audience = msgspec.structs.replace(NOSY, sees=("*",), parameter="partner")
    plan = full_plan(2)
    gone = plan.with_items({item.id: None for item in outside(plan, "partner0")})
    assert encoded(made(plan, audience)) == encoded(made(gone, audience))


def test_a_document_for_nobody_says_so() -> None:
    found = document(draft(full_plan()), AUDIENCES["partners"], "ja", parameter="gone")
    assert [(each.key, each.blocks) for each in found.chapters] == [("part", ())]
    assert found.audience_title == "委託先向け"
