"""Loading one plugin; whatever it raises is its failure and becomes a sentence.

A worker starts with this: it has no more imports than it needs.
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from importlib import import_module
from typing import Any

import msgspec

from kakehashi.words import Message, PlanError, Problem

log = logging.getLogger(__name__)

NEEDED = {
    "sources": ("key", "settings", "tables", "read", "test"),
    "exporters": ("key", "settings", "export"),
    "checks": ("key", "check"),
    "chapters": ("key", "blocks"),
    "starters": ("key", "content"),
}
"""What everything that a hook gives must have."""


class Code(msgspec.Struct, frozen=True):
    """Where a plugin's code is: its name, its module, and where Python looks beside the usual places."""

    name: str
    module: str
    paths: tuple[str, ...] = ()


class PluginFailed(PlanError):
    """A plugin raised; says which one while doing what, and keeps the cause."""

    def __init__(self, plugin: str, doing: str) -> None:
        self.plugin = plugin
        said = Message(f"plugin.doing.{doing}")
        super().__init__("error.plugin.failed", plugin=plugin, doing=said, log=_log_place(plugin))


class PluginLies(PlanError):
    """A plugin doesn't bring what its manifest says."""


def _log_place(plugin: str) -> str:
    """Where a plugin's log is; a user-data folder that can't be made has none. In a worker nobody asks."""
    from kakehashi.storage.folders import plugin_log_file

    if in_worker():
        return ""
    try:
        return str(plugin_log_file(plugin))
    except PlanError:
        return "–"


def in_worker() -> bool:
    """Whether this process is a worker."""
    return sys.argv[1:2] == ["--worker"]


@contextmanager
def blame(plugin: str, doing: str) -> Iterator[None]:
    """Whatever a plugin raises becomes PluginFailed; sentences for the user pass through."""
    try:
        yield
    except Problem as said:
        raise PlanError(said.message.id, **{**said.message.values, "plugin": plugin}) from said
    except PlanError:
        raise
    except OSError as exc:  # a full or write-protected disk is the world's fault, not the plugin's
        if exc.errno in (13, 28, 30):
            raise
        raise PluginFailed(plugin, doing) from exc
    except (Exception, SystemExit) as exc:
        log.info("plugin %s failed while %s", plugin, doing, exc_info=True)
        raise PluginFailed(plugin, doing) from exc


def given_by(code: Code, hook: str) -> dict[str, Any]:
    """What a plugin's hook gives, by key. Raises PluginFailed, PluginLies."""
    with blame(code.name, "loading"):
        import pluggy

        from kakehashi.extension import hookspecs

        sys.path.extend(path for path in code.paths if path not in sys.path)
        manager = pluggy.PluginManager("kakehashi")
        manager.add_hookspecs(hookspecs)
        manager.register(import_module(code.module), name=code.name)
        manager.check_pending()
        return _sound(code.name, hook, getattr(manager.hook, f"kakehashi_{hook}")())


def one_of(code: Code, hook: str, key: str) -> Any:
    """The one thing of a plugin's hook with this key. Raises PluginFailed, PluginLies."""
    found = given_by(code, hook)
    if key not in found:
        said = Message(f"plugin.hook.{hook}")
        known = ", ".join(found) or Message("change.nothing")
        raise PluginLies("error.plugin.lies", plugin=code.name, what=said, key=key, known=known)
    return found[key]


def _sound(plugin: str, hook: str, results: Sequence[Sequence[Any]]) -> dict[str, Any]:
    """Raises PluginLies when something lacks what everything of its hook has."""
    found: dict[str, Any] = {}
    for each in (each for offered in results for each in offered):
        key = getattr(each, "key", None)
        lacking = [name for name in NEEDED[hook] if not hasattr(each, name)]
        if lacking or not isinstance(key, str):
            names = ", ".join(lacking) or "key: str"
            raise PluginLies("error.plugin.lacks", plugin=plugin, given=type(each).__name__, names=names)
        found[key] = each
    return found
