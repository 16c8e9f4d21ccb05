"""What a scenario assumes instead: a row for each figure, its value typed in the figure's own unit."""

from __future__ import annotations

from decimal import Decimal, InvalidOperation
from typing import Any

import msgspec
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.plan.fields import FieldDescription, describe, plain
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.reading_values import folded, read_value
from kakehashi.plan.simulation import Override
from kakehashi.ui.button import Button
from kakehashi.ui.fields.controls import TypedLine, set_bad
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.picker import Entry, Picker
from kakehashi.ui.fields.place import ItemPlace, problem_of
from kakehashi.ui.fields.words import NUMERIC, exact, in_unit, told, unit_words
from kakehashi.ui.labels import show
from kakehashi.words import Message, PlanError, month

_BETWEEN = "\n"  # item, field and key of a row that is offered


class OverrideRow(QWidget):
    """A figure's name, which leads to it, the value instead, and a button that takes the row away."""

    def __init__(self, field: OverridesField) -> None:
        super().__init__(field)
        look = field.look
        self.link = ElidedButton(look, "link", self, 12)
        self.line = TypedLine(look, "", self)
        self.line.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.line.setFixedWidth(92)
        self.cross = Button(look, "×", "flat", size=12, parent=self)
        self.cross.setFixedWidth(22)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.link, 1)
        row.addWidget(self.line)
        row.addWidget(self.cross)


class OverridesField(FieldEditor):
    """The rows, and a list of all figures that the forecast reads."""

    def lay_out(self) -> None:
        self.lines: list[OverrideRow] = []
        self._rows = QVBoxLayout()
        self._rows.setSpacing(4)
        self.add = Button(self.look, self.look.say("ui.field.add"), "flat", size=12, icon="plus", parent=self)
        self.add.setAccessibleName(self.look.say("ui.field.add_to", field=self.title))
        self.add.clicked.connect(lambda: self._open())
        self.rows.addLayout(self._rows)
        self.rows.addWidget(self.add)

    def refresh(self) -> None:
        overrides = self._overrides()
        while len(self.lines) < len(overrides):
            self._make_row(len(self.lines))
        for at, row in enumerate(self.lines):
            show(row, at < len(overrides))
            if at < len(overrides):
                self._show_row(row, overrides[at])
        show(self.add, not self.read_only)

    def finish(self) -> None:
        for row in self.lines:
            row.line.take()

    def forget(self) -> None:
        super().forget()
        for row in self.lines:
            row.line.restore()

    def _overrides(self) -> tuple[Override, ...]:
        found: tuple[Override, ...] = self.place.value(self.described.name)
        return found

    def _make_row(self, at: int) -> None:
        row = OverrideRow(self)
        row.link.clicked.connect(lambda: self.gone_to.emit(self._overrides()[at].item))
        row.line.left.connect(lambda words: self._left(at, words))
        row.cross.clicked.connect(lambda: self._put_row(at, None))
        self.lines.append(row)
        self._rows.addWidget(row)

    def _show_row(self, row: OverrideRow, override: Override) -> None:
        target = self._target(override)
        name = self._name(target, override.key) if target is not None else override.field
        row.link.show_words(name)
        row.link.setToolTip(name)
        row.line.setAccessibleName(name)
        row.line.setReadOnly(self.read_only or target is None)
        value = _number(override.value)
        if target is None or value is None:
            row.line.show_words(str(override.value), str(override.value))
        else:
            place, described = target
            row.line.show_words(told(place, described, value), exact(place, described, value))
        if not row.line.pending:
            set_bad(row.line, bad=False)
        row.cross.setAccessibleName(self.look.say("ui.field.take_away", name=name))
        row.cross.setToolTip(row.cross.accessibleName())
        show(row.cross, not self.read_only)

    def _target(self, override: Override) -> tuple[ItemPlace, FieldDescription] | None:
        """The item and field that an override stands for; None where they aren't there, or hold no number."""
        item = self.place.plan.get(override.item)
        described = describe(type(item)).get(override.field) if item is not None else None
        if item is None or described is None or described.field.shape not in NUMERIC:
            return None
        return ItemPlace(self.place.editor, self.place.reader, item), described

    def _name(self, target: tuple[ItemPlace, FieldDescription], key: str | None) -> str:
        place, described = target
        say, reader = self.look.say, self.place.reader
        title = say(described.title)
        unit = unit_words(place, described)
        if unit and unit not in title:
            title = say("ui.title_with_unit", title=title, unit=unit)
        parts = [reader.name(place.item.id), title]
        if key is not None:
            series = described.field.shape == "series"
            parts.append(month(key, self.look.language) if series else reader.name(key))
        return say("ui.path").join(parts)

    def _left(self, at: int, words: str) -> None:
        override, line = self._overrides()[at], self.lines[at].line
        target = self._target(override)
        if target is None:
            return
        place, described = target
        problem: Message | None
        try:
            said = in_unit(place, described, words)
            value = read_value(described, said, self.place.plan, self.look.language)
            changed = msgspec.structs.replace(override, value=value) if value is not None else None
            problem = self._put_row(at, changed)
        except PlanError as error:
            problem = problem_of(error)
        self.tell(problem)
        if problem is not None:
            set_bad(line, bad=True)
        else:
            line.taken()

    def _put_row(self, at: int, override: Override | None) -> Message | None:
        """Put another override in a row's place; None takes the row away."""
        rows = list(self._overrides())
        rows[at : at + 1] = [override] if override is not None else []
        problem = self.place.set(self.described, tuple(rows))
        self.tell(problem)
        return problem

    def _open(self) -> None:
        there = {(each.item, each.field, each.key) for each in self._overrides()}
        found = [
            self._entry(item, described, key)
            for kind in KINDS
            if kind in FORECAST_READS
            for item in self.place.plan.of_kind(kind)
            for described in describe(type(item)).values()
            for key in _keys(item, described)
            if (item.id, described.name, key) not in there
        ]
        picker = Picker(self.look, self.title, self)
        picker.offer(tuple(found), (), none=False)
        picker.picked.connect(self._picked)
        picker.open_below(self.add)

    def _entry(self, item: Item, described: FieldDescription, key: str | None) -> Entry:
        place = ItemPlace(self.place.editor, self.place.reader, item)
        said = self._name((place, described), key)
        return Entry(said, _BETWEEN.join((item.id, described.name, key or "")), "", folded(said))

    def _picked(self, row: Entry, _words: str) -> None:
        """A row with the value as it is now, to be typed over."""
        item_id, field, key = row.item.split(_BETWEEN)
        value = getattr(self.place.plan.item(item_id), field)
        value = value[key] if key else value
        value = value.value if isinstance(value, Figure) else value
        override = Override(item=item_id, field=field, key=key or None, value=plain(value))
        rows = (*self._overrides(), override)
        self.tell(self.place.set(self.described, rows))
        self.lines[len(rows) - 1].line.setFocus()


def _keys(item: Item, described: FieldDescription) -> tuple[str | None, ...]:
    """Which numbers of a field can be assumed otherwise: those that are set."""
    value = getattr(item, described.name)
    if described.field.shape not in NUMERIC or value is None:
        return ()
    return tuple(sorted(value)) if described.keyed else (None,)


def _number(value: Any) -> Decimal | None:
    """The number of an override, as a figure or bare; None for anything else."""
    if isinstance(value, dict):
        value = value.get("value")
    try:
        return Decimal(str(value)) if value is not None and not isinstance(value, bool) else None
    except InvalidOperation:
        return None
