"""A plan whose last opening was not closed cleanly says above the page where the copy from then lies."""

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

from kakehashi.open_plan import kept_copy
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.message_bar import MessageBar

Files = Callable[[str, str], Path]
Programs = Callable[..., Program]


@pytest.fixture
def unclosed(files: Files, tmp_path: Path) -> Path:
    """A plan as a program leaves it that is stopped: the copy of the file as opened is still there."""
    path = tmp_path / "plan.kakehashi"
    shutil.copyfile(files("starter", "ja"), path)
    plan = opener(path, read_only=True)
    copy = kept_copy(path, plan.plan.uuid)
    plan.close()
    copy.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(path, copy)
    return path


def shown(program: Programs, qtbot: QtBot, path: Path, **wanted: object) -> tuple[Program, MainWindow]:
    started = program(file=path, **wanted)
    started.start()
    window = started.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    QApplication.processEvents()
    return started, window


@pytest.mark.parametrize(
    ("language", "words"), [("ja", "正しく閉じられませんでした"), ("en", "not closed properly")]
)
def test_the_copy_is_told_until_it_was_read(
    unclosed: Path, program: Programs, qtbot: QtBot, language: str, words: str
) -> None:
    started, window = shown(program, qtbot, unclosed, language=language, read_only=False)
    bar = window.findChild(MessageBar)
    copy = window._session.opened.unclosed
    assert copy is not None
    assert copy.exists()
    assert words in bar.sentence.text()
    assert str(copy) in bar.sentence.text()
    assert cut_labels(window) == []
    started.appearance.choose_theme("dark")  # another look: all is built anew, the message stays
    QApplication.processEvents()
    bar = window._notices._made
    assert bar is not None
    assert bar.isVisible()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    window._show()
    assert not bar.isVisible()


def test_a_problem_is_not_hidden_by_it(unclosed: Path, program: Programs, qtbot: QtBot) -> None:
    _, window = shown(program, qtbot, unclosed, read_only=False)
    window.say_problem("Something else.")
    window._show()
    assert window.findChild(MessageBar).sentence.text() == "Something else."


def test_who_only_reads_is_told_nothing(unclosed: Path, program: Programs, qtbot: QtBot) -> None:
    _, window = shown(program, qtbot, unclosed, read_only=True)
    assert window.findChild(MessageBar) is None


def test_a_synchronised_folder_is_warned_of_until_that_was_read(
    files: Files, tmp_path: Path, program: Programs, qtbot: QtBot
) -> None:
    folder = tmp_path / "OneDrive"
    folder.mkdir()
    path = shutil.copyfile(files("starter", "ja"), folder / "plan.kakehashi")
    _, window = shown(program, qtbot, path, read_only=False)
    bar = window.findChild(MessageBar)
    assert "OneDrive" in bar.sentence.text()
    assert bar.isVisible()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
