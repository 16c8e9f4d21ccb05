"""Where somebody is in a grid: the current cell, what is selected, the ways from there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import (
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QModelIndex,
    QObject,
)

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid

_SELECT = QItemSelectionModel.SelectionFlag


class Places(QObject):
    """`current` and `corner` (the selection's last cell, with the fill handle) are row and column, (-1, -1)
    for none; `single`: one cell alone is selected."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid, self._model = grid, grid.grid_model
        self.current, self.corner, self.single = (-1, -1), (-1, -1), True
        self._place: tuple[str, str] | None = None
        self._scrolled = (0, 0)
        self._selection = grid.selectionModel()
        self._selection.currentChanged.connect(self._moved)
        self._selection.selectionChanged.connect(self._selected)
        self._model.modelAboutToBeReset.connect(self._remember)

    # Over a reset ----------------------------------------------------------------------------------------

    def _remember(self) -> None:
        model, (row, column) = self._model, self.current
        if 0 <= row < len(model.rows) and 0 <= column < len(model.columns):
            self._place = model.rows[row].key, model.columns[column].key
        grid = self._grid
        self._scrolled = grid.horizontalScrollBar().value(), grid.verticalScrollBar().value()

    def restore(self) -> None:
        """After the table was made anew: the current cell and the scroll position as they were."""
        model, grid, scrolled = self._model, self._grid, self._scrolled
        if model.rows and model.columns:
            row, column = -1, self.first_column()
            if self._place is not None:
                row, column = model.row_of(self._place[0]), max(model.column_of(self._place[1]), 0)
            if row < 0:
                row = min(max(self.current[0], 0), len(model.rows) - 1)
            self.be_at(row, column)
        else:
            self.current = self.corner = (-1, -1)
        grid.updateGeometries()
        grid.horizontalScrollBar().setValue(scrolled[0])
        grid.verticalScrollBar().setValue(scrolled[1])

    def _moved(self, now: QModelIndex, before: QModelIndex) -> None:
        self.current = (now.row(), now.column())
        if now.row() != before.row() and now.isValid():
            self._grid.item_chosen.emit(self._model.rows[now.row()].item)

    def _selected(self, _now: QItemSelection, _before: QItemSelection) -> None:
        old = self.corner
        ranges = self._ranges()
        last = ranges[0] if len(ranges) == 1 else None
        self.single = last is not None and last.width() == last.height() == 1
        usable = last is not None and not self._grid.editor.read_only
        self.corner = (last.bottom(), last.right()) if usable and last is not None else (-1, -1)
        for row, column in {old, self.corner, self.current}:
            if row >= 0:
                self._grid.update(self._model.index(row, column))

    # Selection -------------------------------------------------------------------------------------------

    def _ranges(self) -> list[QItemSelectionRange]:
        return list(self._selection.selection())  # type: ignore[call-overload]  # a list of them

    def chosen(self) -> tuple[int, int, int, int]:
        """The block that is selected: first row and column, last row and column."""
        ranges = self._ranges()
        if not ranges:
            return (*self.current, *self.current)
        return (
            min(each.top() for each in ranges),
            min(each.left() for each in ranges),
            max(each.bottom() for each in ranges),
            max(each.right() for each in ranges),
        )

    def items(self) -> list[str]:
        """The items of the rows in which something is selected, from the top."""
        ranges = self._ranges()
        rows = sorted({at for each in ranges for at in range(each.top(), each.bottom() + 1)})
        return [item for at in rows if (item := self._model.rows[at].item)]

    def item(self) -> str:
        """The item of the current row; '' for none."""
        at = self.current[0]
        return self._model.rows[at].item if 0 <= at < len(self._model.rows) else ""

    def whole_rows(self) -> bool:
        """Whether only whole rows are selected."""
        ranges = self._ranges()
        wide = self._model.columnCount()
        return wide > 1 and bool(ranges) and all(each.width() == wide for each in ranges)

    def select_rows(self) -> None:
        """Select the whole rows of what is selected."""
        self._selection.select(self._selection.selection(), _SELECT.Select | _SELECT.Rows)

    def show_rows(self, items: list[str]) -> None:
        """Select the rows of these items, next to each other."""
        model, column = self._model, max(self.current[1], 0)
        rows = [at for each in items if (at := model.row_of(each)) >= 0]
        if rows:
            self.be_at(rows[0], column)
            if len(rows) > 1:
                block = QItemSelection(model.index(rows[0], column), model.index(rows[-1], column))
                self._selection.select(block, _SELECT.ClearAndSelect)

    # Ways ------------------------------------------------------------------------------------------------

    def go_to(self, key: str, column: str = "") -> bool:
        """Make a cell the current one, by its row's key or item and its column's key ('' = the first);
        whether it is there."""
        at = self._model.row_of(key)
        if at >= 0:
            place = max(self._model.column_of(column), 0) if column else self.first_column()
            self.be_at(at, place)
        return at >= 0

    def be_at(self, row: int, column: int) -> None:
        """Make a cell the current one and the only one selected, whatever keys are held."""
        self._selection.setCurrentIndex(self._model.index(row, column), _SELECT.ClearAndSelect)

    def shown_columns(self) -> list[int]:
        """The columns that are shown."""
        return [at for at in range(self._model.columnCount()) if not self._grid.isColumnHidden(at)]

    def first_column(self) -> int:
        """The first column that is shown."""
        return next(iter(self.shown_columns()), 0)

    def step(self, down: int, right: int) -> bool:
        """Go on by cells; to the right over the end of a row into the next one. False at the very end."""
        row, column = self.current
        rows, shown = self._model.rowCount(), self.shown_columns()
        if right and column in shown:
            place = row * len(shown) + shown.index(column) + right
            if not 0 <= place < rows * len(shown):
                return False
            row, column = place // len(shown), shown[place % len(shown)]
        row = min(max(row + down, 0), rows - 1)
        self.be_at(row, column)
        return True

    def leap(self, down: int, right: int) -> None:
        """Go to the end of the column or row."""
        row, column = self.current
        if down:
            row = self._model.rowCount() - 1 if down > 0 else 0
        if right:
            column = self.shown_columns()[-1 if right > 0 else 0]
        self.be_at(row, column)
