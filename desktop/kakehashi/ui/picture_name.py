"""A field laid over a shape, to write what its item is called."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QLineEdit, QWidget

from kakehashi.ui.look import Look

_LEAST, _TALL = 160, 28


class ShapeName(QLineEdit):
    """Enter or going elsewhere writes (`written`), Esc doesn't; then it goes."""

    written = Signal(str)

    def __init__(self, look: Look, said: str, parent: QWidget) -> None:
        super().__init__(said, parent)
        self._before, self._open = said, True
        self.setFont(look.font(12.5))
        self.setAccessibleName(look.say("ui.picture.rename"))
        self.editingFinished.connect(lambda: self._close(write=True))

    def open_over(self, place: QRectF) -> None:
        """Lie in the middle of a place, with the keyboard."""
        width = max(round(place.width()), _LEAST)
        left = max(round(place.center().x() - width / 2), 0)
        self.setGeometry(left, round(place.center().y() - _TALL / 2), width, _TALL)
        self.show()
        self.setFocus()
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._close(write=False)
        else:
            super().keyPressEvent(event)
            event.accept()

    def _close(self, *, write: bool) -> None:
        if not self._open:
            return
        self._open = False
        said, parent = self.text().strip(), self.parentWidget()
        self.hide()
        if parent is not None:
            parent.setFocus()
        if write and said != self._before:
            self.written.emit(said)
        self.deleteLater()
