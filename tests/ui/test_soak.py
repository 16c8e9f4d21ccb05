"""Random keys and clicks for minutes, with a fixed seed: no exception, no hang, nothing left, a sound plan.

Minutes and seed come from $KAKEHASHI_SOAK_MINUTES (10) and $KAKEHASHI_SOAK_SEED (1).
"""

from __future__ import annotations

import gc
import os
import random
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType

import pytest
from PySide6.QtCore import QEvent, QObject, QPoint, Qt, QTimer
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from pytestqt.qtbot import QtBot
from shiboken6 import isValid
from tests.ui.every_page import PAGES

from kakehashi.open_plan import OpenPlan
from kakehashi.ui import restarting
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow

pytestmark = pytest.mark.slow
MINUTES = float(os.environ.get("KAKEHASHI_SOAK_MINUTES", "10"))
SEED = int(os.environ.get("KAKEHASHI_SOAK_SEED", "1"))
HANG = 1.0
"""Seconds that an act may take until the window answers again."""

TEXTS = ("展示会", "1,200", "１２３４", "50%", "(1,200)", "3万", "abc", "2027-06", "=1+1", "-", "はい")
KEYS = (
    *(Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Tab, Qt.Key.Key_Backtab),
    *(Qt.Key.Key_Return, Qt.Key.Key_Escape, Qt.Key.Key_F2, Qt.Key.Key_Delete, Qt.Key.Key_Space),
    *(Qt.Key.Key_Home, Qt.Key.Key_End, Qt.Key.Key_PageDown, Qt.Key.Key_F6),
)
WITH_CONTROL = "ZYKICVDRFS0"  # not O, P, Q: files, printers and the end are the system's


class Monkey:
    """Acts at random on whatever can be reached."""

    def __init__(self, window: MainWindow, seed: int) -> None:
        self.window = window
        self.chance = random.Random(seed)
        self.done: list[str] = []

    def act(self) -> None:
        """One act, noted before it is done."""
        acts = (self.page, self.key, self.key, self.key, self.control, self.click, self.click, self.type)
        self.chance.choice(acts)()

    def page(self) -> None:
        page = self.chance.choice(PAGES)
        self.note(f"page {page}")
        self.window.go_to(page)

    def key(self) -> None:
        key = self.chance.choice(KEYS)
        self.note(f"key {key.name}")
        QTest.keyClick(self.target(), key)

    def control(self) -> None:
        letter = self.chance.choice(WITH_CONTROL)
        self.note(f"Ctrl+{letter}")
        QTest.keyClick(self.target(), Qt.Key(ord(letter)), Qt.KeyboardModifier.ControlModifier)

    def type(self) -> None:
        said = self.chance.choice(TEXTS)
        self.note(f"type {said}")
        target = self.target()
        for letter in said:
            if letter.isascii():
                QTest.keyClick(target, letter)

    def click(self) -> None:
        there = (each for each in self.top().findChildren(QWidget) if isValid(each))  # a list may be gone
        seen = [each for each in there if each.isVisible() and each.isEnabled()]
        if not seen:
            return
        widget = self.chance.choice(seen)
        at = QPoint(self.chance.randrange(widget.width() + 1), self.chance.randrange(widget.height() + 1))
        twice = self.chance.random() < 0.2
        self.note(f"{'double ' if twice else ''}click {type(widget).__name__} {widget.accessibleName()[:40]}")
        (QTest.mouseDClick if twice else QTest.mouseClick)(
            widget, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, at
        )

    def top(self) -> QWidget:
        return QApplication.activePopupWidget() or QApplication.activeModalWidget() or self.window

    def target(self) -> QWidget:
        return QApplication.focusWidget() or self.window

    def note(self, act: str) -> None:
        self.done.append(act)


class _StaysOpen(QObject):
    """Whoever chooses 'Quit' finds the window still there: acts go on."""

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Close:
            event.ignore()
        return event.type() == QEvent.Type.Close


def _leave_the_system_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    """No other program is started, whatever command is hit upon."""
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda _url: True)

    def start_again(*_given: object, **_named: object) -> None:
        raise restarting.NotRestarted("error.ui.no_restart", reason="soak")

    monkeypatch.setattr(restarting, "start_again", start_again)


def _close_modals() -> None:
    """A dialog that waits for an answer in a loop of its own is left by Esc after a moment."""
    modal = QApplication.activeModalWidget()
    if isinstance(modal, QDialog):
        modal.reject()
    popup = QApplication.activePopupWidget()
    if popup is not None:
        popup.close()


def _tops() -> int:
    """Windows there are, seen or not, beside garbage."""
    gc.collect()
    return len(QApplication.topLevelWidgets())


def _again(made: Program, path: Path, qtbot: QtBot) -> MainWindow:
    """The window that is there now, with the plan of before."""
    _close_modals()
    made.open_file(path)
    qtbot.wait_until(lambda: isinstance(made.window, MainWindow) and made.window.session.state.path == path)
    window = made.window
    assert isinstance(window, MainWindow)
    qtbot.wait_until(lambda: window.isVisible() and window.session.state.fresh, timeout=30_000)
    return window


def test_random_acts(
    qtbot: QtBot,
    program: Callable[..., Program],
    files: Callable[[str, str], Path],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    from kakehashi.ui import log

    unexpected: list[str] = []
    real = log.keep_in_log

    def keep(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Path:
        import traceback

        unexpected.append("".join(traceback.format_exception(kind, error, trace)))
        return real(kind, error, trace)

    monkeypatch.setattr(log, "keep_in_log", keep)
    _leave_the_system_alone(monkeypatch)
    path = Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))
    made = program(file=path, language="ja", read_only=False, size=(1280, 800))
    made.start()
    window = made.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    stays_open = _StaysOpen()
    window.installEventFilter(stays_open)
    closer = QTimer(made, interval=400)
    closer.timeout.connect(_close_modals)
    closer.start()
    threads, windows = threading.active_count(), _tops()
    monkey, slow = Monkey(window, SEED), []
    until = time.monotonic() + MINUTES * 60
    while time.monotonic() < until:
        start = time.perf_counter()
        monkey.act()
        QApplication.processEvents()
        seconds = time.perf_counter() - start
        if seconds > HANG and QApplication.activeModalWidget() is None:
            slow.append(f"{seconds:.1f} s: {monkey.done[-1]} on {window.chapter}")
        assert unexpected == [], "\n".join([*unexpected, *monkey.done[-20:]])
        if made.window is not window:  # another plan was opened by Ctrl+K, or the start page
            window = monkey.window = _again(made, path, qtbot)
            window.installEventFilter(stays_open)
        assert window.isVisible(), "\n".join(monkey.done[-20:])
    with capsys.disabled():
        sys.stdout.write(f"\n{len(monkey.done)} acts\n")
    _close_modals()
    QTest.qWait(1500)
    assert slow == []
    assert threading.active_count() <= threads + 2
    assert [each for each in QApplication.topLevelWidgets() if each.isVisible()] == [window]
    window.removeEventFilter(stays_open)
    made.show_start()  # with the window goes what its pages keep: the lists of their choices, menus
    qtbot.wait_until(lambda: _tops() <= windows + 3)
    opened = OpenPlan.open(path, person="", clock=lambda: "", read_only=True)
    opened.whole_check()
    assert len(opened.plan) > 0
    opened.close()
