"""The window without a plan: one sentence and one action. (A start page with recent plans comes later.)"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.jobs import Said
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.message_bar import Kind, MessageBar
from kakehashi.ui.style import style_sheet


class StartWindow(QMainWindow):
    """Opens a plan."""

    open_wanted = Signal()

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self.setMinimumSize(1024, 680)
        self.setWindowTitle(look.say("ui.name"))
        whole = QWidget()
        whole.setStyleSheet(style_sheet(look.theme))
        self._message = MessageBar(look, whole)
        self.open = Button(look, look.say("ui.open"), "primary", parent=whole)
        self.open.clicked.connect(self.open_wanted)
        QShortcut(QKeySequence(QKeySequence.StandardKey.Open), self).activated.connect(self.open_wanted)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(self._message)
        rows.addStretch(2)
        middle = Qt.AlignmentFlag.AlignHCenter
        rows.addWidget(label(look, look.say("ui.name"), 22, 700, parent=whole), 0, middle)
        rows.addWidget(label(look, look.say("ui.start"), 13, token="text2", parent=whole), 0, middle)
        rows.addWidget(self.open, 0, middle)
        rows.addStretch(3)
        self.setCentralWidget(whole)
        self.open.setFocus()

    def say_problem(self, sentence: str) -> None:
        """Tell something that went wrong."""
        self._message.say("bad", sentence)

    def say_end(self, kind: Kind, said: Said) -> None:
        """Tell how long work ended."""
        self._message.say(
            kind, self._look.say(said.message), said.action and self._look.say(said.action), said.act
        )
