"""The plans that were open lately: title, company, file, when; pinned ones first, missing ones told."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRectF,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QContextMenuEvent, QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPen
from PySide6.QtWidgets import (
    QFrame,
    QListView,
    QMenu,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QWidget,
)

from kakehashi.storage.settings import Recent
from kakehashi.ui.icons import paint_icon
from kakehashi.ui.look import Look
from kakehashi.words import day

ROW, _PIN = 52, 34  # px
_RECENT = Qt.ItemDataRole.UserRole
_FOCUS = QStyle.StateFlag.State_HasFocus

Index = QModelIndex | QPersistentModelIndex


class Line(msgspec.Struct, frozen=True):
    """A recent plan, and whether its file is there."""

    recent: Recent
    there: bool


class RecentList(QListView):
    """Enter or a click opens; the pin, or P, keeps a plan on top; Delete takes it off the list."""

    opened = Signal(Path)
    pin_wanted = Signal(str, bool)
    forget_wanted = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setAccessibleName(look.say("ui.recent.title"))
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Lines(look, self)
        self.setModel(self._model)
        self.setItemDelegate(_Delegate(look, self))

    def show_plans(self, recent: Sequence[Recent]) -> None:
        """Show these, the pinned ones first."""
        at = self.currentIndex().row()
        ordered = sorted(recent, key=lambda each: not each.pinned)
        self._model.put([Line(each, Path(each.path).is_file()) for each in ordered])
        self.setCurrentIndex(self._model.index(max(0, min(at, len(ordered) - 1))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        line = self.line(self.currentIndex())
        if line is None:
            super().keyPressEvent(event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.opened.emit(Path(line.recent.path))
        elif event.key() == Qt.Key.Key_P:
            self.pin_wanted.emit(line.recent.path, not line.recent.pinned)
        elif event.key() == Qt.Key.Key_Delete:
            self.forget_wanted.emit(line.recent.path)
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        super().mouseReleaseEvent(event)
        index = self.indexAt(event.position().toPoint())
        line = self.line(index)
        if line is None or event.button() != Qt.MouseButton.LeftButton:
            return
        if event.position().x() > self.visualRect(index).right() - _PIN:
            self.pin_wanted.emit(line.recent.path, not line.recent.pinned)
        else:
            self.opened.emit(Path(line.recent.path))

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        by_keys = event.reason() == QContextMenuEvent.Reason.Keyboard
        index = self.currentIndex() if by_keys else self.indexAt(event.pos())
        line = self.line(index)
        if line is None:
            return
        say, path, pinned = self._look.say, line.recent.path, line.recent.pinned
        menu = QMenu(self)
        menu.addAction(say("ui.recent.open")).triggered.connect(lambda: self.opened.emit(Path(path)))
        keep = menu.addAction(say("ui.recent.unpin" if pinned else "ui.recent.pin"))
        keep.triggered.connect(lambda: self.pin_wanted.emit(path, not pinned))
        menu.addAction(say("ui.recent.forget")).triggered.connect(lambda: self.forget_wanted.emit(path))
        menu.aboutToHide.connect(menu.deleteLater)
        place = self.visualRect(index).center() if by_keys else event.pos()
        menu.popup(self.viewport().mapToGlobal(QPoint(place)))

    def line(self, index: QModelIndex) -> Line | None:
        """What stands there."""
        return index.data(_RECENT) if index.isValid() else None


class _Lines(QAbstractListModel):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._look = look
        self._lines: list[Line] = []

    def put(self, lines: list[Line]) -> None:
        self.beginResetModel()
        self._lines = lines
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self._lines)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        line = self._lines[index.row()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return title(line.recent)
            case Qt.ItemDataRole.ToolTipRole:
                return f"{line.recent.path}\n{self._look.say('ui.recent.keys')}"
            case Qt.ItemDataRole.AccessibleTextRole:
                return " ".join(filter(None, (title(line.recent), *said(self._look, line))))
            case _ if role == _RECENT:
                return line
        return None


def title(recent: Recent) -> str:
    """The plan's title, the file's name where it has none."""
    return recent.title or Path(recent.path).stem


def said(look: Look, line: Line) -> tuple[str, str, str]:
    """Company, place or what is wrong with it, when."""
    recent = line.recent
    place = recent.path if line.there else look.say("ui.recent.missing", file=recent.path)
    return recent.company, place, day(recent.at[:10], look.language) if recent.at else ""


class _Delegate(QStyledItemDelegate):
    def __init__(self, look: Look, parent: QListView) -> None:
        super().__init__(parent)
        self._look = look

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        return QSize(200, self._look.scaled(ROW))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        look, line = self._look, index.data(_RECENT)
        rect = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if option.state & (QStyle.StateFlag.State_MouseOver | _FOCUS):
            painter.fillRect(rect, look.colour("selection" if option.state & _FOCUS else "raised"))
        company, place, when = said(look, line)
        room = rect.adjusted(16, look.scaled(7), -_PIN - 4, -look.scaled(7))
        half = room.height() / 2
        quiet = "text2" if line.there else "disabled"
        plain, below = ("text", "text2") if line.there else ("text2", "warn")
        beside = " · ".join(filter(None, (company, place)))
        upper, lower = room.adjusted(0, 0, 0, -half), room.adjusted(0, half, 0, 0)
        self._say(painter, upper.adjusted(0, 0, -150, 0), title(line.recent), (13.5, 700), plain)
        self._say(painter, lower, beside, (11.5, 400), below)
        self._say(painter, upper, when, (11.5, 400), quiet, Qt.AlignmentFlag.AlignRight)
        pin = look.colour("accent" if line.recent.pinned else "strong")
        if line.recent.pinned or option.state & (QStyle.StateFlag.State_MouseOver | _FOCUS):
            paint_icon(painter, "pin", QPointF(rect.right() - 26, rect.center().y() - 8), pin)
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())
        painter.restore()

    def _say(
        self,
        painter: QPainter,
        room: QRectF,
        words: str,
        size: tuple[float, int],
        token: str,
        side: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft,
    ) -> None:
        font = self._look.font(*size)
        painter.setFont(font)
        painter.setPen(self._look.colour(token))
        cut = QFontMetricsF(font).elidedText(words, Qt.TextElideMode.ElideMiddle, room.width())
        painter.drawText(room, int(side | Qt.AlignmentFlag.AlignVCenter), cut)
