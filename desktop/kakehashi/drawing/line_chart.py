"""Lines over months: target dashed, forecast with its fan, each line named at its end; no legend.

Labels never lie on each other: those at the right edge are spread apart and tied to their lines, those inside
take the first free place around their point.
"""

from __future__ import annotations

from decimal import Decimal
from typing import Literal

import msgspec

from kakehashi.drawing.axis import Axis, grid, gutter, ticks
from kakehashi.drawing.line_labels import EndLabel, Obstacles, end_labels, ends_width, placed
from kakehashi.drawing.months import month_axis
from kakehashi.drawing.parts import finite, keys
from kakehashi.drawing.scene import Circle, Group, Line, Paint, Point, Polygon, Polyline, Scene, Shape
from kakehashi.drawing.sparkline import pieces

SeriesKind = Literal["actual", "target", "forecast", "plain"]
Values = tuple[Decimal | float | None, ...]

_MARGIN, _TOP, _END_ROW = 12.0, 22.0, 16.0
_LEAST_PLOT = (120.0, 80.0)
_PAINTS: dict[SeriesKind, Paint] = {
    "actual": Paint(stroke="text", line=2.6, round_caps=True),
    "target": Paint(stroke="text", line=1.3, dash=(4, 3)),
    "forecast": Paint(stroke="accent", line=2, round_caps=True),
    "plain": Paint(stroke="accent", line=2, round_caps=True),
}
_GOAL = Paint(stroke="text", line=1.3, dash=(4, 3))
_TODAY = Paint(stroke="text2", line=1, dash=(1, 3))


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """A line: one value a month, None where there is none. figure and name stand at its end.

    token: its colour, '' = by kind (actual in `text`, target dashed, forecast and plain in `accent`).
    """

    id: str
    values: Values
    name: str = ""
    figure: str = ""
    kind: SeriesKind = "plain"
    token: str = ""


class Band(msgspec.Struct, frozen=True, kw_only=True):
    """A range around a forecast: low and high by month, how strongly it is tinted, and its edges' labels."""

    low: Values
    high: Values
    opacity: float
    low_figure: str = ""
    low_name: str = ""
    high_figure: str = ""
    high_name: str = ""


class Goal(msgspec.Struct, frozen=True):
    """A level to reach, drawn dashed over the whole width."""

    value: Decimal | float
    text: str


