"""The journey map: columns, rows, the curve and the gaps, whatever the plan says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import check, ids, inside, texts

from kakehashi.drawing.curve import monotone
from kakehashi.drawing.journey import MOST_STAGES, JourneyLane, JourneyMap, JourneyStage, journey_map
from kakehashi.drawing.journey_cell import Entry, JourneyCell
from kakehashi.drawing.scene import Box, Circle, Group, Label, Polygon, Polyline, Rect, Scene, walk
from kakehashi.drawing.svg import svg

WORDS = st.one_of(
    texts, st.sampled_from(["資料" * 70, "Donaudampfschifffahrtsgesellschaft" * 3, "a b " * 60])
)
FEELINGS = st.one_of(st.none(), st.integers(-2, 2), st.sampled_from([9.0, -9.0, float("nan")]))
CELLS = st.builds(
    JourneyCell,
    id=ids,
    texts=st.lists(WORDS, max_size=3).map(tuple),
    entries=st.lists(st.builds(Entry, WORDS, st.booleans()), max_size=6).map(tuple),
    value=FEELINGS,
    figure=texts,
    gap=WORDS,
    tinted=st.booleans(),
)


@st.composite
def maps(draw: st.DrawFn) -> JourneyMap:
    count = draw(st.integers(0, 14))
    cells = st.lists(CELLS, min_size=0, max_size=count).map(tuple)
    lane = st.builds(JourneyLane, id=ids, name=WORDS, cells=cells, curve=st.booleans())
    stage = st.builds(JourneyStage, id=ids, name=WORDS, note=texts)
    return JourneyMap(
        key=draw(texts),
        title="",
        description="",
        stages=tuple(draw(st.lists(stage, min_size=count, max_size=count))),
        lanes=tuple(draw(st.lists(lane, max_size=4))),
        caption=draw(WORDS),
        high=draw(texts),
        low=draw(texts),
    )


@settings(max_examples=60, deadline=None)
@given(maps())
def test_nothing_overlaps_and_no_text_leaves_its_cell(picture: JourneyMap):
    scene = journey_map(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    assert journey_map(picture) == scene
    ET.fromstring(svg(scene, language="ja"))


def feelings(*values: float | None) -> JourneyMap:
    cells = tuple(
        JourneyCell(id=f"c{n}", value=value, figure=f"{value}", texts=("",)) for n, value in enumerate(values)
    )
    stages = tuple(JourneyStage(id=f"s{n}", name=f"S{n}") for n in range(len(values)))
    lane = JourneyLane(id="e", name="感情", cells=cells, curve=True)
    return JourneyMap(key="j", title="", description="", stages=stages, lanes=(lane,), high="+2", low="−2")


def group(scene: Scene, name: str) -> Group:
    return next(each for each in walk(scene.shapes) if isinstance(each, Group) and each.id == name)


def box(scene: Scene, name: str) -> Box:
    found = group(scene, name).box
    assert found is not None
    return found


def curves(scene: Scene) -> list[Polyline]:
    return [
        each for each in walk(scene.shapes) if isinstance(each, Polyline) and each.id.startswith("curve:")
    ]


def test_a_column_a_stage_and_a_row_a_lane():
    stages = (JourneyStage(id="a", name="A", note="前"), JourneyStage(id="b", name="B"))
    lanes = tuple(
        JourneyLane(id=lane, name=lane, cells=(JourneyCell(id=f"{lane}a", texts=("x" * size,)),))
        for lane, size in (("short", 3), ("long", 300))
    )
    scene = journey_map(JourneyMap(key="j", title="", description="", stages=stages, lanes=lanes))
    head, cell, below = (box(scene, name) for name in ("stage:a", "cell:short.a", "cell:long.a"))
    assert head.x == cell.x == below.x
    assert head.width == cell.width == below.width
    assert head.bottom == cell.y
    assert cell.bottom == below.y
    assert below.height > cell.height
    beside = box(scene, "cell:short.b")
    assert (beside.x, beside.y, beside.height) == (pytest.approx(cell.right), cell.y, cell.height)
    assert group(scene, "cell:long.a").item == "longa"
    assert group(scene, "cell:long.a").kind == "cell"
    assert group(scene, "lane:long/0").item == "long"
    assert group(scene, "stage:b").item == "b"


def test_a_long_text_stands_in_its_cell_in_full():
    words = ["Montage", "ohne", "Stillstand", "der", "Linie", "über", "Nacht"] * 3
    cell = JourneyCell(id="c", texts=(" ".join(words),))
    lane = JourneyLane(id="l", name="lane", cells=(cell,))
    stages = tuple(JourneyStage(id=f"s{n}", name="S") for n in range(8))
    scene = journey_map(JourneyMap(key="j", title="", description="", stages=stages, lanes=(lane,)))
    said = [each.text for each in walk(group(scene, "cell:l.s0").shapes) if isinstance(each, Label)]
    assert " ".join(said).split() == words


def test_what_is_cut_is_told_in_full_in_its_title():
    name = "導入事例：" + "とても長い名前" * 9
    cell = JourneyCell(id="c", entries=(Entry(name),))
    lane = JourneyLane(id="l", name="lane", cells=(cell,))
    stages = tuple(JourneyStage(id=f"s{n}", name="S") for n in range(8))
    scene = journey_map(JourneyMap(key="j", title="", description="", stages=stages, lanes=(lane,)))
    titles = {each.title for each in walk(group(scene, "cell:l.s0").shapes) if isinstance(each, Label)}
    assert titles == {name}


def test_the_curve_runs_through_its_points_over_the_whole_lane():
    values = (0, -1, 2, 2, -2)
    scene = journey_map(feelings(*values))
    (curve,) = curves(scene)
    places = {
        each.id: (each.cx, each.cy)
        if isinstance(each, Circle)
        else tuple(sum(of) / 4 for of in zip(*each.points, strict=True))
        for each in walk(scene.shapes)
        if isinstance(each, Circle | Polygon) and each.id.startswith("point:")
    }
    assert len(places) == len(values)
    for place in places.values():
        assert any(point == pytest.approx(place, abs=0.01) for point in curve.points)
    ordered = sorted(places.values())
    assert curve.points[0] == pytest.approx(ordered[0], abs=0.01)
    assert curve.points[-1] == pytest.approx(ordered[-1], abs=0.01)


def test_low_points_are_diamonds_and_the_value_stands_beside():
    scene = journey_map(feelings(1, 0, -1, -2))
    shapes = {each.id: each for each in walk(scene.shapes)}
    assert isinstance(shapes["point:e.s0"], Circle)
    assert isinstance(shapes["point:e.s1"], Circle)
    assert isinstance(shapes["point:e.s2"], Polygon)
    assert isinstance(shapes["point:e.s3"], Polygon)
    figure = shapes["figure:e.s3"]
    assert isinstance(figure, Label)
    assert figure.text == "-2"


def test_a_stage_without_a_feeling_ends_the_curve():
    assert len(curves(journey_map(feelings(0, 1, None, 1, 2)))) == 2
    assert curves(journey_map(feelings(1, None, 2))) == []


def test_many_stages_go_into_strips_that_are_no_wider():
    eight, fourteen = journey_map(feelings(*[0] * MOST_STAGES)), journey_map(feelings(*[0] * 14))
    assert fourteen.width <= eight.width
    first, last = box(fourteen, "stage:s0"), box(fourteen, "stage:s13")
    assert last.y > first.bottom
    assert {each.id for each in walk(fourteen.shapes)} >= {"lane:e/0", "lane:e/1"}
    assert len(curves(fourteen)) == 2


def test_a_gap_is_a_dashed_field_and_the_tint_lies_under_its_cell():
    stages = (JourneyStage(id="a", name="A"), JourneyStage(id="b", name="B"))
    asked = JourneyLane(
        id="q",
        name="疑問",
        cells=(JourneyCell(id="1", texts=("何か月で戻るか",), tinted=True), JourneyCell(id="2")),
    )
    answer = JourneyLane(id="c", name="コンテンツ", cells=(JourneyCell(gap="ありません", tinted=True),))
    scene = journey_map(JourneyMap(key="j", title="", description="", stages=stages, lanes=(asked, answer)))
    rects = {each.id: each for each in walk(scene.shapes) if isinstance(each, Rect)}
    frame = rects["gap:c.a/frame"]
    assert frame.paint.dash
    assert frame.paint.stroke == "warn"
    assert box(scene, "cell:c.a").contains(Box(frame.x, frame.y, frame.width, frame.height))
    tints = {name for name in rects if name.startswith("tint:")}
    assert tints == {"tint:q.a", "tint:c.a"}


@settings(deadline=None)
@given(st.lists(st.one_of(st.none(), st.floats(-2, 2)), max_size=14))
def test_between_two_values_the_curve_only_rises_or_only_falls(values: list[float | None]):
    for line in monotone(values):
        assert all(before[0] < after[0] for before, after in pairwise(line))
        for (x, y), (_, later) in pairwise(line):
            start, end = values[int(x)], values[min(int(x) + 1, len(values) - 1)]
            if start is None or end is None:
                continue
            assert min(start, end) - 1e-9 <= y <= max(start, end) + 1e-9
            assert (later - y) * (end - start) >= -1e-9


@given(st.lists(st.integers(-2, 2), min_size=2, max_size=14))
def test_the_curve_passes_every_value(values: list[int]):
    (line,) = monotone(values)
    assert {x: y for x, y in line if x == int(x)} == pytest.approx(dict(enumerate(values)))
