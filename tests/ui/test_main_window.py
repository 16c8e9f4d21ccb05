"""The main window with a plan in it, as somebody sees, reads and walks through it."""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from itertools import combinations
from pathlib import Path

import msgspec
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QFontMetricsF
from PySide6.QtWidgets import QAbstractButton, QAbstractItemView, QApplication, QLabel, QMenu
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.every_page import PAGES, every_view
from tests.ui.walking import cut_labels, texts, widgets

from kakehashi.checks.run import run_checks
from kakehashi.drawing.scene import Label, walk
from kakehashi.plan.completeness import next_steps
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTERS
from kakehashi.storage.lock import Owner, lock_path
from kakehashi.ui.application import Program
from kakehashi.ui.chapter_words import ABOUT
from kakehashi.ui.item_table import ItemTable
from kakehashi.ui.labels import PieceLine
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.message_bar import MessageBar
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.pages.overview import Overview
from kakehashi.ui.panel import Panel
from kakehashi.ui.picture import PictureView
from kakehashi.ui.rows import RowsView
from kakehashi.ui.segments import Segments
from kakehashi.ui.views import OVERVIEW

SIZES = ((1024, 680), (1280, 800), (1366, 768), (1920, 1080))
ALLOWED = {
    *("A", "B", "BtoB", "CAC", "CMO", "CPL", "CRM", "CS", "Ctrl", "English", "FY", "IS", "IT", "JPY", "KGI"),
    *("KPI", "LTV", "MA", "MQL", "PC", "ROI", "SaaS", "SFA", "Web", "SEO", "UTM", "PNG", "SVG"),
    *("CV", "DMU", "MoSCoW", "RACI", "SLA", "F", "K", "Y", "Z", "KSF", "Excel", "AR", "C", "R", "Shift"),
    *("https", "example", "com", "sato", "png", "RFC", "BYDAY", "MO", "funnel", "kind"),  # examples in helps
}


def list_of(window: MainWindow) -> QAbstractItemView:
    return next(
        each for each in window.findChildren(QAbstractItemView) if each.objectName() == "chapter_names"
    )


def overview_of(window: MainWindow) -> Overview:
    assert isinstance(window.page, Overview)
    return window.page


# ---- what is read


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("kind", ["starter", "edited"])
def test_no_text_of_the_overview_is_cut(
    opened: Opened, kind: str, language: str, size: tuple[int, int]
) -> None:
    window = opened(kind, language, size)
    assert cut_labels(window) == []
    for line in window.findChildren(PieceLine):
        assert line.needed_width() <= line.width() + 1, line.text
    for button in window.findChildren(QAbstractButton):
        if button.isVisible() and button.objectName():
            assert button.sizeHint().width() <= button.width(), button.text()


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1280, 800), (1920, 1080)])
def test_pictures_of_the_overview_hold_whole_texts_that_can_be_read(
    opened: Opened, language: str, size: tuple[int, int]
) -> None:
    window = opened("starter", language, size)
    seen = [view for view in window.findChildren(PictureView) if view.isVisible() and view.scene is not None]
    assert len(seen) >= 3
    for view in seen:
        labels = [shape for shape in walk(view.scene.shapes) if isinstance(shape, Label)]
        assert [label.text for label in labels if label.title] == []
        assert view.zoom >= 0.8, view.accessibleName()


def test_japanese_window_speaks_japanese(opened: Opened) -> None:
    window = opened("edited", "ja")
    own, found = _words_of_the_plan(window), {}
    for page in PAGES:
        for view in every_view(window, page):
            said = {word for each in texts(window) for word in re.findall(r"[A-Za-z]+", each)}
            found[f"{page} {view}"] = said - ALLOWED - own
    left = sorted(f"{place}: {word}" for place, words in found.items() for word in words)
    assert not left, " ".join(left)


