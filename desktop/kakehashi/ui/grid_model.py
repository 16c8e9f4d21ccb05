"""The model of a table that is edited like a spreadsheet (`ui.grid.Grid` shows it).

A table of your own, measure x month say: make a subclass, say what its rows and columns are in
`show_state(state)`, and hand both to `show`:

    class BudgetModel(GridModel):
        def show_state(self, state: State) -> None:
            lines = state.plan.items(BudgetLine)
            rows = [GridRow(key="all", style="total")]
            rows += [GridRow(key=each.id, item=each.id, kind="BudgetLine", level=1) for each in lines]
            columns = [GridColumn(key="name", title=..., column=Column("name"), width=180)]
            columns += [
                GridColumn(key=month, title=..., column=Column("planned", month), right=True)
                for month in state.months
            ]
            self.show(state.plan, rows, columns)

        def text(self, row: GridRow, column: GridColumn) -> str:
            if row.style == "total":
                return ...  # worked out
            return super().text(row, column)

    grid = Grid(look, editor, BudgetModel(look, editor), name=...)
    grid.show_state(state)

A cell of a row with an `item` and of a column with a `column` is a cell of the plan: its text is shown, said
for editing and copying, and typed through the editor, with nothing more to write. Where rows are not items of
one kind (a metric's targets and its actuals, a row each), override `cell`. What has no cell is read-only.
Money is shown and typed in the plan's display unit (`unit`).

Sorting and filtering choose among the rows that `show` was given and never touch the plan. Texts are made
when they are asked for, so a long table opens as quickly as a short one.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import Signal

from kakehashi.plan.plan import Plan
from kakehashi.ui.grid_cells import GridCells, GridColumn, GridRow

if TYPE_CHECKING:
    from kakehashi.ui.session import State

_MOST_TOUCHED = 12  # rows, beyond which the table is painted as a whole


class GridModel(GridCells):
    """See the module. `arranged_changed` comes when rows are sorted, filtered, or both no more."""

    arranged_changed = Signal()
    adds = ""
    """The kind of which rows can be added, moved and removed; '' where rows aren't simply items of a kind."""
    sortable = True
    """Whether a click on a title sorts."""

    def show_state(self, state: State) -> None:
        """Show a plan: say what rows and columns there are, and call `show`."""
        raise NotImplementedError

    # Rows ------------------------------------------------------------------------------------------------

    def show(self, plan: Plan, rows: Sequence[GridRow], columns: Sequence[GridColumn]) -> None:
        """Show these rows and columns of a plan. Cells that say something else are painted anew; only where
        rows or columns come, go or move is the whole table made anew."""
        before, self.plan = self.plan, plan
        rows, columns = tuple(rows), list(columns)
        kept = rows == self._all and columns == self.columns
        self._all = rows
        if kept:
            self._of_plan(plan)
            self._tell_touched(before, plan)
            return
        self.beginResetModel()
        self._of_plan(plan)
        stay = self._still_there() if self.arranged else []
        self.columns = columns
        self.rows = self._arranged_like(stay) if stay else list(rows)
        self._places = None
        self.endResetModel()

    def _still_there(self) -> list[GridRow]:
        by_key = {row.key: row for row in self._all}
        return [by_key[row.key] for row in self.rows if row.key in by_key]

    def widen(self, key: str, width: int) -> None:
        """Another width for a column that says its own; `Grid.measure` lays it out."""
        self.columns = [
            msgspec.structs.replace(each, width=width) if each.key == key else each for each in self.columns
        ]

    def _arranged_like(self, stay: list[GridRow]) -> list[GridRow]:
        """Rows that were there stay where they were sorted to; those that are new come last."""
        known = {row.key for row in self._known}
        fresh = [row for row in self._all if row.key not in known]
        self._known = self._all
        old = [row for row in stay if row.style != "new"]
        return [*old, *(row for row in fresh), *(row for row in stay if row.style == "new")]

    def show_plan(self, plan: Plan) -> None:
        """Show the same rows and columns of another plan: one in which a cell was typed."""
        before, self.plan = self.plan, plan
        self._of_plan(plan)
        self._tell_touched(before, plan)

    def _tell_touched(self, before: Plan, plan: Plan) -> None:
        """Cells of items that are others now, and what is worked out; all where names may be others."""
        if before is plan or not self.rows or not self.columns:
            return
        last = len(self.columns) - 1
        touched = self._touched(before, plan)
        if touched is None:
            self.dataChanged.emit(self.index(0, 0), self.index(len(self.rows) - 1, last))
            return
        if len(touched) > _MOST_TOUCHED:
            self.dataChanged.emit(self.index(touched[0], 0), self.index(touched[-1], last))
            return
        for at in touched:
            for column in range(last + 1):  # cell by cell: for more at once Qt paints the whole table anew
                cell = self.index(at, column)
                self.dataChanged.emit(cell, cell)

    def _touched(self, before: Plan, plan: Plan) -> list[int] | None:
        """The rows whose cells may say something else; None = all."""
        if self._places is None:
            self._places = defaultdict(list)
            self._kinds = {row.kind for row in self.rows}
            for at, row in enumerate(self.rows):
                self._places[row.item].append(at)
        shown = self._kinds
        found = set(self._places.get("", ()))
        for kind in plan.kinds():
            old, new = before.of_kind(kind), plan.of_kind(kind)
            if old is new:
                continue
            others = [b.id for a, b in zip(old, new, strict=False) if a is not b]
            if len(old) != len(new) or (others and kind not in shown):
                return None
            found.update(at for item in others for at in self._places.get(item, ()))
        return sorted(found)

    @property
    def arranged(self) -> bool:
        """Whether rows are sorted or filtered."""
        return self.sorted_by is not None or bool(self.filtered_by)

    def arrange(self, sorted_by: tuple[str, bool] | None, filtered_by: str = "") -> None:
        """Sort by the column of a key (and whether downwards), show only rows that say these words; the plan
        stays as it is. (None, '') = as the plan has them."""
        self.beginResetModel()
        self.sorted_by, self.filtered_by = sorted_by, filtered_by.strip()
        self._known = self._all
        rows = [row for row in self._all if row.style == "new" or self._says(row)]
        column = next((each for each in self.columns if sorted_by and each.key == sorted_by[0]), None)
        if column is not None and sorted_by is not None:
            last = [row for row in rows if row.style == "new"]
            rows = [row for row in rows if row.style != "new"]
            rows.sort(key=lambda row: self._place(row, column), reverse=sorted_by[1])
            rows.sort(key=lambda row: self.text(row, column) == "")  # empty ones last in both directions
            rows += last
        self.rows, self._places = rows, None
        self.endResetModel()
        self.arranged_changed.emit()

    def _place(self, row: GridRow, column: GridColumn) -> tuple[int, Decimal, str]:
        value = self.value(row, column)
        return (1, Decimal(0), value.casefold()) if isinstance(value, str) else (0, value, "")

    def _says(self, row: GridRow) -> bool:
        from kakehashi.plan.reading_values import folded

        wanted = folded(self.filtered_by)
        return not wanted or any(wanted in folded(self.text(row, column)) for column in self.columns)

    @property
    def count(self) -> int:
        """How many rows there are, shown or not."""
        return sum(row.style != "new" for row in self._all)

    def row_of(self, key: str) -> int:
        """Where the row of this key, or of this item, is; -1 for nowhere."""
        return next((at for at, row in enumerate(self.rows) if key in (row.key, row.item)), -1)

    def column_of(self, key: str) -> int:
        """Where the column of this key is; -1 for nowhere."""
        return next((at for at, column in enumerate(self.columns) if column.key == key), -1)
