"""Calling what plugins give to the program itself: checks, chapters, starters.

One call at a time. Whatever a plugin raises becomes its failure and is kept for its maker; it can't be
stopped, so who is at work is noted (`running`).
"""

from __future__ import annotations

import io
import sys
import threading
import traceback
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, redirect_stdout, suppress
from pathlib import Path
from typing import Any, TypeVar, overload

from kakehashi.extension import plugin_log
from kakehashi.extension.loading import Code, PluginFailed, PluginLies, blame, given_by
from kakehashi.extension.plugins import NoSuchPlugin, Plugin, checked, code_of, ready
from kakehashi.extension.running import PluginBusy, running
from kakehashi.extension.safe_start import is_safe
from kakehashi.extension.standing import standing
from kakehashi.storage.folders import plugin_folder
from kakehashi.storage.policy import policy
from kakehashi.words import Message, PlanError

T = TypeVar("T")

_given: dict[tuple[Code, str], dict[str, Any]] = {}
_ready: tuple[object, tuple[Plugin, ...]] | None = None
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
        with running(plugin.name, doing), _contained(plugin.name, doing), _quiet(plugin.name, doing):
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
def _contained(plugin: str, doing: str) -> Iterator[None]:
    """Nothing that a plugin raises gets past this but what a person does: Ctrl+C in a command."""
    try:
        with blame(plugin, doing):
            yield
    except PlanError:
        raise
    except KeyboardInterrupt as error:
        if threading.current_thread() is threading.main_thread():
            raise
        raise PluginFailed(plugin, doing) from error
    except BaseException as error:
        raise PluginFailed(plugin, doing) from error


class _OfThread:
    """Standard output that keeps what one thread writes; all others write as ever."""

    def __init__(self, whole: Any, kept: io.StringIO) -> None:
        self._whole, self._kept, self._thread = whole, kept, threading.get_ident()

    def __getattr__(self, name: str) -> Any:
        return getattr(self._kept if threading.get_ident() == self._thread else self._whole, name)


@contextmanager
def _quiet(plugin: str, doing: str) -> Iterator[None]:
    """What it prints goes to its log, not among the answers of a command."""
    printed = io.StringIO()
    try:
        with redirect_stdout(_OfThread(sys.stdout, printed)):
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


def ready_now() -> tuple[Plugin, ...]:
    """The plugins that may be used. They are looked for anew only when somebody has answered about one, or
    put one in or taken one away: reading all their files after every edit would hold the window up."""
    global _ready
    seen = (is_safe(), standing(), _put_in())
    if _ready is None or _ready[0] != seen:
        _ready = (seen, ready())
    return _ready[1]


def _put_in() -> tuple[tuple[str, int], ...]:
    """Everything that lies in a plugin folder, and when it was changed."""
    found = []
    for folder in (plugin_folder(), Path(policy().plugin_folder or plugin_folder())):
        with suppress(OSError):  # a shared folder that is not there today
            found += [(str(each), each.stat().st_mtime_ns) for each in sorted(folder.iterdir())]
    return tuple(found)


def load_anew() -> None:
    """Load every plugin anew when it is next called: somebody has answered about one, or changed one."""
    global _ready
    _ready = None
    for code, _ in _given:
        for name in [
            each for each in sys.modules if each == code.module or each.startswith(f"{code.module}.")
        ]:
            del sys.modules[name]
    _given.clear()
    _noted.clear()
