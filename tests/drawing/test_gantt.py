"""The schedule: where bars begin and end, where their texts stand, how many rows a picture holds."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import EXAMPLES, check, ids, inside, texts
from tests.drawing.test_pictures import names, shape

from kakehashi.drawing.gantt import ROW, Gantt, GanttGroup, GanttItem, gantt, in_pictures
from kakehashi.drawing.scene import Group, Label, Line, Polygon, Rect, Scene, bounds, walk

LONG = "導入事例：プレス工場の突発停止が年11回から3回に減るまでの18か月（記事と動画、営業資料の1枚付き）"
MONTHS = tuple(f"{n}月" for n in (4, 5, 6, 7, 8, 9, 10, 11, 12, 1, 2, 3))

moments = st.one_of(st.none(), st.floats(-40, 80), st.sampled_from([0.0, 0.5, 12.0, 36.0]))
items = st.builds(
    GanttItem,
    id=ids,
    name=st.one_of(texts, st.just(LONG)),
    start=moments,
    end=moments,
    state=st.sampled_from(["planned", "running", "done"]),
    note=texts,
    detail=texts,
)
groups = st.builds(
    GanttGroup,
    id=ids,
    name=texts,
    token=st.sampled_from(["", "category-2", "budget-it"]),
    items=st.lists(items, max_size=8).map(tuple),
    mark=st.sampled_from(["", "広", "IT", "長い名前"]),
    count=texts,
)
schedules = st.builds(
    Gantt,
    key=texts,
    title=texts,
    description=texts,
    months=st.sampled_from([(), ("4月",), MONTHS, tuple(f"M{n}" for n in range(36))]),
    years=st.sampled_from([(), ("2027年", "", "2028年"), ("2027",)]),
    groups=st.lists(groups, max_size=4).map(tuple),
    today=st.one_of(st.none(), st.floats(-3, 40)),
    today_text=texts,
    legend=st.lists(st.tuples(st.sampled_from(["planned", "running", "done"]), texts), max_size=3).map(tuple),
    width=st.sampled_from([0.0, 420.0, 780.0]),
)


@EXAMPLES
@given(schedules)
def test_nothing_overlaps_and_no_text_leaves_its_row(picture: Gantt):
    scene = gantt(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    drawn = [s for s in walk(scene.shapes) if isinstance(s, Group) and s.kind == "gantt-item"]
    assert [each.item for each in drawn] == [item.id for group in picture.groups for item in group.items]


def drawn(*items: GanttItem, **more: object) -> Scene:
    group = GanttGroup(id="g", name="比較", token="category-1", items=items)
    return gantt(Gantt(key="k", title="", description="", months=MONTHS, groups=(group,), **more))  # type: ignore[arg-type]


def test_bars_stand_over_their_months():
    scene = drawn(GanttItem(id="a", name="", start=0, end=3), GanttItem(id="b", name="", start=3, end=6))
    a, b = (bounds(shape(scene, f"bar:{name}", Polygon)) for name in "ab")
    pitch = (scene.width - 24) / 12
    assert (a.x, a.right) == pytest.approx((12, 12 + 3 * pitch), abs=0.1)
    assert (b.x, b.width) == pytest.approx((a.right, a.width), abs=0.2)
    assert b.y - a.y == pytest.approx(ROW)


def test_a_due_date_alone_is_a_diamond():
    scene = drawn(GanttItem(id="a", name="審査", end=6))
    outline = shape(scene, "due:a", Polygon).points
    assert len(outline) == 4
    assert sum(x for x, _ in outline) / 4 == pytest.approx(12 + (scene.width - 24) / 2)


def test_what_goes_on_past_the_months_is_pointed():
    scene = drawn(
        GanttItem(id="a", name="", start=-4, end=2),
        GanttItem(id="b", name="", start=10, end=14),
        GanttItem(id="c", name="", start=3),
        GanttItem(id="d", name="", start=3, end=5),
    )
    assert [len(shape(scene, f"bar:{name}", Polygon).points) for name in "abcd"] == [5, 5, 5, 4]


def test_a_text_stands_in_its_bar_right_of_it_or_left_of_it():
    scene = drawn(
        GanttItem(id="a", name="短い", start=0, end=4),
        GanttItem(id="b", name=LONG[:20], start=0, end=1),
        GanttItem(id="c", name=LONG[:20], start=11, end=12),
    )
    bars = {name: bounds(shape(scene, f"bar:{name}", Polygon)) for name in "abc"}
    texts = {name: bounds(shape(scene, f"name:{name}", Label)) for name in "abc"}
    assert bars["a"].contains(texts["a"])
    assert texts["b"].x > bars["b"].right
    assert texts["c"].right < bars["c"].x


def test_a_text_that_fits_nowhere_is_whole_in_its_title():
    scene = drawn(GanttItem(id="a", name=LONG * 3, start=5, end=7))
    label = shape(scene, "name:a", Label)
    assert label.text.endswith("…")
    assert label.title == LONG * 3
    assert LONG * 3 in shape(scene, "item:a", Group).title


def test_today_is_dotted_and_named():
    scene = drawn(GanttItem(id="a", name="", start=0, end=2), today=6.0, today_text="9月末")
    line = shape(scene, "today", Line)
    assert line.x1 == line.x2 == pytest.approx(scene.width / 2)
    assert line.paint.dash
    assert shape(scene, "today-text", Label).text == "9月末"
    assert "today" not in names(drawn(GanttItem(id="a", name="", start=0, end=2)))


def test_states_differ_without_colour():
    scene = drawn(
        *(
            GanttItem(id=state, name="", start=0, end=2, state=state)
            for state in ("planned", "running", "done")
        ),  # type: ignore[arg-type]
        legend=(("planned", "必要"), ("running", "制作中"), ("done", "公開済み")),
    )
    paints = [shape(scene, f"bar:{state}", Polygon).paint for state in ("planned", "running", "done")]
    assert [paint.fill for paint in paints] == ["surface", "surface", "category-1"]
    assert [paint.pattern for paint in paints] == [None, "diagonal", None]
    assert shape(scene, "legend:2", Rect).paint.fill == "strong"


@given(st.lists(st.integers(0, 100), max_size=8), st.integers(2, 40))
def test_pictures_hold_so_many_rows_and_lose_none(sizes: list[int], most: int):
    groups = tuple(
        GanttGroup(
            id=f"g{n}",
            name="",
            token="",
            items=tuple(GanttItem(id=f"{n}-{m}", name="") for m in range(size)),
        )
        for n, size in enumerate(sizes)
    )
    pages = in_pictures(groups, most)
    assert all(0 < sum(len(group.items) + 1 for group in page) <= most for page in pages)
    parts = [group.id for page in pages for group in page]
    assert all(parts.count(group.id) == 1 for group in groups if 0 < len(group.items) < most)
    shown = [item.id for page in pages for group in page for item in group.items]
    assert shown == [item.id for group in groups for item in group.items]
