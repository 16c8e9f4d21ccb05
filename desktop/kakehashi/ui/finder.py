"""Ctrl+K: type a few letters, choose with arrow keys, and be there. A sheet over the page."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import (
    QAbstractListModel,
    QEvent,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QPainter
from PySide6.QtWidgets import (
    QFrame,
    QLineEdit,
    QListView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from kakehashi.ui.finding_things import Thing, found
from kakehashi.ui.grounds import hairline
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look

WIDTH, ROW, MOST_ROWS = 620, 32, 11
_THING = Qt.ItemDataRole.UserRole
_MOVES = (Qt.Key.Key_Up, Qt.Key.Key_Down, Qt.Key.Key_PageUp, Qt.Key.Key_PageDown)
_ICONS = {"command": "command", "view": "view", "item": "item"}

Index = QModelIndex | QPersistentModelIndex


class Finder(QFrame):
    """`chosen` gives the thing. Closed by Escape, or when the keyboard goes elsewhere."""

    chosen = Signal(object)

    def __init__(self, look: Look, things: Sequence[Thing], parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self._things, self._over = look, things, parent
        self.setObjectName("finder")
        self.setAccessibleName(look.say("ui.find.title"))
        self.typed = QLineEdit(self)
        self.typed.setFont(look.font(15))
        self.typed.setFrame(False)
        self.typed.setPlaceholderText(look.say("ui.find.type"))
        self.typed.setAccessibleName(look.say("ui.find.title"))
        self.typed.installEventFilter(self)
        self.view = QListView(self)
        self.view.setAccessibleName(look.say("ui.find.found"))
        self.view.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.view.setFrameShape(QFrame.Shape.NoFrame)
        self.view.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Things(self)
        self.view.setModel(self._model)
        self.view.setItemDelegate(_Delegate(look, self.view))
        self.view.clicked.connect(lambda index: self._choose(index.row()))
        self._nothing = label(look, look.say("ui.find.nothing"), 12.5, token="text2", parent=self)
        self._nothing.setMargin(12)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(1, 1, 1, 1)
        rows.setSpacing(0)
        rows.addWidget(self.typed)
        rows.addWidget(hairline(look, "border", self))
        rows.addWidget(self._nothing)
        rows.addWidget(self.view)
        self.typed.textChanged.connect(self._find)
        self._find("")

    def place(self) -> None:
        """Show it over the upper middle of its window, with the keyboard in it."""
        whole = self._over
        width = min(WIDTH, whole.width() - 40)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move((whole.width() - width) // 2, 58)
        self.show()
        self.raise_()
        self.typed.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Arrow keys move in the list while somebody types; Enter goes there."""
        if event.type() == QEvent.Type.KeyPress and isinstance(event, QKeyEvent):
            if event.key() in _MOVES:
                self._move(event.key())
                return True
            if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
                self._choose(self.view.currentIndex().row())
                return True
            if event.key() == Qt.Key.Key_Escape:
                self.close()
                return True
        if event.type() == QEvent.Type.FocusOut and not self.typed.hasFocus():
            self.close()
        return super().eventFilter(watched, event)

    def _find(self, typed: str) -> None:
        things = found(self._things, typed)
        self._model.put(things)
        self.view.setCurrentIndex(self._model.index(0))
        self.view.setVisible(bool(things))
        self._nothing.setVisible(not things)
        row = self._look.scaled(ROW)
        self.view.setFixedHeight(row * min(len(things), MOST_ROWS) + 2)
        self.adjustSize()

    def _move(self, key: int) -> None:
        count = self._model.rowCount()
        steps = dict(zip(_MOVES, (-1, 1, -MOST_ROWS, MOST_ROWS), strict=True))
        by = steps[Qt.Key(key)]
        at = self.view.currentIndex().row() + by
        if count:
            at = at % count if abs(by) == 1 else max(0, min(count - 1, at))
            self.view.setCurrentIndex(self._model.index(at))

    def _choose(self, row: int) -> None:
        if 0 <= row < self._model.rowCount():
            thing = self._model.index(row).data(_THING)
            self.close()
            self.chosen.emit(thing)


class _Things(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._things: list[Thing] = []

    def put(self, things: list[Thing]) -> None:
        self.beginResetModel()
        self._things = things
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._things)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        thing = self._things[index.row()]
        if role == Qt.ItemDataRole.DisplayRole:
            return thing.title
        if role in (Qt.ItemDataRole.AccessibleTextRole, Qt.ItemDataRole.ToolTipRole):
            return f"{thing.title} {thing.where}".strip()
        return thing if role == _THING else None


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(100, self._look.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, thing = self._look, index.data(_THING)
        rect = QRectF(option.rect)
        painter.save()
        if option.state & (QStyle.StateFlag.State_Selected | QStyle.StateFlag.State_MouseOver):
            chosen = bool(option.state & QStyle.StateFlag.State_Selected)
            painter.fillRect(rect, look.colour("selection" if chosen else "raised"))
        icon = thing.page if thing.sort == "page" else _ICONS[thing.sort]
        place = QPointF(rect.left() + 14, rect.center().y() - 8)
        paint_icon(painter, icon, place, look.colour("text2"))
        where = look.font(11.5)
        room = rect.adjusted(40, 0, -14, 0)
        beside = QFontMetricsF(where).horizontalAdvance(thing.where)
        painter.setFont(where)
        painter.setPen(look.colour("text2"))
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
        painter.drawText(room, int(right), thing.where)
        painter.setFont(look.font(13))
        painter.setPen(look.colour("text"))
        room.setRight(room.right() - beside - 16)
        metrics = QFontMetricsF(look.font(13))
        said = metrics.elidedText(thing.title, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter), said)
        painter.restore()
