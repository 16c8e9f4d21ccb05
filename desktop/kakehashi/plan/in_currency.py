"""The amounts of a new plan in another currency, by their size only: they are assumed, and to be replaced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Any, TypeVar

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine, Criterion, Seasonality
from kakehashi.plan.direction import Outcome
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.item import Figure, Item, Part
from kakehashi.plan.metrics import Metric
from kakehashi.plan.simulation import Override
from kakehashi.rounding import canonical

T = TypeVar("T", bound=msgspec.Struct)

# How much of a currency stands for 100 yen, rounded so that round amounts stay round: no exchange rate.
SIZES: Mapping[str, Decimal] = MappingProxyType(
    {
        "JPY": Decimal(100),
        **dict.fromkeys(("AUD", "CAD", "CHF", "EUR", "GBP", "NZD", "SGD", "USD"), Decimal(1)),
        **dict.fromkeys(("CNY", "HKD"), Decimal(5)),
        **dict.fromkeys(("THB", "TWD"), Decimal(20)),
        "INR": Decimal(50),
        "KRW": Decimal(1000),
    }
)


# Figures in the unit of the metric that stands beside them.
_OF_METRIC: Mapping[type[msgspec.Struct], tuple[str, ...]] = {
    Criterion: ("threshold",),
    Outcome: ("starts_at", "ends_at"),
}


def size_between(currency: str, other: str) -> Decimal | None:
    """How much of `other` an amount of 1 in `currency` is turned into; None when one of them is not known."""
    if currency not in SIZES or other not in SIZES:
        return None
    return SIZES[other] / SIZES[currency]


def in_currency(items: Iterable[Item], currency: str, size: Decimal) -> tuple[Item, ...]:
    """The items with every amount of money times `size`, in this currency and in a display unit to match."""
    items = tuple(items)
    in_money = {item.id for item in items if isinstance(item, Metric) and item.unit == "money"}
    kinds = {item.id: type(item) for item in items}
    return tuple(_Turning(size, in_money, kinds).item(item, currency) for item in items)


class _Turning:
    """One factor for all amounts; `in_money` are the metrics whose figures are amounts."""

    def __init__(self, size: Decimal, in_money: set[str], kinds: Mapping[str, type[Item]]) -> None:
        self.size, self.in_money, self.kinds = size, in_money, kinds

    def item(self, item: Item, currency: str) -> Item:
        if isinstance(item, About):
            unit = "1000" if self.size <= Decimal("0.05") else item.display_unit
            return msgspec.structs.replace(item, currency=currency, display_unit=unit)
        turned = self._struct(item)
        if isinstance(turned, Metric) and turned.id in self.in_money:
            both = {"target": self._value(turned.target), "actual": self._value(turned.actual)}
            return msgspec.structs.replace(turned, **both)
        if isinstance(turned, Seasonality) and self._spreads_money(turned):
            return msgspec.structs.replace(turned, total=self._value(turned.total))
        return turned

    def _spreads_money(self, shape: Seasonality) -> bool:
        return shape.spreads in self.in_money or self.kinds.get(shape.spreads or "") is BudgetLine

    def _struct(self, struct: T) -> T:
        if isinstance(struct, Override):
            return msgspec.structs.replace(struct, value=self._override(struct))
        in_money = getattr(struct, "metric", None) in self.in_money
        of_metric = _OF_METRIC.get(type(struct), ()) if in_money else ()
        changed = {
            name: self._value(value) if name in of_metric else self._field(described, value)
            for name, described in describe(type(struct)).items()
            if (value := getattr(struct, name)) != described.default
        }
        return msgspec.structs.replace(struct, **changed)

    def _field(self, described: FieldDescription, value: Any) -> Any:
        if described.field.unit == "money":
            return self._value(value)
        if described.field.shape != "records":
            return value
        if isinstance(value, tuple):
            return tuple(self._struct(each) if isinstance(each, Part) else each for each in value)
        return self._struct(value) if isinstance(value, Part) else value

    def _value(self, value: Any) -> Any:
        match value:
            case Decimal():
                return Decimal(canonical(value * self.size))
            case Figure():
                numbers = {
                    name: self._value(getattr(value, name)) for name in ("value", "low", "high", "was")
                }
                return msgspec.structs.replace(value, **numbers)
            case Mapping():
                return {key: self._value(each) for key, each in value.items()}
            case _:
                return value

    def _override(self, override: Override) -> Any:
        """In plain form: an amount, a figure, or amounts by key."""
        kind = self.kinds.get(override.item, Item)
        described = describe(kind).get(override.field)
        money = described is not None and described.field.unit == "money"
        if not money and not (override.item in self.in_money and override.field in ("target", "actual")):
            return override.value
        return self._plain(override.value)

    def _plain(self, value: Any) -> Any:
        match value:
            case str() | int():
                return plain(self._value(Decimal(value)))
            case {"value": _} | {"low": _} | {"high": _}:
                return {
                    name: self._plain(each) if name in ("value", "low", "high", "was") and each else each
                    for name, each in value.items()
                }
            case dict():
                return {key: self._plain(each) for key, each in value.items()}
            case _:
                return value
