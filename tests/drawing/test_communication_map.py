"""Who talks with whom: breadth by density of each side, what is missing dashed, labels that never collide."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from math import hypot

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import check, inside, texts

from kakehashi.drawing.communication_map import CommunicationMap, Side, Talk, communication_map
from kakehashi.drawing.scene import Group, Label, Polyline, Scene, walk
from kakehashi.drawing.svg import svg
from kakehashi.drawing.tokens import Theme

EXAMPLES = settings(max_examples=60)

names = st.one_of(texts, st.just("Donaudampfschifffahrtsgesellschaftskapitänsverzeichnis " * 4))
densities = st.none() | st.integers(0, 4)
talks = st.builds(
    Talk,
    id=st.integers(0, 40).map(str),
    one=st.integers(0, 14).map(str),
    other=st.integers(0, 14).map(str),
    density_one=densities,
    density_other=densities,
    wanted=densities,
    name=names,
    rating=names,
    step=names,
    title=texts,
)
maps = st.builds(
    CommunicationMap,
    key=texts,
    title=texts,
    description=texts,
    sides=st.lists(
        st.builds(Side, id=st.integers(0, 14).map(str), name=names, title=texts), min_size=1, max_size=14
    ).map(tuple),
    talks=st.lists(talks, max_size=40).map(tuple),
    note=names,
)


def drawn(count: int, *found: Talk) -> Scene:
    sides = tuple(Side(id=str(n), name=f"Department {n}") for n in range(count))
    return communication_map(
        CommunicationMap(key="map", title="", description="", sides=sides, talks=found, note="Note")
    )


def lines(scene: Scene, part: str) -> dict[str, Polyline]:
    return {
        shape.id.removeprefix(f"{part}:"): shape
        for shape in walk(scene.shapes)
        if isinstance(shape, Polyline) and shape.id.startswith(f"{part}:")
    }


@EXAMPLES
@given(maps)
def test_nothing_overlaps_and_no_text_leaves_its_box(picture: CommunicationMap):
    scene = communication_map(picture)
    check(scene)
    assert faults.colliding_labels(scene) == ()
    shown = {s.item for s in walk(scene.shapes) if isinstance(s, Group) and s.kind == "side"}
    assert shown == {side.id for side in picture.sides}


@EXAMPLES
@given(maps)
def test_the_same_map_is_the_same_scene_and_all_of_it_is_on_the_sheet(picture: CommunicationMap):
    scene = communication_map(picture)
    assert communication_map(picture) == scene
    inside(scene)


def test_each_half_of_a_line_is_as_broad_as_its_side_rates_the_talk():
    found = lines(
        drawn(3, Talk(id="a", one="0", other="1", density_one=3, density_other=1, wanted=3)), "talk"
    )
    assert found["a/one"].paint.line == pytest.approx(3 * found["a/other"].paint.line)


def test_what_is_missing_is_dashed_in_the_colour_of_attention_up_to_the_wanted_breadth():
    scene = drawn(3, Talk(id="a", one="0", other="1", density_one=4, density_other=2, wanted=4))
    missing = lines(scene, "missing")
    assert set(missing) == {"a/other/a", "a/other/b"}
    assert all(line.paint.dash and line.paint.stroke == "warn" for line in missing.values())
    present = lines(scene, "talk")
    assert sum(line.paint.line for line in missing.values()) + present["a/other"].paint.line == pytest.approx(
        present["a/one"].paint.line
    )


def test_a_talk_that_does_not_exist_is_dashed_alone():
    scene = drawn(2, Talk(id="a", one="0", other="1", density_one=0, density_other=0, wanted=2))
    assert set(lines(scene, "missing")) == {"a/one", "a/other"}
    assert not lines(scene, "talk")


def test_the_next_step_stands_at_its_line():
    scene = drawn(6, Talk(id="a", one="0", other="3", density_one=1, density_other=1, wanted=2, step="Meet"))
    label = next(s for s in walk(scene.shapes) if isinstance(s, Label) and s.text == "Meet")
    ends = [point for line in lines(scene, "talk").values() for point in line.points]
    (ax, ay), (bx, by) = min(ends), max(ends)
    length = hypot(bx - ax, by - ay)
    assert abs((bx - ax) * (ay - label.y) - (ax - label.x) * (by - ay)) / length < 40


def test_a_label_without_room_stands_below_with_its_number():
    many = [
        Talk(
            id=str(n),
            one="0",
            other="1",
            density_one=1,
            wanted=2,
            name="0 and 1",
            step=f"Step {n}: " + "w " * 40,
        )
        for n in range(9)
    ]
    scene = drawn(2, *many)
    said = [s for s in walk(scene.shapes) if isinstance(s, Label)]
    below = [s for s in said if s.id.startswith("said:")]
    assert below
    for n in range(9):
        assert any(f"Step {n}:" in (label.text + label.title) for label in said)


def test_departments_that_talk_with_nobody_are_told_apart():
    scene = drawn(4, Talk(id="a", one="0", other="1", density_one=2, density_other=2, wanted=2))
    dashed = {
        s.id
        for s in walk(scene.shapes)
        if getattr(s, "paint", None) and s.id.startswith("card:") and s.paint.dash
    }  # type: ignore[union-attr]
    assert dashed == {"card:2", "card:3"}


@EXAMPLES
@given(maps, st.sampled_from(["light", "dark"]))
def test_it_is_sound_svg(picture: CommunicationMap, theme: Theme):
    root = ET.fromstring(svg(communication_map(picture), theme, language="ja"))
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
