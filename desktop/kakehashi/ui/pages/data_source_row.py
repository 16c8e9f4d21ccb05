"""The sources that need no file, as buttons: those of plugins, and those that this plan has saved."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from kakehashi.extension.plugins import sources
from kakehashi.extension.saved_sources import saved_sources
from kakehashi.ui.button import Button
from kakehashi.ui.fields.flow import Flow
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.words import PlanError, Text, in_language

log = logging.getLogger(__name__)


class OfferedHere(msgspec.Struct, frozen=True):
    """A source by its key, or by the name under which it is saved."""

    called: str
    title: Text


def offered_here(workspace: Path) -> tuple[OfferedHere, ...]:
    """Sources without a file: those saved with the plan, the latest first, then the others."""
    known = {key: each for key, each in sources().items() if not each.offer.suffixes}
    try:
        saved = [each for each in reversed(saved_sources(workspace).values()) if each.source in known]
    except PlanError as error:  # whoever opens a source is told; the other data are shown all the same
        log.info("saved sources not shown: %s", error)
        saved = []
    named = [OfferedHere(each.name, each.name) for each in saved if each.name != each.source]
    return (*named, *(OfferedHere(key, each.offer.title) for key, each in known.items()))


class SourceRow(QWidget):
    """`asked` gives what a source is called, and its title. Hidden while there is none."""

    asked = Signal(str, str)

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._shown: tuple[OfferedHere, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._flow = Flow(self, gap=8)
        said = label(look, look.say("ui.data.sources"), 12.5, token="text2")
        said.setFixedHeight(Button(look, said.text()).sizeHint().height())
        self._flow.addWidget(said)
        self.hide()

    def show_sources(self, offered: tuple[OfferedHere, ...]) -> None:
        """A button for each."""
        self.setVisible(bool(offered))
        if offered == self._shown:
            return
        self._shown = offered
        for button in self.buttons.values():
            self._flow.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for each in offered:
            title = in_language(each.title, self._look.language)
            button = Button(self._look, title)
            button.clicked.connect(
                lambda _checked=False, called=each.called, title=title: self.asked.emit(called, title)
            )
            self._flow.addWidget(button)
            self.buttons[each.called] = button
