"""A place to drop a file on, with a button to choose one instead."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QDropEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look


class DropArea(QWidget):
    """`dropped` gives the file, `asked` tells that somebody wants to choose one."""

    dropped = Signal(Path)
    asked = Signal()

    def __init__(
        self, look: Look, title: str, words: str, action: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look = look
        self._over = False
        self.setAcceptDrops(True)
        self.setAccessibleName(title)
        texts = QVBoxLayout()
        texts.setSpacing(2)
        self.title = label(look, title, 13.5, 700)
        self.words = label(look, words, 12.5, token="text2")
        self.words.setWordWrap(True)
        texts.addWidget(self.title)
        texts.addWidget(self.words)
        self.button = Button(look, action, "primary")
        self.button.clicked.connect(self.asked)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 14, 20, 14)
        row.setSpacing(16)
        row.addLayout(texts, 1)
        row.addWidget(self.button)

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._show_over(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._show_over(False)
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self._show_over(False)
        files = [Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()]
        if files:
            event.acceptProposedAction()
            self.dropped.emit(files[0])

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        token = "focus" if self._over else "strong"
        painter.setPen(QPen(self._look.colour(token), 1.5, Qt.PenStyle.DashLine))
        painter.setBrush(self._look.colour("selection" if self._over else "surface"))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(1, 1, -1, -1), 6, 6)

    def _show_over(self, over: bool) -> None:
        self._over = over
        self.update()
