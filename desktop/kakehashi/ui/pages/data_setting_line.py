"""One setting of a source: its title, what is typed, and below that what it is for or what is wrong."""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from kakehashi.setting import SettingField
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox, TickBox, line_box
from kakehashi.ui.fields.controls import set_bad
from kakehashi.ui.labels import label, set_token
from kakehashi.ui.look import Look
from kakehashi.words import Message, in_language

_LONG, _SHORT = 96, 160  # px: how high several lines are, how wide a number is


class SettingLine(QWidget):
    """`changed`: somebody typed or chose something. Secrets are masked; `kept`: the keychain has it."""

    changed = Signal()

    def __init__(self, look: Look, field: SettingField, value: Any = None, *, kept: bool = False) -> None:
        super().__init__()
        self._look, self.field = look, field
        self._title = in_language(field.title, look.language)
        self._help = in_language(field.help, look.language)
        said = look.say("ui.data.setting_needed", title=self._title) if field.needed else self._title
        self.title = label(look, said, 12, token="text2")
        self.below = label(look, self._help, 11.5, token="text2")
        self.below.setWordWrap(True)
        self.below.setVisible(bool(self._help))
        self.control = self._control("" if value is None else value, kept)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(3)
        if not isinstance(self.control, TickBox):
            rows.addWidget(self.title)
        rows.addLayout(self._beside())
        rows.addWidget(self.below)

    @property
    def words(self) -> str:
        """What stands there, as it would be typed on the command line."""
        match self.control:
            case TickBox():
                return "yes" if self.control.isChecked() else "no"
            case ChoiceBox():
                return self.control.key
            case QPlainTextEdit():
                return self.control.toPlainText()
            case QLineEdit():
                return self.control.text()
        raise TypeError(type(self.control))

    def tell(self, problem: Message | None) -> None:
        """What is wrong; None: nothing."""
        said = self._help if problem is None else self._look.say(problem)
        self.below.setText(said)
        self.below.setVisible(bool(said))
        set_token(self.below, self._look, "text2" if problem is None else "bad")
        if isinstance(self.control, QLineEdit | QPlainTextEdit):
            set_bad(self.control, bad=problem is not None)

    def _control(self, value: Any, kept: bool) -> QWidget:
        match self.field.shape:
            case "flag":
                return self._tick(value)
            case "choice":
                return self._choice(value)
            case "long_text":
                return self._text(str(value))
        default = self.field.default
        hint = "" if default in (None, "") else str(default)
        line = line_box(self._look, self._title, hint)
        line.setObjectName("field")
        line.setText(str(value))
        line.setCursorPosition(0)
        if self.field.shape == "secret":
            line.setEchoMode(QLineEdit.EchoMode.Password)
            line.setText("")
            line.setPlaceholderText(self._look.say("ui.data.secret_kept") if kept else "")
        if self.field.shape in ("integer", "number"):
            line.setFixedWidth(_SHORT)
        line.textEdited.connect(self.changed)
        return line

    def _tick(self, value: Any) -> TickBox:
        tick = TickBox(self._look, self._title)
        tick.setChecked(bool(self.field.default if value == "" else value))
        tick.toggled.connect(self.changed)
        return tick

    def _choice(self, value: Any) -> ChoiceBox:
        box = ChoiceBox(self._look, self._title)
        choices = {each: each for each in self.field.choices}
        if not self.field.needed and self.field.default is None:
            choices = {"": "–"} | choices
        now = str(value or self.field.default or "")
        box.show_choices(choices, now if now in choices else next(iter(choices)))
        box.currentIndexChanged.connect(self.changed)
        return box

    def _text(self, value: str) -> QPlainTextEdit:
        text = QPlainTextEdit(value)
        text.setObjectName("field")
        text.setFont(self._look.font(12.5))
        text.setAccessibleName(self._title)
        text.setTabChangesFocus(True)
        text.setFixedHeight(self._look.scaled(_LONG))
        text.textChanged.connect(self.changed)
        return text

    def _beside(self) -> QHBoxLayout:
        """The control, with a button where a file or folder can be chosen."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.control)
        if self.field.shape in ("file", "folder"):
            self.choose = Button(self._look, self._look.say("ui.data.choose"))
            self.choose.setAccessibleName(self._look.say("ui.data.choose_of", title=self._title))
            self.choose.clicked.connect(self._ask)
            row.addWidget(self.choose)
        elif self.field.shape in ("flag", "choice", "integer", "number"):
            row.addStretch(1)
        return row

    def _ask(self) -> None:
        assert isinstance(self.control, QLineEdit)
        if self.field.shape == "folder":
            chosen = QFileDialog.getExistingDirectory(self, self._title, self.control.text())
        else:
            chosen, _ = QFileDialog.getOpenFileName(self, self._title, self.control.text())
        if chosen:
            self.control.setText(chosen)
            self.changed.emit()
