"""Circles that hold widgets end on the window's thread, whoever makes objects meanwhile."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from threading import Thread, current_thread

from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot


def test_a_thread_beside_the_window_takes_no_widget_apart(program: Callable, qtbot: QtBot) -> None:
    made = program()
    made.start()
    qtbot.wait_until(lambda: gc.get_freeze_count() > 0)  # painted: what is there from now on can be garbage
    ended_on: list[Thread] = []
    for _ in range(50):
        label = QLabel("x")
        circle = [label]
        circle.append(circle)  # type: ignore[arg-type]
        weakref.finalize(label, lambda: ended_on.append(current_thread()))
    del label, circle
    kept: list[object] = []
    worker = Thread(target=lambda: kept.extend([] for _ in range(20 * gc.get_threshold()[0])))
    worker.start()
    worker.join()
    qtbot.wait_until(lambda: len(ended_on) == 50)
    assert set(ended_on) == {current_thread()}
