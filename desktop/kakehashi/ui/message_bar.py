"""A sentence below the header that stays until it is done with: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kakehashi.drawing.badges import badge
from kakehashi.ui.button import Button
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

Kind = Literal["note", "warn", "bad"]


class MessageBar(QWidget):
    """Hidden until it has something to say; one sentence and at most one action."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.kind: Kind = "warn"
        self._act: Callable[[], object] | None = None
        self.sentence = label(look, "", 12.5, parent=self)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = Button(look, "", parent=self)
        self.action.clicked.connect(self._do)
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 7, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.action)
        self.hide()

    def say(
        self, kind: Kind, sentence: str, action: str = "", act: Callable[[], object] | None = None
    ) -> None:
        """Show a sentence, and a button that does something about it."""
        self.kind, self._act = kind, act
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.say(action)
        self.action.setVisible(bool(action))
        self.show()
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(
            self.rect(), self._look.colour("selection" if self.kind == "note" else f"{self.kind}s")
        )
        line = QRectF(0, self.height() - 1, self.width(), 1)
        painter.fillRect(line, self._look.colour("border"))
        paint_shapes(painter, badge("mark", self.kind, 28, self.height() / 2, 14), self._look)

    def _do(self) -> None:
        if self._act is not None:
            self._act()
