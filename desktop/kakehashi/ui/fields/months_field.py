"""A number a month: a small grid of the plan's months, their sum, fill, where a month comes from."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence, QPainter, QPen
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QHBoxLayout,
    QHeaderView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from kakehashi.forecast.targets import combined
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Passport
from kakehashi.plan.metrics import Metric
from kakehashi.plan.pasting import Column, cells_of
from kakehashi.ui.button import Button
from kakehashi.ui.fields.field_editor import FieldEditor, quiet
from kakehashi.ui.fields.passports import passport_words
from kakehashi.ui.fields.place import ItemPlace
from kakehashi.ui.fields.words import exact, in_unit, told
from kakehashi.ui.labels import label, show
from kakehashi.words import MISSING, Message, month

Index = QModelIndex | QPersistentModelIndex
_COLUMNS, _ROW = 4, 38
_BROAD = 640  # width from which twelve months stand side by side, px
_MARK = Qt.ItemDataRole.UserRole


class MonthModel(QAbstractTableModel):
    """The months in reading order, so many a row."""

    def __init__(self, field: MonthsField) -> None:
        super().__init__(field)
        self._field = field
        self.months: tuple[str, ...] = ()
        self.columns = _COLUMNS

    def show_months(self, months: tuple[str, ...], columns: int) -> None:
        """Show these months; their values are read when they are painted."""
        if (months, columns) == (self.months, self.columns):
            last = self.index(self.rowCount() - 1, self.columns - 1)
            self.dataChanged.emit(self.index(0, 0), last)
            return
        self.beginResetModel()
        self.months, self.columns = months, columns
        self.endResetModel()

    def month(self, index: Index) -> str | None:
        """The month of a cell; None behind the last."""
        at = index.row() * self.columns + index.column()
        return self.months[at] if index.isValid() and at < len(self.months) else None

    def at(self, place: int) -> QModelIndex:
        """The cell of the month at this place."""
        return self.index(place // self.columns, place % self.columns)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else -(-len(self.months) // self.columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's own signature
        return 0 if parent.isValid() else self.columns

    def flags(self, index: Index) -> Qt.ItemFlag:
        if self.month(index) is None:
            return Qt.ItemFlag.NoItemFlags
        found = Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable
        return found if self._field.read_only else found | Qt.ItemFlag.ItemIsEditable

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        at = self.month(index)
        if at is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return self._field.told(at)
            case Qt.ItemDataRole.EditRole:
                return self._field.exact(at)
            case Qt.ItemDataRole.ToolTipRole:
                return self._field.source(at)
            case Qt.ItemDataRole.AccessibleTextRole:
                return f"{month(at, self._field.look.language)} {self._field.told(at)}"
            case _ if role == _MARK:
                return month(at, self._field.look.language, year=at.endswith("-01") or at == self.months[0])
        return None

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        at, words = self.month(index), str(value)
        if role != Qt.ItemDataRole.EditRole or at is None or words == self._field.exact(at):
            return False
        done = self._field.type((at,), words)
        if not done:
            self._field.wrong[at] = words
        return done


class _MonthDelegate(QStyledItemDelegate):
    """The month small above its value."""

    def __init__(self, field: MonthsField) -> None:
        super().__init__(field)
        self._field = field

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        head = index.data(_MARK)
        if head is None:
            return
        look, area = self._field.look, QRectF(option.rect)
        painter.save()
        wrong = self._field.model.month(index) in self._field.wrong
        if wrong or option.state & QStyle.StateFlag.State_Selected:
            painter.fillRect(area, look.colour("bads" if wrong else "selection"))
        painter.setPen(QPen(look.colour("line"), 1))
        painter.drawLine(area.topRight() - QPointF(0.5, 0), area.bottomRight() - QPointF(0.5, 0))
        painter.drawLine(area.bottomLeft() - QPointF(0, 0.5), area.bottomRight() - QPointF(0, 0.5))
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QPen(look.colour("focus"), 2))
            painter.drawRect(area.adjusted(1, 1, -2, -2))
        inner = area.adjusted(5, 3, -5, -3)
        painter.setFont(look.font(10.5))
        painter.setPen(look.colour("text2"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignTop, head)
        painter.setFont(look.font(12))
        painter.setPen(look.colour("bad" if wrong else "text"))
        painter.drawText(inner, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignBottom, index.data())
        painter.restore()

    def createEditor(self, parent: QWidget, option: QStyleOptionViewItem, index: Index) -> QWidget:
        made = super().createEditor(parent, option, index)
        made.setFont(self._field.look.font(12))
        made.setAccessibleName(index.data(_MARK) or "")
        return made


class MonthGrid(QTableView):
    """The grid: typing, Enter, Tab, Delete, copy and paste, filling what is selected with its first month."""

    def __init__(self, field: MonthsField) -> None:
        super().__init__(field)
        self._field = field
        self.setAccessibleName(field.title)
        self.setObjectName("months")
        self.setFont(field.look.font(12))
        self.horizontalHeader().hide()
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.horizontalHeader().setMinimumSectionSize(20)
        self.verticalHeader().hide()
        self.verticalHeader().setDefaultSectionSize(_ROW)
        self.setShowGrid(False)
        self.setTabKeyNavigation(False)  # Tab goes on here too, but out of the grid behind the last month
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.AnyKeyPressed
            | triggers.DoubleClicked
            | triggers.EditKeyPressed
            | triggers.SelectedClicked
        )

    def chosen(self) -> tuple[str, ...]:
        """The selected months, in order."""
        model = self._field.model
        return tuple(sorted(filter(None, map(model.month, self.selectedIndexes()))))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.matches(QKeySequence.StandardKey.Copy):
            self._field.copy(self.chosen())
        elif event.matches(QKeySequence.StandardKey.Paste):
            self._field.paste(self.chosen())
        elif event.key() == Qt.Key.Key_Escape and self._field.wrong:
            self._field.forget()
        elif event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self._field.type(self.chosen(), "")
        elif event.key() == Qt.Key.Key_R and event.modifiers() == Qt.KeyboardModifier.ControlModifier:
            self._field.fill()
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self._step(1 if event.key() == Qt.Key.Key_Tab else -1, event)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if self.state() == QAbstractItemView.State.EditingState:
                super().keyPressEvent(event)
            else:
                self._step(1, event)
        else:
            super().keyPressEvent(event)

    def _step(self, by: int, event: QKeyEvent) -> None:
        """To the next month, and out of the grid behind the last."""
        model = self._field.model
        at = model.month(self.currentIndex())
        place = model.months.index(at) + by if at in model.months else 0
        if 0 <= place < len(model.months):
            self.setCurrentIndex(model.at(place))
        elif event.key() in (Qt.Key.Key_Tab, Qt.Key.Key_Backtab):
            self.focusNextPrevChild(by > 0)

    def closeEditor(self, editor: QWidget, hint: QStyledItemDelegate.EndEditHint) -> None:
        """Enter goes on to the next month, as in a spreadsheet."""
        submitted = hint == QStyledItemDelegate.EndEditHint.SubmitModelCache
        super().closeEditor(editor, QStyledItemDelegate.EndEditHint.NoHint if submitted else hint)
        if submitted:
            model = self._field.model
            at = model.month(self.currentIndex())
            if at is not None and model.months.index(at) + 1 < len(model.months):
                self.setCurrentIndex(model.at(model.months.index(at) + 1))


class MonthsField(FieldEditor):
    """See the module."""

    def lay_out(self) -> None:
        self.wrong: dict[str, str] = {}  # month -> what was typed and refused
        self.model = MonthModel(self)
        self._sum = label(self.look, "", 12, 500)
        self._sum.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.fill_button = Button(self.look, self.look.say("ui.field.fill"), "flat", size=12, parent=self)
        self.fill_button.setToolTip(self.look.say("ui.field.fill_help"))
        self.fill_button.clicked.connect(self.fill)
        self.grid = MonthGrid(self)
        self.grid.setModel(self.model)
        self.grid.setItemDelegate(_MonthDelegate(self))
        self.grid.setAccessibleDescription(self.look.say(self.described.help))
        self.grid.selectionModel().currentChanged.connect(lambda *_: self._show_source())
        self._source = quiet(self.look, parent=self)
        foot = QHBoxLayout()
        foot.addWidget(self.fill_button)
        foot.addStretch(1)
        foot.addWidget(self._sum)
        for each in (self.grid, self._source):
            self.rows.addWidget(each)
        self.rows.addLayout(foot)
        show(self._source, visible=False)

    @property
    def values(self) -> dict[str, Decimal]:
        """Month -> number."""
        found: dict[str, Decimal] = self.place.value(self.described.name)
        return found

    def refresh(self) -> None:
        months = tuple(sorted({*self.place.reader.months, *self.values}))
        self.model.show_months(months, 12 if self.width() >= _BROAD else _COLUMNS)
        self._fit()
        show(self.fill_button, not self.read_only)
        self._sum.setText(self._come_to())
        self._show_source()

    def finish(self) -> None:
        if self.grid.state() == QAbstractItemView.State.EditingState:
            self.grid.setFocus()  # takes what is typed over

    def resizeEvent(self, event: Any) -> None:
        super().resizeEvent(event)
        if self._place is not None and (self.width() >= _BROAD) != (self.model.columns == 12):
            self.refresh()

    def forget(self) -> None:
        super().forget()
        self.wrong.clear()
        self.grid.viewport().update()

    def told(self, at: str) -> str:
        """The value of a month; – for 0; what was typed there and refused."""
        if at in self.wrong:
            return self.wrong[at]
        value = self.values.get(at)
        return MISSING if value is not None and not value else told(self.place, self.described, value)

    def exact(self, at: str) -> str:
        """The value of a month as it is typed, or what was typed and refused."""
        if at in self.wrong:
            return self.wrong[at]
        value = self.values.get(at)
        return "0" if value is not None and not value else exact(self.place, self.described, value)

    def source(self, at: str) -> str:
        """Where the value of a month comes from; '' when it was typed."""
        passport = self._passport(at)
        if passport is None:
            return ""
        named = month(at, self.look.language)
        return self.look.say("ui.pair", name=named, value=passport_words(self.place.reader, passport))

    def type(self, months: tuple[str, ...], words: str) -> bool:
        """Set months to what was typed, as one step; whether it was done."""
        for each in months:
            self.wrong.pop(each, None)
        said = in_unit(self.place, self.described, words)
        if len(months) == 1 or not isinstance(self.place, ItemPlace):
            problem = self.place.type(self.described, said, months[0]) if months else None
        else:
            item, name = self.place.item.id, self.described.name
            cells = [(item, Column(name, each), said) for each in months]
            act = "change.filled" if said else "change.cleared"
            problem = self.place.editor.type_each(cells, act)
        self.tell(problem)
        return problem is None

    def fill(self) -> None:
        """Set the selected months, or all behind the current one, to the value of the first of them."""
        chosen = self.grid.chosen()
        months = self.model.months
        if len(chosen) == 1:
            chosen = months[months.index(chosen[0]) :]
        if chosen and not self.read_only:
            self.type(chosen[1:], self.exact(chosen[0]))

    def copy(self, months: tuple[str, ...]) -> None:
        """Put the values of months side by side on the clipboard."""
        cells = (self.exact(each).replace(",", "").replace("\u2212", "-") for each in months)
        QApplication.clipboard().setText("\t".join(cells))

    def paste(self, months: tuple[str, ...]) -> None:
        """Lay what is on the clipboard over the months from the first selected one on."""
        if not months or self.read_only or not isinstance(self.place, ItemPlace):
            return
        item = self.place.item
        start = self.model.months.index(months[0])
        cells = [each for row in cells_of(QApplication.clipboard().text()) for each in row]
        columns = [Column(self.described.name, each) for each in self.model.months[start:]]
        if len(cells) > len(columns):
            self.tell(Message("ui.field.too_many", {"count": len(cells), "months": len(columns)}))
            return
        block = "\t".join(in_unit(self.place, self.described, each) for each in cells)
        self.tell(self.place.editor.paste(item.kind, block, [item.id], columns[: len(cells)]))

    def _come_to(self) -> str:
        item = self.place.item if isinstance(self.place, ItemPlace) else None
        rule = item.combines if isinstance(item, Metric) else "sum"
        come_to = combined(self.values, self.place.reader.months, rule)
        if come_to is None:
            return ""
        said = told(self.place, self.described, come_to) or "0"
        return self.look.say("ui.pair", name=self.look.say(f"ui.field.comes_to.{rule}"), value=said)

    def _passport(self, at: str) -> Passport | None:
        origins = f"{self.described.name}_from"
        if not isinstance(self.place, ItemPlace) or origins not in describe(type(self.place.item)):
            return None
        return self.place.item.passports.get(self.place.value(origins).get(at, ""))

    def _show_source(self) -> None:
        at = self.model.month(self.grid.currentIndex())
        said = self.source(at) if at is not None and self._place is not None else ""
        self._source.setText(said)
        show(self._source, bool(said))

    def _fit(self) -> None:
        tall = self.model.rowCount() * _ROW + 2
        if self.grid.minimumHeight() != tall:
            self.grid.setFixedHeight(tall)
