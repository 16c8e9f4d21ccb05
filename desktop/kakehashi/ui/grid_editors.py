"""What is typed into inside a cell: a line, a line that offers what can be chosen, several lines.

All have `words` and `set_words`, and are line or text edits underneath, so that input methods work.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import (
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    Qt,
    QTimer,
    Signal,
)
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import (
    QCalendarWidget,
    QCompleter,
    QLabel,
    QLineEdit,
    QListView,
    QPlainTextEdit,
    QWidget,
)

from kakehashi.plan.fields import FieldDescription
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.listed import can_hold, listed_words
from kakehashi.plan.money import plan_months
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.ui.look import Look
from kakehashi.words import month, shown

MOST_SHOWN = 12


class LineCell(QLineEdit):
    """One line. With `offers` it lists them while somebody types; choosing one is done with `chosen`."""

    chosen = Signal()

    def __init__(
        self, look: Look, parent: QWidget, offers: Sequence[str] = (), *, several: bool = False
    ) -> None:
        super().__init__(parent)
        self.setFrame(False)
        self.setFont(look.font(12))
        self.setTextMargins(4, 0, 4, 0)
        self._offers = tuple(offers)
        if self._offers:
            completer = (_OfSeveral if several else QCompleter)(list(self._offers), self)
            completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
            completer.setFilterMode(Qt.MatchFlag.MatchContains)
            completer.setMaxVisibleItems(MOST_SHOWN)
            popup = self._popup = QListView()
            popup.setFont(look.font(12))
            popup.setSpacing(1)
            popup.setMinimumWidth(round(min(max(map(look.width, self._offers)) + 40, 420)))
            popup.setAccessibleName(look.say("ui.grid.choices"))
            completer.setPopup(popup)
            self.setCompleter(completer)
            if not several:
                completer.activated.connect(self._choose)
                self.textEdited.connect(lambda _words: QTimer.singleShot(0, self, self._point_at_first))

    def words(self) -> str:
        """What stands there."""
        return self.text()

    def set_words(self, words: str) -> None:
        """Begin with these words, all selected."""
        self.setText(words)
        self.selectAll()

    def put(self, words: str) -> None:
        """Put these words instead, as if typed."""
        self.setText(words)
        self.textEdited.emit(words)
        if self._offers and not self._popup.isVisible():
            self.completer().setCompletionPrefix(words)
            self.completer().complete()

    def offer_all(self) -> None:
        """List everything that can be chosen, at what is chosen now."""
        completer = self.completer()
        if not self._offers:
            return
        now = self.text()
        completer.setCompletionPrefix("")
        completer.complete()
        if now in self._offers:
            self._mark(self._offers.index(now))

    def _choose(self, words: str) -> None:
        self.setText(words)
        QTimer.singleShot(0, self, self.chosen.emit)

    def _point_at_first(self) -> None:
        """Mark what Enter takes, without putting it into the line: somebody may be typing on."""
        if self._popup.isVisible() and self.text():
            self._mark(0)

    def _mark(self, row: int) -> None:
        marked = self._popup.selectionModel()
        marked.blockSignals(True)
        self._popup.setCurrentIndex(self.completer().completionModel().index(row, 0))
        marked.blockSignals(False)
        self._popup.viewport().update()


class _OfSeveral(QCompleter):
    """Completes the last of several names with commas between them."""

    def splitPath(self, path: str) -> list[str]:
        return [_last(path)[1]]

    def pathFromIndex(self, index: QModelIndex | QPersistentModelIndex) -> str:
        widget = self.widget()
        before = _last(widget.text())[0] if isinstance(widget, QLineEdit) else ""
        return before + super().pathFromIndex(index)


def _last(words: str) -> tuple[str, str]:
    at = max(words.rfind(mark) for mark in ",、，") + 1
    rest = words[at:]
    return words[:at] + " " * bool(at), rest.strip()


class LongCell(QPlainTextEdit):
    """Several lines, larger than its cell; Shift+Enter or Alt+Enter begins a new one."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.setFont(look.font(12))
        self.setTabChangesFocus(False)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)

    def words(self) -> str:
        """What stands there."""
        return self.toPlainText()

    def set_words(self, words: str) -> None:
        """Begin with these words, all selected."""
        self.setPlainText(words)
        self.selectAll()

    def put(self, words: str) -> None:
        """Put these words instead, as if typed."""
        self.setPlainText(words)
        self.moveCursor(QTextCursor.MoveOperation.End)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.insertPlainText("\n")  # what ends typing was taken by the grid
            return
        super().keyPressEvent(event)


