"""Alt pressed and let go alone opens the menu, as in any window of Windows and Linux."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, QEvent, QObject, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

_USUAL = sys.platform != "darwin"
_ELSE = frozenset(
    {
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
        QEvent.Type.Shortcut,
        QEvent.Type.InputMethod,
        QEvent.Type.FocusOut,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.ApplicationStateChange,
    }
)


def watch_alt(whole: QWidget, act: Callable[[], object]) -> None:
    """From now on Alt alone does this in the window of this widget, for as long as the widget is there."""
    if _USUAL:
        whole.window().installEventFilter(_AltKey(whole, act))


class _AltKey(QObject):
    """Looks at all events of the program, but only while Alt is held: another key or a click means that."""

    def __init__(self, whole: QWidget, act: Callable[[], object]) -> None:
        super().__init__(whole)
        self._window, self._act, self._held = whole.window(), act, False

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if not self._held:
            if kind == QEvent.Type.KeyPress and watched is self._window and _is_alt(event):
                self._hold(True)
        elif kind == QEvent.Type.KeyRelease and _is_alt(event):
            self._hold(False)
            self._act()
        elif kind in _ELSE or (kind == QEvent.Type.KeyPress and not _is_alt(event)):
            self._hold(False)
        return False

    def _hold(self, held: bool) -> None:
        self._held = held
        program = QCoreApplication.instance()
        if program is not None and held:
            program.installEventFilter(self)
        elif program is not None:
            program.removeEventFilter(self)


def _is_alt(event: QEvent) -> bool:
    return isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt
