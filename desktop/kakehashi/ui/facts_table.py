"""A small table of texts to be read and copied: the first column left, figures right, no sorting."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QSize, Qt
from PySide6.QtGui import QGuiApplication, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from kakehashi.ui.look import Look

Index = QModelIndex | QPersistentModelIndex
_ROW, _LEAST, _MOST, _MOST_NAME, _TITLE = 26, 48, 190, 250, 104


class _Facts(QAbstractTableModel):
    def __init__(self, look: Look, left: int, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._left = look, left
        self.titles: Sequence[str] = ()
        self.rows: Sequence[Sequence[str]] = ()
        self.strong: frozenset[int] = frozenset()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.titles)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self.rows[index.row()][index.column()]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(index.column())
            case Qt.ItemDataRole.FontRole if index.row() in self.strong:
                return self._look.font(12, 500)
            case Qt.ItemDataRole.ForegroundRole if self.strong and index.row() not in self.strong:
                return self._look.colour("text2")
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole | Qt.ItemDataRole.ToolTipRole:
                return self.titles[section]
            case Qt.ItemDataRole.TextAlignmentRole:
                return self._side(section)
        return None

    def _side(self, column: int) -> Qt.AlignmentFlag:
        side = Qt.AlignmentFlag.AlignLeft if column < self._left else Qt.AlignmentFlag.AlignRight
        return side | Qt.AlignmentFlag.AlignVCenter


class FactsTable(QTableView):
    """`left`: how many of the first columns are words. Ctrl+C copies what is selected, else everything."""

    def __init__(self, look: Look, name: str, left: int = 1, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._left = look, left
        self._widths: list[int] = []  # that columns need; none gets narrower while figures change
        self.setAccessibleName(name)
        self.setFont(look.font(12))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setTabKeyNavigation(False)
        self.setWordWrap(False)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.verticalHeader().hide()
        header = self.horizontalHeader()
        header.setAccessibleName(name)
        header.setFont(look.font(11.5))
        header.setFixedHeight(_ROW)
        header.setHighlightSections(False)
        header.setTextElideMode(Qt.TextElideMode.ElideRight)
        self._model = _Facts(look, left, self)
        self.setModel(self._model)

    def show_facts(
        self, titles: Sequence[str], rows: Sequence[Sequence[str]], strong: frozenset[int] = frozenset()
    ) -> None:
        """Show these rows; what was selected stays selected where the shape is the same."""
        model = self._model
        before = model.rows
        if (titles, strong, len(rows)) == (model.titles, model.strong, len(before)):
            model.rows = rows
            for at in range(len(titles)):
                if any(old[at] != new[at] for old, new in zip(before, rows, strict=True)):
                    model.dataChanged.emit(model.index(0, at), model.index(len(rows) - 1, at))
                    self._widths[at] = max(self._widths[at], self._wide(at))
            self._spread()
        else:
            model.beginResetModel()
            model.titles, model.rows, model.strong = titles, rows, strong
            model.endResetModel()
            self._measure()

    def sizeHint(self) -> QSize:
        return QSize(sum(self._widths) + 2, self.wanted_height())

    def wanted_height(self) -> int:
        """Header, all rows, and a scroll bar below them."""
        return _ROW * (len(self._model.rows) + 1) + 12

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            QGuiApplication.clipboard().setText(self.copied())
        else:
            super().keyPressEvent(event)

    def copied(self) -> str:
        """The selected cells as a spreadsheet takes them; the whole table where only one is selected."""
        model = self._model
        chosen = self.selectionModel().selectedIndexes()
        if len(chosen) < 2:
            return "".join("\t".join(row) + "\n" for row in (model.titles, *model.rows))
        rows = sorted({index.row() for index in chosen})
        columns = sorted({index.column() for index in chosen})
        return "".join("\t".join(model.rows[row][each] for each in columns) + "\n" for row in rows)

    def _measure(self) -> None:
        model = self._model
        self._widths = [self._wide(column) for column in range(len(model.titles))]
        self.setFixedHeight(self.wanted_height())
        self._spread()

    def _wide(self, column: int) -> int:
        """What a column needs for its texts, and for as much of its title as may be, px."""
        wide = min(self._look.width(self._model.titles[column], 11.5) + 26, _TITLE)
        for row in self._model.rows:
            wide = max(wide, self._look.width(row[column], 12, 500) + 26)
        return int(min(max(wide, _LEAST), _MOST_NAME if column == 0 else _MOST))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._spread()

    def _spread(self) -> None:
        """Room that is left goes to the columns whose titles need more, then to the first."""
        widths = self._widths
        left = self.viewport().width() - sum(widths) - 1
        for at, title in enumerate(self._model.titles):
            more = min(max(int(self._look.width(title, 11.5)) + 26 - widths[at], 0), max(left, 0))
            left -= more
            self.setColumnWidth(at, widths[at] + more)
