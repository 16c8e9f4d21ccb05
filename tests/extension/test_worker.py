"""A source in a process of its own: whatever it does, here it is a sentence, and nothing is left behind."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from kakehashi.evidence.cells import CELLS
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.source import DelimitedFile
from kakehashi.evidence.taking import Elsewhere
from kakehashi.extension import frames
from kakehashi.extension.loading import Code, PluginFailed
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.reading import rows_of
from kakehashi.extension.worker import MIB, Limits, Worker, WorkerStopped, command
from kakehashi.words import Message, PlanError, text

pytestmark = pytest.mark.once

ZOO = """
import ctypes, os, signal, sys, tempfile, time, warnings
import msgspec
from kakehashi.api import DelimitedFile, Grid, Message, PlanError, SourceTable, hookimpl

class Settings(msgspec.Struct):
    does: str

class Beast:
    key, settings = "beast", Settings

    def tables(self, settings):
        return (SourceTable("pit", {"en": "Pit", "ja": "穴"}),)

    def read(self, settings, table):
        return Grid(getattr(self, settings.does)())

    def test(self, settings):
        pass

    def well(self):
        yield ["id", "name", "amount"]
        for at in range(10_000):
            yield [f"D-{at}", f"会社{at}", at / 4]

    def prints(self):
        print("noise" * 1000)
        os.write(1, b"\\x00\\xff noise")
        sys.stdout.flush()
        yield from self.well()

    def closes(self):
        sys.stdin.close()
        os.close(0)
        os.chdir("/")
        yield from self.well()

    def raises(self):
        yield ["id"]
        raise ZeroDivisionError("a secret of a customer")

    def refuses(self):
        raise PlanError("error.evidence.nul", name=Message("plugin.doing.reading"), row=7)
        yield

    def leaves(self):
        yield ["id"]
        sys.exit(3)

    def vanishes(self):
        yield ["id"]
        os._exit(3)

    def dies(self):
        os.kill(os.getpid(), signal.SIGKILL)
        yield

    def crashes(self):
        ctypes.string_at(0)
        yield

    def hangs(self):
        while True:
            time.sleep(0.01)
        yield

    def spins(self):
        while True:
            pass
        yield

    def eats(self):
        yield ["id"]
        eaten = []
        while True:
            eaten.append(bytearray(50_000_000))

    def endless(self):
        while True:
            yield ["x" * 1000] * 100

    def litters(self):
        with open(os.path.join(tempfile.gettempdir(), "left behind"), "w") as file:
            file.write("rows")
        os.kill(os.getpid(), signal.SIGKILL)
        yield

    def odd(self):
        yield ["id", object()]

    def lies(self):
        for pipe in range(3, 20):
            try:
                os.write(pipe, b"\\xff" * 100)
            except OSError:
                pass
        yield from self.well()

@hookimpl
def kakehashi_sources():
    return [Beast()]
