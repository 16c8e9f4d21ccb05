"""The other end of `worker`: what runs in the worker process. It reads what it is asked for, and ends.

Standard output and input are turned away first, so that a library that prints can't hurt the frames.
"""

from __future__ import annotations

import gc
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from typing import IO

import msgspec

from kakehashi.api import Batch, DelimitedFile, Grid, PlanError, Source
from kakehashi.evidence.cells import blocks_of
from kakehashi.extension import frames
from kakehashi.extension.loading import Loaded, loaded

LOOSE = 50_000
"""Objects until the collector looks for cycles: a block of rows is far below, and has none."""


def serve() -> None:
    """Answer on standard output what is asked on standard input, until that is closed."""
    gc.set_threshold(LOOSE)
    asked, answers = _pipes()
    asking: queue.SimpleQueue[frames.Asked] = queue.SimpleQueue()
    threading.Thread(target=_listen, args=(asked, asking), daemon=True).start()
    try:
        start = asking.get()
        if isinstance(start, frames.Start):
            source = _started(start, answers)
            while source is not None:
                _answer(source, asking.get(), answers)
    except BrokenPipeError:
        pass  # nobody waits for the answer any more
    os._exit(0)  # threads of a plugin must not keep the process


def _pipes() -> tuple[IO[bytes], IO[bytes]]:
    asked = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb", buffering=1 << 16)
    with open(os.devnull, "r+b", buffering=0) as nothing:  # noqa: PTH123  # as os.dup2 wants it
        os.dup2(nothing.fileno(), 0)
    os.dup2(2, 1)
    if sys.platform == "win32":
        import msvcrt

        for pipe in (asked, answers):
            msvcrt.setmode(pipe.fileno(), os.O_BINARY)
    return asked, answers


def _listen(asked: IO[bytes], asking: queue.SimpleQueue[frames.Asked]) -> None:
    """Take what is asked; when the program that asks has gone, so does this process."""
    with suppress(Exception):
        while (content := frames.receive(asked)) is not None:
            asking.put(frames.asked(content))
    os._exit(0)


def limit_memory(most: int | None) -> bool:
    """Keep this process below so many bytes of address space; whether the system does that."""
    if most is None or sys.platform in ("win32", "darwin"):  # macOS has the call, and does nothing
        return False
    import resource

    try:
        resource.setrlimit(resource.RLIMIT_AS, (most, most))
    except (OSError, ValueError):
        return False
    return True


def _started(start: frames.Start, answers: IO[bytes]) -> Source | None:
    limited = limit_memory(start.memory)
    try:
        plugin = loaded(start.plugin, start.value) if start.value is not None else _found(start.plugin)
    except BaseException as error:  # noqa: BLE001 - the border: whatever a plugin raises is told
        _tell(error, answers)
        return None
    if plugin.problem is not None:
        frames.send(answers, frames.Refused(plugin.problem.id, frames.packed(plugin.problem.values)))
        return None
    frames.send(answers, frames.Ready(limited))
    found: Source = next(source for source in plugin.sources if source.key == start.source)
    return found


def _found(name: str) -> Loaded:
    from importlib.metadata import entry_points

    from kakehashi.extension.plugins import GROUP, plugins

    (plugin,) = plugins(tuple(entry_points(group=GROUP, name=name)))
    return plugin


def _answer(source: Source, asked: frames.Asked, answers: IO[bytes]) -> None:
    try:
        if isinstance(asked, frames.ListTables):
            settings = msgspec.convert(asked.settings, source.settings)
            frames.send(answers, frames.Tables(tuple(source.tables(settings))))
        elif isinstance(asked, frames.ReadTable):
            settings = msgspec.convert(asked.settings, source.settings)
            _read(source.read(settings, asked.table), answers)
    except BrokenPipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - the border: whatever a plugin raises is told
        _tell(error, answers)


def _read(read: Iterator[Batch] | Grid | DelimitedFile, answers: IO[bytes]) -> None:
    if isinstance(read, DelimitedFile):
        frames.send(answers, frames.NamedFile(str(read.path), read.encoding, read.delimiter))
        return
    if not isinstance(read, Grid):
        raise TypeError("an isolated source gives a Grid or a DelimitedFile")
    frames.send(answers, frames.SheetHead(read.first_column, read.merged, read.errors))
    for block in blocks_of(read.rows, read.first_row):
        frames.send(answers, frames.Rows(block))
    frames.send(answers, frames.Done())


def _tell(error: BaseException, answers: IO[bytes]) -> None:
    said: frames.Answer
    if isinstance(error, PlanError):
        said = frames.Refused(error.message.id, frames.packed(error.message.values))
    elif isinstance(error, MemoryError):
        said = frames.OutOfMemory()
    else:
        import traceback

        said = frames.Failed("".join(traceback.format_exception(error))[-20_000:])
    frames.send(answers, said)
