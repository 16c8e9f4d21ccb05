"""Dragging the fill handle of a grid."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QRubberBand

from kakehashi.ui.grid_paint import handle_of

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid

_NEAR = 3


class FillDrag(QObject):
    """Watches a grid's viewport for its handle."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._dragging = False
        self._band: QRubberBand | None = None
        grid.viewport().installEventFilter(self)

    def eventFilter(self, _watched: QObject, event: QEvent) -> bool:
        if not isinstance(event, QMouseEvent):
            return False
        at = event.position().toPoint()
        match event.type():
            case QEvent.Type.MouseButtonPress:
                self._dragging = event.button() == Qt.MouseButton.LeftButton and self._over(at)
                return self._dragging
            case QEvent.Type.MouseMove if self._dragging:
                self._show(at)
                return True
            case QEvent.Type.MouseMove:
                over = self._over(at)
                self._grid.viewport().setCursor(
                    Qt.CursorShape.CrossCursor if over else Qt.CursorShape.ArrowCursor
                )
            case QEvent.Type.MouseButtonRelease if self._dragging:
                self._dragging = False
                if self._band is not None:
                    self._band.hide()
                if (target := self._target(at)) is not None:
                    self._grid.acts.fill_to(*target)
                return True
        return False

    def _over(self, at: QPoint) -> bool:
        row, column = self._grid.places.corner
        if row < 0 or self._grid.cells.editor is not None:
            return False
        rect = self._grid.visualRect(self._grid.grid_model.index(row, column))
        return handle_of(rect).adjusted(-_NEAR, -_NEAR, _NEAR, _NEAR).contains(at)

    def _target(self, at: QPoint) -> tuple[int, int] | None:
        """The row and column to fill to: one of both is that of the selection."""
        index = self._grid.indexAt(at)
        if not index.isValid():
            return None
        top, left, bottom, right = self._grid.places.chosen()
        row, column = index.row(), index.column()
        away_down = max(row - bottom, top - row, 0)
        away_right = max(column - right, left - column, 0)
        if not away_down and not away_right:
            return None
        return (row, right) if away_down >= away_right else (bottom, column)

    def _show(self, at: QPoint) -> None:
        target = self._target(at)
        if self._band is None:
            self._band = QRubberBand(QRubberBand.Shape.Rectangle, self._grid.viewport())
        if target is None:
            self._band.hide()
            return
        top, left, bottom, right = self._grid.places.chosen()
        model, row, column = self._grid.grid_model, *target
        first = self._grid.visualRect(model.index(min(top, row), min(left, column)))
        last = self._grid.visualRect(model.index(max(bottom, row), max(right, column)))
        self._band.setGeometry(QRect(first.topLeft(), last.bottomRight()))
        self._band.show()
