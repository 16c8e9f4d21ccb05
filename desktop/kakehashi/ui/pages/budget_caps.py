"""The caps above the budget: a card a category and one for the whole, filled as far as is planned."""

from __future__ import annotations

from decimal import Decimal

import msgspec
from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QFontMetricsF, QMouseEvent, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from kakehashi.drawing.badges import badge
from kakehashi.ui.grounds import hairline
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes
from kakehashi.ui.panel import Panel

_SIDE, _HIGH, _BAR, _TICK = 12, 88, 8, 4
_FURTHEST = Decimal("1.3")  # of the cap


class CapCard(msgspec.Struct, frozen=True, kw_only=True):
    """Planned against cap (None = no cap), in full units; texts ready to be shown. `token`: of the bar."""

    key: str
    name: str
    planned: Decimal
    planned_text: str
    cap: Decimal | None
    cap_text: str
    note: str
    token: str

    @property
    def over(self) -> bool:
        """Whether more is planned than may be."""
        return self.cap is not None and self.planned > self.cap


class BudgetCaps(Panel):
    """`chosen` tells the card that somebody clicks."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self._look = look
        self.setAccessibleName(look.say("ui.budget.caps"))
        self.cards: list[_Card] = []
        self._row = QHBoxLayout()
        self._row.setSpacing(0)
        self._row.setContentsMargins(0, 0, 0, 0)
        self.body.addLayout(self._row)

    def show_cards(self, cards: tuple[CapCard, ...]) -> None:
        """Show these; cards that are there already stay."""
        if [card.key for card in cards] != [each.card.key for each in self.cards]:
            self._rebuild(cards)
        for widget, card in zip(self.cards, cards, strict=True):
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
            widget = _Card(self._look, card, self)
            widget.pressed.connect(self.chosen)
            self.cards.append(widget)
            self._row.addWidget(widget, 1)


class _Card(QWidget):
    pressed = Signal(str)

    def __init__(self, look: Look, card: CapCard, parent: QWidget) -> None:
        super().__init__(parent)
        self._look, self.card = look, card
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setMinimumWidth(90)
        self.show_card(card)

    def show_card(self, card: CapCard) -> None:
        self.card = card
        said = " ".join(filter(None, (card.name, card.planned_text, card.cap_text, card.note)))
        self.setAccessibleName(said)
        self.setToolTip(said)
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(150, _HIGH)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self.pressed.emit(self.card.key)

    def paintEvent(self, _event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_words(painter)
        self._paint_bar(painter)

    def _paint_words(self, painter: QPainter) -> None:
        look, card = self._look, self.card
        room = self.width() - 2 * _SIDE
        self._line(painter, card.name, 12, 22, "text", room)
        painter.setFont(look.font(14.5, 500 if card.over else 400))
        painter.setPen(look.colour("text"))
        painter.drawText(QPointF(_SIDE, 43), card.planned_text)
        used = look.width(card.planned_text, 14.5, 500) + 8
        wide = look.width(card.cap_text, 11.5)
        if wide <= room - used:
            painter.setFont(look.font(11.5))
            painter.setPen(look.colour("text2"))
            painter.drawText(QPointF(self.width() - _SIDE - wide, 43), card.cap_text)
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
