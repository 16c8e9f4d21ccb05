"""Trying assumptions as a person: by keys and mouse, typed, restored, applied, undone, kept as a scenario."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QLabel, QPushButton
from pytestqt.qtbot import QtBot
from tests.ui.walking import cut_labels

from kakehashi.forecast.what_if import LEADS
from kakehashi.plan.simulation import FunnelStep, Scenario
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.simulation_assumptions import AssumptionRow
from kakehashi.ui.pages.simulation_board import SimulationBoard

Made = tuple[MainWindow, SimulationBoard]
Make = Callable[..., Made]


@pytest.fixture
def board(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path], tmp_path: Path
) -> Make:
    """The simulation of a plan of its own."""

    def make(*, language: str = "ja", read_only: bool = False, size: tuple[int, int] = (1280, 800)) -> Made:
        path = Path(shutil.copy(files("starter", language), tmp_path / "plan.kakehashi"))
        made = program(file=path, language=language, read_only=read_only, size=size, page="simulation")
        made.start()
        window = made.window
        assert isinstance(window, MainWindow)
        with qtbot.waitSignal(window.complete, timeout=20_000):
            pass
        window.page.choose_view("simulation_board")  # type: ignore[union-attr]
        found = window.findChild(SimulationBoard)
        assert isinstance(found, SimulationBoard)
        settled(qtbot, found)
        return window, found

    return make


def settled(qtbot: QtBot, board: SimulationBoard) -> None:
    def shown() -> bool:
        outcome = board.outcome
        return outcome is not None and outcome.asked.trial == board.trial and not board._worker.busy

    qtbot.wait_until(shown, timeout=10_000)


def rate_row(board: SimulationBoard) -> AssumptionRow:
    """The row of the last way: valid opportunity to won."""
    return next(row for key, row in reversed(board.assumptions.rows.items()) if key.endswith(".rate"))


def won(board: SimulationBoard) -> Decimal:
    assert board.outcome is not None
    found = board.outcome.run.economics.won
    assert found is not None
    return found


def planned_rate(window: MainWindow) -> Decimal:
    steps = [each for each in window.editor.plan.items(FunnelStep) if each.rate is not None]
    rate = steps[-1].rate
    assert rate is not None
    assert rate.value is not None
    return rate.value


def test_keys_move_a_slider_and_nothing_is_written(qtbot: QtBot, board: Make) -> None:
    window, shown = board()
    before, plan, row = won(shown), window.editor.plan, rate_row(shown)
    qtbot.keyClick(row.slider, Qt.Key.Key_PageUp)
    qtbot.keyClick(row.slider, Qt.Key.Key_Right)
    settled(qtbot, shown)
    assert row.value > planned_rate(window)
    assert won(shown) > before
    assert window.editor.plan is plan
    assert row.source.text() == f"計画では {planned_rate(window) * 100:.1f}%"
    qtbot.keyClick(row.slider, Qt.Key.Key_Delete)
    settled(qtbot, shown)
    assert won(shown) == before
    assert not shown.apply.isEnabled()


def test_the_mouse_drags_and_a_double_click_restores(qtbot: QtBot, board: Make) -> None:
    _, shown = board()
    row, before = rate_row(shown), won(shown)
    slider = row.slider
    middle = slider.height() // 2
    qtbot.mousePress(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width() // 2, middle))
    for share in (60, 70, 80, 100):
        qtbot.mouseMove(slider, QPoint(slider.width() * share // 100, middle))
    qtbot.mouseRelease(slider, Qt.MouseButton.LeftButton, pos=QPoint(slider.width(), middle))
    settled(qtbot, shown)
    assert slider.exact == slider.maximum() * slider._step
    assert won(shown) > before
    qtbot.mouseDClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(20, middle))
    settled(qtbot, shown)
    assert won(shown) == before


def test_a_typed_figure_means_its_unit_and_a_wrong_one_is_told(qtbot: QtBot, board: Make) -> None:
    window, shown = board()
    row = rate_row(shown)
    for typed in ("４０", "40%"):
        row.edit.selectAll()
        row.edit.insert(typed)  # as an input method does
        qtbot.keyClick(row.edit, Qt.Key.Key_Return)
        assert row.value == Decimal("0.4"), typed
        assert row.edit.text() == "40.0"
    row.edit.selectAll()
    qtbot.keyClicks(row.edit, "140")
    qtbot.keyClick(row.edit, Qt.Key.Key_Return)
    assert row.value == Decimal("0.4")
    assert row.edit.text() == "140"
    assert "1" in row.source.text()
    assert row.source.text() != f"計画では {planned_rate(window) * 100:.1f}%"
    qtbot.keyClick(row.edit, Qt.Key.Key_Escape)
    assert row.edit.text() == "40.0"


@pytest.mark.parametrize(("language", "unit"), [("ja", "か月"), ("en", " months")])
def test_a_way_takes_longer_and_a_deal_leaves_less(
    qtbot: QtBot, board: Make, language: str, unit: str
) -> None:
    window, shown = board(language=language)
    margin = next(row for key, row in shown.assumptions.rows.items() if key.endswith(".gross_margin"))
    worth = shown.outcome.run.economics.gross_profit  # type: ignore[union-attr]
    margin.edit.selectAll()
    qtbot.keyClicks(margin.edit, "30")
    qtbot.keyClick(margin.edit, Qt.Key.Key_Return)
    settled(qtbot, shown)
    assert shown.outcome.run.economics.gross_profit < worth  # type: ignore[union-attr]
    qtbot.mouseClick(shown.restore, Qt.MouseButton.LeftButton)
    settled(qtbot, shown)
    row = next(row for key, row in reversed(shown.assumptions.rows.items()) if key.endswith(".lag"))
    before, planned = won(shown), row.value
    qtbot.keyClick(row.slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    assert won(shown) < before
    assert f"{planned:.1f}{unit}" in row.source.text()
    qtbot.mouseClick(shown.apply, Qt.MouseButton.LeftButton)
    settled(qtbot, shown)
    step = next(each for each in window.editor.plan.items(FunnelStep) if each.marks == "valid")
    assert step.lag is not None
    assert step.lag.value == row.value > planned


@pytest.mark.parametrize("language", ["ja", "en"])
def test_all_scenarios_are_seen_at_once(qtbot: QtBot, board: Make, language: str) -> None:
    window, shown = board(language=language)
    while len(window.editor.plan.items(Scenario)) < 4:
        window.editor.add("Scenario", name="Ein weiteres Szenario mit langem Namen")
    settled(qtbot, shown)
    table = shown.right.scenarios
    assert table.model().columnCount() == 6
    qtbot.wait_until(lambda: table.horizontalScrollBar().maximum() == 0)
    inside = table.viewport().rect()
    assert table.columnViewportPosition(5) + table.columnWidth(5) <= inside.width()
    funnel, scenarios = shown.right._funnel_panel.geometry(), shown.right._scenario_panel.geometry()
    assert not funnel.intersects(scenarios)
    assert scenarios.top() - funnel.bottom() > 10


def test_applied_as_one_step_and_taken_back(qtbot: QtBot, board: Make) -> None:
    window, shown = board()
    before, row = planned_rate(window), rate_row(shown)
    plan = window.editor.plan
    shown.assumptions.moved.emit(LEADS, Decimal("1.2"))
    qtbot.keyClick(row.slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    tried = won(shown)
    qtbot.mouseClick(shown.apply, Qt.MouseButton.LeftButton)
    settled(qtbot, shown)
    assert planned_rate(window) > before
    assert won(shown) == tried
    assert not shown.trial.values
    assert "試算" in window.header._undo.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert planned_rate(window) == before
    assert list(window.editor.plan) == list(plan)


def test_kept_as_a_scenario_that_stands_beside_the_plan(qtbot: QtBot, board: Make) -> None:
    window, shown = board()
    rate, row = planned_rate(window), rate_row(shown)
    count = len(window.editor.plan.items(Scenario))
    qtbot.keyClick(row.slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    tried = won(shown)
    qtbot.mouseClick(shown.save, Qt.MouseButton.LeftButton)
    settled(qtbot, shown)
    added = window.editor.plan.items(Scenario)[-1]
    assert len(window.editor.plan.items(Scenario)) == count + 1
    assert planned_rate(window) == rate
    assert shown.outcome is not None
    assert shown.outcome.scenarios[added.id].economics.won == tried == won(shown)
    model = shown.right.scenarios.model()
    titles = [model.headerData(at, Qt.Orientation.Horizontal) for at in range(model.columnCount())]
    assert added.name in titles
    qtbot.mouseClick(shown.restore, Qt.MouseButton.LeftButton)
    settled(qtbot, shown)
    assert won(shown) != tried


def test_worked_back_it_says_what_the_goal_needs(qtbot: QtBot, board: Make) -> None:
    _, shown = board()
    backward = next(each for each in shown.findChildren(QPushButton) if each.text() == "逆算")
    qtbot.mouseClick(backward, Qt.MouseButton.LeftButton)
    assert shown.outcome is not None
    goal = shown.outcome.goal
    assert goal is not None
    assert goal.factor is not None
    table = shown.right.needed
    assert table.isVisible()
    assert table.model().rowCount() == 2 * len(goal.required)
    before = table.copied()
    qtbot.keyClick(rate_row(shown).slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    assert table.copied() != before
    assert f"{shown.outcome.goal.factor:.2f}倍" in shown.right.takes.text()  # type: ignore[union-attr]


def test_a_plan_that_can_only_be_read_can_be_tried_but_not_written(qtbot: QtBot, board: Make) -> None:
    _, shown = board(read_only=True)
    before = won(shown)
    qtbot.keyClick(rate_row(shown).slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    assert won(shown) > before
    for button in (shown.apply, shown.save):
        assert not button.isEnabled()
        assert button.toolTip() == "読み取り専用"
    assert shown.restore.isEnabled()


def test_what_is_tried_is_found_again_after_leaving_the_page(qtbot: QtBot, board: Make) -> None:
    window, shown = board()
    qtbot.keyClick(rate_row(shown).slider, Qt.Key.Key_End)
    settled(qtbot, shown)
    tried = won(shown)
    window.go_to("budget")
    window.go_to("simulation")
    again = next(each for each in window.findChildren(SimulationBoard) if each.isVisible())
    settled(qtbot, again)
    assert won(again) == tried


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1024, 680), (1920, 1080)])
def test_no_text_is_cut(board: Make, language: str, size: tuple[int, int]) -> None:
    window, shown = board(language=language, size=size)
    inside = {each.text() for each in shown.findChildren(QLabel)}
    assert [each for each in cut_labels(window) if each in inside] == []
