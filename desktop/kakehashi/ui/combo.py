"""A box that opens a list of words to choose from, with an arrow in the window's colours."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QWidget

from kakehashi.ui.icons import paint_icon
from kakehashi.ui.look import Look


class Combo(QComboBox):
    """A style sheet that draws the edge leaves the arrow out; it is drawn here."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("choice")

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        colour = self._look.colour("text2" if self.isEnabled() else "disabled")
        paint_icon(painter, "down", QPointF(self.width() - 22, (self.height() - 16) / 2), colour)
