"""What `kakehashi.api` promises, as lines of text. `python -m tests.extension.api_surface` prints it."""

from __future__ import annotations

import inspect
import types
from collections.abc import Iterator
from typing import Any, get_args

import msgspec

from kakehashi import api


def surface() -> list[str]:
    """A line for each name, and one for each field, parameter and method of it."""
    return [line for name in sorted(api.__all__) for line in _lines(name, getattr(api, name))]


def _lines(name: str, thing: Any) -> Iterator[str]:
    if isinstance(thing, types.ModuleType):
        yield from (f"{name}.{each}" for each in sorted(vars(thing)) if not each.startswith("_"))
    elif isinstance(thing, type) and issubclass(thing, msgspec.Struct):
        yield f"struct {name}"
        for info in msgspec.structs.fields(thing):
            yield f"{name}.{info.name}: {_type(info.type)}{'' if info.required else ' = …'}"
    elif isinstance(thing, type):
        yield from _class_lines(name, thing)
    elif inspect.isfunction(thing):
        yield f"{name}{_parameters(thing)}"
    elif get_args(thing):
        yield f"{name} = {_type(thing)}"
    else:
        yield f"{name}: {type(thing).__name__}"


def _class_lines(name: str, thing: type) -> Iterator[str]:
    yield f"class {name}({', '.join(base.__name__ for base in thing.__bases__)})"
    named = inspect.get_annotations(thing)
    for each, member in sorted(vars(thing).items()):
        if inspect.isfunction(member) and (not each.startswith("_") or each == "__call__"):
            yield f"{name}.{each}{_parameters(member)}"
        elif isinstance(member, property):
            yield f"{name}.{each}"
    yield from (f"{name}.{each}" for each in named)
    if isinstance(vars(thing).get("__init__"), types.FunctionType):
        yield f"{name}{_parameters(vars(thing)['__init__'])}"


def _parameters(function: Any) -> str:
    """Names, kinds and whether there is a default; the types are the code's business."""
    parts = []
    for each in inspect.signature(function).parameters.values():
        star = {each.VAR_POSITIONAL: "*", each.VAR_KEYWORD: "**", each.KEYWORD_ONLY: "kw "}.get(each.kind, "")
        parts.append(f"{star}{each.name}{'' if each.default is each.empty else '=…'}")
    return f"({', '.join(parts)})"


def _type(thing: Any) -> str:
    return str(thing).replace("typing.", "").replace("collections.abc.", "").replace("kakehashi.", "~")


if __name__ == "__main__":
    print(*surface(), sep="\n")
