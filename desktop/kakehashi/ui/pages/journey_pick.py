"""Choosing what stands in a cell: a list with a field to find in it, opened over the cell."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from kakehashi.ui.grounds import edge, ground
from kakehashi.ui.look import Look

_SIZE = (280, 260)


class Pick(QFrame):
    """Names by id, some of them chosen. `picked` tells the ids when it is closed otherwise than by Esc.

    `several`: any number of them; else one, and choosing it closes the list.
    """

    picked = Signal(object)

    def __init__(
        self, look: Look, names: Mapping[str, str], chosen: tuple[str, ...], parent: QWidget, *, several: bool
    ) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._several, self._before, self._kept = several, chosen, True
        ground(self, look, "surface")
        edge(self, look, "strong")
        self.resize(*_SIZE)
        self.wanted = QLineEdit(self)
        self.wanted.setPlaceholderText(look.say("ui.journey.find"))
        self.wanted.setAccessibleName(look.say("ui.journey.find"))
        self.wanted.setFont(look.font(12.5))
        self.wanted.textChanged.connect(self._filter)
        self.wanted.installEventFilter(self)
        self.names = QListWidget(self)
        self.names.setFont(look.font(12.5))
        self.names.setAccessibleName(look.say("ui.journey.choices"))
        for item_id in sorted(names, key=lambda each: each not in chosen):
            row = QListWidgetItem(names[item_id], self.names)
            row.setData(Qt.ItemDataRole.UserRole, item_id)
            row.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
            row.setCheckState(Qt.CheckState.Checked if item_id in chosen else Qt.CheckState.Unchecked)
        self.names.setCurrentRow(0)
        self.names.itemClicked.connect(self._toggle)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 6, 6, 6)
        rows.addWidget(self.wanted)
        rows.addWidget(self.names, 1)

    def open_at(self, at: QPoint) -> None:
        """Open with its corner at a point of the screen."""
        self.move(at)
        self.show()
        self.wanted.setFocus()

    def chosen(self) -> tuple[str, ...]:
        """The ids with a tick; those that were chosen before in their order, new ones behind."""
        rows = [self.names.item(row) for row in range(self.names.count())]
        ticked = [
            str(row.data(Qt.ItemDataRole.UserRole))
            for row in rows
            if row.checkState() == Qt.CheckState.Checked
        ]
        kept = [each for each in self._before if each in ticked]
        return (*kept, *(each for each in ticked if each not in kept))

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows go through the list while one types; Enter or Ctrl+Space ticks."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return bool(super().eventFilter(watched, event))
        match event.key():
            case Qt.Key.Key_Up | Qt.Key.Key_Down:
                self._step(1 if event.key() == Qt.Key.Key_Down else -1)
            case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                row = self.names.currentItem()
                if event.modifiers() & Qt.KeyboardModifier.ControlModifier or row is None:
                    self.hide()
                else:
                    self._toggle(row)
            case Qt.Key.Key_Escape:
                self._kept = False
                self.hide()
            case _:
                return False
        return True

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        now = self.chosen()
        if self._kept and now != self._before:
            self._kept = False
            self.picked.emit(now)
        self.deleteLater()

    def _toggle(self, row: QListWidgetItem) -> None:
        ticked = row.checkState() == Qt.CheckState.Checked
        if not self._several:
            for each in range(self.names.count()):
                self.names.item(each).setCheckState(Qt.CheckState.Unchecked)
        row.setCheckState(Qt.CheckState.Unchecked if ticked else Qt.CheckState.Checked)
        if not self._several:
            self.hide()

    def _step(self, by: int) -> None:
        shown = [row for row in range(self.names.count()) if not self.names.item(row).isHidden()]
        now = self.names.currentRow()
        at = shown.index(now) + by if now in shown else 0
        if shown and 0 <= at < len(shown):
            self.names.setCurrentRow(shown[at])

    def _filter(self, said: str) -> None:
        wanted = said.casefold()
        first = -1
        for row in range(self.names.count()):
            here = wanted in self.names.item(row).text().casefold()
            self.names.item(row).setHidden(not here)
            first = row if here and first < 0 else first
        self.names.setCurrentRow(first)
