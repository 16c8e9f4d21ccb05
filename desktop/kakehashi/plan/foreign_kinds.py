"""Kinds of items that a plugin brings, as data: no code of the plugin is needed to keep and edit them."""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.words import Text

ForeignShape = Literal[
    "text", "long_text", "code", "number", "integer", "flag", "choice", "month", "date", "ref", "refs",
    "series", "figure", "list",
]  # fmt: skip
ForeignUnit = Literal["", "money", "rate", "months", "people", "count", "person_months", "factor", "ratio"]


class ForeignChoice(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One of the values of a field: `key` for the machine, `title` for the reader."""

    key: str
    title: Text


class ForeignField(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A field of a kind; what the words mean stands at `plan.fields.Field`. `help` gives an example."""

    name: str
    shape: ForeignShape
    title: Text
    help: Text = ""
    unit: ForeignUnit = ""
    low: int | None = None
    high: int | None = None
    choices: tuple[ForeignChoice, ...] = ()
    kinds: tuple[str, ...] = ()  # which kinds a reference may point to
    confidential: bool = False
    needed: bool = False


class ForeignKind(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A kind of item. `chapter` is one of the plan's, or of the same plugin; `named_by` the field that an
    item is called by."""

    name: str
    chapter: str
    title: Text
    fields: tuple[ForeignField, ...]
    help: Text = ""
    named_by: str = "name"


class ForeignChapter(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A chapter of the plan beside our own ones."""

    key: str
    title: Text
    summary: Text = ""
