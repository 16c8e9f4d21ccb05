"""Kinds of items that a plugin brings, as data: no code of the plugin is needed to keep and edit them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

import msgspec

from kakehashi.plan.kinds import CHAPTERS, OWN_KINDS
from kakehashi.words import Message, Text

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


class PluginKinds(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """All kinds and chapters of one plugin, as its manifest or a plan file tells them."""

    plugin: str
    version: str = ""
    kinds: tuple[ForeignKind, ...] = ()
    chapters: tuple[ForeignChapter, ...] = ()


NAME = re.compile(r"[a-z][a-z0-9_]{1,63}")
_KIND = re.compile(r"[A-Z][A-Za-z0-9]{1,63}")
_ENVELOPE = ("id", "kind", "parent", "position", "extra", "passports")
# What pages of the window and chapters of documents are called that are none of the plan.
_TAKEN = frozenset(CHAPTERS) | {
    "overview", "checks", "data", "declare", "history",
    "foreword", "summary", "approval", "changes", "asks", "part",
}  # fmt: skip


def wrong_kinds(told: PluginKinds) -> Iterator[Message]:
    """All that is wrong with kinds and chapters; the form of their values is known to be right."""
    own = [each.key for each in told.chapters]
    yield from wrong_keys("chapters", own)
    for key in sorted(_TAKEN & set(own)):
        yield Message("error.manifest.taken", {"where": "chapters", "name": key})
    yield from wrong_keys("kinds", [each.name for each in told.kinds], _KIND)
    for number, kind in enumerate(told.kinds, 1):
        yield from _wrong_kind(told, kind, f"kinds[{number}]", own)


def wrong_keys(where: str, keys: Sequence[str], form: re.Pattern[str] = NAME) -> Iterator[Message]:
    """Names that are no names, or stand there twice."""
    for number, key in enumerate(keys, 1):
        if not form.fullmatch(key):
            yield Message("error.manifest.key", {"where": f"{where}[{number}]", "value": key})
        if key in keys[: number - 1]:
            yield Message("error.manifest.twice", {"where": f"{where}[{number}]", "value": key})


def _wrong_kind(told: PluginKinds, kind: ForeignKind, where: str, own: Sequence[str]) -> Iterator[Message]:
    """A kind's name begins with its plugin's, so that no later kind of ours can be called the same."""
    if not kind.name.lower().startswith(told.plugin.replace("_", "")) or kind.name in OWN_KINDS:
        begin = "".join(part.capitalize() for part in told.plugin.split("_"))
        yield Message("error.manifest.kind_name", {"where": where, "name": kind.name, "begin": begin})
    if kind.chapter not in CHAPTERS and kind.chapter not in own:
        known = ", ".join((*CHAPTERS, *sorted(own)))
        yield Message("error.manifest.chapter", {"where": where, "name": kind.chapter, "known": known})
    yield from wrong_keys(f"{where}.fields", [field.name for field in kind.fields])
    known_kinds = {*OWN_KINDS, *(each.name for each in told.kinds)}
    for number, field in enumerate(kind.fields, 1):
        here = f"{where}.fields[{number}]"
        if field.name in _ENVELOPE:
            yield Message("error.manifest.taken", {"where": here, "name": field.name})
        if (field.shape == "choice") != bool(field.choices):
            yield Message("error.manifest.choices", {"where": here, "name": field.name})
        yield from wrong_keys(f"{here}.choices", [each.key for each in field.choices])
        for name in field.kinds:
            if name not in known_kinds:
                yield Message("error.manifest.no_kind", {"where": here, "name": name})
    named = next((field for field in kind.fields if field.name == kind.named_by), None)
    if named is None or named.shape not in ("text", "code", "ref"):
        yield Message("error.manifest.named_by", {"where": where, "name": kind.named_by})
