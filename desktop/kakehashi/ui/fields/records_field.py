"""Rows of a small struct: each in one line, opened to a form of its own fields; added, moved, removed.

The whole list is one value of the item, so that each of these acts is one undo step. Rows that a person
cannot have written (those of findings) are only shown.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, get_args

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.item import Part
from kakehashi.ui.button import Button
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.field_editor import FieldEditor, breakable, quiet
from kakehashi.ui.fields.place import PartPlace
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look
from kakehashi.words import Message

if TYPE_CHECKING:
    from kakehashi.ui.fields.form import Form

_MOST_SHOWN = 6  # rows that can't be written


class RecordRow(QWidget):
    """A row: its words, which open and close its form, and what can be done with it."""

    moved = Signal(int)  # by
    removed = Signal()
    opened = Signal(bool)

    def __init__(self, look: Look, part: type[Part], name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._part = look, part
        self.form: Form | None = None
        say = look.say
        self.head = ElidedButton(look, "record", self, 12)
        self.head.clicked.connect(self.opened)
        self.tools = [
            self._tool("↑", say("ui.field.earlier", name=name), lambda: self.moved.emit(-1)),
            self._tool("↓", say("ui.field.later", name=name), lambda: self.moved.emit(1)),
            self._tool("×", say("ui.field.take_away", name=name), self.removed.emit),
        ]
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(self.head, 1)
        for tool in self.tools:
            row.addWidget(tool)
        self.rows = QVBoxLayout(self)
        self.rows.setContentsMargins(0, 0, 0, 0)
        self.rows.setSpacing(4)
        self.rows.addLayout(row)

    def show_words(self, words: str) -> None:
        """What the row says."""
        self.head.show_words(words)
        self.head.setToolTip(words)

    def open_form(self, gone_to: Any) -> Form:
        """The form of the row's fields, made when it is first opened."""
        if self.form is None:
            from kakehashi.ui.fields.form import Form

            self.form = Form(self._look, self._part, parent=self)
            self.form.setContentsMargins(10, 0, 0, 8)
            self.form.gone_to.connect(gone_to)
            self.rows.addWidget(self.form)
        self.form.show()
        self.head.setChecked(True)
        return self.form

    def close_form(self) -> None:
        """Only the line."""
        self.head.setChecked(False)
        if self.form is not None:
            self.form.finish()
            self.form.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        steps = {Qt.Key.Key_Up: -1, Qt.Key.Key_Down: 1}
        if event.modifiers() == Qt.KeyboardModifier.AltModifier and event.key() in steps:
            self.moved.emit(steps[Qt.Key(event.key())])
        else:
            super().keyPressEvent(event)

    def _tool(self, sign: str, said: str, act: Callable[[], object]) -> Button:
        made = Button(self._look, sign, "flat", size=12, parent=self)
        made.setAccessibleName(said)
        made.setToolTip(said)
        made.setFixedWidth(22)
        made.clicked.connect(act)
        return made