@pytest.mark.slow  # a text outside the catalogue is found by test_pseudo
def test_english_window_speaks_english(opened: Opened) -> None:
    window = opened("edited", "en")
    own = {"日本語", "テスト", "万", *_listed_in_the_plan(window)}  # 万 is the display unit's own sign
    found = {}
    for page in PAGES:
        for view in every_view(window, page):
            said = set(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", " ".join(texts(window))))
            found[f"{page} {view}"] = said - own
    left = sorted(f"{place}: {word}" for place, words in found.items() for word in words)
    assert not left, " ".join(left)


def _listed_in_the_plan(window: MainWindow) -> set[str]:
    """Japanese words of lists, which are the same in each language: other names of a measure, say."""
    listed = (getattr(item, name) for item in window.session.state.plan for name in item.__struct_fields__)
    words = [each for found in listed if isinstance(found, tuple) for each in found if isinstance(each, str)]
    return set(re.findall(r"[\u3040-\u30ff\u3400-\u9fff]+", " ".join(words)))


def _words_of_the_plan(window: MainWindow) -> set[str]:
    """Latin words that the plan itself holds: names, sources, codes."""
    raw = b" ".join(msgspec.json.encode(list(window._session.state.plan), enc_hook=str) for _ in (0,))
    return set(re.findall(r"[A-Za-z]+", raw.decode()))


def test_every_control_has_a_name(opened: Opened) -> None:
    for chapter in (OVERVIEW, "organization", "simulation", "personas"):
        window = opened(page=chapter)
        for widget in widgets(window):
            if isinstance(widget, (QAbstractButton, QAbstractItemView, PictureView, Panel)) and not (
                isinstance(widget, Panel) and not widget.findChildren(QLabel)
            ):
                named = widget.accessibleName() or widget.objectName() == "panel"
                assert named, widget


def test_figures_of_the_overview(opened: Opened) -> None:
    page = overview_of(opened("starter", "ja"))
    said = [card.accessibleName() for card in page.figures.cards]
    assert said[0].startswith("目標（KGI） 新規受注額 30,000 万円")
    assert "27,278 万円" in said[1]
    assert "目標まであと2,722" in said[1]
    assert "5,790 万円" in said[2]
    assert "残り 210" in said[2]
    assert "顧客獲得コスト" in said[3]


def test_what_to_do_and_what_changed(opened: Opened) -> None:
    page = overview_of(opened("edited", "ja"))
    rows = page.todo.view._model._rows
    assert rows[0].mark == "bad"
    assert [row.mark for row in rows] == sorted(
        (row.mark for row in rows), key=["bad", "", "warn", "note"].index
    )
    changes = page.changes.view._model._rows
    assert changes[0].head == "予算明細「製品サイト改修」を追加"
    assert changes[0].side == "大野 4月1日"
    assert len(changes) == 3


@pytest.mark.parametrize("language", ["ja", "en"])
def test_next_steps_are_those_of_the_plan_and_lead_to_their_chapters(
    opened: Opened, language: str, qtbot: QtBot
) -> None:
    window = opened("edited", language)
    steps = next_steps(window._session.state.plan, run_checks(window._session.state.plan))
    assert {step.repairs for step in steps} == {True, False}
    rows = overview_of(window).todo.view._model._rows
    for number, (row, step) in enumerate(zip(rows, steps, strict=False), 1):
        assert row.number == str(number)
        assert row.side == window._look.say(f"chapter.{step.chapter}") + " ›"
        assert (row.mark == "bad") == step.repairs
    repairs = [row.head for row in rows if row.mark == "bad"]
    assert len(set(repairs)) == len(repairs)
    at = next(n for n, step in enumerate(steps) if not step.repairs and step.item)
    view = overview_of(window).todo.view
    view.setFocus()
    view.setCurrentIndex(view.model().index(0, 0))
    for _ in range(at):
        qtbot.keyClick(view, Qt.Key.Key_Down)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.chapter == steps[at].chapter
    window.go_to(OVERVIEW)
    view = overview_of(window).todo.view
    first = view.visualRect(view.model().index(0, 0)).center()
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert window.chapter == steps[0].chapter


def test_panels_do_not_overlap_and_stay_inside(opened: Opened) -> None:
    for size in SIZES:
        page = overview_of(opened("edited", "en", size))
        shown = [panel for panel in page._panels.values() if panel.isVisible()]
        for one, other in combinations(shown, 2):
            assert not one.geometry().intersects(other.geometry())
        for panel in shown:
            assert page.widget().rect().contains(panel.geometry())
        if size[0] >= 1280:
            assert page.widget().height() <= page.viewport().height(), f"scrolls at {size}"


def test_lists_end_with_a_whole_row(opened: Opened, qtbot: QtBot) -> None:
    page = overview_of(opened("edited", "ja"))
    view = page.todo.view
    qtbot.wait_until(lambda: _whole_rows(view))
    view.verticalScrollBar().setValue(3)
    qtbot.wait_until(lambda: _whole_rows(view))


def _whole_rows(view: RowsView) -> bool:
    low = view.viewport().height()
    rects = [view.visualRect(view.model().index(row, 0)) for row in range(view.model().rowCount())]
    return not any(rect.top() < low - 1 < rect.bottom() for rect in rects)


def test_rows_follow_one_another_whatever_the_width_was_before(opened: Opened, qtbot: QtBot) -> None:
    window = opened("edited", "ja", (1024, 680), page="review")
    window.page._choose("checks")
    view = window.page.findChild(RowsView)
    qtbot.wait(50)
    for width in (1024, 1600, 1100):
        window.resize(width, 680)
        qtbot.wait(20)
        rects = [view.visualRect(view.model().index(row, 0)) for row in range(view.model().rowCount())]
        assert len(rects) > 2
        assert [one.top() + one.height() for one in rects[:-1]] == [one.top() for one in rects[1:]], width


# ---- walking through


def test_chapters_are_those_of_the_plan() -> None:
    assert tuple(ABOUT) == CHAPTERS


def test_keyboard_walks_through_all_chapters(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    chapters = list_of(window)
    chapters.setFocus()
    visited = [window.chapter]
    for _ in CHAPTERS:
        qtbot.keyClick(chapters, Qt.Key.Key_Down)
        visited.append(window.chapter)
    assert visited == [OVERVIEW, *CHAPTERS]
    qtbot.keyClick(chapters, Qt.Key.Key_Home)
    assert isinstance(window.page, Overview)


def test_f6_leads_to_the_chapters(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    window.activateWindow()
    qtbot.keyClick(window, Qt.Key.Key_F6)
    qtbot.wait_until(lambda: list_of(window).hasFocus())


def test_a_finding_leads_to_its_item(opened: Opened, qtbot: QtBot) -> None:
    window = opened("edited", "ja")
    view = overview_of(window).todo.view
    rows = view._model._rows
    at = next(n for n, row in enumerate(rows) if "撤退基準" in row.head)
    view.setCurrentIndex(view.model().index(at, 0))
    qtbot.keyClick(view, Qt.Key.Key_Return)
    assert window.chapter == "budget"
    table = window.page.findChild(ItemTable)
    assert table is not None
    assert table.selectionModel().hasSelection()
    qtbot.wait_until(lambda: any("撤退基準がありません" in said for said in texts(window)))


@pytest.mark.qt_log_ignore("This plugin does not support")
@pytest.mark.parametrize("chapter", CHAPTERS)
def test_a_chapter_shows_its_kinds_or_says_what_belongs_there(opened: Opened, chapter: str) -> None:
    window = opened("edited", "ja", page=chapter)
    page = window.page
    assert isinstance(page, ChapterPage)
    said = {*texts(window), *_in_menu(page)}
    for kind in BY_CHAPTER.get(chapter, ()):
        title = window._look.say(f"kind.{kind.__name__}")
        assert len(BY_CHAPTER[chapter]) == 1 or any(each.startswith(title) for each in said)
    assert window._look.say(ABOUT[chapter]) in said
    assert cut_labels(window) == []


def _in_menu(page: ChapterPage) -> list[str]:
    """The views that stand in the menu because the row has no room for them."""
    segments = page.findChild(Segments)
    more = next((each for each in segments.findChildren(QAbstractButton) if "▾" in each.text()), None)
    if more is None or not more.isVisible():
        return []
    more.click()
    menu = segments.findChild(QMenu)
    said = [action.text() for action in menu.actions()]
    menu.close()
    return said


@pytest.mark.parametrize("kind", ["Role", "Metric", "BudgetLine", "Economics", "FunnelStep", "Scenario"])
def test_every_view_of_a_chapter_opens(opened: Opened, kind: str) -> None:
    window = opened("edited", "ja")
    chapter = next(key for key, kinds in BY_CHAPTER.items() if kind in [each.__name__ for each in kinds])
    window.go_to(chapter)
    window.page._choose(kind)
    first = window._session.state.plan.of_kind(kind)[0]
    window.go_to(chapter, first.id)
    said = set(texts(window))
    assert any(window._look.say(f"kind.{kind}") in each for each in said)
    assert cut_labels(window) == []


def test_an_empty_table_has_no_item_of_another_view_beside_it(opened: Opened, qtbot: QtBot) -> None:
    window = opened("edited", "ja")
    window.go_to("review", view="Question")
    chapter = window.page
    qtbot.wait_until(lambda: chapter._inspector.form is not None)
    chapter.choose_view("Audience")
    assert not window.session.state.plan.of_kind("Audience")
    assert chapter._inspector.form is None


def test_zoom_of_pictures(opened: Opened, qtbot: QtBot) -> None:
    window = opened(page="budget")
    view = _picture(window)
    window.step_zoom(0)
    assert view.zoom == 1
    window.step_zoom(1)
    assert view.zoom == 1.25
    assert window._status.zoom.text() == "125%"
    qtbot.keyClick(window, Qt.Key.Key_0, Qt.KeyboardModifier.ControlModifier)
    assert view.zoom == 1


def _picture(window: MainWindow) -> PictureView:
    """The picture of the chapter that is open, in its own view."""
    window.page.choose_view("picture")
    QApplication.processEvents()
    return window.page._picture.findChild(PictureView)


def test_a_picture_fits_anew_when_the_window_is_another(opened: Opened) -> None:
    window = opened(size=(1280, 800), page="measurement")
    at_first = _picture(window).zoom
    window.resize(1500, 800)
    QApplication.processEvents()
    broader = _picture(window).zoom
    assert broader > at_first
    pane = window.page._picture
    pane.fit(pane._area.viewport().width())
    assert broader == _picture(window).zoom


def test_a_picture_fits_anew_when_the_window_was_resized_on_another_page(opened: Opened) -> None:
    window = opened(size=(1280, 800), page="measurement")
    at_first = _picture(window).zoom
    window.go_to("work")
    window.resize(1900, 1000)
    window.go_to("measurement")
    QApplication.processEvents()
    assert _picture(window).zoom > at_first


def test_a_picture_that_fits_its_page_does_not_choose_the_size_of_others(opened: Opened) -> None:
    window = opened(size=(1280, 800), page="measurement")
    fitted = _picture(window).zoom
    assert fitted < 1
    assert window._status.zoom.text() == f"{round(100 * fitted)}%"
    window.go_to("content")
    assert _picture(window).zoom == 1.25
    window.step_zoom(-1)
    assert _picture(window).zoom == 1
    window.step_zoom(+1)
    window.go_to("measurement")
    assert _picture(window).zoom == 1.25
    window._status.theme_chosen.emit("dark")
    assert window._status.zoom.text() == "125%"


def test_a_table_leaves_empty_columns_out_and_uses_its_room(opened: Opened, qtbot: QtBot) -> None:
    window = opened("edited", "ja", (1920, 1080))
    window.go_to("direction")
    window.page._choose("GuidePoint")
    table = window.page.findChild(ItemTable)
    shown = [column for column in range(table.model().columnCount()) if not table.isColumnHidden(column)]
    for column in range(table.model().columnCount()):
        said = [table.model().index(row, column).data() for row in range(table.model().rowCount())]
        needed = table.model().fields[column].field.needed
        assert (column in shown) == (needed or any(said)), table.model().fields[column].name
    qtbot.wait_until(lambda: all(_is_whole(table, column) for column in shown))
    assert sum(map(table.columnWidth, shown)) <= table.viewport().width()


def _is_whole(table: ItemTable, column: int) -> bool:
    metrics = QFontMetricsF(table.font())
    said = [table.model().index(row, column).data() for row in range(table.model().rowCount())]
    return max(map(metrics.horizontalAdvance, said)) < table.columnWidth(column)


# ---- theme, language, file


def test_theme_and_language_change_at_once(opened: Opened, qtbot: QtBot) -> None:
    window = opened(page="organization")
    window._status.theme_chosen.emit("dark")
    assert window._look.theme == "dark"
    qtbot.wait_until(lambda: window.palette().window().color() == window._look.colour("window"))
    window._status.language_chosen.emit("en")
    assert window.header.title.text() == "Organization"
    assert window.chapter == "organization"
    assert "体制" not in set(texts(window))


def test_state_of_file_and_edition(opened: Opened) -> None:
    window = opened("edited", "ja", read_only=False)
    assert window._status.saved.text() == "すべて保存済み 14:37"
    assert window._status.edition.text() == "第2版 案（第1版 2027年4月1日 宣言）"
    assert window.header.months.text() == "2027年4月–2028年3月"
    assert window._status.unit.text() == "万円（税抜）"
    window = opened("starter", "ja")
    assert window._status.saved.text() == "読み取り専用"
    assert window._status.edition.text() == "まだ宣言していません"


def test_open_elsewhere_is_read_until_it_is_free(
    opened: Opened, files: Callable[[str, str], Path], qtbot: QtBot
) -> None:
    path = files("starter", "ja")
    lock = lock_path(path)
    lock.write_bytes(msgspec.json.encode(Owner("KEIRI-07", "宮原", "2027-05-01T09:00:00", 1)))
    try:
        window = opened("starter", "ja", read_only=False)
        bar = window.findChild(MessageBar)
        assert bar.sentence.text() == (
            "この計画は宮原さんのPC（KEIRI-07）で開かれています。読み取り専用で開きました。"
            "相手が閉じたら「編集を始める」を押してください。"
        )
        assert cut_labels(window) == []
        qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
        assert window._session.state.read_only
    finally:
        lock.unlink()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not window._session.state.read_only
    assert not bar.isVisible()
    assert msgspec.json.decode(lock.read_bytes(), type=Owner).host == socket.gethostname()


def test_a_plan_that_can_not_be_opened_is_told_above_the_page(
    program: Callable[..., Program], opened: Opened, tmp_path: Path, qtbot: QtBot
) -> None:
    window = opened("starter", "ja")
    made = program(file=None)
    made.window = window
    made.open_file(tmp_path / "nothing.kakehashi")
    bar = window.findChild(MessageBar)
    assert "見つかりません" in bar.sentence.text()
    qtbot.mouseClick(bar.action, Qt.MouseButton.LeftButton)
    assert not bar.isVisible()
    made.window = None


def test_an_unexpected_error_is_told_and_logged(
    opened: Opened, home: Path, program: Callable[..., Program]
) -> None:
    window = opened("starter", "ja")
    made = program()
    made.window = window
    try:
        raise RuntimeError("日本語の原因")
    except RuntimeError as error:
        made._unexpected(type(error), error, error.__traceback__)
    bar = window.findChild(MessageBar)
    assert str(home) in bar.sentence.text()
    assert "日本語の原因" in (home / "log" / "kakehashi.log").read_text(encoding="utf-8")
    made.window = None


def test_another_writer_is_seen(opened: Opened, tmp_path: Path, qtbot: QtBot) -> None:
    from tests.ui import plans
    from tests.ui.conftest import opener

    from kakehashi.plan.basis import About
    from kakehashi.plan.changes import setting

    window = opened("starter", "ja")
    path = window._session.state.path
    other = opener(path, False)
    about = other.plan.only(About)
    other.apply(setting(other.plan, about.id, "company", "カケハシ工業"))
    other.close()
    with qtbot.waitSignal(window.complete, timeout=20_000):
        window._session._look_again()
    assert window._chapters.company.text() == "カケハシ工業"
    path.unlink()
    plans.starter(path, "ja")


def test_the_window_is_small_enough_and_named(opened: Opened) -> None:
    window = opened("starter", "en", (1024, 680))
    assert (window.width(), window.height()) == (1024, 680)
    assert window.windowTitle() == "Marketing plan FY2027 – Kakehashi"
    assert not window._chapters.plan_title.isVisible()


def test_no_view_of_a_chapter_leaves_anything_behind(opened: Opened) -> None:
    window = opened("edited", "ja", page="organization")
    seen = []
    for _ in range(3):
        for kind in ("Role", "Department", "picture", "Role", "picture"):
            window.page._choose(kind)
            QApplication.processEvents()
        seen.append(len(window.page.findChildren(QAbstractButton)))
    assert seen[1:] == seen[:-1]
