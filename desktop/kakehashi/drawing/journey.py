"""The journey map: a column a stage, a row a lane, the emotion curve over the full width of its lane.

Rows are as high as their texts need. More stages than fit side by side go into further strips, one below the
other, each with its own heads. The map is as narrow as a screen, and wider only where it would be higher than
a page.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kakehashi.drawing.curve import monotone
from kakehashi.drawing.journey_cell import ABOVE, BESIDE, Filled, JourneyCell, filled, point
from kakehashi.drawing.parts import (
    BODY,
    HAIRLINE,
    SMALL,
    Style,
    block,
    centred,
    evenly,
    finite,
    keys,
    lines,
    one_line,
)
from kakehashi.drawing.scene import Box, Group, Line, Paint, Polyline, Rect, Scene, Shape, moved

MOST_STAGES = 8
"""Side by side in a strip."""

_WIDTHS = (1030.0, 1090.0, 1150.0, 1200.0, 1260.0, 1320.0)
_PAGE = 1080.0  # px of height that a page of A3 takes without making letters smaller than 7 pt
_MARGIN, _BROADEST = 1.0, 210.0
_LEAST_LANE, _MOST_LANE = 70.0, 108.0
_BETWEEN_STRIPS, _BELOW_CAPTION = 22.0, 12.0
_UNIT, _ABOVE = 22.0, 23.0  # of the curve: px a step, px above and below its range
_REACH = 2.0  # the curve goes from -2 to +2
_LEAST_ROW = 24.0
_CAPTION = Style(BODY)
_STAGE = Style(12.5, 700)
_NOTE = Style(SMALL, fill="text2")
_HEAD = Style(11.5, fill="text2")
_EDGE = Paint(stroke="border", line=1)


class JourneyStage(msgspec.Struct, frozen=True, kw_only=True):
    """A column: the stage and a quieter note under it."""

    id: str
    name: str
    note: str = ""


class JourneyLane(msgspec.Struct, frozen=True, kw_only=True):
    """A row with a cell for each stage, in their order; curve: its values are drawn as one."""

    id: str
    name: str
    cells: tuple[JourneyCell, ...]
    curve: bool = False


class JourneyMap(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. caption: said above the map; high, low: the ends of the curve's scale as text."""

    key: str
    title: str
    description: str
    stages: tuple[JourneyStage, ...]
    lanes: tuple[JourneyLane, ...]
    caption: str = ""
    high: str = ""
    low: str = ""


def journey_map(picture: JourneyMap) -> Scene:
    """The map as a scene, 1030 to 1320 px wide (narrower for few stages)."""
    scene = _scene(picture, _WIDTHS[0])
    for width in _WIDTHS[1:]:
        if scene.height <= _PAGE:
            break
        scene = _scene(picture, width)
    return scene


