"""A form: an editor for each described field of a kind or of a small struct, in the order of declaration.

It is made once and shows one item after another. Where the catalogue has `section.<Kind>.<field>`, a section
with that title begins at the field.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QWidget

from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.ui.fields.field_editor import FieldEditor
from kakehashi.ui.fields.making import field_editor
from kakehashi.ui.fields.place import Place
from kakehashi.ui.fields.typed_fields import TypedField
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.words import known

_SHORT = frozenset({"number", "integer", "month", "date", "flag", "choice"})
_BROAD = frozenset({"long_text", "series", "records", "formula"})
_LONGEST, _LONGEST_CHOICE = 10.0, 6.5  # in half a narrow form, in full-width characters
_LOCK = 1.5  # with what is before its word, in full-width characters
_WIDEST_SHORT = 220  # of a number or a day in a broad form, px
_BY_TAB = Qt.FocusPolicy.TabFocus
_HIDDEN = frozenset({"passports", "origins"})  # where figures keep their origin: shown at the figures
_NOT_TYPED = frozenset({("FindingRecord", "finding"), ("FindingRecord", "columns")})  # codes of evidence


class Form(QWidget):
    """`broad` forms have two columns for all but long fields, narrow ones for short fields only."""

    gone_to = Signal(str)

    def __init__(
        self,
        look: Look,
        kind: type[msgspec.Struct],
        *,
        broad: bool = False,
        without: Iterable[str] = (),
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._look, self._broad = look, broad
        self.editors: dict[str, FieldEditor] = {}
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(28 if broad else 10)
        self._grid.setVerticalSpacing(12 if broad else 8)
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, 1)
        left_out = frozenset(without)
        self._lay_out([each for each in describe(kind).values() if each.name not in left_out])

    def show_place(self, place: Place) -> None:
        """Show the fields of this place; what is being typed stays while it is the same one."""
        for editor in self.editors.values():
            editor.show_place(place)

    def focus(self, field: str) -> QWidget | None:
        """Put the keyboard into a field; its editor, None where the form has no such field."""
        editor = self.editors.get(field)
        if editor is None:
            return None
        inside = (each for each in editor.findChildren(QWidget) if each.isVisibleTo(editor))
        takes = (each for each in inside if each.isEnabled() and each.focusPolicy() & _BY_TAB)
        control = next(takes, None)
        if control is not None:
            control.setFocus(Qt.FocusReason.OtherFocusReason)
        return editor

    def finish(self) -> None:
        """Give over what is typed."""
        for editor in self.editors.values():
            editor.finish()

    def _lay_out(self, fields: list[FieldDescription]) -> None:
        row, column = 0, 0
        fields = [each for each in fields if each.field.shape not in _HIDDEN]
        fields = [each for each in fields if (each.kind, each.name) not in _NOT_TYPED]
        for described in fields:
            section = f"section.{described.kind}.{described.name}"
            titled = known(section, self._look.language)
            half = self._half(described)
            if column and (titled or not half):
                row, column = row + 1, 0
            if titled:
                title = label(self._look, self._look.say(section), 12.5, 700, parent=self)
                title.setContentsMargins(0, 6 if row else 0, 0, 0)
                self._grid.addWidget(title, row, 0, 1, 2)
                row += 1
            editor = self.editors[described.name] = field_editor(self._look, described, self)
            editor.gone_to.connect(self.gone_to)
            self._grid.addWidget(editor, row, column, 1, 1 if half else 2)
            editor.rows.addStretch(1)
            if self._broad and isinstance(editor, TypedField) and described.field.shape in _SHORT:
                editor.control.setMaximumWidth(_WIDEST_SHORT)
            row, column = (row, 1) if half and not column else (row + 1, 0)
        self._grid.setRowStretch(row + 1, 1)

    def _half(self, described: FieldDescription) -> bool:
        """Whether a field takes half the width."""
        shape = described.field.shape
        if self._broad:
            return shape not in _BROAD
        if shape not in _SHORT:
            return False
        choices = [self._look.say(described.choice(key)) for key in described.choices]
        title = _wide(self._look.say(described.title)) + _unit_and_marks(described)
        if described.field.confidential:
            title += _wide(self._look.say("ui.confidential")) + _LOCK
        scale = self._look.scale
        return title * scale <= _LONGEST and max(map(_wide, choices), default=0) * scale <= _LONGEST_CHOICE


def _wide(said: str) -> float:
    """About how wide a text is, in full-width characters."""
    return sum(1.0 if ord(each) > 0x2E80 else 0.55 for each in said)


def _unit_and_marks(described: FieldDescription) -> float:
    """About what follows a title, in full-width characters."""
    field = described.field
    unit = 4.0 if field.unit == "money" else 2.5 if field.unit else 0.0
    return unit + (2.5 if field.needed else 0.0)
