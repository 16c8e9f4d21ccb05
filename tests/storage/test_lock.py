"""One writer at a time: however many open at once, whoever takes over, whoever closes late."""

from __future__ import annotations

import json
import multiprocessing
import os
from multiprocessing.queues import Queue
from pathlib import Path

import pytest

from kakehashi.storage import lock
from kakehashi.storage.errors import OpenElsewhere


def _try(path: str, results: Queue[bool], go: str) -> None:
    while not Path(go).exists():
        pass
    try:
        lock.take(Path(path), person="x", now="now")
        results.put(True)
    except OpenElsewhere:
        results.put(False)
    while Path(go).exists():
        pass


@pytest.mark.parametrize("stale", [False, True])
def test_of_many_that_open_at_once_one_writes(tmp_path: Path, stale: bool) -> None:
    context = multiprocessing.get_context("fork")
    for n in range(10):
        plan, go = tmp_path / f"{n}.kakehashi", tmp_path / "go"
        if stale:
            gone = {"host": lock.host_name(), "person": "x", "since": "", "pid": 2**22 - 1, "token": "t"}
            lock.lock_path(plan).write_text(json.dumps(gone))
        results: Queue[bool] = context.Queue()
        openers = [context.Process(target=_try, args=(str(plan), results, str(go))) for _ in range(4)]
        for each in openers:
            each.start()
        go.touch()
        took = [results.get(timeout=20) for _ in openers]
        go.unlink()
        for each in openers:
            each.join()
        assert sum(took) == 1
        lock.lock_path(plan).unlink()
    assert list(tmp_path.iterdir()) == []


def test_closing_late_leaves_the_lock_of_who_took_over(tmp_path: Path) -> None:
    plan = tmp_path / "p.kakehashi"
    first = lock.take(plan, person="白石", now="1")
    second = lock.take(plan, person="宮原", now="2", take_over=True)
    lock.release(plan, first)
    assert lock.holder(plan) == second
    lock.release(plan, second)
    assert list(tmp_path.iterdir()) == []


def test_a_lock_that_can_not_be_read_is_taken_over(tmp_path: Path) -> None:
    plan = tmp_path / "p.kakehashi"
    lock.lock_path(plan).write_text("half")
    owner = lock.take(plan, person="白石", now="1")
    assert lock.holder(plan) == owner
    assert owner.pid == os.getpid()
