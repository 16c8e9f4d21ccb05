"""A searchable list of items to refer to, in a small window of its own below the field."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import msgspec
from PySide6.QtCore import QAbstractListModel, QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QFrame, QLineEdit, QListView, QVBoxLayout, QWidget

from kakehashi.plan.kinds import KINDS, ONLY_ONE
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import folded
from kakehashi.ui.look import Look
from kakehashi.words import shown

Index = QModelIndex | QPersistentModelIndex
_WIDTH, _ROW, _MOST_ROWS = 280, 26, 9
_OWN = ("Comment", "Agreement", "Responsibility")  # what hangs on other items is not looked for by name


class Entry(msgspec.Struct, frozen=True):
    """A row: an item (its id), the name of a kind to add one of, or nothing at all (both '')."""

    said: str
    item: str = ""
    new: str = ""
    folded: str = ""


def kinds_for(plan: Plan, kinds: tuple[str, ...]) -> tuple[str, ...]:
    """The kinds that may be referred to; of a reference to anything, all that have a name of their own."""
    return kinds or tuple(kind for kind in plan.kinds() if kind in KINDS and kind not in _OWN)


def entries(look: Look, plan: Plan, kinds: tuple[str, ...], without: Iterable[str] = ()) -> tuple[Entry, ...]:
    """All items of these kinds in their order; of several kinds with the kind's name."""
    allowed, left_out = kinds_for(plan, kinds), frozenset(without)
    found = []
    for kind in allowed:
        title = look.say(f"kind.{kind}")
        for item in plan.of_kind(kind):
            if item.id not in left_out:
                said = shown(name_of(plan, item), look.language)
                if len(allowed) > 1:
                    said = look.say("ui.field.of_kind", name=said, kind=title)
                found.append(Entry(said, item.id, "", folded(said)))
    return tuple(found)


class _Model(QAbstractListModel):
    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self.rows: tuple[Entry, ...] = ()
        self.ticked: frozenset[str] | None = None

    def tick(self, items: frozenset[str]) -> None:
        """Tick the rows of these items, and no others."""
        self.ticked = items
        last = self.index(max(len(self.rows) - 1, 0))
        self.dataChanged.emit(self.index(0), last, [Qt.ItemDataRole.CheckStateRole])

    def show_rows(self, rows: tuple[Entry, ...]) -> None:
        self.beginResetModel()
        self.rows = rows
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else len(self.rows)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self.rows[index.row()]
        if role == Qt.ItemDataRole.CheckStateRole and self.ticked is not None and row.item:
            return Qt.CheckState.Checked if row.item in self.ticked else Qt.CheckState.Unchecked
        return row.said if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole) else None


class Picker(QFrame):
    """The list. `picked` brings the row; of a new item the words that were looked for are its name.

    With ticks (`tick`) it is for several: a row that is picked is ticked or not, and the list stays open.
    """

    picked = Signal(object, str)

    def __init__(self, look: Look, name: str, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self._look = look
        self._items: tuple[Entry, ...] = ()
        self._kinds: tuple[str, ...] = ()
        self._none = False
        self.setObjectName("popup")
        self.setAccessibleName(name)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.search = QLineEdit(self)
        self.search.setObjectName("field")
        self.search.setFont(look.font(12.5))
        self.search.setPlaceholderText(look.say("ui.field.search"))
        self.search.setAccessibleName(look.say("ui.field.search"))
        self.search.textChanged.connect(self._filter)
        self.search.installEventFilter(self)
        self.list = QListView(self)
        self.list.setFont(look.font(12.5))
        self.list.setAccessibleName(name)
        self.list.setUniformItemSizes(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model = _Model(self)
        self.list.setModel(self._model)
        self.list.clicked.connect(self._pick)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(6, 6, 6, 6)
        rows.setSpacing(4)
        rows.addWidget(self.search)
        rows.addWidget(self.list)

    def offer(self, items: tuple[Entry, ...], kinds: tuple[str, ...], *, none: bool) -> None:
        """Offer these items, new ones of these kinds, and (with `none`) that there is none."""
        self._items, self._none = items, none
        self._kinds = tuple(kind for kind in kinds if kind not in ONLY_ONE)
        self._filter("")

    def tick(self, items: Iterable[str]) -> None:
        """Tick what is chosen."""
        self._model.tick(frozenset(items))

    def open_below(self, control: QWidget, current: str = "") -> None:
        """Show it below a control, as wide, with the row of an item chosen."""
        wide = max(control.width(), _WIDTH)
        tall = min(max(len(self._model.rows), 2), _MOST_ROWS) * _ROW + 46
        at = control.mapToGlobal(control.rect().bottomLeft())
        place = control.screen().availableGeometry()
        x = max(min(at.x(), place.right() - wide), place.left())
        y = at.y() + 2 if at.y() + tall < place.bottom() else at.y() - control.height() - tall - 2
        self.setGeometry(x, max(y, place.top()), wide, tall)
        row = next((row for row, each in enumerate(self._model.rows) if each.item == current != ""), 0)
        self._make_current(row)
        self.show()
        self.search.setFocus()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            row = self.list.currentIndex().row()
            match event.key():
                case Qt.Key.Key_Down | Qt.Key.Key_Up:
                    by = 1 if event.key() == Qt.Key.Key_Down else -1
                    self._make_current(row + by)
                    return True
                case Qt.Key.Key_Return | Qt.Key.Key_Enter:
                    self._pick(self.list.currentIndex())
                    return True
        return super().eventFilter(watched, event)

    def _make_current(self, row: int) -> None:
        count = len(self._model.rows)
        if count:
            self.list.setCurrentIndex(self._model.index(min(max(row, 0), count - 1)))

    def _filter(self, words: str) -> None:
        """What holds the words; what begins with them first."""
        say, wanted = self._look.say, folded(words)
        found = [each for each in self._items if wanted in each.folded]
        found.sort(key=lambda each: not each.folded.startswith(wanted))
        rows = [Entry(say("ui.field.none"))] if self._none and not wanted else []
        rows += found
        for kind in self._kinds:
            title = say(f"kind.{kind}")
            named = say("ui.field.new_named", kind=title, name=words.strip())
            rows.append(Entry(named if wanted else say("ui.field.new", kind=title), new=kind))
        self._model.show_rows(tuple(rows))
        self._make_current(0)

    def _pick(self, index: QModelIndex) -> None:
        if index.isValid():
            row, words = self._model.rows[index.row()], self.search.text().strip()
            if self._model.ticked is None or row.new:
                self.close()
            else:
                self.search.selectAll()
            self.picked.emit(row, words)
