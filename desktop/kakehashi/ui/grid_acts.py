"""What a person does to the cells and rows of a grid: each is one step of the plan's editor."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtGui import QGuiApplication

from kakehashi.plan.changes import with_dependants
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.pasting import Column, block_of, cells_of
from kakehashi.ui.grid_cells import Cell, GridColumn, GridRow
from kakehashi.words import Message

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid


class GridActs:
    """The acts of one grid, on what is selected in it."""

    def __init__(self, grid: Grid) -> None:
        self._grid, self._model, self._editor = grid, grid.grid_model, grid.editor

    # Cells -----------------------------------------------------------------------------------------------

    def type(self, row: GridRow, column: GridColumn, words: str) -> Message | None:
        """Type into a cell; in the last row it adds an item. What is wrong, else None."""
        cell = self._model.cell(row, column)
        if cell is None:
            return Message("ui.grid.worked_out")
        if cell.item:
            return self._type(row, column, cell, words)
        return self._add_typed(row, column, cell, words)

    def _type(self, row: GridRow, column: GridColumn, cell: Cell, words: str) -> Message | None:
        def refused(problem: Message) -> None:
            self._model.show_plan(self._editor.plan)
            self._grid.type_again(row.key, column.key, words, problem)

        typed = self._editor.type_soon((cell.item, cell.column), words, refused, money=self._model.unit.size)
        if isinstance(typed, Message):
            return typed
        self._model.show_plan(typed)
        return None

    def _add_typed(self, row: GridRow, column: GridColumn, cell: Cell, words: str) -> Message | None:
        drafted = {**self._model.drafted, cell.column: words}
        added, problem = self._editor.add_typed(row.kind, tuple(drafted.items()), money=self._model.unit.size)
        if problem is not None:
            return problem
        self._model.drafted = {} if added else drafted
        if added:
            self._grid.places.go_to(added, column.key)
        return None

    def clear(self) -> None:
        """Empty the selected cells that can be typed into."""
        self._type_each([(cell, "") for cell in self._cells()], "change.cleared")

    def fill(self, down: int, right: int) -> None:
        """Copy the first row (column) of the selection over the others."""
        top, left, bottom, far = self._grid.places.chosen()
        if down and top == bottom and top > 0:
            top -= 1  # one cell alone takes what stands above it, as in a spreadsheet
        if right and left == far and left > 0:
            left -= 1
        targets = [
            (r, c) for r in range(top + bool(down), bottom + 1) for c in range(left + bool(right), far + 1)
        ]
        self._fill_from([((r, c), (top, c) if down else (r, left)) for r, c in targets])

    def fill_to(self, row: int, column: int) -> None:
        """Go on with the selection to a row or column, over and over: what dragging the handle does."""
        top, left, bottom, far = self._grid.places.chosen()
        high, wide = bottom - top + 1, far - left + 1
        rows = range(bottom + 1, row + 1) if row > bottom else range(row, top)
        columns = range(far + 1, column + 1) if column > far else range(column, left)
        if len(rows) and not top <= row <= bottom:
            targets = [(r, c) for r in rows for c in range(left, far + 1)]
        else:
            targets = [(r, c) for r in range(top, bottom + 1) for c in columns]
        self._fill_from([((r, c), (top + (r - top) % high, left + (c - left) % wide)) for r, c in targets])

    def _fill_from(self, pairs: Sequence[tuple[tuple[int, int], tuple[int, int]]]) -> None:
        model = self._model
        typed = []
        for (row, column), (from_row, from_column) in pairs:
            there = model.rows[row], model.columns[column]
            cell = model.cell(*there)
            if cell is not None and cell.item and model.editable(*there):
                said = model.said(model.rows[from_row], model.columns[from_column])
                if said != model.said(*there):
                    typed.append((cell, said))
        self._type_each(typed, "change.filled")

    def _type_each(self, cells: Sequence[tuple[Cell, str]], words: str) -> None:
        typed = [(cell.item, cell.column, said) for cell, said in cells]
        if typed and not self._editor.read_only:
            self._told(self._editor.type_each(typed, words, money=self._model.unit.size))

    def _cells(self) -> list[Cell]:
        """The plan's cells in the selection that can be typed into."""
        found = []
        for index in self._grid.selectedIndexes():
            row, column = self._model.at(index)
            cell = self._model.cell(row, column) if self._model.editable(row, column) else None
            if cell is not None and cell.item:
                found.append(cell)
        return found

    def toggle(self) -> bool:
        """Turn yes into no and no into yes, where the current cell is one of both; whether it is."""
        row, column = self._model.at(self._grid.currentIndex())
        cell = self._model.cell(row, column)
        if cell is None or not cell.item or not self._model.editable(row, column):
            return False
        if self._model.described(cell, row).field.shape != "flag":
            return False
        now = getattr(self._model.plan.item(cell.item), cell.column.field)
        return self._editor.set(cell.item, cell.column.field, not now)

    # Clipboard -------------------------------------------------------------------------------------------

    def copy(self, *, head: bool = False) -> None:
        """Put the selected block on the clipboard, as a spreadsheet takes it; with `head` with its titles."""
        top, left, bottom, far = self._grid.places.chosen()
        model = self._model
        columns = [model.columns[at] for at in range(left, far + 1) if not self._grid.isColumnHidden(at)]
        rows = [row for row in model.rows[top : bottom + 1] if row.style != "new"]
        cells = [[column.title for column in columns]] if head else []
        cells += [[model.said(row, column) for column in columns] for row in rows]
        QGuiApplication.clipboard().setText(block_of(cells))

    def cut(self) -> None:
        """Copy the selected block, and empty it."""
        self.copy()
        self.clear()

    def paste(self) -> None:
        """Lay the clipboard's block over the cells from the selection's first one on. One value goes into
        every selected cell; rows beyond the last add items."""
        block = QGuiApplication.clipboard().text()
        if not block or self._editor.read_only:
            return
        rows = cells_of(block)
        if len(rows) == 1 and len(rows[0]) == 1 and not self._grid.places.single:
            self._type_each([(cell, rows[0][0]) for cell in self._cells()], "change.pasted")
            return
        top, left, _, _ = self._grid.places.chosen()
        columns = [self._model.columns[at] for at in self._grid.places.shown_columns() if at >= left]
        self._told(self._pasted(block, self._model.rows[top : top + len(rows)], columns))

    def _pasted(self, block: str, rows: Sequence[GridRow], columns: Sequence[GridColumn]) -> Message | None:
        money = self._model.unit.size
        kind = self._model.adds
        of_plan = [each.column for each in columns if each.column is not None]
        if kind and len(of_plan) == len(columns):
            items = [row.item for row in rows if row.item]
            return self._editor.paste(kind, block, items, of_plan, money=money)
        cells: list[list[tuple[str, Column] | None]] = []
        for row in rows:
            found = [self._model.cell(row, column) for column in columns]
            cells.append([(cell.item, cell.column) if cell and cell.item else None for cell in found])
        return self._editor.paste_cells(block, cells, money=money)

    # Rows ------------------------------------------------------------------------------------------------

    def add(self) -> None:
        """Go to where a new row is typed; where a pair isn't needed, after the current row at once."""
        kind = self._model.adds
        if not kind or self._editor.read_only:
            return
        if KINDS[kind].ONCE_FOR is not None:
            self._grid.places.go_to("new")
            return
        current = self._grid.places.item()
        added = self._editor.add(kind, current or None)
        if added is not None:
            self._grid.places.go_to(added)
            self._grid.edit(self._grid.currentIndex())

    def remove(self) -> None:
        """Remove the items of the selected rows; asks only where others go with them."""
        items = self._grid.places.items()
        if not items or self._editor.read_only:
            return
        others = len(with_dependants(self._model.plan, *items)) - len(items)
        if others and not self._grid.sure(
            Message("ui.grid.goes_along", {"count": len(items), "others": others})
        ):
            return
        self._editor.remove(*items)

    def duplicate(self) -> None:
        """Put a copy of the selected rows' items behind them."""
        items = self._grid.places.items()
        if items and not self._editor.read_only and (copies := self._editor.duplicate(items)):
            self._grid.places.go_to(copies[0])

    def move(self, by: int) -> None:
        """Move the selected rows' items up or down by one."""
        items = self._grid.places.items()
        order = [row.item for row in self._model.rows if row.item]
        if not items or not self.can_move():
            return
        first, last = order.index(items[0]), order.index(items[-1])
        if by < 0 and first > 0:
            self._move_behind(items, order[first - 2] if first > 1 else None)
        elif by > 0 and last + 1 < len(order):
            self._move_behind(items, order[last + 1])

    def move_to(self, at: int, to: int) -> None:
        """Move the row at one place to another: what dragging it does."""
        rows = self._model.rows
        moved = rows[at].item
        if not moved or not self.can_move():
            return
        rest = [row.item for place, row in enumerate(rows) if place != at and row.item]
        before = [row.item for place, row in enumerate(rows) if row.item and place != at]
        to = min(to, len(before))
        self._move_behind([moved], rest[to - 1] if to > 0 else None)

    def _move_behind(self, items: Sequence[str], after: str | None) -> None:
        if self._editor.move_all(items, after):
            self._grid.places.show_rows(list(items))

    @property
    def may_move(self) -> bool:
        """Whether rows can be dragged at all."""
        return bool(self._model.adds) and not self._editor.read_only

    def can_move(self) -> bool:
        """Whether rows can be moved: not where they are sorted or filtered."""
        if not self.may_move:
            return False
        if self._model.arranged:
            self._told(Message("ui.grid.arranged_stays"))
            return False
        return True

    def _told(self, problem: Message | None) -> None:
        if problem is not None:
            self._editor.refused.emit(problem)
