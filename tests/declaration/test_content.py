"""Content as it is told: what is missing at which stage, when it is made, what is worth making first."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.plans import EVERYTHING, draft, number, starter_plan, table, told

from kakehashi.declaration.audience import Audience, Detail, Told
from kakehashi.declaration.blocks import Chapter, Document, Picture, Prose
from kakehashi.declaration.document import document as document_of
from kakehashi.drawing.scene import Group, Label, walk
from kakehashi.plan.budget import BudgetCategory, Measure
from kakehashi.plan.content import ContentAsset, ContentStrategy, ConversionPoint, StageRelation
from kakehashi.plan.item import Item
from kakehashi.plan.journey import Stage
from kakehashi.plan.kinds import only_id
from kakehashi.plan.plan import Plan
from kakehashi.words import Language

STAGES = (Stage(id="s1", name="未認知", position="a"), Stage(id="s2", name="比較", position="b"))
LONG = "導入事例：プレス工場の突発停止が年11回から3回に減るまでの18か月（記事と動画）"


def asset(name: str, stage: str | None = "s1", **more: object) -> ContentAsset:
    return ContentAsset(id=name, title=name, stage=stage, **more)  # type: ignore[arg-type]


def plan(*items: Item) -> Plan:
    base = starter_plan()
    kinds = {"Stage", "ContentAsset", "ContentStrategy", "ConversionPoint", "Measure", "BudgetCategory"}
    gone: dict[str, Item | None] = {item.id: None for item in base if item.kind in kinds}
    return base.with_items({**gone, **{item.id: item for item in (*STAGES, *items)}})


def document(
    made: Plan, detail: Detail = "full", language: Language = "ja", of: str = "content", **more: object
) -> Document:
    audience: Audience = msgspec.structs.replace(EVERYTHING, chapters=(Told(of, detail),), **more)
    return told(made, audience, language)


def chapter(made: Document) -> Chapter:
    (found,) = made.chapters
    return found


def pictures(made: Document, key: str) -> list[Picture]:
    return [b for b in chapter(made).blocks if isinstance(b, Picture) and b.key.startswith(key)]


def rows(picture: Picture) -> list[str]:
    return [s.item for s in walk(picture.scene.shapes) if isinstance(s, Group) and s.kind == "gantt-item"]


def test_the_sentence_counts_and_names_stages_with_nothing_to_use() -> None:
    made = plan(
        asset("a", state="published"),
        asset("b", "s2"),
        asset("c", "s2", state="in_production"),
        asset("d", state="retire"),
    )
    assert chapter(document(made)).sentence == (
        "コンテンツは3件です。使えるもの1件、制作中1件、必要でまだないもの1件です。"
        "使えるコンテンツがまだないステージ：比較。"
    )
    assert chapter(document(plan())).sentence == "ここにはまだ何も計画されていません。"


def test_stages_are_counted_with_sums_and_a_gap_is_marked() -> None:
    made = document(plan(asset("a", state="have"), asset("b", "s2"), asset("c", None, state="in_production")))
    found = table(made, "content.by_stage")
    assert [row.id for row in found.rows] == ["s1", "s2", "none", "total"]
    assert [cell.tone for row in found.rows for cell in row.cells[1:2]] == ["", "warn", "", ""]
    assert number(made, "content.by_stage", "total", "total") == 3
    assert found.rows[-1].cells[1].expression is not None
    assert found.rows[-1].style == "total"


def test_purposes_are_counted_in_full_without_what_is_to_be_retired() -> None:
    items = (
        asset("a", purpose="trust"),
        asset("b", purpose="trust", state="retire"),
        asset("c", "s2", purpose="use"),
    )
    made = document(plan(*items))
    assert number(made, "content.by_purpose", "s1", "trust") == 1
    assert number(made, "content.by_purpose", "total", "total") == 2
    assert "content.by_purpose" not in {
        block.key for block in chapter(document(plan(*items), "normal")).blocks
    }


def test_content_stands_under_its_stage() -> None:
    found = table(document(plan(asset("b", "s2"), asset("x", None), asset("a"))), "content.assets")
    assert [row.id for row in found.rows] == ["stage:s1", "a", "stage:s2", "b", "stage:none", "x"]
    assert [row.style for row in found.rows[:2]] == ["subtotal", ""]
    assert found.rows[0].cells[0].value == "未認知（1件）"


def test_cost_is_told_in_full_to_who_may_see_it() -> None:
    made = plan(asset("a", cost=Decimal(300_000)))
    for detail, hides, shown in (
        ("full", (), True),
        ("normal", (), False),
        ("full", ("ContentAsset.cost",), False),
    ):
        found = table(document(made, detail, hides=hides), "content.assets")  # type: ignore[arg-type]
        assert ("cost" in [column.key for column in found.columns]) == shown


def test_the_schedule_shows_what_is_made_in_the_months_of_the_plan() -> None:
    made = plan(
        asset("early", start="2026-10-01", due="2027-03-20"),
        asset("now", start="2027-03-10", due="2027-06-30", state="in_production"),
        asset("due", "s2", due="2027-09-15"),
        asset("late", due="2029-01-10"),
        asset("undated"),
        asset("retired", start="2027-05-01", due="2027-06-01", state="retire"),
    )
    (picture,) = pictures(document(made), "content.schedule")
    assert rows(picture) == ["now", "due"]
    assert picture.table == "content.assets"
    assert not pictures(document(plan(asset("undated"))), "content.schedule")
    assert not pictures(document(made, "headline"), "content.schedule")


@pytest.mark.parametrize("language", ["ja", "en"])
def test_many_rows_go_into_several_pictures(language: Language) -> None:
    many = [asset(f"a{n:02}", "s1" if n < 30 else "s2", due="2027-06-30") for n in range(60)]
    found = pictures(document(plan(*many), "full", language), "content.schedule")
    assert [picture.key for picture in found] == [
        "content.schedule",
        "content.schedule.2",
        "content.schedule.3",
    ]
    assert [len(rows(picture)) for picture in found] == [23, 22, 15]
    assert len({picture.title for picture in found}) == 3


@pytest.mark.parametrize(("date", "drawn"), [("2027-06-15", True), ("2026-12-01", False), ("", False)])
def test_today_is_the_date_of_the_document_where_that_is_in_the_plan(date: str, drawn: bool) -> None:
    source = msgspec.structs.replace(draft(plan(asset("a", start="2027-05-01", due="2027-06-01"))), date=date)
    audience = msgspec.structs.replace(EVERYTHING, chapters=(Told("content", "full"),))
    (picture,) = pictures(document_of(source, audience, "ja"), "content.schedule")
    named = [s.text for s in walk(picture.scene.shapes) if isinstance(s, Label) and s.id == "today-text"]
    assert named == (["2027年6月15日現在"] if drawn else [])


def test_the_matrix_holds_what_is_not_there_yet() -> None:
    made = plan(
        asset(LONG, priority=1, difficulty=2),
        asset("b", priority=3, difficulty=3, state="in_production"),
        asset("done", priority=1, difficulty=1, state="published"),
        asset("unrated", priority=1),
    )
    (picture,) = pictures(document(made), "content.matrix")
    titles = {s.id: s.title for s in walk(picture.scene.shapes) if isinstance(s, Group) and s.title}
    assert titles == {"matrix:0-1": LONG, "matrix:2-2": "b"}
    assert LONG in picture.description
    assert "件" in picture.description
    assert not pictures(document(plan(asset("unrated", priority=1))), "content.matrix")


def test_the_strategy_is_labelled_and_relations_follow_the_journey() -> None:
    strategy = ContentStrategy(
        id=only_id("ContentStrategy"),
        concept="一緒に作る",
        not_done="悪口",
        agreed_on="2027-03-24",
        relations=(
            StageRelation(stage="s2", relation="手伝う人"),
            StageRelation(stage="s1", relation="知らせる人"),
        ),
    )
    blocks = {b.key: b for b in chapter(document(plan(strategy), "headline")).blocks if isinstance(b, Prose)}
    assert blocks["content.strategy"].items == (
        "コンセプト：一緒に作る",
        "やらないこと：悪口",
        "合意した日：2027年3月24日",
    )
    assert blocks["content.relations"].items == ("未認知：知らせる人", "比較：手伝う人")


def test_conversion_points_keep_their_order() -> None:
    points = (
        ConversionPoint(id="p2", name="試す", position="b"),
        ConversionPoint(id="p1", name="読む", position="a"),
    )
    assert [row.id for row in table(document(plan(*points)), "content.conversion_points").rows] == [
        "p1",
        "p2",
    ]


def test_measures_are_scheduled_by_category() -> None:
    made = plan(
        BudgetCategory(id="ad", name="広告", code="promotion", position="a"),
        BudgetCategory(id="own", name="社内", code="other", position="b"),
        Measure(id="late", name="展示会", category="ad", start="2027-09", end="2027-10"),
        Measure(id="first", name="検索広告", category="ad", start="2027-04", end="2028-03"),
        Measure(id="loose", name="紹介", start="2027-05"),
        Measure(id="gone", name="昔", category="own", start="2026-04", end="2026-06"),
        Measure(id="undated", name="いつか", category="own"),
    )
    for detail, shown in (("full", True), ("normal", True), ("headline", False)):
        found = pictures(document(made, detail, of="budget"), "budget.gantt")  # type: ignore[arg-type]
        assert [rows(picture) for picture in found] == ([["first", "late", "loose"]] if shown else [])
    (picture,) = pictures(document(made, "full", of="budget"), "budget.gantt")
    assert picture.table == "budget.measures"
