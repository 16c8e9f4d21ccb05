"""Long work beside the window: told in the status line, cancelled there, ended with a sentence."""

from __future__ import annotations

from pathlib import Path
from threading import Event, get_ident

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.walking import cut_labels

from kakehashi.progress import Progress
from kakehashi.ui.grid import Grid
from kakehashi.ui.job_line import JobLine
from kakehashi.ui.jobs import Said
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.message_bar import MessageBar
from kakehashi.words import Message, PlanError


def line_of(window: MainWindow) -> JobLine:
    found = window.findChild(JobLine)
    assert found is not None
    return found


def test_work_runs_beside_the_window_and_its_result_comes_back(opened: Opened, qtbot: QtBot) -> None:
    window, goes_on, results = opened(), Event(), []
    here = get_ident()

    def work(progress: Progress) -> int:
        progress(3, 10, "")
        goes_on.wait(20)
        return get_ident()

    def done(result: int) -> Said:
        results.append((result, get_ident()))
        return Said(Message("ui.nothing_to_save"))

    window.editor.jobs.run("書き出し", work, done)
    line = line_of(window)
    qtbot.wait_until(lambda: line.isVisible() and "書き出し 30%" in line.said.text())
    qtbot.wait_until(lambda: cut_labels(window) == [])
    goes_on.set()
    qtbot.wait_until(lambda: bool(results))
    (worked_on, told_on) = results[0]
    assert told_on == here != worked_on
    assert not line.isVisible()
    assert window.findChild(MessageBar).sentence.text() == window._look.say("ui.nothing_to_save")


def test_work_is_cancelled_with_the_mouse(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    results: list[object] = []

    def work(progress: Progress) -> None:
        qtbot_free = Event()
        while not progress.cancelled:
            qtbot_free.wait(0.005)
        raise PlanError("error.cancelled")

    window.editor.jobs.run("取り込み", work, results.append)
    line = line_of(window)
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: not line.isVisible())
    assert results == []
    assert "「取り込み」を取り消しました。" in window.findChild(MessageBar).sentence.text()


def test_a_failure_is_a_sentence_and_offers_what_can_be_done(opened: Opened, qtbot: QtBot) -> None:
    window, acted = opened(), []

    def work(_progress: Progress) -> None:
        raise PlanError("error.plan.nothing_to_undo")

    act = Said(Message("ui.nothing_to_save"), "ui.open_it", lambda: acted.append(True))
    window.editor.jobs.run("検算", work, failed=lambda _error: act)
    qtbot.wait_until(lambda: window.findChild(MessageBar) is not None)
    bar = window.findChild(MessageBar)
    assert bar.kind == "bad"
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert acted == [True]
    assert not bar.isVisible()


def test_what_can_be_done_may_also_be_left(opened: Opened, qtbot: QtBot) -> None:
    window, acted = opened(), []
    act = Said(Message("ui.nothing_to_save"), "ui.open_it", lambda: acted.append(True))
    window.editor.jobs.run("書き出し", lambda _progress: None, lambda _: act)
    qtbot.wait_until(lambda: window.findChild(MessageBar) is not None)
    bar = window.findChild(MessageBar)
    qtbot.mouseClick(bar.away, Qt.MouseButton.LeftButton)
    assert acted == []
    assert not bar.isVisible()


def test_closing_a_message_leaves_the_keyboard_where_it_was(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.activateWindow()
    qtbot.wait_until(window.isActiveWindow)
    window.go_to("budget")
    grid = next(each for each in window.findChildren(Grid) if each.isVisible())
    grid.setFocus()
    window.say_problem("貼り付けませんでした。")
    bar = window.findChild(MessageBar)
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert QApplication.focusWidget() is grid
    window.say_problem("貼り付けませんでした。")
    bar.action.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(bar.action, Qt.Key.Key_Space)
    assert not bar.isVisible()
    assert QApplication.focusWidget() is grid


def test_an_unexpected_error_of_work_names_the_log(opened: Opened, qtbot: QtBot, home: Path) -> None:
    window = opened()
    window.editor.jobs.run("検算", lambda _progress: 1 / 0)
    qtbot.wait_until(lambda: window.findChild(MessageBar) is not None)
    assert str(home) in window.findChild(MessageBar).sentence.text()
    assert "ZeroDivisionError" in (home / "log" / "kakehashi.log").read_text(encoding="utf-8")


def test_a_result_that_comes_after_the_end_is_not_told(opened: Opened) -> None:
    window = opened()
    results: list[object] = []
    window.editor.jobs.run("検算", lambda progress: progress.cancelled, results.append)
    window.editor.jobs.finish()
    QApplication.processEvents()
    assert results == []
    assert window.editor.jobs.running == ()
