"""Where the boxes and lines of a picture of data flows stand: columns, rows, lanes, trunks, all in px.

Lines enter a box at multiples of 8, leave it 4 beside them and pass in lanes 2 beside them, so that no two
lines of different trunks fall together.
"""

from __future__ import annotations

from math import ceil, floor
from typing import Literal

import msgspec

from kakehashi.drawing import flow_box
from kakehashi.drawing.flow_box import STEP, FlowNode, NodeKind
from kakehashi.drawing.layers import columns_of, untangled
from kakehashi.drawing.parts import SMALL, Style, keys

How = Literal["automatic", "export", "by_hand"]

MARGIN, HEAD, ARROW = 16.0, 32.0, 7.0
LABEL = Style(SMALL, fill="text2")

_MOST_COLUMNS = 3  # of tools
_GAP, _MOST_GAP, _LANE = 8.0, 48.0, 16.0
_STUB, _TRACK, _MOST_LABEL = 12.0, 8.0, 160.0


class Flow(msgspec.Struct, frozen=True, kw_only=True):
    """A way from one node to another. label: how and how often. item: the plan's item behind it."""

    source: str
    target: str
    how: How = "by_hand"
    label: str = ""
    title: str = ""
    item: str = ""


class Bundle(msgspec.Struct, frozen=True):
    """Flows that share a trunk. back: one flow to the left or within its column."""

    source: int
    how: How
    flows: tuple[int, ...]
    back: bool


class Graph(msgspec.Struct, frozen=True):
    """Nodes, the flows between them as pairs, and in which column each stands; gaps stand in none."""

    nodes: tuple[FlowNode, ...]
    keys: tuple[str, ...]
    flows: tuple[Flow, ...]
    pairs: tuple[tuple[int, int], ...]
    column: tuple[int, ...]
    count: int
    gaps: tuple[int, ...]
    bundles: tuple[Bundle, ...]

    def kind(self, column: int) -> NodeKind:
        """What stands in a column: tools or metrics."""
        return next(
            node.kind for n, node in enumerate(self.nodes) if self.column[n] == column and n not in self.gaps
        )


def graph_of(nodes: tuple[FlowNode, ...], all_flows: tuple[Flow, ...]) -> Graph:
    """The nodes in columns; flows that lead nowhere are left out."""
    place: dict[str, int] = {}
    for n, node in enumerate(nodes):
        place.setdefault(node.id, n)
    flows = tuple(
        flow
        for flow in all_flows
        if flow.source in place and flow.target in place and place[flow.source] != place[flow.target]
    )
    pairs = tuple((place[flow.source], place[flow.target]) for flow in flows)
    tools = [n for n, node in enumerate(nodes) if node.kind == "tool"]
    rank = {n: at for at, n in enumerate(tools)}
    among = [(rank[a], rank[b]) for a, b in pairs if a in rank and b in rank]
    found = columns_of(len(tools), among, _MOST_COLUMNS)
    last = max(found, default=-1) + 1
    column = tuple(found[rank[n]] if n in rank else last for n in range(len(nodes)))
    linked = {n for pair in pairs for n in pair}
    gaps = tuple(n for n, node in enumerate(nodes) if node.kind == "metric" and n not in linked)
    count = max((column[n] + 1 for n in range(len(nodes)) if n not in gaps), default=0)
    return Graph(nodes, keys(node.id for node in nodes), flows, pairs, column, count, gaps,
                  _bundled(flows, pairs, column))  # fmt: skip


def _bundled(
    flows: tuple[Flow, ...], pairs: tuple[tuple[int, int], ...], column: tuple[int, ...]
) -> tuple[Bundle, ...]:
    shared: dict[tuple[int, How], list[int]] = {}
    back: list[Bundle] = []
    for at, (flow, (source, target)) in enumerate(zip(flows, pairs, strict=True)):
        if column[target] > column[source]:
            shared.setdefault((source, flow.how), []).append(at)
        else:
            back.append(Bundle(source, flow.how, (at,), back=True))
    ahead = [Bundle(source, how, tuple(of), back=False) for (source, how), of in shared.items()]
    return (*ahead, *back)


class _Rows(msgspec.Struct, frozen=True):
    """Columns of entries: nodes by their number, lanes by (number of nodes + an own number)."""

    columns: list[list[int]]
    lanes: dict[tuple[int, int], int]  # (bundle, column) -> entry
    ways: list[tuple[int, int, int]]  # bundle, from which entry, to which in the next column


def _rows(graph: Graph) -> _Rows:
    columns: list[list[int]] = [[] for _ in range(graph.count)]
    for n in range(len(graph.nodes)):
        if n not in graph.gaps:
            columns[graph.column[n]].append(n)
    lanes: dict[tuple[int, int], int] = {}
    ways: list[tuple[int, int, int]] = []
    for b, bundle in enumerate(graph.bundles):
        if bundle.back:
            continue
        feeder = bundle.source
        targets = [graph.pairs[at][1] for at in bundle.flows]
        last = max(graph.column[n] for n in targets)
        for column in range(graph.column[bundle.source] + 1, last + 1):
            ways += [(b, feeder, n) for n in targets if graph.column[n] == column]
            if column < last:
                lane = len(graph.nodes) + len(lanes)
                lanes[b, column] = lane
                columns[column].append(lane)
                ways.append((b, feeder, lane))
                feeder = lane
    return _Rows(untangled(columns, [(one, other) for _, one, other in ways]), lanes, ways)


