"""The budget by month: columns stacked by category, totals above, the cap as a dashed line."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby

import msgspec

from kakehashi.drawing.axis import TICK, Axis, grid, gutter, ticks
from kakehashi.drawing.category_mark import Category, fill_of, legend
from kakehashi.drawing.months import month_axis
from kakehashi.drawing.parts import SMALL, Style, centred, finite, keys, one_line
from kakehashi.drawing.scene import Group, Line, Paint, Rect, Scene, Shape, bounds
from kakehashi.drawing.tokens import ink_on

_MARGIN, _LEGEND_GAP, _CLOSED_ROW, _TOTAL_ROW = 12.0, 14.0, 17.0, 17.0
_LEAST_PITCH, _LEAST_PLOT = 26.0, 80.0
_MARKED = 13.0  # a piece as tall and wide as this carries its mark
_TOTAL, _CAP = Style(SMALL), Style(SMALL)
_CAP_GROUND = Paint(stroke="surface", line=3)  # so that the line is seen on dark columns too
_CAP_LINE = Paint(stroke="text", line=1.3, dash=(4, 3))


class BudgetSeries(msgspec.Struct, frozen=True, kw_only=True):
    """A category over the months; token '' = reserve. texts: the values as text, for tooltips."""

    id: str
    category: Category
    values: tuple[Decimal | float | None, ...]
    texts: tuple[str, ...] = ()


class BudgetBars(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown, values in the display unit (the axis shows them as they are).

    months and years: texts below each column, a year where one begins. totals: above each column. caps: by
    month, None = none; cap_text names the last one. closed: how many months are closed, closed_text says so.
    Sizes in px; the width grows when the totals need it.
    """

    key: str
    title: str
    description: str
    months: tuple[str, ...]
    series: tuple[BudgetSeries, ...]
    totals: tuple[str, ...] = ()
    years: tuple[str, ...] = ()
    caps: tuple[Decimal | float | None, ...] = ()
    cap_text: str = ""
    closed: int = 0
    closed_text: str = ""
    width: float = 720
    height: float = 300


