"""A lag in two figures, its mean and its spread, also where it was given as a histogram of months."""

from __future__ import annotations

import math
from decimal import Decimal

from kakehashi.declaration.blocks import Cell
from kakehashi.declaration.cells import figure, minus, number, plus, ref, times, worked_out
from kakehashi.declaration.context import Context
from kakehashi.forecast.lags import Weights, lag_weights
from kakehashi.plan.formula import Call, Expression
from kakehashi.plan.simulation import FunnelStep

LAGS = "simulation.lags"


def share(place: int) -> str:
    """The column of the share that lands after so many months."""
    return f"k{place}"


def mean_lag(step: FunnelStep) -> Decimal | None:
    """Months to the next step: as typed, of a histogram the mean of its months."""
    if step.lag_shape != "histogram":
        return step.lag.value if step.lag is not None else None
    weights = lag_weights(step)
    return None if weights is None else _decimal(_moment(weights, 1))


def _moment(weights: Weights, power: int) -> float:
    return math.fsum(weight * place**power for place, weight in enumerate(weights))


def _decimal(value: float) -> Decimal:
    return Decimal(str(round(value, 12)))


def histogram_cells(context: Context, step: FunnelStep) -> tuple[Cell, Cell]:
    """Mean and standard deviation of a histogram; expressions where all its shares stand on a sheet."""
    weights = lag_weights(step)
    if weights is None:
        return Cell(missing="unset"), Cell(missing="unset")
    mean = _moment(weights, 1)
    spread = math.sqrt(max(_moment(weights, 2) - mean**2, 0.0))
    cells = figure(_decimal(mean)), figure(_decimal(spread))
    if not context.sees_money or len(weights) > len(context.months):
        return cells
    first, second = (_summed(step, weights, power) for power in (1, 2))
    if first is None or second is None:
        return cells
    root = Call(
        "power", (Call("max", (number(0), minus(second, times(first, first)))), number(Decimal("0.5")))
    )
    return worked_out(first, cells[0].number), worked_out(root, cells[1].number)


def _summed(step: FunnelStep, weights: Weights, power: int) -> Expression | None:
    """The sum of share x month to the power, over the months that have a share."""
    return plus(
        times(number(place**power), ref(LAGS, step.id, share(place)))
        for place, weight in enumerate(weights)
        if place and weight
    )
