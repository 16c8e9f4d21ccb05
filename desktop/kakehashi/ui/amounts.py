"""Figures as the window writes them: money in the display unit, split into figure and unit. No Qt here."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.amounts import Unit, amount, digits_for, display_unit, unit_with
from kakehashi.plan.basis import About
from kakehashi.plan.metrics import Metric
from kakehashi.words import MISSING, Language, number, percent, text

_PLACES = {"months": 1, "factor": 1}


def money(value: Decimal | None, about: About, language: Language) -> str:
    """With its unit: 5,790万円, ¥57.9 M."""
    return amount(value, about, language)


def small_money(value: Decimal | None, about: About, language: Language) -> str:
    """With one more decimal, for amounts that are small beside the display unit: 321.1万円."""
    return amount(value, about, language, more_digits=1)


def bare_money(value: Decimal | None, about: About, language: Language) -> str:
    """Without its unit, which stands near: 5,790."""
    unit = display_unit(about, language)
    return MISSING if value is None else number(value / unit.size, digits_for([value], unit))


def of_metric(value: Decimal | None, metric: Metric, about: About, language: Language) -> str:
    """A value of a metric with its unit: 30,000万円, 25.0%, 48件."""
    if value is None:
        return MISSING
    if metric.unit == "money":
        return (money if metric.combines == "sum" else small_money)(value, about, language)
    if metric.unit == "rate":
        return percent(value)
    said = number(value, _places(value, metric))
    return text("ui.with_unit", language, value=said, unit=unit_with(said, metric.unit, language))


def bare_of_metric(value: Decimal, metric: Metric, unit: Unit) -> str:
    """A value of a metric without its unit, which stands near; % stays, units mix in a table of metrics."""
    if metric.unit == "money":
        return number(value / unit.size, digits_for([value], unit))
    return percent(value) if metric.unit == "rate" else number(value, _places(value, metric))


def _places(value: Decimal, metric: Metric) -> int:
    """One decimal of counts below 100, where it says something."""
    if metric.unit != "count":
        return _PLACES.get(metric.unit, 0)
    return int(abs(value) < 100 and value != value.to_integral_value())


def split(said: str) -> tuple[str, str]:
    """The figure and what follows it: ('5,790', '万円'), ('¥57.9', 'M')."""
    end = next((at for at in range(len(said), 0, -1) if said[at - 1].isdigit()), len(said))
    return said[:end], said[end:].strip("\u00a0\u202f ")
