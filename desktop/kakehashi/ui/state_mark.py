"""A small mark: all is saved, or the plan is only read."""

from __future__ import annotations

from PySide6.QtCore import QPointF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from kakehashi.drawing.badges import badge
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

_SIDE = 14


class StateMark(QWidget):
    """A tick or a lock; the words beside it say the same."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._read_only = False
        self.setFixedSize(_SIDE, _SIDE)

    def show_state(self, *, read_only: bool) -> None:
        """Show one of the two."""
        self._read_only = read_only
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        if self._read_only:
            paint_icon(painter, "lock", QPointF(0, 0), self._look.colour("text2"), _SIDE)
        else:
            paint_shapes(painter, badge("saved", "good", _SIDE / 2, _SIDE / 2, 12), self._look)
