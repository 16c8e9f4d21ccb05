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
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from kakehashi.plan.amounts import Unit
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.pasting import Column, Saying, field_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import readable
from kakehashi.ui.look import Look
from kakehashi.ui.values import Reader

if TYPE_CHECKING:
    from kakehashi.ui.editor import Editor
    from kakehashi.ui.session import State

Index = QModelIndex | QPersistentModelIndex
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)
_MOST_TOUCHED = 12  # rows, beyond which the table is painted as a whole
Style = Literal["item", "subtotal", "total", "group", "new"]
Tone = Literal["", "bad", "warn", "quiet"]


class GridRow(msgspec.Struct, frozen=True, kw_only=True):
    """A row: an item of the plan, or what is worked out of several. Keys are unique in a table.

    `level` indents the first column. The style 'new' is the last row, in which a new item of `kind` is typed.
    """

    key: str
    item: str = ""
    kind: str = ""
    style: Style = "item"
    level: int = 0


class GridColumn(msgspec.Struct, frozen=True, kw_only=True):
    """A column: what of its rows' items it holds (`column`), or what is worked out of them.

    `width` in px, 0 = by its texts. `strong`: a strong line at its left (a year's sum). `closed`: raised
    tint, for months that are closed.
    """

    key: str
    title: str
    column: Column | None = None
    right: bool = False
    help: str = ""
    width: int = 0
    strong: bool = False
    closed: bool = False


class Cell(msgspec.Struct, frozen=True):
    """A cell of the plan: an item ('' = one that is to be added), and what of it."""

    item: str
    column: Column


