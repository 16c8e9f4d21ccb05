"""A sheet with a list of sentences, or one sentence where the list is empty."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.panel import HEADER, Panel, empty_place

if TYPE_CHECKING:  # loaded after the first paint
    from collections.abc import Sequence

    from kakehashi.ui.rows import Row, RowsView


class RowsPanel(Panel):
    """Title, note, rows. List and sentence are made when they are first needed."""

    chosen = Signal(str)

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(look, title, parent)
        self._name = title
        self.view: RowsView | None = None
        self.sentence: QLabel | None = None

    def show_rows(self, rows: Sequence[Row]) -> None:
        """The list."""
        if self.view is None:
            from kakehashi.ui.rows import RowsView

            self.view = RowsView(self._look, self._name, self)
            self.view.chosen.connect(self.chosen)
            self.body.addWidget(self.view, 1)
        self.view.set_rows(rows)
        self.view.show()
        if self.sentence is not None:
            self.sentence.hide()

    def mark_current(self, key: str) -> None:
        """The row that is shown beside the list."""
        if self.view is not None:
            self.view.mark_current(key)

    def heights(self, width: int) -> tuple[int, ...]:
        """How high a sheet of this width is with one whole row, with two, and so on; () without rows."""
        return (
            tuple(HEADER + 3 + tall for tall in self.view.heights(width - 2)) if self.view is not None else ()
        )

    def show_sentence(self, said: str) -> None:
        """One sentence instead of the list."""
        if self.sentence is None:
            self.sentence = empty_place(self._look, "", parent=self)
            self.sentence.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Ignored)
            self.body.addWidget(self.sentence, 1)
        if self.view is not None:
            self.view.set_rows(())
            self.view.hide()
        self.set_note("")
        self.sentence.setText(said)
        self.sentence.show()
