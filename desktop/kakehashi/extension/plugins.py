"""Finding and loading plugins one by one; each failure is kept with its reason, none stops the others."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from importlib.metadata import EntryPoint, entry_points
from typing import Any, TypeVar

import msgspec
import pluggy

from kakehashi.api import Exporter, PlanError, Source
from kakehashi.storage.folders import log_file
from kakehashi.words import Message

GROUP = "kakehashi"
log = logging.getLogger(__name__)
T = TypeVar("T")


class PluginFailed(PlanError):
    """A plugin raised; says which one while doing what, and keeps the cause."""

    def __init__(self, plugin: str, doing: str) -> None:
        self.plugin = plugin
        said = Message(f"plugin.doing.{doing}")
        super().__init__("error.plugin.failed", plugin=plugin, doing=said, log=_log_place())


def _log_place() -> str:
    """Where the log is; a user-data folder that can't be made has none."""
    try:
        return str(log_file())
    except PlanError:
        return "–"


class NoSuchPlugin(PlanError):
    """No installed plugin gives what was asked for."""


class Loaded(msgspec.Struct, frozen=True):
    """A plugin as found: what it brings, or why it could not be loaded."""

    name: str
    version: str
    sources: tuple[Any, ...] = ()
    exporters: tuple[Any, ...] = ()
    problem: Message | None = None


@contextmanager
def blame(plugin: str, doing: str) -> Iterator[None]:
    """Whatever a plugin raises becomes PluginFailed; sentences for the user pass through."""
    try:
        yield
    except PlanError:
        raise
    except OSError as exc:  # a full or write-protected disk is the world's fault, not the plugin's
        if exc.errno in (13, 28, 30):
            raise
        raise PluginFailed(plugin, doing) from exc
    except (Exception, SystemExit) as exc:
        log.info("plugin %s failed while %s", plugin, doing, exc_info=True)
        raise PluginFailed(plugin, doing) from exc


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
        return Loaded(plugin.name, plugin.version, problem=problem)
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
    version = point.dist.version if point.dist is not None else ""
    try:
        with blame(point.name, "loading"):
            from kakehashi.extension import hookspecs

            manager = pluggy.PluginManager("kakehashi")
            manager.add_hookspecs(hookspecs)
            manager.register(point.load(), name=point.name)
            manager.check_pending()
            return Loaded(
                point.name,
                version,
                sources=_offered(manager.hook.kakehashi_sources(), "tables", "read", "test"),
                exporters=_offered(manager.hook.kakehashi_exporters(), "suffix", "export"),
            )
    except PlanError as error:
        return Loaded(point.name, version, problem=error.message)


def _offered(results: list[Sequence[T]], *methods: str) -> tuple[T, ...]:
    """What the plugin's hooks gave; TypeError when something lacks what every source or exporter has."""
    found = tuple(each for offered in results for each in offered)
    for each in found:
        lacking = [name for name in ("key", "title", "settings", *methods) if not hasattr(each, name)]
        if lacking or not isinstance(getattr(each, "key", None), str):
            raise TypeError(f"{each!r} lacks {', '.join(lacking) or 'a key that is text'}")
    return found