class Grid(msgspec.Struct, frozen=True):
    """How high each entry stands and where lines leave and enter, px."""

    tops: dict[int, float]
    heights: dict[int, float]
    lanes: dict[tuple[int, int], float]  # (bundle, column) -> height of the lane
    outlets: dict[int, float]  # by bundle
    inlets: dict[int, float]  # by flow
    bottom: float

    @classmethod
    def of(cls, graph: Graph) -> Grid:
        rows = _rows(graph)
        entering: dict[int, list[int]] = {}
        for at, (_, target) in enumerate(graph.pairs):
            entering.setdefault(target, []).append(at)
        heights = {
            entry: flow_box.height(graph.nodes[entry], len(entering.get(entry, ())))
            if entry < len(graph.nodes)
            else _LANE
            for column in rows.columns
            for entry in column
        }
        tops, bottom = _stacked(rows.columns, heights)
        middle = {entry: tops[entry] + heights[entry] / 2 for entry in tops}
        outlets = {at: y - middle[graph.bundles[at].source] for at, y in _outlets(graph, middle).items()}
        levels: dict[int, float] = {}  # of lanes
        for place, column in enumerate(rows.columns):
            sources: dict[int, list[float]] = {}
            for at, one, other in rows.ways:
                if other in column:
                    sources.setdefault(other, []).append(levels.get(one, middle[one] + outlets[at]))
            tops.update(_levelled(column, tops, heights, sources, bottom))
            for entry in column:
                middle[entry] = tops[entry] + heights[entry] / 2
                if entry >= len(graph.nodes):
                    levels[entry] = _lane_level(tops[entry], sources[entry][0], place)
        return cls(
            tops,
            heights,
            {at: levels[lane] for at, lane in rows.lanes.items()},
            {at: middle[graph.bundles[at].source] + aside for at, aside in outlets.items()},
            _inlets(graph, rows, entering, middle),
            bottom,
        )


