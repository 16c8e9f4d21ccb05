"""What stands round the cells of a grid: its header, the numbers that rows are selected and dragged by, the
first column that stays in sight."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QMouseEvent, QPainter, QPen, QPolygonF
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from kakehashi.ui.grid_paint import SIDE, SIZE

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid
    from kakehashi.ui.grid_cells import GridColumn

_LEAST, _MOST, _MEASURED = 72, 280, 40
_HEAD = 11.5
_LEFT = int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
_RIGHT = int(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
_MIDDLE = int(Qt.AlignmentFlag.AlignCenter)


class GridHeader(QHeaderView):
    """Titles; the sorted one has an arrow. A click sorts, another the other way round, a third no more."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(Qt.Orientation.Horizontal, grid)
        self._grid = grid
        self.setFont(grid.look.font(_HEAD))
        self.setAccessibleName(grid.accessibleName())
        self.setFixedHeight(28)
        self.setHighlightSections(False)
        self.setSectionsClickable(True)
        self.setMinimumSectionSize(36)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        grid, look = self._grid, self._grid.look
        column = grid.grid_model.columns[section]
        painter.fillRect(rect, look.colour("raised"))
        sort = grid.grid_model.sorted_by
        mine = sort is not None and sort[0] == column.key
        inner = rect.adjusted(SIDE, 0, -SIDE - 1, 0)
        painter.setFont(look.font(_HEAD, 500 if mine else 400))
        painter.setPen(QPen(look.colour("text" if mine else "text2"), 1))
        if mine and sort is not None:
            arrow = inner.right() - 3 if not column.right else inner.left() + 3
            self._arrow(painter, QPointF(arrow, rect.center().y()), down=sort[1])
            inner = inner.adjusted(12, 0, 0, 0) if column.right else inner.adjusted(0, 0, -12, 0)
        metrics = painter.fontMetrics()
        said = metrics.elidedText(column.title, Qt.TextElideMode.ElideRight, inner.width() + 1)
        painter.drawText(inner, _RIGHT if column.right else _LEFT, said)
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom() - 1)
        if column.strong:
            painter.setPen(QPen(look.colour("strong"), 1))
            painter.drawLine(rect.left(), rect.top(), rect.left(), rect.bottom())

    def _arrow(self, painter: QPainter, at: QPointF, *, down: bool) -> None:
        way = 3 if down else -3
        painter.setBrush(painter.pen().color())
        points = [at + QPointF(-4, -way), at + QPointF(4, -way), at + QPointF(0, way)]
        painter.drawPolygon(QPolygonF(points))


class RowHandles(QHeaderView):
    """Numbers of rows: a click selects the row, dragging one moves its item."""

    def __init__(self, grid: Grid, height: int) -> None:
        super().__init__(Qt.Orientation.Vertical, grid)
        self._grid = grid
        self.setFont(grid.look.font(10.5))
        self.setAccessibleName(grid.look.say("ui.grid.rows"))
        self.setDefaultSectionSize(height)
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self._from, self._to = -1, -1

    def sizeHint(self) -> QSize:
        digits = len(str(max(self._grid.grid_model.rowCount(), 10)))
        return QSize(round(self._grid.look.width("0" * digits, 10.5)) + 14, 0)

    def paintSection(self, painter: QPainter, rect: QRect, section: int) -> None:
        look, model = self._grid.look, self._grid.grid_model
        here = section == self._grid.places.current[0]
        painter.fillRect(rect, look.colour("selection" if here else "raised"))
        painter.setFont(look.font(10.5))
        painter.setPen(QPen(look.colour("text" if here else "text2"), 1))
        new = model.rows[section].style == "new"
        painter.drawText(rect, _MIDDLE, "+" if new else str(section + 1))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.left(), rect.bottom(), rect.right(), rect.bottom())
        painter.setPen(QPen(look.colour("border"), 1))
        painter.drawLine(rect.right(), rect.top(), rect.right(), rect.bottom())
        if self._to == section and self._from != section:
            y = rect.top() if self._to < self._from else rect.bottom()
            painter.setPen(QPen(look.colour("focus"), 3))
            painter.drawLine(rect.left(), y, rect.right(), y)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        super().mousePressEvent(event)
        at = self.logicalIndexAt(event.position().toPoint())
        chosen = self._grid.places.chosen()
        if event.button() == Qt.MouseButton.LeftButton and at >= 0 and not event.modifiers():
            movable = bool(self._grid.grid_model.rows[at].item) and chosen[0] == chosen[2] == at
            self._from = self._to = at if movable else -1

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._from < 0 or not self._grid.acts.may_move:
            super().mouseMoveEvent(event)
            return
        self._to = max(self.logicalIndexAt(event.position().toPoint()), 0)
        self.setCursor(Qt.CursorShape.ClosedHandCursor)
        self.viewport().update()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        at, to = self._from, self._to
        self._from = self._to = -1
        self.unsetCursor()
        self.viewport().update()
        if at >= 0 and to >= 0 and at != to:
            self._grid.acts.move_to(at, to)


