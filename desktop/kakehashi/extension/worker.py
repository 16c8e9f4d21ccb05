"""A plugin's source or exporter in a process of its own, the same executable with `--worker`: whatever
happens there (it dies, hangs, eats memory, prints), here it is a sentence.

The worker waits while nobody takes its answers (the pipe is full then), so no more than a few are held.
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
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path
from types import TracebackType
from typing import IO, Any, Literal, Self, TypeVar

import msgspec

from kakehashi.api import PlanError
from kakehashi.evidence.question import Cancelled
from kakehashi.extension import frames, plugin_log
from kakehashi.extension.hidden import SECRETS_FROM, Hidden
from kakehashi.extension.loading import Code, PluginFailed
from kakehashi.extension.watching import WATCHED
from kakehashi.progress import Progress, Quiet

log = logging.getLogger(__name__)
A = TypeVar("A")

MIB = 1 << 20
_SAID = "error.plugin.said"
_FAULTS = ("error.plugin.lacks", "error.plugin.lies")
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
    """What a worker may take: bytes of memory, seconds until it says something, seconds in all (None: as long
    as it goes on; it can be cancelled), bytes of all it says, and bytes of a file that it writes."""

    memory: int | None = 1024 * MIB
    silence: float = 120.0
    time: float | None = None
    said: int = 16 << 30
    file: int = 4 << 30


class WorkerStopped(PlanError):
    """The worker was ended, or ended by itself, before it had said all."""


class MissingLibrary(PlanError):
    """A plugin needs a library that is not there."""


Doing = Literal["reading", "exporting"]
Hook = Literal["sources", "exporters", "checks", "chapters", "starters"]


class Worker:
    """A worker process with one source or exporter loaded; use as a context manager, and ask the next
    question when the answer to the one before has been taken. `subject` names what is read or written to the
    reader (a file, a source by its title). `watched`: writing elsewhere than to these folders and its own is
    an error (see `watching`). `secrets` are left out of all that it says.

    Everything it does raises WorkerStopped, Cancelled (when `progress` says so), PluginFailed, or the
    sentence of the plugin.
    """

    def __init__(
        self,
        code: Code,
        hook: Hook,
        key: str,
        subject: str,
        *,
        limits: Limits | None = None,
        progress: Progress | None = None,
        watched: Sequence[Path] | None = None,
        secrets: Sequence[str] = (),
    ) -> None:
        self._watched = watched
        self._hidden = Hidden(secrets)
        self._limits = limits or Limits()
        memory, file = self._limits.memory, self._limits.file
        self._start = frames.Start(code.name, code.module, code.paths, hook, key, memory, file)
        self._plugin = code.name
        self._doing: Doing = "exporting" if hook == "exporters" else "reading"
        self._subject = subject
        self._progress = progress or Quiet()

    def __enter__(self) -> Self:
        self._folder = tempfile.mkdtemp(prefix="kakehashi-worker-")
        try:
            self._process = subprocess.Popen(
                command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                env=self._environment(),
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
        self._taken = 0
        self._since = time.monotonic()
        self._threads = [
            threading.Thread(target=work, daemon=True) for work in (self._take_frames, self._take_words)
        ]
        for thread in self._threads:
            thread.start()
        try:
            ready = self.asked(self._start, frames.Ready, STARTING)
            if not ready.limited and self._limits.memory:
                log.info("%s: this system sets no limit of memory", self._plugin)
        except BaseException:
            self.end()
            raise
        return self

    def _environment(self) -> dict[str, str]:
        """Temporary files in its folder, no secrets for sources: a plugin gets those of its settings only."""
        ours = {name: value for name, value in os.environ.items() if not name.startswith(SECRETS_FROM)}
        if self._watched is not None:
            ours[WATCHED] = os.pathsep.join((self._folder, *map(str, self._watched)))
        return {**ours, **dict.fromkeys(("TMPDIR", "TEMP", "TMP"), self._folder), **_QUIET}

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.end()
        if error is None and self._said:
            plugin_log.write(self._plugin, self._doing, self._printed())

    def asked(self, question: frames.Asked, wanted: type[A], silence: float = 0) -> A:
        """The answer to a question, which must be of this kind."""
        self.ask(question)
        said = self.next(silence)
        if not isinstance(said, wanted):
            raise self.misunderstood()
        return said

    def ask(self, question: frames.Asked) -> None:
        """Ask something; `next` gives what is answered."""
        assert self._process.stdin is not None
        with suppress(OSError):  # it has ended already: that is told by what it doesn't say
            frames.send(self._process.stdin, question)

    def following(self, kind: type[A]) -> Iterator[A]:
        """The answers of this kind, until it says that this was all."""
        while isinstance(said := self.next(), kind):
            yield said
        if not isinstance(said, frames.Done):
            raise self.misunderstood()

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

    def next(self, silence: float = 0) -> frames.Answer:
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
                    raise self._stopped("silent", plugin=self._plugin, seconds=silence) from None
        if self._limits.time is not None and time.monotonic() - self._since > self._limits.time:
            self.end()
            raise self._stopped("slow", plugin=self._plugin, minutes=round(self._limits.time / 60))
        if content is None:
            raise self._died()
        self._taken += len(content)
        if self._taken > self._limits.said:
            self.end()
            raise self._stopped("endless", plugin=self._plugin, limit=self._limits.said >> 30)
        try:
            said = frames.answer(content)
        except frames.BrokenFrame:
            raise self.misunderstood() from None
        return self._passed_on(said)

    def _passed_on(self, said: frames.Answer) -> frames.Answer:
        match said:
            case frames.Refused():
                raise self._refused(said)
            case frames.Failed():
                raise self._failed(said)
            case frames.DiskTrouble():
                raise OSError(said.number, os.strerror(said.number))
            case frames.OutOfMemory():
                raise self._too_large()
            case _:
                return said

    def _refused(self, said: frames.Refused) -> PlanError:
        """The sentence of the plugin; where it is one about the plugin, it is kept."""
        values = frames.unpacked(self._hidden.in_values(said.values))
        if said.id == _SAID:
            values["plugin"] = self._plugin
        error = PlanError(said.id, **values)
        if said.id in _FAULTS:
            plugin_log.note(self._plugin, self._doing, error)
        return error

    def _failed(self, said: frames.Failed) -> PlanError:
        doing = "loading" if said.loading else self._doing
        trace = self._hidden.in_text(said.trace)
        if len(said.trace) == frames.TRACE:  # it was cut off, maybe within a secret
            trace = trace[self._hidden.longest :]
        plugin_log.write(self._plugin, doing, trace)
        error: PlanError = PluginFailed(self._plugin, doing)
        if said.missing:
            error = MissingLibrary("error.plugin.missing", plugin=self._plugin, library=said.missing)
        plugin_log.note(self._plugin, doing, error)
        return error

    def _printed(self) -> str:
        """What it printed; where the middle was left out, so is what may be part of a secret there."""
        if len(self._said) < 2 * KEPT:
            return self._hidden.in_text(self._said.decode(errors="replace"))
        parts = (self._said[:KEPT], self._said[KEPT:])
        first, last = (self._hidden.in_text(part.decode(errors="replace")) for part in parts)
        edge = self._hidden.longest
        return first[: len(first) - edge] + " ... " + last[edge:]

    def _died(self) -> PlanError:
        """Why the process has ended before its time."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(5)
        self._threads[1].join(5)  # it takes what was said last
        self.end()
        code = self._process.returncode
        told = self._printed()
        plugin_log.write(self._plugin, self._doing, f"the worker ended with {code}\n{told}")
        if "memory allocation of" in told or "MemoryError" in told:
            return self._too_large()
        return self._stopped("died", code=str(code), plugin=self._plugin)

    def misunderstood(self) -> PlanError:
        """What is raised when an answer is none that was asked for; it is ended."""
        self.end()
        return self._stopped("misunderstood", plugin=self._plugin)

    def _too_large(self) -> PlanError:
        self.end()
        return self._stopped("memory", plugin=self._plugin, limit=(self._limits.memory or 0) // MIB)

    def _stopped(self, message: str, **values: Any) -> WorkerStopped:
        """`message` is the last part of the id."""
        error = WorkerStopped(f"error.worker.{self._doing}.{message}", name=self._subject, **values)
        plugin_log.note(self._plugin, self._doing, error)
        return error

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
