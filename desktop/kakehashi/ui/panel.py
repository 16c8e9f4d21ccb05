"""A white sheet on the desk: a thin edge, a title with a quiet note, one link at the right, a body."""

from __future__ import annotations

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.grounds import edge, ground, hairline
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look

HEADER = 36


class Panel(QFrame):
    """A sheet. With a title it has a header of 36 px and a hairline below it."""

    def __init__(self, look: Look, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("panel")
        ground(self, look, "surface")
        edge(self, look, "border")
        self.setAccessibleName(title)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self._header = QHBoxLayout()
        if title:
            self._lay_header(rows, title)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(0)
        rows.addLayout(self.body, 1)

    def set_title(self, said: str) -> None:
        """Another title."""
        self.title.setText(said)
        self.setAccessibleName(said)

    def set_note(self, said: str) -> None:
        """The quiet words after the title."""
        self.note.setText(said)

    def add_link(self, said: str) -> Button:
        """A link at the right of the header."""
        link = Button(self._look, said, "link", size=12.5, parent=self)
        self._header.addWidget(link)
        return link

    def add_beside(self, widget: QWidget) -> None:
        """Something of one's own at the right of the header."""
        self._header.addWidget(widget)

    def _lay_header(self, rows: QVBoxLayout, title: str) -> None:
        self.title = label(self._look, title, 13.5, 700, parent=self)
        self.note = label(self._look, "", 11.5, token="text2", parent=self)
        holder = QWidget(self)
        holder.setFixedHeight(HEADER - 1)
        holder.setLayout(self._header)
        self._header.setContentsMargins(14, 0, 12, 0)
        self._header.setSpacing(8)
        self._header.addWidget(self.title)
        self._header.addWidget(self.note)
        self._header.addStretch(1)
        rows.addWidget(holder)
        rows.addWidget(hairline(self._look, "line", self))


def empty_place(look: Look, said: str, token: str = "text2", parent: QWidget | None = None) -> QLabel:
    """A sentence where there is nothing yet, in the middle of its place."""
    from PySide6.QtCore import Qt

    found = label(look, said, 13, token=token, parent=parent)
    found.setWordWrap(True)
    found.setAlignment(Qt.AlignmentFlag.AlignCenter)
    found.setMargin(14)
    return found