def _scene(picture: JourneyMap, width: float) -> Scene:
    plan = _Plan.of(picture, width)
    wide = plan.width + 2 * _MARGIN
    caption = block(
        "caption", (_MARGIN, _MARGIN + _CAPTION.size), picture.caption, wide - 2, _CAPTION, most=6
    )
    shapes: list[Shape] = list(caption)
    y = caption[-1].y + _BELOW_CAPTION if caption else _MARGIN
    for number in range(len(plan.strips)):
        strip = _strip(plan, number)
        shapes += (moved(shape, _MARGIN, y) for shape in strip.shapes)
        y += strip.height + _BETWEEN_STRIPS
    if plan.strips:
        y -= _BETWEEN_STRIPS
    return Scene(
        key=picture.key,
        width=wide,
        height=y + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


class _Plan(msgspec.Struct, frozen=True):
    """The map with unique names for its parts; strips: the numbers of their stages."""

    picture: JourneyMap
    stages: tuple[str, ...]
    lanes: tuple[str, ...]
    cells: tuple[str, ...]
    strips: list[Sequence[int]]
    lane: float
    column: float
    width: float

    @classmethod
    def of(cls, picture: JourneyMap, width: float) -> _Plan:
        stages = keys(stage.id for stage in picture.stages)
        lanes = keys(lane.id for lane in picture.lanes)
        strips = evenly(range(len(stages)), MOST_STAGES)
        across = max(map(len, strips), default=1)
        names = max((_HEAD.width(lane.name) for lane in picture.lanes), default=0.0)
        lane = min(max(names + 2 * BESIDE, _LEAST_LANE), _MOST_LANE)
        column = min((width - lane) / across, _BROADEST)
        cells = keys(f"{one}.{other}" for one in lanes for other in stages)
        return cls(picture, stages, lanes, cells, strips, lane, column, lane + across * column)

    def cell_name(self, lane: int, stage: int) -> str:
        return self.cells[lane * len(self.stages) + stage]

    def cell(self, lane: int, stage: int) -> JourneyCell:
        cells = self.picture.lanes[lane].cells
        return cells[stage] if stage < len(cells) else JourneyCell()


def _strip(plan: _Plan, number: int) -> Filled:
    """Some of the stages with all lanes, the upper left corner at 0, 0."""
    stages = plan.strips[number]
    right = plan.lane + len(stages) * plan.column
    head = _heads(plan, stages)
    ground: list[Shape] = [Rect(f"heads/{number}", 0, 0, right, head.height, Paint(fill="raised"))]
    above: list[Shape] = list(head.shapes)
    y = head.height
    for lane in range(len(plan.lanes)):
        row = _row(plan, lane, number)
        ground += _grounds(plan, lane, number, Box(0, y, right, row.height))
        ground.append(Line(f"under:{plan.lanes[lane]}/{number}", 0, y, right, y, _EDGE))
        above += (moved(shape, 0, y) for shape in row.shapes)
        y += row.height
    for n, stage in enumerate(stages):
        x = plan.lane + n * plan.column
        ground.append(Line(f"beside:{plan.stages[stage]}", x, 0, x, y, HAIRLINE))
    ground.append(Rect(f"edge/{number}", 0, 0, right, y, _EDGE))
    return Filled((*ground, *above), y)


def _heads(plan: _Plan, stages: Sequence[int]) -> Filled:
    """The names of the stages over what is said below them."""
    room = plan.column - 2 * BESIDE
    tall = [_head_height(plan.picture.stages[stage], room) for stage in stages]
    height = max(tall, default=0.0)
    groups: list[Shape] = []
    for n, stage in enumerate(stages):
        key, drawn = plan.stages[stage], plan.picture.stages[stage]
        x = plan.lane + n * plan.column
        first = ABOVE + centred(_STAGE.pitch / 2, _STAGE.size)
        names = block(f"stage-name:{key}", (x + BESIDE, first), drawn.name, room, _STAGE, most=4)
        below = ABOVE + len(names) * _STAGE.pitch + centred(_NOTE.pitch / 2, _NOTE.size)
        notes = block(f"stage-note:{key}", (x + BESIDE, below), drawn.note, room, _NOTE, most=2)
        box = Box(x, 0, plan.column, height)
        groups.append(Group(f"stage:{key}", (*names, *notes), "stage", drawn.id, box=box))
    return Filled(tuple(groups), height)


def _head_height(stage: JourneyStage, room: float) -> float:
    names = len(lines(stage.name, room, 4, _STAGE)) * _STAGE.pitch
    notes = len(lines(stage.note, room, 2, _NOTE)) * _NOTE.pitch
    return max(names + notes, _STAGE.pitch) + 2 * ABOVE


def _row(plan: _Plan, lane: int, number: int) -> Filled:
    """A lane's head and its cells in a strip, the row's upper edge at 0."""
    stages = plan.strips[number]
    drawn = plan.picture.lanes[lane]
    plot = 2 * (_ABOVE + _REACH * _UNIT) if drawn.curve else 0.0
    inner = [filled(plan.cell_name(lane, stage), plan.cell(lane, stage), plan.column) for stage in stages]
    name_lines = lines(drawn.name, plan.lane - 2 * BESIDE, 5, _HEAD)
    named = len(name_lines) * _HEAD.pitch + 2 * ABOVE
    height = max(plot + max((cell.height for cell in inner), default=0.0), named, _LEAST_ROW)
    shapes: list[Shape] = [_lane_head(plan, lane, number, Box(0, 0, plan.lane, height), plot)]
    if drawn.curve:
        shapes += _curve(plan, lane, number, plot / 2)
    for n, stage in enumerate(stages):
        x, name, cell = plan.lane + n * plan.column, plan.cell_name(lane, stage), plan.cell(lane, stage)
        parts = [moved(shape, x, plot) for shape in inner[n].shapes]
        if drawn.curve:
            parts += _point(plan, lane, stage, x, plot / 2)
        box = Box(x, 0, plan.column, height)
        shapes.append(Group(f"cell:{name}", tuple(parts), "cell", cell.id, box=box))
    return Filled(tuple(shapes), height)


def _lane_head(plan: _Plan, lane: int, number: int, box: Box, plot: float) -> Group:
    """The lane's name; of a curve in the middle of its scale, whose ends are written."""
    drawn, key = plan.picture.lanes[lane], f"{plan.lanes[lane]}/{number}"
    room = plan.lane - 2 * BESIDE
    count = len(lines(drawn.name, room, 5, _HEAD))
    top = plot / 2 - count * _HEAD.pitch / 2 if plot else ABOVE
    first = top + centred(_HEAD.pitch / 2, _HEAD.size)
    shapes: list[Shape] = list(block(f"lane-name:{key}", (BESIDE, first), drawn.name, room, _HEAD, most=5))
    if plot:
        for part, text, y in (
            ("high", plan.picture.high, _ABOVE),
            ("low", plan.picture.low, plot - _ABOVE),
        ):
            at = (plan.lane - BESIDE, centred(y, _NOTE.size))
            shapes.append(one_line(f"{part}:{key}", at, text, room, _NOTE, anchor="end"))
    return Group(f"lane:{key}", tuple(shapes), "lane", drawn.id, box=box)


def _grounds(plan: _Plan, lane: int, number: int, row: Box) -> list[Shape]:
    """What lies below the cells: the head's field and the tint of gaps."""
    stages, key = plan.strips[number], f"{plan.lanes[lane]}/{number}"
    found: list[Shape] = [Rect(f"head:{key}", 0, row.y, plan.lane, row.height, Paint(fill="raised"))]
    found += (
        Rect(
            f"tint:{plan.cell_name(lane, stage)}",
            plan.lane + n * plan.column,
            row.y,
            plan.column,
            row.height,
            Paint(fill="warns"),
        )
        for n, stage in enumerate(stages)
        if plan.cell(lane, stage).tinted
    )
    return found


def _values(plan: _Plan, lane: int) -> list[float | None]:
    """The lane's values for all stages, none beyond the ends of the scale."""
    found = [finite(plan.cell(lane, stage).value) for stage in range(len(plan.stages))]
    return [None if value is None else min(max(value, -_REACH), _REACH) for value in found]


def _curve(plan: _Plan, lane: int, number: int, middle: float) -> list[Shape]:
    """The scale's lines, and as much of the curve as belongs to this strip: to the middle between two."""
    stages = plan.strips[number]
    key = f"{plan.lanes[lane]}/{number}"
    right = plan.lane + len(stages) * plan.column
    shapes: list[Shape] = [
        Line(
            f"scale:{key}/{step}",
            plan.lane,
            middle - step * _UNIT,
            right,
            middle - step * _UNIT,
            Paint(stroke="strong", line=1) if step == 0 else HAIRLINE,
        )
        for step in (-2, -1, 0, 1, 2)
    ]
    start, end = stages[0] - 0.5, stages[-1] + 0.5
    for n, line in enumerate(monotone(_values(plan, lane))):
        points = tuple(
            (plan.lane + (at - start) * plan.column, middle - value * _UNIT)
            for at, value in line
            if start <= at <= end
        )
        if len(points) > 1:
            paint = Paint(stroke="accent", line=2, round_caps=True)
            shapes.append(Polyline(f"curve:{key}/{n}", points, paint))
    return shapes


def _point(plan: _Plan, lane: int, stage: int, x: float, middle: float) -> tuple[Shape, ...]:
    """The point of a stage whose column begins at x."""
    values = _values(plan, lane)
    value = values[stage]
    if value is None:
        return ()
    before = values[stage - 1] if stage else None
    after = values[stage + 1] if stage + 1 < len(values) else None
    rises = (0.0 if before is None else value - before, 0.0 if after is None else after - value)
    at = (x + plan.column / 2, middle - value * _UNIT)
    return point(plan.cell_name(lane, stage), plan.cell(lane, stage), at, rises, plan.column)
