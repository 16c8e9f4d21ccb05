"""Which plugin is at work in this process: a file that is there while it runs.

A plugin within the program can't be stopped from outside. When it ends the process, or has to be ended with
it, the file stays, and the next start knows who it was.
"""

from __future__ import annotations

import atexit
import logging
import os
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import msgspec

from kakehashi.storage.folders import running_folder
from kakehashi.storage.lock import process_runs
from kakehashi.words import Message, PlanError

log = logging.getLogger(__name__)

HANGS = 20.0
"""Seconds after which a call that the program is ended in counts as hanging."""
PATIENCE = 10.0
"""Seconds that a call waits for another one to end."""

_one_at_a_time = threading.RLock()


class Running(msgspec.Struct, frozen=True):
    """A call: `doing` as in 'plugin.doing.…', `since` an ISO time in UTC."""

    plugin: str
    doing: str
    since: str
    pid: int = 0


class PluginBusy(PlanError):
    """Another plugin has been at work for too long."""


_now: Running | None = None
_began = 0.0
_ending = False


@contextmanager
def running(plugin: str, doing: str) -> Iterator[None]:
    """Keep in a file that this plugin is called; one call at a time. Raises PluginBusy."""
    if not _one_at_a_time.acquire(timeout=PATIENCE):
        other = _now.plugin if _now is not None else "?"
        raise PluginBusy("error.plugin.busy", plugin=plugin, other=other)
    try:
        _begin(Running(plugin, doing, datetime.now(UTC).isoformat(timespec="seconds"), os.getpid()))
        try:
            yield
        except KeyboardInterrupt:  # somebody lost patience: where it hung, the note stays
            leave()
            raise
        except BaseException:
            _end()
            raise
        _end()
    finally:
        _one_at_a_time.release()


def leave() -> None:
    """End as the program does: a call that is still short is no one's fault and leaves no trace."""
    if _now is not None and time.monotonic() - _began < HANGS:
        _end()


@atexit.register
def _ended() -> None:
    """Threads beside the window are left to themselves: what they call now is not noted any more."""
    global _ending
    _ending = True
    leave()


def left_running() -> tuple[Running, ...]:
    """Calls in which a process ended (or was ended), the oldest first."""
    found = []
    for file in _files():
        try:
            told = msgspec.json.decode(file.read_bytes(), type=Running)
        except FileNotFoundError:
            continue
        except (OSError, msgspec.MsgspecError) as error:  # the process died while it was being written
            log.info("%s is not read: %s", file, error)
            told = None
        if told is not None and process_runs(told.pid):
            continue
        if told is not None:
            found.append(told)
    return tuple(sorted(found, key=lambda each: each.since))


def forget_left() -> None:
    """Whoever was told of them knows; the next start begins anew."""
    for file in _files():
        if not process_runs(int(file.stem)):
            file.unlink(missing_ok=True)


def _files() -> list[Path]:
    try:
        return [each for each in running_folder().glob("*.json") if each.stem.isdecimal()]
    except (OSError, PlanError) as error:
        log.info("no folder of running plugins: %s", error)
        return []


def _begin(call: Running) -> None:
    global _now, _began
    _now, _began = call, time.monotonic()
    if _ending:
        return
    try:
        _own_file().write_bytes(msgspec.json.encode(call))
    except (OSError, PlanError) as error:  # a full disk: it runs without
        log.info("no note of the running plugin: %s", error)


def _end() -> None:
    global _now
    _now = None
    try:
        _own_file().unlink(missing_ok=True)
    except (OSError, PlanError) as error:
        log.info("the note of a plugin that ended stays: %s", error)


def _own_file() -> Path:
    return running_folder() / f"{os.getpid()}.json"


def said(call: Running) -> Message:
    """That a plugin was at work when the program ended."""
    return Message(
        "plugin.left_running", {"plugin": call.plugin, "doing": Message(f"plugin.doing.{call.doing}")}
    )
