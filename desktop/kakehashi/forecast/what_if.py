"""What if an assumption were another: those that a forecast rests on, how far each can be tried, and the
change that assumes otherwise.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from itertools import pairwise
from typing import Any

import msgspec

from kakehashi.forecast.inputs import between_lead_and_won
from kakehashi.plan.basis import About
from kakehashi.plan.budget import Measure
from kakehashi.plan.changes import Change, joined, setting
from kakehashi.plan.deciding import decided, deciding
from kakehashi.plan.fields import Field, FieldDescription, Unit, describe, plain
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.money import plan_months
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Economics, FunnelStep, Override
from kakehashi.rounding import canonical, rounded
from kakehashi.words import Message

LEADS = "leads"
"""Key of the share of everybody whom measures bring as typed, in the months that aren't closed."""

_ONE = Decimal(1)
_FACTOR = Field("number", unit="rate", low=0, high=10)
_PLACES = 3  # of leads times a factor
_STEPS = 200  # into which the way from least to most is cut, about
_FINEST = Decimal("0.1")  # months
_KINDS: Mapping[str, type[Item]] = {
    "rate": FunnelStep,
    "lag": FunnelStep,
    "deal_value": Economics,
    "gross_margin": Economics,
}


class Assumption(msgspec.Struct, frozen=True, kw_only=True):
    """A figure that can be tried otherwise, in the unit of its field; LEADS is a share, 1 = as planned.

    `least` to `most` is what can be tried, in steps of `step`: the likely range and as much again on both
    sides, at least half of the value (and a month) more or less, inside what the field allows.
    """

    key: str
    name: Message
    unit: Unit
    figure: Figure
    value: Decimal
    least: Decimal
    most: Decimal
    step: Decimal
    item: str = ""
    field: str = ""

    @property
    def described(self) -> FieldDescription:
        """The field that holds it; LEADS is a share of what the measures expect."""
        if self.field:
            return describe(_KINDS[self.field])[self.field]
        return msgspec.structs.replace(describe(Measure)["expected"], type=Decimal, field=_FACTOR)


def assumptions(plan: Plan) -> tuple[Assumption, ...]:
    """How many leads, the rate of each way from lead to won, what a deal is worth and leaves, how long each
    way takes: those that are known.
    """
    found: list[Assumption] = []
    if any(True for _ in _typed_leads(plan)):
        found.append(
            Assumption(
                key=LEADS,
                name=Message("forecast.assumption.leads"),
                unit="rate",
                figure=Figure(value=_ONE),
                value=_ONE,
                least=Decimal(0),
                most=Decimal(2),
                step=Decimal("0.01"),
            )
        )
    ways = [
        (step, {"start": name_of(plan, step), "end": name_of(plan, following)})
        for step, following in pairwise(between_lead_and_won(plan, []))
    ]
    for step, way in ways:
        found += _of(step, "rate", Message("forecast.assumption.way", way))
    for field in ("deal_value", "gross_margin"):
        found += _of(plan.only(Economics), field, Message(f"field.Economics.{field}"))
    for step, way in ways:
        found += _of(step, "lag", Message("forecast.assumption.lag", way))
    return tuple(found)


def _of(item: Item, field: str, name: Message) -> list[Assumption]:
    figure, described = getattr(item, field), describe(type(item))[field]
    if not isinstance(figure, Figure) or figure.value is None:
        return []
    least, most = _reach(figure, figure.value, described)
    if least >= most:
        return []
    return [
        Assumption(
            key=f"{item.id}.{field}",
            name=name,
            unit=described.field.unit,
            figure=figure,
            value=figure.value,
            least=least,
            most=most,
            step=_step(most - least, described),
            item=item.id,
            field=field,
        )
    ]


def _reach(figure: Figure, value: Decimal, described: FieldDescription) -> tuple[Decimal, Decimal]:
    low, high = (value if end is None else end for end in (figure.low, figure.high))
    least = min(low - (high - low), value / 2)
    most = max(high + (high - low), value + value / 2)
    if described.field.unit == "months":
        least, most = min(least, value - _ONE), max(most, value + _ONE)
    if described.field.low is not None:
        least = max(least, Decimal(described.field.low))
    if described.field.high is not None:
        most = min(most, Decimal(described.field.high))
    step = _step(most - least, described)
    return min(_on_step(least, step), value), max(_on_step(most, step), value)


