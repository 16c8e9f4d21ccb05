"""Asks about a plugin that was at work when the program ended: turn it off, or try again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from kakehashi.extension.running import Running, said
from kakehashi.extension.standing import change_standing, with_disabled
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.start_window import StartWindow
from kakehashi.words import PlanError


class LeftRunningDialog(Dialog):
    """`accepted`: turn it off; otherwise it is used again."""

    def __init__(self, look: Look, call: Running, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.left_running.title"), parent)
        for words in (look.say(said(call)), look.say("ui.left_running.what")):
            line = label(look, words, 12.5, parent=self)
            line.setWordWrap(True)
            line.setMinimumWidth(look.scaled(420))
            self.body.addWidget(line)
        again = self.add_button(look.say("ui.left_running.again"))
        again.clicked.connect(self.reject)
        off = self.add_button(look.say("ui.left_running.off"), primary=True)
        off.clicked.connect(self.accept)
        self.set_main(off)


def ask_of_left(
    window: MainWindow | StartWindow, look: Look, calls: Sequence[Running], then: Callable[[], None]
) -> None:
    """Ask about one after another, and do what was said; `then` goes on."""
    if not calls:
        then()
        return
    call, *others = calls
    dialog = LeftRunningDialog(look, call, window)
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    dialog.accepted.connect(partial(_turn_off, window, look, call.plugin))
    dialog.finished.connect(lambda _how: ask_of_left(window, look, others, then))
    dialog.open()


def _turn_off(window: MainWindow | StartWindow, look: Look, plugin: str) -> None:
    try:
        change_standing(partial(with_disabled, name=plugin, off=True))
    except PlanError as problem:
        window.say_problem(look.say(problem.message))
