"""Checks that can be acted on: by severity, to the item, repaired where they stand and taken back."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened

from kakehashi.plan.budget import Experiment
from kakehashi.plan.changes import adding, at_end
from kakehashi.plan.item import new_id
from kakehashi.plan.kinds import only_id
from kakehashi.plan.review import Audience
from kakehashi.ui.checks_view import ChecksView
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.pages.overview import Overview
from kakehashi.ui.rows import RowsView
from kakehashi.ui.sentences import place_of
from kakehashi.ui.views import field_place


def checks_of(window: MainWindow) -> ChecksView:
    window.go_to("checks")
    assert isinstance(window.page, ChecksView)
    return window.page


def rows_of(view: ChecksView) -> RowsView:
    found = view.findChild(RowsView)
    assert found is not None
    return found


def add_faulty_audience(qtbot: QtBot, window: MainWindow) -> str:
    """An audience that hides a field which doesn't exist: the check names a repair."""
    item = Audience(
        id=new_id(), position=at_end(window.editor.plan, "Audience"), name="取締役", hides=("Role.nothing",)
    )
    with qtbot.waitSignal(window.complete, timeout=20_000):
        window.editor.apply(adding(item))
    return item.id


def place_of_repair(rows: RowsView) -> int:
    model = rows._model
    return next(at for at, row in enumerate(model._rows) if row.act)


def hides(window: MainWindow, item: str) -> tuple[str, ...]:
    found = window.editor.plan.find(Audience, item)
    assert found is not None
    return found.hides


def test_checks_of_all_chapters_stand_on_one_page_by_severity(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    view = checks_of(window)
    whole = rows_of(view)._model.rowCount()
    worked = window._session.state.worked
    assert worked is not None
    assert worked.findings is not None
    assert whole == len(worked.findings)
    errors = [each for each in worked.findings if each.severity == "error"]
    assert errors
    view.choose_severity("error")
    assert rows_of(view)._model.rowCount() == len(errors)
    assert {row.mark for row in rows_of(view)._model._rows} == {"bad"}
    view.choose_severity("all")
    assert rows_of(view)._model.rowCount() == whole


def test_enter_leads_to_the_item_that_a_check_names(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    rows = rows_of(checks_of(window))
    model = rows._model
    at = next(at for at, row in enumerate(model._rows) if row.key.partition("\n")[2])
    chapter = model._rows[at].key.partition("\n")[0]
    rows.setFocus()
    rows.setCurrentIndex(model.index(at))
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert window.chapter == chapter
    assert isinstance(window.page, ChapterPage)


def go_by_enter(qtbot: QtBot, window: MainWindow, item: str) -> None:
    """Enter at the check that names an item."""
    rows = rows_of(checks_of(window))
    model = rows._model
    at = next(at for at, row in enumerate(model._rows) if place_of(row.key)[1].startswith(item))
    rows.setFocus()
    rows.setCurrentIndex(model.index(at))
    qtbot.keyClick(rows, Qt.Key.Key_Return)


def focused_field() -> str:
    """The field in whose editor the keyboard is."""
    widget = QApplication.focusWidget()
    while widget is not None and not isinstance(widget, FieldEditor):
        widget = widget.parentWidget()
    return widget.described.name if widget is not None else ""


def test_a_check_leads_into_the_field_that_it_names(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    made = Experiment(id=new_id(), position=at_end(window.editor.plan, "Experiment"), name="新しい広告")
    with qtbot.waitSignal(window.complete, timeout=20_000):
        window.editor.apply(adding(made))
    go_by_enter(qtbot, window, made.id)
    qtbot.wait_until(lambda: focused_field() == "hypothesis")
    field = QApplication.focusWidget()
    assert field is not None
    qtbot.keyClicks(field, "more")
    qtbot.keyClick(field, Qt.Key.Key_Tab)
    assert window.editor.plan.item(made.id).hypothesis == "more"  # type: ignore[attr-defined]


def test_a_check_with_a_repair_leads_into_the_field_that_it_would_set(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    item = add_faulty_audience(qtbot, window)
    go_by_enter(qtbot, window, item)
    qtbot.wait_until(lambda: focused_field() == "hides")


def test_a_step_leads_into_the_form_of_the_one_item_of_its_kind(editable: Opened, qtbot: QtBot) -> None:
    window = editable("edited", "ja")
    window.go_to("simulation", field_place(only_id("Economics"), "churn"))
    qtbot.wait_until(lambda: focused_field() == "churn")
    assert window.page.view == "Economics"  # type: ignore[union-attr]


@pytest.mark.parametrize("by", ["mouse", "keys"])
def test_a_repair_is_one_step_and_its_check_is_gone(editable: Opened, qtbot: QtBot, by: str) -> None:
    window = editable()
    item = add_faulty_audience(qtbot, window)
    rows = rows_of(checks_of(window))
    before = rows._model.rowCount()
    index = rows._model.index(place_of_repair(rows))
    rows.scrollTo(index)
    QApplication.processEvents()
    with qtbot.waitSignal(window.complete, timeout=20_000):
        if by == "mouse":
            spot = rows.side_area(index).center().toPoint()
            qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
        else:
            rows.setFocus()
            rows.setCurrentIndex(index)
            qtbot.keyClick(rows, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
        assert rows._model.rowCount() == before - 1  # at once, before anything is worked out anew
    assert hides(window, item) == ()
    assert rows._model.rowCount() == before - 1
    with qtbot.waitSignal(window.complete, timeout=20_000):
        qtbot.keyClick(window, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert hides(window, item) == ("Role.nothing",)
    assert rows._model.rowCount() == before


def test_a_click_beside_the_repair_leads_to_the_item_and_repairs_nothing(
    editable: Opened, qtbot: QtBot
) -> None:
    window = editable()
    item = add_faulty_audience(qtbot, window)
    rows = rows_of(checks_of(window))
    index = rows._model.index(place_of_repair(rows))
    rows.scrollTo(index)
    QApplication.processEvents()
    spot = rows.visualRect(index).topLeft() + QPoint(60, 12)
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=spot)
    assert window.chapter == "review"
    assert hides(window, item) == ("Role.nothing",)


def test_nothing_is_offered_where_nothing_can_be_edited(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    add_faulty_audience(qtbot, window)
    window.close()
    again = editable(read_only=True)
    rows = rows_of(checks_of(again))
    assert not any(row.act for row in rows._model._rows)


def test_the_overview_leads_to_all_checks(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    assert isinstance(window.page, Overview)
    link = next(
        each for each in window.page.todo.findChildren(type(window.page.todo.add_link(""))) if each.text()
    )
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert window.chapter == "checks"
