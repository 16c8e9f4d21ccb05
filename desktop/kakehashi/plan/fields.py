"""What a field of an item is: the description that forms, tables, exports, checks and docs read.

Title, help and the words of choices are message ids that follow from kind and field
(`field.Measure.name`, `help.Measure.name`, `choice.Metric.combines.sum`), so a kind is declared once.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from inspect import get_annotations
from typing import Annotated, Any, Literal, get_args, get_origin

import msgspec

from kakehashi.rounding import canonical

Shape = Literal[
    "text",  # one line, Text
    "long_text",  # several lines, Text
    "code",  # a short string that is never translated: a field name, an account code
    "number",
    "integer",
    "flag",
    "choice",
    "month",  # '2027-04'
    "date",  # '2027-04-01'
    "ref",  # id of one item
    "refs",  # ids of several items
    "series",  # month -> number
    "origins",  # month -> key into `passports`
    "passports",  # key -> Passport
    "figure",
    "figures",  # id of an item -> Figure
    "amounts",  # id of an item -> number
    "formula",
    "records",  # rows or one record of a small struct, edited as a whole
    "list",  # several short texts
    "numbers",
    "attachment",  # SHA-256 of an attachment
]
Unit = Literal["", "money", "rate", "months", "people", "count", "person_months", "factor", "ratio"]

LONGEST_TEXT = 32_000  # a cell of a workbook holds 32,767 characters; refused at the form already


class Field(msgspec.Struct, frozen=True):
    """How one field is edited, checked and told. Bounds are inclusive, in the field's own unit."""

    shape: Shape
    unit: Unit = ""
    low: int | None = None
    high: int | None = None
    confidential: bool = False
    kinds: tuple[str, ...] = ()  # which kinds a reference may point to
    part_of: bool = False  # the referred item owns this one: removed and restored with it
    needed: bool = False  # counts for the chapter's completeness


class FieldDescription(msgspec.Struct, frozen=True):
    """A field of a kind as the rest of the program sees it."""

    kind: str
    name: str
    type: Any
    default: Any
    field: Field
    choices: tuple[str, ...] = ()

    @property
    def title(self) -> str:
        """Message id of the title."""
        return f"field.{'envelope' if self.name == 'passports' else self.kind}.{self.name}"

    @property
    def help(self) -> str:
        """Message id of the help text, with an example."""
        return f"help.{'envelope' if self.name == 'passports' else self.kind}.{self.name}"

    def choice(self, key: str) -> str:
        """Message id of a choice."""
        return f"choice.{self.kind}.{self.name}.{key or 'none'}"

    @property
    def keyed(self) -> bool:
        """Whether the field is a map that is changed, compared and merged key by key."""
        return self.field.shape in KEYED


KEYED: frozenset[Shape] = frozenset({"series", "origins", "passports", "figures", "amounts"})
ENVELOPE = ("parent", "position")
KEPT = "*"  # under which a small struct writes what it doesn't know; no field can be called so


def declared(kind: type[msgspec.Struct]) -> dict[str, Field]:
    """The `Field`s of a kind by name, in the order of their declaration.

    For what looks at every kind when a plan is opened: it takes a third of the time of `describe`.
    """
    found: dict[str, Field] = {}
    for base in reversed(kind.__mro__):
        found |= _own(base)
    return found


@cache
def _own(base: type) -> Mapping[str, Field]:
    """The `Field`s that a class itself declares: those of the envelope are looked for once, not per kind."""
    fields = ((name, _field(hint)) for name, hint in get_annotations(base, eval_str=True).items())
    return {name: field for name, field in fields if field is not None}


@cache
def describe(kind: type[msgspec.Struct]) -> Mapping[str, FieldDescription]:
    """The described fields of a kind by name, in the order of their declaration."""
    found = {}
    for info in msgspec.structs.fields(kind):
        field = _field(info.type)
        if field is not None:
            found[info.name] = FieldDescription(
                kind.__name__, info.name, info.type, _default(info), field, _choices(info.type)
            )
    return types.MappingProxyType(found)


def _field(annotation: Any) -> Field | None:
    return next((each for each in getattr(annotation, "__metadata__", ()) if isinstance(each, Field)), None)


def _default(info: msgspec.structs.FieldInfo) -> Any:
    if info.default is not msgspec.NODEFAULT:
        return info.default
    return None if info.default_factory is msgspec.NODEFAULT else info.default_factory()


def _choices(annotation: Any) -> tuple[str, ...]:
    if get_origin(annotation) is Annotated:
        annotation = get_args(annotation)[0]
    if get_origin(annotation) is Literal:
        return get_args(annotation)
    if get_origin(annotation) in (typing.Union, types.UnionType):
        return tuple(choice for part in get_args(annotation) for choice in _choices(part))
    return ()


def plain(value: Any) -> Any:
    """A value of an item as JSON's own types; numbers as canonical text. The form of patches and rows."""
    return _written(msgspec.to_builtins(value, builtin_types=(Decimal,)))


def _written(value: Any) -> Any:
    if type(value) is Decimal:
        return canonical(value)
    if type(value) is dict:
        if type(kept := value.get(KEPT)) is dict:  # a small struct's unknown fields, see `plan.unknown`
            value = {**kept, **{key: each for key, each in value.items() if key != KEPT}}
        return {key: _written(each) for key, each in value.items()}
    if type(value) is list or type(value) is tuple:
        return [_written(each) for each in value]
    return value
