"""Fields that hold several, items or known values of a list: as chips, chosen from a list with ticks."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from kakehashi.plan.listed import can_hold, listed_words
from kakehashi.plan.reading_values import folded
from kakehashi.ui.button import Button
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.flow import Flow
from kakehashi.ui.fields.picker import Entry, Picker, entries
from kakehashi.ui.fields.reference_fields import add_item
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look

_CHIP = 150  # widest name on a chip, px
_STEPS = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}


class Chip(QFrame):
    """A name, of an item a link to it, and a button that takes it away; Alt and an arrow put it elsewhere."""

    gone_to = Signal(str)
    removed = Signal(str)
    moved = Signal(str, int)

    def __init__(self, look: Look, item: str, name: str, parent: QWidget, *, leads: bool) -> None:
        super().__init__(parent)
        self.item = item
        self.setObjectName("chip")
        cut = QFontMetricsF(look.font(12)).elidedText(name, Qt.TextElideMode.ElideMiddle, look.scaled(_CHIP))
        row = QHBoxLayout(self)
        row.setContentsMargins(1, 1, 1, 1)
        row.setSpacing(0)
        if leads:
            self.link = Button(look, cut, "flat", size=12, parent=self)
            self.link.setToolTip(look.say("ui.field.go_to", name=name))
            self.link.setAccessibleName(name)
            self.link.clicked.connect(lambda: self.gone_to.emit(item))
            row.addWidget(self.link)
        else:
            said = label(look, cut, 12, parent=self)
            said.setToolTip(name)
            said.setContentsMargins(8, 0, 0, 0)
            row.addWidget(said)
        self.cross = Button(look, "×", "flat", size=12, parent=self)
        self.cross.setToolTip(look.say("ui.field.take_away", name=name))
        self.cross.setAccessibleName(look.say("ui.field.take_away", name=name))
        self.cross.clicked.connect(lambda: self.removed.emit(item))
        row.addWidget(self.cross)
        for button in self.findChildren(Button):
            button.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrows at a button go to the one beside it, before anybody else sees them."""
        if not isinstance(event, QKeyEvent) or event.type() != QEvent.Type.KeyPress:
            return super().eventFilter(watched, event)
        if event.modifiers() & Qt.KeyboardModifier.AltModifier and event.key() in _STEPS:
            self.moved.emit(self.item, _STEPS[Qt.Key(event.key())])
            return True
        return super().eventFilter(watched, event)


class SeveralField(FieldEditor):
    """Several values as chips, and a button that opens the list in which they are ticked."""

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
        self.add.clicked.connect(self._open)
        self._flow.addWidget(self.add)
        self.rows.addWidget(holder)

    def refresh(self) -> None:
        wanted = tuple((each, self.name_of(each)) for each in self.values())
        if wanted != self._shown:
            self._make_chips(wanted)
        for chip in self.chips:
            chip.cross.setEnabled(not self.read_only)
        show(self.add, not self.read_only)

    def values(self) -> tuple[str, ...]:
        """What it holds."""
        return tuple(self.place.value(self.described.name))

    def name_of(self, value: str) -> str:
        """What a value is called."""
        return self.place.reader.name(value)

    def offered(self) -> tuple[Entry, ...]:
        """What can be ticked."""
        return entries(self.look, self.place.plan, self.described.field.kinds)

    def _make_chips(self, wanted: tuple[tuple[str, str], ...]) -> None:
        focused = self.focusWidget()
        held = next((chip.item for chip in self.chips if focused and chip.isAncestorOf(focused)), None)
        self._shown = wanted
        while self._flow.count():
            self._flow.takeAt(0)
        for chip in self.chips:
            chip.hide()
            chip.deleteLater()
        leads = self.described.field.shape == "refs"
        self.chips = [Chip(self.look, item, name, self._holder, leads=leads) for item, name in wanted]
        for chip in self.chips:
            chip.gone_to.connect(self.gone_to)
            chip.removed.connect(self._remove)
            chip.moved.connect(self._move)
            self._flow.addWidget(chip)
            chip.show()
        self._flow.addWidget(self.add)
        self._flow.invalidate()
        self.updateGeometry()
        if held is not None:
            next((chip.cross for chip in self.chips if chip.item == held), self.add).setFocus()

    def _remove(self, item: str) -> None:
        left = tuple(each for each in self.values() if each != item)
        self.tell(self.place.set(self.described, left))

    def _move(self, item: str, by: int) -> None:
        """To the place before or behind, where the order says something (that of chapters)."""
        values = list(self.values())
        at = values.index(item)
        if not self.read_only and 0 <= at + by < len(values):
            values.insert(at + by, values.pop(at))
            self.tell(self.place.set(self.described, tuple(values)))

    def _open(self) -> None:
        picker = Picker(self.look, self.title, self)
        picker.offer(self.offered(), self.described.field.kinds, none=False)
        picker.tick(self.values())
        chosen = list(self.values())  # this field may be shown anew only after the next pick
        picker.picked.connect(lambda row, words: self._picked(picker, chosen, row, words))
        picker.open_below(self.add)

    def _picked(self, picker: Picker, chosen: list[str], row: Entry, words: str) -> None:
        if row.new:
            self.tell(add_item(self, row.new, words, lambda item: (*chosen, item.id)))
            self.add.setFocus()
            return
        before = chosen.copy()
        if row.item in chosen:
            chosen.remove(row.item)
        else:
            chosen.append(row.item)
        problem = self.place.set(self.described, tuple(chosen))
        if problem is not None:
            chosen[:] = before
        self.tell(problem)
        picker.tick(chosen)


class ListedField(SeveralField):
    """Several known values of a list: chapters, fields."""

    def name_of(self, value: str) -> str:
        return listed_words(self.described, value, self.look.language)

    def offered(self) -> tuple[Entry, ...]:
        known = can_hold(self.described)
        own = (each for each in self.values() if each not in known)  # of a plugin that isn't here
        names = ((key, self.name_of(key)) for key in (*known, *own))
        return tuple(Entry(said, key, "", folded(said)) for key, said in names)
