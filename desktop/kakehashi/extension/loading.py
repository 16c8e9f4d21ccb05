"""Loading one plugin; whatever it raises is its failure and becomes a sentence.

A worker starts with this: it has no more imports than it needs.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any, TypeVar

import msgspec
import pluggy

from kakehashi.words import Message, PlanError

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
    from kakehashi.storage.folders import log_file

    try:
        return str(log_file())
    except PlanError:
        return "–"


class Loaded(msgspec.Struct, frozen=True):
    """A plugin as found in `value`: what it brings, or why it could not be loaded."""

    name: str
    version: str
    value: str
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


def loaded(name: str, value: str, version: str = "") -> Loaded:
    """The plugin that stands in `value` (a module, or module:object), or why it could not be loaded."""
    try:
        with blame(name, "loading"):
            from kakehashi.extension import hookspecs

            manager = pluggy.PluginManager("kakehashi")
            manager.add_hookspecs(hookspecs)
            manager.register(_object(value), name=name)
            manager.check_pending()
            return Loaded(
                name,
                version,
                value,
                sources=_offered(manager.hook.kakehashi_sources(), "tables", "read", "test"),
                exporters=_offered(manager.hook.kakehashi_exporters(), "suffix", "export"),
            )
    except PlanError as error:
        return Loaded(name, version, value, problem=error.message)


def _object(value: str) -> Any:
    module, _, path = value.partition(":")
    found: Any = import_module(module.strip())
    for name in filter(None, path.strip().split(".")):
        found = getattr(found, name)
    return found


def _offered(results: list[Sequence[T]], *methods: str) -> tuple[T, ...]:
    """What the plugin's hooks gave; TypeError when something lacks what every source or exporter has."""
    found = tuple(each for offered in results for each in offered)
    for each in found:
        lacking = [name for name in ("key", "title", "settings", *methods) if not hasattr(each, name)]
        if lacking or not isinstance(getattr(each, "key", None), str):
            raise TypeError(f"{each!r} lacks {', '.join(lacking) or 'a key that is text'}")
    return found