class LineChart(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown, values in the display unit (the axis shows them as they are).

    today: the month (from 0) of a dotted line. Sizes in px; they grow when the labels need it.
    """

    key: str
    title: str
    description: str
    months: tuple[str, ...]
    series: tuple[Series, ...]
    bands: tuple[Band, ...] = ()
    goal: Goal | None = None
    years: tuple[str, ...] = ()
    today: int | None = None
    today_text: str = ""
    width: float = 620
    height: float = 280


def line_chart(picture: LineChart) -> Scene:
    """The lines as a scene."""
    data = _Data.of(picture)
    plot = _plot(picture, data)
    ids = keys(series.id for series in picture.series)
    at_edge, inside = _labels(picture, ids, data, plot)
    span = (plot.axis.top, plot.axis.bottom)
    obstacles = Obstacles(_stretches(picture, data, plot), plot.left, plot.right, span[0] - 14, span[1])
    middles = [plot.x(month) for month in range(len(picture.months))]
    limits = (_MARGIN / 2, plot.width - _MARGIN / 2)
    shapes: list[Shape] = [
        *grid(plot.axis, plot.left, plot.right),
        *_bands(picture, data, plot),
        *_levels(picture, data, plot),
        *_lines(picture, ids, data, plot),
        *end_labels(at_edge, plot.right, plot.width - _MARGIN, span),
        *placed(inside, obstacles),
        *month_axis(picture.months, picture.years, middles, span[1], limits),
    ]
    return Scene(
        key=picture.key,
        width=plot.width,
        height=span[1] + _foot(picture) + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


Piece = list[tuple[int, float]]
Range = list[tuple[float, float] | None]


class _Data(msgspec.Struct, frozen=True):
    """What can be drawn of the picture: lines in unbroken pieces, ranges by month, the goal."""

    lines: list[list[Piece]]
    bands: list[Range]
    goal: float | None

    @classmethod
    def of(cls, picture: LineChart) -> _Data:
        months = len(picture.months)
        return cls(
            [pieces([finite(value) for value in series.values[:months]]) for series in picture.series],
            [
                [_both(*ends) for ends in zip(band.low, band.high, strict=False)][:months]
                for band in picture.bands
            ],
            finite(picture.goal.value) if picture.goal else None,
        )

    def values(self) -> list[float]:
        found = [value for line in self.lines for piece in line for _, value in piece]
        found += [end for band in self.bands for ends in band if ends for end in ends]
        return found if self.goal is None else [*found, self.goal]


def _both(low: Decimal | float | None, high: Decimal | float | None) -> tuple[float, float] | None:
    ends = finite(low), finite(high)
    return None if ends[0] is None or ends[1] is None else (ends[0], ends[1])


class _Plot(msgspec.Struct, frozen=True):
    """From month and value to px."""

    axis: Axis
    left: float
    right: float
    months: int
    width: float  # of the whole picture

    def x(self, month: int) -> float:
        if self.months < 2:
            return (self.left + self.right) / 2
        return self.left + month * (self.right - self.left) / (self.months - 1)

    def at(self, month: int, value: float) -> Point:
        return self.x(month), self.axis.y(value)


def _foot(picture: LineChart) -> float:
    """Room below the plot for months and years, px."""
    return 34.0 if any(picture.years) else 20.0


def _plot(picture: LineChart, data: _Data) -> _Plot:
    marks = ticks(data.values())
    left = _MARGIN + gutter(Axis(marks, 0, -1))
    texts = [(series.figure, series.name) for series in picture.series]
    texts += [pair for band in picture.bands for pair in _band_texts(band)]
    ends = ends_width(texts, 0.34 * max(picture.width, 300))
    right = max(picture.width - _MARGIN - ends, left + _LEAST_PLOT[0])
    rows = sum(1 for pair in texts if any(pair)) * _END_ROW
    bottom = max(picture.height - _MARGIN - _foot(picture), _TOP + max(_LEAST_PLOT[1], rows))
    return _Plot(Axis(marks, bottom, _TOP), left, right, len(picture.months), right + ends + _MARGIN)


def _band_texts(band: Band) -> tuple[tuple[str, str], tuple[str, str]]:
    return (band.high_figure, band.high_name), (band.low_figure, band.low_name)


def _labels(
    picture: LineChart, ids: tuple[str, ...], data: _Data, plot: _Plot
) -> tuple[list[EndLabel], list[EndLabel]]:
    """Labels of lines that reach the last month, for the right edge; and all others, for the inside."""
    at_edge: list[EndLabel] = []
    inside: list[EndLabel] = []
    last = len(picture.months) - 1
    for key, series, line in zip(ids, picture.series, data.lines, strict=True):
        if line and (series.figure or series.name):
            month, value = line[-1][-1]
            tie = _paint(series).stroke
            label = EndLabel(f"end:{key}", plot.at(month, value), series.figure, series.name, tie)
            (at_edge if month == last else inside).append(label)
    for n, (band, ranges) in enumerate(zip(picture.bands, data.bands, strict=True)):
        ends = ranges[last] if 0 <= last < len(ranges) else None
        for side, end, texts in zip(("low", "high"), ends or (), reversed(_band_texts(band)), strict=False):
            if any(texts):
                at_edge.append(EndLabel(f"band-{side}:{n}", plot.at(last, end), *texts, quiet=True))
    if picture.goal and data.goal is not None:
        at = (plot.left + 6, plot.axis.y(data.goal))
        inside.insert(0, EndLabel("goal-text", at, picture.goal.text, line=True))
    if picture.today is not None and 0 <= picture.today <= last:
        top = (plot.x(picture.today), plot.axis.top)
        inside.append(EndLabel("today-text", top, "", picture.today_text, beside=True))
    return at_edge, inside


def _stretches(picture: LineChart, data: _Data, plot: _Plot) -> tuple[tuple[Point, ...], ...]:
    """Every line that a label inside should not lie on."""
    found = [tuple(plot.at(*point) for point in piece) for line in data.lines for piece in line]
    for shape in (*_bands(picture, data, plot), *_levels(picture, data, plot)):
        if isinstance(shape, Line):
            found.append(((shape.x1, shape.y1), (shape.x2, shape.y2)))
        elif isinstance(shape, Polygon):
            found.append(shape.points)
    return tuple(found)


def _bands(picture: LineChart, data: _Data, plot: _Plot) -> list[Shape]:
    shapes: list[Shape] = []
    for n, (band, ranges) in enumerate(zip(picture.bands, data.bands, strict=True)):
        paint = Paint(fill="accent", opacity=band.opacity)
        known = pieces([None if ends is None else ends[0] for ends in ranges])
        for part, piece in enumerate(known):
            months = [month for month, _ in piece]
            there = [plot.at(month, ends[1]) for month in months if (ends := ranges[month])]
            back = [plot.at(*low) for low in reversed(piece)]
            shapes.append(Polygon(f"band:{n}/{part}", (*there, *back), paint))
    return shapes


def _levels(picture: LineChart, data: _Data, plot: _Plot) -> list[Shape]:
    """The goal and today."""
    shapes: list[Shape] = []
    if data.goal is not None:
        y = plot.axis.y(data.goal)
        shapes.append(Line("goal", plot.left, y, plot.right, y, _GOAL))
    if picture.today is not None and 0 <= picture.today < plot.months:
        x = plot.x(picture.today)
        shapes.append(Line("today", x, plot.axis.top, x, plot.axis.bottom, _TODAY))
    return shapes


def _paint(series: Series) -> Paint:
    paint = _PAINTS[series.kind]
    return msgspec.structs.replace(paint, stroke=series.token) if series.token else paint


def _lines(picture: LineChart, ids: tuple[str, ...], data: _Data, plot: _Plot) -> list[Shape]:
    """The lines in their order, what really happened above all others."""
    drawn = sorted(zip(ids, picture.series, data.lines, strict=True), key=lambda one: one[1].kind == "actual")
    return [_line(*one, plot) for one in drawn]


def _line(key: str, series: Series, line: list[Piece], plot: _Plot) -> Group:
    paint = _paint(series)
    shapes: list[Shape] = []
    for n, piece in enumerate(line):
        points = tuple(plot.at(month, value) for month, value in piece)
        if len(points) > 1:
            shapes.append(Polyline(f"line:{key}/{n}", points, paint))
        else:
            shapes.append(Circle(f"point:{key}/{n}", *points[0], 2.2, Paint(fill=paint.stroke)))
    if line and series.kind == "actual":
        shapes.append(Circle(f"last:{key}", *plot.at(*line[-1][-1]), 3.4, Paint(fill=paint.stroke)))
    title = f"{series.name} {series.figure}".strip()
    return Group(f"series:{key}", tuple(shapes), "series", series.id, title)
