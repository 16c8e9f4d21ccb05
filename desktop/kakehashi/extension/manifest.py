"""What a plugin says about itself in `kakehashi-plugin.toml`, which lies in its package beside `__init__.py`.

It is read without running anything of the plugin. All that is wrong with it is told at once.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any, Literal, get_args, get_origin

import msgspec

from kakehashi.plan.foreign_kinds import (
    NAME,
    ForeignChapter,
    ForeignKind,
    PluginKinds,
    wrong_keys,
    wrong_kinds,
)
from kakehashi.words import ALL_LANGUAGES, Message, Text

FILE = "kakehashi-plugin.toml"
LARGEST = 1 << 20
"""Bytes of a manifest."""


class OfferedSource(msgspec.Struct, frozen=True, kw_only=True):
    """A data source. `suffixes` and `marks` (first bytes, in hexadecimal digits) name the files that it
    reads; without them it needs no file. `isolated = false` counts for what comes with the program only."""

    key: str
    title: Text
    summary: Text = ""
    suffixes: tuple[str, ...] = ()
    marks: tuple[str, ...] = ()
    isolated: bool = True


class OfferedExporter(msgspec.Struct, frozen=True, kw_only=True):
    """An export format and the suffix of its files."""

    key: str
    title: Text
    suffix: str
    summary: Text = ""


class OfferedCheck(msgspec.Struct, frozen=True, kw_only=True):
    """A check of the plan: `key` comes before the names of its findings."""

    key: str
    title: Text


class OfferedStarter(msgspec.Struct, frozen=True, kw_only=True):
    """A starter: a plan to begin with."""

    key: str
    title: Text
    summary: Text = ""


class Manifest(msgspec.Struct, frozen=True, kw_only=True):
    """All that a plugin says. `api` is the range of API versions that it was written for (">=1.0,<2");
    `hosts` and `folders` are what it says it uses, `contact` where to report what goes wrong."""

    name: str
    version: str
    api: str
    title: Text
    summary: Text = ""
    contact: str = ""
    hosts: tuple[str, ...] = ()
    folders: tuple[str, ...] = ()
    sources: tuple[OfferedSource, ...] = ()
    exporters: tuple[OfferedExporter, ...] = ()
    checks: tuple[OfferedCheck, ...] = ()
    chapters: tuple[ForeignChapter, ...] = ()
    starters: tuple[OfferedStarter, ...] = ()
    kinds: tuple[ForeignKind, ...] = ()

    @property
    def described(self) -> PluginKinds:
        """Its kinds and chapters."""
        return PluginKinds(plugin=self.name, version=self.version, kinds=self.kinds, chapters=self.chapters)

    def offers(self) -> Iterator[tuple[str, str]]:
        """What it brings, each as hook and key: ("sources", "csv")."""
        for hook in HOOKS:
            for each in getattr(self, hook):
                yield hook, each.key
        for kind in self.kinds:
            yield "kinds", kind.name


HOOKS: tuple[Literal["sources", "exporters", "checks", "chapters", "starters"], ...] = (
    "sources",
    "exporters",
    "checks",
    "chapters",
    "starters",
)


class Read(msgspec.Struct, frozen=True):
    """A manifest as it was read: the manifest, or all that is wrong with it."""

    manifest: Manifest | None
    problems: tuple[Message, ...] = ()


def read_manifest(content: bytes, module: str) -> Read:
    """The manifest of the package `module`. `api` is checked for its form only; see `fits_api`."""
    try:
        if len(content) > LARGEST:
            raise ValueError(f"more than {LARGEST} bytes")
        raw = tomllib.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:  # TOMLDecodeError and UnicodeDecodeError are ValueErrors
        return Read(None, (Message("error.manifest.toml", {"detail": str(error)}),))
    problems = [*_wrong_in(raw, Manifest, "")]
    manifest = msgspec.convert(_readable(raw, module) if problems else raw, Manifest)
    problems += _said_wrongly(manifest, module)
    return Read(None, tuple(problems)) if problems else Read(manifest)


def is_plugin_name(word: str) -> bool:
    """Whether a plugin can be called so: a small letter first, then small letters, digits and _."""
    return NAME.fullmatch(word) is not None


def fits_api(manifest: Manifest, version: str) -> bool:
    """Whether the plugin was written for this version of the API."""
    from packaging.specifiers import SpecifierSet

    return SpecifierSet(manifest.api).contains(version)


# ---- the form


def _wrong_in(raw: Any, kind: type[msgspec.Struct], where: str) -> Iterator[Message]:
    """What is wrong with the entries of a table, each field looked at on its own."""
    if not isinstance(raw, Mapping):
        yield Message("error.manifest.no_table", {"where": where})
        return
    fields = {info.name: info for info in msgspec.structs.fields(kind)}
    for name in sorted(raw.keys() - fields.keys()):
        yield Message("error.manifest.unknown", {"where": _at(where, name), "known": ", ".join(fields)})
    for name, info in fields.items():
        if name not in raw:
            if info.required:
                yield Message("error.manifest.missing", {"where": _at(where, name)})
            continue
        yield from _wrong_value(raw[name], info.type, _at(where, name))


def _wrong_value(value: Any, wanted: Any, where: str) -> Iterator[Message]:
    inside = get_args(wanted)
    struct = inside[0] if get_origin(wanted) is tuple else None
    if isinstance(struct, type) and issubclass(struct, msgspec.Struct) and isinstance(value, list):
        for number, each in enumerate(value, 1):
            yield from _wrong_in(each, struct, f"{where}[{number}]")
        return
    try:
        msgspec.convert(value, wanted)
    except msgspec.ValidationError as error:
        yield Message("error.manifest.value", {"where": where, "detail": str(error)})


def _at(where: str, name: str) -> str:
    return f"{where}.{name}" if where else name


def _readable(raw: Mapping[str, Any], module: str) -> dict[str, Any]:
    """A manifest with what can be read of a wrong one, at its place; something sound stands for the rest, so
    that nobody has to mend one mistake to hear of the next."""
    found: dict[str, Any] = {"name": module, "version": "0", "api": ">=0", "title": "-"}
    for info in msgspec.structs.fields(Manifest):
        value = raw.get(info.name)
        if info.name in HOOKS and isinstance(value, list):
            struct = get_args(info.type)[0]
            found[info.name] = [_readable_entry(each, struct, number) for number, each in enumerate(value)]
        elif value is not None and not [*_wrong_value(value, info.type, "")]:
            found[info.name] = value
    return found


def _readable_entry(raw: Any, struct: type[msgspec.Struct], number: int) -> dict[str, Any]:
    sound = {"key": f"entry_{number}", "title": "-", "suffix": ".x"}
    entry = {}
    for info in msgspec.structs.fields(struct):
        given = isinstance(raw, Mapping) and info.name in raw
        if given and not [*_wrong_value(raw[info.name], info.type, "")]:
            entry[info.name] = raw[info.name]
        elif info.required:
            entry[info.name] = sound[info.name]
    return entry


# ---- what it says


def _said_wrongly(manifest: Manifest, module: str) -> Iterator[Message]:
    if manifest.name != module or not is_plugin_name(manifest.name):
        yield Message("error.manifest.name", {"name": manifest.name, "folder": module})
    yield from _wrong_range(manifest)
    yield from _unknown_languages(manifest)
    for hook in HOOKS:
        if hook != "chapters":
            yield from wrong_keys(hook, [each.key for each in getattr(manifest, hook)])
    for number, source in enumerate(manifest.sources, 1):
        for mark in source.marks:
            try:
                bytes.fromhex(mark)
            except ValueError:
                yield Message("error.manifest.mark", {"where": f"sources[{number}].marks", "value": mark})
    suffixes = [
        (f"sources[{n}].suffixes", s) for n, each in enumerate(manifest.sources, 1) for s in each.suffixes
    ]
    suffixes += [(f"exporters[{n}].suffix", each.suffix) for n, each in enumerate(manifest.exporters, 1)]
    for where, suffix in suffixes:
        if not re.fullmatch(r"\.[a-z0-9][a-z0-9.]{0,15}", suffix):
            yield Message("error.manifest.suffix", {"where": where, "value": suffix})
    yield from wrong_kinds(manifest.described)


def _unknown_languages(manifest: Manifest) -> Iterator[Message]:
    """Languages that nobody reads: a slip of the pen hides a whole title."""
    titles = [("title", manifest.title), ("summary", manifest.summary)]
    for hook in HOOKS:
        offers = getattr(manifest, hook)
        titles += [(f"{hook}[{number}].title", each.title) for number, each in enumerate(offers, 1)]
    for where, title in titles:
        if isinstance(title, Mapping) and (unknown := sorted(title.keys() - set(ALL_LANGUAGES))):
            values = {"where": where, "unknown": ", ".join(unknown), "known": ", ".join(ALL_LANGUAGES)}
            yield Message("error.manifest.language", values)


def _wrong_range(manifest: Manifest) -> Iterator[Message]:
    from packaging.specifiers import InvalidSpecifier, SpecifierSet

    try:
        SpecifierSet(manifest.api)
    except InvalidSpecifier:
        yield Message("error.manifest.api", {"value": manifest.api})
