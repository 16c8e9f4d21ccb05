"""What a plan's numbers lead to, as a document tells it: the base and every scenario, ready to be stored."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.forecast.forecast import forecast
from kakehashi.forecast.results import Forecast
from kakehashi.plan.plan import Plan
from kakehashi.plan.simulation import Scenario
from kakehashi.rounding import canonical
from kakehashi.words import Lines, Message


class Results(msgspec.Struct, frozen=True, kw_only=True):
    """Forecasts by scenario; `base` is the plan as it stands."""

    base: Forecast
    scenarios: Mapping[str, Forecast] = {}


def worked_out(plan: Plan) -> Results:
    """The results of a plan today. An edition keeps them; nothing is run again for it."""
    others = (scenario.id for scenario in plan.items(Scenario) if not scenario.base)
    return Results(base=forecast(plan), scenarios={each: forecast(plan, each) for each in others})


def results_to_plain(results: Results) -> dict[str, Any]:
    """JSON's own types; numbers as text, and so that messages with messages and numbers in them come back."""
    found: dict[str, Any] = _plain(msgspec.to_builtins(results, builtin_types=(Decimal,)))
    return found


def results_from_plain(raw: Mapping[str, Any]) -> Results:
    """The inverse. Raises msgspec.ValidationError."""
    return msgspec.convert(_revived(raw, inside=False), Results)


_NUMBER = "number"


def _plain(value: Any, *, inside: bool = False) -> Any:
    """`inside` = among the values of a message, where a number must be told from a text."""
    if isinstance(value, Decimal):
        return {_NUMBER: canonical(value)} if inside else canonical(value)
    if isinstance(value, dict):
        within = inside or _is_message(value)
        return {key: _plain(each, inside=within) for key, each in value.items()}
    if isinstance(value, (list, tuple)):
        return [_plain(each, inside=inside) for each in value]
    return value


def _revived(value: Any, *, inside: bool) -> Any:
    if isinstance(value, Mapping):
        if inside and set(value) == {_NUMBER}:
            return Decimal(value[_NUMBER])
        message = _is_message(value)
        found = {key: _revived(each, inside=inside or message) for key, each in value.items()}
        if inside and message:
            return Message(found["id"], found["values"])
        return Lines(tuple(found["messages"])) if inside and value.keys() == {"messages"} else found
    if isinstance(value, (list, tuple)):
        return [_revived(each, inside=inside) for each in value]
    return value


def _is_message(value: Mapping[str, Any]) -> bool:
    return value.keys() == {"id", "values"}
