"""What is not sound yet in a chapter, with where to go for it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel
from kakehashi.ui.rows import RowsView
from kakehashi.ui.sentences import finding_rows, place_of
from kakehashi.ui.session import State


class ChecksView(QWidget):
    """See `views`. `gone_to` tells the chapter and the item that a check names."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, chapter: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._chapter = look, chapter
        sheet = Panel(look, parent=self)
        self._rows = RowsView(look, look.say("ui.view.checks"))
        self._rows.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
        sheet.body.addWidget(self._rows, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.addWidget(sheet)

    def show_state(self, state: State) -> None:
        """Show the checks of a plan."""
        found = state.worked.findings if state.worked is not None else None
        mine = [each for each in found or () if each.chapter == self._chapter]
        self._rows.set_rows(finding_rows(self._look, mine, with_chapter=False))
