"""A sheet in front of the window with a title, a body and its buttons; and labelled fields for it."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.grounds import ground, hairline
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.style import style_sheet


class Dialog(QDialog):
    """`body` takes what it is about; the buttons stand below a hairline, the act at the right."""

    def __init__(self, look: Look, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setWindowTitle(title)
        self.setStyleSheet(style_sheet(look.theme, look.text_size))
        ground(self, look, "surface")
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        self.body = QVBoxLayout()
        self.body.setContentsMargins(24, 20, 24, 18)
        self.body.setSpacing(10)
        self.body.addWidget(label(look, title, 17, 700, parent=self))
        rows.addLayout(self.body, 1)
        rows.addWidget(hairline(look, "border", self))
        self._buttons = QHBoxLayout()
        self._buttons.setContentsMargins(24, 12, 24, 12)
        self._buttons.setSpacing(10)
        self._buttons.addStretch(1)
        rows.addLayout(self._buttons)

    def add_button(self, said: str, *, primary: bool = False) -> Button:
        """A button at the right end; the primary one is pressed by Enter."""
        button = Button(self._look, said, "primary" if primary else "outlined", parent=self)
        button.setDefault(primary)
        button.setAutoDefault(primary)
        self._buttons.addWidget(button)
        return button

    def add_field(self, title: str, field: QWidget, hint: str = "") -> QLabel:
        """A field of its own row; its hint."""
        column, below = self.field(title, field, hint)
        self.body.addLayout(column)
        return below

    def add_row(self, *columns: QVBoxLayout) -> None:
        """Short fields beside each other."""
        row = QHBoxLayout()
        row.setSpacing(16)
        for column in columns:
            row.addLayout(column, 1)
        self.body.addLayout(row)

    def field(self, title: str, field: QWidget, hint: str = "") -> tuple[QVBoxLayout, QLabel]:
        """A field below its label, a quiet hint below that, where problems are told too."""
        name = label(self._look, title, 11, token="text2", parent=self)
        name.setBuddy(field)
        field.setParent(self)
        field.setAccessibleName(title)
        field.setFont(self._look.font(13))
        field.setMinimumHeight(self._look.scaled(28))
        below = label(self._look, hint, 11, token="text2", parent=self)
        below.setWordWrap(True)
        show(below, bool(hint))
        column = QVBoxLayout()
        column.setSpacing(2)
        for each in (name, field, below):
            column.addWidget(each)
        column.addStretch(1)
        return column, below

    def set_main(self, widget: QWidget) -> None:
        """The keyboard begins here."""
        widget.setFocus(Qt.FocusReason.OtherFocusReason)