"""


class Asking:
    """A progress that is cancelled a while after somebody said so."""

    def __init__(self) -> None:
        self._until = float("inf")

    def cancel(self, after: float) -> None:
        self._until = time.monotonic() + after

    @property
    def cancelled(self) -> bool:
        return time.monotonic() > self._until

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None: ...


@pytest.fixture
def zoo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., Worker]]:
    """Opens a worker with the plugin above; afterwards no temporary file and no process is left."""
    place = tmp_path / "zoo"
    place.mkdir()
    (place / "zoo.py").write_text(ZOO, "utf-8")
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr(tempfile, "tempdir", None)
    started: list[Worker] = []

    def open_worker(**more: object) -> Worker:
        code = Code("zoo", "zoo", (str(place),))
        worker = Worker(code, "sources", "beast", "deals.dat", **more)  # type: ignore[arg-type]
        started.append(worker)
        return worker

    yield open_worker
    for worker in started:
        assert worker._process.poll() is not None
    assert [each for each in tmp_path.iterdir() if each.name.startswith("kakehashi-worker-")] == []


def tables(worker: Worker, does: str) -> list[str]:
    return [each.key for each in worker.asked(frames.ListTables({"does": does}), frames.Tables).tables]


def blocks(worker: Worker, does: str) -> Iterator[frames.SheetRows]:
    worker.asked(frames.ReadTable({"does": does}, "pit", "deals.dat"), frames.SheetHead)
    return worker.following(frames.SheetRows)


def rows(worker: Worker, does: str) -> int:
    return sum(each.block.height for each in blocks(worker, does))


@pytest.mark.parametrize("does", ["well", "prints", "closes"])
def test_rows_come_whatever_the_plugin_prints_or_closes(zoo: Callable[..., Worker], does: str) -> None:
    with zoo() as worker:
        assert tables(worker, does) == ["pit"]
        assert rows(worker, does) == 10_001
        assert rows(worker, "well") == 10_001


@pytest.mark.parametrize(
    ("does", "kind", "said"),
    [
        ("raises", PluginFailed, "error.plugin.failed"),
        ("odd", PluginFailed, "error.plugin.failed"),
        ("leaves", PluginFailed, "error.plugin.failed"),
        ("vanishes", WorkerStopped, "error.worker.reading.died"),
        ("dies", WorkerStopped, "error.worker.reading.died"),
        ("crashes", WorkerStopped, "error.worker.reading.died"),
        ("litters", WorkerStopped, "error.worker.reading.died"),
        ("lies", WorkerStopped, "error.worker.reading.misunderstood"),
        ("refuses", PlanError, "error.evidence.nul"),
    ],
)
def test_whatever_ends_it_is_a_sentence(
    zoo: Callable[..., Worker], does: str, kind: type[PlanError], said: str
) -> None:
    with zoo() as worker, pytest.raises(PlanError) as caught:
        rows(worker, does)
    assert type(caught.value) is kind
    assert caught.value.message.id == said
    for language in ("ja", "en"):
        told = text(caught.value.message, language)  # type: ignore[arg-type]
        assert "secret" not in told
        assert ("deals.dat" if kind is WorkerStopped else "7" if kind is PlanError else "zoo") in told


def test_the_cause_is_in_the_log(zoo: Callable[..., Worker], caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("INFO"), zoo() as worker, pytest.raises(PluginFailed):
        rows(worker, "raises")
    assert "ZeroDivisionError" in caplog.text
    assert str(log_of("zoo")) in text(PluginFailed("zoo", "reading").message, "en")


@pytest.mark.skipif(sys.platform != "linux", reason="the limit of memory is Linux's")
def test_memory_has_a_limit(zoo: Callable[..., Worker]) -> None:
    with zoo(limits=Limits(memory=400 * MIB)) as worker, pytest.raises(WorkerStopped) as caught:
        rows(worker, "eats")
    assert caught.value.message.id == "error.worker.reading.memory"
    assert "400" in text(caught.value.message, "en")


@pytest.mark.parametrize("does", ["hangs", "spins"])
def test_silence_has_a_limit(zoo: Callable[..., Worker], does: str) -> None:
    with zoo(limits=Limits(silence=0.3)) as worker, pytest.raises(WorkerStopped) as caught:
        rows(worker, does)
    assert caught.value.message.id == "error.worker.reading.silent"


@pytest.mark.parametrize("does", ["spins", "endless"])
def test_cancelling_ends_it(zoo: Callable[..., Worker], does: str) -> None:
    progress = Asking()
    with zoo(progress=progress) as worker:
        progress.cancel(after=0.3)
        with pytest.raises(Cancelled):
            rows(worker, does)


def test_it_waits_while_nobody_takes_its_rows(zoo: Callable[..., Worker]) -> None:
    """10 GB would come; of those that nobody takes no more than 80,000 cells are made."""
    with zoo(limits=Limits(memory=300 * MIB)) as worker:
        next(blocks(worker, "endless"))
        time.sleep(0.5)
        assert worker._frames.qsize() * CELLS <= 80_000
        assert worker._process.poll() is None


def test_rows_nobody_wants_any_more_end_it(zoo: Callable[..., Worker]) -> None:
    with zoo() as worker:
        next(blocks(worker, "endless"))


@pytest.mark.parametrize(
    ("code", "problem"),
    [
        ("raise RuntimeError('no')", "error.plugin.failed"),
        ("import sys; sys.exit()", "error.plugin.failed"),
        ("import os; os._exit(1)", "error.worker.reading.died"),
    ],
)
def test_a_plugin_that_cannot_be_loaded(
    zoo: Callable[..., Worker], tmp_path: Path, code: str, problem: str
) -> None:
    (tmp_path / "zoo/zoo.py").write_text(code)
    with pytest.raises(PlanError) as caught, zoo():
        pass
    assert caught.value.message.id == problem


def test_a_worker_ends_when_the_program_that_asks_is_gone() -> None:
    worker = subprocess.Popen(command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert worker.stdin is not None
    worker.stdin.close()
    assert worker.wait(30) == 0
    assert worker.stdout is not None
    worker.stdout.close()


def test_a_text_file_is_named(tmp_path: Path) -> None:
    path = tmp_path / "deals.xls"
    path.write_text("id\tname\n1\tx\n")
    rows = rows_of("workbook", path)
    assert isinstance(rows, Elsewhere)
    with rows.opening(None) as read:
        assert read == DelimitedFile(path)


def test_the_installed_command_is_a_worker_too() -> None:
    script = Path(sys.executable).with_name("kakehashi")
    ran = subprocess.run([script, "--worker"], input=b"", capture_output=True, check=True, timeout=30)
    assert ran.stdout == b""
