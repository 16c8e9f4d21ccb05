"""Which column of a file is which field: proposed with a reason, changed by a choice."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableWidget, QTableWidgetItem, QWidget

from kakehashi.evidence.mapping import Applied
from kakehashi.evidence.previewing import Preview
from kakehashi.evidence.remapping import field_of
from kakehashi.evidence.tables import table_named
from kakehashi.ui.choice_box import ChoiceBox
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel

_SURE = 0.9
_COLUMN, _FIRST, _FIELD, _WHY = range(4)
_ROW = 32
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class MappingPanel(Panel):
    """`assigned`: a column, and the field it is to be read as ('' = kept as it is)."""

    assigned = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.data.columns"), parent)
        self._columns: tuple[str, ...] = ()
        self._table_name = ""
        self.boxes: dict[str, ChoiceBox] = {}
        self.table = QTableWidget(self)
        self.table.setColumnCount(4)
        self.table.setAccessibleName(look.say("ui.data.columns"))
        titles = ("ui.data.in_file", "ui.data.first_value", "ui.data.field", "ui.data.proposed_from")
        self.table.setHorizontalHeaderLabels([look.say(title) for title in titles])
        self.table.setFont(look.font(12))
        self.table.horizontalHeader().setDefaultAlignment(_LEFT)
        self.table.horizontalHeader().setFont(look.font(11.5))
        self.table.horizontalHeader().setAccessibleName(look.say("ui.data.columns"))
        self.table.horizontalHeader().setFixedHeight(26)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.horizontalHeader().setHighlightSections(False)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setDefaultSectionSize(_ROW)
        self.table.setFrameShape(QFrame.Shape.NoFrame)
        self.table.setShowGrid(False)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.table.setFocusPolicy(Qt.FocusPolicy.NoFocus)  # the boxes in it take the keyboard
        self.body.addWidget(self.table, 1)

    def show_preview(self, preview: Preview, table: str) -> None:
        """Show the columns; the boxes stay the same ones as long as columns and table do."""
        if (preview.columns, table) != (self._columns, self._table_name):
            self._columns, self._table_name = preview.columns, table
            self._make_boxes()
        why = {each.column: each for each in reversed(preview.applied)}
        mapped = 0
        for row, column in enumerate(self._columns):
            first = next((cells[row] for cells in preview.rows if cells[row]), "") or ""
            field = field_of(preview.profile, column) if preview.profile is not None else ""
            mapped += bool(field)
            self.boxes[column].show_choices(self._fields(), field)
            self._put(row, _COLUMN, column)
            self._put(row, _FIRST, first, quiet=True)
            self._put(row, _WHY, self._reason(why.get(column), bool(field)), quiet=not field)
        counts = {"count": len(self._columns), "mapped": mapped, "kept": len(self._columns) - mapped}
        self.set_note(self._look.say("ui.data.columns_count", **counts) if self._columns else "")

    def _make_boxes(self) -> None:
        self.table.clearContents()
        self.table.setRowCount(len(self._columns))
        self.boxes = {}
        for row, column in enumerate(self._columns):
            box = ChoiceBox(self._look, self._look.say("ui.data.field_of", column=column))
            box.currentIndexChanged.connect(
                lambda _at, column=column, box=box: self.assigned.emit(column, box.key)
            )
            self.table.setCellWidget(row, _FIELD, box)
            self.boxes[column] = box
        self._fit()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Names of columns and first values take what they need, within a share of the room."""
        room = self.width()
        widest = max((self._look.width(column, 12) for column in self._columns), default=0)
        self.table.setColumnWidth(_COLUMN, int(min(max(widest + 24, 90), room * 0.26)))
        self.table.setColumnWidth(_FIRST, int(min(150, room * 0.19)))
        self.table.setColumnWidth(_FIELD, int(min(170, room * 0.27)))

    def _fields(self) -> dict[str, str]:
        say = self._look.say
        fields = {"": say("ui.data.kept")}
        for field in table_named(self._table_name).fields:
            if field.name != "outcome":  # its column is chosen with what its values mean
                fields[field.name] = say(f"finding.column.{field.name}")
        return fields

    def _reason(self, applied: Applied | None, mapped: bool) -> str:
        say = self._look.say
        if applied is None:
            return say("ui.data.by_you") if mapped else say("ui.data.not_mapped")
        if not mapped and applied.confidence:
            return say(applied.reason)
        if applied.reason.id == "evidence.reason.profile":
            return say("ui.data.as_decided")
        sure = "ui.data.sure_of" if applied.confidence >= _SURE else "ui.data.likely"
        return say(sure, reason=applied.reason) if applied.confidence else say(applied.reason)

    def _put(self, row: int, column: int, said: str, *, quiet: bool = False) -> None:
        item = QTableWidgetItem(said.replace("\n", " "))
        item.setToolTip(said)
        if quiet:
            item.setForeground(self._look.colour("text2"))
        self.table.setItem(row, column, item)
