"""What a newer program wrote inside a small struct (a passport, a criterion): kept, at any depth.

A struct is read strictly; only where that fails, its unknown fields are laid under `KEPT`, which the struct
reads into `extra`, and it is read again. `fields.plain` lays them back among the others.
"""

from __future__ import annotations

import types
from collections.abc import Callable, Mapping
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin

import msgspec

from kakehashi.plan.fields import KEPT
from kakehashi.plan.item import Part

_Lift = Callable[[Any], Any]


def converted(annotation: Any, value: Any) -> Any:
    """The typed value of a plain one, unknown fields kept. Raises msgspec.ValidationError."""
    try:
        return msgspec.convert(value, annotation, strict=True)
    except msgspec.ValidationError:
        lift = _lift(annotation)
        if lift is None:
            raise
        return msgspec.convert(lift(value), annotation, strict=True)


@cache
def _lift(annotation: Any) -> _Lift | None:
    """What lays unknown fields within a value of this type under `KEPT`; None = it holds no struct."""
    origin, inside = get_origin(annotation), get_args(annotation)
    if origin is Annotated:
        return _lift(inside[0])
    if origin in (Union, types.UnionType):
        return next((found for each in inside if (found := _lift(each)) is not None), None)
    if origin is tuple:
        return _each_of_list(_lift(inside[0]))
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return _each_of_map(_lift(inside[1]))
    if isinstance(annotation, type) and issubclass(annotation, Part):
        return lambda value: _part(annotation, value)
    return None


def _each_of_list(lift: _Lift | None) -> _Lift | None:
    if lift is None:
        return None
    return lambda value: [lift(each) for each in value] if isinstance(value, (list, tuple)) else value


def _each_of_map(lift: _Lift | None) -> _Lift | None:
    if lift is None:
        return None
    return lambda value: (
        {key: lift(each) for key, each in value.items()} if isinstance(value, Mapping) else value
    )


def _part(kind: type[Part], value: Any) -> Any:
    if not isinstance(value, Mapping):
        return value
    fields = {info.name: info.type for info in msgspec.structs.fields(kind) if info.encode_name != KEPT}
    known = {}
    for name, each in value.items():
        if name in fields:
            lift = _lift(fields[name])
            known[name] = lift(each) if lift is not None else each
    kept = {name: each for name, each in value.items() if name not in fields}
    return {**known, KEPT: kept} if kept else known
