"""A table that is edited like a spreadsheet; `ui.grid_model` says how to make one of your own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QInputMethodEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QMessageBox, QTableView, QWidget

from kakehashi.ui import grid_keys
from kakehashi.ui.grid_acts import GridActs
from kakehashi.ui.grid_delegate import GridDelegate
from kakehashi.ui.grid_fill import FillDrag
from kakehashi.ui.grid_frame import FrozenColumn, GridHeader, RowHandles, Widths
from kakehashi.ui.grid_model import GridModel
from kakehashi.ui.grid_places import Places
from kakehashi.ui.look import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent, QShowEvent

    from kakehashi.ui.editor import Editor
    from kakehashi.ui.session import State
    from kakehashi.words import Message

TABLE_ROW, SHEET_ROW = 28, 23
_TRIGGERS = QAbstractItemView.EditTrigger
_ENSURE = QAbstractItemView.ScrollHint.EnsureVisible
Index = QModelIndex | QPersistentModelIndex


class Grid(QTableView):
    """The table. `item_chosen` tells the id of the item whose row is the current one ('' for none).

    `acts` does what keys, menu and toolbar ask for; `places` knows where somebody is. `row_height`:
    TABLE_ROW, or SHEET_ROW for dense grids of months. `handles`: numbers by which rows are dragged.
    """

    item_chosen = Signal(str)

    def __init__(
        self,
        look: Look,
        editor: Editor,
        model: GridModel,
        name: str,
        *,
        row_height: int = TABLE_ROW,
        handles: bool = True,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.look, self.editor, self.grid_model = look, editor, model
        model.setParent(self)
        self.setAccessibleName(name)
        self.frozen: FrozenColumn | None = None
        self._widths = Widths(self)
        self.setModel(model)
        self.places = Places(self)
        self.acts = GridActs(self)
        self.cells = GridDelegate(self)
        self._set_up(row_height, handles)
        self.frozen = FrozenColumn(self)
        FillDrag(self)
        model.modelReset.connect(self._made_anew)

    def _set_up(self, row_height: int, handles: bool) -> None:
        self.setFont(self.look.font(12))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setItemDelegate(self.cells)
        self.setEditTriggers(_TRIGGERS.AnyKeyPressed | _TRIGGERS.DoubleClicked)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)  # scrolled cells move
        header = GridHeader(self)
        self.setHorizontalHeader(header)
        header.sectionClicked.connect(self._sort_by)
        self.setVerticalHeader(RowHandles(self, row_height))
        self.verticalHeader().setVisible(handles)

    def show_state(self, state: State) -> None:
        """Show a plan; selection, scroll position and an open editor stay."""
        self.grid_model.show_state(state)

    def choose(self, item_id: str) -> bool:
        """Make an item's row the current one; whether it is here."""
        column = max(self.places.current[1], 0)
        columns = self.grid_model.columns
        return self.places.go_to(item_id, columns[column].key if column < len(columns) else "")

    def type_again(self, row: str, column: str, words: str, problem: Message) -> None:
        """Open a cell with words that the file didn't take, and the reason."""
        if self.places.go_to(row, column) and self.edit(self.currentIndex()):
            self.cells.stays(words, problem)

    def sure(self, question: Message) -> bool:
        """Whether somebody answers a question by yes: the button names the act."""
        box = QMessageBox(self)
        box.setText(self.look.say(question))
        act = box.addButton(self.look.say("ui.grid.remove"), QMessageBox.ButtonRole.AcceptRole)
        box.addButton(self.look.say("ui.grid.keep"), QMessageBox.ButtonRole.RejectRole)
        box.exec()
        return box.clickedButton() is act

    def lay_out(self) -> None:
        """Give columns their widths, after some were shown or hidden."""
        if self.isVisible():
            self._widths.lay()
        if self.frozen is not None:
            self.frozen.place()

    def paintEvent(self, event: QPaintEvent) -> None:
        ground = QPainter(self.viewport())
        ground.fillRect(event.rect(), self.look.colour("surface"))
        ground.end()
        super().paintEvent(event)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.lay_out()

    def measure(self) -> None:
        """Measure the columns anew and lay them out."""
        self._widths.forget()
        self.lay_out()

    def _made_anew(self) -> None:
        self.measure()
        self.places.restore()

    def _sort_by(self, section: int) -> None:
        model = self.grid_model
        if not model.sortable:
            return
        key = model.columns[section].key
        now = model.sorted_by
        following = {None: (key, False), (key, False): (key, True), (key, True): None}
        model.arrange(following.get(now, (key, False)), model.filtered_by)

    def edit(  # type: ignore[override]
        self,
        index: Index,
        trigger: QAbstractItemView.EditTrigger = _TRIGGERS.AllEditTriggers,
        event: QEvent | None = None,
    ) -> bool:
        """Begin typing into a cell; a figure that is a rate gets its % at once."""
        if not index.isValid() or not self.grid_model.editable(*self.grid_model.at(index)):
            return False
        if index.column() == self.places.first_column():
            self.horizontalScrollBar().setValue(0)
        typed = trigger == _TRIGGERS.AnyKeyPressed
        if typed and self.cells.editor is None and _is_input(event):
            self.scrollTo(index)
        begun: bool = super().edit(index, trigger, event)  # type: ignore[arg-type]  # None is no event
        if begun and self.cells.editor is not None:
            self.cells.began(typed=typed)
        return begun

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        scrolled = self.horizontalScrollBar().value()
        super().scrollTo(index, hint)
        covered = self.frozen.covers() if self.frozen is not None else 0
        if index.column() == self.places.first_column():
            self.horizontalScrollBar().setValue(scrolled)  # it is in sight anyway
        elif covered and (hidden := covered - self.visualRect(index).left()) > 0:
            self.horizontalScrollBar().setValue(self.horizontalScrollBar().value() - hidden)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if grid_keys.pressed(self, event):
            event.accept()
            return
        super().keyPressEvent(event)

    def inputMethodEvent(self, event: QInputMethodEvent) -> None:
        fresh = self.cells.editor is None
        super().inputMethodEvent(event)
        if fresh and event.commitString() and self.cells.editor is not None:
            self.cells.editor.put(event.commitString())  # Qt hands on what is composed, not what is done

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if self.cells.editor is not None:
            if not self.cells.commit():
                return
            self.cells.close(0, 0)
        super().mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        from kakehashi.ui.grid_menu import open_menu

        index = self.indexAt(event.pos())
        if index.isValid() and index not in self.selectedIndexes():
            self.setCurrentIndex(index)
        open_menu(self, event.pos())

    def focusInEvent(self, _event: QFocusEvent) -> None:
        self.update(self.currentIndex())  # Qt's own would paint all cells anew, at each key that begins one

    def focusOutEvent(self, _event: QFocusEvent) -> None:
        self.update(self.currentIndex())

    def focusNextPrevChild(self, _following: bool) -> bool:
        return False

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.lay_out()


def _is_input(event: QEvent | None) -> bool:
    return event is not None and event.type() in (QEvent.Type.KeyPress, QEvent.Type.InputMethod)
