"""What an import asks, with its answers as buttons; or why it cannot be done so."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.evidence.answering import option_of
from kakehashi.evidence.question import Question
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox, line_box
from kakehashi.ui.grounds import edge, ground
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.without_options import without_options
from kakehashi.words import Message

_FEW = 6
_BY_MAPPING = "--profile"
_TYPED = ("--currency", "--first-month")
_WORDS = {
    "dmy": "ui.data.answer.dmy",
    "mdy": "ui.data.answer.mdy",
    "1900": "ui.data.answer.1900",
    "1904": "ui.data.answer.1904",
    "lines": "ui.data.answer.lines",
    "newest": "ui.data.answer.newest",
    "last": "ui.data.answer.last",
    "first": "ui.data.answer.first",
    "all": "ui.data.answer.all",
}


class QuestionBar(QFrame):
    """`answered` gives the reading that was chosen, or what was typed instead."""

    answered = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.sentence = label(look, "", 12.5)
        self.sentence.setWordWrap(True)
        self._answers = QHBoxLayout()
        self._answers.setSpacing(8)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(16, 10, 16, 10)
        rows.setSpacing(8)
        rows.addWidget(self.sentence)
        rows.addLayout(self._answers)
        self.buttons: tuple[Button, ...] = ()
        self.hide()

    def show_question(self, question: Question) -> None:
        """A question; one that the mapping answers points there."""
        said = without_options(self._look.say(question.message))
        option = option_of(question)
        if option == _BY_MAPPING:
            said = f"{said}\n{self._look.say('ui.data.answer_below')}"
        self._show(said, "warn")
        if option == _BY_MAPPING:
            return
        if option in _TYPED:
            self._add_line(question)
        elif len(question.readings) <= _FEW:
            self._add_buttons(question.readings)
        else:
            self._add_box(question.readings)
        self._answers.addStretch(1)

    def show_problem(self, problem: Message) -> None:
        """Why the rows cannot be imported so."""
        self._show(without_options(self._look.say(problem)), "bad")

    def _show(self, said: str, kind: str) -> None:
        while (old := self._answers.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.buttons = ()
        ground(self, self._look, f"{kind}s")
        edge(self, self._look, kind)
        self.sentence.setText(said)
        self.setAccessibleName(said)
        self.show()

    def _add_buttons(self, readings: tuple[str, ...]) -> None:
        made = []
        for reading in readings:
            title = self._look.say(_WORDS[reading]) if reading in _WORDS else reading
            button = Button(self._look, title)
            button.clicked.connect(lambda _checked=False, reading=reading: self.answered.emit(reading))
            self._answers.addWidget(button)
            made.append(button)
        self.buttons = tuple(made)

    def _add_box(self, readings: tuple[str, ...]) -> None:
        box = ChoiceBox(self._look, self.sentence.text())
        box.show_choices({reading: reading for reading in readings}, readings[0])
        button = Button(self._look, self._look.say("ui.data.take_answer"))
        button.clicked.connect(lambda: self.answered.emit(box.key))
        self._answers.addWidget(box)
        self._answers.addWidget(button)
        self.buttons = (button,)

    def _add_line(self, question: Question) -> None:
        """Currencies that are likely as buttons, any other typed; a month typed."""
        if option_of(question) == "--currency":
            self._add_buttons(question.readings)
        line = line_box(self._look, self.sentence.text(), question.option.split()[-1].removeprefix("--"))
        line.setMaximumWidth(140)
        if option_of(question) == "--currency":
            line.setPlaceholderText("JPY")
        line.returnPressed.connect(lambda: self.answered.emit(line.text().strip().upper()))
        self._answers.addWidget(line)
