"""A source read in a process of its own, the same executable with `--worker`: whatever happens there (it
dies, hangs, eats memory, prints), here it is a sentence.

The worker waits while nobody takes its rows (the pipe is full then), so no more than a few blocks are held.
"""

from __future__ import annotations

import logging
import os
import queue
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Self

import msgspec

from kakehashi.api import DelimitedFile, PlanError, SourceTable
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.question import Cancelled
from kakehashi.extension import frames
from kakehashi.extension.loading import PluginFailed
from kakehashi.progress import Progress, Quiet

log = logging.getLogger(__name__)

MIB = 1 << 20
_BROKEN = b""
STARTING = 60.0
"""Seconds that a worker may need to start, on a busy machine."""
KEPT = 4000
"""Bytes of what it prints, from the beginning and from the end."""
AHEAD = 8
"""Frames that are taken from the worker before somebody wants them."""
ROOM = MIB
"""Bytes on their way from the worker: enough that both work at the same time, and few calls to fetch them."""


class Limits(msgspec.Struct, frozen=True):
    """What a worker may take: bytes of memory, and seconds until it says something."""

    memory: int | None = 1024 * MIB
    silence: float = 120.0


class WorkerStopped(PlanError):
    """The worker was ended, or ended by itself, before it had said all."""


class Worker:
    """A worker process with one source loaded; use as a context manager, and end what it gave before the next
    question. `reading` names what is read to the reader (a file, a source by its title). `value` is where the
    plugin stands, when that is known (see `loading`).

    Everything it does raises WorkerStopped, Cancelled (when `progress` says so), PluginFailed, or the
    sentence of the plugin.
    """

    def __init__(
        self,
        plugin: str,
        source: str,
        reading: str,
        *,
        value: str | None = None,
        limits: Limits | None = None,
        progress: Progress | None = None,
    ) -> None:
        self._plugin = plugin
        self._value = value
        self._source = source
        self._reading = reading
        self._limits = limits or Limits()
        self._progress = progress or Quiet()

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="kakehashi-worker-")
        try:
            self._process = subprocess.Popen(
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env={**os.environ, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder), **_QUIET},
                bufsize=ROOM,
                start_new_session=True,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except BaseException:
            shutil.rmtree(self._folder, ignore_errors=True)
            raise
        _widen(self._process.stdout)
        self._frames: queue.Queue[bytes | None] = queue.Queue(AHEAD)
        self._ended = threading.Event()
        self._said = b""
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._take_frames, self._take_words)
        ]
        for thread in self._threads:
            thread.start()
        try:
            ready = self._asked(
                frames.Start(self._plugin, self._value, self._source, self._limits.memory), STARTING
            )
            if not isinstance(ready, frames.Ready):
                raise self._misunderstood()
            if not ready.limited and self._limits.memory:
                log.info("%s: this system sets no limit of memory", self._plugin)
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()

    def tables(self, settings: Any) -> tuple[SourceTable, ...]:
        """The tables that there are with these settings."""
        found = self._asked(frames.ListTables(msgspec.to_builtins(settings)))
        if not isinstance(found, frames.Tables):
            raise self._misunderstood()
        return found.tables

    def read(self, settings: Any, table: str) -> Sheet | DelimitedFile:
        """The rows of a table; those of a sheet come while they are taken."""
        head = self._asked(frames.ReadTable(msgspec.to_builtins(settings), table))
        if isinstance(head, frames.NamedFile):
            return DelimitedFile(Path(head.path), head.encoding, head.delimiter)
        if not isinstance(head, frames.SheetHead):
            raise self._misunderstood()
        return Sheet(self._blocks(), head.first_column, head.merged, head.errors)

    def _blocks(self) -> Iterator[frames.Block]:
        while isinstance(said := self._next(), frames.Rows):
            yield said.block
        if not isinstance(said, frames.Done):
            raise self._misunderstood()

    def end(self) -> None:
        """End the process, whatever it does, and take its temporary files away."""
        if self._ended.is_set():
            return
        self._ended.set()
        _kill(self._process)
        with suppress(queue.Empty):
            while True:
                self._frames.get_nowait()  # the thread may wait for room
        for thread in self._threads:
            thread.join(5)
        if not any(thread.is_alive() for thread in self._threads):  # closing would wait for them
            for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _asked(self, question: frames.Asked, silence: float = 0) -> frames.Answer:
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended already: that is told by what it doesn't say
            frames.send(self._process.stdin, question)
        return self._next(silence)

    def _next(self, silence: float = 0) -> frames.Answer:
        """What the worker says next. Raises when it stops, hangs, refuses, or nobody waits for it."""
        silence = max(silence, self._limits.silence)
        until = time.monotonic() + silence
        while True:
            if self._progress.cancelled:
                self.end()
                raise Cancelled
            try:
                content = self._frames.get(timeout=0.05)
                break
            except queue.Empty:
                if time.monotonic() > until:
                    self.end()
                    raise self._stopped("error.worker.silent", seconds=silence) from None
        if content is None:
            raise self._died()
        try:
            said = frames.answer(content)
        except frames.BrokenFrame:
            raise self._misunderstood() from None
        return self._passed_on(said)

    def _passed_on(self, said: frames.Answer) -> frames.Answer:
        match said:
            case frames.Refused():
                raise PlanError(said.id, **frames.unpacked(said.values))
            case frames.Failed():
                log.info("plugin %s failed while reading\n%s", self._plugin, said.trace)
                raise PluginFailed(self._plugin, "reading")
            case frames.OutOfMemory():
                raise self._too_large()
            case _:
                return said

    def _died(self) -> PlanError:
        """Why the process has ended before its time."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._threads[1].join(5)  # it takes what was said last
        self.end()
        code = self._process.returncode
        told = self._said.decode(errors="replace")
        log.info("the worker of %s ended with %s\n%s", self._plugin, code, told)
        if "memory allocation of" in told or "MemoryError" in told:
            return self._too_large()
        return self._stopped("error.worker.died", code=str(code), plugin=self._plugin)

    def _misunderstood(self) -> PlanError:
        self.end()
        return self._stopped("error.worker.misunderstood", plugin=self._plugin)

    def _too_large(self) -> PlanError:
        self.end()
        return self._stopped("error.worker.memory", limit=(self._limits.memory or 0) // MIB)

    def _stopped(self, message: str, **values: Any) -> WorkerStopped:
        return WorkerStopped(message, name=self._reading, **values)

    def _take_frames(self) -> None:
        assert self._process.stdout is not None
        content: bytes | None = _BROKEN
        while not self._ended.is_set():
            try:
                content = frames.receive(self._process.stdout)
            except frames.BrokenFrame:
                content = _BROKEN
            except (OSError, ValueError):
                content = None
            self._frames.put(content)
            if not content:
                return

    def _take_words(self) -> None:
        """What the worker, or a library in it, prints: beginning and end are kept for the log."""
        pipe: IO[bytes] | None = self._process.stderr
        assert pipe is not None
        with suppress(OSError, ValueError):
            while words := pipe.read1(4096):  # type: ignore[attr-defined]  # a BufferedReader
                said = self._said + words
                self._said = said if len(said) <= 2 * KEPT else said[:KEPT] + said[-KEPT:]


_QUIET = {"MALLOC_ARENA_MAX": "2", "PYTHONDONTWRITEBYTECODE": "1", "RUST_BACKTRACE": "0"}
"""Arenas are address space, which is limited; bytecode of a plugin is no business of a worker."""


def command() -> list[str]:
    """This program as a worker: installed, from source, or self-contained."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "--worker"]
    return [sys.executable, "-P", "-m", "kakehashi", "--worker"]


def _widen(pipe: IO[bytes] | None) -> None:
    """Only Linux lets us choose, and not when many pipes are open; a narrow one is slower, no more."""
    if sys.platform == "linux" and pipe is not None:
        import fcntl

        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, ROOM)


def _kill(process: subprocess.Popen[bytes]) -> None:
    """The process and all that it started."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(5)
