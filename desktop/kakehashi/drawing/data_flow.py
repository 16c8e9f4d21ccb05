"""The way of the data, left to right: where it arises, through which tools, to which metrics.

Flows of one tool that are made the same way share a trunk. Its line tells how: automatic solid, export
dashed, by hand dotted; how and how often stands where the line enters. Trunks run between the columns, and
a flow that leaps over a column has its own lane there, so that no line runs through a box or a text. A flow
to the left, or within a column, goes round below. Metrics that no flow reaches stand below as gaps.
"""

from __future__ import annotations

import msgspec

from kakehashi.drawing.flow_box import FlowNode, flow_box, height, width
from kakehashi.drawing.flow_routes import (
    ARROW,
    LABEL,
    MARGIN,
    Flow,
    Graph,
    Grid,
    How,
    Routes,
    Trunk,
    graph_of,
)
from kakehashi.drawing.parts import SMALL, Style, centred, one_line
from kakehashi.drawing.scene import Box, Group, Line, Paint, Polygon, Polyline, Scene, Shape, bounds, united

_HEADING, _GAP_HEADING = Style(SMALL, 700, "text2"), Style(SMALL, 700, "warn")
_ABOVE = 3.5  # of a label's base line over its line
_BETWEEN, _BELOW = 12.0, 24.0
_LEAST_SCENE = 240.0
_LINES: dict[How, Paint] = {
    "automatic": Paint(stroke="strong", line=1.4),
    "export": Paint(stroke="strong", line=1.4, dash=(5, 3)),
    "by_hand": Paint(stroke="strong", line=1.9, dash=(0.1, 2.4), round_caps=True),
}


class DataFlows(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown. Headings stand over the columns, `gaps` over the metrics
    without a flow.
    """

    key: str
    title: str
    description: str
    nodes: tuple[FlowNode, ...]
    flows: tuple[Flow, ...]
    sources: str = ""
    tools: str = ""
    metrics: str = ""
    gaps: str = ""


def data_flow(picture: DataFlows) -> Scene:
    """The picture as a scene of its natural size."""
    graph = graph_of(picture.nodes, picture.flows)
    grid = Grid.of(graph)
    routes = Routes.of(graph, grid)
    shapes: list[Shape] = [
        *_headings(picture, graph, routes),
        *_ways(graph, grid, routes),
        *_flows(graph, grid, routes),
        *_boxes(graph, grid, routes),
    ]
    content = united([bounds(shape) for shape in shapes])
    shapes += _gaps(picture, graph, max(content.right, _LEAST_SCENE), content.bottom)
    content = united([bounds(shape) for shape in shapes])
    return Scene(
        key=picture.key,
        width=max(content.right + MARGIN, _LEAST_SCENE),
        height=content.bottom + MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def _headings(picture: DataFlows, graph: Graph, routes: Routes) -> list[Shape]:
    kinds = [graph.kind(column) for column in range(graph.count)]
    tools = [column for column, kind in enumerate(kinds) if kind == "tool"]
    said = dict.fromkeys(tools[:2], picture.tools)
    if len(tools) > 1:
        said[0] = picture.sources
    said.update({column: picture.metrics for column, kind in enumerate(kinds) if kind == "metric"})
    return [
        one_line(f"heading:{at}", (routes.lefts[at], MARGIN + 12), text, routes.widths[at], _HEADING)
        for at, text in said.items()
    ]


def _ways(graph: Graph, grid: Grid, routes: Routes) -> list[Shape]:
    """Stems, trunks, lanes and ways round: all of a bundle but where its flows enter."""
    found: list[Shape] = []
    for trunk, x in zip(routes.trunks, routes.across, strict=True):
        paint = _LINES[graph.bundles[trunk.bundle].how]
        name = f"{trunk.bundle}/{trunk.channel}" + ("/up" if trunk.start is None else "")
        if trunk.start is not None:
            edge = routes.right(trunk.channel - 1)
            found.append(Line(f"stem:{name}", edge, trunk.start, x, trunk.start, paint))
        ends = trunk.ends(grid)
        if trunk.bends(grid):
            found.append(Line(f"trunk:{name}", x, min(ends), x, max(ends), paint))
        if trunk.lane is not None:
            right = routes.right(trunk.channel)
            found.append(Line(f"lane:{name}", x, trunk.lane, right, trunk.lane, paint))
        if trunk.down is not None and trunk.start is None:
            begin = routes.round_from(trunk)
            found.append(Line(f"round:{name}", begin, trunk.down, x, trunk.down, paint))
    return found


def _flows(graph: Graph, grid: Grid, routes: Routes) -> list[Shape]:
    return [
        _flow(graph, routes, trunk, x, at, grid.inlets[at])
        for trunk, x in zip(routes.trunks, routes.across, strict=True)
        for at in trunk.flows
    ]


def _flow(graph: Graph, routes: Routes, trunk: Trunk, x: float, at: int, y: float) -> Group:
    """Where a flow enters: the last piece of its line, its arrow and its label."""
    flow = graph.flows[at]
    edge = routes.lefts[trunk.channel]
    tip = ((edge, y), (edge - ARROW, y - 3.5), (edge - ARROW, y + 3.5))
    room = routes.rooms[trunk.channel] - 6
    where = (edge - ARROW - 2, y - _ABOVE)
    return Group(
        f"flow:{at}",
        (
            Polyline(f"branch:{at}", ((x, y), (edge - ARROW, y)), _LINES[flow.how]),
            Polygon(f"arrow:{at}", tip, Paint(fill="strong")),
            one_line(f"how:{at}", where, flow.label, room, LABEL, anchor="end"),
        ),
        kind="flow",
        item=flow.item,
        title=flow.title or flow.label,
    )


def _boxes(graph: Graph, grid: Grid, routes: Routes) -> list[Shape]:
    found: list[Shape] = []
    for n, (key, node) in enumerate(zip(graph.keys, graph.nodes, strict=True)):
        if n not in graph.gaps:
            column = graph.column[n]
            frame = Box(routes.lefts[column], grid.tops[n], routes.widths[column], grid.heights[n])
            found.append(flow_box(key, node, frame, gap=False))
    return found


def _gaps(picture: DataFlows, graph: Graph, right: float, low: float) -> list[Shape]:
    """Metrics that no flow reaches, in rows below everything."""
    if not graph.gaps:
        return []
    wide = width("metric")
    each = max(1, int((right - MARGIN + _BETWEEN) // (wide + _BETWEEN)))
    y = low + _BELOW if low else MARGIN
    base = (MARGIN, centred(y + 6, SMALL))
    found: list[Shape] = [one_line("gaps", base, picture.gaps, right - MARGIN, _GAP_HEADING)]
    y += 20
    for begin in range(0, len(graph.gaps), each):
        row = graph.gaps[begin : begin + each]
        tall = max(height(graph.nodes[n], 0) for n in row)
        for place, n in enumerate(row):
            frame = Box(MARGIN + place * (wide + _BETWEEN), y, wide, tall)
            found.append(flow_box(graph.keys[n], graph.nodes[n], frame, gap=True))
        y += tall + _BETWEEN
    return found


__all__ = ["DataFlows", "Flow", "FlowNode", "data_flow"]
