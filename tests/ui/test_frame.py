"""The frame of the window as a person uses it, by mouse and by keyboard alone."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QInputMethodEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QMenu,
    QPlainTextEdit,
    QTableView,
    QWidget,
)
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.walking import cut_labels, texts

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.basis import About, Maturity
from kakehashi.plan.budget import Measure
from kakehashi.plan.plain_plan import written
from kakehashi.storage.settings import read_settings
from kakehashi.ui.application import Program
from kakehashi.ui.commands import COMMANDS
from kakehashi.ui.finder import Finder
from kakehashi.ui.job_line import JobLine
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.message_bar import MessageBar
from kakehashi.ui.new_plan_dialog import NewPlanDialog
from kakehashi.ui.pages.history import HistoryPage
from kakehashi.ui.settings_dialog import SettingsDialog
from kakehashi.ui.start_window import StartWindow

Programs = Callable[..., Program]
CTRL = Qt.KeyboardModifier.ControlModifier

pytestmark = pytest.mark.qt_log_ignore("This plugin does not support")


@pytest.fixture
def own_file(tmp_path: Path, files: Callable[[str, str], Path]) -> Path:
    """A plan of its own for a test that edits it."""
    return Path(shutil.copy(files("edited", "ja"), tmp_path / "plan.kakehashi"))


@pytest.fixture
def start(qtbot: QtBot, program: Programs) -> Callable[..., tuple[Program, StartWindow]]:
    """The start page."""

    def open_it(language: str = "ja", **wanted: object) -> tuple[Program, StartWindow]:
        made = program(file=None, language=language, read_only=False, **wanted)
        made.start()
        assert isinstance(made.window, StartWindow)
        made.window.activateWindow()
        qtbot.wait_until(made.window.isActiveWindow)
        return made, made.window

    return open_it


@pytest.fixture
def working(qtbot: QtBot, program: Programs, own_file: Path) -> Callable[..., tuple[Program, MainWindow]]:
    """The window with a plan to edit."""

    def open_it(**wanted: object) -> tuple[Program, MainWindow]:
        fields = {"file": own_file, "language": "ja", "read_only": False, "size": (1280, 800), **wanted}
        made = program(**fields)
        made.start()
        return made, completed(qtbot, made)

    return open_it


def completed(qtbot: QtBot, program: Program) -> MainWindow:
    """The plan's window, once all is in it."""
    qtbot.wait_until(lambda: isinstance(program.window, MainWindow), timeout=20_000)
    window = program.window
    assert isinstance(window, MainWindow)
    qtbot.wait_until(lambda: window.session.state.fresh, timeout=20_000)
    return window


def test_another_look_before_the_first_paint_leaves_one_command_a_key(
    qtbot: QtBot, program: Programs, own_file: Path
) -> None:
    made = program(file=own_file, language="ja", read_only=False)
    made.start()
    made.appearance.choose_theme("dark")
    made.renew_look()
    window = completed(qtbot, made)
    keys = [key.toString() for each in window.whole.actions() for key in each.shortcuts()]
    assert "Ctrl+Z" in keys
    assert len(keys) == len(set(keys))


def test_a_text_that_is_typed_is_not_what_the_page_prints(
    qtbot: QtBot, working: Callable[..., tuple[Program, MainWindow]]
) -> None:
    """Qt's fields of several lines can print themselves."""
    _, window = working()
    window.go_to("review")
    field = QPlainTextEdit(window.page)
    field.show()
    field.setFocus()
    qtbot.wait_until(field.hasFocus)
    window.commands["print"].trigger()
    qtbot.wait_until(lambda: any("印刷できるものはありません" in each for each in texts(window)))


def shown(qtbot: QtBot, kind: type[QWidget]) -> QWidget:
    """The dialog of this kind, once the keyboard is in it."""
    tops = QApplication.topLevelWidgets
    qtbot.wait_until(lambda: any(isinstance(each, kind) and each.isVisible() for each in tops()))
    found = next(each for each in tops() if isinstance(each, kind) and each.isVisible())
    found.activateWindow()
    qtbot.wait_until(found.isActiveWindow)
    return found


