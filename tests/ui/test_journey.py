"""Journey maps as somebody works on them: writing in cells, emotion by mouse and keys, stages and lanes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu, QPlainTextEdit
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened

from kakehashi.plan.content import ContentAsset
from kakehashi.plan.journey import Cell, Journey, Lane, Stage
from kakehashi.plan.journey_map import unanswered
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.journey_delegate import UNIT
from kakehashi.ui.pages.journey_map import JourneyPage
from kakehashi.ui.pages.journey_pick import Pick

KEY, LEFT, HELD = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier


@pytest.fixture
def window(editable: Opened) -> MainWindow:
    """A window with a plan of its own, at the journey."""
    return editable(page="journey")


@pytest.fixture
def page(window: MainWindow) -> JourneyPage:
    return window.findChildren(JourneyPage)[0]


def index_of(page: JourneyPage, holds: str, column: int) -> QModelIndex:
    model = page.table.journey
    row = next(row for row, lane in enumerate(model.lanes) if lane.holds == holds)
    return model.index(row, column)


def cell(page: JourneyPage, index: QModelIndex) -> Cell | None:
    page.table.setCurrentIndex(index)
    return page.table.journey.cell(index)


def text(page: JourneyPage, index: QModelIndex) -> str:
    found = cell(page, index)
    return "" if found is None else str(found.text)


def emotion(page: JourneyPage, index: QModelIndex) -> int | None:
    found = cell(page, index)
    return None if found is None else found.emotion


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, KEY.Key_Z, HELD.ControlModifier)


def write(qtbot: QtBot, page: JourneyPage, index: QModelIndex, said: str, end: KEY) -> None:
    page.table.setFocus()
    page.table.setCurrentIndex(index)
    qtbot.keyClick(page.table, KEY.Key_F2)
    field = page.table.viewport().findChildren(QPlainTextEdit)[-1]
    field.selectAll()
    qtbot.keyClicks(field, said)
    qtbot.keyClick(field, end)
    QApplication.processEvents()


def drag_point(qtbot: QtBot, page: JourneyPage, index: QModelIndex, steps: int, *, drop: bool = True) -> None:
    table = page.table
    table.scrollTo(index)
    start = table.point_at(index).toPoint()
    end = start - QPoint(0, round(steps * UNIT))
    qtbot.mousePress(table.viewport(), LEFT, pos=start)
    place, none = QPointF(end), Qt.MouseButton.NoButton
    on_screen = table.viewport().mapToGlobal(place)
    moved = QMouseEvent(QEvent.Type.MouseMove, place, on_screen, none, LEFT, HELD.NoModifier)
    QApplication.sendEvent(table.viewport(), moved)
    if drop:
        qtbot.mouseRelease(table.viewport(), LEFT, pos=end)


def test_a_cell_is_written_in(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    index = index_of(page, "action", 1)
    before = text(page, index)
    write(qtbot, page, index, "Reads the trade press", KEY.Key_Return)
    assert page.table.currentIndex().row() == index.row() + 1
    assert text(page, index) == "Reads the trade press"
    undo(qtbot, window)
    assert text(page, index) == before


def test_escape_forgets_what_was_typed(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    before = window.editor.plan
    write(qtbot, page, index_of(page, "action", 1), "Nothing of this", KEY.Key_Escape)
    assert window.editor.plan is before


def test_a_cell_is_made_by_the_first_word_and_cleared_by_delete(
    qtbot: QtBot, window: MainWindow, page: JourneyPage
) -> None:
    model = page.table.journey
    empty = next(
        model.index(row, column)
        for row, lane in enumerate(model.lanes)
        for column in range(len(model.stages))
        if lane.holds in ("form", "pain", "failure", "information")
        and model.cell(model.index(row, column)) is None
    )
    write(qtbot, page, empty, "A sheet of paper", KEY.Key_Return)
    assert text(page, empty) == "A sheet of paper"
    page.table.setCurrentIndex(empty)
    qtbot.keyClick(page.table, KEY.Key_Delete)
    assert cell(page, empty) is None
    undo(qtbot, window)
    undo(qtbot, window)
    assert cell(page, empty) is None


def test_an_open_field_outlives_an_edit_elsewhere(
    qtbot: QtBot, window: MainWindow, page: JourneyPage
) -> None:
    index = index_of(page, "action", 1)
    page.table.setFocus()
    page.table.setCurrentIndex(index)
    qtbot.keyClick(page.table, KEY.Key_F2)
    field = page.table.viewport().findChildren(QPlainTextEdit)[-1]
    qtbot.keyClicks(field, "half a sen")
    other = window.editor.plan.items(Journey)[0]
    assert window.editor.type(other.id, "scene", "Elsewhere") is None
    assert field.toPlainText() == "half a sen"
    assert field.isVisible()


def test_a_point_of_the_curve_is_dragged(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    index = next(
        index_of(page, "emotion", column)
        for column in range(len(page.table.journey.stages))
        if emotion(page, index_of(page, "emotion", column)) in (-1, 0, 1)
    )
    before = emotion(page, index)
    assert before is not None
    drag_point(qtbot, page, index, 1)
    assert emotion(page, index) == before + 1
    undo(qtbot, window)
    assert emotion(page, index) == before
    drag_point(qtbot, page, index, -9)
    assert emotion(page, index) == -2


def test_escape_lets_a_point_go(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    before, index = window.editor.plan, index_of(page, "emotion", 1)
    value = emotion(page, index) or 0
    drag_point(qtbot, page, index, -1 if value > 0 else 1, drop=False)
    assert page.table.journey.value(index.row(), index.column()) != value
    qtbot.keyClick(page.table, KEY.Key_Escape)
    qtbot.mouseRelease(page.table.viewport(), LEFT, pos=QPoint(5, 5))
    assert page.table.journey.value(index.row(), index.column()) == value
    assert window.editor.plan is before


def test_keys_alone_feel(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    index = index_of(page, "emotion", 2)
    page.table.setFocus()
    page.table.setCurrentIndex(index)
    qtbot.keyClick(page.table, KEY.Key_0)
    for key, held, value in (
        (KEY.Key_Up, HELD.AltModifier, 1),
        (KEY.Key_Minus, HELD.NoModifier, 0),
        (KEY.Key_Down, HELD.AltModifier, -1),
        (KEY.Key_2, HELD.NoModifier, 2),
        (KEY.Key_Up, HELD.AltModifier, 2),
    ):
        qtbot.keyClick(page.table, key, held)
        assert emotion(page, index) == value


def test_stages_change_places_by_key_and_the_cell_goes_along(
    qtbot: QtBot, window: MainWindow, page: JourneyPage
) -> None:
    before = [each.id for each in window.editor.plan.items(Stage)]
    page.table.setFocus()
    page.table.setCurrentIndex(index_of(page, "action", 1))
    qtbot.keyClick(page.table, KEY.Key_Right, HELD.AltModifier)
    assert [each.id for each in window.editor.plan.items(Stage)][1:3] == [before[2], before[1]]
    assert page.table.currentIndex().column() == 2
    undo(qtbot, window)
    assert [each.id for each in window.editor.plan.items(Stage)] == before


def test_a_lane_is_dragged_by_its_head(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    before = [each.id for each in window.editor.plan.items(Lane)]
    page.table.lanes.moveSection(0, 1)
    qtbot.wait_until(lambda: [each.id for each in window.editor.plan.items(Lane)] != before, timeout=2_000)
    assert [each.id for each in window.editor.plan.items(Lane)][:2] == [before[1], before[0]]
    heads = page.table.lanes
    assert [heads.visualIndex(at) for at in range(heads.count())] == list(range(heads.count()))
    assert page.table.journey.lanes[0].id == before[1]


def test_a_stage_is_added_and_named(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    count = len(window.editor.plan.items(Stage))
    qtbot.mouseClick(page._stage, LEFT)
    field = page.table.stages.findChildren(QLineEdit)[-1]
    field.selectAll()
    qtbot.keyClicks(field, "Advocacy")
    qtbot.keyClick(field, KEY.Key_Return)
    stages = window.editor.plan.items(Stage)
    assert len(stages) == count + 1
    assert stages[-1].name == "Advocacy"


def test_a_lane_is_added_from_the_menu(
    window: MainWindow, page: JourneyPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    page._open_lanes()
    menu = page.findChildren(QMenu)[0]
    count = len(page.table.journey.lanes)
    menu.actions()[0].trigger()
    assert len(page.table.journey.lanes) == count + 1


def test_what_stands_in_a_cell_is_chosen_from_a_list(
    qtbot: QtBot, window: MainWindow, page: JourneyPage, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Pick, "open_at", lambda *_: None)
    index = index_of(page, "content", 0)
    page.table.setFocus()
    page.table.setCurrentIndex(index)
    before = cell(page, index)
    qtbot.keyClick(page.table, KEY.Key_Return)
    pick = page.findChildren(Pick)[-1]
    names = [pick.names.item(row).text() for row in range(pick.names.count())]
    assert len(names) == len(window.editor.plan.items(ContentAsset))
    pick.wanted.setText(names[-1])
    ticked = pick.chosen()
    qtbot.keyClick(pick.wanted, KEY.Key_Return)
    assert pick.chosen() != ticked
    pick.hideEvent(_hidden())
    after = cell(page, index)
    assert after is not None
    assert after.content == pick.chosen()
    undo(qtbot, window)
    assert cell(page, index) == before


def _hidden():  # type: ignore[no-untyped-def]
    from PySide6.QtGui import QHideEvent

    return QHideEvent()


def test_a_gap_is_shown_and_answered(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    plan = window.editor.plan
    stages = [each.id for each in plan.items(Stage)]
    index = index_of(page, "question", 0)
    for asset in plan.items(ContentAsset):
        assert window.editor.remove(asset.id)
    for measure in plan.of_kind("Measure"):
        assert window.editor.remove(measure.id)
    gaps = unanswered(window.editor.plan)
    assert gaps
    stage = next(iter(gaps))
    column = stages.index(stage)
    row = index_of(page, "content", 0).row()
    assert page.table.journey.drawn(row, column).gap
    assert page.table.journey.drawn(index.row(), column).tinted
    page.answer(stage)
    new = window.editor.plan.items(ContentAsset)[0]
    assert (new.stage, new.answers) == (stage, (gaps[stage].cell.id,))
    assert stage not in unanswered(window.editor.plan)


def test_the_journey_to_be_is_made_from_the_one_that_is(
    qtbot: QtBot, window: MainWindow, page: JourneyPage
) -> None:
    before = window.editor.plan
    page._show_other(state="to_be")
    assert page.journey is None
    qtbot.mouseClick(page._make, LEFT)
    made = page.journey
    assert made is not None
    assert made.state == "to_be"
    assert len(page.table.journey.lanes) == len(before.items(Lane))
    assert len(window.editor.plan.items(Cell)) == 2 * len(before.items(Cell))
    undo(qtbot, window)
    assert window.editor.plan.items(Journey) == before.items(Journey)


def test_a_block_is_pasted_as_one_step(qtbot: QtBot, window: MainWindow, page: JourneyPage) -> None:
    before = window.editor.plan
    index = index_of(page, "action", 0)
    page.table.setFocus()
    page.table.setCurrentIndex(index)
    QGuiApplication.clipboard().setText("見る\t聞く\n読む\t書く\n")
    qtbot.keyClick(page.table, KEY.Key_V, HELD.ControlModifier)
    found = [text(page, page.table.journey.index(row, column)) for row in (0, 1) for column in (0, 1)]
    assert found == ["見る", "聞く", "読む", "書く"]
    undo(qtbot, window)
    assert window.editor.plan.items(Cell) == before.items(Cell)


def test_who_only_reads_changes_nothing(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path]
) -> None:
    made = program(file=files("edited", "ja"), size=(1280, 800), page="journey")
    made.start()
    window = made.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    page, before = window.findChildren(JourneyPage)[0], window.editor.plan
    page.table.setFocus()
    page.table.setCurrentIndex(index_of(page, "emotion", 1))
    for key in (KEY.Key_F2, KEY.Key_Delete, KEY.Key_2, KEY.Key_Return):
        qtbot.keyClick(page.table, key)
    drag_point(qtbot, page, index_of(page, "emotion", 1), 1)
    assert window.editor.plan is before
    assert page._stage.toolTip()
