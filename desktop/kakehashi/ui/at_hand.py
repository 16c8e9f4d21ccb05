"""Commands that the open page may or may not have: print, filter, inspector; and Ctrl+K, and 'saved'."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QWidget

from kakehashi.ui.jobs import Said
from kakehashi.words import Message

if TYPE_CHECKING:
    from kakehashi.ui.finding_things import Thing
    from kakehashi.ui.main_window import MainWindow


def print_page(window: MainWindow) -> None:
    """Print what is open: the first at the keyboard, of the view, of the page that has `print_picture()`."""
    _with(window, "print_picture", "ui.print.nothing")


def focus_filter(window: MainWindow) -> None:
    """Put the keyboard into the filter of what is open: the first that has `focus_filter()`."""
    _with(window, "focus_filter", "ui.filter.nothing")


def toggle_inspector(window: MainWindow) -> None:
    """Hide or show the fields of the selected item."""
    _with(window, "toggle_inspector", "ui.inspector.nothing")


def say_saved(window: MainWindow) -> None:
    """Who looks for 'save' reads that there is nothing to be done."""
    said = "ui.read_only" if window.session.state.read_only else "ui.nothing_to_save"
    window.say_end("note", Said(Message(said)))


def find(window: MainWindow) -> None:
    """Type what is looked for, and go there."""
    from kakehashi.ui.commands import COMMANDS, key_words
    from kakehashi.ui.finder import Finder
    from kakehashi.ui.finding_things import commands, items, pages_and_views

    language = window.look.language
    keys = [
        (command.key, command.title, key_words(window.commands[command.key]))
        for command in COMMANDS
        if command.group and window.commands[command.key].isEnabled()
    ]
    things = (
        *pages_and_views(language),
        *commands(language, keys),
        *items(window.session.state.plan, language),
    )
    finder = Finder(window.look, things, window.whole)
    finder.chosen.connect(lambda thing: QTimer.singleShot(0, window, lambda: _go(window, thing)))
    finder.place()


def _go(window: MainWindow, thing: Thing) -> None:
    if thing.command:
        window.commands[thing.command].trigger()
    else:
        window.go_to(thing.page, thing.item, thing.view)


def _with(window: MainWindow, name: str, else_said: str) -> None:
    act = next(_offered(window, name), None)
    if act is None:
        window.say_end("note", Said(Message(else_said)))
    else:
        act()


def _offered(window: MainWindow, name: str) -> Iterator[Callable[[], Any]]:
    """What has an act of this name: from the keyboard outwards, then anything of the page that is seen."""
    at = QApplication.focusWidget()
    while at is not None and at is not window:
        if hasattr(at, name):
            yield getattr(at, name)
        at = at.parentWidget()
    page = window.page
    if page is None:
        return
    for widget in (page, *page.findChildren(QWidget)):
        if widget.isVisible() and hasattr(widget, name):
            yield getattr(widget, name)
