"""Several views of one page, one of them chosen: joined buttons in a row."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QButtonGroup, QHBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.look import Look


class Segments(QWidget):
    """`chosen` tells the key of the view that somebody wants. Nothing is shown where there is no choice."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._titles: Mapping[str, str] = {}
        self._buttons: dict[str, Button] = {}
        self._group = QButtonGroup(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)

    def show_views(self, titles: Mapping[str, str], now: str) -> None:
        """These views (key -> title), and which is open now."""
        if titles != self._titles:
            self._titles = dict(titles)
            self._rebuild()
        if now in self._buttons:
            self._buttons[now].setChecked(True)
        self.setVisible(len(titles) > 1)

    def _rebuild(self) -> None:
        for button in self._buttons.values():
            self._group.removeButton(button)
            button.hide()
            button.deleteLater()
        self._buttons = {}
        for at, (key, title) in enumerate(self._titles.items()):
            button = Button(self._look, title, "segment", parent=self)
            button.join(first=at == 0, last=at + 1 == len(self._titles))
            button.clicked.connect(lambda _checked=False, key=key: self.chosen.emit(key))
            self._group.addButton(button)
            self._row.insertWidget(at, button)
            self._buttons[key] = button
