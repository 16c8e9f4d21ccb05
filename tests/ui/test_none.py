"""The binding counts references to None: one release did not, and the program ended after a while of use."""

from __future__ import annotations

import sys

from PySide6.QtGui import QPainterPath
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot


def test_calls_without_a_result_cost_no_reference_to_none(qtbot: QtBot) -> None:
    widget, path = QWidget(), QPainterPath()
    qtbot.addWidget(widget)
    before = sys.getrefcount(None)
    for n in range(1000):
        widget.setWindowTitle("x")
        path.moveTo(n, n)
    assert sys.getrefcount(None) > before - 100
