"""A reference to one item, shown by its name and chosen from a list; adding the item that is wanted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QWidget

from kakehashi.plan.changes import adding, at_end, setting, with_only
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item, new_id
from kakehashi.plan.kinds import KINDS, id_of_pair
from kakehashi.ui.button import Button
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.picker import Entry, Picker, entries
from kakehashi.ui.fields.place import ItemPlace, problem_of
from kakehashi.ui.labels import show
from kakehashi.ui.look import Look
from kakehashi.words import Message, PlanError


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
