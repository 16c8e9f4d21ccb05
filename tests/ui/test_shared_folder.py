"""A plan that others have too: in a synchronised folder, or open on another computer."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import opener
from tests.ui.walking import cut_labels

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.changes import setting
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.message_bar import MessageBar
from kakehashi.ui.pages.overview import Overview

Files = Callable[[str, str], Path]


def window_of(program: Callable[..., Program], qtbot: QtBot, path: Path, language: str) -> MainWindow:
    started = program(file=path, read_only=False, language=language)
    started.start()
    window = started.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    QApplication.processEvents()
    return window


@pytest.mark.parametrize(
    ("language", "warned"),
    [("ja", "Dropboxの同期フォルダー"), ("en", "folder that Dropbox synchronises")],
)
def test_a_synchronised_folder_and_copies_in_it_are_told_one_after_the_other(
    files: Files,
    program: Callable[..., Program],
    qtbot: QtBot,
    tmp_path: Path,
    home: Path,
    language: str,
    warned: str,
) -> None:
    folder = tmp_path / "Dropbox"
    folder.mkdir()
    plan = folder / "plan.kakehashi"
    shutil.copy(files("starter", language), plan)
    shutil.copy(plan, folder / "plan (KEIRI-07).kakehashi")
    window = window_of(program, qtbot, plan, language)
    bar = window.findChild(MessageBar)
    assert bar is not None
    assert bar.isVisible()
    assert warned in bar.sentence.text()
    assert cut_labels(window) == []
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert "plan (KEIRI-07).kakehashi" in bar.sentence.text()
    assert bar.isVisible()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()


def test_who_opens_second_sees_what_the_first_writes_while_both_have_it_open(
    files: Files, program: Callable[..., Program], qtbot: QtBot, tmp_path: Path, home: Path
) -> None:
    plan = tmp_path / "plan.kakehashi"
    shutil.copy(files("starter", "ja"), plan)
    first = opener(plan, False)
    try:
        window = window_of(program, qtbot, plan, "ja")
        assert window._session.state.read_only
        bar = window.findChild(MessageBar)
        assert bar is not None
        assert "読み取り専用で開きました" in bar.sentence.text()
        page = window.page
        assert isinstance(page, Overview)
        budget = page.figures.cards[2]
        before = budget.accessibleName()
        about, line = first.plan.only(About), first.plan.items(BudgetLine)[0]
        month = min(line.planned)
        first.apply(setting(first.plan, about.id, "company", "カケハシ工業"))
        first.apply(setting(first.plan, line.id, "planned", line.planned[month] + 10_000_000, month))
        qtbot.wait_until(lambda: window._chapters.company.text() == "カケハシ工業", timeout=10_000)
        qtbot.wait_until(lambda: "枠を" in budget.accessibleName(), timeout=10_000)
        assert budget.accessibleName() != before
        view = page.todo.view
        assert view is not None
        qtbot.wait_until(lambda: any(row.mark == "bad" for row in view._model._rows), timeout=20_000)
        assert bar.isVisible()
    finally:
        first.close()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not window._session.state.read_only
    assert not bar.isVisible()
