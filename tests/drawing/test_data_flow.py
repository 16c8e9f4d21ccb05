"""The way of the data: boxes by layer, lines that say how, gaps; nothing overlaps whatever the plan says."""

from __future__ import annotations

import xml.etree.ElementTree as ET
from itertools import combinations
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import check, inside, texts

from kakehashi.drawing.data_flow import DataFlows, Flow, FlowNode, data_flow
from kakehashi.drawing.flow_routes import How
from kakehashi.drawing.layers import columns_of
from kakehashi.drawing.scene import Box, Group, Label, Line, Polyline, Rect, Scene, bounds, walk
from kakehashi.drawing.svg import svg
from kakehashi.drawing.tokens import Theme

EXAMPLES = settings(max_examples=60)

names = st.one_of(texts, st.just("Donaudampfschifffahrtsgesellschaftskapitänsverzeichnis"))
ids = st.integers(0, 17).map(lambda n: f"n{n}")
nodes = st.builds(
    FlowNode,
    id=ids,
    name=names,
    kind=st.sampled_from(["tool", "metric"]),
    detail=names,
    tag=st.sampled_from(["", "個人データ", "Personal data of a very long description indeed"]),
    planned=st.booleans(),
)
flows = st.builds(
    Flow, source=ids, target=ids, how=st.sampled_from(get_args(How)), label=names, title=texts, item=ids
)
pictures = st.builds(
    DataFlows,
    key=texts,
    title=texts,
    description=texts,
    nodes=st.lists(nodes, max_size=18).map(tuple),
    flows=st.lists(flows, max_size=40).map(tuple),
    sources=texts,
    tools=texts,
    metrics=texts,
    gaps=texts,
)


def tool(name: str, **more: object) -> FlowNode:
    return FlowNode(id=name, name=name, **more)  # type: ignore[arg-type]


def metric(name: str) -> FlowNode:
    return FlowNode(id=name, name=name, kind="metric")


def drawn(*nodes: FlowNode, flows: tuple[Flow, ...] = ()) -> Scene:
    return data_flow(
        DataFlows(
            key="flows",
            title="",
            description="",
            nodes=nodes,
            flows=flows,
            sources="Sources",
            tools="Tools",
            metrics="Metrics",
            gaps="Without a flow",
        )
    )


def box(scene: Scene, name: str) -> Rect:
    return next(s for s in walk(scene.shapes) if s.id == f"box:{name}" and isinstance(s, Rect))


def straight(scene: Scene) -> list[Box]:
    return [
        bounds(shape)
        for shape in walk(scene.shapes)
        if isinstance(shape, (Line, Polyline)) and shape.id.split(":")[0] != "box"
    ]


