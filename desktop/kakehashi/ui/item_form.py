"""The one item of a kind as a form: label above value, two columns. Read-only for now."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.session import State
from kakehashi.ui.values import Reader, told_fields

_COLUMNS = 2
_BROAD = frozenset({"long_text", "records", "series", "amounts"})


class ItemForm(QScrollArea):
    """Every field with its title; what is not set says so."""

    def __init__(self, look: Look, _editor: Editor, kind: type[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._kind = look, kind
        self.setAccessibleName(look.say(f"kind.{kind.__name__}"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.viewport().setAutoFillBackground(False)

    def show_state(self, state: State) -> None:
        """Show the item of a plan."""
        plan, item, look = state.plan, state.plan.only(self._kind), self._look
        sheet = QWidget()
        grid = QGridLayout(sheet)
        grid.setContentsMargins(18, 14, 18, 16)
        grid.setHorizontalSpacing(28)
        grid.setVerticalSpacing(12)
        place = 0
        for described in told_fields(type(item)):
            broad = described.field.shape in _BROAD
            if broad and place % _COLUMNS:
                place += 1
            reader = Reader(plan, look.language)
            title = reader.title(described)
            if described.field.confidential:
                title = f"{title} {look.say('ui.confidential')}"
            cell = self._cell(title, "\n".join(reader.whole(item, described)), look.say(described.help))
            span = _COLUMNS if broad else 1
            grid.addWidget(cell, place // _COLUMNS, place % _COLUMNS, 1, span)
            place += span
        grid.setRowStretch(place // _COLUMNS + 1, 1)
        for column in range(_COLUMNS):
            grid.setColumnStretch(column, 1)
        self.setWidget(sheet)
        sheet.setAutoFillBackground(False)

    def _cell(self, title: str, value: str, help_words: str) -> QWidget:
        holder = QWidget()
        holder.setToolTip(help_words)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(2)
        rows.addWidget(label(self._look, title, 11, token="text2"))
        said = value or self._look.say("change.nothing")
        words = label(self._look, said, 13, token="text" if value else "text2")
        words.setWordWrap(True)
        words.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        words.setAccessibleName(f"{title} {said}")
        rows.addWidget(words)
        rows.addStretch(1)
        return holder
