"""Cells of a grid drawn and typed into: Enter and Tab go on, Esc leaves, a wrong value stays as typed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QKeyEvent, QPainter
from PySide6.QtWidgets import QApplication, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from kakehashi.ui.grid_editors import CellEditor, Complaint, LineCell, LongCell, editor_for
from kakehashi.ui.grid_paint import CellPainter

if TYPE_CHECKING:
    from kakehashi.ui.grid import Grid
    from kakehashi.words import Message

Index = QModelIndex | QPersistentModelIndex
_SELECTED = QStyle.StateFlag.State_Selected
_ENTER = (Qt.Key.Key_Return, Qt.Key.Key_Enter)
_TABS = (Qt.Key.Key_Tab, Qt.Key.Key_Backtab)
_ARROWS: dict[int, tuple[int, int]] = {
    Qt.Key.Key_Up: (-1, 0),
    Qt.Key.Key_Down: (1, 0),
    Qt.Key.Key_Left: (0, -1),
    Qt.Key.Key_Right: (0, 1),
}
_LONG = QSize(300, 96)  # px of an editor of several lines, at least


class GridDelegate(QStyledItemDelegate):
    """Draws cells and lends them editors. One editor is open at a time: `editor`, at `place`."""

    def __init__(self, grid: Grid) -> None:
        super().__init__(grid)
        self._grid = grid
        self._painter = CellPainter(grid.look)
        self.editor: CellEditor | None = None
        self.place = QPersistentModelIndex()
        self.typed_over = False
        self._complaint: Complaint | None = None

    # Drawing ---------------------------------------------------------------------------------------------

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        grid, place = self._grid, (index.row(), index.column())
        rect = option.rect
        selected = bool(option.state & _SELECTED)
        places = grid.places
        alone = selected and place == places.current and places.single
        self._painter.paint(painter, rect, grid.grid_model, place, selected=selected and not alone)
        if place == places.current:
            self._painter.ring(painter, rect, focused=grid.hasFocus())
        if place == places.corner:
            self._painter.handle(painter, rect)

    # Editors ---------------------------------------------------------------------------------------------

    def createEditor(self, parent: QWidget, _option: QStyleOptionViewItem, index: Index) -> QWidget:
        model = self._grid.grid_model
        row, column = model.at(index)
        cell = model.cell(row, column)
        assert cell is not None
        editor = editor_for(self._grid.look, model.plan, model.described(cell, row), parent)
        editor.setAccessibleName(column.title)
        editor.setObjectName("cell")
        if isinstance(editor, LineCell):
            if column.right:
                editor.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
            editor.chosen.connect(self._take)
        self.editor, self.place = editor, QPersistentModelIndex(index)
        editor.set_words(model.said(row, column))
        return editor

    def setEditorData(self, _editor: QWidget, _index: Index) -> None:
        """Nothing: what is typed stays, whatever arrives meanwhile."""

    def setModelData(self, *_args: object) -> None:
        """Nothing: `commit` types through the plan's editor."""

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        rect: QRect = option.rect
        if isinstance(editor, LongCell):
            rect = QRect(rect)
            rect.setSize(rect.size().expandedTo(_LONG))
            room = self._grid.viewport().rect()
            rect.moveBottom(min(rect.bottom(), max(room.bottom(), rect.height())))
            rect.moveRight(min(rect.right(), max(room.right(), rect.width())))
        else:
            rect = rect.adjusted(0, 0, max(0, 90 - rect.width()), 0)
        editor.setGeometry(rect)

    def destroyEditor(self, editor: QWidget, index: Index) -> None:
        if editor is self.editor:
            self.editor = None
        super().destroyEditor(editor, index)

    def eventFilter(self, editor: QObject, event: QEvent) -> bool:
        if editor is not self.editor:
            return False
        if event.type() == QEvent.Type.KeyPress:
            return self._key(event)  # type: ignore[arg-type]
        if event.type() == QEvent.Type.ShortcutOverride and event.key() == Qt.Key.Key_Escape:  # type: ignore[attr-defined]
            event.accept()
            return True
        if event.type() == QEvent.Type.FocusOut:
            reason = event.reason()  # type: ignore[attr-defined]
            stays = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
            if reason not in stays and QApplication.activePopupWidget() is None and self.commit():
                self.close(0, 0)
            return False
        return False

    def _key(self, event: QKeyEvent) -> bool:
        key, keys = event.key(), event.modifiers()
        shift = bool(keys & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Escape:
            self.close(0, 0)
            return True
        if key in _ENTER:
            if isinstance(self.editor, LongCell) and keys & ~Qt.KeyboardModifier.KeypadModifier:
                return False
            if self.commit():
                self.close(-1 if shift else 1, 0)
            return True
        if key in _TABS:
            if self.commit():
                self.close(0, -1 if shift or key == Qt.Key.Key_Backtab else 1)
            return True
        if key in _ARROWS and self.typed_over and not keys & ~Qt.KeyboardModifier.KeypadModifier:
            if self.commit():
                self.close(*_ARROWS[key])
            return True
        if key == Qt.Key.Key_F2 and isinstance(self.editor, LineCell):
            self.typed_over = False
            self.editor.offer_all()
            return True
        return False

    def _take(self) -> None:
        """One of what can be chosen was chosen."""
        if self.commit():
            self.close(1, 0)

    def began(self, *, typed: bool) -> None:
        """An editor was opened: by typing over what stood there (arrows go on then), or to change it."""
        editor, place = self.editor, self.place
        self.typed_over = typed
        if not isinstance(editor, LineCell):
            return
        if not typed:
            editor.offer_all()
            return
        model = self._grid.grid_model
        row, column = model.at(place)
        cell = model.cell(row, column)
        if cell is not None and editor.text().isdigit() and model.is_rate(cell, row):
            editor.setText(editor.text() + "%")
            editor.setCursorPosition(len(editor.text()) - 1)

    def commit(self) -> bool:
        """Put what was typed into the plan; whether it could be. Else it stays, with the reason."""
        editor = self.editor
        if editor is None or not self.place.isValid():
            return True
        model = self._grid.grid_model
        row, column = model.at(self.place)
        words = editor.words()
        problem = None if words == model.said(row, column) else self._grid.acts.type(row, column, words)
        if problem is None:
            return True
        self._complain(problem)
        return False

    def close(self, down: int, right: int) -> None:
        """Put the open editor away and go on by so many cells."""
        editor, self.editor = self.editor, None
        if self._complaint is not None:
            self._complaint.hide()
        if editor is None:
            return
        self._grid.setFocus()
        self.closeEditor.emit(editor, QStyledItemDelegate.EndEditHint.NoHint)
        if down or right:
            self._grid.places.step(down, right)

    def stays(self, words: str, problem: Message) -> None:
        """Put words into the open editor that could not be taken, with the reason."""
        if self.editor is not None:
            self.editor.put(words)
            self._complain(problem)

    def _complain(self, problem: Message) -> None:
        editor, grid = self.editor, self._grid
        assert editor is not None
        if self._complaint is None:
            self._complaint = Complaint(grid.look, grid.viewport())
        editor.setProperty("bad", True)
        editor.style().unpolish(editor)
        editor.style().polish(editor)
        sentence = grid.look.say(problem)
        editor.setAccessibleDescription(sentence)
        self._complaint.say(sentence, editor)
        editor.setFocus()