def _step(way: Decimal, described: FieldDescription) -> Decimal:
    step = _nice(way / _STEPS)
    return max(step, _FINEST) if described.field.unit == "months" else step


def _on_step(value: Decimal, step: Decimal) -> Decimal:
    return (value / step).to_integral_value() * step


def _nice(width: Decimal) -> Decimal:
    """The largest of 1, 2, 5 times a power of ten that isn't above it; a width of 0 is 1."""
    if width <= 0:
        return _ONE
    size = _ONE.scaleb(width.adjusted())
    return next(each * size for each in (Decimal(5), Decimal(2), _ONE) if each * size <= width)


def _typed_leads(plan: Plan) -> Iterator[tuple[Measure, str, Decimal]]:
    """Measure, month and number of what is typed for the open months, where no response says it instead."""
    closed = plan.only(About).closed_through or ""
    months = [month for month in plan_months(plan) if month > closed]
    for measure in plan.items(Measure):
        if measure.response is None:
            for month in months:
                if measure.expected.get(month):
                    yield measure, month, measure.expected[month]


def assumed(plan: Plan, values: Mapping[str, Decimal], *, person: str, date: str) -> Change:
    """The change that assumes these values (by key) instead, as if somebody had typed them.

    Keys that this plan has no assumption for change nothing. Raises BadValue.
    """
    known = {each.key: each for each in assumptions(plan)}
    changes: list[Change] = []
    for key, value in values.items():
        assumption = known.get(key)
        if assumption is None or value == assumption.value:
            continue
        if key == LEADS:
            changes += _scaled(plan, value, person, date)
            continue
        item = plan.item(assumption.item)
        described = assumption.described
        if isinstance(item, FunnelStep) and assumption.field == "lag":
            figure = decided(item.lag, value, person=person, date=date)
            shape = ((name, each) for name, each in _as_spread(item).items())
            changes += [setting(plan, item.id, name, each) for name, each in (("lag", figure), *shape)]
            continue
        changes.append(deciding(plan, item, described, value, key=None, person=person, date=date))
    return joined(changes)


def _scaled(plan: Plan, factor: Decimal, person: str, date: str) -> Iterator[Change]:
    described = describe(Measure)["expected"]
    for measure, month, number in _typed_leads(plan):
        value = _times(number, factor)
        yield deciding(plan, measure, described, value, key=month, person=person, date=date)


def overriding(plan: Plan, values: Mapping[str, Decimal]) -> tuple[Override, ...]:
    """The same as overrides of a scenario."""
    known = {each.key: each for each in assumptions(plan)}
    found: list[Override] = []
    for key, value in values.items():
        assumption = known.get(key)
        if assumption is None or value == assumption.value:
            continue
        if key == LEADS:
            found += [
                Override(item=measure.id, field="expected", key=month, value=canonical(_times(number, value)))
                for measure, month, number in _typed_leads(plan)
            ]
        else:
            item = plan.item(assumption.item)
            found.append(Override(item=item.id, field=assumption.field, value=canonical(value)))
            if isinstance(item, FunnelStep) and assumption.field == "lag":
                found += [
                    Override(item=item.id, field=n, value=plain(v)) for n, v in _as_spread(item).items()
                ]
    return tuple(found)


def _as_spread(step: FunnelStep) -> dict[str, Any]:
    """What a lag that is given by month needs beside another mean: a spread as wide as its months are."""
    shares, whole = step.lag_shares, sum(step.lag_shares, Decimal(0))
    if step.lag_shape != "histogram" or not whole:
        return {}
    mean = sum((month * share for month, share in enumerate(shares)), Decimal(0)) / whole
    square = sum(((month - mean) ** 2 * share for month, share in enumerate(shares)), Decimal(0)) / whole
    return {
        "lag_shape": "spread",
        "lag_spread": step.lag_spread or rounded(square.sqrt(), _PLACES),
        "lag_shares": (),
    }


def _times(number: Decimal, factor: Decimal) -> Decimal:
    return rounded(number * factor, _PLACES)
