"""Fields that are chosen: one of several words, yes or no."""

from __future__ import annotations

from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QCheckBox, QComboBox, QWidget

from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look


class Choice(QComboBox):
    """A list to choose from. Turning the wheel over it scrolls the form; arrows open the list."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setObjectName("field")
        self.setFont(look.font(12.5))
        self.setAccessibleName(name)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(4)

    def wheelEvent(self, event: QWheelEvent) -> None:
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.showPopup()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        token = "text2" if self.isEnabled() else "disabled"
        at = QPointF(self.width() - 19, (self.height() - 12) / 2)
        paint_icon(painter, "down", at, self._look.colour(token), 12)


class ChoiceField(FieldEditor):
    """One of the field's choices."""

    def lay_out(self) -> None:
        self.control = Choice(self.look, self.title, self)
        self.explain(self.control)
        for key in self.described.choices:
            self.control.addItem(self.look.say(self.described.choice(key)), key)
        self.control.activated.connect(self._chosen)
        self.rows.addWidget(self.control)

    def refresh(self) -> None:
        value = self.place.value(self.described.name)
        at = self.described.choices.index(value) if value in self.described.choices else -1
        if at != self.control.currentIndex():
            self.control.setCurrentIndex(at)
        self.control.setEnabled(not self.read_only)

    def _chosen(self, at: int) -> None:
        self.tell(self.place.set(self.described, self.described.choices[at]))


class FlagField(FieldEditor):
    """Yes or no: a box to tick, with the title beside it."""

    def lay_out(self) -> None:
        self.control = QCheckBox(self.title, self)
        self.control.setFont(self.look.font(12.5))
        self.explain(self.control)
        self.control.clicked.connect(lambda on: self.tell(self.place.set(self.described, bool(on))))
        self.rows.addWidget(self.control)
        show(self.caption, self.described.field.confidential or self.described.field.needed)

    def refresh(self) -> None:
        self.control.setChecked(bool(self.place.value(self.described.name)))
        self.control.setEnabled(not self.read_only)
