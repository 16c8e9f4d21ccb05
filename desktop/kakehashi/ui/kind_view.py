"""The items of one kind, to be seen and edited: a table, or the form of the only one."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.kinds import ONLY_ONE
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grid_toolbar import GridToolbar
from kakehashi.ui.grounds import hairline
from kakehashi.ui.item_form import ItemForm
from kakehashi.ui.item_table import ItemTable
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.session import State


class KindView(QWidget):
    """See `views`."""

    item_chosen = Signal(str)
    gone_to = Signal(str, str)  # a chapter, an item in it

    def __init__(self, look: Look, editor: Editor, kind: type[Item], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor, self._kind = look, editor, kind
        self._sheet: KindSheet | None = None
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        self._shown: ItemForm | KindSheet
        if kind.__name__ in ONLY_ONE:
            self._shown = form = ItemForm(look, editor, kind)
            form.gone_to.connect(self.gone_to)
        else:
            self._shown = self._sheet = KindSheet(look, editor, kind)
            self._sheet.table.item_chosen.connect(self.item_chosen)
        rows.addWidget(self._shown)

    def show_state(self, state: State) -> None:
        """Show the items of a plan."""
        self._shown.show_state(state)

    def show_item(self, item_id: str) -> bool:
        """Go to an item's row; whether it is here."""
        return self._sheet is not None and self._sheet.table.choose(item_id)

    def show_field(self, field: str) -> bool:
        """Put the keyboard into a field; whether it stands here, in the form of the one item of its kind."""
        if not isinstance(self._shown, ItemForm):
            return False
        self._shown.show_field(field)
        return True


class KindSheet(Panel):
    """The toolbar and the table; where there is nothing yet, what belongs here and a button to begin."""

    def __init__(self, look: Look, editor: Editor, kind: type[Item], parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._editor, self._kind = editor, kind
        self.table = ItemTable(kind, look, editor)
        self._toolbar = GridToolbar(look, self.table, self)
        self._begun = False
        full = QWidget(self)
        rows = QVBoxLayout(full)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._toolbar)
        rows.addWidget(hairline(look, "line", full))
        rows.addWidget(self.table, 1)
        self._pages = QStackedWidget(self)
        self._pages.addWidget(full)
        self._pages.addWidget(self._nothing_yet())
        self.body.addWidget(self._pages, 1)

    def show_state(self, state: State) -> None:
        """Show the items of a plan."""
        self.table.show_state(state)
        self._toolbar.show_state()
        self._add.setEnabled(not state.read_only)
        self._add.setToolTip(self._look.say("ui.read_only") if state.read_only else "")
        empty = not state.plan.items(self._kind) and not self._begun
        self._pages.setCurrentIndex(int(empty))

    def _nothing_yet(self) -> QWidget:
        look, place = self._look, QWidget(self)
        kind = look.say(f"kind.{self._kind.__name__}")
        rows = QVBoxLayout(place)
        rows.addStretch(2)
        rows.addWidget(empty_place(look, look.say("ui.chapter.no_items", kind=kind), "text"))
        first = self.table.item_model.fields[0]
        rows.addWidget(empty_place(look, look.say(first.help)))
        self._add = Button(look, look.say("ui.grid.add_one", kind=kind), "primary", icon="plus", parent=place)
        self._add.clicked.connect(self._begin)
        across = QHBoxLayout()
        across.addStretch(1)
        across.addWidget(self._add)
        across.addStretch(1)
        rows.addLayout(across)
        rows.addStretch(3)
        return place

    def _begin(self) -> None:
        """Show the table, at the row in which the first item is typed."""
        self._begun = True
        self._pages.setCurrentIndex(0)
        self.table.setFocus()
        QTimer.singleShot(0, self.table, self.table.acts.add)
