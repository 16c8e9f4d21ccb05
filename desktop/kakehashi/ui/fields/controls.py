"""Controls in which a person types: what they hold is given over when they are left, or with Enter.

Esc brings back what stood there. Ctrl+Z is the control's own while something is typed, and the plan's after
that. What was refused stays as typed, with a bad edge.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QFocusEvent, QKeyEvent, QKeySequence, QResizeEvent
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QWidget

from kakehashi.ui.look import Look

_MOST_LINES = 9
_AROUND, _ONE_LINE = 9, 28  # px above and below the lines, and of one line with them


class TypedLine(QLineEdit):
    """One line. `left` brings the words when they are another than before; `stepped` arrows up and down."""

    left = Signal(str)
    stepped = Signal(int)

    def __init__(self, look: Look, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._told = self._exact = ""
        self._giving = False
        self.setObjectName("field")
        self.setFont(look.font(12.5))
        self.setAccessibleName(name)

    @property
    def pending(self) -> bool:
        """Whether something is typed that was not taken over."""
        return self.isModified() and self.text() != self._exact

    def show_words(self, told: str, exact: str) -> None:
        """Show a value, `exact` while somebody types; what is being typed stays."""
        self._told, self._exact = told, exact
        if not self.pending:
            self._show()

    def restore(self) -> None:
        """Forget what was typed."""
        self.setModified(False)
        set_bad(self, bad=False)
        self._show()

    def take(self) -> None:
        """Give over what is typed."""
        if self.pending and not self._giving:  # what follows from giving it over comes back here
            self._giving = True
            self.left.emit(self.text())
            self._giving = False
        elif self.isModified() and not self._giving:
            self.restore()

    def taken(self) -> None:
        """What was typed stands in the plan now: from here on Ctrl+Z is the plan's."""
        at = self.cursorPosition()
        self.restore()
        self.setText(self.text())  # forgets what could be taken back
        self.setCursorPosition(at if self.hasFocus() else 0)

    def focusInEvent(self, event: QFocusEvent) -> None:
        if not self.isModified():
            self._put(self._exact)
        super().focusInEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.take()
            if not self.isModified():
                self._put(self._told)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.take()
        elif event.key() == Qt.Key.Key_Escape and self.isModified():
            self.restore()
        elif event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down):
            self.stepped.emit(1 if event.key() == Qt.Key.Key_Up else -1)
        else:
            super().keyPressEvent(event)

    def write(self, words: str) -> None:
        """Put words there as if they were typed."""
        self.setText(words)
        self.setModified(True)

    def event(self, event: QEvent) -> bool:
        if _is_for_the_plan(event, self.isUndoAvailable(), self.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def _show(self) -> None:
        self._put(self._exact if self.hasFocus() else self._told)

    def _put(self, words: str) -> None:
        if self.text() != words:
            at = self.cursorPosition()
            self.setText(words)
            self.setCursorPosition(min(at, len(words)) if self.hasFocus() else 0)
        self.setModified(False)


class TypedText(QPlainTextEdit):
    """Several lines, as high as its text. Ctrl+Enter gives it over; Tab leaves it.

    `one_line`: a text of one line, broken where there is no room for it; Enter gives it over.
    """

    left = Signal(str)

    def __init__(
        self, look: Look, name: str, parent: QWidget | None = None, *, one_line: bool = False
    ) -> None:
        super().__init__(parent)
        self._one_line = one_line
        self._exact = ""
        self._giving = False
        self.setObjectName("field")
        self.setFont(look.font(12.5))
        self.setAccessibleName(name)
        self.setTabChangesFocus(True)
        self.document().setDocumentMargin(2)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.document().documentLayout().documentSizeChanged.connect(self._fit)
        self._fit()

    def text(self) -> str:
        """What it holds; of one line, line breaks that were pasted are blanks."""
        words = self.toPlainText()
        return " ".join(words.splitlines()) if self._one_line else words

    @property
    def pending(self) -> bool:
        """Whether something is typed that was not taken over."""
        return self.document().isModified() and self.text() != self._exact

    def show_words(self, _told: str, exact: str) -> None:
        """Show a value; what is being typed stays."""
        pending = self.pending
        self._exact = exact
        if not pending:
            self._put(exact)

    def restore(self) -> None:
        """Forget what was typed."""
        set_bad(self, bad=False)
        self._put(self._exact)

    def take(self) -> None:
        """Give over what is typed."""
        if self.pending and not self._giving:
            self._giving = True
            self.left.emit(self.text())
            self._giving = False

    def taken(self) -> None:
        """What was typed stands in the plan now: from here on Ctrl+Z is the plan's."""
        self.restore()
        self.document().clearUndoRedoStacks()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if event.reason() != Qt.FocusReason.PopupFocusReason:
            self.take()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if enter and (self._one_line or event.modifiers() & Qt.KeyboardModifier.ControlModifier):
            self.take()
        elif event.key() == Qt.Key.Key_Escape and self.pending:
            self.restore()
        else:
            super().keyPressEvent(event)

    def event(self, event: QEvent) -> bool:
        document = self.document()
        if _is_for_the_plan(event, document.isUndoAvailable(), document.isRedoAvailable()):
            event.ignore()
            return False
        return super().event(event)

    def _put(self, words: str) -> None:
        if self.toPlainText() != words:
            self.setPlainText(words)
        self.document().setModified(False)

    def _fit(self) -> None:
        lines = max(round(self.document().size().height()), 1)
        shown = min(lines, _MOST_LINES)
        tall = max(round(shown * self.fontMetrics().lineSpacing() + _AROUND), _ONE_LINE)
        always = (
            Qt.ScrollBarPolicy.ScrollBarAsNeeded if lines > shown else Qt.ScrollBarPolicy.ScrollBarAlwaysOff
        )
        if self.verticalScrollBarPolicy() != always:
            self.setVerticalScrollBarPolicy(always)
        if self.height() != tall or self.minimumHeight() != tall:
            self.setFixedHeight(tall)


def _is_for_the_plan(event: QEvent, undo: bool, redo: bool) -> bool:
    """Whether a key is one of undo and redo that the control has nothing for."""
    if event.type() != QEvent.Type.ShortcutOverride or not isinstance(event, QKeyEvent):
        return False
    if event.matches(QKeySequence.StandardKey.Undo):
        return not undo
    ctrl_y = event.key() == Qt.Key.Key_Y and event.modifiers() == Qt.KeyboardModifier.ControlModifier
    return (ctrl_y or event.matches(QKeySequence.StandardKey.Redo)) and not redo


def set_bad(widget: QWidget, *, bad: bool) -> None:
    """Give a control a bad edge, or its own again."""
    if bool(widget.property("bad")) != bad:
        widget.setProperty("bad", bad)
        widget.style().unpolish(widget)
        widget.style().polish(widget)
        widget.update()
