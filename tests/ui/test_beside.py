"""Of what is asked for while something runs, only the last is run."""

from __future__ import annotations

import threading
from collections.abc import Callable
from threading import Event

import pytest
import shiboken6
from pytestqt.qtbot import QtBot

from kakehashi.ui.application import Program
from kakehashi.ui.beside import Newest


def test_only_the_newest_waits(qtbot: QtBot) -> None:
    worker, go, found = Newest(), Event(), []
    worker.done.connect(found.append)
    worker.ask(lambda: go.wait(10) and "first")
    for name in ("second", "third", "last"):
        worker.ask(lambda name=name: name)
    go.set()
    qtbot.wait_until(lambda: not worker.busy and len(found) == 2, timeout=10_000)
    assert found == ["first", "last"]


def test_what_fails_is_logged_and_the_next_runs(qtbot: QtBot, caplog: pytest.LogCaptureFixture) -> None:
    worker, found = Newest(), []
    worker.done.connect(found.append)
    worker.ask(lambda: 1 / 0)
    qtbot.wait_until(lambda: found == [None], timeout=10_000)
    assert "ZeroDivisionError" in caplog.text
    worker.ask(lambda: 5)
    qtbot.wait_until(lambda: found == [None, 5], timeout=10_000)


def test_work_that_ends_after_the_window_tells_nobody(
    qtbot: QtBot, program: Callable[..., Program], monkeypatch: pytest.MonkeyPatch
) -> None:
    raised: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", raised.append)
    worker, go, found, at_work = Newest(), Event(), [], []
    worker.done.connect(found.append)
    worker.ask(lambda: at_work.append(threading.current_thread()) or go.wait(10))
    qtbot.wait_until(lambda: len(at_work) == 1, timeout=10_000)
    program().finish()
    shiboken6.delete(worker)  # as Qt does at the end of the program
    go.set()
    at_work[0].join(10)
    assert (found, raised) == ([], [])
