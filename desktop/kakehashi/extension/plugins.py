"""The plugins that may be used, and why others may not: each on its own, so that none stops another."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from importlib.metadata import EntryPoint
from typing import Any, Generic, Literal, TypeVar

import msgspec

from kakehashi.api import API_VERSION, PlanError
from kakehashi.extension.content_hash import content_hash
from kakehashi.extension.discovery import Found, discovered
from kakehashi.extension.loading import Code
from kakehashi.extension.manifest import (
    Manifest,
    OfferedCheck,
    OfferedExporter,
    OfferedSource,
    OfferedStarter,
    fits_api,
)
from kakehashi.extension.standing import Standing, standing
from kakehashi.plan.foreign_kinds import ForeignChapter
from kakehashi.storage.errors import told
from kakehashi.words import Lines, Message

T = TypeVar("T")

State = Literal[
    "ready",
    "off",  # somebody has turned it off
    "new",  # nobody has said yes to it
    "changed",  # the yes was for other files
    "packed",  # a wheel or zip that is not installed
    "wrong",  # it can't be used as it is
]


class NoSuchPlugin(PlanError):
    """No installed plugin gives what was asked for."""


class Plugin(msgspec.Struct, frozen=True):
    """A plugin and whether it may be used; `reason` tells why not."""

    found: Found
    state: State
    reason: Message | None = None

    @property
    def name(self) -> str:
        """What it is called, as the package is."""
        return self.found.name

    @property
    def manifest(self) -> Manifest:
        """What it says about itself, '' and nothing where that can't be read."""
        return self.found.manifest or Manifest(name=self.name, version="", api="", title=self.name)


class Offered(msgspec.Struct, Generic[T], frozen=True):
    """What a plugin that may be used says it brings: a source, an exporter."""

    plugin: Plugin
    offer: T


def plugins(points: Sequence[EntryPoint] | None = None, safe: bool | None = None) -> tuple[Plugin, ...]:
    """All plugins that are there, ours first. `safe`: those alone are ready that come with the program (None:
    as the program was started)."""
    from kakehashi.extension.safe_start import is_safe

    kept = standing()
    alone = is_safe() if safe is None else safe
    taken: dict[tuple[str, str], str] = {}
    return tuple(_judged(found, kept, taken, alone) for found in discovered(points))


def ready(found: Sequence[Plugin] | None = None) -> tuple[Plugin, ...]:
    """The plugins that may be used."""
    return tuple(each for each in (plugins() if found is None else found) if each.state == "ready")


def plugin_named(name: str, found: Sequence[Plugin] | None = None) -> Plugin:
    """The plugin that is called so. Raises NoSuchPlugin naming those that there are."""
    known = plugins() if found is None else found
    for each in known:
        if each.name == name:
            return each
    raise NoSuchPlugin("error.plugin.unknown", plugin=name, known=", ".join(each.name for each in known))


def sources(found: Sequence[Plugin] | None = None) -> dict[str, Offered[OfferedSource]]:
    """Sources by key."""
    return _by_key(found, lambda manifest: manifest.sources)


def exporters(found: Sequence[Plugin] | None = None) -> dict[str, Offered[OfferedExporter]]:
    """Exporters by key."""
    return _by_key(found, lambda manifest: manifest.exporters)


def plan_checks(found: Sequence[Plugin] | None = None) -> dict[str, Offered[OfferedCheck]]:
    """Checks of plans by key."""
    return _by_key(found, lambda manifest: manifest.checks)


def plan_chapters(found: Sequence[Plugin] | None = None) -> dict[str, Offered[ForeignChapter]]:
    """Chapters of documents by key."""
    return _by_key(found, lambda manifest: manifest.chapters)


def starters(found: Sequence[Plugin] | None = None) -> dict[str, Offered[OfferedStarter]]:
    """Starters by key."""
    return _by_key(found, lambda manifest: manifest.starters)


