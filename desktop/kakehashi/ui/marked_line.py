"""A line of text with a check badge before it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtWidgets import QWidget

from kakehashi.ui.labels import PlainLabel, set_token
from kakehashi.ui.look import Look

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtGui import QPaintEvent

    from kakehashi.drawing.badges import Badge

MARK = 18
"""Room for the badge before the text, px."""


class MarkedLine(PlainLabel):
    """It breaks where it has to; without a badge it begins at the left."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._mark: Badge | None = None
        self.setFont(look.font(11.5))
        self.setWordWrap(True)

    def show_line(self, said: str, token: str, mark: Badge | None) -> None:
        """Show this text in a token's colour."""
        self._mark = mark
        self.setText(said)
        set_token(self, self._look, token)
        self.setContentsMargins(MARK if mark else 0, 0, 0, 0)
        self.update()

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._mark is not None:
            from PySide6.QtGui import QPainter

            from kakehashi.drawing.badges import badge
            from kakehashi.ui.paint import paint_shapes

            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            paint_shapes(painter, badge("mark", self._mark, 6, 9, 12), self._look)
