"""The metrics by month: targets and actuals in two rows each, typed like a spreadsheet, and the trend."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.amounts import display_unit
from kakehashi.plan.basis import About
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grid import SHEET_ROW, Grid
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.metrics_grid import NAME, TREND, MetricModel, name_width
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.session import State
from kakehashi.ui.sparkline import SparklineDelegate
from kakehashi.words import month


def view(look: Look, editor: Editor) -> QWidget:
    """See `ui.views`."""
    return MetricsMonths(look, editor)


class MetricsMonths(QWidget):
    """See `ui.views`."""

    item_chosen = Signal(str)

    def __init__(self, look: Look, editor: Editor, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor = look, editor
        self._state: State | None = None
        self.model = MetricModel(look, editor)
        name = look.say("ui.view.metrics_months")
        self.grid = Grid(look, editor, self.model, name, row_height=SHEET_ROW, handles=False)
        self._sparks = SparklineDelegate(look, self.model.trend, self.grid)
        self.unit = label(look, "", 11.5, token="text2", parent=self)
        self.fill = Button(look, look.say("ui.grid.fill_right"), parent=self)
        self.note = label(look, "", 11.5, token="text2", parent=self)
        self.note.setWordWrap(True)
        self._empty = empty_place(look, look.say("ui.metrics.empty"), "text")
        self.fill.clicked.connect(lambda: self.grid.acts.fill(0, 1))
        self.grid.item_chosen.connect(self.item_chosen)
        self.model.modelReset.connect(self._span)
        self._lay_out()

    def show_state(self, state: State) -> None:
        """Show a plan; place, selection and an open editor stay."""
        self._state = state
        self.model.name_width = name_width(self.width())
        self.grid.show_state(state)
        sheet, say = self.model.sheet, self._look.say
        assert sheet is not None
        unit = display_unit(state.plan.only(About), self._look.language).title
        closed = any(column.closed for column in self.model.columns)
        self.unit.setText(say("ui.budget.unit_closed" if closed else "ui.grid.unit", unit=unit))
        locked = say("ui.read_only") if state.read_only else ""
        self.fill.setEnabled(not locked)
        self.fill.setToolTip(locked)
        until = month(sheet.dated[-1], self._look.language) if sheet.dated else ""
        self.note.setText(say("ui.metrics.note", month=until) if until else say("ui.metrics.note_plain"))
        self._sheet.setVisible(bool(sheet.metrics))
        self._empty.setVisible(not sheet.metrics)

    def show_item(self, item_id: str) -> bool:
        """Go to the targets of a metric; whether it is one."""
        at = self.grid.places.current[1]
        column = self.model.columns[at].key if at > 0 else NAME
        return self.grid.places.go_to(f"{item_id}:target", column)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Names get more of a broad window."""
        super().resizeEvent(event)
        wide = name_width(self.width())
        if wide != self.model.name_width:
            self.model.name_width = wide
            self.model.widen(NAME, wide)
            self.grid.measure()

    def _span(self) -> None:
        """A trend stands over both rows of its metric."""
        self.grid.clearSpans()
        at = self.model.column_of(TREND)
        if at < 0:
            return
        self.grid.setItemDelegateForColumn(at, self._sparks)
        for row in range(0, len(self.model.rows), 2):
            self.grid.setSpan(row, at, 2, 1)

    def _lay_out(self) -> None:
        top = QHBoxLayout()
        top.setSpacing(10)
        top.addStretch(1)
        top.addWidget(self.unit)
        top.addWidget(self.fill)
        self._sheet = Panel(self._look)
        self._sheet.setAccessibleName(self._look.say("ui.view.metrics_months"))
        self._sheet.body.addWidget(self.grid)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(top)
        rows.addWidget(self._sheet, 1)
        rows.addWidget(self._empty, 1)
        rows.addWidget(self.note)