def say(widget: QWidget, words: str) -> None:
    """Words that an input method puts in."""
    event = QInputMethodEvent()
    event.setCommitString(words)
    QApplication.sendEvent(widget, event)


def plan_in(path: Path) -> OpenPlan:
    return OpenPlan.open(path, person="", clock=str, read_only=True)


def told(window: QWidget) -> str:
    bar = window.findChild(MessageBar)
    return bar.sentence.text() if bar is not None and bar.isVisible() else ""


# ---- the start page


def test_a_new_plan_by_keyboard_alone(start: Callable, qtbot: QtBot, tmp_path: Path) -> None:
    program, window = start()
    qtbot.keyClick(window, Qt.Key.Key_N, CTRL)
    dialog = shown(qtbot, NewPlanDialog)
    assert cut_labels(dialog) == []
    qtbot.wait_until(dialog.company.hasFocus)
    say(dialog.company, "ツムギ計測")
    assert Path(dialog.file.text()).name.startswith("ツムギ計測-20")
    dialog.goal.setFocus()
    say(dialog.goal, "2.5億")
    dialog.level.setFocus()
    qtbot.keyClick(dialog.level, Qt.Key.Key_Down)
    qtbot.keyClick(dialog.level, Qt.Key.Key_Down)
    dialog.file.setFocus()
    qtbot.keyClick(dialog.file, Qt.Key.Key_A, CTRL)
    say(dialog.file, str(tmp_path / "新"))
    qtbot.keyClick(dialog.file, Qt.Key.Key_Return)
    window = completed(qtbot, program)
    plan = window.session.state.plan
    assert plan.only(About).company == "ツムギ計測"
    assert plan.only(About).currency == "JPY"
    assert plan.only(Maturity).level == "hand_off"
    assert "25,000 万円" in window.page.figures.cards[0].accessibleName()
    assert (tmp_path / "新.kakehashi").exists()
    assert [each.company for each in read_settings().recent] == ["ツムギ計測"]