class DateCell(LineCell):
    """A date: typed in any usual form, or chosen from a calendar."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(look, parent)
        self._look = look
        self._calendar: QCalendarWidget | None = None

    def offer_all(self) -> None:
        from PySide6.QtCore import QDate, QLocale

        calendar = self._calendar = QCalendarWidget(self)
        calendar.setWindowFlags(Qt.WindowType.Popup)
        calendar.setLocale(QLocale(self._look.language))
        calendar.setFont(self._look.font(12))
        calendar.setVerticalHeaderFormat(QCalendarWidget.VerticalHeaderFormat.NoVerticalHeader)
        calendar.setAccessibleName(self._look.say("ui.grid.calendar"))
        date = QDate.fromString(self.text(), "yyyy-MM-dd")
        if date.isValid():
            calendar.setSelectedDate(date)
        calendar.clicked.connect(self._take)
        calendar.activated.connect(self._take)
        calendar.move(self.mapToGlobal(QPoint(0, self.height())))
        calendar.show()

    def _take(self, date: object) -> None:
        if self._calendar is not None:
            self._calendar.hide()
            self._calendar.deleteLater()
            self._calendar = None
            self.setText(date.toString("yyyy-MM-dd"))  # type: ignore[attr-defined]
            QTimer.singleShot(0, self, self.chosen.emit)


CellEditor = LineCell | LongCell


def editor_for(look: Look, plan: Plan, described: FieldDescription, parent: QWidget) -> CellEditor:
    """The fitting editor of a field."""
    shape = described.field.shape
    if shape == "long_text":
        return LongCell(look, parent)
    if shape == "date":
        return DateCell(look, parent)
    return LineCell(look, parent, offers(look, plan, described), several=shape in ("refs", "list"))


def offers(look: Look, plan: Plan, described: FieldDescription) -> list[str]:
    """What can be chosen for a field, as it is typed; nothing for one that is free."""
    match described.field.shape:
        case "choice":
            return [look.say(described.choice(key)) for key in described.choices if key]
        case "flag":
            return [look.say("change.yes"), look.say("change.no")]
        case "month":
            return [month(each, look.language) for each in plan_months(plan)]
        case "list":
            return [listed_words(described, key, look.language) for key in can_hold(described)]
        case "ref" | "refs":
            kinds = described.field.kinds or tuple(KINDS)
            names = (
                shown(name_of(plan, item), look.language) for kind in kinds for item in plan.of_kind(kind)
            )
            return list(dict.fromkeys(filter(None, names)))
    return []


class Complaint(QLabel):
    """The sentence under an editor whose words can't be taken: what is wrong, while they stay as typed."""

    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self._place = parent
        self.setObjectName("complaint")
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setWordWrap(True)
        self.setFont(look.font(12))
        self.setMargin(6)
        palette = self.palette()
        palette.setColor(self.backgroundRole(), look.colour("bads"))
        palette.setColor(self.foregroundRole(), look.colour("bad"))
        self.setPalette(palette)
        self.setAutoFillBackground(True)
        self.hide()

    def say(self, sentence: str, editor: QWidget) -> None:
        """Say it below an editor, or above it where there is no room below."""
        place = self._place
        wide = min(max(editor.width(), 280), place.width() - 8)
        self.setText(sentence)
        self.setFixedWidth(wide)
        self.setFixedHeight(self.heightForWidth(wide))
        corner = editor.mapTo(place, QPoint(0, editor.height() + 1))
        if corner.y() + self.height() > place.height():
            corner = editor.mapTo(place, QPoint(0, -self.height() - 1))
        self.move(max(min(corner.x(), place.width() - wide - 4), 0), max(corner.y(), 0))
        self.raise_()
        self.show()