def _stacked(columns: list[list[int]], heights: dict[int, float]) -> tuple[dict[int, float], float]:
    """Tops of the entries: each column in the middle of the tallest, spread as far as that has room."""
    first = MARGIN + HEAD
    ends = [_tops(column, heights, first, _GAP)[1] for column in columns]
    bottom = max(ends, default=first)
    tops: dict[int, float] = {}
    for column, end in zip(columns, ends, strict=True):
        spare = (bottom - end) / max(len(column), 1)
        gap = _GAP + min(_MOST_GAP, spare // 8 * 8)
        used = _tops(column, heights, first, gap)[1] - first
        tops.update(_tops(column, heights, first + max(0.0, (bottom - first - used) / 2 // 8 * 8), gap)[0])
    return tops, bottom


def _tops(
    column: list[int], heights: dict[int, float], y: float, gap: float
) -> tuple[dict[int, float], float]:
    """Entries one under the other from y on, their middles at multiples of 8; and where they end."""
    found: dict[int, float] = {}
    end = y
    for entry in column:
        half = heights[entry] / 2
        found[entry] = ceil((y + half) / 8) * 8 - half
        end = found[entry] + 2 * half
        y = end + gap
    return found, end


def _levelled(
    column: list[int],
    tops: dict[int, float],
    heights: dict[int, float],
    sources: dict[int, list[float]],
    bottom: float,
) -> dict[int, float]:
    """Tops that are level with where the lines come from, as far as the order and the sheet allow."""
    found: dict[int, float] = {}
    y = MARGIN + HEAD
    for entry in column:
        half = heights[entry] / 2
        wanted = tops[entry]
        if entry in sources:
            wanted = round(sum(sources[entry]) / len(sources[entry]) / 8) * 8 - half
        found[entry] = max(ceil((y + half) / 8) * 8 - half, wanted)
        y = found[entry] + 2 * half + _GAP
    y = bottom
    for entry in reversed(column):
        half = heights[entry] / 2
        found[entry] = min(found[entry], floor((y - half) / 8) * 8 - half)
        y = found[entry] - _GAP
    return found


def _lane_level(top: float, source: float, column: int) -> float:
    """The height of a lane: straight on where that lies in it."""
    if top + 2 <= source <= top + _LANE - 2:
        return source
    return top + (6 if column % 2 else 10)


def _outlets(graph: Graph, middle: dict[int, float]) -> dict[int, float]:
    found: dict[int, float] = {}
    for source in dict.fromkeys(bundle.source for bundle in graph.bundles):
        own = [b for b, bundle in enumerate(graph.bundles) if bundle.source == source]
        own.sort(key=lambda b: (graph.bundles[b].back, _mean_target(graph, b, middle)))
        aside = 4 if len(own) % 2 else 0
        for place, b in enumerate(own):
            found[b] = middle[source] + (place - (len(own) - 1) / 2) * 8 + aside
    return found


def _mean_target(graph: Graph, b: int, middle: dict[int, float]) -> float:
    targets = [middle[graph.pairs[at][1]] for at in graph.bundles[b].flows]
    return sum(targets) / len(targets)


def _inlets(
    graph: Graph, rows: _Rows, entering: dict[int, list[int]], middle: dict[int, float]
) -> dict[int, float]:
    found: dict[int, float] = {}
    bundle_of = {at: b for b, bundle in enumerate(graph.bundles) for at in bundle.flows}
    for target, flows in entering.items():

        def comes_from(at: int, target: int = target) -> tuple[bool, float]:
            b = bundle_of[at]
            feeder = rows.lanes.get((b, graph.column[target] - 1), graph.bundles[b].source)
            return graph.bundles[b].back, middle[feeder]

        for place, at in enumerate(sorted(flows, key=comes_from)):
            found[at] = middle[target] + (place - (len(flows) - 1) / 2) * STEP
    return found


class Trunk(msgspec.Struct, frozen=True):
    """The upright part of a bundle in one channel: where it comes from and the heights that it serves."""

    bundle: int
    channel: int
    start: float | None  # height at which it comes from the left; None = from below
    flows: tuple[int, ...]  # that enter from it
    lane: float | None = None  # height of the lane in which it goes on
    down: float | None = None  # height of the way round, below

    def bends(self, grid: Grid) -> bool:
        """Whether it has an upright part at all."""
        ends = self.ends(grid)
        return max(ends) > min(ends)

    def ends(self, grid: Grid) -> list[float]:
        """All heights that it joins."""
        heights = [*(grid.inlets[at] for at in self.flows), self.start, self.lane, self.down]
        return [height for height in heights if height is not None]


class Routes(msgspec.Struct, frozen=True):
    """Trunks with their place across, and the left edge of each column, px."""

    trunks: tuple[Trunk, ...]
    across: tuple[float, ...]
    lefts: tuple[float, ...]
    widths: tuple[float, ...]
    rooms: tuple[float, ...]  # for the labels left of each column

    @classmethod
    def of(cls, graph: Graph, grid: Grid) -> Routes:
        trunks = _trunks(graph, grid)
        widths = tuple(flow_box.width(graph.kind(column)) for column in range(graph.count))
        across = [0.0] * len(trunks)
        lefts: list[float] = []
        rooms: list[float] = []
        x = MARGIN
        for channel in range(graph.count + 1):
            here = [t for t, trunk in enumerate(trunks) if trunk.channel == channel]
            here.sort(key=lambda t: _rank(trunks[t], grid))
            room = max((_room(graph.flows[at]) for t in here for at in trunks[t].flows), default=0.0)
            rooms.append(room)
            if here:
                x += _STUB if channel else 0
                for t in here:
                    across[t] = x
                    if trunks[t].bends(grid):
                        x += _TRACK
                x += room + ARROW
            elif channel:
                x += 2 * _STUB
            if channel < graph.count:
                lefts.append(x)
                x += widths[channel]
        return cls(tuple(trunks), tuple(across), tuple(lefts), widths, tuple(rooms))

    def right(self, column: int) -> float:
        """The right edge of a column, px."""
        return self.lefts[column] + self.widths[column]

    def round_from(self, trunk: Trunk) -> float:
        """Where the way round below begins that ends in this trunk, px."""
        return next(
            x
            for other, x in zip(self.trunks, self.across, strict=True)
            if other.bundle == trunk.bundle and other.start is not None
        )


def _room(flow: Flow) -> float:
    return min(LABEL.width(flow.label), _MOST_LABEL) + 8


def _rank(trunk: Trunk, grid: Grid) -> tuple[int, float]:
    """Left to right: those that rise, the upper first; those that fall, the lower first; those from below."""
    if trunk.start is None:
        return 2, min(trunk.ends(grid))
    others = [end for end in trunk.ends(grid) if end != trunk.start] or [trunk.start]
    rises = sum(others) / len(others) < trunk.start
    return (0, trunk.start) if rises else (1, -trunk.start)


def _trunks(graph: Graph, grid: Grid) -> list[Trunk]:
    found: list[Trunk] = []
    below = grid.bottom + STEP
    for b, bundle in enumerate(graph.bundles):
        source = graph.column[bundle.source]
        if bundle.back:
            (at,) = bundle.flows
            found.append(Trunk(b, source + 1, grid.outlets[b], (), down=below))
            found.append(Trunk(b, graph.column[graph.pairs[at][1]], None, (at,), down=below))
            below += 8
            continue
        start = grid.outlets[b]
        last = max(graph.column[graph.pairs[at][1]] for at in bundle.flows)
        for column in range(source + 1, last + 1):
            flows = tuple(at for at in bundle.flows if graph.column[graph.pairs[at][1]] == column)
            lane = grid.lanes.get((b, column))
            found.append(Trunk(b, column, start, flows, lane))
            start = lane if lane is not None else start
    return found
