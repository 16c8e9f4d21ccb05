"""The way to a declared plan and to the documents of its readers."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QFileDialog, QMenu, QPushButton
from pytestqt.qtbot import QtBot
from tests.extension.making import put_writer
from tests.ui.conftest import Opened
from tests.ui.walking import cut_labels

from kakehashi.declaration.audience import AUDIENCES
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.budget import Measure
from kakehashi.plan.naming import name_of
from kakehashi.plan.review import Risk
from kakehashi.storage.settings import read_settings
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages import declare_documents
from kakehashi.ui.pages.declare_asked import DeclareAsked
from kakehashi.ui.pages.declare_documents import DeclareDocuments
from kakehashi.ui.pages.declare_editions import DeclareEditions
from kakehashi.ui.pages.declare_now import DeclareNow
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.segmented_page import SegmentedPage
from kakehashi.words import shown

VIEWS = ("declare_now", "declare_asked", "declare_documents", "declare_editions")


def view_of(window: MainWindow, key: str):
    window.go_to("declare")
    assert isinstance(window.page, SegmentedPage)
    return window.page.open_view(key)


def heads(panel: RowsPanel) -> list[str]:
    return [row.head for row in panel.view._model._rows] if panel.view is not None else []


def notes(panel: RowsPanel) -> list[str]:
    return [row.note for row in panel.view._model._rows] if panel.view is not None else []


def editions(path: Path) -> list[tuple[int, str]]:
    plan = OpenPlan.open(path, person="", clock=lambda: "", read_only=True)
    try:
        return [(each.number, each.note) for each in plan.editions()]
    finally:
        plan.close()


def test_what_is_open_is_told_before_declaring(opened: Opened) -> None:
    window = opened()
    view: DeclareNow = view_of(window, "declare_now")
    worked = window._session.state.worked
    assert worked is not None
    errors = [each for each in worked.findings or () if each.severity == "error"]
    assert errors
    marks = [row.mark for row in view.open.view._model._rows]
    assert marks[: len(errors)] == ["bad"] * len(errors)
    assert len(heads(view.changes)) == len(worked.changes or ())
    assert not view.button.isEnabled()  # opened read-only
    assert view.button.toolTip()


def test_a_plan_is_declared_with_a_note_by_keys(editable: Opened, qtbot: QtBot, tmp_path: Path) -> None:
    window = editable()
    view: DeclareNow = view_of(window, "declare_now")
    assert editions(tmp_path / "plan.kakehashi") == [(1, "")]
    view.note.setFocus()
    qtbot.keyClicks(view.note, "second half")
    with qtbot.waitSignal(window.complete, timeout=20_000):
        qtbot.keyClick(view.note, Qt.Key.Key_Return)
    assert editions(tmp_path / "plan.kakehashi") == [(1, ""), (2, "second half")]
    assert not view.button.isEnabled()
    assert "第2版" in view.told.text()
    assert window._session.state.edition.number == 2
    assert window._session.undo_words() == ()  # undo stops at a declaration
    with qtbot.waitSignal(window.complete, timeout=20_000):
        measure = window.editor.plan.items(Measure)[0]
        window.editor.type(measure.id, "name", "新しい施策名")
    assert view.button.isEnabled()
    assert "第3版" in view.button.text()


def test_a_row_leads_to_what_is_open(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    view: DeclareNow = view_of(window, "declare_now")
    rows = view.open.view
    chapter = rows._model._rows[0].key.partition("\n")[0]
    rows.setFocus()
    rows.setCurrentIndex(rows._model.index(0))
    qtbot.keyClick(rows, Qt.Key.Key_Return)
    assert window.chapter == chapter


def test_only_what_is_open_is_counted_as_open(editable: Opened, qtbot: QtBot) -> None:
    window = editable(language="en")
    view: DeclareAsked = view_of(window, "declare_asked")
    risks = window.editor.plan.items(Risk)
    assert len(risks) > 1
    assert view.panels["Risk"].note.text() == f"{len(risks)}, {len(risks)} open"
    for at, risk in enumerate(risks):
        with qtbot.waitSignal(window.complete, timeout=20_000):
            window.editor.set(risk.id, "state", "closed")
        left = len(risks) - at - 1
        assert view.panels["Risk"].note.text() == f"{len(risks)}" + (f", {left} open" if left else "")


def test_sentences_in_one_line_do_not_end_twice(editable: Opened, qtbot: QtBot) -> None:
    window = editable(language="en")
    view: DeclareAsked = view_of(window, "declare_asked")
    risk = window.editor.plan.items(Risk)[0]
    with qtbot.waitSignal(window.complete, timeout=20_000):
        window.editor.type(risk.id, "remedy", "Rates are renewed every quarter.")
    owner = name_of(window.editor.plan, window.editor.plan.item(risk.owner))
    assert notes(view.panels["Risk"])[0] == f"Rates are renewed every quarter; {shown(owner, 'en')}"


def test_a_list_leads_to_its_own_items(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    view: DeclareAsked = view_of(window, "declare_asked")
    link = next(each for each in view.panels["Question"].findChildren(QPushButton) if each.isVisible())
    qtbot.mouseClick(link, Qt.MouseButton.LeftButton)
    assert (window.chapter, window.view) == ("review", "Question")


def ready(qtbot: QtBot, window: MainWindow) -> DeclareDocuments:
    view: DeclareDocuments = view_of(window, "declare_documents")
    qtbot.wait_until(lambda: view._document is not None, timeout=20_000)
    return view


def test_each_audience_can_be_looked_at(opened: Opened, qtbot: QtBot) -> None:
    window = opened("starter")
    view = ready(qtbot, window)
    for key in AUDIENCES:
        view.audience.choose(key)
        if view.wish is None:
            assert view.missing.isVisible()  # the plan has no partner yet
            assert not view.to_browser.isEnabled()
            continue
        qtbot.wait_until(lambda key=key: getattr(view._document, "audience", "") == key, timeout=20_000)
        assert heads(view.contents) == [each.title for each in view._document.chapters]
        assert bool(heads(view.withheld)) == (not AUDIENCES[key].sees_all)
        QApplication.processEvents()
        assert cut_labels(window) == []


@pytest.mark.parametrize("suffix", [".xlsx", ".html"])
def test_a_document_is_exported_to_the_folder_of_last_time(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str
) -> None:
    window = opened()
    view = ready(qtbot, window)
    folder = tmp_path / "exports"
    folder.mkdir()
    asked: list[str] = []

    def choose(_parent, _title, proposed, _kinds):
        asked.append(proposed)
        return str(folder / Path(proposed).stem), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    key = {".xlsx": "excel", ".html": "html"}[suffix]
    button = view.exports[key]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=30_000)
    (file,) = folder.iterdir()
    assert file.suffix == suffix
    if suffix == ".xlsx":
        assert zipfile.is_zipfile(file)
    else:
        assert "<html" in file.read_text(encoding="utf-8")
    assert read_settings().export_folder == str(folder)
    view.language.choose("en")
    qtbot.wait_until(lambda: getattr(view._document, "language", "") == "en", timeout=20_000)
    view.exports[key].setFocus()
    qtbot.keyClick(view.exports[key], Qt.Key.Key_Space)
    assert Path(asked[-1]).parent == folder
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=30_000)


@pytest.mark.parametrize(
    ("suffix", "begins"), [(".md", "# "), (".ics", "BEGIN:VCALENDAR"), (".txt", "whole")]
)
def test_other_formats_stand_in_a_menu_those_of_plugins_too(
    opened: Opened, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, suffix: str, begins: str
) -> None:
    put_writer()
    window = opened()
    view = ready(qtbot, window)
    asked: list[str] = []

    def choose(_parent, _title, proposed, kinds):
        asked.append(kinds)
        return str(tmp_path / f"told{Path(proposed).suffix}"), ""

    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    qtbot.mouseClick(view.to_others, Qt.MouseButton.LeftButton)
    (menu,) = view.findChildren(QMenu)
    assert len(menu.actions()) == 3
    for place in range(3):
        if view.others[list(view.others)[place]].offer.suffix == suffix:
            break
        qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Down)
    qtbot.keyClick(menu, Qt.Key.Key_Return)
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=30_000)
    assert suffix in asked[0]
    assert (tmp_path / f"told{suffix}").read_text(encoding="utf-8").startswith(begins)


def test_the_draft_opens_in_the_browser(
    opened: Opened, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    window = opened()
    view = ready(qtbot, window)
    shown: list[Path] = []
    monkeypatch.setattr(declare_documents, "show_file", shown.append)
    qtbot.mouseClick(view.to_browser, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: bool(shown), timeout=30_000)
    assert "<html" in shown[0].read_text(encoding="utf-8")


def test_editions_are_compared_in_words(editable: Opened, qtbot: QtBot) -> None:
    window = editable()
    now: DeclareNow = view_of(window, "declare_now")
    with qtbot.waitSignal(window.complete, timeout=20_000):
        qtbot.mouseClick(now.button, Qt.MouseButton.LeftButton)
    view: DeclareEditions = view_of(window, "declare_editions")
    assert len(heads(view.list)) == 2
    qtbot.wait_until(lambda: bool(view.differences.sentence and view.differences.sentence.isVisible()))
    qtbot.mouseClick(view.to_before, Qt.MouseButton.LeftButton)
    qtbot.wait_until(lambda: bool(heads(view.differences)), timeout=20_000)
    assert any("製品サイト改修" in each for each in heads(view.differences))
    qtbot.mouseClick(view.documents, Qt.MouseButton.LeftButton)
    documents: DeclareDocuments = window.page.open_view("declare_documents")
    assert documents.edition.key == "2"


def test_leaving_while_a_document_is_made_does_no_harm(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    view_of(window, "declare_documents")
    window.go_to("overview")
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=20_000)


@pytest.mark.parametrize("language", ["ja", "en"])
@pytest.mark.parametrize("size", [(1024, 680), (1280, 800)])
def test_no_text_is_cut(opened: Opened, qtbot: QtBot, language: str, size: tuple[int, int]) -> None:
    window = opened("edited", language, size)
    for key in VIEWS:
        view_of(window, key)
        qtbot.wait_until(lambda: not window._session.jobs.running, timeout=20_000)
        assert cut_labels(window) == [], key
