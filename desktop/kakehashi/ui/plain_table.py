"""A table of words and figures to be read and copied: nothing in it is edited."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QTableView, QWidget

from kakehashi.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
ROW = 26
_LEAST, _MOST = 60, 300
_MEASURED = 40


class PlainModel(QAbstractTableModel):
    """Titles, rows of texts, which columns stand at the right, which rows are quiet."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.titles: Sequence[str] = ()
        self.rows: Sequence[Sequence[str]] = ()
        self._right: Sequence[bool] = ()
        self._quiet: Sequence[bool] = ()

    def put(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[bool],
        quiet: Sequence[bool],
    ) -> None:
        """Show these instead."""
        self.beginResetModel()
        self.titles, self.rows, self._right, self._quiet = titles, rows, right, quiet
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.rows[index.row()][index.column()].replace("\n", " ")
            case Qt.ItemDataRole.ToolTipRole:
                return self.rows[index.row()][index.column()]
            case Qt.ItemDataRole.ForegroundRole if self._quiet and self._quiet[index.row()]:
                return self._look.colour("text2")
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._alignment(index.column())
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return self.titles[section]
        return self._alignment(section) if role == Qt.ItemDataRole.TextAlignmentRole else None

    def _alignment(self, column: int) -> Qt.AlignmentFlag:
        right = bool(self._right) and self._right[column]
        side = Qt.AlignmentFlag.AlignRight if right else Qt.AlignmentFlag.AlignLeft
        return side | Qt.AlignmentFlag.AlignVCenter


class PlainTable(QTableView):
    """The table. Ctrl+C copies the selected cells with their titles, as a spreadsheet takes them."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setFont(look.font(12))
        self.horizontalHeader().setFont(look.font(11.5))
        self.horizontalHeader().setAccessibleName(name)
        self.horizontalHeader().setFixedHeight(ROW)
        self.horizontalHeader().setHighlightSections(False)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(ROW)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollMode(QTableView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self._model = PlainModel(look, self)
        self.setModel(self._model)

    def show_rows(
        self,
        titles: Sequence[str],
        rows: Sequence[Sequence[str]],
        right: Sequence[bool] = (),
        quiet: Sequence[bool] = (),
    ) -> None:
        """Show these; columns are as wide as they need, within bounds."""
        self._model.put(titles, rows, right, quiet)
        for column, title in enumerate(titles):
            wide = self._look.width(title, 11.5)
            for row in rows[:_MEASURED]:
                wide = max(wide, self._look.width(row[column].partition("\n")[0], 12))
            self.setColumnWidth(column, int(min(max(wide + 24, _LEAST), _MOST)))

    def height_for(self, rows: int) -> int:
        """What so many rows take, with the header and a scroll bar, px."""
        return ROW * (rows + 1) + 14

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
            return
        super().keyPressEvent(event)

    def _copy(self) -> None:
        chosen = {(each.row(), each.column()) for each in self.selectedIndexes()}
        columns = sorted({column for _, column in chosen})
        lines = [[self._model.titles[column] for column in columns]]
        for row in sorted({row for row, _ in chosen}):
            cells = self._model.rows[row]
            lines.append([cells[each] if (row, each) in chosen else "" for each in columns])
        said = "\n".join("\t".join(cell.replace("\n", " ") for cell in line) for line in lines)
        QGuiApplication.clipboard().setText(said)
