"""Who has a plan open: a side file `.~name.lock` that names host, person, time and process."""

from __future__ import annotations

import os
import time
from contextlib import suppress
from pathlib import Path

import msgspec

from kakehashi.storage.errors import OpenElsewhere, told

TRIES = 200
LONGEST_CLEARING = 10.0
"""Seconds; clearing a lock takes less than a millisecond."""


def host_name() -> str:
    """What this computer is called. (The socket module says the same and takes 9 ms to load.)"""
    return os.environ.get("COMPUTERNAME", "") if os.name == "nt" else os.uname().nodename


class Owner(msgspec.Struct, frozen=True):
    """Who holds a lock. `token` tells two openings by one process apart."""

    host: str
    person: str
    since: str
    pid: int
    token: str = ""


def lock_path(plan: Path) -> Path:
    """The side file of a plan file."""
    return plan.with_name(f".~{plan.name}.lock")


def take(plan: Path, *, person: str, now: str, take_over: bool = False) -> Owner:
    """Take the plan for writing, or raise OpenElsewhere.

    A lock of this host whose process is gone is taken over without asking; another only with `take_over`.
    The side file appears with its content in one step, so nobody ever reads half of it.
    """
    path = lock_path(plan)
    mine = Owner(host_name(), person, now, os.getpid(), os.urandom(8).hex())
    own = path.with_name(f"{path.name}.{mine.token}")
    with told(plan):
        try:
            own.write_bytes(msgspec.json.encode(mine))
            for _ in range(TRIES):
                if _put(own, path):
                    return mine
                seen = _content(path)
                owner = _owner(seen)
                if owner is not None and not take_over and _alive(owner):
                    raise OpenElsewhere(plan, person=owner.person, host=owner.host, since=owner.since)
                _clear(path, seen)
        finally:
            own.unlink(missing_ok=True)
    raise OpenElsewhere(plan, person="?", host="?", since="?")


def release(plan: Path, owner: Owner) -> None:
    """Give the plan back, if it is still ours: somebody may have taken it over."""
    if holder(plan) == owner:
        lock_path(plan).unlink(missing_ok=True)


def holder(plan: Path) -> Owner | None:
    """Who holds the plan, as the side file says; None when nobody does or the side file can't be read."""
    return _owner(_content(lock_path(plan)))


def _put(own: Path, path: Path) -> bool:
    """Make `own` the lock; False when there is one."""
    try:
        os.link(own, path)
    except FileExistsError:
        return False
    except OSError:  # a file system without hard links
        try:
            with path.open("xb") as file:
                file.write(own.read_bytes())
        except FileExistsError:
            return False
    return True


def _clear(path: Path, seen: bytes | None) -> None:
    """Remove the lock that was looked at, and no other: only one process at a time may do that."""
    guard = path.with_name(f"{path.name}.clearing")
    try:
        guard.open("xb").close()
    except FileExistsError:
        with suppress(FileNotFoundError):
            if time.time() - guard.stat().st_mtime > LONGEST_CLEARING:  # its process died
                guard.unlink()
        time.sleep(0.01)
        return
    try:
        if _content(path) == seen:
            path.unlink(missing_ok=True)
    finally:
        guard.unlink(missing_ok=True)


def _content(path: Path) -> bytes | None:
    try:
        return path.read_bytes()
    except FileNotFoundError:
        return None


def _owner(content: bytes | None) -> Owner | None:
    try:
        return msgspec.json.decode(content or b"", type=Owner)
    except msgspec.DecodeError:
        return None


def _alive(owner: Owner) -> bool:
    """Whether the owner's process may still run; of another host we can't know."""
    return owner.host != host_name() or process_runs(owner.pid)


def process_runs(pid: int) -> bool:
    """Whether there is a process with this number on this computer."""
    if os.name == "nt":  # os.kill would end the process there
        import ctypes

        handle = ctypes.windll.kernel32.OpenProcess(0x1000, False, pid)  # type: ignore[attr-defined]
        if handle:
            ctypes.windll.kernel32.CloseHandle(handle)  # type: ignore[attr-defined]
        return bool(handle)
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
