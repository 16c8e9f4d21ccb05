"""The room around pictures: scrolled, moved by dragging the ground, zoomed with Ctrl and the wheel."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QWidget

from kakehashi.ui.picture import PictureView

_AROUND = 24  # px that stay visible around a shape


class PictureArea(QScrollArea):
    """`stepped` tells that somebody wants pictures larger (1) or smaller (-1), `resized` that its room is
    another: that of the widget around it says nothing of it before it is laid out."""

    stepped = Signal(int)
    resized = Signal()

    def __init__(self, sheet: QWidget, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._from: QPoint | None = None
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setWidget(sheet)
        self.viewport().setAutoFillBackground(False)
        sheet.setAutoFillBackground(False)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)

    def follow(self, view: PictureView) -> None:
        """Keep what is chosen in a view in sight."""
        view.item_chosen.connect(lambda item: self.show_place(view, view.place_of(item)))
        view.installEventFilter(self)

    def show_place(self, view: QWidget, place: QRectF) -> None:
        """Scroll as far as is needed to see a place of a view."""
        sheet = self.widget()
        if place.isNull() or sheet is None:
            return
        at = view.mapTo(sheet, place.center().toPoint())
        across = min(round(place.width() / 2) + _AROUND, self.viewport().width() // 2)
        down = min(round(place.height() / 2) + _AROUND, self.viewport().height() // 2)
        self.ensureVisible(at.x(), at.y(), across, down)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.resized.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QWheelEvent) and self._zooms(event):
            return True
        return bool(super().eventFilter(watched, event))

    def wheelEvent(self, event: QWheelEvent) -> None:
        if not self._zooms(event):
            super().wheelEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """The ground is taken with the left or the middle button."""
        if event.button() in (Qt.MouseButton.LeftButton, Qt.MouseButton.MiddleButton):
            self._from = event.globalPosition().toPoint()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from is not None:
            at = event.globalPosition().toPoint()
            moved, self._from = at - self._from, at
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - moved.x())
            self.verticalScrollBar().setValue(self.verticalScrollBar().value() - moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._from = None
        self.unsetCursor()
        super().mouseReleaseEvent(event)

    def _zooms(self, event: QWheelEvent) -> bool:
        turned = event.angleDelta().y()
        if not event.modifiers() & Qt.KeyboardModifier.ControlModifier or not turned:
            return False
        self.stepped.emit(1 if turned > 0 else -1)
        event.accept()
        return True
