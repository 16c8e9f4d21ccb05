"""The menu of the window: every command with its keys, the pages, language, theme and size of texts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu, QWidget

from kakehashi.ui.commands import COMMANDS, GROUPS, key_words
from kakehashi.ui.views import OVERVIEW, OWN_PAGES
from kakehashi.ui.window_words import title_of

if TYPE_CHECKING:
    from kakehashi.ui.main_window import MainWindow


def open_menu(window: MainWindow, below: QWidget) -> QMenu:
    """Show it below a button; arrow keys lead on."""
    menu = QMenu(below)
    menu.setAccessibleName(window.look.say("ui.command.menu"))
    for group in GROUPS:
        part = _part(menu, window.look.say(f"ui.menu.{group}"))
        _add_commands(part, window, group)
        if group == "edit":
            _add_pages(_part(menu, window.look.say("ui.menu.go")), window)
    menu.aboutToHide.connect(menu.deleteLater)
    menu.popup(below.mapToGlobal(below.rect().bottomLeft() + QPoint(0, 2)))
    return menu


def _part(menu: QMenu, title: str) -> QMenu:
    return menu.addMenu(title.replace("&", "&&"))


def _add_commands(part: QMenu, window: MainWindow, group: str) -> None:
    for command in COMMANDS:
        if command.group != group:
            continue
        if command.apart:
            part.addSeparator()
        action = window.commands[command.key]
        line = part.addAction(f"{action.text()}\t{key_words(action)}")
        line.setEnabled(action.isEnabled())
        line.triggered.connect(action.trigger)


def _add_pages(part: QMenu, window: MainWindow) -> None:
    from kakehashi.plan.kinds import chapters

    for key in (OVERVIEW, *chapters(), *OWN_PAGES):
        if key == OVERVIEW or key == next(iter(OWN_PAGES), ""):
            part.addSeparator()
        line = part.addAction(window.look.say(title_of(key)).replace("&", "&&"))
        line.setCheckable(True)
        line.setChecked(key == window.chapter)
        line.triggered.connect(_going(window, key))


def _going(window: MainWindow, key: str) -> Callable[[], None]:
    return lambda: window.go_to(key)
