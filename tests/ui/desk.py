"""A form on a desk of its own: the inspector, or a kind's form, over an open plan, without the window."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPlainTextEdit, QWidget
from pytestqt.qtbot import QtBot

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.ui.editor import Editor
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.picker import Picker
from kakehashi.ui.inspector import Inspector
from kakehashi.ui.item_form import ItemForm
from kakehashi.ui.look import Look
from kakehashi.ui.palette import palette
from kakehashi.ui.session import Session
from kakehashi.ui.style import style_sheet
from kakehashi.words import Language

NOW = "2027-05-01T09:00:00"


def _open(path: Path, read_only: bool) -> OpenPlan:
    return OpenPlan.open(path, person="大野", clock=lambda: NOW, read_only=read_only)


class Desk:
    """Shows items as a page does: after every edit again."""

    def __init__(
        self, qtbot: QtBot, path: Path, language: Language = "ja", *, read_only: bool = False
    ) -> None:
        self.qtbot, self.path = qtbot, path
        self.session = Session(lambda only: _open(path, only), read_only=read_only)
        self.look = Look("light", language)
        self.editor = Editor(self.session, language)
        self.shown: Inspector | ItemForm | None = None
        self._item = ""
        self.refused: list[Any] = []
        self.editor.refused.connect(self.refused.append)
        self.session.changed.connect(self._renew)
        self._place = QWidget()
        self._place.setPalette(palette("light"))
        self._place.setStyleSheet(style_sheet("light"))
        self._place.resize(1000, 900)
        qtbot.addWidget(self._place)
        self._place.show()

    def close(self) -> None:
        self.session.close()

    def inspect(self, item: str | Item) -> Inspector:
        """Select an item."""
        self._item = item if isinstance(item, str) else item.id
        if not isinstance(self.shown, Inspector):
            self._put(Inspector(self.look, self.editor, self._place))
        self._renew()
        assert isinstance(self.shown, Inspector)
        return self.shown

    def form(self, kind: str) -> ItemForm:
        """Open the form of a kind of which there is one."""
        self._put(ItemForm(self.look, self.editor, KINDS[kind], self._place))
        self._renew()
        assert isinstance(self.shown, ItemForm)
        return self.shown

    def field(self, name: str) -> FieldEditor:
        """The editor of a field of what is shown."""
        form = self.shown.form if self.shown is not None else None
        assert form is not None
        return form.editors[name]

    def type(self, control: QWidget, words: str, *, leave: bool = True) -> None:
        """Select all of a control, type, and leave it with Tab."""
        self._place.activateWindow()  # no window manager does it here behind a list
        control.setFocus()
        QApplication.processEvents()
        assert isinstance(control, QLineEdit | QPlainTextEdit)
        control.selectAll()
        self.qtbot.keyClick(control, Qt.Key.Key_Delete)
        self.write(control, words)
        if leave:
            self.qtbot.keyClick(control, Qt.Key.Key_Tab)

    def write(self, control: QWidget, words: str) -> None:
        """Press keys; Japanese comes as an input method gives it."""
        if words.isascii():
            self.qtbot.keyClicks(control, words)
            return
        event = QInputMethodEvent()
        event.setCommitString(words)
        QApplication.sendEvent(control, event)

    def picker(self) -> Picker:
        """The list that is open."""
        shown = (each for each in QApplication.topLevelWidgets() if each.isVisible())
        found = [each for each in shown if isinstance(each, Picker)]
        assert len(found) == 1
        return found[0]

    def pick(self, words: str) -> None:
        """Look for words in the open list and take the first row."""
        picker = self.picker()
        self.write(picker.search, words)
        self.qtbot.keyClick(picker.search, Qt.Key.Key_Return)

    def on_disk(self, item: str | Item) -> Any:
        """An item as the file has it; None where it has none."""
        opened = OpenPlan.open(self.path, person="", clock=lambda: "", read_only=True)
        try:
            return opened.plan.get(item if isinstance(item, str) else item.id)
        finally:
            opened.close()

    def first(self, kind: str) -> Any:
        """The first item of a kind."""
        return self.editor.plan.of_kind(kind)[0]

    def _put(self, shown: Inspector | ItemForm) -> None:
        if self.shown is not None:
            self.shown.deleteLater()
        self.shown = shown
        shown.resize(320 if isinstance(shown, Inspector) else 960, 880)
        shown.show()

    def _renew(self) -> None:
        state = self.session.state
        if isinstance(self.shown, Inspector):
            self.shown.show_item(state.plan, state.plan.get(self._item), ())
        elif self.shown is not None:
            self.shown.show_state(state)
