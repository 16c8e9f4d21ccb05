"""References: to one item, shown by its name and chosen from a list, or to several, as chips."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kakehashi.plan.changes import adding, at_end, setting, with_only
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, new_id
from kakehashi.plan.kinds import KINDS, id_of_pair
from kakehashi.ui.button import Button
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.flow import Flow
from kakehashi.ui.fields.picker import Entry, Picker, entries
from kakehashi.ui.fields.place import ItemPlace, problem_of
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look
from kakehashi.words import Message, PlanError

_CHIP = 150  # widest name on a chip, px


class PickButton(ElidedButton):
    """What stands in a reference's place: a name; typing or pressing it opens the list."""

    wanted = Signal(str)  # what was typed

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, "pick", parent)
        self.clicked.connect(lambda: self.wanted.emit(""))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F4):
            self.wanted.emit("")
        elif event.text().isprintable() and event.text().strip():
            self.wanted.emit(event.text())
        else:
            super().keyPressEvent(event)


class RefField(FieldEditor):
    """One item, none, or a new one; with a link to it."""

    def lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(2)
        self.control = PickButton(self.look, self)
        self.explain(self.control)
        self.control.wanted.connect(self._open)
        self.link = Button(self.look, "›", "link", size=15, parent=self)
        self.link.clicked.connect(lambda: self.gone_to.emit(self._target()))
        row.addWidget(self.control, 1)
        row.addWidget(self.link)
        self.rows.addLayout(row)

    def refresh(self) -> None:
        target = self._target()
        name = self.place.reader.name(target) if target else ""
        if name != self.control.words:
            self.control.show_words(name)
            self.control.setAccessibleName(" ".join(filter(None, (self.title, name))))
            go_to = self.look.say("ui.field.go_to", name=name)
            self.link.setToolTip(go_to)
            self.link.setAccessibleName(go_to)
        fixed = self._names_the_item()
        self.control.setEnabled(not self.read_only and not fixed)
        help_words = self.look.say(self.described.help)
        once = self.look.say("ui.field.once")
        self.control.setToolTip(f"{help_words}\n{once}" if fixed else help_words)
        show(self.link, bool(target) and target in self.place.plan)

    def _names_the_item(self) -> bool:
        """Whether the item is the one of its kind for what is referred to: then that never changes."""
        item = self.place.item if isinstance(self.place, ItemPlace) else None
        return (
            item is not None and self.described.name in (item.ONCE_FOR or ()) and id_of_pair(item) == item.id
        )

    def _target(self) -> str:
        return self.place.value(self.described.name) or ""

    def _open(self, typed: str) -> None:
        kinds = self.described.field.kinds
        picker = Picker(self.look, self.title, self)
        picker.offer(entries(self.look, self.place.plan, kinds), kinds, none=bool(self._target()))
        picker.picked.connect(self._picked)
        picker.open_below(self.control, self._target())
        picker.search.setText(typed)

    def _picked(self, row: Entry, words: str) -> None:
        if row.new:
            self.tell(add_item(self, row.new, words, lambda item: item.id))
        else:
            self.tell(self.place.set(self.described, row.item or None))
        self.control.setFocus()


class Chip(QFrame):
    """A name that leads to its item, and a button that takes it away."""

    gone_to = Signal(str)
    removed = Signal(str)

    def __init__(self, look: Look, item: str, name: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.item = item
        self.setObjectName("chip")
        metrics = QFontMetricsF(look.font(12))
        cut = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _CHIP)
        self.link = Button(look, cut, "flat", size=12, parent=self)
        self.link.setToolTip(look.say("ui.field.go_to", name=name))
        self.link.setAccessibleName(name)
        self.cross = Button(look, "×", "flat", size=12, parent=self)
        self.cross.setToolTip(look.say("ui.field.take_away", name=name))
        self.cross.setAccessibleName(look.say("ui.field.take_away", name=name))
        self.link.clicked.connect(lambda: self.gone_to.emit(item))
        self.cross.clicked.connect(lambda: self.removed.emit(item))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        row.addWidget(self.link)
        row.addWidget(self.cross)


class RefsField(FieldEditor):
    """Several items as chips, and a button that adds one from the list."""

    def lay_out(self) -> None:
        self._holder = holder = QWidget(self)
        self._flow = Flow(holder)
        self._shown: tuple[tuple[str, str], ...] = ()
        self.chips: list[Chip] = []
        self.add = Button(
            self.look, self.look.say("ui.field.add"), "flat", size=12, icon="plus", parent=holder
        )
        self.explain(self.add)
        self.add.setAccessibleName(self.look.say("ui.field.add_to", field=self.title))
        self.add.clicked.connect(lambda: self._open())
        self._flow.addWidget(self.add)
        self.rows.addWidget(holder)

    def refresh(self) -> None:
        reader = self.place.reader
        wanted = tuple((each, reader.name(each)) for each in self._targets())
        if wanted != self._shown:
            self._make_chips(wanted)
        for chip in self.chips:
            chip.cross.setEnabled(not self.read_only)
        show(self.add, not self.read_only)

    def _make_chips(self, wanted: tuple[tuple[str, str], ...]) -> None:
        had_focus = any(chip.isAncestorOf(self.focusWidget()) for chip in self.chips if self.focusWidget())
        self._shown = wanted
        while self._flow.count():
            self._flow.takeAt(0)
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        self.chips = [Chip(self.look, item, name, self._holder) for item, name in wanted]
        for chip in self.chips:
            chip.gone_to.connect(self.gone_to)
            chip.removed.connect(self._remove)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.add)
        self._flow.invalidate()
        self.updateGeometry()
        if had_focus:
            self.add.setFocus()

    def _targets(self) -> tuple[str, ...]:
        return tuple(self.place.value(self.described.name))

    def _remove(self, item: str) -> None:
        left = tuple(each for each in self._targets() if each != item)
        self.tell(self.place.set(self.described, left))

    def _open(self) -> None:
        kinds = self.described.field.kinds
        picker = Picker(self.look, self.title, self)
        picker.offer(entries(self.look, self.place.plan, kinds, self._targets()), kinds, none=False)
        picker.picked.connect(self._picked)
        picker.open_below(self.add)

    def _picked(self, row: Entry, words: str) -> None:
        if row.new:
            self.tell(add_item(self, row.new, words, lambda item: (*self._targets(), item.id)))
        else:
            self.tell(self.place.set(self.described, (*self._targets(), row.item)))
        self.add.setFocus()


def add_item(field: FieldEditor, kind: str, name: str, value: Callable[[Item], object]) -> Message | None:
    """Add an item called so and refer to it, as one step; what is wrong, else None."""
    place, made = field.place, KINDS[kind]
    fields = describe(made)
    called = next((each for each in made.NAMED_BY if fields[each].field.shape in ("text", "long_text")), None)
    values: dict[str, Any] = {called: name} if called is not None and name else {}
    item = made(id=new_id(), position=at_end(place.plan, kind), **values)
    if isinstance(place, ItemPlace):
        return _added(place, field.described.name, value(item), item)
    added = place.editor.add(kind, **values)
    if added is None:
        return None
    return field.place.set(field.described, value(field.place.editor.plan.item(added)))


def _added(place: ItemPlace, name: str, value: object, item: Item) -> Message | None:
    """Add an item and set the field that refers to it."""
    try:
        birth, plan = with_only(place.editor.plan, place.item.id)
        change = (*adding(item), *birth, *setting(plan, place.item.id, name, value))
    except PlanError as error:
        return problem_of(error)
    place.editor.apply(change)
    return None
