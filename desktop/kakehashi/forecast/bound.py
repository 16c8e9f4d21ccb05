"""The forecast of a metric that follows an output of the forecast."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

from kakehashi.forecast.results import Forecast
from kakehashi.plan.item import Series
from kakehashi.plan.metrics import Metric
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep

TO_DATE = frozenset({"cac", "ltv", "ltv_cac", "payback", "roi", "cost_per_lead"})


def metric_forecast(plan: Plan, forecast: Forecast, metric: Metric) -> Mapping[str, Decimal | None]:
    """The forecast of a bound metric by month, None where it is missing; empty when it follows nothing.

    Counts and money are those of the month; CAC, LTV, payback, ROI and cost per lead are from the first
    month to that month, so that the last one is the plan's.
    """
    if metric.follows in TO_DATE:
        return {month: getattr(each, metric.follows) for month, each in forecast.to_date.items()}
    if not metric.follows:
        return {}
    series = _by_month(plan, forecast, metric)
    return {month: series.get(month) for month in forecast.months}


def _by_month(plan: Plan, forecast: Forecast, metric: Metric) -> Series:
    match metric.follows:
        case "revenue":
            return forecast.revenue
        case "gross_profit":
            return forecast.gross_profit
        case "spend":
            return forecast.spend
        case "step":
            step = plan.find(FunnelStep, metric.follows_step)
            return next((each.reached for each in forecast.steps if step and each.id == step.id), {})
        case _:
            return next((each.reached for each in reversed(forecast.steps) if each.in_forecast), {})
