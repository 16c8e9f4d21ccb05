"""What was done by hand yesterday is taken back today: each special act, in a program started anew."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.test_checks import add_faulty_audience, checks_of, hides, place_of_repair, rows_of
from tests.ui.test_journey import drag_point, index_of, write
from tests.ui.test_organization import boss, drag, role

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.budget_months import BudgetMonths
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.pages.journey_map import JourneyPage
from kakehashi.ui.pages.organization_chart import OrganizationChart

CTRL = Qt.KeyboardModifier.ControlModifier
Act = Callable[[QtBot, MainWindow], None]


def drag_a_role(qtbot: QtBot, window: MainWindow) -> None:
    window.go_to("organization")
    QApplication.processEvents()
    moved, target = role(window, 4), role(window, 3)
    drag(qtbot, window.findChildren(OrganizationChart)[0], moved.id, target.id)
    assert boss(window, moved.id) == target.id


def write_in_the_journey(qtbot: QtBot, window: MainWindow) -> None:
    window.go_to("journey")
    QApplication.processEvents()
    page = window.findChildren(JourneyPage)[0]
    write(qtbot, page, index_of(page, "action", 1), "Reads the trade press", Qt.Key.Key_Return)


def feel_otherwise(qtbot: QtBot, window: MainWindow) -> None:
    page = window.findChildren(JourneyPage)[0]
    index = index_of(page, "emotion", 2)
    drag_point(qtbot, page, index, -1 if page.table.journey.cell(index).emotion > 0 else 1)  # type: ignore[union-attr,operator]


def paste_money(qtbot: QtBot, window: MainWindow) -> None:
    window.go_to("budget")
    assert isinstance(window.page, ChapterPage)
    window.page.choose_view("budget_months")
    shown = window.page._views_made["budget_months"]
    assert isinstance(shown, BudgetMonths)
    shown.grid.setFocus()
    line = next(each for each in window.editor.plan.items(BudgetLine) if not each.source)
    assert shown.grid.places.go_to(line.id, plan_months(window.editor.plan)[3])
    QGuiApplication.clipboard().setText("1,060\t２０\r\n")
    qtbot.keyClick(shown.grid, Qt.Key.Key_V, CTRL)
    QApplication.processEvents()


def repair(qtbot: QtBot, window: MainWindow) -> None:
    item = next(each.id for each in window.editor.plan.of_kind("Audience") if hides(window, each.id))
    rows = rows_of(checks_of(window))
    index = rows._model.index(place_of_repair(rows))
    rows.setFocus()
    rows.setCurrentIndex(index)
    qtbot.keyClick(rows, Qt.Key.Key_Return, CTRL)
    assert hides(window, item) == ()


def test_each_act_is_taken_back_after_a_restart(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    add_faulty_audience(qtbot, window)
    states: list[Plan] = [window.editor.plan]
    acts: tuple[Act, ...] = (drag_a_role, write_in_the_journey, feel_otherwise, paste_money, repair)
    for act in acts:
        act(qtbot, window)
        assert window.editor.plan != states[-1], act.__name__
        states.append(window.editor.plan)
    window.close()
    QApplication.processEvents()

    again = editable()
    assert again is not window
    assert again.editor.plan == states.pop()
    for act in reversed(acts):
        qtbot.keyClick(again, Qt.Key.Key_Z, CTRL)
        assert again.editor.plan == states.pop(), act.__name__
    for _ in acts:
        qtbot.keyClick(again, Qt.Key.Key_Y, CTRL)
    assert boss(again, role(again, 4).id) == role(again, 3).id
