"""A box to choose one of several in, a tick, a line to type in, each with its name for a screen reader."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QPointF, QRectF, QSignalBlocker, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QSizePolicy, QWidget

from kakehashi.ui.look import Look

_ARROW = 24
_TICK, _ROOM = 16, 7


class ChoiceBox(QComboBox):
    """Titles are shown, keys are given. The wheel scrolls the page, not the choice."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
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

    def paintEvent(self, _event: QPaintEvent) -> None:
        """A field with a clear edge, as the look wants it: Fusion's own is too faint in the dark."""
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        on = self.isEnabled()
        edge = "focus" if self.hasFocus() else "strong" if on else "border"
        painter.setPen(QPen(look.colour(edge), 2 if self.hasFocus() else 1))
        painter.setBrush(look.colour("surface"))
        area = QRectF(self.rect()).adjusted(1, 1, -1, -1)
        painter.drawRoundedRect(area, 4, 4)
        painter.setPen(look.colour("text" if on else "disabled"))
        painter.setFont(self.font())
        room = area.adjusted(9, 0, -_ARROW, 0)
        said = self.fontMetrics().elidedText(
            self.currentText(), Qt.TextElideMode.ElideRight, int(room.width())
        )
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), said)
        middle, right = area.center().y(), area.right() - 10
        painter.setPen(QPen(look.colour("text2" if on else "disabled"), 1.5))
        tip = QPointF(right - 4, middle + 2.5)
        painter.drawPolyline([QPointF(right - 8, middle - 1.5), tip, QPointF(right, middle - 1.5)])


def line_box(look: Look, name: str, hint: str = "", parent: QWidget | None = None) -> QLineEdit:
    """A line to type in."""
    line = QLineEdit(parent)
    line.setObjectName("line")
    line.setFont(look.font())
    line.setAccessibleName(name)
    line.setPlaceholderText(hint)
    line.setFixedHeight(28)
    return line


class TickBox(QCheckBox):
    """A tick with its words behind it, drawn with a clear edge in both themes."""

    def __init__(self, look: Look, said: str, parent: QWidget | None = None) -> None:
        super().__init__(said, parent)
        self._look = look
        self.setFont(look.font(12.5))
        self.setAccessibleName(said)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(int(self._look.width(self.text(), 12.5)) + _TICK + _ROOM + 4, 24)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter, look = QPainter(self), self._look
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        box = QRectF(1, (self.height() - _TICK) / 2 + 0.5, _TICK - 1, _TICK - 1)
        painter.setPen(
            QPen(look.colour("focus" if self.hasFocus() else "strong"), 2 if self.hasFocus() else 1)
        )
        painter.setBrush(look.colour("accent" if self.isChecked() else "surface"))
        painter.drawRoundedRect(box, 3, 3)
        if self.isChecked():
            painter.setPen(QPen(look.colour("on-accent"), 2))
            x, y = box.left(), box.top()
            painter.drawPolyline(
                [QPointF(x + 3.5, y + 7.5), QPointF(x + 6.5, y + 10.5), QPointF(x + 11.5, y + 4.5)]
            )
        painter.setPen(look.colour("text" if self.isEnabled() else "disabled"))
        painter.setFont(self.font())
        words = QRectF(_TICK + _ROOM, 0, self.width() - _TICK - _ROOM, self.height())
        painter.drawText(words, int(Qt.AlignmentFlag.AlignVCenter), self.text())
