"""How the window is built: small classes and functions, and a name for whatever takes the keyboard."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QAbstractSpinBox, QScrollBar, QWidget
from tests.ui.conftest import Opened
from tests.ui.every_page import PAGES, every_view

import kakehashi.ui

FILES = sorted(Path(kakehashi.ui.__file__).parent.rglob("*.py"))
MOST_METHODS = 25
LONGEST = 60


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_classes_and_functions_can_be_seen_at_once(path: Path) -> None:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ClassDef):
            methods = [each for each in node.body if isinstance(each, ast.FunctionDef)]
            assert len(methods) <= MOST_METHODS, f"{node.name} has {len(methods)} methods"
        if isinstance(node, ast.FunctionDef) and node.end_lineno is not None:
            lines = node.end_lineno - node.lineno + 1
            assert lines <= LONGEST, f"{node.name} has {lines} lines"


@pytest.mark.slow  # test_main_window asks every control for its name
def test_whatever_takes_the_keyboard_has_a_name(opened: Opened) -> None:
    window = opened("edited", "ja")
    nameless = []
    for page in PAGES:
        for view in every_view(window, page):
            for widget in filter(_takes_keys, window.findChildren(QWidget)):
                if not QAccessible.queryAccessibleInterface(widget).text(QAccessible.Text.Name):
                    nameless.append(f"{page} {view}: {type(widget).__name__} in {widget.parent()}")
    assert nameless == []


def _takes_keys(widget: QWidget) -> bool:
    inner = isinstance(widget, QScrollBar) or isinstance(widget.parent(), QAbstractSpinBox)
    return widget.isVisible() and widget.focusPolicy() != Qt.FocusPolicy.NoFocus and not inner