@EXAMPLES
@given(pictures)
def test_nothing_overlaps_and_no_line_runs_through_a_box_or_a_text(picture: DataFlows):
    scene = data_flow(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    shown = [s.item for s in walk(scene.shapes) if isinstance(s, Group) and s.kind in ("tool", "metric")]
    assert sorted(shown) == sorted(node.id for node in picture.nodes)
    lines = straight(scene)
    solid = [bounds(s) for s in walk(scene.shapes) if isinstance(s, Rect) and s.id.startswith("box:")]
    said = [bounds(s) for s in walk(scene.shapes) if isinstance(s, Label) and s.id.startswith("how:")]
    for line in lines:
        for other in solid:
            assert not _inner(other).overlaps(line)
        for other in said:
            assert not _inner(other).overlaps(line)


def _inner(box: Box) -> Box:
    return Box(box.x + 2, box.y + 2, box.width - 4, box.height - 4)


@EXAMPLES
@given(pictures)
def test_every_line_is_level_or_upright_and_lines_of_two_trunks_never_fall_together(picture: DataFlows):
    scene = data_flow(picture)
    level: dict[float, list[tuple[float, float, str]]] = {}
    for shape in walk(scene.shapes):
        if isinstance(shape, Line):
            assert shape.x1 == shape.x2 or shape.y1 == shape.y2
            if shape.y1 == shape.y2:
                ends = sorted((shape.x1, shape.x2))
                level.setdefault(round(shape.y1, 3), []).append((*ends, shape.id))
        elif isinstance(shape, Polyline):
            (x1, y1), (x2, y2) = shape.points
            assert y1 == y2
            level.setdefault(round(y1, 3), []).append((x1, x2, shape.id))
    for lines in level.values():
        for (a, b, one), (c, d, other) in combinations(lines, 2):
            assert min(b, d) - max(a, c) < 0.01, (one, other)


@given(
    st.integers(0, 12).flatmap(
        lambda n: st.tuples(
            st.just(n),
            st.lists(st.tuples(st.integers(0, max(n - 1, 0)), st.integers(0, max(n - 1, 0))), max_size=30)
            if n
            else st.just([]),
            st.integers(1, 4),
        )
    )
)
def test_columns_follow_the_edges_unless_they_run_in_a_circle(drawn: tuple[int, list[tuple[int, int]], int]):
    count, edges, most = drawn
    ahead = [(a, b) for a, b in edges if a < b]
    found = columns_of(count, ahead, max(count, 1))
    assert all(found[a] < found[b] for a, b in ahead)
    capped = columns_of(count, edges, most)
    assert len(capped) == count
    assert all(0 <= column < most for column in capped)


def test_sources_stand_left_of_tools_and_tools_left_of_metrics():
    scene = drawn(
        metric("leads"),
        tool("crm"),
        tool("webinar"),
        flows=(Flow(source="webinar", target="crm"), Flow(source="crm", target="leads")),
    )
    webinar, crm, leads = (box(scene, name) for name in ("webinar", "crm", "leads"))
    assert webinar.x + webinar.width < crm.x
    assert crm.x + crm.width < leads.x
    said = {s.text: s.x for s in walk(scene.shapes) if isinstance(s, Label)}
    assert (said["Sources"], said["Tools"], said["Metrics"]) == (webinar.x, crm.x, leads.x)


def test_the_line_says_how():
    ways: tuple[How, ...] = ("automatic", "export", "by_hand")
    scene = drawn(
        tool("crm"),
        *(metric(how) for how in ways),
        flows=tuple(Flow(source="crm", target=how, how=how, label=how) for how in ways),
    )
    dashes = [s.paint.dash for s in walk(scene.shapes) if isinstance(s, Polyline)]
    assert len(set(dashes)) == 3
    assert () in dashes
    assert {s.text for s in walk(scene.shapes) if isinstance(s, Label)} >= set(ways)


def test_a_metric_without_a_flow_is_a_gap_and_a_planned_tool_is_dashed():
    scene = drawn(
        tool("crm"),
        tool("ma", planned=True),
        metric("a"),
        metric("b"),
        flows=(Flow(source="crm", target="a"),),
    )
    assert box(scene, "b").paint.stroke == "warn"
    assert box(scene, "b").paint.dash
    assert box(scene, "a").paint.stroke == "strong"
    assert box(scene, "ma").paint.dash
    assert not box(scene, "crm").paint.dash
    assert box(scene, "b").y > box(scene, "ma").y + box(scene, "ma").height
    assert any(isinstance(s, Label) and s.text == "Without a flow" for s in walk(scene.shapes))


def test_personal_data_is_marked_on_the_tool_in_words():
    scene = drawn(tool("crm", tag="個人データ"), tool("web"))
    assert [s.id for s in walk(scene.shapes) if isinstance(s, Label) and s.text == "個人データ"] == [
        "tag:crm"
    ]


def test_a_flow_back_goes_round_below():
    scene = drawn(
        tool("a"), tool("b"), flows=(Flow(source="a", target="b"), Flow(source="b", target="a", label="back"))
    )
    low = max(box(scene, name).y + box(scene, name).height for name in "ab")
    assert any(isinstance(s, Line) and s.y1 == s.y2 > low for s in walk(scene.shapes))


@EXAMPLES
@given(pictures, st.sampled_from(["light", "dark"]))
def test_it_is_sound_svg(picture: DataFlows, theme: Theme):
    root = ET.fromstring(svg(data_flow(picture), theme, language="ja"))
    names = [element.get("id") for element in root.iter() if element.get("id")]
    assert len(names) == len(set(names))
