"""The map as a table to work in: arrows and typing as in a spreadsheet, points of the curve dragged."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.pages.journey_acts import HIGH, LOW, PICKED
from kakehashi.ui.pages.journey_delegate import PLOT, UNIT, JourneyDelegate
from kakehashi.ui.pages.journey_header import JourneyHeader
from kakehashi.ui.pages.journey_model import Index, JourneyModel

_LEAST_COLUMN = 112
_NEAR = 14  # px around a point that take it


class JourneyTable(QTableView):
    """What somebody wants is told by signals; the page does it.

    `typed`: cell, text. `felt`: cell, emotion (None = none). `picking`: choose what stands in a cell.
    """

    cell_chosen = Signal(object)  # a Cell, None where nothing stands yet
    typed = Signal(object, str)
    pasted = Signal(object, str)
    felt = Signal(object, object)
    picking = Signal(object)
    cleared = Signal(object)
    stepped = Signal(int, int)  # the stage (x) or lane (y) of the current cell wants to move by so much
    menu_wanted = Signal(object, QPoint)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.journey = JourneyModel(look, self)
        self._delegate = JourneyDelegate(look, self.journey, self.typed.emit, self)
        self.stages = JourneyHeader(look, self.journey, Qt.Orientation.Horizontal, self)
        self.lanes = JourneyHeader(look, self.journey, Qt.Orientation.Vertical, self)
        self.can_edit = True
        self._held: QModelIndex | None = None
        self.setModel(self.journey)
        self.setItemDelegate(self._delegate)
        self.setHorizontalHeader(self.stages)
        self.setVerticalHeader(self.lanes)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(look.say("ui.view.journey_map"))
        self.stages.setAccessibleName(look.say("kind.Stage"))
        self.lanes.setAccessibleName(look.say("kind.Lane"))
        self.journey.modelReset.connect(self.fit)
        self.journey.dataChanged.connect(self.fit)
        self.journey.previewed.connect(self.viewport().update)
        self.customContextMenuRequested.connect(self._ask_menu)
        self.set_editable(True)

    def set_editable(self, can: bool) -> None:
        """Whether anything may be written, dragged, moved."""
        self.can_edit = self.stages.can_edit = self.lanes.can_edit = can
        self.stages.setSectionsMovable(can)
        self.lanes.setSectionsMovable(can)
        trigger = QAbstractItemView.EditTrigger
        none = trigger.NoEditTriggers
        self.setEditTriggers(trigger.AnyKeyPressed if can else none)

    def fit(self) -> None:
        """Columns share the width, rows are as high as what stands in them."""
        model = self.journey
        count = model.columnCount()
        if not count:
            return
        width = max(self.viewport().width() // count, _LEAST_COLUMN)
        for column in range(count):
            self.setColumnWidth(column, width)
        for row in range(model.rowCount()):
            tall = 1 + max(self._delegate.height(row, column, width - 1) for column in range(count))
            self.setRowHeight(row, max(tall, self.lanes.least_height(row)))
        self.stages.updateGeometry()
        self.updateGeometries()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.fit()

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        self.cell_chosen.emit(self.journey.cell(now))

    def point_at(self, index: QModelIndex) -> QPointF:
        """Where the point of a cell is, or would be at 0; px of the viewport."""
        area = self.visualRect(index)
        value = self.journey.value(index.row(), index.column()) or 0
        return QPointF(area.center().x() + 0.5, area.y() + PLOT / 2 - value * UNIT)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        index = self._curve_at(event)
        if index is None or event.button() != Qt.MouseButton.LeftButton:
            return
        away = event.position() - self.point_at(index)
        if self.journey.value(index.row(), index.column()) is not None and away.manhattanLength() <= _NEAR:
            self._held = index
            self.setCursor(Qt.CursorShape.SizeVerCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseMoveEvent(event)
            return
        at = self._held
        self.journey.preview((at.row(), at.column(), self._level(at, event)))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        if self._held is None:
            super().mouseReleaseEvent(event)
            return
        index, value = self._held, self.journey.value(self._held.row(), self._held.column())
        self._let_go()
        self.felt.emit(index, value)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """On the curve a point is set, elsewhere the cell is written in or chosen for."""
        index = self._curve_at(event)
        if index is not None and self.can_edit:
            self.felt.emit(index, self._level(index, event))
            return
        super().mouseDoubleClickEvent(event)
        self._open(self.indexAt(event.position().toPoint()))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        now = self.currentIndex()
        if event.key() == Qt.Key.Key_Escape and self._held is not None:
            self._let_go()
        elif not now.isValid() or not self._acts(event, now):
            super().keyPressEvent(event)

    def _acts(self, event: QKeyEvent, now: QModelIndex) -> bool:
        """Do what a key says in a cell; whether it says anything."""
        key, held = event.key(), event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        copied = held == Qt.KeyboardModifier.ControlModifier
        if copied and key == Qt.Key.Key_C:
            QGuiApplication.clipboard().setText(str(now.data() or ""))
            return True
        if not self.can_edit:
            return False
        if copied and key == Qt.Key.Key_V:
            self.pasted.emit(now, QGuiApplication.clipboard().text())
        elif held == Qt.KeyboardModifier.AltModifier and key in _STEPS:
            self._step(now, *_STEPS[key])
        elif key == Qt.Key.Key_F2:
            self._open(now, written=bool(held))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._open(now)
        elif key in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.cleared.emit(now)
        elif not held and self.journey.is_curve(now.row()) and event.text() in _FEELS:
            value = self.journey.value(now.row(), now.column()) or 0
            self.felt.emit(now, _FEELS[event.text()](value))
        else:
            return False
        return True

    def _step(self, now: QModelIndex, across: int, down: int) -> None:
        """Alt and an arrow: the point of a curve up or down, else the stage or the lane."""
        if down and self.journey.is_curve(now.row()):
            self.felt.emit(now, (self.journey.value(now.row(), now.column()) or 0) - down)
        else:
            self.stepped.emit(across, down)

    def _open(self, index: QModelIndex, *, written: bool = False) -> None:
        if not index.isValid() or not self.can_edit:
            return
        if not written and self.journey.lanes[index.row()].holds in PICKED:
            self.picking.emit(index)
        else:
            self.edit(index)

    def _ask_menu(self, at: QPoint) -> None:
        self.menu_wanted.emit(self.indexAt(at), self.viewport().mapToGlobal(at))

    def _curve_at(self, event: QMouseEvent) -> QModelIndex | None:
        """The cell of a curve under the pointer, where the curve is; None elsewhere."""
        index = self.indexAt(event.position().toPoint())
        if not index.isValid() or not self.can_edit or not self.journey.is_curve(index.row()):
            return None
        return index if event.position().y() - self.visualRect(index).y() < PLOT else None

    def _level(self, index: QModelIndex, event: QMouseEvent) -> int:
        above = self.visualRect(index).y() + PLOT / 2 - event.position().y()
        return min(max(round(above / UNIT), LOW), HIGH)

    def _let_go(self) -> None:
        self._held = None
        self.unsetCursor()
        self.journey.preview(None)


_STEPS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Left: (-1, 0),
    Qt.Key.Key_Right: (1, 0),
    Qt.Key.Key_Up: (0, -1),
    Qt.Key.Key_Down: (0, 1),
}
_FEELS = {
    "+": lambda value: value + 1,
    "-": lambda value: value - 1,
    "0": lambda _: 0,
    "1": lambda _: 1,
    "2": lambda _: 2,
}
