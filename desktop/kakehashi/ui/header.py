"""The top of the page: its title, the months of the plan, which edition this is, what can be done here."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.grounds import ground, hairline
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.words import Message

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

HEIGHT = 50


class Header(QFrame):
    """50 px high, on the surface, a hairline below."""

    wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        ground(self, look, "surface")
        self.setFixedHeight(look.scaled(HEIGHT))
        self.title = label(look, look.say("ui.overview"), 17, 700, parent=self)
        self.months = label(look, "", 12.5, token="text2", parent=self)
        self.edition = label(look, "", 11.5, token="text2", parent=self)
        self.edition.setObjectName("tag")
        self.edition.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        holder = QWidget(self)
        self._row = QHBoxLayout(holder)
        self._row.setContentsMargins(20, 0, 16, 0)
        self._row.setSpacing(12)
        self._row.addWidget(self.title)
        self._row.addWidget(self.months)
        self._row.addWidget(self.edition)
        self._row.addStretch(1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(holder, 1)
        rows.addWidget(hairline(look, "border", self))

    def add_actions(self) -> None:
        """What can be done here, `wanted` by the key of its command; not needed for the first paint."""
        self._undo, self._redo = self._icon("undo"), self._icon("redo")
        said = self._look.say("ui.find.button")
        self.search = Button(self._look, f"{said}   Ctrl+K", icon="search", parent=self)
        self.search.setAccessibleName(said)
        self.search.setToolTip(self._look.say("ui.find.hint"))
        self.search.clicked.connect(lambda: self.wanted.emit("find"))
        self._row.addWidget(self.search)
        self.declare = Button(self._look, self._look.say("ui.page.declare"), icon="declare", parent=self)
        self.declare.clicked.connect(lambda: self.wanted.emit("declare"))
        self._row.addWidget(self.declare)
        self.menu = self._icon("menu")
        self.menu.setToolTip(self._look.say("ui.menu.hint"))
        self.menu.setAccessibleName(self._look.say("ui.command.menu"))
        self._fit()

    def show_steps(self, back: tuple[Message, ...], forth: tuple[Message, ...]) -> None:
        """What undo and redo would do, in their sentences; () for nothing."""
        for button, name, words in ((self._undo, "undo", back), (self._redo, "redo", forth)):
            said = self._look.say(f"ui.step.{name}")
            if words:
                what = self._look.say(words[0])
                kind = "what" if len(words) == 1 else "several"
                said = self._look.say(f"ui.step.{name}_{kind}", what=what, more=len(words) - 1)
            button.setEnabled(bool(words))
            button.setToolTip(said)
            button.setAccessibleName(said)

    def _icon(self, command: str) -> Button:
        button = Button(self._look, "", "flat", icon=command, parent=self)
        button.clicked.connect(lambda: self.wanted.emit(command))
        self._row.addWidget(button)
        return button

    def show_page(self, title: str, months: str, edition: str) -> None:
        """What stands there."""
        self.title.setText(title)
        self.months.setText(months)
        self.edition.setText(edition)
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """What can be done here has room in any case; the months go first, then the edition."""
        show(self.months, bool(self.months.text()))
        show(self.edition, bool(self.edition.text()))
        for part in (self.months, self.edition):
            if self._row.sizeHint().width() > self.width():
                show(part, visible=False)
