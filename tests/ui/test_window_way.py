"""The whole way in the window by keyboard alone: from nothing to a declared plan and its first documents."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QFileDialog, QWidget
from pytestqt.qtbot import QtBot

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.review import FindingRecord
from kakehashi.ui.application import Program
from kakehashi.ui.finder import Finder
from kakehashi.ui.grid import Grid
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.new_plan_dialog import NewPlanDialog
from kakehashi.words import Language, text

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")
CTRL = Qt.KeyboardModifier.ControlModifier
COMPANY = {"ja": "ツムギ計測", "en": "Tsumugi Instruments"}
MOST_TABS = 150


class Hands:
    """Somebody without a mouse."""

    def __init__(self, qtbot: QtBot, program: Program, language: Language) -> None:
        self.qtbot, self.program, self.language = qtbot, program, language

    @property
    def window(self) -> MainWindow:
        window = self.program.window
        assert isinstance(window, MainWindow)
        return window

    def until(self, what: Callable[[], bool], seconds: float = 60) -> None:
        self.qtbot.wait_until(what, timeout=int(seconds * 1000))

    def focus(self) -> QWidget:
        found = QApplication.focusWidget()
        assert found is not None
        return found

    def press(self, key: Qt.Key, *modifiers: Qt.KeyboardModifier) -> None:
        self.qtbot.keyClick(self.focus(), key, *modifiers)

    def write(self, words: str) -> None:
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(self.focus(), event)

    def tab_to(self, wanted: Callable[[QWidget], bool]) -> QWidget:
        """Press Tab until the keyboard is where it should be."""
        passed = []
        for _ in range(MOST_TABS):
            if wanted(self.focus()):
                return self.focus()
            passed.append(f"{type(self.focus()).__name__} {self.focus().accessibleName()}")
            self.press(Qt.Key.Key_Tab, CTRL) if isinstance(self.focus(), Grid) else self.press(Qt.Key.Key_Tab)
            QApplication.processEvents()
        raise AssertionError(f"not reached by Tab: {passed[-40:]}")

    def tab_to_button(self, message: str, **values: object) -> QWidget:
        said = text(message, self.language, **values)
        return self.tab_to(lambda widget: widget.accessibleName() == said and widget.isEnabled())

    def go_to(self, page: str) -> None:
        """Find a page with Ctrl+K."""
        self.window.activateWindow()
        self.until(self.window.isActiveWindow)
        self.qtbot.keyClick(self.window, Qt.Key.Key_K, CTRL)
        self.until(lambda: any(each.isVisible() for each in self.window.findChildren(Finder)))
        finder = next(each for each in self.window.findChildren(Finder) if each.isVisible())
        self.until(finder.typed.hasFocus)
        self.write(text(page, self.language))
        self.press(Qt.Key.Key_Return)
        self.until(lambda: self.window.isActiveWindow())
        QApplication.processEvents()

    def shown(self, kind: type[QWidget]) -> QWidget:
        tops = QApplication.topLevelWidgets
        self.until(lambda: any(isinstance(each, kind) and each.isVisible() for each in tops()))
        found = next(each for each in tops() if isinstance(each, kind) and each.isVisible())
        found.activateWindow()
        self.until(found.isActiveWindow)
        return found

    def worked_out(self) -> None:
        self.until(lambda: self.window.session.state.fresh and not self.window.session.jobs.running)


@pytest.mark.parametrize("language", ["ja", "en"])
def test_from_nothing_to_the_first_documents(
    qtbot: QtBot,
    program: Callable[..., Program],
    tmp_path: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
    language: Language,
) -> None:
    made = program(file=None, language=language, read_only=False, size=(1280, 800))
    made.start()
    hands = Hands(qtbot, made, language)
    made.window.activateWindow()
    hands.until(made.window.isActiveWindow)
    path = tmp_path / "first.kakehashi"
    _begin(hands, path)
    _plan_money(hands)
    _take_data(hands, data / "maven-crm-sales" / "sales_pipeline.csv", monkeypatch)
    _declare(hands)
    _export(hands, tmp_path, monkeypatch)
    opened = OpenPlan.open(path, person="", clock=str, read_only=True)
    opened.whole_check()
    assert [each.number for each in opened.editions()] == [1]
    assert [each.finding for each in opened.plan.items(FindingRecord)] == ["funnel"]
    opened.close()


def test_all_of_it_is_undone_after_a_restart(
    qtbot: QtBot,
    program: Callable[..., Program],
    tmp_path: Path,
    data: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made = program(file=None, language="ja", read_only=False, size=(1280, 800))
    made.start()
    hands = Hands(qtbot, made, "ja")
    made.window.activateWindow()
    hands.until(made.window.isActiveWindow)
    path = tmp_path / "first.kakehashi"
    _begin(hands, path)
    begun = hands.window.editor.plan
    _plan_money(hands)
    _take_data(hands, data / "maven-crm-sales" / "sales_pipeline.csv", monkeypatch)
    assert hands.window.editor.plan != begun
    hands.window.close()
    made.finish()
    again = program(file=path, language="ja", read_only=False, size=(1280, 800))
    again.start()
    hands = Hands(qtbot, again, "ja")
    hands.worked_out()
    for _ in range(2):
        assert hands.window.editor.plan != begun
        hands.qtbot.keyClick(hands.window, Qt.Key.Key_Z, CTRL)
    assert hands.window.editor.plan == begun


def _begin(hands: Hands, path: Path) -> None:
    """Ctrl+N and the five questions."""
    hands.qtbot.keyClick(hands.program.window, Qt.Key.Key_N, CTRL)
    dialog = hands.shown(NewPlanDialog)
    assert isinstance(dialog, NewPlanDialog)
    hands.until(dialog.company.hasFocus)
    hands.write(COMPANY[hands.language])
    hands.tab_to(lambda widget: widget is dialog.goal)
    hands.write("300000000")
    hands.tab_to(lambda widget: widget is dialog.file)
    hands.press(Qt.Key.Key_A, CTRL)
    hands.write(str(path))
    hands.press(Qt.Key.Key_Return)
    hands.until(lambda: isinstance(hands.program.window, MainWindow))
    hands.worked_out()


def _plan_money(hands: Hands) -> None:
    """A month of the first line that can be typed into, in the budget's grid; undone and done again."""
    hands.go_to("chapter.budget")
    grid = hands.tab_to(lambda widget: isinstance(widget, Grid))
    assert isinstance(grid, Grid)
    before = hands.window.editor.plan
    for _ in range(12):
        hands.press(Qt.Key.Key_Down)
        hands.press(Qt.Key.Key_Right)
        for letter in "123":
            hands.press(Qt.Key(ord(letter)))
        hands.press(Qt.Key.Key_Return)
        if hands.window.editor.plan != before:
            break
        hands.press(Qt.Key.Key_Home)
    after = hands.window.editor.plan
    assert after.items(BudgetLine) != before.items(BudgetLine)
    hands.press(Qt.Key.Key_Z, CTRL)
    assert hands.window.editor.plan == before
    hands.press(Qt.Key.Key_Y, CTRL)
    assert hands.window.editor.plan == after


