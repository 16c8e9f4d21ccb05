"""Work: the blueprint as picture and table, the backlog with its cut line, what will not be done."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest
from tests.declaration.answering import answering_plan, only
from tests.declaration.plans import EVERYTHING, table, told

from kakehashi.declaration.audience import Audience, Detail, Told
from kakehashi.declaration.blocks import Chapter, Document, Picture, tables
from kakehashi.drawing.scene import Label, walk
from kakehashi.plan.backlog import cut_line
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.work import BlueprintEntry, Request

LATE = (("b0", "2027-05"), ("b3", "2027-05"), ("b4", None))


def of(detail: Detail, *, hides: tuple[str, ...] = ()) -> Audience:
    return msgspec.structs.replace(EVERYTHING, chapters=(Told("work", detail),), hides=hides)


def work(plan: Plan, detail: Detail = "normal") -> Chapter:
    return told(plan, of(detail)).chapters[0]


def rows(found: Document, key: str) -> list[str]:
    return [row.id for row in table(found, key).rows]


def test_the_months_ahead_are_drawn_over_their_table() -> None:
    picture = work(answering_plan()).blocks[0]
    assert isinstance(picture, Picture)
    assert picture.table == "work.blueprint"
    said = [shape.text for shape in walk(picture.scene.shapes) if isinstance(shape, Label)]
    assert {"2027年4月", "2027年5月", "2027年6月", "導入事例1本"} <= set(said)
    assert "来年の話" not in said
    assert picture.description == "2027年4月：導入事例1本。2027年5月：なし。2027年6月：なし。"


def test_the_cut_line_is_a_row_where_capacity_ends() -> None:
    plan = answering_plan()
    found = told(plan, of("normal"))
    line = cut_line(plan)
    assert line.fits == 1
    assert rows(found, "work.requests") == ["r1", "cut-line", "r2"]
    cut = table(found, "work.requests").rows[1]
    assert cut.item == ""
    assert cut.cells[0].value is not None
    assert "1件は、計画の期間内には終わりません" in cut.cells[0].value


def test_without_capacity_there_is_no_line_and_it_is_said() -> None:
    plan = only(answering_plan(), Role)
    found = told(plan, of("normal"))
    assert rows(found, "work.requests") == ["r1", "r2"]
    assert table(found, "work.requests").note.startswith("マーケティング部門の工数が決まっていないため")


def test_when_all_fits_there_is_no_line() -> None:
    plan = answering_plan()
    small = msgspec.structs.replace(plan.item("r2"), effort=Decimal(2))  # type: ignore[call-arg]
    assert rows(told(plan.with_items({"r2": small}), of("normal")), "work.requests") == ["r1", "r2"]


def test_what_is_declined_stands_apart_with_its_reason() -> None:
    found = told(answering_plan(), of("normal"))
    assert [[cell.value for cell in row.cells] for row in table(found, "work.refused").rows] == [
        ["名刺の再入力", "営業部", "自動で入るため"]
    ]


def test_the_sentence_says_how_long_all_of_it_takes() -> None:
    assert work(answering_plan()).sentence == (
        "これからの3か月に1件を届けます。お待ちいただいている要望は2件、合わせて501.0人月です。"
        "今の人数ではすべて終えるまでに119.4か月かかります。"
    )


@pytest.mark.parametrize(
    ("detail", "keys"),
    [
        ("headline", {"work.blueprint"}),
        ("normal", {"work.blueprint", "work.requests", "work.refused"}),
        ("full", {"work.blueprint", "work.requests", "work.refused", "work.done"}),
    ],
)
def test_each_detail_tells_more(detail: Detail, keys: set[str]) -> None:
    plan = answering_plan()
    done = msgspec.structs.replace(plan.item("r3"), id="r4", state="done", moscow="must")  # type: ignore[call-arg]
    assert tables(told(plan.with_items({"r4": done}), of(detail))).keys() == keys


def test_headline_tells_only_the_months_ahead() -> None:
    assert rows(told(answering_plan(), of("headline")), "work.blueprint") == ["b1"]
    assert rows(told(answering_plan(), of("normal")), "work.blueprint") == ["b1", "b2"]


def test_the_blueprint_goes_month_after_month_whatever_was_typed_first() -> None:
    plan = answering_plan()
    late = {name: msgspec.structs.replace(plan.item("b1"), id=name, month=month) for name, month in LATE}  # type: ignore[call-arg]
    assert rows(told(plan.with_items(late), of("normal")), "work.blueprint") == ["b1", "b0", "b3", "b2", "b4"]


def test_hidden_effort_is_told_by_no_place_line_or_sentence() -> None:
    one, other = answering_plan(), answering_plan()
    heavy = msgspec.structs.replace(other.item("r1"), effort=Decimal(900))  # type: ignore[call-arg]
    audience = of("full", hides=("Request.effort",))
    found = [told(plan, audience) for plan in (one, other.with_items({"r1": heavy}))]
    assert msgspec.json.encode(found[0]) == msgspec.json.encode(found[1])
    assert "人月です" not in found[0].chapters[0].sentence


def test_nothing_planned_is_one_sentence() -> None:
    found = work(only(answering_plan(), BlueprintEntry, Request))
    assert found.sentence == "ここにはまだ何も計画されていません。"
    assert found.blocks == ()
