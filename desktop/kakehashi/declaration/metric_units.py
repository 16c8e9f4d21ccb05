"""How the figures of a metric are shown: kind, digits, and the unit that stands beside them."""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.declaration.blocks import Cell, Kind
from kakehashi.declaration.cells import Tone, figure
from kakehashi.declaration.context import Context
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
            return MetricUnit("money", context.unit.digits, context.unit.size, context.unit.name)
        case "rate":
            return MetricUnit("rate", 1, 1, "")
        case "months":
            return MetricUnit("number", 1, 1, context.say("unit.months"))
        case "factor":
            return MetricUnit("factor", 1, 1, context.say("unit.factor"))
    return MetricUnit("number", 0, 1, context.say("declaration.count", value="").strip())


def _small(context: Context, metric: Metric) -> bool:
    """Whether the display unit would leave nothing of an amount (a cost per lead in millions)."""
    typed = [*metric.target.values(), *metric.actual.values()]
    if not typed:
        return metric.follows == "cost_per_lead"
    return max(map(abs, typed)) < 10 * int(context.about.display_unit)


def in_words(context: Context, metric: Metric | None, value: Decimal | None) -> str:
    """A stored value of a metric with its unit: 30,000万円, 25.0%, 48件."""
    if value is None:
        return MISSING
    unit = metric_unit(context, metric)
    if unit.kind == "money":
        small = abs(value) < 10 * int(context.about.display_unit)
        return context.full_money(value) if small else context.money(value)
    if unit.kind == "rate":
        return percent(value, unit.digits)
    shown = number(value, unit.digits if value == value.to_integral_value() or abs(value) >= 100 else 1)
    return context.say("declaration.with_unit", value=shown, unit=unit.unit) if unit.unit else shown
