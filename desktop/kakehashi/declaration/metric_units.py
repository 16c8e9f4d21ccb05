"""How the figures of a metric are shown: kind, digits, and the unit that stands beside them."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Cell, Kind
from kakehashi.declaration.cells import Tone, figure
from kakehashi.declaration.context import Context
from kakehashi.declaration.metric_forecasts import year_forecast
from kakehashi.plan.amounts import digits_for
from kakehashi.plan.metrics import Metric
from kakehashi.words import MISSING, number, percent


class MetricUnit(msgspec.Struct, frozen=True):
    """`size`: shown = stored / size (1 but for money). `unit` is '' where the figure carries it (%)."""

    kind: Kind
    digits: int
    size: int
    unit: str

    def cell(self, value: Decimal | None, *, tone: Tone = "") -> Cell:
        """A stored value as it is shown in a table."""
        shown = None if value is None else value / self.size
        return figure(shown, tone=tone, kind=self.kind, digits=self.digits)


def metric_unit(context: Context, metric: Metric | None) -> MetricUnit:
    """The unit of a metric; plain numbers when there is none."""
    if metric is None:
        return MetricUnit("number", 0, 1, "")
    match metric.unit:
        case "money" if _small(context, metric):
            return MetricUnit("money", 0, 1, context.unit.full_name)
        case "money":
            return MetricUnit("money", _money_digits(context, metric), context.unit.size, context.unit.name)
        case "rate":
            return MetricUnit("rate", 1, 1, "")
        case "months":
            return MetricUnit("number", 1, 1, context.say("unit.months"))
        case "factor":
            return MetricUnit("factor", 1, 1, context.say("unit.factor"))
    return MetricUnit(
        "number", _count_digits(context, metric), 1, context.say("declaration.count", value="").strip()
    )


def _money_digits(context: Context, metric: Metric) -> int:
    """One more for what is per piece (a cost, an average) than for sums; small amounts stay in sight."""
    digits = digits_for((*metric.target.values(), *metric.actual.values()), context.unit)
    return max(digits, context.unit.digits + (metric.combines != "sum"))


def _count_digits(context: Context, metric: Metric) -> int:
    """One where a forecast below 100 has a part of a whole: the same in cards, tables and pictures."""
    landing = year_forecast(context, metric)
    return 0 if landing is None else count_digits(landing)


def count_digits(*values: Decimal | None) -> int:
    """One decimal below 100, where it says something."""
    small = (each for each in values if each is not None and abs(each) < 100)
    return int(any(each != each.to_integral_value() for each in small))


def _small(context: Context, metric: Metric) -> bool:
    """Whether the display unit would leave nothing of an amount (a cost per lead in millions)."""
    typed = [*metric.target.values(), *metric.actual.values()]
    if not typed:  # never by the forecast: a hidden figure may be part of it
        return metric.follows == "cost_per_lead" or (not metric.follows and metric.combines == "ratio")
    return _is_small(context, max(map(abs, typed)))


def _is_small(context: Context, value: Decimal) -> bool:
    """Told in full: below ten of the display unit (10万円), whatever the unit below a hundred thousand."""
    return abs(value) < min(10 * int(context.about.display_unit), 100_000)


def in_words(context: Context, metric: Metric | None, value: Decimal | None) -> str:
    """A stored value of a metric with its unit: 30,000万円, 25.0%, 48件."""
    if value is None:
        return MISSING
    unit = metric_unit(context, metric)
    if unit.kind == "money":
        if _is_small(context, value) or unit.size == 1:
            return context.full_money(value)
        return context.money(value, more_digits=unit.digits - context.unit.digits)
    if unit.kind == "rate":
        return percent(value, unit.digits)
    if metric is not None and metric.unit in ("months", "factor"):
        shown = number(value, unit.digits)
    else:
        shown = number(value, count_digits(value))
    return context.say("declaration.with_unit", value=shown, unit=unit.unit) if unit.unit else shown
