"""Whether a value may stand in a field: type, finiteness, bounds, length. Read from the field description."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from functools import cache
from typing import Any, get_args, get_origin

import msgspec

from kakehashi.plan.fields import LONGEST_TEXT, FieldDescription, describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.months import is_month
from kakehashi.plan.unknown import converted
from kakehashi.words import Message, PlanError, percent

MOST_DIGITS_BEFORE = 15
MOST_DIGITS_AFTER = 12
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


class BadValue(PlanError):
    """A value that may not stand in a field."""

    def __init__(self, field: FieldDescription | str, value: object, problem: Message) -> None:
        self.field = field if isinstance(field, str) else field.name
        self.value = value
        self.problem = problem
        title = field if isinstance(field, str) else Message(field.title)
        super().__init__("error.value", field=title, value=_short(value), problem=problem)


def typed(field: FieldDescription, value: Any, *, key: bool = False) -> Any:
    """The typed value of a plain one (of one key's value with `key`). Raises BadValue."""
    try:
        result = _convert(field.type, key)(value)
    except (msgspec.ValidationError, ValueError, ArithmeticError):
        out_of_bounds = _number(field, value) if type(value) is int else None
        raise BadValue(field, value, out_of_bounds or _expected(field)) from None
    problem = trouble(field, {"": result} if key else result)
    if problem is not None:
        raise BadValue(field, value, problem)
    return result


def fitted(kind: type[Item], fields: Mapping[str, Any]) -> Item:
    """An item of plain values; those that its fields can't hold are kept in `extra`, under the same names."""
    described = describe(kind)
    known: dict[str, Any] = {}
    extra: dict[str, Any] = {}
    for name, value in fields.items():
        try:
            known[name] = typed(described[name], value)
        except (KeyError, BadValue):
            extra[name] = value
    return kind(extra=extra, **known)


def trouble(field: FieldDescription, value: Any) -> Message | None:
    """What is wrong with a typed value (of a keyed field: with a map of some of its keys), or None."""
    check = _CHECKS.get(field.field.shape)
    return check(field, value) if check is not None and value is not None else None


@cache
def _convert(annotation: Any, key: bool) -> Callable[[Any], Any]:
    target = annotation
    if key:
        inner = get_args(annotation)[0] if get_origin(annotation) is not Mapping else annotation
        inner = inner if get_args(inner) else annotation
        target = get_args(inner)[1]
    return lambda value: converted(target, value)


def _expected(field: FieldDescription) -> Message:
    if field.field.shape == "choice":
        names = ", ".join(choice for choice in field.choices if choice)
        return Message("error.value.choice", {"choices": names})
    return Message(f"error.value.{_SAID.get(field.field.shape, 'other')}")


_SAID = {
    "number": "number",
    "integer": "whole",
    "series": "number",
    "figure": "number",
    "figures": "number",
    "amounts": "number",
    "numbers": "number",
    "flag": "flag",
    "text": "text",
    "long_text": "text",
    "code": "text",
    "month": "month",
    "date": "date",
}


def _number(field: FieldDescription, value: Decimal | int | None) -> Message | None:
    if value is None:
        return None
    value = Decimal(value)
    if not value.is_finite():
        return Message("error.value.number")
    if value.adjusted() >= MOST_DIGITS_BEFORE:
        return Message("error.value.large")
    if -int(value.normalize().as_tuple().exponent) > MOST_DIGITS_AFTER:
        return Message("error.value.decimals", {"most": MOST_DIGITS_AFTER})
    low, high = field.field.low, field.field.high
    if low is not None and value < low:
        return Message("error.value.low", {"low": _bound(field, low)})
    if high is not None and value > high:
        return Message("error.value.high", {"high": _bound(field, high)})
    return None


def _bound(field: FieldDescription, bound: int) -> str:
    """A bound as people type it: 100% of a rate."""
    return percent(Decimal(bound), 0) if field.field.unit == "rate" and bound else str(bound)


def _text(_field: FieldDescription, value: Any) -> Message | None:
    for each in value.values() if isinstance(value, Mapping) else (value,):
        if len(each) > LONGEST_TEXT:
            return Message("error.value.long", {"most": LONGEST_TEXT})
        try:
            each.encode()
        except UnicodeEncodeError:
            return Message("error.value.unicode")
    return None


def _month(_field: FieldDescription, value: str) -> Message | None:
    return None if is_month(value) else Message("error.value.month")


def _date(_field: FieldDescription, value: str) -> Message | None:
    if not _DATE.fullmatch(value):
        return Message("error.value.date")
    try:
        date.fromisoformat(value)
    except ValueError:
        return Message("error.value.date")
    return None


def _list(field: FieldDescription, value: tuple[str, ...]) -> Message | None:
    return next((p for each in value if (p := _text(field, each)) is not None), None)


def _series(field: FieldDescription, value: Mapping[str, Decimal]) -> Message | None:
    return next((p for each in value.values() if (p := _number(field, each)) is not None), None)


def _figure(field: FieldDescription, value: Figure) -> Message | None:
    for each in (value.value, value.low, value.high):
        if (problem := _number(field, each)) is not None:
            return problem
    if value.low is not None and value.high is not None and value.low > value.high:
        return Message("error.value.range")
    return None


def _figures(field: FieldDescription, value: Mapping[str, Figure]) -> Message | None:
    return next((p for each in value.values() if (p := _figure(field, each)) is not None), None)


def _numbers(field: FieldDescription, value: tuple[Decimal, ...]) -> Message | None:
    return next((p for each in value if (p := _number(field, each)) is not None), None)


def _records(field: FieldDescription, value: Any) -> Message | None:
    """Numbers inside small structs (criteria, responses) are finite and of sane size."""
    for record in value if isinstance(value, tuple) else (value,):
        for each in _numbers_of(record):
            bare = msgspec.structs.replace(field, field=msgspec.structs.replace(field.field, low=None))
            if (problem := _number(bare, each)) is not None:
                return problem
    return None


def _numbers_of(record: Any) -> list[Decimal]:
    found: list[Decimal] = []
    if isinstance(record, Decimal):
        return [record]
    if isinstance(record, msgspec.Struct):
        for name in record.__struct_fields__:
            found += _numbers_of(getattr(record, name))
    elif isinstance(record, (tuple, list)):
        for each in record:
            found += _numbers_of(each)
    return found


_CHECKS: dict[str, Callable[[FieldDescription, Any], Message | None]] = {
    "number": _number,
    "integer": _number,
    "text": _text,
    "long_text": _text,
    "code": _text,
    "formula": _text,
    "month": _month,
    "date": _date,
    "series": _series,
    "amounts": _series,
    "figure": _figure,
    "figures": _figures,
    "numbers": _numbers,
    "records": _records,
    "list": _list,
}


def _short(value: object) -> str:
    if isinstance(value, Mapping) and "value" in value:  # a figure in plain form
        value = value["value"]
    shown = str(value).encode("utf-8", "backslashreplace").decode()
    return shown if len(shown) <= 60 else shown[:57] + "..."
