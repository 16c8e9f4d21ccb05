"""The views of a page: all in a row where there is room, else in a menu, and none is lost."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from kakehashi.ui.look import Look
from kakehashi.ui.segments import Segments

VIEWS = {f"k{n}": f"セグメント {n}" for n in range(14)}


@pytest.fixture
def segments(qtbot: QtBot) -> Segments:
    widget = Segments(Look("light", "ja"))
    qtbot.addWidget(widget)
    widget.show_views(VIEWS, "k0")
    widget.show()
    return widget


def _seen(segments: Segments) -> list[str]:
    shown = [each for each in segments.findChildren(QPushButton) if each.isVisible()]
    return [each.text() for each in sorted(shown, key=lambda each: each.x())]


def test_all_stand_in_a_row_where_there_is_room(segments: Segments) -> None:
    segments.resize(2000, 30)
    QApplication.processEvents()
    assert _seen(segments) == list(VIEWS.values())


@pytest.mark.qt_log_ignore("This plugin does not support")
def test_what_has_no_room_is_in_the_menu(segments: Segments, qtbot: QtBot) -> None:
    segments.resize(600, 30)
    QApplication.processEvents()
    seen = _seen(segments)
    assert seen[0] == VIEWS["k0"]
    assert seen[-1] == VIEWS["k13"]
    shown = [each for each in segments.findChildren(QPushButton) if each.isVisible()]
    more = next(each for each in shown if "▾" in each.text())
    assert max(each.geometry().right() for each in shown) < 600
    more.click()
    menu = segments.findChild(QMenu)
    assert menu is not None
    inside = [action.text() for action in menu.actions()]
    assert [*seen[:-2], *inside, seen[-1]] == list(VIEWS.values())
    with qtbot.waitSignal(segments.chosen) as chosen:
        menu.actions()[-1].trigger()
    segments.show_views(VIEWS, chosen.args[0])
    assert more.text() == "セグメント 12 ▾"
    assert more.isChecked()
    menu.close()
