"""All that can be done in the window beside editing: words, keys and act, for keys, menu and Ctrl+K."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtGui import QAction, QKeySequence

from kakehashi.ui.at_hand import find, focus_filter, print_page, say_saved, toggle_inspector

if TYPE_CHECKING:
    from kakehashi.ui.main_window import MainWindow

GROUPS = ("file", "edit", "view", "help")


class Command(msgspec.Struct, frozen=True, kw_only=True):
    """`keys`: those that work, the first is shown. `shows` is shown where the key is another's. `act` gets
    the window; without one the program does what the key says (`acts.Acts`). `apart`: a line above it."""

    key: str
    group: str
    keys: tuple[str, ...] = ()
    shows: str = ""
    act: Callable[[MainWindow], object] | None = None
    apart: bool = False

    @property
    def title(self) -> str:
        """The message id of its words."""
        return f"ui.command.{self.key}"


def open_menu(window: MainWindow) -> None:
    """The menu at its button."""
    from kakehashi.ui.menu import open_menu

    open_menu(window, window.header.menu)


def _commands() -> tuple[Command, ...]:
    return (
        Command(key="new", group="file", keys=("Ctrl+N",)),
        Command(key="open", group="file", keys=("Ctrl+O",)),
        Command(key="start", group="file"),
        Command(key="sample", group="file", apart=True),
        Command(key="import_plan", group="file"),
        Command(key="next_year", group="file"),
        Command(
            key="declare",
            group="file",
            keys=("Ctrl+E",),
            act=lambda window: window.go_to("declare"),
            apart=True,
        ),
        Command(key="save", group="file", keys=("Ctrl+S",), act=say_saved, apart=True),
        Command(key="print", group="file", keys=("Ctrl+P",), act=print_page),
        Command(key="settings", group="file", keys=("Ctrl+,",), apart=True),
        Command(key="plugins", group="file"),
        Command(key="quit", group="file", keys=("Ctrl+Q",), act=lambda window: window.close()),
        Command(key="undo", group="edit", keys=("Ctrl+Z",), act=lambda window: window.editor.undo()),
        Command(
            key="redo",
            group="edit",
            keys=("Ctrl+Y", "Ctrl+Shift+Z"),
            act=lambda window: window.editor.redo(),
        ),
        Command(key="find", group="edit", keys=("Ctrl+K",), act=find, apart=True),
        Command(key="filter", group="edit", keys=("Ctrl+F",), act=focus_filter),
        Command(key="inspector", group="view", shows="Ctrl+I", act=toggle_inspector),
        Command(key="chapters", group="view", keys=("F6",), act=lambda window: window.focus_chapters()),
        *_zooms(),
        Command(key="menu", group="", keys=("F10",), act=open_menu),
        Command(key="guide", group="help", keys=("F1",)),
        Command(key="about", group="help"),
        Command(key="start_safely", group="help", apart=True),
    )


def _zooms() -> tuple[Command, ...]:
    return tuple(
        Command(
            key=key,
            group="view",
            keys=keys,
            act=partial(_zoom, by),
            apart=by == 1,
        )
        for key, keys, by in (
            ("zoom_in", ("Ctrl++", "Ctrl+;"), 1),
            ("zoom_out", ("Ctrl+-",), -1),
            ("zoom_whole", ("Ctrl+0",), 0),
        )
    )


def _zoom(by: int, window: MainWindow) -> None:
    window.step_zoom(by)


COMMANDS = _commands()


def add_commands(window: MainWindow) -> dict[str, QAction]:
    """The commands as actions of a window, by key; their keys work from now on."""
    found = {}
    for command in COMMANDS:
        action = QAction(window.look.say(command.title).replace("&", "&&"), window.whole)
        action.setShortcuts([QKeySequence(each) for each in command.keys])
        action.setData(command.shows)
        action.triggered.connect(lambda _checked=False, command=command: _do(command, window))
        window.whole.addAction(action)
        found[command.key] = action
    return found


def _do(command: Command, window: MainWindow) -> None:
    if command.act is None:
        window.wanted.emit(command.key)
    else:
        command.act(window)


def key_words(action: QAction) -> str:
    """The keys of an action as they stand on the keyboard."""
    shows = str(action.data() or "")
    return shows or action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)