class RecordsField(FieldEditor):
    """See the module. `Measure.response` and its like hold one struct or none."""

    def lay_out(self) -> None:
        self.part, self.single = part_of(self.described.type)
        self.open_row = -1
        self.lines: list[RecordRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(2)
        self.add = Button(self.look, self.look.say("ui.field.add"), "flat", size=12, icon="plus", parent=self)
        self.add.setAccessibleName(self.look.say("ui.field.add_to", field=self.title))
        self.add.clicked.connect(lambda: self._add())
        self._only_shown = quiet(self.look, parent=self)
        self.rows.addLayout(self._rows)
        self.rows.addWidget(self._only_shown)
        self.rows.addWidget(self.add)

    def refresh(self) -> None:
        records = self._records()
        show(self._only_shown, not self._writable)
        show(self.add, self._writable and not self.read_only and not (self.single and bool(records)))
        if not self._writable:
            self._only_shown.setText(breakable(self._said_whole()))
            return
        while len(self.lines) < len(records):
            self._make_row(len(self.lines))
        while len(self.lines) > len(records):
            gone = self.lines.pop()
            gone.hide()
            self._rows.removeWidget(gone)
            gone.deleteLater()
        for at, (line, record) in enumerate(zip(self.lines, records, strict=True)):
            line.show_words(self._said(record, at))
            for tool in line.tools:
                show(tool, not self.read_only and not (self.single and tool is not line.tools[-1]))
            line.tools[0].setEnabled(at > 0)
            line.tools[1].setEnabled(at + 1 < len(records))
            if at == self.open_row:
                line.open_form(self.gone_to).show_place(self._place_of(at))
            else:
                line.close_form()

    def finish(self) -> None:
        for line in self.lines:
            if line.form is not None and not line.form.isHidden():
                line.form.finish()

    def forget(self) -> None:
        super().forget()
        self.open_row = -1

    def open(self, at: int) -> Form:
        """Open a row; its form."""
        self._toggle(at, wanted=True)
        form = self.lines[at].form
        assert form is not None
        return form

    @property
    def _writable(self) -> bool:
        """Whether a new row can be empty at first: a struct that needs its values comes from elsewhere."""
        return self.part is not None and not any(info.required for info in msgspec.structs.fields(self.part))

    def _records(self) -> tuple[Part, ...]:
        value = self.place.value(self.described.name)
        if self.single:
            return () if value is None else (value,)
        return tuple(value) if isinstance(value, tuple) else ()

    def _said(self, record: Part, at: int) -> str:
        said = self.place.reader.record(record)
        return said or self.look.say("ui.field.empty_row", number=at + 1)

    def _said_whole(self) -> str:
        value = self.place.value(self.described.name)
        if value in ((), {}, None):
            return self.look.say("change.nothing")
        rows = value.items() if isinstance(value, Mapping) else value
        if isinstance(value, tuple) and isinstance(
            value[0], tuple
        ):  # a table, with nothing to read in a line
            return self.look.say("ui.field.table", rows=len(value), columns=len(value[0]))
        said = [self.place.reader.record(each) for each in list(rows)[:_MOST_SHOWN]]
        if len(value) > _MOST_SHOWN:
            said.append(self.look.say("ui.field.more_rows", count=len(value) - _MOST_SHOWN))
        return "\n".join(said)

    def _make_row(self, at: int) -> None:
        assert self.part is not None
        name = self.look.say("ui.field.row", field=self.title, number=at + 1)
        line = RecordRow(self.look, self.part, name, self)
        line.opened.connect(lambda wanted: self._toggle(at, wanted=wanted))
        line.moved.connect(lambda by: self._move(at, by))
        line.removed.connect(lambda: self._remove(at))
        self.lines.append(line)
        self._rows.addWidget(line)

    def _place_of(self, at: int) -> PartPlace:
        def put(changed: Part) -> Message | None:
            records = list(self._records())
            records[at] = changed
            return self._put(tuple(records))

        return PartPlace(self.place, (self.described.name, str(at)), self._records()[at], put)

    def _put(self, records: tuple[Part, ...]) -> Message | None:
        value: Any = (records[0] if records else None) if self.single else records
        problem = self.place.set(self.described, value)
        self.tell(problem)
        return problem

    def _toggle(self, at: int, *, wanted: bool) -> None:
        self.finish()
        self.open_row = at if wanted else -1
        self.refresh()

    def _add(self) -> None:
        assert self.part is not None
        records = self._records()
        self.open_row = len(records)
        self._put((*records, self.part()))
        form = self.lines[self.open_row].form if self.open_row < len(self.lines) else None
        if form is not None:
            first = next(iter(form.editors.values()))
            control = getattr(first, "control", None)
            (control if control is not None else first).setFocus()

    def _remove(self, at: int) -> None:
        self.finish()
        self.open_row = -1
        records = self._records()
        self._put((*records[:at], *records[at + 1 :]))

    def _move(self, at: int, by: int) -> None:
        self.finish()
        records = list(self._records())
        to = at + by
        if not 0 <= to < len(records) or self.read_only:
            return
        records.insert(to, records.pop(at))
        if self.open_row == at:
            self.open_row = to
        self._put(tuple(records))
        self.lines[to].head.setFocus()


def part_of(annotation: Any) -> tuple[type[Part] | None, bool]:
    """The struct that a field of records holds (None: not one of ours), and whether it is one at most."""
    if isinstance(annotation, type):
        return (annotation, True) if issubclass(annotation, Part) else (None, False)
    inside = get_args(annotation)
    several = Ellipsis in inside
    for each in inside:
        if each is not Ellipsis and (found := part_of(each))[0] is not None:
            return found[0], not several and found[1]
    return None, False
