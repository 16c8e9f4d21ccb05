"""Calling what plugins give to the program itself: checks, chapters, starters.

One call at a time. Whatever a plugin raises becomes its failure and is kept for its maker; it can't be
stopped, so who is at work is noted (`running`).
"""

from __future__ import annotations

import io
import sys
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout
from typing import Any, TypeVar, overload

from kakehashi.extension import plugin_log
from kakehashi.extension.loading import Code, PluginLies, blame, given_by
from kakehashi.extension.plugins import NoSuchPlugin, Plugin, checked, code_of
from kakehashi.extension.running import PluginBusy, running
from kakehashi.words import Message, PlanError

T = TypeVar("T")

_given: dict[tuple[Code, str], dict[str, Any]] = {}
_noted: set[tuple[str, str, str]] = set()


@overload
def called(plugin: Plugin, hook: str, key: str, doing: str, run: Callable[[Any], T]) -> T: ...


@overload
def called(
    plugin: Plugin, hook: str, key: str, doing: str, run: Callable[[Any], T], *, needed: bool
) -> T | None: ...


def called(
    plugin: Plugin, hook: str, key: str, doing: str, run: Callable[[Any], T], *, needed: bool = True
) -> T | None:
    """What `run` makes of the thing that a plugin gives under this key; None where it gives none and none is
    `needed`. `run` has to end what it reads: a generator runs when it is read. Raises PlanError, which names
    the plugin and is kept."""
    try:
        with running(plugin.name, doing), blame(plugin.name, doing), _quiet(plugin.name, doing):
            found = _given_by(plugin, hook)
            if key in found:
                return run(found[key])
            if not needed:
                return None
            known = ", ".join(found) or Message("change.nothing")
            what = Message(f"plugin.hook.{hook}")
            raise PluginLies("error.plugin.lies", plugin=plugin.name, what=what, key=key, known=known)
    except (NoSuchPlugin, PluginBusy):
        raise
    except PlanError as error:
        _keep(plugin.name, doing, error)
        raise


def _given_by(plugin: Plugin, hook: str) -> Mapping[str, Any]:
    """What a plugin's hook gives, by key; its files are looked at once more before they are first run."""
    place = (code_of(plugin), hook)
    if place not in _given:
        code = code_of(checked(plugin))
        before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
        try:
            _given[place] = given_by(code, hook)
        finally:
            sys.dont_write_bytecode = before
    return _given[place]


@contextmanager
def _quiet(plugin: str, doing: str) -> Iterator[None]:
    """What it prints goes to its log, not among the answers of a command."""
    printed = io.StringIO()
    try:
        with redirect_stdout(printed):
            yield
    finally:
        if printed.getvalue():
            plugin_log.write(plugin, doing, printed.getvalue())


def _keep(plugin: str, doing: str, error: PlanError) -> None:
    """Keep a failure once: a check runs again after every edit."""
    what = (plugin, doing, error.message.id)
    if what in _noted:
        return
    _noted.add(what)
    if error.__cause__ is not None:
        plugin_log.write(plugin, doing, "".join(traceback.format_exception(error.__cause__)))
    plugin_log.note(plugin, doing, error)


def forget_given() -> None:
    """Load every plugin anew: for tests, and when a plugin's files were changed with a person's yes."""
    _given.clear()
    _noted.clear()
