"""What a measure brings into the funnel: where it enters, with which rates, how many or by which response."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from itertools import chain

import msgspec

from kakehashi.forecast.leads import Curve, Linear, Row, Saturating, leads_from, rows_together
from kakehashi.plan.budget import Measure, Response
from kakehashi.plan.item import Figure, Series
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import FunnelStep
from kakehashi.words import Message

Rates = tuple[float | None, ...]


class Source(msgspec.Struct, frozen=True, kw_only=True):
    """A measure as the forward run sees it.

    `enters`: place of the step (None = not known); `rates`: by step, own ones where they differ;
    `brings`: numbers by month as typed, or a response to `spend`; None = missing.
    """

    id: str
    enters: int | None
    rates: Rates
    brings: Row | Curve | None
    spend: Row

    def arrivals(self) -> Row | None:
        """How many enter in each month; None when that is missing."""
        if self.brings is None or isinstance(self.brings, tuple):
            return self.brings
        return leads_from(self.brings, self.spend)


def together(groups: Iterable[Iterable[Source]]) -> tuple[Source, ...]:
    """The sources with those added up that enter at the same step with the same rates and bring people alike:
    numbers as typed, or in proportion to spend. What saturates, or is not known, stands by itself.
    """
    alike: dict[tuple[object, ...], list[Source]] = {}
    found = []
    for source in chain.from_iterable(groups):
        if isinstance(source.brings, tuple):
            alike.setdefault((source.enters, source.rates), []).append(source)
        elif isinstance(source.brings, Linear):
            alike.setdefault((source.enters, source.rates, source.brings.carry_over), []).append(source)
        else:
            found.append(source)
    return (*map(_one_of, alike.values()), *found)


def _one_of(sources: list[Source]) -> Source:
    first = sources[0]
    if isinstance(first.brings, Linear):
        # In units of leads instead of money, so that their costs per lead may differ.
        leads = [
            tuple(money / each.brings.cost_per_lead for money in each.spend)
            for each in sources
            if isinstance(each.brings, Linear)
        ]
        brings = Linear(cost_per_lead=1.0, carry_over=first.brings.carry_over)
        return msgspec.structs.replace(first, id="", brings=brings, spend=rows_together(leads))
    typed = [each.brings for each in sources if isinstance(each.brings, tuple)]
    spend = rows_together([each.spend for each in sources])
    return msgspec.structs.replace(first, id="", brings=rows_together(typed), spend=spend)


def read_source(
    plan: Plan,
    measure: Measure,
    months: tuple[str, ...],
    places: Mapping[str, int],
    rates: Rates,
    money: Series,
) -> tuple[Source | None, list[Message]]:
    """The source that a measure is, and what is missing; no source when it brings nobody into the funnel."""
    typed = any(month in measure.expected for month in months)
    if not typed and measure.response is None:
        return None, []
    enters = 0 if measure.enters_at is None else places.get(measure.enters_at)
    if enters is None and (step := plan.find(FunnelStep, measure.enters_at)) is not None:
        values = {"measure": name_of(plan, measure), "step": name_of(plan, step)}
        return None, [Message("forecast.problem.enters_outside", values)]
    problems = ["enters_missing"] if enters is None else []
    brings: Row | Curve | None
    if measure.response is None:
        brings = tuple(float(measure.expected.get(month, 0)) for month in months)
    else:
        brings = _curve(measure.response) if money else None
        problems += _response_problems(measure.response, typed, bool(money))
    source = Source(
        id=measure.id,
        enters=enters,
        rates=_with_own(places, rates, measure.own_rates),
        brings=brings,
        spend=tuple(float(money.get(month, 0)) for month in months),
    )
    said = {"measure": name_of(plan, measure)}
    return source, [Message(f"forecast.problem.{problem}", said) for problem in problems]


def _response_problems(response: Response, typed: bool, has_money: bool) -> list[str]:
    found = {
        f"response.{response.shape}": _curve(response) is None,
        "no_spend": not has_money,
        "both": typed,
    }
    return [problem for problem, here in found.items() if here]


def _with_own(places: Mapping[str, int], rates: Rates, own: Mapping[str, Figure]) -> Rates:
    found = list(rates)
    for step, figure in own.items():
        at = places.get(step)
        if at is not None and at < len(found) and figure.value is not None:
            found[at] = float(figure.value)
    return tuple(found)


def _curve(response: Response) -> Curve | None:
    """The response with its numbers; None when one is missing or makes no sense."""
    carry_over = float(response.carry_over)
    if not 0 <= carry_over < 1:
        return None
    if response.shape == "linear":
        cost = _value(response.cost_per_lead)
        return Linear(cost_per_lead=cost, carry_over=carry_over) if cost is not None and cost > 0 else None
    top, half, steepness = map(_value, (response.top, response.half, response.steepness))
    if top is None or half is None or steepness is None or top < 0 or half <= 0 or steepness <= 0:
        return None
    return Saturating(top=top, half=half, steepness=steepness, carry_over=carry_over)


def _value(figure: Figure | None) -> float | None:
    return None if figure is None or figure.value is None else float(figure.value)
