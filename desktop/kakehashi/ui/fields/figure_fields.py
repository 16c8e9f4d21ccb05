"""A figure: value, likely range, and its passport, which says where it comes from."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.fields import FieldDescription
from kakehashi.plan.item import Figure, Passport
from kakehashi.plan.reading_values import read_value
from kakehashi.ui.button import Button
from kakehashi.ui.fields.controls import TypedLine, set_bad
from kakehashi.ui.fields.field_editor import FieldEditor, breakable, quiet
from kakehashi.ui.fields.passports import passport_words
from kakehashi.ui.fields.place import PartPlace, Place, problem_of
from kakehashi.ui.fields.words import exact, in_unit, told, typed
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from kakehashi.ui.fields.form import Form

_RANGE_ENDS = {"low": "ui.field.low", "high": "ui.field.high"}  # and what stands in an empty one


class FigureLines(QWidget):
    """Value and range in a row, the passport's line below it; the passport's own form when it is asked for.

    `key` names the figure of a field with keys.
    """

    told = Signal(object)  # what is wrong, or None
    gone_to = Signal(str)

    def __init__(self, look: Look, described: FieldDescription, title: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._described = look, described
        self._place: Place | None = None
        self._key: str | None = None
        self._form: Form | None = None
        say = look.say
        self.value = self._line(title, 12.5)
        self.value.left.connect(self._value_left)
        self.ends = {name: self._line(f"{title} {say(f'field.Figure.{name}')}", 12) for name in _RANGE_ENDS}
        self._source = MarkedLine(look, self)
        self._was = quiet(look, parent=self)
        self.button = Button(look, say("ui.field.source"), "link", size=11.5, parent=self)
        self.button.setCheckable(True)
        self.button.setAccessibleName(f"{title} {say('ui.field.source')}")
        self.button.clicked.connect(self._open_passport)
        self._lay_out()

    def _line(self, name: str, size: float) -> TypedLine:
        made = TypedLine(self._look, name, self)
        made.setFont(self._look.font(size))
        made.setAlignment(Qt.AlignmentFlag.AlignRight)
        made.setMinimumWidth(52)
        return made

    def _lay_out(self) -> None:
        look, say = self._look, self._look.say
        row = QHBoxLayout()
        row.setSpacing(6)
        row.addWidget(self.value, 4)
        row.addWidget(label(look, say("ui.field.range"), 11, token="text2", parent=self))
        for at, (name, line) in enumerate(self.ends.items()):
            if at:
                row.addWidget(label(look, "–", 11, token="text2", parent=self))
            line.setToolTip(say(f"help.Figure.{name}"))
            line.setPlaceholderText(say(_RANGE_ENDS[name]))
            line.left.connect(lambda words, name=name: self._end_left(name, words))
            row.addWidget(line, 3)
        below = QHBoxLayout()
        below.setSpacing(6)
        below.addWidget(self._source, 1)
        below.addWidget(self.button, 0, Qt.AlignmentFlag.AlignTop)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(2)
        self.rows.addLayout(row)
        self.rows.addLayout(below)
        self.rows.addWidget(self._was)

    @property
    def figure(self) -> Figure | None:
        """The figure as it stands in the plan."""
        assert self._place is not None
        value = self._place.value(self._described.name)
        return value.get(self._key) if self._key is not None else value

    @property
    def lines(self) -> tuple[TypedLine, ...]:
        """Value, low, high."""
        return (self.value, *self.ends.values())

    def show_figure(self, place: Place, key: str | None = None) -> None:
        """Show the figure of a place."""
        self._place, self._key = place, key
        figure, described = self.figure, self._described
        read_only = place.editor.read_only
        self._show_line(self.value, figure.value if figure is not None else None)
        for name, line in self.ends.items():
            self._show_line(line, getattr(figure, name) if figure is not None else None)
            line.setReadOnly(read_only or figure is None or figure.value is None)
        passport = figure.passport if figure is not None else None
        no_source = figure is not None and passport is None
        said = breakable(passport_words(place.reader, passport)) if figure is not None else ""
        self._source.show_line(said, "warn" if no_source else "text2", "warn" if no_source else None)
        show(self.button, figure is not None)
        was = figure.was if figure is not None else None
        if was is not None:
            before = told(place, described, was)
            source = breakable(passport_words(place.reader, was.passport))
            self._was.setText(self._look.say("ui.field.was", value=before, source=source))
        show(self._was, was is not None)
        if self._form is not None and not self._form.isHidden():
            self._show_passport()

    def finish(self) -> None:
        """Give over what is typed."""
        for line in self.lines:
            line.take()
        if self._form is not None:
            self._form.finish()

    def forget(self) -> None:
        """Forget what was typed and refused; close the passport."""
        for line in self.lines:
            line.restore()
        self.button.setChecked(False)
        if self._form is not None:
            self._form.hide()

    def _show_line(self, line: TypedLine, value: object) -> None:
        assert self._place is not None
        line.setReadOnly(self._place.editor.read_only)
        line.show_words(told(self._place, self._described, value), exact(self._place, self._described, value))
        if not line.pending:
            set_bad(line, bad=False)

    def _value_left(self, words: str) -> None:
        assert self._place is not None
        self._answer(self.value, typed(self._place, self._described, words, self._key))

    def _end_left(self, name: str, words: str) -> None:
        place, figure = self._place, self.figure
        assert place is not None
        if figure is None:
            return
        said = in_unit(place, self._described, words)
        try:
            value = read_value(self._described, said, place.plan, place.reader.language)
        except PlanError as error:
            self._answer(self.ends[name], problem_of(error))
            return
        changed = msgspec.structs.replace(figure, **{name: value})
        self._answer(self.ends[name], place.set(self._described, changed, self._key))

    def _answer(self, line: TypedLine, problem: Message | None) -> None:
        self.told.emit(problem)
        if problem is not None:
            set_bad(line, bad=True)
        else:
            line.taken()

    def _open_passport(self, wanted: bool) -> None:
        if self._form is None:
            from kakehashi.ui.fields.form import Form

            self._form = Form(self._look, Passport, parent=self)
            self._form.setContentsMargins(10, 4, 0, 6)
            self._form.gone_to.connect(self.gone_to)
            self.rows.addWidget(self._form)
        self._form.setVisible(wanted)
        if wanted:
            self._show_passport()

    def _show_passport(self) -> None:
        figure, place = self.figure, self._place
        if figure is None or place is None or self._form is None:
            return
        passport = figure.passport if figure.passport is not None else Passport(origin="assumed")
        self._form.show_place(
            PartPlace(place, (self._described.name, self._key or "", "passport"), passport, self._put())
        )

    def _put(self) -> Callable[[Passport], Message | None]:
        def put(passport: Passport) -> Message | None:
            figure, place = self.figure, self._place
            if figure is None or place is None:
                return None
            changed = msgspec.structs.replace(figure, passport=passport)
            return place.set(self._described, changed, self._key)

        return put


class FigureField(FieldEditor):
    """One figure."""

    def lay_out(self) -> None:
        self.lines = FigureLines(self.look, self.described, self.title, self)
        self.explain(self.lines.value)
        self.lines.told.connect(self.tell)
        self.lines.gone_to.connect(self.gone_to)
        self.rows.addWidget(self.lines)

    def place_of_problem(self) -> tuple[QVBoxLayout, int]:
        return self.lines.rows, 1

    def refresh(self) -> None:
        self.lines.show_figure(self.place)
        if not any(line.pending for line in self.lines.lines):
            self.tell(None)

    def finish(self) -> None:
        self.lines.finish()

    def forget(self) -> None:
        super().forget()
        self.lines.forget()
