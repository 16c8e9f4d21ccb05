"""Which editor a field gets: by its shape."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from kakehashi.plan.fields import FieldDescription
from kakehashi.plan.listed import can_hold
from kakehashi.plan.simulation import Override
from kakehashi.ui.fields.attachment_field import AttachmentField
from kakehashi.ui.fields.chosen_fields import ChoiceField, FlagField
from kakehashi.ui.fields.figure_fields import FigureField
from kakehashi.ui.fields.formula_field import FormulaField
from kakehashi.ui.fields.keyed_fields import AmountsField, FiguresField
from kakehashi.ui.fields.months_field import MonthsField
from kakehashi.ui.fields.overrides_field import OverridesField
from kakehashi.ui.fields.records_field import RecordsField, part_of
from kakehashi.ui.fields.reference_fields import RefField
from kakehashi.ui.fields.several_fields import ListedField, SeveralField
from kakehashi.ui.fields.typed_fields import TypedField

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kakehashi.ui.fields.field_editor import FieldEditor
    from kakehashi.ui.look import Look

_EDITORS: Mapping[str, type[FieldEditor]] = {
    "flag": FlagField,
    "choice": ChoiceField,
    "ref": RefField,
    "refs": SeveralField,
    "series": MonthsField,
    "figure": FigureField,
    "figures": FiguresField,
    "amounts": AmountsField,
    "formula": FormulaField,
    "records": RecordsField,
    "attachment": AttachmentField,
}

# Structs whose fields say too little to be edited by themselves.
_OF_PART: Mapping[type | None, type[FieldEditor]] = {Override: OverridesField}


def field_editor(look: Look, described: FieldDescription, parent: QWidget | None = None) -> FieldEditor:
    """The editor of a field; a shape that is not listed is typed."""
    shape = described.field.shape
    made = _OF_PART.get(part_of(described.type)[0]) if shape == "records" else None
    if shape == "list" and can_hold(described):
        made = ListedField
    return (made or _EDITORS.get(shape, TypedField))(look, described, parent)