class FrozenColumn(QTableView):
    """The first column over the others, once they are scrolled sideways."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self.setModel(grid.grid_model)
        self.setSelectionModel(grid.selectionModel())
        self.setItemDelegate(grid.cells)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setAccessibleName(grid.accessibleName())
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(grid.selectionMode())
        self.setHorizontalHeader(GridHeader(grid))
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(grid.verticalHeader().defaultSectionSize())
        self.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.hide()
        self.doubleClicked.connect(lambda index: grid.edit(index))
        bar = grid.verticalScrollBar()
        bar.valueChanged.connect(self._scroll_along)
        grid.horizontalScrollBar().valueChanged.connect(self.place)

    def place(self) -> None:
        """Show or hide it, where it belongs."""
        grid = self._grid
        scrolled = grid.horizontalScrollBar().value() > 0 and grid.grid_model.columnCount() > 1
        self.setVisible(scrolled)
        if not scrolled:
            return
        first = grid.places.first_column()
        for at in range(grid.grid_model.columnCount()):
            if self.isColumnHidden(at) != (at != first):
                self.setColumnHidden(at, at != first)
        wide = grid.columnWidth(first)
        self.setColumnWidth(first, wide)
        left = grid.verticalHeader().width() if grid.verticalHeader().isVisible() else 0
        head = grid.horizontalHeader().height()
        self.setGeometry(left, 0, wide, head + grid.viewport().height())
        self.raise_()
        self._scroll_along()

    def covers(self) -> int:
        """How much of the cells it covers now, px."""
        return self.width() if self.isVisibleTo(self._grid) else 0

    def scrollTo(self, *_args: object) -> None:
        """Nothing: it follows the grid."""

    def _scroll_along(self) -> None:
        if self.isVisibleTo(self._grid):
            self.verticalScrollBar().setValue(self._grid.verticalScrollBar().value())


class Widths:
    """The widths of a grid's columns: as wide as they need, within bounds; room that is left goes to those
    that need more. A column is measured once, when it is first shown."""

    def __init__(self, grid: Grid) -> None:
        self._grid = grid
        self._wanted: dict[str, float] = {}

    def forget(self) -> None:
        """Measure anew: there are other columns or rows."""
        self._wanted = {}

    def lay(self) -> None:
        """Give each column that is shown its width."""
        grid, columns = self._grid, self._grid.grid_model.columns
        wanted = {at: self._width(column) for at, column in enumerate(columns) if not grid.isColumnHidden(at)}
        widths = {at: min(wide, max(_MOST, columns[at].width)) for at, wide in wanted.items()}
        left = max(grid.viewport().width() - sum(widths.values()) - 1, 0)
        short = {at: wide - widths[at] for at, wide in wanted.items() if wide > widths[at]}
        share = min(left / sum(short.values()), 1) if short else 0
        for at, wide in widths.items():
            now = int(wide + share * short.get(at, 0))
            if grid.columnWidth(at) != now:
                grid.setColumnWidth(at, now)

    def _width(self, column: GridColumn) -> float:
        """What a column wants: for its title, and its first texts unless it says its width itself."""
        if column.key not in self._wanted:
            model, look = self._grid.grid_model, self._grid.look
            wide = look.width(column.title, _HEAD, 500) + 2 * SIDE + 8
            if column.width:
                wide = max(wide, column.width)
            else:
                texts = {model.text(row, column)[:80].replace("\n", " ") for row in model.rows[:_MEASURED]}
                wide = max([wide, _LEAST, *(look.width(said, SIZE) + 2 * SIDE + 4 for said in texts)])
            self._wanted[column.key] = wide
        return self._wanted[column.key]
