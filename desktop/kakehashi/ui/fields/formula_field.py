"""A formula: text with names in braces; after a brace the metrics are offered."""

from __future__ import annotations

import re

from PySide6.QtCore import QStringListModel, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QCompleter, QListView

from kakehashi.plan.metrics import Metric
from kakehashi.plan.naming import own_name
from kakehashi.ui.fields.controls import TypedLine, set_bad
from kakehashi.ui.fields.field_editor import FieldEditor, quiet
from kakehashi.ui.fields.words import exact, typed
from kakehashi.words import shown

_BEGUN = re.compile(r"\{([^{}]*)$")


class FormulaLine(TypedLine):
    """Leaves the keys that choose from the list to the list."""

    completer_list: QListView | None = None

    def keyPressEvent(self, event: QKeyEvent) -> None:
        keys = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Escape)
        if self.completer_list is not None and self.completer_list.isVisible() and event.key() in keys:
            event.ignore()
        else:
            super().keyPressEvent(event)


class FormulaField(FieldEditor):
    """One line in which names are completed."""

    def lay_out(self) -> None:
        self.control = FormulaLine(self.look, self.title, self)
        self.explain(self.control)
        self.control.left.connect(self._left)
        self._names = QStringListModel(self)
        self.completer = QCompleter(self._names, self)
        self.completer.setWidget(self.control)
        self.completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        self.completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self._list = QListView(self)
        self._list.setFont(self.look.font(12.5))
        self._list.setAccessibleName(self.title)
        self.completer.setPopup(self._list)
        self.control.completer_list = self._list
        self.completer.activated.connect(self._complete)
        self.control.textEdited.connect(self._offer)
        self._hint = quiet(self.look, self.look.say("ui.field.formula_hint"), parent=self)
        self.rows.addWidget(self.control)
        self.rows.addWidget(self._hint)

    def refresh(self) -> None:
        words = exact(self.place, self.described, self.place.value(self.described.name))
        self.control.setReadOnly(self.read_only)
        self.control.show_words(words, words)
        if not self.control.pending:
            self.tell(None)
            set_bad(self.control, bad=False)

    def finish(self) -> None:
        self.control.take()

    def forget(self) -> None:
        super().forget()
        self.control.restore()

    def _left(self, words: str) -> None:
        if self._list.isVisible():
            return
        problem = typed(self.place, self.described, words)
        self.tell(problem)
        if problem is not None:
            set_bad(self.control, bad=True)
        else:
            self.control.taken()

    def _offer(self, _words: str) -> None:
        """Offer the metrics whose name holds what stands behind the last open brace."""
        begun = _BEGUN.search(self.control.text()[: self.control.cursorPosition()])
        if begun is None:
            self._list.hide()
            return
        language = self.look.language
        self._names.setStringList([shown(own_name(each), language) for each in self.place.plan.items(Metric)])
        self.completer.setCompletionPrefix(begun[1])
        self.completer.complete()

    def _complete(self, name: str) -> None:
        at = self.control.cursorPosition()
        words = self.control.text()
        begun = _BEGUN.search(words[:at])
        if begun is not None:
            before = words[: begun.start()] + "{" + name + "}"
            self.control.setText(before + words[at:].removeprefix("}"))
            self.control.setModified(True)
            self.control.setCursorPosition(len(before))
