"""What each metric comes to by the forecast: as it follows an output, or by its formula over others."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.declaration.context import Context
from kakehashi.forecast.bound import TO_DATE, metric_forecast
from kakehashi.forecast.targets import combined
from kakehashi.plan.formula import Expression, evaluate, references_in
from kakehashi.plan.metrics import Metric


def ratio_of(context: Context, metric: Metric) -> Expression | None:
    """The formula of a ratio that follows no output itself, but is made of metrics that do."""
    return None if metric.follows else context.ratios.get(metric.id)


def has_forecast(context: Context, metric: Metric) -> bool:
    """Whether there is anything to be said of a metric's forecast, be it that it can't be worked out."""
    return bool(metric.follows) or ratio_of(context, metric) is not None


def month_forecast(context: Context, metric: Metric) -> Mapping[str, Decimal | None]:
    """The forecast of each month; of a ratio its formula over those of the month."""
    formula = ratio_of(context, metric)
    if formula is None:
        return metric_forecast(context.plan, context.results.base, metric)
    parts = {
        reference.target[0]: month_forecast(context, part)
        for reference in references_in(formula)
        if (part := context.plan.find(Metric, reference.target[0])) is not None
    }
    return {
        month: evaluate(formula, lambda at, month=month: parts[at.target[0]].get(month))  # type: ignore[misc]
        for month in context.months
    }


def year_forecast(context: Context, metric: Metric) -> Decimal | None:
    """The forecast over the plan's months, of the stored results; of a ratio its formula over the totals."""
    formula = ratio_of(context, metric)
    if formula is not None:
        return evaluate(formula, lambda at: _year_of(context, at.target[0]))
    series = metric_forecast(context.plan, context.results.base, metric)
    return combined(series, context.months, "last" if metric.follows in TO_DATE else metric.combines)


def _year_of(context: Context, metric: str) -> Decimal | None:
    part = context.plan.find(Metric, metric)
    return None if part is None else year_forecast(context, part)
