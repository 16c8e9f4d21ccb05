"""The organization as somebody works on it: by mouse, by keys alone, each act one step that is taken back."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLineEdit, QMenu
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened

from kakehashi.plan.duties import duties
from kakehashi.plan.organization import Responsibility, Role
from kakehashi.ui.application import Program
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.pages.organization_chart import OrganizationChart
from kakehashi.ui.pages.organization_raci import Duties

KEY, LEFT, HELD = Qt.Key, Qt.MouseButton.LeftButton, Qt.KeyboardModifier


@pytest.fixture
def window(editable: Opened) -> MainWindow:
    """A window with a plan of its own, at the organization."""
    return editable(page="organization")


@pytest.fixture
def page(window: MainWindow) -> OrganizationChart:
    return window.findChildren(OrganizationChart)[0]


@pytest.fixture
def raci(window: MainWindow) -> Duties:
    assert isinstance(window.page, ChapterPage)
    window.page.choose_view("organization_raci")
    QApplication.processEvents()
    return window.findChildren(Duties)[0]


def role(window: MainWindow, at: int) -> Role:
    return window.editor.plan.items(Role)[at]


def boss(window: MainWindow, role_id: str) -> str | None:
    found = window.editor.plan.find(Role, role_id)
    assert found is not None
    return found.reports_to


def middle(page: OrganizationChart, role_id: str) -> QPoint:
    return page.chart.place_of(role_id).center().toPoint()


def drag(qtbot: QtBot, page: OrganizationChart, role_id: str, to: str, *, drop: bool = True) -> None:
    chart = page.chart
    start, end = middle(page, role_id), middle(page, to)
    qtbot.mousePress(chart, LEFT, pos=start)
    for part in (0.3, 0.7, 1.0):
        at = start + QPoint(round((end.x() - start.x()) * part), round((end.y() - start.y()) * part))
        _move(chart, at)
    if drop:
        qtbot.mouseRelease(chart, LEFT, pos=end)


def _move(widget, at: QPoint) -> None:  # type: ignore[no-untyped-def]
    """A move with the button held, which QTest doesn't make."""
    from PySide6.QtCore import QEvent, QPointF
    from PySide6.QtGui import QMouseEvent

    place = QPointF(at)
    event = QMouseEvent(
        QEvent.Type.MouseMove,
        place,
        widget.mapToGlobal(place),
        Qt.MouseButton.NoButton,
        LEFT,
        HELD.NoModifier,
    )
    QApplication.sendEvent(widget, event)


def undo(qtbot: QtBot, window: MainWindow) -> None:
    qtbot.keyClick(window, KEY.Key_Z, HELD.ControlModifier)


# ---- the chart


