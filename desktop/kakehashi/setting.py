"""The settings of a source or exporter: how its author describes them, and as what a form shows them."""

from __future__ import annotations

import types
import typing
from collections.abc import Iterator
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from kakehashi.words import Text

Shape = Literal["text", "long_text", "number", "integer", "flag", "choice", "secret", "file", "folder"]


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What a setting is called and what stands in it: `Annotated[str, Setting(title={"en": "Server"})]`.

    `shape` is needed where the type doesn't tell: a `str` can be a line, a long text, a secret (kept in the
    system's keychain, nowhere else), the path of a file or of a folder.
    """

    title: Text = ""
    help: Text = ""
    shape: Literal["", "long_text", "secret", "file", "folder"] = ""


class SettingField(msgspec.Struct, frozen=True, kw_only=True):
    """One setting as a form shows it. `needed`: there is no default."""

    name: str
    shape: Shape
    title: Text
    help: Text = ""
    choices: tuple[str, ...] = ()
    default: str | int | float | bool | None = None
    needed: bool = False


def setting_fields(settings: type[msgspec.Struct]) -> tuple[SettingField, ...]:
    """The settings of a struct type, in the order of their declaration.

    Raises TypeError for a type that no form can show: text, numbers, flags and choices of texts can be shown,
    each with `None` for nothing.
    """
    hints = typing.get_type_hints(settings, include_extras=True)
    return tuple(_field(info, hints[info.name]) for info in msgspec.structs.fields(settings))


def _field(info: msgspec.structs.FieldInfo, hint: Any) -> SettingField:
    told = next((each for each in getattr(hint, "__metadata__", ()) if isinstance(each, Setting)), Setting())
    kinds = [*_kinds(hint)]
    shape, choices = _shape(info.name, kinds)
    default = None if info.default is msgspec.NODEFAULT else info.default
    return SettingField(
        name=info.name,
        shape=told.shape or shape,
        title=told.title or info.name,
        help=told.help,
        choices=choices,
        default=default if isinstance(default, str | int | float) else None,
        needed=info.required,
    )


def _kinds(hint: Any) -> Iterator[Any]:
    """The types of a field without `None`."""
    if get_origin(hint) is Annotated:
        yield from _kinds(get_args(hint)[0])
    elif get_origin(hint) in (typing.Union, types.UnionType):
        for each in get_args(hint):
            yield from _kinds(each)
    elif hint is not type(None):
        yield hint


def _shape(name: str, kinds: list[Any]) -> tuple[Shape, tuple[str, ...]]:
    if len(kinds) == 1 and get_origin(kinds[0]) is Literal:
        return "choice", tuple(map(str, get_args(kinds[0])))
    plain: dict[Any, Shape] = {bool: "flag", int: "integer", float: "number", str: "text"}
    if len(kinds) != 1 or kinds[0] not in plain:
        raise TypeError(f"the setting {name!r} can't be shown in a form: {kinds}")
    return plain[kinds[0]], ()
