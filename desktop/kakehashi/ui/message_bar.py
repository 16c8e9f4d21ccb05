"""A sentence below the header that stays until it is done with: what happened, what is safe, what to do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QHBoxLayout, QSizePolicy, QWidget
from shiboken6 import isValid

from kakehashi.drawing.badges import badge
from kakehashi.ui.button import Button
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

Kind = Literal["note", "warn", "bad"]


class MessageBar(QWidget):
    """Hidden until it has something to say: one sentence, at most one action, and how to put it away.

    The keyboard stays where it was: a click on its buttons takes it from no field or table, and when the bar
    goes with the keyboard in it, that goes back.
    """

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.kind: Kind = "warn"
        self._act: Callable[[], object] | None = None
        self._away: Callable[[], object] | None = None
        self._typed_in: QWidget | None = None
        self.sentence = label(look, "", 12.5, parent=self)
        self.sentence.setWordWrap(True)
        self.sentence.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        self.sentence.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.action = Button(look, "", parent=self)
        self.action.clicked.connect(lambda: self._do(self._act))
        self.away = Button(look, look.say("ui.close"), parent=self)
        self.away.clicked.connect(lambda: self._do(self._away))
        row = QHBoxLayout(self)
        row.setContentsMargins(46, 7, 16, 8)
        row.setSpacing(12)
        row.addWidget(self.sentence, 1)
        for button in (self.action, self.away):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            row.addWidget(button)
        self.hide()

    def say(
        self,
        kind: Kind,
        sentence: str,
        action: str = "",
        act: Callable[[], object] | None = None,
        *,
        away: Callable[[], object] | None = None,
    ) -> None:
        """Show a sentence, a button that does something about it, and with `away` one that only closes."""
        self.kind, self._act, self._away = kind, act, away
        focus = QApplication.focusWidget()
        self._typed_in = self._typed_in if focus in (self.action, self.away) else focus
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.action.say(action)
        self.action.setVisible(bool(action))
        self.away.setVisible(away is not None)
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

    def _do(self, act: Callable[[], object] | None) -> None:
        keyboard_here = QApplication.focusWidget() in (self.action, self.away)
        if act is not None:
            act()
        field = self._typed_in
        if keyboard_here and isValid(self) and not self.isVisible() and field is not None and isValid(field):
            field.setFocus()
