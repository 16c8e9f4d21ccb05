"""The lags by month: which share of those who go on lands in the 0th, 1st, 2nd ... month.

Of a fixed lag the shares are expressions of its cell; of a spread or a histogram they are values.
"""

from __future__ import annotations

from decimal import Decimal

from kakehashi.declaration.assumptions import LAG, OPENING, RATES, live_lag, way_title
from kakehashi.declaration.blocks import Cell, Column, Row, Table
from kakehashi.declaration.cells import figure, minus, number, or_zero, over, ref, words, worked_out
from kakehashi.declaration.context import Context
from kakehashi.declaration.funnel_names import ways
from kakehashi.declaration.lag_figures import LAGS, share
from kakehashi.forecast.lags import Weights, lag_weights, rest_of
from kakehashi.plan.formula import Call, Expression, Operation
from kakehashi.plan.simulation import FunnelStep, OpeningPipeline


def of_opening(item: OpeningPipeline) -> str:
    """The row of those who already stand at a step."""
    return f"{OPENING}:{item.id}"


def lags(context: Context) -> Table | None:
    """One row a way, one more for each standing of the opening pipeline."""
    rows = []
    for way in ways(context):
        weights = lag_weights(way.step)
        if weights is None:
            continue
        title = way_title(context, way.step, way.following)
        rows.append(_row(way.step.id, title, _cells(context, way.step, weights)))
        for item in context.plan.items(OpeningPipeline):
            if item.step == way.step.id:
                after = context.say("declaration.simulation.standing_for", way=title, age=item.age)
                cells = _rest_cells(context, way.step, weights, item.age)
                rows.append(_row(of_opening(item), after, cells))
    if not rows:
        return None
    columns = (
        Column(
            key=share(place),
            title=context.say("declaration.simulation.after_months", months=place),
            kind="rate",
            digits=1,
        )
        for place in range(len(context.months))
    )
    return Table(
        key=LAGS,
        title=context.say("declaration.simulation.lags"),
        columns=(context.column("way", "declaration.column.way", width=34), *columns),
        rows=tuple(rows),
        note=context.say("declaration.simulation.lags_note"),
        role="model",
    )


def _row(key: str, title: str, cells: tuple[Cell, ...]) -> Row:
    return Row(id=key, cells=(words(title), *cells))


def _cells(context: Context, step: FunnelStep, weights: Weights) -> tuple[Cell, ...]:
    places = range(len(context.months))
    if live_lag(step):
        return tuple(worked_out(_fixed(step, place)) for place in places)
    return tuple(_value(weights, place) for place in places)


def _rest_cells(context: Context, step: FunnelStep, weights: Weights, age: int) -> tuple[Cell, ...]:
    places = range(len(context.months))
    if live_lag(step):
        return tuple(worked_out(_rest(step, place, age)) for place in places)
    rest = rest_of(weights, age)
    return tuple(_value(rest, place) for place in places)


def _value(weights: Weights, place: int) -> Cell:
    return figure(Decimal(str(weights[place])) if place < len(weights) else 0)


def _fixed(step: FunnelStep, place: int) -> Expression:
    """max(0, min(lag - (k - 1), (k + 1) - lag)): split linearly between the whole months on both sides."""
    lag = ref(RATES, step.id, LAG)
    rising = Operation("+", lag, number(1)) if place == 0 else minus(lag, number(place - 1))
    return Call("max", (number(0), Call("min", (rising, minus(number(place + 1), lag)))))


def _rest(step: FunnelStep, place: int, age: int) -> Expression:
    """The share of month age + k among what is left of the lag; all in month 0 when nothing is left."""
    lag = ref(RATES, step.id, LAG)
    least = Operation("+", lag, number(1)) if age == 0 else minus(lag, number(age - 1))
    left = Call("max", (number(0), Call("min", (number(1), least))))
    found = over(_fixed(step, age + place), left)
    return Call("if_missing", (found, number(1))) if place == 0 else or_zero(found)


def given(step: FunnelStep, weights: Weights, place: int) -> bool:
    """Whether a share can be anything but 0: of values, only those that aren't."""
    return live_lag(step) or (place < len(weights) and weights[place] != 0)
