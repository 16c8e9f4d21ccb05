"""The pages of no chapter: in the window's language, every control named, nothing left behind."""

from __future__ import annotations

import gc
import re

import pytest
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLineEdit, QTableView
from pytestqt.qtbot import QtBot
from tests.ui.conftest import Opened
from tests.ui.test_main_window import ALLOWED
from tests.ui.test_main_window import _words_of_the_plan as words_of_the_plan
from tests.ui.walking import texts, widgets

from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages import data, declare
from kakehashi.ui.rows import RowsView
from kakehashi.ui.segmented_page import SegmentedPage

VIEWS = [("checks", ""), *(("data", key) for key in data.VIEWS), *(("declare", key) for key in declare.VIEWS)]
MORE = {"CSV", "Excel", "HTML", "Enter", "zh", "TW"}
JAPANESE = re.compile(r"[\u3040-\u30ff\u4e00-\u9fff]")


def go(qtbot: QtBot, window: MainWindow, page: str, view: str) -> None:
    window.go_to(page)
    if view:
        assert isinstance(window.page, SegmentedPage)
        window.page.open_view(view)
    qtbot.wait_until(lambda: not window._session.jobs.running, timeout=30_000)
    QApplication.processEvents()


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_a_japanese_window_speaks_japanese(opened: Opened, qtbot: QtBot, page: str, view: str) -> None:
    window = opened("edited", "ja")
    go(qtbot, window, page, view)
    found = {word for said in texts(window) for word in re.findall(r"[A-Za-z]{2,}", said)}
    hashes = {word for word in found if re.fullmatch(r"[a-f]+", word)}  # of an edition
    assert found - ALLOWED - MORE - hashes - words_of_the_plan(window) == set()


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_an_english_window_speaks_english(opened: Opened, qtbot: QtBot, page: str, view: str) -> None:
    window = opened("edited", "en")
    go(qtbot, window, page, view)
    own_names = {"日本語", "繁體中文", "中文（繁體）"}
    assert {said for said in texts(window) if JAPANESE.search(said)} <= own_names


@pytest.mark.parametrize(("page", "view"), VIEWS)
def test_every_control_has_a_name(opened: Opened, qtbot: QtBot, page: str, view: str) -> None:
    window = opened()
    go(qtbot, window, page, view)
    kinds = (QAbstractButton, QComboBox, QLineEdit, QTableView, RowsView)
    nameless = [
        type(each).__name__
        for each in widgets(window.page)
        if isinstance(each, kinds)
        and not each.accessibleName()
        and each.objectName() != "qt_spinbox_lineedit"
    ]
    assert nameless == []


def test_no_page_leaves_anything_behind(opened: Opened, qtbot: QtBot) -> None:
    window = opened()
    counts = []
    for _ in range(3):
        for page, view in VIEWS:
            go(qtbot, window, page, view)
        window.go_to("overview")
        QApplication.sendPostedEvents(None, 52)  # DeferredDelete
        QApplication.processEvents()
        gc.collect()
        counts.append(len(QApplication.allWidgets()))
    assert counts[2] <= counts[1]
