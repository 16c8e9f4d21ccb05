"""The keys of a grid, as in a spreadsheet."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtGui import QKeyEvent, QKeySequence

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid

_NONE, _CTRL = Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.ControlModifier
_SHIFT, _ALT = Qt.KeyboardModifier.ShiftModifier, Qt.KeyboardModifier.AltModifier
_ENDS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}


def pressed(grid: Grid, event: QKeyEvent) -> bool:
    """Do what a key asks for; whether it was one of the grid's own."""
    key, keys = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
    if not grid.currentIndex().isValid():
        return False
    return _walked(grid, key, keys) or _edited(grid, key, keys) or _asked(grid, event, key, keys)


def _walked(grid: Grid, key: int, keys: Qt.KeyboardModifier) -> bool:
    back = bool(keys & _SHIFT)
    if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and not keys & ~_SHIFT:
        grid.places.step(-1 if back else 1, 0)
    elif key in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab) and not keys & ~_SHIFT:
        return grid.places.step(0, -1 if back or key == Qt.Key.Key_Backtab else 1)
    elif key in _ENDS and keys == _CTRL:
        down, right = _ENDS[key]
        grid.places.leap(down, right)
    else:
        return False
    return True


def _edited(grid: Grid, key: int, keys: Qt.KeyboardModifier) -> bool:
    acts = grid.acts
    if key == Qt.Key.Key_F2:
        grid.edit(grid.currentIndex())
    elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace) and not keys & ~_SHIFT:
        acts.remove() if grid.places.whole_rows() else acts.clear()
    elif key == Qt.Key.Key_D and keys == _CTRL:
        acts.fill(1, 0)
    elif key == Qt.Key.Key_R and keys == _CTRL:
        acts.fill(0, 1)
    elif key == Qt.Key.Key_Space and keys == _NONE:
        return acts.toggle()
    else:
        return False
    return True


def _asked(grid: Grid, event: QKeyEvent, key: int, keys: Qt.KeyboardModifier) -> bool:
    from kakehashi.ui.grid_menu import open_menu

    acts = grid.acts
    if event.matches(QKeySequence.StandardKey.Copy):
        acts.copy()
    elif key == Qt.Key.Key_C and keys == _CTRL | _SHIFT:
        acts.copy(head=True)
    elif event.matches(QKeySequence.StandardKey.Cut):
        acts.cut()
    elif event.matches(QKeySequence.StandardKey.Paste):
        acts.paste()
    elif key in (Qt.Key.Key_Up, Qt.Key.Key_Down) and keys == _ALT:
        acts.move(-1 if key == Qt.Key.Key_Up else 1)
    elif key == Qt.Key.Key_Space and keys == _SHIFT:
        grid.places.select_rows()
    elif key == Qt.Key.Key_Insert or (key == Qt.Key.Key_Return and keys == _CTRL):
        acts.add()
    elif key == Qt.Key.Key_D and keys == _CTRL | _SHIFT:
        acts.duplicate()
    elif key == Qt.Key.Key_Menu or (key == Qt.Key.Key_F10 and keys == _SHIFT):
        open_menu(grid)
    else:
        return False
    return True
