"""A role's card while it is written on: who holds it and what it is, in the place of the card's texts."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent
from PySide6.QtWidgets import QApplication, QFrame, QLineEdit, QVBoxLayout, QWidget

from kakehashi.ui.grounds import edge, ground
from kakehashi.ui.look import Look

_TALL = 58
_LEAST = 230


class RoleNames(QFrame):
    """Two fields over a card. Enter or going elsewhere writes (`written`: person, title), Esc doesn't."""

    written = Signal(str, str)
    closed = Signal()

    def __init__(self, look: Look, role: str, person: str, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.role = role
        self._before = (person, title)
        self._open = True
        self.setObjectName("panel")
        ground(self, look, "surface")
        edge(self, look, "focus")
        self.person = self._field(look, person, look.say("field.Role.person"))
        self.title = self._field(look, title, look.say("field.Role.title"))
        rows = QVBoxLayout(self)
        rows.setContentsMargins(4, 4, 4, 4)
        rows.setSpacing(2)
        rows.addWidget(self.person)
        rows.addWidget(self.title)

    def open_over(self, place: QRectF, *, on_title: bool) -> None:
        """Show the fields over a card, and put the keyboard into one of them."""
        self.lie_over(place)
        self.show()
        self.raise_()
        field = self.title if on_title else self.person
        field.setFocus()
        field.selectAll()

    def lie_over(self, place: QRectF) -> None:
        """Take the card's place."""
        width = max(round(place.width()), _LEAST)
        self.setGeometry(round(place.x()), round(place.y()) - 2, width, max(round(place.height()) + 4, _TALL))

    def close_it(self, *, write: bool) -> None:
        """End; what was typed is written or forgotten. A second time does nothing."""
        if not self._open:
            return
        self._open = False
        now = (self.person.text().strip(), self.title.text().strip())
        self.hide()
        self.closed.emit()
        if write and now != self._before:
            self.written.emit(*now)
        self.deleteLater()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self.close_it(write=True)
            case Qt.Key.Key_Escape:
                self.close_it(write=False)
            case _:
                event.accept()  # nothing typed here is a key of the chart

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Going elsewhere writes; from one field to the other is not elsewhere."""
        if isinstance(event, QFocusEvent) and event.type() == QEvent.Type.FocusOut:
            here = QApplication.focusWidget() in (self.person, self.title)
            kept = event.reason() in (
                Qt.FocusReason.PopupFocusReason,
                Qt.FocusReason.ActiveWindowFocusReason,
                Qt.FocusReason.MenuBarFocusReason,
            )
            if not here and not kept:
                self.close_it(write=True)
        return bool(super().eventFilter(watched, event))

    def _field(self, look: Look, said: str, name: str) -> QLineEdit:
        field = QLineEdit(said, self)
        field.setFont(look.font(12.5))
        field.setPlaceholderText(name)
        field.setAccessibleName(name)
        field.setToolTip(name)
        field.installEventFilter(self)
        return field
