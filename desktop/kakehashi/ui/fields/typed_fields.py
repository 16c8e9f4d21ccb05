"""Fields that are typed: texts, codes, numbers, months and dates, lists."""

from __future__ import annotations

from datetime import date, timedelta

from PySide6.QtCore import Qt

from kakehashi.plan.months import shifted
from kakehashi.plan.reading_values import read_value
from kakehashi.ui.fields.controls import TypedLine, TypedText, set_bad
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.words import NUMERIC, exact, told, typed
from kakehashi.words import Message, PlanError

SEVERAL_LINES = frozenset({"long_text", "list"})


class TypedField(FieldEditor):
    """One control; a text of several lines, or one line."""

    def lay_out(self) -> None:
        shape = self.described.field.shape
        self.control: TypedLine | TypedText
        if shape in SEVERAL_LINES or shape == "text":
            self.control = TypedText(self.look, self.title, self, one_line=shape == "text")
        else:
            self.control = TypedLine(self.look, self.title, self)
            if shape in ("month", "date"):
                self.control.stepped.connect(self._step)
            if shape in NUMERIC:
                self.control.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.explain(self.control)
        self.control.left.connect(self._left)
        self.rows.addWidget(self.control)

    def refresh(self) -> None:
        value = self.place.value(self.described.name)
        self.control.setReadOnly(self.read_only)
        self.control.show_words(
            told(self.place, self.described, value), exact(self.place, self.described, value)
        )
        if not self.control.pending:
            self.tell(None)
            set_bad(self.control, bad=False)

    def finish(self) -> None:
        self.control.take()

    def forget(self) -> None:
        super().forget()
        self.control.restore()

    def _left(self, words: str) -> None:
        problem = self._put(words)
        self.tell(problem)
        if problem is not None:
            set_bad(self.control, bad=True)
        else:
            self.control.taken()

    def _step(self, by: int) -> None:
        """The month or day after what is typed, or before it; with nothing there, the first of the plan."""
        assert isinstance(self.control, TypedLine)
        if self.read_only:
            return
        reader = self.place.reader
        first = reader.months[0] if self.described.field.shape == "month" else f"{reader.months[0]}-01"
        try:
            now = read_value(self.described, self.control.text(), self.place.plan, reader.language)
        except PlanError:
            now = None
        if now is None:
            self.control.write(first)
        elif self.described.field.shape == "month":
            self.control.write(shifted(now, by))
        else:
            self.control.write((date.fromisoformat(now) + timedelta(by)).isoformat())

    def _put(self, words: str) -> Message | None:
        """Lines of a list are its values; one line may hold several with commas between them."""
        lines = [line.strip() for line in words.splitlines() if line.strip()]
        if self.described.field.shape == "list" and len(lines) != 1:
            return self.place.set(self.described, tuple(lines))
        return typed(self.place, self.described, words)
