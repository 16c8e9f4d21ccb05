"""Keys that work in the whole window."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeySequence, QShortcut

if TYPE_CHECKING:
    from kakehashi.ui.main_window import MainWindow


def add_shortcuts(window: MainWindow) -> None:
    """Ctrl+Z, Ctrl+Y undo and redo; Ctrl+S says that all is saved; Ctrl+O open; Ctrl+plus, minus, 0 zoom;
    F6 to the chapters; Ctrl+Q close."""
    standard = QKeySequence.StandardKey
    for keys, act in (
        (QKeySequence(standard.Undo), lambda: window.editor.undo()),
        (QKeySequence("Ctrl+Y"), lambda: window.editor.redo()),  # one of both is the system's own
        (QKeySequence("Ctrl+Shift+Z"), lambda: window.editor.redo()),
        (QKeySequence(standard.Save), window.say_saved),
        (QKeySequence(standard.Open), window.open_wanted.emit),
        (QKeySequence(standard.ZoomIn), lambda: window.step_zoom(1)),
        (QKeySequence(standard.ZoomOut), lambda: window.step_zoom(-1)),
        (QKeySequence(Qt.Modifier.CTRL | Qt.Key.Key_0), lambda: window.step_zoom(0)),
        (QKeySequence(Qt.Key.Key_F6), window.focus_chapters),
        (QKeySequence(standard.Quit), window.close),
    ):
        QShortcut(keys, window).activated.connect(act)
