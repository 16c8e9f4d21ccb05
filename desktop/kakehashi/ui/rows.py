"""A list of sentences: a mark, a line, a quieter line, something at the right. Findings, changes, checks."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate
from typing import Any, Literal

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import QFrame, QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kakehashi.drawing.badges import Badge, badge
from kakehashi.ui.arranging import SCROLL_BAR
from kakehashi.ui.look import Look
from kakehashi.ui.on_demand import OnDemand
from kakehashi.ui.paint import paint_shapes

Index = QModelIndex | QPersistentModelIndex
_WRAP = int(Qt.TextFlag.TextWordWrap | Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop)
_SIDE, _TOP, _MARK, _BETWEEN, _GAP = 14.0, 6.0, 26.0, 1.0, 12.0
_HEAD, _NOTE = 13.0, 11.5
_MOST_MEASURED = 40  # more rows are never in sight at once
_FIRST, _MORE = 40, 200  # rows made on demand: at first, and each time somebody scrolls to the end
_MOST_KEPT = 5_000  # heights
_ROW = Qt.ItemDataRole.UserRole
_HOVERED = QStyle.StateFlag.State_MouseOver


class Row(msgspec.Struct, frozen=True, kw_only=True):
    """One row; texts ready to be shown. `key` is what choosing it announces.

    `number` stands in the place of a mark, where there is none. `side` stands at the right, as a link or as a
    quiet remark; with `act` it does something itself: a click on it, or Ctrl+Enter, announces that key.
    `note_first` puts the quiet line on top.
    """

    key: str
    head: str
    note: str = ""
    side: str = ""
    side_is: Literal["link", "remark"] = "link"
    mark: Badge | Literal[""] = ""
    number: str = ""
    spoken_mark: str = ""
    note_first: bool = False
    act: str = ""

    @property
    def spoken(self) -> str:
        """The whole row as it is read aloud."""
        texts = (self.note, self.head) if self.note_first else (self.head, self.note)
        return " ".join(filter(None, (self.number, self.spoken_mark, *texts, self.side)))


class RowModel(QAbstractListModel):
    """The rows as Qt sees them; of rows that are made on demand, as many as somebody has scrolled to."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: Sequence[Row] = ()
        self._count = 0

    def set_rows(self, rows: Sequence[Row], at_least: int = 0) -> None:
        """Show these rows instead, so many of them at once."""
        self.beginResetModel()
        self._rows = rows
        self._count = len(rows)
        if isinstance(rows, OnDemand):
            self._count = min(max(_FIRST, at_least), len(rows))
        self.endResetModel()

    def append_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these below the others."""
        if rows:
            self.beginInsertRows(QModelIndex(), self._count, self._count + len(rows) - 1)
            self._rows = (*self._rows, *rows)
            self._count = len(self._rows)
            self.endInsertRows()

    def canFetchMore(self, parent: Index) -> bool:
        return not parent.isValid() and self._count < len(self._rows)

    def fetchMore(self, parent: Index) -> None:
        more = min(_MORE, len(self._rows) - self._count)
        if more > 0 and not parent.isValid():
            self.beginInsertRows(QModelIndex(), self._count, self._count + more - 1)
            self._count += more
            self.endInsertRows()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self._count

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return row.head
            case Qt.ItemDataRole.AccessibleTextRole:
                return row.spoken
            case _ if role == _ROW:
                return row
        return None


class RowsView(QListView):
    """The list. Its height shows whole rows only; the rest is reached by scrolling."""

    chosen = Signal(str)
    acted = Signal(str)
    typed = Signal(str)
    keys = ""
    """Signs that are announced by `typed` while the keyboard is here."""
    marks_current = False
    """Whether the current row is told from the others also while the keyboard is elsewhere."""

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(name)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerItem)
        self.setMouseTracking(True)
        self.viewport().setAutoFillBackground(False)
        self._released = 0.0
        self._model = RowModel(self)
        self.setModel(self._model)
        self._delegate = _RowDelegate(look, self)
        self.setItemDelegate(self._delegate)
        self.clicked.connect(self._choose_or_act)
        self.verticalScrollBar().valueChanged.connect(self._show_whole_rows)

    def set_rows(self, rows: Sequence[Row]) -> None:
        """Show these rows instead; the row that was the current one stays it, if it is among them."""
        now = self.currentIndex()
        if now.isValid():
            kept, at, was = now.data(_ROW).key, self.verticalScrollBar().value(), now.row()
            self._model.set_rows(rows, at_least=max(self._model.rowCount(), was + _MORE))
            here = (self._model.index(each) for each in range(self._model.rowCount()))
            place = next((each.row() for each in here if each.data(_ROW).key == kept), was)
            self.setCurrentIndex(self._model.index(min(place, self._model.rowCount() - 1)))
            self.verticalScrollBar().setValue(at)
        else:
            self._model.set_rows(rows)
        QTimer.singleShot(0, self, self._show_whole_rows)

    def append_rows(self, rows: tuple[Row, ...]) -> None:
        """Show these below the others; nobody loses the place."""
        self._model.append_rows(rows)

    def mark_current(self, key: str) -> None:
        """Make the row of this key the current one, told from the others from now on."""
        self.marks_current = True
        for row in range(self._model.rowCount()):
            index = self._model.index(row)
            if index.data(_ROW).key == key and index != self.currentIndex():
                self.setCurrentIndex(index)
        self.viewport().update()

    def heights(self, width: int) -> tuple[int, ...]:
        """What the first row takes in a list of this width, the first two, and so on, px."""
        count = min(self._model.rowCount(), _MOST_MEASURED)
        rows = (self._model.index(row).data(_ROW) for row in range(count))
        return tuple(accumulate(self._delegate.height(row, width - SCROLL_BAR) for row in rows))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            index = self.currentIndex()
            if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
                self._act(index)
            else:
                self._choose(index)
            return
        if event.text() and event.text() in self.keys:
            self.typed.emit(event.text())
            return
        super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._released = event.position().x()
        super().mouseReleaseEvent(event)

    def side_area(self, index: Index) -> QRectF:
        """Where the words at the right of a row stand, px."""
        area = QRectF(self.visualRect(index))
        wide = self._look.width(index.data(_ROW).side, 12.5) + 2 * _SIDE
        return QRectF(area.right() - wide, area.top(), wide, area.height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.scheduleDelayedItemsLayout()  # Qt lays rows anew for another height only
        QTimer.singleShot(0, self, self._show_whole_rows)

    def _choose_or_act(self, index: QModelIndex) -> None:
        if index.data(_ROW).act and self._released >= self.side_area(index).left():
            self._act(index)
        else:
            self._choose(index)

    def _act(self, index: QModelIndex) -> None:
        if index.isValid() and index.data(_ROW).act:
            self.acted.emit(index.data(_ROW).act)

    def _choose(self, index: QModelIndex) -> None:
        if index.isValid():
            self.chosen.emit(index.data(_ROW).key)

    def _show_whole_rows(self) -> None:
        """Leave out the row that the lower edge would cut."""
        room = self.height() - 2 * self.frameWidth()
        first = max(self.verticalScrollBar().value(), 0)
        whole = 0
        for row in range(first, self._model.rowCount()):
            tall = self.sizeHintForIndex(self._model.index(row)).height()
            if whole + tall > room:
                break
            whole += tall
        else:
            whole = room
        below = room - whole if whole else 0
        if below != self.viewportMargins().bottom():
            self.setViewportMargins(0, 0, 0, below)


class _RowDelegate(QStyledItemDelegate):
    def __init__(self, look: Look, view: RowsView) -> None:
        super().__init__(view)
        self._look, self._view = look, view
        self._kept: dict[tuple[Row, float], int] = {}

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        width = self._view.viewport().width()
        return QSize(width, self.height(index.data(_ROW), width))

    def height(self, row: Row, width: float) -> int:
        """What a row needs in a list of this width, px."""
        found = self._kept.get((row, width))
        if found is None:
            head, note = self._heights(row, width)
            between = _BETWEEN if head and note else 0
            if len(self._kept) > _MOST_KEPT:
                self._kept.clear()
            found = self._kept[row, width] = round(2 * _TOP + head + between + note + 1)
        return found

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        row: Row = index.data(_ROW)
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_ground(painter, area, option, index)
        if row.mark:
            shapes = badge("mark", row.mark, area.left() + _SIDE + 6, area.top() + _TOP + 10, 13)
            paint_shapes(painter, shapes, self._look)
        elif row.number:
            self._paint_number(painter, row.number, area)
        self._paint_texts(painter, row, area)
        painter.restore()

    def _paint_ground(
        self, painter: QPainter, area: QRectF, option: QStyleOptionViewItem, index: Index
    ) -> None:
        chosen = index == self._view.currentIndex()
        current = self._view.hasFocus() and chosen
        if chosen and self._view.marks_current:
            painter.fillRect(area, self._look.colour("selection"))
        elif option.state & _HOVERED:
            painter.fillRect(area, self._look.colour("raised"))
        if current:
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(self._look.colour("selection"))
            painter.drawRoundedRect(area.adjusted(2, 1, -2, -2), 3, 3)
        if index.row() + 1 < self._view.model().rowCount():
            line = QRectF(area.left(), area.bottom() - 1, area.width(), 1)
            painter.fillRect(line, self._look.colour("line"))

    def _paint_texts(self, painter: QPainter, row: Row, area: QRectF) -> None:
        left, room = self._column(row, area.width())
        head, note = self._heights(row, area.width())
        x, y = area.left() + left, area.top() + _TOP
        order = [(row.note, note, _NOTE, "text2"), (row.head, head, _HEAD, "text")]
        for said, tall, size, token in order if row.note_first else reversed(order):
            if said:
                painter.setFont(self._look.font(size))
                painter.setPen(self._look.colour(token))
                painter.drawText(QRectF(x, y, room, tall + 2), _WRAP, said)
                y += tall + _BETWEEN
        if row.side:
            self._paint_side(painter, row, area)

    def _paint_number(self, painter: QPainter, number: str, area: QRectF) -> None:
        font = self._look.font(_HEAD, 500)
        place = QRectF(area.left() + _SIDE - 6, area.top() + _TOP, 24, QFontMetricsF(font).height())
        painter.setFont(font)
        painter.setPen(self._look.colour("text2"))
        painter.drawText(place, Qt.AlignmentFlag.AlignCenter, number)

    def _paint_side(self, painter: QPainter, row: Row, area: QRectF) -> None:
        link = row.side_is == "link"
        font = self._look.font(12.5 if link else _NOTE)
        metrics = QFontMetricsF(font)
        middle = area.center().y() if link else area.top() + _TOP + metrics.height() / 2
        x = area.right() - _SIDE - metrics.horizontalAdvance(row.side)
        painter.setFont(font)
        painter.setPen(self._look.colour("accent" if link else "text2"))
        painter.drawText(QPointF(x, middle + (metrics.ascent() - metrics.descent()) / 2), row.side)

    def _column(self, row: Row, width: float) -> tuple[float, float]:
        """Where the texts begin and how wide they may be."""
        left = _SIDE + (_MARK if row.mark or row.number else 0)
        side = 0.0
        if row.side:
            side = self._look.width(row.side, 12.5 if row.side_is == "link" else _NOTE) + _GAP
        return left, max(width - left - _SIDE - side, 60)

    def _heights(self, row: Row, width: float) -> tuple[float, float]:
        _, room = self._column(row, width)
        return self._look.height(row.head, _HEAD, room), self._look.height(row.note, _NOTE, room)
