"""The cells of a table that is edited like a spreadsheet: what they say, hold and let be typed.

Which rows there are, and in which order, is `grid_model`.
"""

from __future__ import annotations

from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Literal

import msgspec
from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from kakehashi.plan.amounts import Unit
from kakehashi.plan.fields import FieldDescription, describe
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.pasting import Column, Saying
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import readable
from kakehashi.plan.telling import field_of
from kakehashi.ui.look import Look
from kakehashi.ui.values import Reader

if TYPE_CHECKING:
    from kakehashi.ui.editor import Editor

Index = QModelIndex | QPersistentModelIndex
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsEditable
    | Qt.ItemFlag.ItemNeverHasChildren
)
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


class GridCells(QAbstractTableModel):
    """Rows and columns as Qt sees them; a table of its own overrides what is worked out."""

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
