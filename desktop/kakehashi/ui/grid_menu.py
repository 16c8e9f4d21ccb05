"""The context menu of a grid."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid


def menu_of(grid: Grid) -> QMenu:
    """The menu for what is selected; what can't be done now is grey."""
    acts, places = grid.acts, grid.places
    menu = QMenu(grid)
    writable = not grid.editor.read_only
    adds = writable and bool(grid.grid_model.adds)
    items = bool(places.items())
    index = grid.currentIndex()
    here = index.isValid() and grid.grid_model.editable(*grid.grid_model.at(index))

    def add(words: str, keys: str, act: Callable[[], object], usable: bool = True) -> None:
        action = menu.addAction(f"{grid.look.say(words)}\t{keys}" if keys else grid.look.say(words))
        action.setEnabled(usable)
        action.triggered.connect(lambda: act())

    add("ui.grid.edit", "F2", lambda: grid.edit(index), here)
    add("ui.grid.clear", "Del", acts.clear, writable)
    menu.addSeparator()
    add("ui.grid.cut", "Ctrl+X", acts.cut, writable)
    add("ui.grid.copy", "Ctrl+C", acts.copy)
    add("ui.grid.copy_with_head", "Ctrl+Shift+C", lambda: acts.copy(head=True))
    add("ui.grid.paste", "Ctrl+V", acts.paste, writable)
    menu.addSeparator()
    add("ui.grid.fill_down", "Ctrl+D", lambda: acts.fill(1, 0), writable)
    add("ui.grid.fill_right", "Ctrl+R", lambda: acts.fill(0, 1), writable)
    if grid.grid_model.adds:
        menu.addSeparator()
        add("ui.grid.add", "Insert", acts.add, adds)
        add("ui.grid.duplicate", "Ctrl+Shift+D", acts.duplicate, adds and items)
        add("ui.grid.up", "Alt+↑", lambda: acts.move(-1), adds and items)
        add("ui.grid.down", "Alt+↓", lambda: acts.move(1), adds and items)
        add("ui.grid.remove", "", acts.remove, adds and items)
    return menu


def open_menu(grid: Grid, at: QPoint | None = None) -> None:
    """Open the menu at a point of the viewport, or at the current cell."""
    if at is None:
        at = grid.visualRect(grid.currentIndex()).bottomLeft()
    menu = menu_of(grid)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(grid.viewport().mapToGlobal(at))
