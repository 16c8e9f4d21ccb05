"""How a cell of a grid is drawn: ground, mark, text, tags, hairlines, the ring of the current cell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from kakehashi.drawing.tokens import ink_on
from kakehashi.ui.look import Look
from kakehashi.words import MISSING

if TYPE_CHECKING:
    from kakehashi.ui.grid_cells import GridColumn, GridRow
    from kakehashi.ui.grid_model import GridModel

SIDE, LEVEL, HANDLE, RING = 8, 14, 7, 2
SIZE = 12.0
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)
_WEIGHTS = {"subtotal": 500, "group": 500, "total": 700}


class CellPainter:
    """Draws cells of one grid; fonts, metrics and colours are looked up once."""

    def __init__(self, look: Look) -> None:
        self._look = look
        self._metrics: dict[int, QFontMetricsF] = {}
        self._pens = {
            token: QPen(look.colour(token), 1)
            for token in ("line", "border", "strong", "text", "text2", "bad", "disabled")
        }

    def paint(
        self, painter: QPainter, rect: QRect, model: GridModel, place: tuple[int, int], *, selected: bool
    ) -> None:
        """A cell without ring and handle."""
        row, column = model.rows[place[0]], model.columns[place[1]]
        tone = model.tone(row, column)
        self._ground(painter, rect, row, column, tone, selected=selected)
        inner = rect.adjusted(SIDE, 0, -SIDE - 1, 0)
        if place[1] == 0:
            inner = self._first(painter, inner, model, row)
        said = model.text(row, column)
        if place[1] == 0 and row.style == "new" and not said:
            painter.setFont(self._look.font(SIZE))
            painter.setPen(self._pens["text2"])
            painter.drawText(inner, _LEFT, model.new_words(row))
        elif said:
            self._text(painter, inner, said, model, row, column, tone)

    def ring(self, painter: QPainter, rect: QRect, *, focused: bool) -> None:
        """The ring of the current cell: focus where the keyboard is in the grid, else strong."""
        colour = self._look.colour("focus" if focused else "strong")
        painter.setPen(
            QPen(colour, RING, Qt.PenStyle.SolidLine, Qt.PenCapStyle.SquareCap, Qt.PenJoinStyle.MiterJoin)
        )
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.drawRect(rect.adjusted(1, 1, -RING, -RING))

    def handle(self, painter: QPainter, rect: QRect) -> None:
        """The fill handle in the lower right corner of a selection's last cell."""
        painter.fillRect(handle_of(rect), self._look.colour("focus"))
        painter.setPen(self._pens["line"])

    def _ground(
        self, painter: QPainter, rect: QRect, row: GridRow, column: GridColumn, tone: str, *, selected: bool
    ) -> None:
        colour, pens = self._look.colour, self._pens
        if selected:
            painter.fillRect(rect, colour("selection"))
        elif tone in ("bad", "warn"):
            painter.fillRect(rect, colour(f"{tone}s"))
        elif column.closed or row.style in ("subtotal", "group"):
            painter.fillRect(rect, colour("raised"))
        else:
            painter.fillRect(rect, colour("surface"))
        right, bottom = rect.right(), rect.bottom()
        painter.setPen(pens["border" if row.style in ("subtotal", "group") else "line"])
        painter.drawLine(rect.left(), bottom, right, bottom)
        painter.setPen(pens["line"])
        painter.drawLine(right, rect.top(), right, bottom)
        if column.strong:
            painter.setPen(pens["strong"])
            painter.drawLine(rect.left(), rect.top(), rect.left(), bottom)
        if row.style == "total":
            painter.setPen(QPen(colour("text"), 1.5))
            painter.drawLine(rect.left(), rect.top(), right, rect.top())

    def _first(self, painter: QPainter, inner: QRect, model: GridModel, row: GridRow) -> QRect:
        """The room of the first column's text, behind its indent and mark."""
        inner = inner.adjusted(row.level * LEVEL, 0, 0, 0)
        mark = model.mark(row)
        if mark is None:
            return inner
        letters, token = mark
        box = QRectF(inner.left(), inner.center().y() - 8, 17, 17)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setBrush(self._look.colour(token))
        painter.drawRoundedRect(box, 3, 3)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        painter.setFont(self._look.font(10, 700))
        painter.setPen(QPen(self._look.colour(ink_on(token)), 1))
        painter.drawText(box, _MIDDLE, letters)
        return inner.adjusted(24, 0, 0, 0)

    def _text(
        self,
        painter: QPainter,
        inner: QRect,
        said: str,
        model: GridModel,
        row: GridRow,
        column: GridColumn,
        tone: str,
    ) -> None:
        weight = 700 if tone == "bad" else _WEIGHTS.get(row.style, 400)
        painter.setFont(self._look.font(SIZE, weight))
        quiet = tone == "quiet" or said == MISSING
        painter.setPen(self._pens["bad" if tone == "bad" else "text2" if quiet else "text"])
        tags = model.tags(row, column)
        room = inner.width() - (sum(self._look.width(tag, 10.5) + 16 for tag in tags) if tags else 0.0)
        if len(said) * SIZE * self._look.scale > room:
            said = self._shortened(said.replace("\n", " "), weight, room)
        painter.drawText(inner, _RIGHT if column.right else _LEFT, said)
        at = inner.left() + self._look.width(said, SIZE, weight) + 6 if tags else 0.0
        for tag in tags:
            at = self._tag(painter, QPointF(at, inner.center().y()), tag, inner.right())

    def _shortened(self, said: str, weight: int, room: float) -> str:
        metrics = self._metrics.get(weight)
        if metrics is None:
            metrics = self._metrics[weight] = QFontMetricsF(self._look.font(SIZE, weight))
        return metrics.elidedText(said, Qt.TextElideMode.ElideRight, room + 1)

    def _tag(self, painter: QPainter, at: QPointF, said: str, end: int) -> float:
        wide = self._look.width(said, 10.5) + 10
        if at.x() + wide > end + SIDE:
            return at.x()
        box = QRectF(at.x(), at.y() - 7.5, wide, 16)
        painter.setPen(self._pens["border"])
        painter.setBrush(self._look.colour("surface"))
        painter.drawRoundedRect(box, 3, 3)
        painter.setFont(self._look.font(10.5))
        painter.setPen(self._pens["text2"])
        painter.drawText(box, _MIDDLE, said)
        return at.x() + wide + 4


def handle_of(rect: QRect) -> QRect:
    """Where the fill handle of a cell is."""
    return QRect(rect.right() - HANDLE + 1, rect.bottom() - HANDLE + 1, HANDLE, HANDLE)
