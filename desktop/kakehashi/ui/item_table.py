"""The items of one kind as a table that is edited like a spreadsheet: a row an item, a column a field."""

from __future__ import annotations

from collections.abc import Sequence
from operator import attrgetter
from typing import TYPE_CHECKING

from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.fields import FieldDescription
from kakehashi.plan.item import Item
from kakehashi.plan.naming import name_of
from kakehashi.plan.pasting import Column
from kakehashi.ui.grid import Grid
from kakehashi.ui.grid_cells import GridColumn, GridRow, Tone
from kakehashi.ui.grid_model import GridModel
from kakehashi.ui.look import Look
from kakehashi.ui.values import NUMBERS, Reader, told_fields
from kakehashi.words import Message, shown

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget

    from kakehashi.ui.editor import Editor
    from kakehashi.ui.session import State

NEW = "new"
_NOTHING: tuple[object, ...] = (None, "", (), {})


class ItemModel(GridModel):
    """All items of a kind, and the row in which a new one is typed."""

    def __init__(self, kind: type[Item], look: Look, editor: Editor) -> None:
        super().__init__(look, editor)
        self.kind = kind
        self.adds = kind.__name__
        self.fields = told_fields(kind)

    def show_state(self, state: State) -> None:
        name = self.kind.__name__
        rows = [GridRow(key=each.id, item=each.id, kind=name) for each in state.plan.items(self.kind)]
        if not state.read_only:
            rows.append(GridRow(key=NEW, kind=name, style="new"))
        if state.plan is not self.plan or not self.columns:
            self.titles(state)
        self.show(state.plan, rows, self._columns)

    def text(self, row: GridRow, column: GridColumn) -> str:
        found = super().text(row, column)
        if not found and row.item and column is self.columns[0]:
            return self._name(row)
        return found

    def tone(self, row: GridRow, column: GridColumn) -> Tone:
        named_after = row.item and column is self.columns[0] and not super().text(row, column)
        return "quiet" if named_after else ""

    def _name(self, row: GridRow) -> str:
        """What an item without a name of its own is named after: the role that a budget line pays for."""
        item = self.plan.item(row.item)
        if isinstance(item, BudgetLine) and item.source is not None:
            return self.reader.name(item.source)
        name = name_of(self.plan, item)
        return "" if name == Message("change.unnamed") else shown(name, self.look.language)

    def titles(self, state: State) -> None:
        """Say the columns anew: their titles name the plan's display unit."""
        reader = Reader(state.plan, self.look.language)
        self._columns = [self._column(each, reader.title(each)) for each in self.fields]

    def _column(self, described: FieldDescription, title: str) -> GridColumn:
        if described.field.confidential:
            title = f"{title} {self.look.say('ui.confidential')}"
        return GridColumn(
            key=described.name,
            title=title,
            column=Column(described.name),
            right=described.field.shape in NUMBERS,
            help=self.look.say(described.help),
        )


class ItemTable(Grid):
    """The table. A column in which no item says anything is left out until it is wanted, unless the field is
    needed, or is the first one."""

    def __init__(self, kind: type[Item], look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        self.item_model = ItemModel(kind, look, editor)
        super().__init__(look, editor, self.item_model, look.say(f"kind.{kind.__name__}"), parent=parent)
        self._wanted: dict[int, bool] = {}

    def show_state(self, state: State) -> None:
        """Show a plan; columns that were chosen stay chosen."""
        super().show_state(state)
        items = state.plan.items(self.item_model.kind)
        changed = False
        for at, described in enumerate(self.item_model.fields):
            if at in self._wanted:
                shown = self._wanted[at]
            else:
                filled = _any_holds(items, described.name)
                shown = filled or described.field.needed or at == 0
                shown = shown or (not self.isColumnHidden(at) and self._laid)
            if self.isColumnHidden(at) == shown:
                self.setColumnHidden(at, not shown)
                changed = True
        self._laid = True
        if changed:
            self.lay_out()

    _laid = False

    def show_column(self, at: int, *, shown: bool) -> None:
        """Show or hide a column, as somebody chose."""
        self._wanted[at] = shown
        self.setColumnHidden(at, not shown)
        self.lay_out()


def _any_holds(items: Sequence[Item], name: str) -> bool:
    """Whether a field says something in any of these items; no and 0 say something."""
    read = attrgetter(name)
    return any(map(read, items)) or any(each not in _NOTHING for each in map(read, items))