def test_a_role_is_dragged_to_another_boss(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    moved, target = role(window, 4), role(window, 3)
    before = moved.reports_to
    assert before not in (None, target.id)
    drag(qtbot, page, moved.id, target.id)
    assert boss(window, moved.id) == target.id
    assert page.chart.chosen == moved.id
    undo(qtbot, window)
    assert boss(window, moved.id) == before


def test_under_whom_it_can_not_stand_is_told_while_it_is_dragged(
    qtbot: QtBot, window: MainWindow, page: OrganizationChart
) -> None:
    head, below = role(window, 2), role(window, 4)
    assert below.reports_to == head.id
    drag(qtbot, page, head.id, below.id, drop=False)
    assert page._hint.isVisible()
    assert "輪" in page._hint.text()
    qtbot.mouseRelease(page.chart, LEFT, pos=middle(page, below.id))
    assert boss(window, head.id) == head.reports_to
    assert not page._hint.isVisible()


def test_escape_leaves_all_as_it_was(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    moved = role(window, 4)
    drag(qtbot, page, moved.id, role(window, 3).id, drop=False)
    qtbot.keyClick(page.chart, KEY.Key_Escape)
    qtbot.mouseRelease(page.chart, LEFT, pos=middle(page, role(window, 3).id))
    assert boss(window, moved.id) == moved.reports_to


def test_keys_alone_give_another_boss(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    moved = role(window, 1)
    page.chart.setFocus()
    page.chart.choose(moved.id)
    qtbot.keyClick(page.chart, KEY.Key_M)
    qtbot.keyClick(page.chart, KEY.Key_Right)
    target = page.chart.chosen
    assert target not in ("", moved.id)
    qtbot.keyClick(page.chart, KEY.Key_Return)
    assert boss(window, moved.id) == target
    undo(qtbot, window)
    assert boss(window, moved.id) == moved.reports_to


def test_names_are_written_on_the_card(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    first = role(window, 0)
    page.chart.setFocus()
    page.chart.choose(first.id)
    qtbot.keyClick(page.chart, KEY.Key_F2)
    names = page._names
    assert names is not None
    names.person.setText("白石 恵美")
    names.title.setText("CMO")
    qtbot.keyClick(names.title, KEY.Key_Return)
    assert (role(window, 0).person, role(window, 0).title) == ("白石 恵美", "CMO")
    undo(qtbot, window)
    assert (role(window, 0).person, role(window, 0).title) == (first.person, first.title)


def test_a_double_click_writes_too_and_escape_forgets(
    qtbot: QtBot, window: MainWindow, page: OrganizationChart
) -> None:
    first = role(window, 0)
    qtbot.mouseDClick(page.chart, LEFT, pos=middle(page, first.id))
    names = page._names
    assert names is not None
    qtbot.keyClicks(names.person, "Somebody")
    qtbot.keyClick(names.person, KEY.Key_Escape)
    assert role(window, 0) == first
    assert not names.isVisible()


@pytest.mark.parametrize("held", [HELD.NoModifier, HELD.ShiftModifier])
def test_a_role_is_added_by_key_and_named_at_once(
    qtbot: QtBot, window: MainWindow, page: OrganizationChart, held: HELD
) -> None:
    near = role(window, 1)
    before = window.editor.plan
    page.chart.setFocus()
    page.chart.choose(near.id)
    qtbot.keyClick(page.chart, KEY.Key_Insert, held)
    new = next(each for each in window.editor.plan.items(Role) if each.id not in before)
    assert new.reports_to == (near.reports_to if held == HELD.ShiftModifier else near.id)
    assert new.department == near.department
    assert page._names is not None
    page._names.title.selectAll()
    qtbot.keyClicks(page._names.title, "Analyst")
    qtbot.keyClick(page._names.title, KEY.Key_Return)
    assert next(each for each in window.editor.plan.items(Role) if each.id == new.id).title == "Analyst"
    undo(qtbot, window)
    undo(qtbot, window)
    assert window.editor.plan.items(Role) == before.items(Role)


def test_a_button_at_the_card_adds_below(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    near = role(window, 1)
    qtbot.mouseMove(page.chart, middle(page, near.id))
    QApplication.processEvents()
    button = page.chart._buttons[0]
    assert button.isVisible()
    count = len(window.editor.plan.items(Role))
    qtbot.mouseClick(button, LEFT)
    assert len(window.editor.plan.items(Role)) == count + 1


def test_who_reported_to_a_removed_role_moves_up(
    qtbot: QtBot, window: MainWindow, page: OrganizationChart
) -> None:
    head, below = role(window, 2), role(window, 4)
    before = window.editor.plan
    page.chart.setFocus()
    page.chart.choose(head.id)
    qtbot.keyClick(page.chart, KEY.Key_Delete)
    assert head.id not in window.editor.plan
    assert boss(window, below.id) == head.reports_to
    undo(qtbot, window)
    assert window.editor.plan.items(Role) == before.items(Role)


def test_a_branch_is_folded_by_key_and_by_its_mark(
    qtbot: QtBot, window: MainWindow, page: OrganizationChart
) -> None:
    head, below = role(window, 2), role(window, 4)
    page.chart.setFocus()
    page.chart.choose(head.id)
    qtbot.keyClick(page.chart, KEY.Key_Space)
    assert page.chart.place_of(below.id).isNull()
    place = page.chart.place_of(head.id)
    qtbot.mouseClick(page.chart, LEFT, pos=QPoint(round(place.center().x()), round(place.bottom())))
    assert not page.chart.place_of(below.id).isNull()
    page.fold(head.id)
    assert page.show_item(below.id)
    assert page.chart.chosen == below.id


def test_the_kind_is_chosen_in_the_menu(
    window: MainWindow, page: OrganizationChart, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QMenu, "popup", lambda *_: None)
    first = role(window, 0)
    page.chart.menu_wanted.emit(first.id, QPoint(0, 0))
    menu = page.findChildren(QMenu)[0]
    kinds = next(each.menu() for each in menu.actions() if each.menu() is not None)
    open_one = next(each for each in kinds.actions() if each.text() == "空席")
    assert [each.isChecked() for each in kinds.actions()].count(True) == 1
    open_one.trigger()
    assert role(window, 0).employment == "open"


def test_neighbours_change_places(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    first, second = role(window, 1).id, role(window, 2).id
    page.chart.setFocus()
    page.chart.choose(first)
    qtbot.keyClick(page.chart, KEY.Key_Down, HELD.AltModifier)
    assert [each.id for each in window.editor.plan.items(Role)][1:3] == [second, first]
    qtbot.keyClick(page.chart, KEY.Key_Up, HELD.AltModifier)
    assert [each.id for each in window.editor.plan.items(Role)][1:3] == [first, second]


def test_the_inspector_follows(qtbot: QtBot, window: MainWindow, page: OrganizationChart) -> None:
    chosen = role(window, 3)
    with qtbot.waitSignal(page.item_chosen) as told:
        qtbot.mouseClick(page.chart, LEFT, pos=middle(page, chosen.id))
    assert told.args == [chosen.id]


def test_who_only_reads_changes_nothing(
    qtbot: QtBot, program: Callable[..., Program], files: Callable[[str, str], Path]
) -> None:
    made = program(file=files("edited", "ja"), size=(1280, 800), page="organization")
    made.start()
    window = made.window
    assert isinstance(window, MainWindow)
    with qtbot.waitSignal(window.complete, timeout=20_000):
        pass
    page = window.findChildren(OrganizationChart)[0]
    before = window.editor.plan
    drag(qtbot, page, role(window, 4).id, role(window, 3).id)
    page.chart.setFocus()
    for key in (KEY.Key_F2, KEY.Key_Delete, KEY.Key_Insert):
        qtbot.keyClick(page.chart, key)
    assert window.editor.plan is before
    assert page.findChildren(QLineEdit) == []
    assert not page._add.isEnabled()
    assert page._add.toolTip()


# ---- RACI


def duty(window: MainWindow, raci: Duties, row: int, column: int) -> str:
    known = duties(window.editor.plan).get(raci.model.pair(raci.model.index(row, column)))
    return known.duty if known is not None else ""


def test_letters_are_typed_and_taken_back(qtbot: QtBot, window: MainWindow, raci: Duties) -> None:
    before = window.editor.plan
    raci.grid.setFocus()
    raci.grid.setCurrentIndex(raci.model.index(2, 1))
    for key, held, expected in (
        (KEY.Key_R, HELD.NoModifier, "responsible"),
        (KEY.Key_A, HELD.ShiftModifier, "accountable_responsible"),
        (KEY.Key_I, HELD.NoModifier, "informed"),
        (KEY.Key_Delete, HELD.NoModifier, ""),
    ):
        qtbot.keyClick(raci.grid, key, held)
        assert duty(window, raci, 2, 1) == expected
    for _ in range(4):
        undo(qtbot, window)
    assert window.editor.plan.items(Responsibility) == before.items(Responsibility)


def test_a_second_click_gives_the_next_letter(qtbot: QtBot, window: MainWindow, raci: Duties) -> None:
    empty = next(
        raci.model.index(row, column)
        for row in range(raci.model.rowCount())
        for column in range(raci.model.columnCount())
        if not raci.model.duty(raci.model.index(row, column))
    )
    raci.grid.scrollTo(empty)
    at = raci.grid.visualRect(empty).center()
    qtbot.mouseClick(raci.grid.viewport(), LEFT, pos=at)
    assert raci.model.duty(empty) == ""
    qtbot.mouseClick(raci.grid.viewport(), LEFT, pos=at)
    assert raci.model.duty(empty) == "responsible"


def test_two_that_answer_and_none_are_marked(qtbot: QtBot, window: MainWindow, raci: Duties) -> None:
    raci.grid.setFocus()
    for column in range(raci.model.columnCount()):
        raci.grid.setCurrentIndex(raci.model.index(0, column))
        qtbot.keyClick(raci.grid, KEY.Key_Delete)
    assert raci.model.trouble(0)[0] == "warn"
    for column in (0, 1):
        raci.grid.setCurrentIndex(raci.model.index(0, column))
        qtbot.keyClick(raci.grid, KEY.Key_A)
    assert raci.model.trouble(0)[0] == "bad"
    assert raci.model.is_bad(raci.model.index(0, 1))
    assert "2" in str(raci.model.data(raci.model.index(0, 1), Qt.ItemDataRole.AccessibleTextRole))


def test_letters_are_pasted_all_or_none(qtbot: QtBot, window: MainWindow, raci: Duties) -> None:
    raci.grid.setFocus()
    raci.grid.setCurrentIndex(raci.model.index(0, 0))
    before = window.editor.plan
    QGuiApplication.clipboard().setText("R\tX\n")
    qtbot.keyClick(raci.grid, KEY.Key_V, HELD.ControlModifier)
    assert window.editor.plan is before
    QGuiApplication.clipboard().setText("ｒ\tA/R\nI\t\n")
    qtbot.keyClick(raci.grid, KEY.Key_V, HELD.ControlModifier)
    found = [duty(window, raci, row, column) for row in (0, 1) for column in (0, 1)]
    assert found == ["responsible", "accountable_responsible", "informed", ""]
    undo(qtbot, window)
    assert window.editor.plan.items(Responsibility) == before.items(Responsibility)


@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_the_chart_is_as_wide_as_its_place_from_the_first_time_on(
    editable: Opened, qtbot: QtBot, size: tuple[int, int]
) -> None:
    window = editable(size=size)
    window.go_to("organization")
    page = window.findChildren(OrganizationChart)[0]
    QApplication.processEvents()
    first = page.chart.width()
    page._draw()
    assert first == page.chart.width()