def budget_bars(picture: BudgetBars) -> Scene:
    """The columns as a scene."""
    stacks = [_Stack.of(picture, month) for month in range(len(picture.months))]
    caps = [finite(cap) for cap in picture.caps]
    reached = [edge for stack in stacks for edge in (stack.low, stack.high)]
    marks = ticks([*reached, *(cap for cap in caps if cap is not None)])
    room = gutter(Axis(marks, 0, -1))
    cap_room = min(_CAP.width(picture.cap_text), 110) + 8 if any(c is not None for c in caps) else 0
    pitch = max(_LEAST_PITCH, *(_TOTAL.width(total) + 5 for total in picture.totals), 0)
    width = max(picture.width, 2 * _MARGIN + room + cap_room + pitch * max(len(stacks), 4))
    ids = keys(series.id for series in picture.series)
    pairs = tuple(zip(ids, (series.category for series in picture.series), strict=True))
    head, low = legend(pairs, _MARGIN, _MARGIN, width - _MARGIN)
    top = low + _LEGEND_GAP + (_CLOSED_ROW if picture.closed else 0) + _TOTAL_ROW
    foot = 34.0 if any(picture.years) else 20.0
    bottom = max(picture.height - _MARGIN - foot, top + _LEAST_PLOT)
    plot = _Plot(Axis(marks, bottom, top), _MARGIN + room, width - _MARGIN - cap_room, len(stacks))
    middles = [plot.middle(month) for month in range(len(stacks))]
    shapes: list[Shape] = [
        *head,
        *_closed(picture, plot, foot),
        *grid(plot.axis, plot.left, plot.right),
        *(_column(picture, ids, month, stack, plot) for month, stack in enumerate(stacks)),
        *_cap_lines(picture.cap_text, caps[: len(stacks)], plot, width),
        *(shape for month, stack in enumerate(stacks) for shape in _total(picture, month, stack, plot)),
        *month_axis(picture.months, picture.years, middles, bottom, (plot.left - room, plot.right)),
    ]
    return Scene(
        key=picture.key,
        width=width,
        height=bottom + foot + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


class _Stack(msgspec.Struct, frozen=True):
    """The pieces of one column from the axis on: series, from, to; credits (below 0) downwards."""

    pieces: tuple[tuple[int, float, float], ...]
    low: float
    high: float

    @classmethod
    def of(cls, picture: BudgetBars, month: int) -> _Stack:
        pieces = []
        low = high = 0.0
        for n, series in enumerate(picture.series):
            value = finite(series.values[month]) if month < len(series.values) else None
            if value is None or value == 0:
                continue
            begin = high if value > 0 else low
            pieces.append((n, begin, begin + value))
            low, high = min(low, begin + value), max(high, begin + value)
        return cls(tuple(pieces), low, high)


class _Plot(msgspec.Struct, frozen=True):
    """Where months and values stand, px."""

    axis: Axis
    left: float
    right: float
    months: int

    @property
    def pitch(self) -> float:
        return (self.right - self.left) / max(self.months, 1)

    @property
    def bar(self) -> float:
        return min(0.62 * self.pitch, 44)

    def middle(self, month: int) -> float:
        return self.left + (month + 0.5) * self.pitch


def _column(picture: BudgetBars, ids: tuple[str, ...], month: int, stack: _Stack, plot: _Plot) -> Group:
    pieces = tuple(_piece(picture, ids, month, piece, plot) for piece in stack.pieces)
    return Group(f"month:{month}", pieces, kind="month")


def _total(picture: BudgetBars, month: int, stack: _Stack, plot: _Plot) -> tuple[Shape, ...]:
    """The sum above its column, in `bad` over the cap; a cap's line that would strike it out is broken."""
    total = picture.totals[month] if month < len(picture.totals) else ""
    if not total.strip():
        return ()
    cap = finite(picture.caps[month]) if month < len(picture.caps) else None
    over = cap is not None and stack.high + stack.low > cap
    at = (plot.middle(month), plot.axis.y(stack.high) - 5)
    style = Style(SMALL, 700, "bad") if over else _TOTAL
    label = one_line(f"total:{month}", at, total, plot.pitch - 1, style, anchor="middle")
    box = bounds(label)
    if cap is None or not box.y - 1 < plot.axis.y(cap) < box.bottom:
        return (label,)
    ground = Paint(fill="raised" if month < picture.closed else "surface")
    return (Rect(f"total-ground:{month}", box.x - 1, box.y, box.width + 2, box.height, ground), label)


def _piece(
    picture: BudgetBars, ids: tuple[str, ...], month: int, piece: tuple[int, float, float], plot: _Plot
) -> Group:
    n, begin, end = piece
    series, key = picture.series[n], f"{ids[n]}/{month}"
    ends = sorted((plot.axis.y(begin), plot.axis.y(end)))
    y, tall = ends[0], max(ends[1] - ends[0], 0.5)
    x = plot.middle(month) - plot.bar / 2
    category = series.category
    slit = 0.5 if category.token else 1.0  # of surface between two pieces
    bar = Rect(f"bar:{key}", x, y + slit / 2, plot.bar, max(tall - slit, 0.3), fill_of(category.token), 1)
    shapes: list[Shape] = [bar]
    if tall >= _MARKED and plot.bar >= _MARKED and category.mark:
        style = Style(SMALL, 700, ink_on(category.token))
        at = (plot.middle(month), centred(y + tall / 2, SMALL))
        shapes.append(one_line(f"mark:{key}", at, category.mark, plot.bar, style, anchor="middle"))
    value = series.texts[month] if month < len(series.texts) else ""
    title = f"{category.name}\n{picture.months[month]} {value}".strip()
    return Group(f"piece:{key}", tuple(shapes), "piece", series.id, title)


def _closed(picture: BudgetBars, plot: _Plot, foot: float) -> tuple[Shape, ...]:
    """The tint of closed months, named above it."""
    months = min(picture.closed, plot.months)
    if months < 1:
        return ()
    top = plot.axis.top - _TOTAL_ROW - _CLOSED_ROW
    wide = months * plot.pitch
    tint = Rect("closed", plot.left, top, wide, plot.axis.bottom + foot - top, Paint(fill="raised"))
    at = (plot.left + 5, centred(top + _CLOSED_ROW / 2 + 1, SMALL))
    return (tint, one_line("closed-text", at, picture.closed_text, wide - 8, TICK))


def _cap_lines(text: str, caps: list[float | None], plot: _Plot, width: float) -> list[Shape]:
    """Dashed over the months it holds for; equal ones in one stroke, the last one named at the right."""
    shapes: list[Shape] = []
    for cap, run in groupby(range(len(caps)), key=lambda month: caps[month]):
        months = list(run)
        if cap is None:
            continue
        y = plot.axis.y(cap)
        left, right = plot.left + months[0] * plot.pitch, plot.left + (months[-1] + 1) * plot.pitch
        shapes.append(Line(f"cap-ground:{months[0]}", left, y, right, y, _CAP_GROUND))
        shapes.append(Line(f"cap:{months[0]}", left, y, right, y, _CAP_LINE))
    last = next((cap for cap in reversed(caps) if cap is not None), None)
    if last is not None and text.strip():
        at = (plot.right + 6, centred(plot.axis.y(last), SMALL))
        shapes.append(one_line("cap-text", at, text, width - _MARGIN - plot.right - 6, _CAP))
    return shapes
