"""The row of tools at the right above pictures: smaller, how large, larger, save and print."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look


class PictureTools(QWidget):
    """`stepped` tells larger (1) or smaller (-1); `menu_wanted` where a menu of the picture may open."""

    stepped = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._words = label(look, "100%", 12, token="text2", parent=self)
        self._words.setVisible(look.text_size == 100)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        for icon, name, step in (("minus", "ui.zoom_out", -1), ("plus", "ui.zoom_in", 1)):
            said = look.say(name)
            button = Button(look, "", "flat", icon=icon, parent=self)
            button.setAccessibleName(said)
            button.setToolTip(said)
            button.clicked.connect(lambda _checked=False, step=step: self.stepped.emit(step))
            row.addWidget(button)
            if step < 0 and look.text_size == 100:  # larger texts need the room; the foot says it, too
                row.addWidget(self._words)
        row.addSpacing(6)
        self._keep = Button(look, look.say("ui.picture.keep"), parent=self)
        self._keep.clicked.connect(self._open_menu)
        row.addWidget(self._keep)

    def show_zoom(self, percent: int) -> None:
        """How large pictures are shown."""
        self._words.setText(f"{percent}%")

    def _open_menu(self) -> None:
        self.menu_wanted.emit(self._keep.mapToGlobal(self._keep.rect().bottomLeft()))
