"""How a cell of a journey map is painted and written in: the shapes of the picture, a field to type in."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache

from PySide6.QtCore import QAbstractItemModel, QEvent, QObject, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter, QPainterPath, QPen, QPolygonF
from PySide6.QtWidgets import (
    QAbstractItemView,
    QPlainTextEdit,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kakehashi.drawing.curve import monotone
from kakehashi.drawing.journey_cell import Filled, JourneyCell, filled, point
from kakehashi.ui.look import Look
from kakehashi.ui.pages.journey_model import Index, JourneyModel
from kakehashi.ui.paint import paint_shapes

UNIT, ABOVE = 30.0, 26.0
"""Of the curve: px a step of the scale, px above and below its ends."""

PLOT = 2 * (ABOVE + 2 * UNIT)
"""Height of the curve, px."""

_LEAST_ROW = 30
_INSIDE = 4  # px around what is typed
_EDITOR = 72  # least height of a field to type in, px


@lru_cache(maxsize=4096)
def _filled(cell: JourneyCell, width: float) -> Filled:
    """What a cell says; laid out once, as long as it says the same."""
    return filled("cell", cell, width)


class JourneyDelegate(QStyledItemDelegate):
    """`write(index, text)` is told what was typed."""

    def __init__(
        self, look: Look, model: JourneyModel, write: Callable[[Index, str], object], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._look, self._model, self._write = look, model, write
        self._written: dict[int, Index] = {}

    def height(self, row: int, column: int, width: float) -> int:
        """What a cell needs in a column of this width, px."""
        plot = PLOT if self._model.is_curve(row) else 0.0
        scale = self._look.scale
        inner = _filled(self._model.drawn(row, column), width / scale).height * scale
        return round(max(plot + inner, _LEAST_ROW * scale))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        width = max(option.rect.width(), 100)
        return QSize(width, self.height(index.row(), index.column(), width))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row, column = index.row(), index.column()
        cell, look = self._model.drawn(row, column), self._look
        area = QRectF(option.rect)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, look.colour("warns" if cell.tinted else "surface"))
        painter.translate(area.topLeft())
        plot = 0.0
        if self._model.is_curve(row):
            plot = PLOT
            self._paint_curve(painter, row, column, area.width())
        painter.translate(0, plot)
        painter.scale(look.scale, look.scale)
        paint_shapes(painter, _filled(cell, area.width() / look.scale).shapes, look)
        painter.restore()
        if chosen:
            focus = bool(option.state & QStyle.StateFlag.State_HasFocus)
            painter.setPen(QPen(look.colour("focus"), 2 if focus else 1))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(area.adjusted(1, 1, -2, -2))

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        field = QPlainTextEdit(parent)
        field.setFont(self._look.font(12))
        field.setFrameShape(QPlainTextEdit.Shape.NoFrame)
        field.setStyleSheet(
            f"background: {self._look.colour('surface').name()}; color: {self._look.colour('text').name()};"
            f" border: 2px solid {self._look.colour('focus').name()};"
        )
        field.setTabChangesFocus(True)
        field.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        field.document().setDocumentMargin(_INSIDE)
        field.textChanged.connect(lambda: self._grow(field))
        field.setAccessibleName(index.data(Qt.ItemDataRole.AccessibleTextRole))
        return field

    def setEditorData(self, editor: QWidget, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit) and id(editor) not in self._written:
            self._written = {id(editor): index}  # a second time would overwrite what is being typed
            editor.setPlainText(index.data(Qt.ItemDataRole.EditRole))
            editor.selectAll()

    def setModelData(self, editor: QWidget, _model: QAbstractItemModel, index: Index) -> None:
        if isinstance(editor, QPlainTextEdit):
            self._write(index, editor.toPlainText().strip())

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        area = option.rect
        editor.setGeometry(area.x(), area.y(), area.width(), max(area.height(), _EDITOR, editor.height()))
        if isinstance(editor, QPlainTextEdit):
            self._grow(editor)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        self._written = {}
        super().destroyEditor(editor, index)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Enter writes and goes down; with Alt or Shift it is a new line. Tab is the view's own."""
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            entered = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
            held = event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
            if entered and isinstance(watched, QPlainTextEdit):
                if held & (Qt.KeyboardModifier.AltModifier | Qt.KeyboardModifier.ShiftModifier):
                    watched.insertPlainText("\n")
                else:
                    self.commitData.emit(watched)
                    self.closeEditor.emit(watched, QStyledItemDelegate.EndEditHint.NoHint)
                    self._step_down()
                return True
        return bool(super().eventFilter(watched, event))

    def _grow(self, field: QPlainTextEdit) -> None:
        """As high as what is typed needs, as far as the map goes."""
        room = max(field.width() - 2 * _INSIDE - 6, 40)
        needed = round(self._look.height(field.toPlainText(), 12, room)) + 2 * _INSIDE + 22
        place = field.parentWidget()
        most = place.height() - field.y() if place is not None else needed
        if field.height() < min(needed, most):
            field.resize(field.width(), min(needed, most))

    def _step_down(self) -> None:
        view = self.parent()
        if isinstance(view, QAbstractItemView):
            now = view.currentIndex()
            below = now.siblingAtRow(now.row() + 1)
            if below.isValid():
                view.setCurrentIndex(below)

    def _paint_curve(self, painter: QPainter, row: int, column: int, width: float) -> None:
        """The scale, as much of the curve as runs through this column, its point."""
        look, middle = self._look, PLOT / 2
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
        for step in (-2, -1, 0, 1, 2):
            painter.setPen(QPen(look.colour("strong" if step == 0 else "line"), 1))
            y = round(middle - step * UNIT)
            painter.drawLine(0, y, round(width), y)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        values = self._model.values(row)
        pen = QPen(look.colour("accent"), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.setBrush(Qt.BrushStyle.NoBrush)
        for line in monotone(values):
            path = QPainterPath()
            path.addPolygon(
                QPolygonF([QPointF((at - column + 0.5) * width, middle - value * UNIT) for at, value in line])
            )
            painter.drawPath(path)
        value = values[column]
        if value is None:
            return
        before = values[column - 1] if column else None
        after = values[column + 1] if column + 1 < len(values) else None
        rises = (0.0 if before is None else value - before, 0.0 if after is None else after - value)
        cell = JourneyCell(value=value, figure=self._model.figure(row, column))
        paint_shapes(painter, point("point", cell, (width / 2, middle - value * UNIT), rises, width), look)
