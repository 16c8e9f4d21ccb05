"""How a line of the chapter list is drawn: ring or icon, title, worst check and count."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from kakehashi.drawing.badges import badge
from kakehashi.plan.completeness import Completeness
from kakehashi.ui import flags
from kakehashi.ui.chapter_list import ChapterList, Entry, Index
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

_ROW, _HEADING = 30, 28


class ChapterDelegate(QStyledItemDelegate):
    """Rows of 30 px; a narrow list shows icons only."""

    def __init__(self, look: Look, chapters: ChapterList) -> None:
        super().__init__(chapters)
        self._look, self._chapters, self._view = look, chapters, chapters.view

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(self._chapters.width() - 1, _ROW + self._above(index.data(flags.ENTRY)))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        entry: Entry = index.data(flags.ENTRY)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if above := self._above(entry):
            self._heading(painter, entry.heading, QRectF(area.left(), area.top(), area.width(), above))
            area.setTop(area.top() + above)
        self._ground(painter, area, index)
        if self._chapters.narrow:
            self._icon_only(painter, entry, area)
        else:
            self._line(painter, entry, area)
        painter.restore()

    def _above(self, entry: Entry) -> int:
        if not entry.heading:
            return 0
        return 9 if self._chapters.narrow else _HEADING

    def _heading(self, painter: QPainter, title: str, area: QRectF) -> None:
        if self._chapters.narrow:
            line = QRectF(area.left() + 14, area.center().y(), area.width() - 28, 1)
            painter.fillRect(line, self._look.colour("border"))
        else:
            self._say(painter, title, area.left() + 16, area.center().y() + 2, 11.5, "text2")

    def _ground(self, painter: QPainter, area: QRectF, index: Index) -> None:
        colour = self._look.colour
        if index == self._view.currentIndex():
            painter.fillRect(area, colour("selection"))
            painter.fillRect(QRectF(area.left(), area.top(), 3, area.height()), colour("accent"))
            if self._view.hasFocus() and self._view.by_keys:
                painter.setPen(QPen(colour("focus"), 2))
                painter.drawRoundedRect(area.adjusted(4, 1, -2, -1), 3, 3)
        elif self._view.underMouse() and area.contains(self._pointer()):
            painter.fillRect(area, colour("raised"))

    def _pointer(self) -> QPointF:
        from PySide6.QtGui import QCursor

        return QPointF(self._view.viewport().mapFromGlobal(QCursor.pos()))

    def _line(self, painter: QPainter, entry: Entry, area: QRectF) -> None:
        middle = area.center().y()
        if entry.state is None:
            paint_icon(painter, entry.key, QPointF(area.left() + 14, middle - 8), self._look.colour("text"))
        else:
            self._ring(painter, entry.state, QPointF(area.left() + 22, middle))
        self._say(painter, entry.title, area.left() + 38, middle, 13, "text")
        if entry.worst is not None:
            count = str(entry.count)
            at = area.right() - 10 - self._look.width(count, 11.5)
            self._say(painter, count, at, middle, 11.5, "text2")
            paint_shapes(painter, badge("mark", entry.worst, at - 11, middle, 12), self._look)

    def _icon_only(self, painter: QPainter, entry: Entry, area: QRectF) -> None:
        at = area.center() - QPointF(8, 8)
        paint_icon(painter, entry.key, at, self._look.colour("text"))
        if entry.worst is not None:
            paint_shapes(painter, badge("mark", entry.worst, at.x() + 18, at.y() + 3, 10), self._look)

    def _ring(self, painter: QPainter, state: Completeness, centre: QPointF) -> None:
        """A ring of 14 px, filled clockwise from the top; full = a disc with a tick."""
        accent = self._look.colour("accent")
        if state.full:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(accent)
            painter.drawEllipse(centre, 6.5, 6.5)
            painter.setPen(QPen(self._look.colour("on-accent"), 1.5, c=Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([centre + QPointF(*each) for each in ((-2.8, 0.2), (-0.8, 2.2), (2.9, -2))])
            return
        ring = QRectF(centre.x() - 5.5, centre.y() - 5.5, 11, 11)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        painter.setPen(QPen(self._look.colour("border"), 2.4))
        painter.drawEllipse(ring)
        if state.filled:
            painter.setPen(QPen(accent, 2.4, c=Qt.PenCapStyle.FlatCap))
            painter.drawArc(ring, 90 * 16, -round(state.share * 360 * 16))

    def _say(self, painter: QPainter, said: str, x: float, middle: float, size: float, token: str) -> None:
        font = self._look.font(size)
        metrics = QFontMetricsF(font)
        painter.setFont(font)
        painter.setPen(self._look.colour(token))
        painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), said)