def _take_data(hands: Hands, file: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A real export becomes conversion rates of the plan."""
    monkeypatch.setattr(QFileDialog, "getOpenFileName", lambda *_: (str(file), ""))
    hands.go_to("ui.page.data")
    hands.worked_out()
    hands.tab_to_button("ui.data.choose_file")
    hands.press(Qt.Key.Key_Space)
    hands.worked_out()
    hands.tab_to_button("ui.data.load")
    hands.press(Qt.Key.Key_Space)
    hands.worked_out()
    hands.tab_to_button("ui.data.to_findings")
    hands.press(Qt.Key.Key_Space)
    hands.worked_out()
    hands.tab_to_button("ui.data.use_in_plan")
    hands.press(Qt.Key.Key_Space)
    hands.worked_out()


def _declare(hands: Hands) -> None:
    hands.go_to("ui.page.declare")
    hands.worked_out()
    hands.tab_to_button("ui.declare.button", number=1)
    hands.press(Qt.Key.Key_Space)
    hands.worked_out()


def _export(hands: Hands, folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The document of the executives in both forms."""
    hands.tab_to_button("ui.view.declare_now")
    wanted = text("ui.view.declare_documents", hands.language)
    while hands.focus().accessibleName() != wanted:
        hands.press(Qt.Key.Key_Right)  # segments are one stop
    hands.worked_out()
    for kind in ("excel", "html"):
        hands.tab_to(lambda widget, kind=kind: widget is _button(hands, kind))
        monkeypatch.setattr(
            QFileDialog, "getSaveFileName", lambda _p, _t, _n, _k, kind=kind: (str(folder / kind), "")
        )
        hands.press(Qt.Key.Key_Space)
        hands.worked_out()
    assert zipfile.is_zipfile(folder / "excel.xlsx")
    page = (folder / "html.html").read_text(encoding="utf-8")
    assert f'<html lang="{hands.language}"' in page
    assert COMPANY[hands.language] in page


def _button(hands: Hands, kind: str) -> QWidget:
    from kakehashi.ui.pages.declare_documents import DeclareDocuments

    view = hands.window.findChild(DeclareDocuments)
    assert view is not None
    found: QWidget = view.exports[kind]
    return found
