"""The other end of `worker`: what runs in the worker process. It does what it is asked for, and ends.

Standard output and input are turned away first, so that a library that prints can't hurt the frames.
"""

from __future__ import annotations

import errno
import gc
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import IO, Any

import msgspec

from kakehashi.api import Batch, DelimitedFile, Grid, Message, PlanError
from kakehashi.evidence.batches import packed
from kakehashi.evidence.cells import blocks_of
from kakehashi.extension import frames
from kakehashi.extension.loading import Code, PluginFailed, one_of
from kakehashi.extension.watching import WroteOutside, watch_if_asked
from kakehashi.setting import setting_fields

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
            offered = _started(start, answers)
            while offered is not None:
                _answer(offered, asking.get(), answers)
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


def limit(memory: int | None, file: int) -> bool:
    """Keep this process below so many bytes of address space, and each of its files below so many; whether
    the system does that."""
    if memory is None or sys.platform in ("win32", "darwin"):  # macOS has the call, and does nothing
        return False
    import resource
    import signal

    try:
        resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
        resource.setrlimit(resource.RLIMIT_FSIZE, (file, file))
        signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a file that is too large is an error, not the end
    except (OSError, ValueError):
        return False
    return True


def _started(start: frames.Start, answers: IO[bytes]) -> Any:
    limited = limit(start.memory, start.file)
    watch_if_asked()
    try:
        offered = one_of(Code(start.plugin, start.module, start.paths), start.hook, start.key)
    except BaseException as error:  # noqa: BLE001 - the border: whatever a plugin raises is told
        _tell(error, answers, loading=True)
        return None
    frames.send(answers, frames.Ready(limited))
    return offered


def _answer(offered: Any, asked: frames.Asked, answers: IO[bytes]) -> None:
    try:
        match asked:
            case frames.Describe():
                frames.send(answers, frames.Described(setting_fields(offered.settings)))
            case frames.Convert():
                again = msgspec.to_builtins(_settings(offered, asked.settings))
                frames.send(answers, frames.Converted(again))
            case frames.Try():
                offered.test(_settings(offered, asked.settings))
                frames.send(answers, frames.Done())
            case frames.ListTables():
                tables = tuple(offered.tables(_settings(offered, asked.settings)))
                frames.send(answers, frames.Tables(tables))
            case frames.ReadTable():
                _read(offered.read(_settings(offered, asked.settings), asked.table), asked.name, answers)
            case frames.Export():
                _export(offered, asked, answers)
    except BrokenPipeError:
        raise
    except BaseException as error:  # noqa: BLE001 - the border: whatever a plugin raises is told
        _tell(error, answers)


def _settings(offered: Any, values: Any) -> Any:
    try:
        return msgspec.convert(values, offered.settings)
    except msgspec.ValidationError as error:
        raise PlanError("error.plugin.settings", key=offered.key, detail=str(error)) from error


def _read(read: Iterator[Batch] | Grid | DelimitedFile, name: str, answers: IO[bytes]) -> None:
    if isinstance(read, DelimitedFile):
        frames.send(answers, frames.NamedFile(str(read.path), read.encoding, read.delimiter))
        return
    if isinstance(read, Grid):
        frames.send(answers, frames.SheetHead(read.first_column, read.merged, read.errors))
        for block in blocks_of(read.rows, read.first_row):
            frames.send(answers, frames.SheetRows(block))
    else:
        table = packed(iter(read), name)
        frames.send(answers, frames.TableHead(table.columns))
        for rows in table.rows:
            frames.send(answers, frames.TableRows(rows))
    frames.send(answers, frames.Done())


def _export(exporter: Any, asked: frames.Export, answers: IO[bytes]) -> None:
    from kakehashi.api import Document

    document = msgspec.msgpack.decode(asked.document, type=Document)
    settings = _settings(exporter, asked.settings)
    try:
        exporter.export(document, settings, Path(asked.target), _Telling(answers))
    except OSError as error:
        if error.errno not in (errno.EACCES, errno.EDQUOT, errno.EFBIG, errno.ENOSPC, errno.EROFS):
            raise
        frames.send(answers, frames.DiskTrouble(error.errno))  # the world's fault, not the plugin's
    else:
        frames.send(answers, frames.Done())


class _Telling:
    """The progress that an exporter tells: what it says goes to the program. Nobody cancels here: the process
    is ended instead."""

    cancelled = False

    def __init__(self, answers: IO[bytes]) -> None:
        self._answers = answers

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """Tell it."""
        if isinstance(message, Message):
            words, values = message.id, frames.packed(message.values)
            frames.send(self._answers, frames.Progressed(int(done), total, words, values))
        else:
            frames.send(self._answers, frames.Progressed(int(done), total, str(message)))


def _tell(error: BaseException, answers: IO[bytes], *, loading: bool = False) -> None:
    said: frames.Answer
    if isinstance(error, PluginFailed) and error.__cause__ is not None:
        error = error.__cause__
    if isinstance(error, PlanError):
        said = frames.Refused(error.message.id, frames.packed(error.message.values))
    elif isinstance(error, WroteOutside):
        said = frames.Refused("error.contract.writes", {"path": error.path})
    elif isinstance(error, MemoryError):
        said = frames.OutOfMemory()
    else:
        import traceback

        missing = error.name or "" if isinstance(error, ModuleNotFoundError) else ""
        said = frames.Failed("".join(traceback.format_exception(error))[-frames.TRACE :], loading, missing)
    frames.send(answers, said)