class GridModel(QAbstractTableModel):
    """See the module. `arranged_changed` comes when rows are sorted, filtered, or both no more."""

    arranged_changed = Signal()
    adds = ""
    """The kind of which rows can be added, moved and removed; '' where rows aren't simply items of a kind."""
    sortable = True
    """Whether a click on a title sorts."""

    def __init__(self, look: Look, editor: Editor, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.look, self.editor = look, editor
        self.plan: Plan = editor.plan
        self.rows: list[GridRow] = []
        self.columns: list[GridColumn] = []
        self.sorted_by: tuple[str, bool] | None = None
        self.filtered_by = ""
        self._all: tuple[GridRow, ...] = ()
        self._known: tuple[GridRow, ...] = ()
        self._places: defaultdict[str, list[int]] | None = None
        self._kinds: set[str] = set()
        self.drafted: dict[Column, str] = {}
        self._of_plan(self.plan)

    # What a table of its own overrides -------------------------------------------------------------------

    def show_state(self, state: State) -> None:
        """Show a plan: say what rows and columns there are, and call `show`."""
        raise NotImplementedError

    def cell(self, row: GridRow, column: GridColumn) -> Cell | None:
        """The plan's cell there; None for what is worked out."""
        if column.column is None or (not row.item and row.style != "new"):
            return None
        return Cell(row.item, column.column)

    def text(self, row: GridRow, column: GridColumn) -> str:
        """What the cell shows."""
        cell = self.cell(row, column)
        if cell is None:
            return ""
        if not cell.item:
            return self.drafted.get(cell.column, "")
        return self.shown(self.plan.item(cell.item), cell.column)

    def value(self, row: GridRow, column: GridColumn) -> Decimal | str:
        """By what rows are sorted: a number, or the text that is shown."""
        cell = self.cell(row, column)
        if cell is not None and cell.item:
            found = getattr(self.plan.item(cell.item), cell.column.field)
            if cell.column.key is not None:
                found = found.get(cell.column.key)
            found = found.value if isinstance(found, Figure) else found
            if isinstance(found, (int, Decimal)):
                return Decimal(found)
            if describe(KINDS[row.kind])[cell.column.field].field.shape in ("month", "date"):
                return str(found or "")
        return self.text(row, column)

    def tone(self, row: GridRow, column: GridColumn) -> Tone:  # noqa: ARG002 - for those that override it
        """'bad' = bold on its tint (over a cap), 'warn' = on its tint, 'quiet' = in text2."""
        return ""

    def tags(self, row: GridRow, column: GridColumn) -> tuple[str, ...]:  # noqa: ARG002 - as above
        """Small words behind the text that name where a row comes from."""
        return ()

    def mark(self, row: GridRow) -> tuple[str, str] | None:  # noqa: ARG002 - as above
        """A mark before the first column's text: its letters and its token (a category)."""
        return None

    def new_words(self, row: GridRow) -> str:
        """What the first cell of the last row says, in which a new item is typed."""
        return self.look.say("ui.grid.new", kind=self.look.say(f"kind.{row.kind}"))

    def why_not(self, row: GridRow, column: GridColumn) -> str:
        """Why this cell can't be edited; '' for no reason that helps."""
        if self.editor.read_only:
            return self.look.say("ui.read_only")
        if row.item and column.column is not None:
            return self.look.say("ui.grid.beside")
        return self.look.say("ui.grid.worked_out")

    # Rows ------------------------------------------------------------------------------------------------

    def show(self, plan: Plan, rows: Sequence[GridRow], columns: Sequence[GridColumn]) -> None:
        """Show these rows and columns of a plan. Cells that say something else are painted anew; only where
        rows or columns come, go or move is the whole table made anew."""
        before, self.plan = self.plan, plan
        kept = tuple(rows) == self._all and list(columns) == self.columns
        self._all = tuple(rows)
        if kept:
            self._of_plan(plan)
            self._tell_touched(before, plan)
            return
        self.beginResetModel()
        self._of_plan(plan)
        by_key = {row.key: row for row in self._all}
        stay = [by_key[row.key] for row in self.rows if row.key in by_key] if self.arranged else []
        self.columns = list(columns)
        self.rows = self._arranged_like(stay) if stay else list(self._all)
        self._places = None
        self.endResetModel()

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

    # Words -----------------------------------------------------------------------------------------------

    def _of_plan(self, plan: Plan) -> None:
        self.reader = Reader(plan, self.look.language)
        self._saying: Saying | None = None

    @property
    def unit(self) -> Unit:
        """The plan's display unit, in which money is shown and typed."""
        return self.reader.unit

    def described(self, cell: Cell, row: GridRow) -> FieldDescription:
        """The field of a cell."""
        return describe(KINDS[row.kind])[cell.column.field]

    def is_rate(self, cell: Cell, row: GridRow) -> bool:
        """Whether a cell holds a rate, which is typed in %."""
        if not cell.item:
            return self.described(cell, row).field.unit == "rate"
        return field_of(self.plan.item(cell.item), cell.column.field).field.unit == "rate"

    def shown(self, item: Item, column: Column) -> str:
        """A cell of the plan as it is shown."""
        described = describe(type(item))[column.field]
        if column.key is None:
            return self.reader.cell(item, described)
        return self.reader.of_key(item, described, column.key)

    def said(self, row: GridRow, column: GridColumn) -> str:
        """The cell as it is typed and copied; what is worked out as it is shown, with a plain minus."""
        cell = self.cell(row, column)
        if cell is None:
            found = self.text(row, column)
            return "0" if found == "–" else found.replace("\u2212", "-").replace(",", "")
        if not cell.item:
            return self.drafted.get(cell.column, "")
        if self._saying is None:
            self._saying = Saying(self.plan, self.look.language, self.unit.size)
        return self._saying.cell(self.plan.item(cell.item), cell.column)

    def editable(self, row: GridRow, column: GridColumn) -> bool:
        """Whether something can be typed there."""
        cell = None if self.editor.read_only else self.cell(row, column)
        if cell is None:
            return False
        described = self.described(cell, row)
        if described.keyed != (cell.column.key is not None):
            return False
        return readable(described)

    # Qt --------------------------------------------------------------------------------------------------

    def at(self, index: Index) -> tuple[GridRow, GridColumn]:
        """Row and column of an index."""
        return self.rows[index.row()], self.columns[index.column()]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        """The same for all cells, as it is asked for each cell that is painted; see `editable`."""
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = self.at(index)
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self.text(row, column).replace("\n", " ")
            case Qt.ItemDataRole.EditRole:
                return self.said(row, column)
            case Qt.ItemDataRole.ToolTipRole:
                return self._tip(row, column)
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{column.title} {self.text(row, column)}"
        return None

    def _tip(self, row: GridRow, column: GridColumn) -> str:
        cell = self.cell(row, column)
        if cell is None or not cell.item:
            return "" if row.style == "new" else self.why_not(row, column)
        if cell.column.key is not None:
            return ""
        whole = "\n".join(self.reader.whole(self.plan.item(cell.item), self.described(cell, row)))
        return whole if self.editable(row, column) or whole else self.why_not(row, column)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            if role != Qt.ItemDataRole.DisplayRole or section >= len(self.rows):
                return None
            return "" if self.rows[section].style == "new" else str(section + 1)
        if section >= len(self.columns):
            return None
        column = self.columns[section]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return column.title
            case Qt.ItemDataRole.ToolTipRole:
                return column.help
            case Qt.ItemDataRole.TextAlignmentRole:
                side = Qt.AlignmentFlag.AlignRight if column.right else Qt.AlignmentFlag.AlignLeft
                return side | Qt.AlignmentFlag.AlignVCenter
        return None
