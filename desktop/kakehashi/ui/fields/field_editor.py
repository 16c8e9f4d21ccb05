"""What the editors of all fields have in common: the title above, help, what is wrong below."""

from __future__ import annotations

import re

from PySide6.QtCore import QPointF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from kakehashi.plan.fields import FieldDescription
from kakehashi.ui.fields.place import Place
from kakehashi.ui.fields.words import unit_words
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.labels import PlainLabel, label, set_token
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.words import Message

_LOCK = 11.0
_LONG_WORD, _PIECE = re.compile(r"[!-~]{20,}"), re.compile(r".{1,12}")


class Caption(PlainLabel):
    """The title of a field, with its unit, the words for required and confidential, a lock before it."""

    def __init__(self, look: Look, described: FieldDescription, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._described = look, described
        self._unit: str | None = None
        self.setFont(look.font(11))
        set_token(self, look, "text2")
        self.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
        self.setToolTip(look.say(described.help))
        if described.field.confidential:
            self.setContentsMargins(round(_LOCK) + 3, 0, 0, 0)
        self.show_unit("")

    def show_unit(self, unit: str) -> None:
        """The title with this unit."""
        if unit == self._unit:
            return
        self._unit = unit
        say, field = self._look.say, self._described.field
        title = say(self._described.title)
        said = say("ui.title_with_unit", title=title, unit=unit) if unit and unit not in title else title
        marks = [say("ui.field.required")] if field.needed else []
        marks += [say("ui.confidential")] if field.confidential else []
        self.setText("\u2002".join([said, *marks]))
        self.setAccessibleName(self.text())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if self._described.field.confidential:
            painter = QPainter(self)
            at = QPointF(0, (self.height() - _LOCK) / 2)
            paint_icon(painter, "lock", at, self._look.colour("text2"), _LOCK)


class FieldEditor(QWidget):
    """The editor of one field. It is made once and shows the field of one place after another.

    `gone_to` asks for an item that the field refers to.
    """

    gone_to = Signal(str)

    def __init__(self, look: Look, described: FieldDescription, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.look, self.described = look, described
        self.title = look.say(described.title)
        self._place: Place | None = None
        self._problem: MarkedLine | None = None
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2)
        self.caption = Caption(look, described, self)
        self.rows.addWidget(self.caption)
        self.lay_out()

    @property
    def place(self) -> Place:
        """Whose field is shown."""
        assert self._place is not None
        return self._place

    @property
    def read_only(self) -> bool:
        """Whether it can only be looked at."""
        return self.place.editor.read_only

    def show_place(self, place: Place) -> None:
        """Show the field of this place; what is being typed stays while it is the same one."""
        if self._place is not None and self._place.subject != place.subject:
            self.finish()
            self.forget()
        self._place = place
        self.caption.show_unit(unit_words(place, self.described))
        self.refresh()

    def tell(self, problem: Message | None) -> None:
        """The sentence below the field, or none."""
        if problem is None:
            if self._problem is not None:
                self._problem.hide()
            return
        if self._problem is None:
            self._problem = MarkedLine(self.look, self)
            rows, at = self.place_of_problem()
            rows.insertWidget(at, self._problem)
        self._problem.show_line(self.look.say(problem), "bad", "bad")
        self._problem.show()

    @property
    def problem(self) -> str:
        """What is said to be wrong; '' for nothing."""
        return self._problem.text() if self._problem is not None and not self._problem.isHidden() else ""

    def place_of_problem(self) -> tuple[QVBoxLayout, int]:
        """Where the sentence stands: below the title and what is typed."""
        return self.rows, 2

    def lay_out(self) -> None:
        """Make what stands below the title."""

    def refresh(self) -> None:
        """Show the value of the place."""
        raise NotImplementedError

    def finish(self) -> None:
        """Give over what is typed."""

    def forget(self) -> None:
        """Forget what was typed and refused."""
        self.tell(None)

    def explain(self, control: QWidget) -> None:
        """Give a control the name and the help of the field."""
        control.setAccessibleName(self.title)
        help_words = self.look.say(self.described.help)
        control.setAccessibleDescription(help_words)
        control.setToolTip(help_words)


def breakable(said: str) -> str:
    """The same text, in which long words (addresses, hashes) may be broken."""
    return _LONG_WORD.sub(lambda word: "\u200b".join(_PIECE.findall(word[0])), said)


def quiet(look: Look, said: str = "", *, token: str = "text2", parent: QWidget | None = None) -> PlainLabel:
    """A small line below a field, broken where it has to."""
    found = label(look, said, 11, token=token, parent=parent)
    found.setWordWrap(True)
    return found
