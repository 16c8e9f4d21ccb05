"""The line above a table: add, delete, find, which columns, and the sign that rows are sorted or filtered."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.item_table import ItemTable
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.values import NUMBERS

_LEAST_FIND, _FIND = 80, 190  # px


class GridToolbar(QWidget):
    """For one table of items."""

    def __init__(self, look: Look, table: ItemTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._table, self._model = look, table, table.item_model
        rows = QVBoxLayout(self)
        rows.setContentsMargins(10, 6, 10, 6)
        rows.setSpacing(4)
        line, arranged = QHBoxLayout(), QHBoxLayout()
        rows.addLayout(line)
        rows.addLayout(arranged)
        line.setSpacing(8)
        arranged.setSpacing(8)
        kind = look.say(f"kind.{self._model.adds}")
        self.add = Button(look, kind, "primary", icon="plus", size=12.5, parent=self)
        self.add.setAccessibleName(look.say("ui.grid.add_one", kind=kind))
        self.add.setToolTip(look.say("ui.grid.add_one", kind=kind))
        self.remove = Button(look, look.say("ui.grid.remove"), "outlined", size=12.5, parent=self)
        self.search = _Find(look, table, self)
        self.columns = Button(look, look.say("ui.grid.columns"), "outlined", size=12.5, parent=self)
        self.sign = label(look, "", 11.5, token="text2", parent=self)
        self.back = Button(look, look.say("ui.grid.back"), "link", size=12.5, parent=self)
        self.unit = label(look, "", 11.5, token="text2", parent=self)
        for widget in (self.add, self.remove, self.search, self.columns):
            line.addWidget(widget)
        line.addStretch(1)
        arranged.addWidget(self.sign)
        arranged.addWidget(self.back)
        arranged.addStretch(1)
        line.addWidget(self.unit)
        self.add.clicked.connect(table.acts.add)
        self.remove.clicked.connect(table.acts.remove)
        self.columns.clicked.connect(self._choose_columns)
        self.back.clicked.connect(self._as_planned)
        self._model.arranged_changed.connect(self.show_arranged)
        table.selectionModel().selectionChanged.connect(self._show_usable)
        self.show_arranged()

    def focus_filter(self) -> None:
        """Ctrl+F: type what the rows are to say."""
        self.search.setFocus()
        self.search.selectAll()

    def show_state(self) -> None:
        """Show what can be done now, and in which unit money is."""
        has_money = any(
            each.field.unit == "money" and each.field.shape in NUMBERS for each in self._model.fields
        )
        unit = self._look.say("ui.grid.unit", unit=self._model.unit.title) if has_money else ""
        self.unit.setText(unit)
        self._show_usable()

    def show_arranged(self) -> None:
        """The sign that rows stand in another order than the plan's, or that some are hidden."""
        model, say = self._model, self._look.say
        parts = []
        if model.sorted_by is not None:
            title = model.columns[model.column_of(model.sorted_by[0])].title
            parts.append(say("ui.grid.sorted", column=title))
        if model.filtered_by:
            shown = sum(row.style != "new" for row in model.rows)
            parts.append(say("ui.grid.filtered", shown=shown, count=model.count))
        self.sign.setText(say("ui.comma").join(parts))
        self.sign.setVisible(bool(parts))
        self.back.setVisible(bool(parts))

    def _as_planned(self) -> None:
        self.search.clear()
        self._model.arrange(None)
        self._table.setFocus()

    def _show_usable(self) -> None:
        read_only = self._table.editor.read_only
        why = self._look.say("ui.read_only") if read_only else ""
        self.add.setEnabled(not read_only)
        self.remove.setEnabled(not read_only and bool(self._table.places.items()))
        for button in (self.add, self.remove):
            if read_only:
                button.setToolTip(why)

    def _choose_columns(self) -> None:
        menu = QMenu(self)
        for at, column in enumerate(self._model.columns):
            action = menu.addAction(column.title)
            action.setCheckable(True)
            action.setChecked(not self._table.isColumnHidden(at))
            action.setEnabled(at > 0)
            action.toggled.connect(lambda shown, at=at: self._table.show_column(at, shown=shown))
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.columns.mapToGlobal(self.columns.rect().bottomLeft()))


class _Find(QLineEdit):
    """Shows only rows that say what is typed; Esc shows all again, Down goes to the table."""

    def __init__(self, look: Look, table: ItemTable, parent: QWidget) -> None:
        super().__init__(parent)
        self._table, self._model = table, table.item_model
        self.setObjectName("find")
        self.setFont(look.font(12.5))
        self.setPlaceholderText(look.say("ui.grid.find"))
        self.setAccessibleName(look.say("ui.grid.find"))
        self.setClearButtonEnabled(True)
        self.setMinimumWidth(_LEAST_FIND)
        self.setMaximumWidth(_FIND)
        self.textChanged.connect(self._filter)

    def sizeHint(self) -> QSize:
        return QSize(_FIND, super().sizeHint().height())

    def _filter(self, words: str) -> None:
        if words.strip() != self._model.filtered_by:
            self._model.arrange(self._model.sorted_by, words)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Escape if self.text():
                self.clear()
            case Qt.Key.Key_Down | Qt.Key.Key_Return | Qt.Key.Key_Enter:
                self._table.setFocus()
            case _:
                super().keyPressEvent(event)
