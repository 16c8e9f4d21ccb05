"""Finding plugins, and loading them one by one: a failure is kept with its reason and stops no other."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from kakehashi.api import Exporter, PlanError, Source
from kakehashi.extension.loading import Loaded, loaded
from kakehashi.words import Message

GROUP = "kakehashi"


class NoSuchPlugin(PlanError):
    """No installed plugin gives what was asked for."""


def plugins(points: Sequence[EntryPoint] | None = None) -> tuple[Loaded, ...]:
    """All installed plugins, loaded one by one, by name."""
    found = entry_points(group=GROUP) if points is None else points
    unique = {point.name: point for point in found}
    taken: dict[str, str] = {}
    return tuple(_first_come(_loaded(point), taken) for _, point in sorted(unique.items(), key=_own_first))


def _own_first(named: tuple[str, EntryPoint]) -> tuple[bool, str]:
    """Built-in plugins before others, so that no other takes the key of one of ours."""
    return not named[0].startswith("kakehashi_"), named[0]


def _first_come(plugin: Loaded, taken: dict[str, str]) -> Loaded:
    """The plugin, or why it is refused: another one already has a key of its sources or exporters."""
    keys = [f"source {each.key}" for each in plugin.sources]
    keys += [f"exporter {each.key}" for each in plugin.exporters]
    clash = next((key for key in keys if key in taken), None)
    if clash is not None:
        problem = Message("error.plugin.clash", {"plugin": plugin.name, "key": clash, "other": taken[clash]})
        return Loaded(plugin.name, plugin.version, plugin.value, problem=problem)
    taken.update(dict.fromkeys(keys, plugin.name))
    return plugin


def exporters(found: Sequence[Loaded] | None = None) -> dict[str, Exporter]:
    """Exporters by key."""
    return _by_key(found, lambda plugin: plugin.exporters)


def sources(found: Sequence[Loaded] | None = None) -> dict[str, Source]:
    """Sources by key."""
    return _by_key(found, lambda plugin: plugin.sources)


def _by_key(found: Sequence[Loaded] | None, offered: Callable[[Loaded], tuple[Any, ...]]) -> dict[str, Any]:
    return {each.key: each for plugin in (plugins() if found is None else found) for each in offered(plugin)}


def _loaded(point: EntryPoint) -> Loaded:
    return loaded(point.name, point.value, point.dist.version if point.dist is not None else "")
