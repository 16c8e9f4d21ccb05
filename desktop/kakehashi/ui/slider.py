"""A slider for a figure: its likely range on the track, the plan's own value as a tick, a round handle.

Keys: arrows one step, page keys ten, Home and End to the ends; a click jumps, a double click restores.
"""

from __future__ import annotations

from decimal import Decimal

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from kakehashi.ui.look import Look

_HIGH = 24
_INSET = 9.0  # room for half of the handle and its ring
_TRACK, _RANGE, _END, _HANDLE = 4.0, 4.0, 5.0, 6.5
_PAGE = 10


class RangeSlider(QSlider):
    """`moved` tells the value that a person has chosen: a whole number of steps, or the plan's own again."""

    moved = Signal(object)  # a Decimal

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._look = look
        self._step, self._value, self._planned = Decimal(1), Decimal(0), Decimal(0)
        self._range: tuple[Decimal, Decimal] | None = None
        self.setAccessibleName(name)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setPageStep(_PAGE)
        self.valueChanged.connect(self._stepped)

    @property
    def exact(self) -> Decimal:
        """The value it stands at."""
        return self._value

    def set_reach(self, least: Decimal, most: Decimal, step: Decimal) -> None:
        """What can be chosen."""
        before = self.blockSignals(True)
        self._step = step
        self.setRange(round(least / step), round(most / step))
        self.blockSignals(before)

    def set_planned(self, planned: Decimal, low: Decimal | None, high: Decimal | None) -> None:
        """The plan's own value, to which a double click returns, and its likely range."""
        self._planned = planned
        self._range = (low, high) if low is not None and high is not None else None
        self.update()

    def set_exact(self, value: Decimal) -> None:
        """Stand at a value, also between two steps; nobody is told."""
        before = self.blockSignals(True)
        self._value = value
        self.setValue(round(value / self._step))
        self.blockSignals(before)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(160, _HIGH)

    def minimumSizeHint(self) -> QSize:
        return QSize(80, _HIGH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(True)
            self._go(event.position().x())

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self.isSliderDown():
            self._go(event.position().x())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.setSliderDown(False)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._restore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._restore()
        else:
            super().keyPressEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()  # it scrolls the page

    def paintEvent(self, _event: QPaintEvent) -> None:
        look = self._look
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        middle = self.height() / 2
        active = self.isEnabled()
        _bar(painter, _INSET, self.width() - _INSET, middle, _TRACK, look.colour("border"))
        if self._range is not None:
            left, right = self._x(self._range[0]), self._x(self._range[1])
            colour = look.colour("bar" if active else "strong")
            _bar(painter, left, right, middle, _RANGE, colour)
            painter.setPen(QPen(colour, 1.5))
            for end in (left, right):
                painter.drawLine(QPointF(end, middle - _END), QPointF(end, middle + _END))
        if self._value != self._planned:
            painter.setPen(QPen(look.colour("text2"), 1.3))
            at = self._x(self._planned)
            painter.drawLine(QPointF(at, middle - 8), QPointF(at, middle + 8))
        self._paint_handle(painter, QPointF(self._x(self._value), middle))

    def _paint_handle(self, painter: QPainter, at: QPointF) -> None:
        look, moved = self._look, self._value != self._planned
        painter.setPen(QPen(look.colour("focus" if moved else "strong"), 1.5 if moved else 1.0))
        painter.setBrush(look.colour("focus" if moved else "surface"))
        if not self.isEnabled():
            painter.setBrush(look.colour("raised"))
        painter.drawEllipse(at, _HANDLE, _HANDLE)
        if self.hasFocus():
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawEllipse(at, _HANDLE + 2, _HANDLE + 2)

    def _x(self, value: Decimal) -> float:
        least, most = self.minimum(), self.maximum()
        share = (float(value / self._step) - least) / (most - least) if most > least else 0.0
        return _INSET + min(max(share, 0.0), 1.0) * (self.width() - 2 * _INSET)

    def _go(self, x: float) -> None:
        share = (x - _INSET) / max(self.width() - 2 * _INSET, 1.0)
        self.setValue(round(self.minimum() + share * (self.maximum() - self.minimum())))

    def _stepped(self, steps: int) -> None:
        self._take(steps * self._step)

    def _restore(self) -> None:
        planned = self._planned
        self.set_exact(planned)
        self.moved.emit(planned)

    def _take(self, value: Decimal) -> None:
        self._value = value
        self.update()
        self.moved.emit(value)


def _bar(painter: QPainter, left: float, right: float, middle: float, high: float, colour: QColor) -> None:
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour)
    painter.drawRoundedRect(QRectF(left, middle - high / 2, max(right - left, 1.0), high), 2, 2)
