"""The completeness of the chapters as small bars in columns; a click leads to the chapter."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, QSize, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from kakehashi.plan.kinds import chapters
from kakehashi.ui.look import Look

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.plan.completeness import Completeness

_ROW, _BAR, _FIGURE, _SIDE = 22, 46, 34, 14
_COLUMN = 210  # least width of a column, px


class ChapterBars(QWidget):
    """Every one, reading downwards; chapters that nothing can be filled into yet say so by a dash."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._states: Mapping[str, Completeness] = {}
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def show_states(self, states: Mapping[str, Completeness]) -> None:
        """Show these."""
        self._states = states
        said = [f"{self._title(key)} {self._figure(key)}" for key in chapters()]
        self.setAccessibleName(self._look.say("ui.overview.chapters"))
        self.setAccessibleDescription("\n".join(said))
        self.update()

    def height_for(self, width: int) -> int:
        """How high all of them are in this width, px."""
        return -(-len(chapters()) // _columns(width)) * _ROW + 18

    def sizeHint(self) -> QSize:
        return QSize(300, self.height_for(self.width()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        for key, area in self._areas():
            if area.contains(event.position()):
                self.chosen.emit(key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        for key, area in self._areas():
            self._paint(painter, key, area)

    def _areas(self) -> list[tuple[str, QRectF]]:
        columns = _columns(self.width())
        rows = -(-len(chapters()) // columns)
        wide = (self.width() - 2 * _SIDE + 20) / columns
        return [
            (key, QRectF(_SIDE + n // rows * wide, 9 + n % rows * _ROW, wide - 20, _ROW))
            for n, key in enumerate(chapters())
        ]

    def _paint(self, painter: QPainter, key: str, area: QRectF) -> None:
        colour = self._look.colour
        state = self._states.get(key)
        middle = area.center().y()
        bar = QRectF(area.right() - _FIGURE - _BAR, middle - 2.5, _BAR, 5)
        if state is not None and state.needed:
            painter.fillRect(bar, colour("line"))
            painter.fillRect(QRectF(bar.left(), bar.top(), _BAR * state.share, 5), colour("accent"))
        self._say(painter, self._title(key), area.left(), middle, "text")
        figure = self._figure(key)
        font = self._look.font(12)
        at = area.right() - QFontMetricsF(font).horizontalAdvance(figure)
        self._say(painter, figure, at, middle, "text2")

    def _say(self, painter: QPainter, said: str, x: float, middle: float, token: str) -> None:
        font = self._look.font(12)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._look.colour(token))
        painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), said)

    def _title(self, key: str) -> str:
        return self._look.say(f"chapter.{key}")

    def _figure(self, key: str) -> str:
        state = self._states.get(key)
        return f"{int(state.share * 100)}" if state is not None and state.needed else "–"


def _columns(width: int) -> int:
    return min(max(width // _COLUMN, 1), 5)
