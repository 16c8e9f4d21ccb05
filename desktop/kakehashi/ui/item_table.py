"""The items of one kind as a table: a row an item, a column a field. Read-only for now."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.ui.look import Look
from kakehashi.ui.values import NUMBERS, Reader, told_fields

if TYPE_CHECKING:
    from PySide6.QtGui import QResizeEvent

Index = QModelIndex | QPersistentModelIndex
_ROW_HEIGHT = 28
_MEASURED = 60  # rows looked at for the width of a column
_LEAST, _MOST = 72, 280  # widths of columns, px


class ItemTableModel(QAbstractTableModel):
    """Texts are made when they are asked for, so that a long table opens as quickly as a short one."""

    def __init__(self, kind: type[Item], plan: Plan, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields = told_fields(kind)
        self.items: tuple[Item, ...] = plan.items(kind)
        self._reader = Reader(plan, look.language)
        self._look = look
        self.filled = [any(map(partial(_holds, name=each.name), self.items)) for each in self.fields]
        self._titles = [self._reader.title(each) for each in self.fields]
        self._secret = look.say("ui.confidential")

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.items)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.fields)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        described = self.fields[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                said = self._reader.cell(self.items[index.row()], described)
                return said.replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return "\n".join(self._reader.whole(self.items[index.row()], described))
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return str(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        described = self.fields[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                title = self._titles[section]
                return f"{title} {self._secret}" if described.field.confidential else title
            case Qt.ItemDataRole.ToolTipRole:
                return self._look.say(described.help)
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(section)
        return None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        right = self.fields[column].field.shape in NUMBERS
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


def _holds(item: Item, name: str) -> bool:
    return getattr(item, name) not in (None, "", (), {})


class ItemTable(QTableView):
    """The table; `item_chosen` tells the id of the item whose row is the current one.

    A column in which no item says anything is left out, unless the field is needed.
    """

    item_chosen = Signal(str)

    def __init__(self, kind: type[Item], plan: Plan, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(look.say(f"kind.{kind.__name__}"))
        self.setFont(look.font(12))
        self.horizontalHeader().setAccessibleName(self.accessibleName())
        self.horizontalHeader().setFont(look.font(11.5))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().setDefaultSectionSize(_ROW_HEIGHT)
        self.verticalHeader().hide()
        self.horizontalHeader().setFixedHeight(_ROW_HEIGHT)
        self.horizontalHeader().setHighlightSections(False)
        self._model = ItemTableModel(kind, plan, look, self)
        self.setModel(self._model)
        self._wanted = self._measured()
        self._set_widths()
        self.selectionModel().currentRowChanged.connect(self._row_changed)

    def choose(self, item_id: str) -> bool:
        """Make an item's row the current one; whether it is here."""
        for row, item in enumerate(self._model.items):
            if item.id == item_id:
                self.setCurrentIndex(self._model.index(row, 0))
                return True
        return False

    def _row_changed(self, now: QModelIndex) -> None:
        if now.isValid():
            self.item_chosen.emit(self._model.items[now.row()].id)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._set_widths()

    def _measured(self) -> dict[int, float]:
        """What each column that is shown needs for its title and the first texts, px."""
        model, role = self._model, Qt.ItemDataRole.DisplayRole
        found = {}
        for column, described in enumerate(model.fields):
            if not model.filled[column] and not described.field.needed:
                self.setColumnHidden(column, True)
                continue
            title = model.headerData(column, Qt.Orientation.Horizontal)
            wide = self._look.width(title, 11.5) + 24
            for row in range(min(model.rowCount(), _MEASURED)):
                wide = max(wide, self._look.width(model.data(model.index(row, column), role), 12) + 24)
            found[column] = max(wide, _LEAST)
        return found

    def _set_widths(self) -> None:
        """Each column as wide as it needs, within bounds; room that is left goes to those that need more."""
        widths = {column: min(wide, _MOST) for column, wide in self._wanted.items()}
        left = max(self.viewport().width() - sum(widths.values()) - 1, 0)
        short = {column: wide - _MOST for column, wide in self._wanted.items() if wide > _MOST}
        share = min(left / sum(short.values()), 1) if short else 0
        for column, wide in widths.items():
            self.setColumnWidth(column, int(wide + share * short.get(column, 0)))
