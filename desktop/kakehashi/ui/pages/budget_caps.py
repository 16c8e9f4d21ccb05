"""The caps above the budget: a card a category and one for the whole, filled as far as is planned.

A click goes to the category's row; a click on the cap, Enter or a digit on the card changes the cap.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QSizePolicy, QWidget

from kakehashi.drawing.badges import badge
from kakehashi.ui.fields.controls import set_bad
from kakehashi.ui.grounds import hairline
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes
from kakehashi.ui.panel import Panel
from kakehashi.words import Message

_SIDE, _HIGH, _BAR, _TICK = 12, 88, 8, 4
_FURTHEST = Decimal("1.3")  # of the cap
_CAP_TOP, _CAP_HIGH, _CAP_WIDE, _CAP_LEAST = 26, 24, 96, 60
_EDIT_HIGH = 28

Write = Callable[[str, str], Message | None]
"""Set the cap of a card to what was typed; what is wrong with it, else None."""


class CapCard(msgspec.Struct, frozen=True, kw_only=True):
    """Planned against cap (None = no cap), in full units; texts ready to be shown, `cap_typed` as it is
    typed. `token`: of the bar."""

    key: str
    name: str
    planned: Decimal
    planned_text: str
    planned_bare: str  # without the unit, where there is no room for both
    cap: Decimal | None
    cap_text: str
    cap_typed: str
    note: str
    token: str

    @property
    def over(self) -> bool:
        """Whether more is planned than may be."""
        return self.cap is not None and self.planned > self.cap


class BudgetCaps(Panel):
    """`chosen` tells the card that somebody clicks."""

    chosen = Signal(str)

    def __init__(self, look: Look, write: Write, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._look, self._write = look, write
        self.setAccessibleName(look.say("ui.budget.caps"))
        self.cards: list[_Card] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._row)

    def show_cards(self, cards: tuple[CapCard, ...], *, read_only: bool) -> None:
        """Show these; cards that are there already stay, and so does what is typed in them."""
        if [card.key for card in cards] != [each.card.key for each in self.cards]:
            self._rebuild(cards)
        for widget, card in zip(self.cards, cards, strict=True):
            widget.read_only = read_only
            widget.show_card(card)

    def _rebuild(self, cards: tuple[CapCard, ...]) -> None:
        while (item := self._row.takeAt(0)) is not None:
            if (widget := item.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self.cards = []
        for at, card in enumerate(cards):
            if at:
                self._row.addWidget(hairline(self._look, "border", self, upright=True))
            widget = _Card(self._look, card, self._write, self)
            widget.pressed.connect(self.chosen)
            self.cards.append(widget)
            self._row.addWidget(widget, 1)


class _CapEdit(QLineEdit):
    """The cap as it is typed: Enter or leaving takes it, Esc gives it up."""

    typed = Signal(str)
    given_up = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.given_up.emit()
            return
        super().keyPressEvent(event)
        event.accept()  # Enter is not for the card, too


class _Card(QWidget):
    pressed = Signal(str)

    def __init__(self, look: Look, card: CapCard, write: Write, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.card, self._write = look, card, write
        self.read_only = False
        self.edit: _CapEdit | None = None
        self._problem = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(90)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.show_card(card)

    def show_card(self, card: CapCard) -> None:
        self.card = card
        said = " ".join(filter(None, (card.name, card.planned_text, card.cap_text, card.note)))
        self.setAccessibleName(said)
        self.setToolTip(said if self.read_only else f"{said}\n{self._look.say('ui.budget.cap_help')}")
        self.update()

    # ---- changing the cap

    def begin(self, words: str | None = None) -> None:
        """Let the cap be typed, over these words instead of its own."""
        if self.read_only or self.edit is not None:
            return
        edit = self.edit = _CapEdit(self)
        edit.setObjectName("field")
        edit.setFont(self._look.font(12.5))
        edit.setAlignment(Qt.AlignmentFlag.AlignRight)
        edit.setAccessibleName(self._look.say("ui.budget.cap_of", name=self.card.name))
        edit.setText(self.card.cap_typed if words is None else words)
        planned = self._look.width(self.card.planned_text, 14.5, 500) + 8
        wide = max(min(self._look.scaled(_CAP_WIDE), self.width() - 2 * _SIDE - round(planned)), _CAP_LEAST)
        edit.setGeometry(self.width() - _SIDE - wide, _CAP_TOP - 2, wide, _EDIT_HIGH)
        edit.given_up.connect(self._end)
        edit.editingFinished.connect(self._typed)
        edit.show()
        edit.setFocus()
        if words is None:
            edit.selectAll()

    def _typed(self) -> None:
        """Write it; what is wrong with it stands below, the words stay."""
        edit = self.edit
        if edit is None:
            return
        words = edit.text().strip()
        problem = None if words == self.card.cap_typed else self._write(self.card.key, words)
        if problem is None:
            self._end()
            return
        self._problem = self._look.say(problem)
        set_bad(edit, bad=True)
        edit.setToolTip(self._problem)
        self.update()

    def _end(self) -> None:
        edit, self.edit, self._problem = self.edit, None, ""
        if edit is not None:
            held = edit.hasFocus()
            edit.hide()
            edit.deleteLater()
            if held:
                self.setFocus()
        self.update()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_F2):
            self.begin()
        elif event.key() == Qt.Key.Key_Space:
            self.pressed.emit(self.card.key)
        elif event.text().isdigit():
            self.begin(event.text())
        else:
            super().keyPressEvent(event)

    def sizeHint(self) -> QSize:
        return QSize(150, _HIGH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._over_cap(event):
            self.begin()
        else:
            self.pressed.emit(self.card.key)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        over = self._over_cap(event)
        self.setCursor(Qt.CursorShape.IBeamCursor if over else Qt.CursorShape.ArrowCursor)

    def _over_cap(self, event: QMouseEvent) -> bool:
        wide = max(self._look.width(self.card.cap_text, 11.5), 40)
        place = QRectF(self.width() - _SIDE - wide, _CAP_TOP, wide, _CAP_HIGH)
        return not self.read_only and place.contains(event.position())

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter)
        self._paint_bar(painter)
        if self.hasFocus():
            painter.setPen(QPen(self._look.colour("focus"), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(2, 2, -2, -2), 4, 4)

    def _paint_words(self, painter: QPainter) -> None:
        look, card = self._look, self.card
        room = self.width() - 2 * _SIDE
        self._line(painter, card.name, 12, 22, "text", room)
        painter.setFont(look.font(14.5, 500 if card.over else 400))
        painter.setPen(look.colour("text"))
        wide = look.width(card.cap_text, 11.5)
        planned = card.planned_text
        if look.width(planned, 14.5, 500) + 8 + wide > room:
            planned = card.planned_bare
        painter.drawText(QPointF(_SIDE, 43), planned)
        used = look.width(planned, 14.5, 500) + 8
        if wide <= room - used and self.edit is None:
            painter.setFont(look.font(11.5))
            painter.setPen(look.colour("text2"))
            painter.drawText(QPointF(self.width() - _SIDE - wide, 43), card.cap_text)
        if self._problem:
            self._line(painter, self._problem, 11.5, 78, "bad", room)
            return
        left = 0
        if card.over:
            paint_shapes(painter, badge("over", "bad", _SIDE + 6, 74, 12), look)
            left = 17
        self._line(painter, card.note, 11.5, 78, "bad" if card.over else "text2", room - left, left)

    def _line(
        self, painter: QPainter, said: str, size: float, base: float, token: str, room: float, left: float = 0
    ) -> None:
        font = self._look.font(size)
        painter.setFont(font)
        painter.setPen(self._look.colour(token))
        elided = QFontMetricsF(font).elidedText(said, Qt.TextElideMode.ElideRight, room)
        painter.drawText(QPointF(_SIDE + left, base), elided)

    def _paint_bar(self, painter: QPainter) -> None:
        look, card = self._look, self.card
        if card.cap is None:
            return
        room, top = self.width() - 2 * _SIDE, 53.0
        share = min(card.planned / card.cap, _FURTHEST) if card.cap else _FURTHEST * (card.planned > 0)
        scale = room / float(max(share, Decimal(1)))
        painter.fillRect(QRectF(_SIDE, top, scale, _BAR), look.colour("line"))
        within = float(min(share, Decimal(1))) * scale
        painter.fillRect(QRectF(_SIDE, top, within, _BAR), look.colour(card.token))
        if share > 1:
            painter.fillRect(QRectF(_SIDE + scale, top, room - scale, _BAR), look.colour("bad"))
        painter.setPen(QPen(look.colour("text"), 2))
        tick = min(_SIDE + scale, self.width() - _SIDE - 1)
        painter.drawLine(QPointF(tick, top - _TICK), QPointF(tick, top + _BAR + _TICK))
