"""A low strip of key figures: label, figure with unit, one line; a column each.

Drawn, not laid out from labels: it follows each step of a slider, and a layout would cost more than all else.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kakehashi.drawing.badges import Badge, badge
from kakehashi.ui import flags
from kakehashi.ui.grounds import hairline
from kakehashi.ui.key_figures import KeyFigure
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MARK
from kakehashi.ui.paint import paint_shapes
from kakehashi.ui.panel import Panel

_LEFT, _RIGHT, _ABOVE, _BELOW = 14, 10, 9, 9
_LABEL, _FIGURE, _UNIT, _LINE = 12.0, 22.0, 12.5, 11.5
_LABEL_HIGH, _FIGURE_HIGH = 18, 30


class FigureStrip(Panel):
    """The figures side by side; of a figure what stands beside it, or its line, is told below."""

    def __init__(self, look: Look, name: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.setAccessibleName(name)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.body.addLayout(across)
        self.cells: list[FigureCell] = []
        for at in range(count):
            if at:
                across.addWidget(hairline(look, "border", self, upright=True))
            self.cells.append(FigureCell(look, self))
            across.addWidget(self.cells[-1], 1)

    def show_figures(self, figures: Sequence[KeyFigure]) -> None:
        """Show these, one a column; the strip is as high as the longest line needs."""
        for cell, figure in zip(self.cells, figures, strict=True):
            cell.show_figure(figure)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        label = max(cell.wanted_label() for cell in self.cells)
        for cell in self.cells:
            cell.label_high = label
        high = max(cell.wanted_height() for cell in self.cells)
        for cell in self.cells:
            if cell.height() != high or cell.minimumHeight() != high:
                cell.setFixedHeight(high)


class FigureCell(QWidget):
    """One figure. `said` is all that it says, as it is read aloud."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._shown = KeyFigure(key="", label="")
        self.label_high = _LABEL_HIGH  # the same in all cells, so that figures stand in one line
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def said(self) -> str:
        """Label, figure, unit and line."""
        shown = self._shown
        return " ".join(filter(None, (shown.label, shown.figure, shown.unit, self._below()[0])))

    def show_figure(self, shown: KeyFigure) -> None:
        """Show this one."""
        before, self._shown = self.said, shown
        if self.said != before:
            self.setAccessibleName(self.said)
            self.setToolTip("\n".join(filter(None, (shown.label, shown.line))))
            self.update()

    def wanted_height(self) -> int:
        """How high it is in its width, px."""
        room = max(self.width() - _LEFT - _RIGHT - (MARK if self._mark() else 0), 60)
        line = self._look.height(self._below()[0] or " ", _LINE, room)
        return round(_ABOVE + self.label_high + self._look.scaled(_FIGURE_HIGH) + line + _BELOW)

    def wanted_label(self) -> int:
        """How high its label is in its width, px."""
        label = self._look.height(self._shown.label, _LABEL, max(self.width() - _LEFT - _RIGHT, 60))
        return max(round(label), _LABEL_HIGH)

    def sizeHint(self) -> QSize:
        return QSize(120, 84)

    def paintEvent(self, _event: QPaintEvent) -> None:
        look, shown, painter = self._look, self._shown, QPainter(self)
        room = self.width() - _LEFT - _RIGHT
        painter.setFont(look.font(_LABEL))
        painter.setPen(look.colour("text2"))
        painter.drawText(QRectF(_LEFT, _ABOVE, room, self.label_high), flags.WRAP, shown.label)
        painter.setFont(look.font(_FIGURE))
        painter.setPen(look.colour("text"))
        base = _ABOVE + self.label_high + look.scaled(23)
        painter.drawText(QPointF(_LEFT, base), shown.figure)
        painter.setFont(look.font(_UNIT))
        painter.drawText(QPointF(_LEFT + look.width(shown.figure, _FIGURE) + 4, base), shown.unit)
        self._paint_line(painter, _ABOVE + self.label_high + look.scaled(_FIGURE_HIGH), room)

    def _paint_line(self, painter: QPainter, top: float, room: float) -> None:
        said, token = self._below()
        left = float(_LEFT)
        if (mark := self._mark()) is not None:
            paint_shapes(painter, badge("mark", mark, left + 6, top + 8, 12), self._look)
            left, room = left + MARK, room - MARK
        painter.setFont(self._look.font(_LINE))
        painter.setPen(self._look.colour(token))
        painter.drawText(QRectF(left, top, room, self.height() - top), flags.WRAP, said)

    def _below(self) -> tuple[str, str]:
        shown = self._shown
        return (shown.beside, shown.beside_token) if shown.beside else (shown.line, shown.line_token)

    def _mark(self) -> Badge | None:
        return None if self._shown.mark == "good" else self._shown.mark
