"""Fields that hold a number or a figure for each of several items: a row an item."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.fields.controls import TypedLine, set_bad
from kakehashi.ui.fields.field_editor import FieldEditor, quiet
from kakehashi.ui.fields.figure_fields import FigureLines
from kakehashi.ui.fields.picker import Entry, Picker, entries
from kakehashi.ui.fields.words import exact, told, typed
from kakehashi.ui.labels import PlainLabel, label, show


class KeyedField(FieldEditor):
    """The rows: of all items of the field's kinds where they are few, else of those with a value.

    Further items are chosen from a list.
    """

    most_shown = 0  # of so few items each has its row, whether it has a value or not

    def lay_out(self) -> None:
        self._keys: tuple[str, ...] = ()
        self._chosen: tuple[str, ...] = ()  # from the list, without a value so far
        self.lines: dict[str, QWidget] = {}
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add = Button(self.look, self.look.say("ui.field.add"), "flat", size=12, icon="plus", parent=self)
        self.add.setAccessibleName(self.look.say("ui.field.add_to", field=self.title))
        self.add.clicked.connect(lambda: self._open())
        self.rows.addLayout(self._rows)
        self.rows.addWidget(self.add)

    def refresh(self) -> None:
        keys, few = self._wanted()
        if keys != self._keys:
            self._make_rows(keys)
        for key, line in self.lines.items():
            self.show_line(line, key)
        show(self.add, not few and not self.read_only)

    def forget(self) -> None:
        super().forget()
        self._chosen = ()

    def make_line(self, key: str) -> QWidget:
        """The control of an item's value."""
        raise NotImplementedError

    def show_line(self, line: QWidget, key: str) -> None:
        """Show an item's value."""
        raise NotImplementedError

    def name(self, key: str) -> str:
        """What an item is called."""
        return self.place.reader.name(key)

    def _wanted(self) -> tuple[tuple[str, ...], bool]:
        """The items that have a row, in the plan's order; whether these are all there are."""
        values = self.place.value(self.described.name)
        plan = self.place.plan
        everything = [each.id for kind in self.described.field.kinds for each in plan.of_kind(kind)]
        few = 0 < len(everything) <= self.most_shown
        shown = everything if few else [each for each in everything if each in values]
        others = [each for each in (*values, *self._chosen) if each not in shown]
        return (*shown, *dict.fromkeys(others)), few

    def _make_rows(self, keys: tuple[str, ...]) -> None:
        self._keys = keys
        while (old := self._rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.lines = {}
        for key in keys:
            self.lines[key] = self.make_line(key)
            self._rows.addWidget(self.row(key, self.lines[key]))

    def row(self, key: str, line: QWidget) -> QWidget:
        """A row: the item's name above its control."""
        holder = QWidget(self)
        rows = QVBoxLayout(holder)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(1)
        rows.addWidget(quiet(self.look, self.name(key), token="text", parent=holder))
        rows.addWidget(line)
        return holder

    def _open(self) -> None:
        kinds = self.described.field.kinds
        picker = Picker(self.look, self.title, self)
        picker.offer(entries(self.look, self.place.plan, kinds, self._keys), (), none=False)
        picker.picked.connect(self._picked)
        picker.open_below(self.add)

    def _picked(self, row: Entry, _words: str) -> None:
        self._chosen = (*self._chosen, row.item)
        self.refresh()
        line = self.lines[row.item]
        (line.value if isinstance(line, FigureLines) else line).setFocus()


class AmountsField(KeyedField):
    """A number for each."""

    most_shown = 12

    def make_line(self, key: str) -> QWidget:
        line = TypedLine(self.look, f"{self.title} {self.name(key)}", self)
        line.setAlignment(Qt.AlignmentFlag.AlignRight)
        line.setFixedWidth(110)
        line.left.connect(lambda words: self._left(line, key, words))
        return line

    def row(self, key: str, line: QWidget) -> QWidget:
        holder = QWidget(self)
        name: PlainLabel = label(self.look, self.name(key), 12.5, parent=holder)
        name.setWordWrap(True)
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(name, 1)
        row.addWidget(line)
        return holder

    def show_line(self, line: QWidget, key: str) -> None:
        assert isinstance(line, TypedLine)
        value = self.place.value(self.described.name).get(key)
        line.setReadOnly(self.read_only)
        line.show_words(told(self.place, self.described, value), exact(self.place, self.described, value))
        if not line.pending:
            set_bad(line, bad=False)

    def finish(self) -> None:
        for line in self.lines.values():
            assert isinstance(line, TypedLine)
            line.take()

    def forget(self) -> None:
        super().forget()
        for line in self.lines.values():
            assert isinstance(line, TypedLine)
            line.restore()

    def _left(self, line: TypedLine, key: str, words: str) -> None:
        problem = typed(self.place, self.described, words, key)
        self.tell(problem)
        if problem is not None:
            set_bad(line, bad=True)
        else:
            line.taken()


class FiguresField(KeyedField):
    """A figure for each, with its range and its passport."""

    def make_line(self, key: str) -> QWidget:
        lines = FigureLines(self.look, self.described, f"{self.title} {self.name(key)}", self)
        lines.told.connect(self.tell)
        lines.gone_to.connect(self.gone_to)
        return lines

    def show_line(self, line: QWidget, key: str) -> None:
        assert isinstance(line, FigureLines)
        line.show_figure(self.place, key)

    def finish(self) -> None:
        for line in self.lines.values():
            assert isinstance(line, FigureLines)
            line.finish()

    def forget(self) -> None:
        super().forget()
        for line in self.lines.values():
            assert isinstance(line, FigureLines)
            line.forget()