def must_be_usable(hook: str, key: str) -> None:
    """Raises NoSuchPlugin with the reason where a plugin that brings this may not be used now."""
    for plugin in plugins():
        if plugin.state != "ready" and (hook, key) in plugin.manifest.offers():
            raise NoSuchPlugin("error.plugin.not_ready", plugin=plugin.name, reason=plugin.reason)


def code_of(plugin: Plugin) -> Code:
    """Where its code is."""
    return Code(plugin.name, plugin.found.module, tuple(map(str, plugin.found.paths)))


def checked(plugin: Plugin) -> Plugin:
    """The plugin, right before something of it is run: its files are what was said yes to.

    Raises NoSuchPlugin with the reason otherwise.
    """
    if plugin.state == "ready" and (not plugin.found.dropped or _hash(plugin.found) == _trusted(plugin.name)):
        return plugin
    reason = plugin.reason or Message("plugin.state.changed")
    raise NoSuchPlugin("error.plugin.not_ready", plugin=plugin.name, reason=reason)


def content_of(plugin: Plugin) -> str:
    """What tells this plugin's files from those of another version: what was said yes to, or its version."""
    return _trusted(plugin.name) if plugin.found.dropped else plugin.found.version


def _trusted(name: str) -> str:
    kept = standing().trusted.get(name)
    return kept.hash if kept is not None else ""


def _by_key(
    found: Sequence[Plugin] | None, offers: Callable[[Manifest], Sequence[Any]]
) -> dict[str, Offered[Any]]:
    return {each.key: Offered(plugin, each) for plugin in ready(found) for each in offers(plugin.manifest)}


# ---- whether one may be used


def _judged(found: Found, kept: Standing, taken: dict[tuple[str, str], str], safe: bool) -> Plugin:
    twin = taken.get(("name", found.name))
    if twin is not None and not found.packed:
        values = {"what": Message("plugin.hook.plugin"), "key": found.name, "other": twin}
        return Plugin(found, "wrong", Message("plugin.clash", values))
    if not found.packed:
        taken["name", found.name] = str(found.place)
    state, reason = _state(found, kept, safe)
    if state == "ready":
        clash = next(((what, taken[what]) for what in _claims(found) if what in taken), None)
        if clash is not None:
            (hook, key), other = clash
            values = {"what": Message(f"plugin.hook.{hook}"), "key": key, "other": other}
            return Plugin(found, "wrong", Message("plugin.clash", values))
        taken.update(dict.fromkeys(_claims(found), found.name))
    return Plugin(found, state, reason)


def _claims(found: Found) -> Iterator[tuple[str, str]]:
    if found.manifest is not None:
        yield from found.manifest.offers()


def _state(found: Found, kept: Standing, safe: bool) -> tuple[State, Message | None]:
    if found.problems or found.manifest is None:
        return "wrong", found.problems[0] if len(found.problems) == 1 else Message(
            "plugin.problems", {"count": len(found.problems), "all": Lines(found.problems)}
        )
    if not fits_api(found.manifest, API_VERSION):
        values = {"range": found.manifest.api, "version": API_VERSION}
        return "wrong", Message("plugin.api", values)
    if found.origin == "built_in":
        return "ready", None
    if found.name in kept.disabled:
        return "off", Message("plugin.state.off")
    if safe:
        return "off", Message("plugin.state.safe")
    if found.packed:
        return "packed", Message("plugin.state.packed", {"file": str(found.place)})
    if not found.dropped:
        return "ready", None
    return _dropped_state(found, kept)


def _dropped_state(found: Found, kept: Standing) -> tuple[State, Message | None]:
    trust = kept.trusted.get(found.name)
    if trust is None:
        return "new", Message("plugin.state.new")
    try:
        same = _hash(found) == trust.hash
    except PlanError as error:
        return "wrong", error.message
    return ("ready", None) if same else ("changed", Message("plugin.state.changed"))


def _hash(found: Found) -> str:
    with told(found.place):
        return content_hash(found.place)
