"""Edits through the window: on disk at once, told in the header, taken back by keys, after a restart too."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow

Open = Callable[[], MainWindow]


@pytest.fixture
def own_file(tmp_path: Path, files: Callable[[str, str], Path]) -> Path:
    """A plan of its own for a test that edits it."""
    return Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))


@pytest.fixture
def editable(qtbot: QtBot, program: Callable[..., Program], own_file: Path) -> Open:
    """Opens that plan for writing."""

    def open_it() -> MainWindow:
        made = program(file=own_file, language="ja", read_only=False, size=(1280, 800))
        made.start()
        assert isinstance(made.window, MainWindow)
        with qtbot.waitSignal(made.window.complete, timeout=20_000):
            pass
        return made.window

    return open_it


def on_disk(path: Path) -> list[str]:
    opened = OpenPlan.open(path, person="", clock=lambda: "", read_only=True)
    try:
        return [str(each.name) for each in opened.plan.items(Measure)]
    finally:
        opened.close()


def test_an_edit_is_on_disk_and_taken_back_by_keys(qtbot: QtBot, editable: Open, own_file: Path) -> None:
    window = editable()
    before = on_disk(own_file)
    first = window.editor.plan.items(Measure)[0]
    assert window.editor.type(first.id, "name", "展示会への出展") is None
    assert on_disk(own_file) == ["展示会への出展", *before[1:]]
    assert "展示会への出展" in window.header._undo.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert on_disk(own_file) == before
    assert "展示会への出展" in window.header._redo.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_Y, Qt.KeyboardModifier.ControlModifier)
    assert on_disk(own_file) == ["展示会への出展", *before[1:]]


def test_a_bad_value_is_told_and_changes_nothing(editable: Open, own_file: Path) -> None:
    window = editable()
    before = window.editor.plan
    line = before.of_kind("BudgetLine")[0]
    problem = window.editor.type(line.id, "planned", "十万ぐらい", "2027-04")
    assert problem is not None
    assert window.editor.plan is before


def test_edits_are_taken_back_after_a_restart(qtbot: QtBot, editable: Open, own_file: Path) -> None:
    window = editable()
    before = on_disk(own_file)
    assert window.editor.remove(window.editor.plan.items(Measure)[0].id)
    assert len(on_disk(own_file)) == len(before) - 1
    window.close()
    again = editable()
    qtbot.keyClick(again, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert on_disk(own_file) == before
