"""The grid of duties on the screen: cells with letters, roles across, activities down with their badge."""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QGuiApplication, QKeyEvent, QMouseEvent, QPainter, QPen, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kakehashi.drawing.badges import badge
from kakehashi.ui import flags
from kakehashi.ui.look import Look
from kakehashi.ui.pages.organization_duties import DutyModel, Index, duty_of_letter
from kakehashi.ui.paint import paint_shapes

_ROW, _LEAST_COLUMN, _BROADEST, _NAMES = 32, 62, 120, 200
_CENTRE = 0x84  # in the middle, across and down
_LEFT = 0x81
_CYCLE = ("", "responsible", "accountable", "accountable_responsible", "consulted", "informed")


class DutyGrid(QTableView):
    """`given` tells cells and the duty they get; several cells are typed into at once."""

    given = Signal(list, str)
    pasted = Signal(QModelIndex, str)
    cell_chosen = Signal(QModelIndex)
    menu_wanted = Signal(list, QPoint)

    def __init__(self, look: Look, model: DutyModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._duties = look, model
        self.can_edit = True
        self._pressed = QPersistentModelIndex()
        self.setModel(model)
        self.setItemDelegate(_Letters(look, model, self))
        self.setHorizontalHeader(_Heads(look, model, Qt.Orientation.Horizontal, self))
        self.setVerticalHeader(_Heads(look, model, Qt.Orientation.Vertical, self))
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setCornerButtonEnabled(False)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTabKeyNavigation(False)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.customContextMenuRequested.connect(
            lambda at: self.menu_wanted.emit(self.selectedIndexes(), self.viewport().mapToGlobal(at))
        )
        self.setAccessibleName(look.say("ui.view.organization_raci"))
        self.horizontalHeader().setAccessibleName(look.say("kind.Role"))
        self.verticalHeader().setAccessibleName(look.say("kind.Activity"))
        model.modelReset.connect(self._fit)

    def keep_place(self, renew: Callable[[], None]) -> None:
        """Do what renews the model; the current cell stays the same pair."""
        now = self.currentIndex()
        pair = self._duties.pair(now) if now.isValid() else ("", "")
        renew()
        if not self.currentIndex().isValid() and pair[0]:
            self.go_to(*pair)
        self.viewport().update()

    def go_to(self, activity: str, role: str) -> bool:
        """Make a pair's cell the current one, or the first of the activity or role; whether it is here."""
        rows = [each.id for each in self._duties.activities]
        columns = [each.id for each in self._duties.roles]
        if activity not in rows and role not in columns:
            return False
        row = rows.index(activity) if activity in rows else 0
        column = columns.index(role) if role in columns else 0
        self.setCurrentIndex(self._duties.index(row, column))
        return True

    def currentChanged(self, now: Index, before: Index) -> None:
        super().currentChanged(now, before)
        self.cell_chosen.emit(now)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the cell that is current already gives the next letter."""
        index = self.indexAt(event.position().toPoint())
        again = index.isValid() and index == self.currentIndex() and len(self.selectedIndexes()) == 1
        self._pressed = (
            QPersistentModelIndex(index) if again and not event.modifiers() else (QPersistentModelIndex())
        )
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and index.isValid() and self._pressed == index:
            self._next([index])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        cells, held = self.selectedIndexes(), event.modifiers()
        control = bool(held & Qt.KeyboardModifier.ControlModifier)
        duty = None if control or held & Qt.KeyboardModifier.AltModifier else self._typed(event)
        if control and event.key() == Qt.Key.Key_C:
            self._copy()
        elif control and event.key() == Qt.Key.Key_V and self.can_edit and cells:
            first = min(cells, key=lambda each: (each.row(), each.column()))
            self.pasted.emit(first, QGuiApplication.clipboard().text())
        elif duty is not None and self.can_edit and cells:
            self.given.emit(cells, duty)
        elif event.key() == Qt.Key.Key_Space and self.can_edit and cells:
            self._next(cells)
        else:
            super().keyPressEvent(event)

    def _typed(self, event: QKeyEvent) -> str | None:
        """The duty that a key means, '' = none; None where it means nothing."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            return ""
        if event.key() == Qt.Key.Key_A and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            return "accountable_responsible"
        return duty_of_letter(event.text()) or None

    def _next(self, cells: list[QModelIndex]) -> None:
        if self.can_edit:
            at = _CYCLE.index(self._duties.duty(cells[0]))
            self.given.emit(cells, _CYCLE[(at + 1) % len(_CYCLE)])

    def _copy(self) -> None:
        cells = {(each.row(), each.column()): str(each.data() or "") for each in self.selectedIndexes()}
        if cells:
            rows, columns = sorted({row for row, _ in cells}), sorted({column for _, column in cells})
            lines = ("\t".join(cells.get((row, column), "") for column in columns) for row in rows)
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _longest_word(self) -> int:
        """The width at which no Latin word of a role's name is cut, px."""
        count = self._duties.columnCount()
        names = (self._duties.headerData(at, Qt.Orientation.Horizontal) for at in range(count))
        words = (word for name in names for word in re.findall(r"[A-Za-z'-]+", name))
        widest = max((self._look.width(word, 11) for word in words), default=0.0)
        return min(max(round(widest) + 12, _LEAST_COLUMN), _BROADEST)

    def _fit(self) -> None:
        count = self._duties.columnCount()
        if count:
            width = max(min(self.viewport().width() // count, _BROADEST), self._longest_word())
            for column in range(count):
                self.setColumnWidth(column, width)
            for row in range(self._duties.rowCount()):
                name = self._duties.headerData(row, Qt.Orientation.Vertical)
                needed = self._look.height(name, 12, self.verticalHeader().sizeHint().width() - 36)
                self.setRowHeight(row, max(_ROW, round(needed) + 8))
            self.horizontalHeader().updateGeometry()
            self.updateGeometries()


class _Letters(QStyledItemDelegate):
    """A letter in the middle; what is unsound bold on its own ground, what is current with a ring."""

    def __init__(self, look: Look, model: DutyModel, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._duties = look, model

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, area = self._look, option.rect
        bad = self._duties.is_bad(index)
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.fillRect(area, look.colour("bads" if bad else "selection" if chosen else "surface"))
        letter = str(index.data() or "")
        answers = letter.startswith("A")
        painter.setFont(look.font(13, 700 if answers else 400))
        painter.setPen(look.colour("bad" if bad else "accent" if answers else "text"))
        painter.drawText(area, _CENTRE, letter)
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        painter.restore()


class _Heads(QHeaderView):
    """Roles with who holds them; activities, with a badge where nobody or several answer for them."""

    def __init__(self, look: Look, model: DutyModel, side: Qt.Orientation, parent: QWidget) -> None:
        super().__init__(side, parent)
        self._look, self._duties = look, model
        self.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.setSectionsClickable(True)

    def sizeHint(self) -> QSize:
        if self.orientation() == Qt.Orientation.Vertical:
            names = (self._duties.headerData(row, self.orientation()) for row in range(self.count()))
            wide = max((self._look.width(name, 12) for name in names), default=0.0)
            return QSize(min(round(wide) + 40, _NAMES), super().sizeHint().height())
        tall = 0.0
        for section in range(self.count()):
            room = max(self.sectionSize(section) - 8, 40)
            name = self._duties.headerData(section, self.orientation())
            tall = max(tall, self._look.height(name, 11, room))
        return QSize(super().sizeHint().width(), round(tall) + 14)

    def paintSection(self, painter: QPainter, area: QRect, section: int) -> None:
        look = self._look
        painter.save()
        painter.setClipRect(area)
        painter.fillRect(area, look.colour("raised"))
        painter.setPen(look.colour("line"))
        painter.drawLine(area.topRight(), area.bottomRight())
        painter.drawLine(area.bottomLeft(), area.bottomRight())
        name = self._duties.headerData(section, self.orientation())
        painter.setPen(look.colour("text"))
        if self.orientation() == Qt.Orientation.Horizontal:
            painter.setFont(look.font(11))
            painter.drawText(area.adjusted(4, 6, -4, -4), flags.WRAP, name)
        else:
            mark = self._duties.trouble(section)[0]
            painter.setFont(look.font(12))
            place = QRectF(area).adjusted(10, 0, -26 if mark else -6, 0)
            painter.drawText(place, flags.WRAP | _LEFT, name)
            if mark:
                y = area.y() + area.height() / 2
                paint_shapes(painter, badge("mark", mark, area.right() - 14, y, 13), look)
        painter.restore()
