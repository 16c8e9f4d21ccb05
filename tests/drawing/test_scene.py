"""The scene model, and what finds the faults of a scene."""

from __future__ import annotations

import msgspec
import pytest
from tests.drawing.faults import colliding_labels, overflows, overlaps, repeated_ids

from kakehashi.drawing.scene import (
    Box,
    Circle,
    Group,
    Label,
    Line,
    Paint,
    Polygon,
    Polyline,
    Rect,
    Run,
    Scene,
    Shape,
    bounds,
    moved,
    smallest_text,
)

EDGE = Paint(stroke="strong", line=2)
FILL = Paint(fill="accent")


def scene(*shapes: Shape) -> Scene:
    return Scene(key="test", width=100, height=50, shapes=shapes)


@pytest.mark.parametrize(
    ("shape", "box"),
    [
        (Rect("a", 10, 20, 30, 5, FILL), Box(10, 20, 30, 5)),
        (Rect("a", 10, 20, 30, 5, EDGE), Box(9, 19, 32, 7)),
        (Circle("a", 10, 10, 4, EDGE), Box(5, 5, 10, 10)),
        (Line("a", 9, 8, 1, 2, EDGE), Box(0, 1, 10, 8)),
        (Polygon("a", ((0, 0), (4, 0), (2, 3)), FILL), Box(0, 0, 4, 3)),
        (Polyline("a", ((1, 1), (1, 5)), EDGE), Box(0, 0, 2, 6)),
        (Group("a", (Rect("b", 1, 1, 2, 2, FILL), Rect("c", 5, 6, 1, 1, FILL))), Box(1, 1, 5, 6)),
        (Group("a", (), box=Box(1, 2, 3, 4)), Box(1, 2, 3, 4)),
        (Group("a", ()), Box(0, 0, 0, 0)),
    ],
)
def test_bounds(shape: Shape, box: Box):
    assert bounds(shape) == box
    assert bounds(moved(shape, 3, 4)) == (
        Box(box.x + 3, box.y + 4, box.width, box.height) if box != Box(0, 0, 0, 0) else box
    )


@pytest.mark.parametrize(("anchor", "left"), [("start", 50), ("middle", 40), ("end", 30)])
def test_bounds_of_a_label_are_its_measured_text(anchor: str, left: float):
    label = Label("a", 50, 30, "商談", 10, 40, anchor=anchor)  # type: ignore[arg-type]
    box = bounds(label)
    assert (box.x, box.width) == (left, 20)
    assert box.y < 22
    assert box.bottom > 30
    with_unit = msgspec.structs.replace(label, runs=(Run("件", 10),))
    assert bounds(with_unit).width == 30


def test_the_checkers_find_what_is_wrong():
    wide = Label("wide", 10, 20, "商談数", 10, 20)
    out = Label("out", 90, 20, "商談", 10, 40)
    high = Label("high", 10, 3, "商談", 10, 40)
    framed = Group("framed", (Label("inner", 10, 20, "商談", 10, 40),), box=Box(0, 0, 20, 30))
    assert overflows(scene(wide, out, high, framed)) == ("wide", "out", "high", "inner")
    assert overflows(scene(Label("fine", 10, 20, "商談", 10, 20))) == ()

    a, b = Group("a", (), box=Box(0, 0, 10, 10)), Group("b", (), box=Box(9, 9, 10, 10))
    assert overlaps(scene(a, b)) == (("a", "b"),)
    assert overlaps(scene(a, moved(b, 1, 0))) == ()
    assert repeated_ids(scene(a, Group("c", (a,)))) == ("a",)
    assert colliding_labels(scene(Label("x", 0, 20, "商談", 10, 20), Label("y", 15, 22, "商談", 10, 20))) == (
        ("x", "y"),
    )


def test_a_scene_survives_being_written_and_read():
    picture = scene(
        Group("g", (Label("a", 1, 2, "t", 11, 9, runs=(Run("x", 11),)), Rect("r", 0, 0, 1, 1, FILL)))
    )
    assert msgspec.json.decode(msgspec.json.encode(picture), type=Scene) == picture


def test_the_smallest_text_is_found_in_groups_and_in_runs() -> None:
    unit = Label("a", 0, 20, "12", 16, 50, runs=(Run("件", 9),))
    name = Label("b", 0, 40, "名前", 11, 50)
    assert smallest_text(scene(Group("g", (name,)))) == 11
    assert smallest_text(scene(Group("g", (unit,)), name)) == 9
    assert smallest_text(scene(Rect("r", 0, 0, 5, 5, FILL))) == 0
