"""The items of one kind, to be seen and edited: a table, or the form of the only one."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import ONLY_ONE
from kakehashi.ui.editor import Editor
from kakehashi.ui.item_form import ItemForm
from kakehashi.ui.item_table import ItemTable
from kakehashi.ui.look import Look
from kakehashi.ui.panel import empty_place
from kakehashi.ui.session import State


class KindView(QWidget):
    """See `views`."""

    item_chosen = Signal(str)
    gone_to = Signal(str, str)  # a chapter, an item in it

    def __init__(self, look: Look, editor: Editor, kind: type[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor, self._kind = look, editor, kind
        self._table: ItemTable | None = None
        self._form: ItemForm | None = None
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)

    def show_state(self, state: State) -> None:
        """Show the items of a plan."""
        if self._kind.__name__ in ONLY_ONE:
            self._show_only(state)
            return
        while (old := self._rows.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.deleteLater()
        self._table = None
        self._rows.addWidget(self._made(state))

    def show_item(self, item_id: str) -> bool:
        """Go to an item's row; whether it is here."""
        return self._table is not None and self._table.choose(item_id)

    def _show_only(self, state: State) -> None:
        if self._form is None:
            self._form = ItemForm(self._look, self._editor, self._kind, self)
            self._form.gone_to.connect(self.gone_to)
            self._rows.addWidget(self._form)
        self._form.show_state(state)

    def _made(self, state: State) -> QWidget:
        name = self._kind.__name__
        items = state.plan.items(self._kind)
        if not items:
            said = self._look.say("ui.chapter.no_items", kind=self._look.say(f"kind.{name}"))
            return empty_place(self._look, said)
        table = self._table = ItemTable(self._kind, state.plan, self._look)
        table.item_chosen.connect(self.item_chosen)
        table.choose(items[0].id)
        return table
