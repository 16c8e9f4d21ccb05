"""The heads of a journey map: stages across with what part of buying they are, lanes down. Dragged to move,
double-clicked to write."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QKeyEvent, QPainter, QPen
from PySide6.QtWidgets import QHeaderView, QLineEdit, QWidget

from kakehashi.ui import flags
from kakehashi.ui.look import Look
from kakehashi.ui.pages.journey_delegate import ABOVE, PLOT
from kakehashi.ui.pages.journey_model import JourneyModel

LANES = 92
"""Width of the names of lanes, px."""

_PADDING = 7


class JourneyHeader(QHeaderView):
    """`carried` tells a section's old and new place; `written` a section and its new name."""

    carried = Signal(int, int)
    written = Signal(int, str)
    menu_wanted = Signal(int, QPoint)

    def __init__(self, look: Look, model: JourneyModel, side: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(side, parent)
        self._look, self._journey = look, model
        self._field: QLineEdit | None = None
        self.can_edit = True
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setMinimumSectionSize(24)
        self.sectionDoubleClicked.connect(self.write)
        self.sectionMoved.connect(self._moved)

    @property
    def across(self) -> bool:
        """Whether these are the stages."""
        return self.orientation() == Qt.Orientation.Horizontal

    def sizeHint(self) -> QSize:
        if not self.across:
            return QSize(LANES, super().sizeHint().height())
        tall = 0.0
        for section in range(self.count()):
            room = max(self.sectionSize(section) - 2 * _PADDING, 40)
            name = self._look.height(self._journey.name_of_stage(section), 12.5, room)
            tall = max(tall, name + self._look.height(self._journey.note_of_stage(section), 11, room))
        return QSize(super().sizeHint().width(), round(tall) + 14)

    def least_height(self, section: int) -> int:
        """What a lane's name needs, px."""
        return round(self._look.height(self._journey.name_of_lane(section), 11.5, LANES - 2 * _PADDING)) + 14

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        if not area.isValid():
            return
        look, place = self._look, QRectF(area)
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(place, look.colour("raised"))
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        painter.drawLine(area.topRight(), area.bottomRight())
        inner = place.adjusted(_PADDING, 7, -_PADDING, -4)
        if self.across:
            self._paint_stage(painter, inner, section)
        else:
            self._paint_lane(painter, inner, section)
        painter.restore()

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        self.menu_wanted.emit(self.logicalIndexAt(event.pos()), event.globalPos())

    def write(self, section: int) -> None:
        """Write over a section's name: Enter or going elsewhere keeps it, Esc doesn't."""
        if not self.can_edit or not 0 <= section < self.count():
            return
        self._end()
        name = self._journey.headerData(section, self.orientation())
        field = self._field = QLineEdit(name, self.viewport())
        field.setFont(self._look.font(12.5))
        field.setAccessibleName(name)
        at, size = self.sectionViewportPosition(section), self.sectionSize(section)
        if self.across:
            field.setGeometry(at, 0, size, min(self.height(), 30))
        else:
            field.setGeometry(0, at, self.width(), min(size, 30))
        field.editingFinished.connect(lambda: self._end(section))
        field.show()
        field.setFocus()
        field.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc reaches the head when the field leaves it."""
        if event.key() == Qt.Key.Key_Escape and self._field is not None:
            self._end()
            return
        super().keyPressEvent(event)

    def _end(self, section: int = -1) -> None:
        field, self._field = self._field, None
        if field is None:
            return
        said = field.text().strip()
        changed = section >= 0 and said != self._journey.headerData(section, self.orientation())
        field.hide()
        field.deleteLater()
        if changed:
            self.written.emit(section, said)

    def _moved(self, section: int, _old: int, new: int) -> None:
        """The plan's order is what moves; the view's own stays as it is."""
        if section != new:
            QTimer.singleShot(0, self, lambda: self._hand_on(section, new))

    def _hand_on(self, section: int, new: int) -> None:
        self.blockSignals(True)
        for place in range(self.count()):
            self.moveSection(self.visualIndex(place), place)
        self.blockSignals(False)
        self.viewport().update()
        self.carried.emit(section, new)

    def _paint_stage(self, painter: QPainter, inner: QRectF, section: int) -> None:
        look, name = self._look, self._journey.name_of_stage(section)
        painter.setPen(look.colour("text"))
        painter.setFont(look.font(12.5, 700))
        painter.drawText(inner, flags.WRAP, name)
        painter.setPen(look.colour("text2"))
        painter.setFont(look.font(11))
        below = inner.adjusted(0, look.height(name, 12.5, inner.width()), 0, 0)
        painter.drawText(below, flags.WRAP, self._journey.note_of_stage(section))

    def _paint_lane(self, painter: QPainter, inner: QRectF, section: int) -> None:
        look = self._look
        painter.setPen(look.colour("text2"))
        painter.setFont(look.font(11.5))
        name = self._journey.name_of_lane(section)
        if not self._journey.is_curve(section):
            painter.drawText(inner, flags.WRAP, name)
            return
        top = inner.y() - 7
        painter.drawText(QRectF(inner.x(), top + PLOT / 2 - 18, inner.width(), 36), flags.WRAP | 0x80, name)
        painter.setFont(look.font(11))
        for said, y in (("+2", ABOVE), ("−2", PLOT - ABOVE)):
            painter.drawText(QRectF(inner.x(), top + y - 9, inner.width(), 18), 0x80 | 0x2, said)
