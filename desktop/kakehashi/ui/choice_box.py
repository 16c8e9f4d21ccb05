"""A box to choose one of several in, and a line to type in, each with its name for a screen reader."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QSignalBlocker
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QComboBox, QLineEdit, QWidget

from kakehashi.ui.look import Look


class ChoiceBox(QComboBox):
    """Titles are shown, keys are given. The wheel scrolls the page, not the choice."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFont(look.font(12.5))
        self.setAccessibleName(name)
        self.setToolTip(name)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(10)
        self.setFixedHeight(28)

    @property
    def key(self) -> str:
        """What is chosen; '' for nothing."""
        return str(self.currentData() or "")

    def show_choices(self, titles: Mapping[str, str], now: str) -> None:
        """These (key -> title), and which is chosen; says nothing of it."""
        with QSignalBlocker(self):
            if titles != {str(self.itemData(at)): self.itemText(at) for at in range(self.count())}:
                self.clear()
                for key, title in titles.items():
                    self.addItem(title, key)
            self.setCurrentIndex(self.findData(now))

    def choose(self, key: str) -> None:
        """Choose as a person does."""
        self.setCurrentIndex(self.findData(key))

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()


def line_box(look: Look, name: str, hint: str = "", parent: QWidget | None = None) -> QLineEdit:
    """A line to type in."""
    line = QLineEdit(parent)
    line.setFont(look.font())
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setFixedHeight(28)
    return line
