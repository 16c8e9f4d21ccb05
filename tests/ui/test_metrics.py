"""KGI and KPI as a person works on them: the tree with its answers."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from kakehashi.plan.agreeing import answers
from kakehashi.plan.metrics import Agreement, Metric
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.metrics_tree import MetricsTree

Open = Callable[..., tuple[MainWindow, QWidget]]


@pytest.fixture
def view(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> Open:
    """A view of the chapter, of a plan of its own."""

    def make(
        key: str, *, read_only: bool = False, size: tuple[int, int] = (1280, 800)
    ) -> tuple[MainWindow, QWidget]:
        path = Path(shutil.copy(files("starter", "ja"), tmp_path / "plan.kakehashi"))
        made = program(file=path, language="ja", read_only=read_only, size=size, page="metrics")
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        window.page.choose_view(key)  # type: ignore[union-attr]
        shown = window.page._views_made[key]  # type: ignore[union-attr]
        return window, shown

    return make


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)


def shared(window: MainWindow) -> Metric:
    return next(each for each in window.editor.plan.items(Metric) if each.shared_by)


# ---- the tree


def tree_of(view: Open, **wanted: bool) -> tuple[MainWindow, MetricsTree]:
    window, shown = view("metrics_tree", **wanted)
    assert isinstance(shown, MetricsTree)
    return window, shown


def test_arrows_walk_and_the_inspector_follows(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    first = shown.tree.chosen
    assert window.editor.plan.item(first).role == "kgi"  # type: ignore[attr-defined]
    shown.tree.setFocus()
    with qtbot.waitSignal(shown.item_chosen) as chosen:
        qtbot.keyClick(shown.tree, Qt.Key.Key_Right)
    assert chosen.args == [shown.tree.chosen]
    assert shown.tree.chosen != first


def test_a_department_answers_by_its_button_and_it_is_taken_back(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    metric = shared(window)
    assert shown.show_item(metric.id)
    department = metric.shared_by[0]
    button = shown.answers.buttons[department]
    before = window.editor.plan
    agreed = next(each for each in button.menu().actions() if each.text() == "合意")
    agreed.trigger()
    said = {each.id: own for each, own in answers(window.editor.plan, metric)}[department]
    assert isinstance(said, Agreement)
    assert (said.state, said.by) == ("agreed", "テスト")
    assert "合意" in shown.answers.buttons[department].text()
    assert shown.answers.buttons[department] is button
    undo(qtbot, window)
    assert list(window.editor.plan) == list(before)


def test_a_metric_added_below_leads_to_the_chosen_one(qtbot: QtBot, view: Open) -> None:
    window, shown = tree_of(view)
    whole = shown.tree.chosen
    qtbot.mouseClick(shown.add, Qt.MouseButton.LeftButton)
    added = window.editor.plan.item(shown.tree.chosen)
    assert isinstance(added, Metric)
    assert added.leads_to == whole
    qtbot.keyClick(shown.tree, Qt.Key.Key_Delete)
    assert window.editor.plan.get(added.id) is None
    undo(qtbot, window)
    assert window.editor.plan.get(added.id) is not None


def test_a_plan_that_can_only_be_read_takes_no_answers(view: Open) -> None:
    window, shown = tree_of(view, read_only=True)
    shown.show_item(shared(window).id)
    assert shown.answers.buttons
    for button in (shown.add, *shown.answers.buttons.values()):
        assert not button.isEnabled()
        assert button.toolTip() == "読み取り専用"
