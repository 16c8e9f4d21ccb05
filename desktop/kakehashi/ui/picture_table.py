"""The table that says the same as a picture, in the place of the picture."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem, QWidget

from kakehashi.ui.look import Look
from kakehashi.words import Language, day, month, number, percent

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.declaration.blocks import Cell, Column, Table

_TEXTS = ("text", "long_text", "choice")
_ZERO = "–"
_ROW, _MOST, _LEAST = 28, 320, 64
_ROWS = 18  # that are seen without scrolling


class PictureTable(QTableWidget):
    """Read only; what is selected can be copied as a block. As high as its rows, up to eighteen of them."""

    def __init__(self, look: Look, table: Table, parent: QWidget | None = None) -> None:
        super().__init__(len(table.rows), len(table.columns), parent)
        self.setAccessibleName(table.title)
        self.setFont(look.font(12))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.horizontalHeader().setFont(look.font(11.5))
        self.horizontalHeader().setAccessibleName(table.title)
        for at, column in enumerate(table.columns):
            cells = [_item(column, each.cells[at], look.language) for each in table.rows]
            for row, item in enumerate(cells):
                self.setItem(row, at, item)
            head = QTableWidgetItem(column.title)
            head.setTextAlignment(_side(column.kind not in _TEXTS))
            self.setHorizontalHeaderItem(at, head)
            wide = max(look.width(item.text(), 12) for item in (head, *cells)) + 26
            self.setColumnWidth(at, round(min(max(wide, _LEAST), _MOST)))
        self.setMinimumHeight((min(len(table.rows), _ROWS) + 2) * _ROW)
        if table.rows:
            self.setCurrentCell(0, 0)


def said_in(cell: Cell, column: Column, language: Language) -> str:
    """A cell in words; '' where nothing is set."""
    kind, digits = cell.kind or column.kind, column.digits if cell.digits is None else cell.digits
    if cell.number is not None:
        if not cell.number:
            return _ZERO
        figure = percent(cell.number, digits) if kind == "rate" else number(cell.number, digits)
        return f"+{figure}" if cell.signed and cell.number > 0 else figure
    if not cell.value:
        return ""
    match kind:
        case "month":
            return month(cell.value, language) if cell.value[:1].isdigit() else cell.value
        case "date":
            return day(cell.value, language) if cell.value[:1].isdigit() else cell.value
    return cell.value


def _item(column: Column, cell: Cell, language: Language) -> QTableWidgetItem:
    item = QTableWidgetItem(said_in(cell, column, language).replace("\n", " "))
    item.setToolTip(item.text())
    item.setTextAlignment(_side(cell.number is not None))
    return item


def _side(right: bool) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
