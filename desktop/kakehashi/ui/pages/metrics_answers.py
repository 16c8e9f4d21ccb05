"""What each department says to the metric that is chosen: agreed, not yet, objected; a menu each."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial
from typing import get_args

from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from kakehashi.drawing.badges import AgreementState
from kakehashi.plan.agreeing import answering, answers
from kakehashi.plan.plan import Plan
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.fields.flow import Flow
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.picture_menu import Act, Choices, Entry
from kakehashi.ui.session import State
from kakehashi.words import in_language

STATES: tuple[str, ...] = get_args(AgreementState)
_HIGH = 28  # px
_SIGNS = {"agreed": "●", "open": "○", "objected": "☒"}


class AnswerBar(QWidget):
    """A line below the tree: a button for each department that is asked, with its answer."""

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._shown: tuple[object, ...] = ()
        self.buttons: dict[str, Button] = {}
        self._title = label(look, "", 12, token="text2", parent=self)
        self._title.setMinimumHeight(look.scaled(_HIGH))  # in line with the buttons
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 6, 14, 8)
        self._row = Flow(gap=8)
        self._row.addWidget(self._title)
        rows.addLayout(self._row)

    def show_item(self, state: State, item_id: str) -> None:
        """The answers to an item; buttons that are there already keep their focus."""
        item = state.plan.get(item_id)
        if item is None:
            self._put({})
            self._title.setText("")
            return
        language = self._look.language
        found = {
            department.id: (
                in_language(department.name, language),
                said.state if said is not None else "open",
            )
            for department, said in answers(state.plan, item)
        }
        if list(found) != list(self.buttons) or self._shown != (item_id,):
            self._put(found)
        self._shown = (item_id,)
        self._title.setText(self._look.say("ui.metrics.answers" if found else "ui.metrics.nobody_asked"))
        for department, (name, said) in found.items():
            self._show_answer(item_id, department, name, said)

    def _put(self, found: Mapping[str, tuple[str, str]]) -> None:
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        for department in found:
            button = Button(self._look, "", size=12, parent=self)
            self.buttons[department] = button
            self._row.addWidget(button)
            button.show()

    def _show_answer(self, item: str, department: str, name: str, state: str) -> None:
        say, button = self._look.say, self.buttons[department]
        said = say(
            "ui.metrics.answer", sign=_SIGNS[state], name=name, state=say(f"choice.Agreement.state.{state}")
        )
        button.say(said)
        button.setEnabled(not self._editor.read_only)
        button.setToolTip(say("ui.read_only") if self._editor.read_only else "")
        menu = button.menu() or QMenu(button)
        menu.clear()
        for each in STATES:
            action = menu.addAction(say(f"choice.Agreement.state.{each}"))
            action.setCheckable(True)
            action.setChecked(each == state)
            action.triggered.connect(partial(_answer, self._editor, item, department, each))
        button.setMenu(menu)


def answer_entries(look: Look, editor: Editor, item: str) -> list[Entry]:
    """The same as entries of a menu: one for each department."""
    plan: Plan = editor.plan
    found: list[Entry] = []
    for department, said in answers(plan, plan.item(item)):
        now = said.state if said is not None else "open"
        acts = [
            Act(
                look.say(f"choice.Agreement.state.{state}"),
                partial(_answer, editor, item, department.id, state),
                checked=state == now,
            )
            for state in STATES
        ]
        name = look.say("ui.metrics.answer_of", name=in_language(department.name, look.language))
        found.append(Choices(name, acts, look.say("ui.read_only") if editor.read_only else ""))
    return found


def _answer(editor: Editor, item: str, department: str, state: str, _checked: bool = False) -> None:
    person, date = editor.typist.person, editor.typist.date
    editor.apply(answering(editor.plan, item, department, state, person=person, date=date))