def test_answers_that_can_not_be_meant_are_told_below_and_nothing_is_made(
    start: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    program, window = start("en")
    qtbot.mouseClick(window.new, Qt.MouseButton.LeftButton)
    dialog = shown(qtbot, NewPlanDialog)
    dialog.file.selectAll()
    qtbot.keyClicks(dialog.file, str(tmp_path / "x.kakehashi"))  # typed: or the company gives it
    for field, typed, said in (
        (dialog.company, "", "company's name"),
        (dialog.goal, "much", "can't be read"),
    ):
        dialog.company.setText("Tsumugi" if field is not dialog.company else "")
        field.setText(typed)
        qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
        assert any(said in each for each in texts(dialog)), said
        assert field.hasFocus()
        qtbot.wait_until(lambda: cut_labels(dialog) == [])
    dialog.goal.setText("")
    (tmp_path / "x.kakehashi").write_text("mine")
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    assert (tmp_path / "x.kakehashi").read_text() == "mine"
    assert dialog.isVisible()
    assert dialog.file.hasFocus()
    assert any("x.kakehashi" in each for each in texts(dialog))
    assert isinstance(program.window, StartWindow)


def test_recent_plans_open_stay_on_top_and_leave_the_list(
    start: Callable, working: Callable, qtbot: QtBot, own_file: Path, tmp_path: Path
) -> None:
    program, _ = working()
    other = Path(shutil.copy(own_file, tmp_path / "zweiter.kakehashi"))
    program.open_file(other)
    completed(qtbot, program)
    qtbot.wait_until(lambda: len(read_settings().recent) == 2)
    program.acts.do("start")
    window = program.window
    view = window.recent
    assert [view.line(view.model().index(row, 0)).recent.path for row in range(2)] == [
        str(other),
        str(own_file),
    ]
    view.setFocus()
    view.setCurrentIndex(view.model().index(1, 0))
    qtbot.keyClick(view, Qt.Key.Key_P)
    assert view.line(view.model().index(0, 0)).recent.path == str(own_file)
    assert read_settings().recent[1].pinned
    row = view.visualRect(view.model().index(0, 0))
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=row.center() + QPoint(row.width() // 2 - 16, 0)
    )
    assert not any(each.pinned for each in read_settings().recent)
    other.unlink()
    view.show_plans(read_settings().recent)
    spoken = str(view.model().index(0, 0).data(Qt.ItemDataRole.AccessibleTextRole))
    assert "見つかりません" in spoken
    view.setCurrentIndex(view.model().index(0, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert "見つかりません" in told(window)
    qtbot.keyClick(view, Qt.Key.Key_Delete)
    assert [each.path for each in read_settings().recent] == [str(own_file)]
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert completed(qtbot, program).session.state.path == own_file


def test_the_sample_is_made_beside_the_window_and_can_be_cancelled(
    start: Callable, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    program, window = start()
    out = tmp_path / "見本.kakehashi"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    qtbot.mouseClick(window.sample, Qt.MouseButton.LeftButton)
    line = window.findChild(JobLine)
    assert line.isVisible()
    assert "見本の計画" in line.said.text()
    qtbot.mouseClick(line.cancel, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: not line.isVisible(), timeout=60_000)
    assert "取り消しました" in told(window)
    assert list(tmp_path.iterdir()) == []
    assert isinstance(program.window, StartWindow)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1024, 680), (1920, 1080)])
def test_the_start_page_is_whole(start: Callable, language: str, size: tuple[int, int]) -> None:
    _, window = start(language, size=size)
    assert cut_labels(window) == []
    other = any("\u3040" <= each <= "\u30ff" for said in texts(window) for each in said)
    assert other == (language == "ja")


def test_amounts_in_another_currency_are_told(start: Callable, qtbot: QtBot, tmp_path: Path) -> None:
    program, window = start("en")
    qtbot.mouseClick(window.new, Qt.MouseButton.LeftButton)
    dialog = shown(qtbot, NewPlanDialog)
    assert dialog.currency.currentText() == "USD"
    qtbot.keyClicks(dialog.company, "Tsumugi")
    dialog.file.setText(str(tmp_path / "usd.kakehashi"))
    qtbot.mouseClick(dialog.make, Qt.MouseButton.LeftButton)
    window = completed(qtbot, program)
    assert "JPY 100 for USD 1" in told(window)


def test_a_plan_that_is_open_is_not_opened_again(working: Callable, own_file: Path) -> None:
    program, window = working()
    program.open_file(own_file)
    assert program.window is window
    assert not window.session.state.read_only


# ---- files that are dropped


def drop(window: QWidget, path: Path) -> None:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path))])
    how = (Qt.DropAction.CopyAction, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    enters = QDragEnterEvent(QPoint(300, 300), *how)
    QApplication.sendEvent(window, enters)
    assert enters.isAccepted()
    QApplication.sendEvent(window, QDropEvent(QPointF(300, 300), *how))


def test_a_plan_that_is_dropped_opens(start: Callable, qtbot: QtBot, own_file: Path) -> None:
    program, window = start()
    drop(window, own_file)
    assert completed(qtbot, program).session.state.path == own_file


def test_a_plan_in_json_that_is_dropped_becomes_a_plan(
    start: Callable, qtbot: QtBot, own_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = plan_in(own_file)
    plain = tmp_path / "plain.json"
    plain.write_text(written(opened.plan), encoding="utf-8")
    plan = opened.plan
    opened.close()
    out = tmp_path / "out.kakehashi"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_, **__: (str(out), ""))
    program, window = start()
    drop(window, plain)
    assert completed(qtbot, program).session.state.plan == plan
    assert out.exists()


def test_data_without_a_plan_is_told_and_left_alone(start: Callable, tmp_path: Path) -> None:
    _, window = start()
    data = tmp_path / "deals.csv"
    data.write_text("a,b\n1,2\n")
    drop(window, data)
    assert "deals.csv" in told(window)
    assert data.read_text() == "a,b\n1,2\n"


def test_data_that_is_dropped_onto_a_plan_is_to_be_imported(
    working: Callable, qtbot: QtBot, tmp_path: Path
) -> None:
    _, window = working()
    data = tmp_path / "deals.csv"
    data.write_text("会社名,受注金額\nツムギ計測,1000000\n", encoding="utf-8")
    drop(window, data)
    assert window.chapter == "data"
    assert any("deals.csv" in each for each in texts(window))
    qtbot.wait_until(lambda: not window.editor.jobs.running, timeout=20_000)


# ---- commands, Ctrl+K, menu


def test_an_item_is_found_and_opened_by_keyboard_alone(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    measure = window.session.state.plan.items(Measure)[0]
    name = str(window.look.say("kind.Measure")), str(measure.name["ja"])
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    finder = window.findChild(Finder)
    qtbot.wait_until(finder.typed.hasFocus)
    say(finder.typed, f"{name[1]} {name[0]}")
    assert cut_labels(window) == []
    qtbot.keyClick(finder.typed, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: window.chapter == "budget")
    qtbot.wait_until(lambda: window.view == "Measure")
    assert not finder.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_K, CTRL)
    finder = next(each for each in window.findChildren(Finder) if each.isVisible())
    qtbot.keyClick(finder.typed, Qt.Key.Key_Escape)
    assert not finder.isVisible()
    assert window.chapter == "budget"


def test_a_command_is_found_and_done(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    qtbot.mouseClick(window.header.search, Qt.MouseButton.LeftButton)
    finder = window.findChild(Finder)
    say(finder.typed, "保存")
    qtbot.keyClick(finder.typed, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: told(window) == window.look.say("ui.nothing_to_save"))


def test_the_menu_holds_every_command_and_is_walked_by_keys(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    qtbot.keyClick(window, Qt.Key.Key_F10)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    said = {line.text().split("\t")[0] for part in menu.actions() for line in part.menu().actions()}
    assert {window.look.say(each.title) for each in COMMANDS if each.group} <= said
    assert {window.look.say(f"chapter.{each}") for each in ("basis", "review")} <= said
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Right)
    part = menu.actions()[1].menu()
    qtbot.wait_until(part.isVisible)
    menu.close()


def open_menu() -> QMenu | None:
    menu = QApplication.activePopupWidget()
    return menu if isinstance(menu, QMenu) else None


@pytest.mark.skipif(sys.platform == "darwin", reason="the menu of a Mac has no such key")
@pytest.mark.parametrize("place", ["chapters", "grid", "field", "several lines"])
def test_alt_alone_opens_the_menu_and_closes_it(working: Callable, qtbot: QtBot, place: str) -> None:
    _, window = working()
    window.go_to("budget", view="Measure")
    measure = window.session.state.plan.items(Measure)[0]
    window.go_to("budget", measure.id, view="Measure")
    if place == "chapters":
        qtbot.keyClick(window, Qt.Key.Key_F6)
    elif place == "grid":
        window.findChildren(QTableView)[0].setFocus()
    else:
        kind = QLineEdit if place == "field" else QPlainTextEdit
        next(each for each in window.findChildren(kind) if each.isVisible() and each.isEnabled()).setFocus()
    focused = QApplication.focusWidget()
    assert focused is not None
    qtbot.keyPress(focused, Qt.Key.Key_Alt)
    assert open_menu() is None
    qtbot.keyRelease(focused, Qt.Key.Key_Alt, Qt.KeyboardModifier.AltModifier)
    menu = open_menu()
    assert menu is not None
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    assert menu.activeAction() is menu.actions()[0]
    qtbot.keyClick(menu, Qt.Key.Key_Alt)
    qtbot.wait_until(lambda: open_menu() is None)
    assert QApplication.focusWidget() is focused


@pytest.mark.skipif(sys.platform == "darwin", reason="the menu of a Mac has no such key")
def test_alt_with_something_else_is_not_the_menu(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    alt = Qt.KeyboardModifier.AltModifier

    def click() -> None:
        qtbot.mouseClick(window.header, Qt.MouseButton.LeftButton, alt, QPoint(300, 10))

    def leave() -> None:
        QApplication.sendEvent(window, QEvent(QEvent.Type.WindowDeactivate))

    for other in (lambda: qtbot.keyClick(window, Qt.Key.Key_Up, alt), click, leave):
        qtbot.keyPress(window, Qt.Key.Key_Alt)
        other()
        qtbot.keyRelease(window, Qt.Key.Key_Alt, alt)
        assert open_menu() is None
    qtbot.keyRelease(window, Qt.Key.Key_Alt, alt)  # pressed in another window
    assert open_menu() is None
    qtbot.keyClick(window, Qt.Key.Key_Alt)
    assert open_menu() is not None
    open_menu().close()


def test_ctrl_f_leads_to_the_filter_of_a_table(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    window.go_to("budget", view="Measure")
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    focused = QApplication.focusWidget()
    assert focused is not None
    assert focused.accessibleName() == window.look.say("ui.grid.find")


def test_what_a_page_does_not_have_is_told(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    for key in (Qt.Key.Key_P, Qt.Key.Key_F):
        qtbot.keyClick(window, key, CTRL)
        assert told(window)
        qtbot.mouseClick(window.findChild(MessageBar).action, Qt.MouseButton.LeftButton)
        assert not told(window)


# ---- history


def history_of(window: MainWindow) -> HistoryPage:
    window.go_to("history")
    assert isinstance(window.page, HistoryPage)
    return window.page


def test_a_state_is_restored_as_one_step_and_undone(working: Callable, qtbot: QtBot, own_file: Path) -> None:
    _, window = working()
    before = window.session.state.plan
    measures = before.items(Measure)
    assert window.editor.type(measures[0].id, "name", "展示会") is None
    assert window.editor.remove(measures[1].id)
    after = window.session.state.plan
    page = history_of(window)
    heads = [page.view.model().index(row, 0).data() for row in range(3)]
    assert "展示会" in heads[1]
    assert not page.entry.restore.isEnabled()  # the newest is as it is now
    view = page.view
    at = next(row for row in range(9) if page._entries[row].edition is not None)
    assert at == 5  # two edits now, three before them, then edition 1
    qtbot.mouseClick(
        view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(view.model().index(2, 0)).center()
    )
    qtbot.mouseClick(page.entry.restore, Qt.MouseButton.LeftButton)
    assert window.session.state.plan == before
    assert "の状態に戻す" in window.header._undo.toolTip()
    qtbot.keyClick(window, Qt.Key.Key_Z, CTRL)
    assert window.session.state.plan == after
    qtbot.keyClick(window, Qt.Key.Key_Y, CTRL)
    window.close()
    opened = plan_in(own_file)
    assert opened.plan == before
    opened.close()


def test_history_is_read_by_keyboard_and_filtered(working: Callable, qtbot: QtBot) -> None:
    _, window = working()
    measure = window.session.state.plan.items(Measure)[0]
    for number in range(150):
        window.editor.type(measure.id, "name", f"施策{number}")
    page = history_of(window)
    view = page.view
    assert view.model().rowCount() < 100
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.wait_until(lambda: view.model().rowCount() > 100)
    qtbot.keyClick(view, Qt.Key.Key_End)
    qtbot.wait_until(lambda: page._read_all)
    assert page.view.model().rowCount() == 150 + 3 + 1
    qtbot.keyClick(window, Qt.Key.Key_F, CTRL)
    assert page.person.hasFocus()
    names = [page.person.itemText(at) for at in range(page.person.count())]
    assert names == ["全員", "テスト", "大野"]
    qtbot.keyClick(page.person, Qt.Key.Key_Down)
    qtbot.keyClick(page.person, Qt.Key.Key_Down)
    page.person.activated.emit(page.person.currentIndex())
    people = {entry.person for entry in page._entries if entry.edition is None}
    assert people == {"大野"}
    page.chapter.setCurrentIndex(page.chapter.findData("journey"))
    page.chapter.activated.emit(page.chapter.currentIndex())
    assert all(entry.edition is not None for entry in page._entries)


def test_a_history_without_changes_says_what_will_stand_there(opened: Opened, qtbot: QtBot) -> None:
    page = history_of(opened("starter"))
    assert page._nothing.isVisible()
    assert page._nothing.text() == page._look.say("ui.history.none")
    page.chapter.setCurrentIndex(page.chapter.findData("journey"))
    page.chapter.activated.emit(page.chapter.currentIndex())
    assert page._nothing.text() == page._look.say("ui.history.nothing")


def test_a_reader_can_look_but_not_restore(working: Callable) -> None:
    _, window = working(read_only=True)
    page = history_of(window)
    page.view.setCurrentIndex(page.view.model().index(1, 0))
    assert not page.entry.restore.isEnabled()
    assert page.entry.restore.toolTip() == window.look.say("ui.read_only")


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1024, 680), (1920, 1080)])
def test_the_history_is_whole(
    program: Programs, files: Callable, qtbot: QtBot, language: str, size: tuple[int, int]
) -> None:
    made = program(file=files("edited", language), language=language, size=size)
    made.start()
    window = completed(qtbot, made)
    history_of(window)
    assert cut_labels(window) == []


# ---- settings and memory


def test_settings_count_at_once_and_after_a_restart(
    working: Callable, qtbot: QtBot, own_file: Path, program: Programs
) -> None:
    started, window = working()
    window.go_to("budget")
    qtbot.keyClick(window, Qt.Key.Key_Comma, CTRL)
    dialog = shown(qtbot, SettingsDialog)
    assert cut_labels(dialog) == []
    dialog.text_size.setCurrentIndex(dialog.text_size.findData("125"))
    dialog.text_size.activated.emit(dialog.text_size.currentIndex())
    assert window.look.text_size == 125
    assert window.chapter == "budget"
    dialog = shown(qtbot, SettingsDialog)
    dialog.language.setCurrentIndex(dialog.language.findData("en"))
    dialog.language.activated.emit(dialog.language.currentIndex())
    assert window.header.title.text() == "Measures & budget"
    dialog = shown(qtbot, SettingsDialog)
    qtbot.keyClicks(dialog.person, "Ono")
    qtbot.keyClick(dialog.person, Qt.Key.Key_Tab)
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    measure = window.session.state.plan.items(Measure)[0]
    window.editor.type(measure.id, "name", "Fair")
    page = history_of(window)
    assert page._entries[0].person == "Ono"
    kept = read_settings()
    assert (kept.text_size, kept.language, kept.person) == (125, "en", "Ono")
    started.finish()
    again = program(file=own_file, language=None, theme=None, read_only=False)
    again.start()
    assert completed(qtbot, again).look.language == "en"


@pytest.mark.parametrize("size", [90, 110, 125])
@pytest.mark.parametrize("page", ["overview", "history", "basis", "budget"])
def test_larger_texts_are_whole(working: Callable, qtbot: QtBot, size: int, page: str) -> None:
    started, window = working()
    started.appearance.choose_text_size(size)
    window.go_to(page)
    qtbot.wait_until(lambda: cut_labels(window) == [])


def test_one_goes_on_where_one_was(
    working: Callable, qtbot: QtBot, program: Programs, own_file: Path
) -> None:
    started, window = working(size=None)
    window.resize(1111, 777)
    window.go_to("budget", view="BudgetLine")
    assert window.view == "BudgetLine"
    started.finish()
    window.close()
    again = program(file=own_file, read_only=False)
    again.start()
    window = completed(qtbot, again)
    qtbot.wait_until(lambda: window.chapter == "budget")
    assert window.view == "BudgetLine"
    assert (window.width(), window.height()) == (1111, 777)


@pytest.fixture(autouse=True)
def no_dialog_stays() -> Iterator[None]:
    yield
    for each in QApplication.topLevelWidgets():
        if isinstance(each, (NewPlanDialog, SettingsDialog)):
            each.close()
