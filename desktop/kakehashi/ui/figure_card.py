"""The row of key figures: one sheet, a column each, the figure largest."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING

from PySide6.QtCore import QSize, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from kakehashi.ui.grounds import hairline
from kakehashi.ui.labels import Piece, PieceLine, label, show
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MARK, MarkedLine
from kakehashi.ui.panel import Panel

if TYPE_CHECKING:
    from PySide6.QtGui import QMouseEvent, QPaintEvent

    from kakehashi.ui.figure_bars import Drawn
    from kakehashi.ui.key_figures import KeyFigure

_LEFT, _RIGHT, _GAP = 18, 16, 9
_ABOVE, _BETWEEN, _BELOW = 10, 4, 8
_BAR = 36
_CARDS = 4


class FigureRow(Panel):
    """All key figures side by side. A click on one leads to its chapter."""

    chosen = Signal(str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.setAccessibleName(look.say("ui.overview.figures"))
        row = QHBoxLayout()
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        self.body.addLayout(row)
        self.cards = tuple(FigureCard(look, first=not at, parent=self) for at in range(_CARDS))
        for card in self.cards:
            card.chosen.connect(self.chosen)
            row.addWidget(card, 1)

    def show_figures(self, figures: tuple[KeyFigure, ...], *, texts_only: bool) -> None:
        """Show these; the first paint does without bars and marks."""
        for card, figure in zip(self.cards, figures, strict=True):
            card.show_figure(figure, texts_only=texts_only)

    def fit(self, width: int) -> None:
        """Break what stands beside the figures onto a line of its own where a card is too narrow for it."""
        room = (width - 2) // max(len(self.cards), 1)
        broken = any(card.needed_width() > room for card in self.cards)
        for card in self.cards:
            card.set_broken(broken)

    def height_for(self, width: int) -> int:
        """How high the row is in this width, px."""
        room = (width - 2) // max(len(self.cards), 1)
        return max((card.height_for(room) for card in self.cards), default=100) + 2


class FigureCard(QFrame):
    """Label, figure with unit, one line, a small bar."""

    chosen = Signal(str)

    def __init__(self, look: Look, *, first: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._figure: KeyFigure | None = None
        self._broken = False
        self.label = label(look, "", 12, token="text2", parent=self)
        self.figure = PieceLine(look, parent=self)
        self.aside: PieceLine | None = None
        self.line = MarkedLine(look, self)
        self._bar: _Bar | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        if not first:
            across.addWidget(hairline(look, "border", self, upright=True))
        rows = self._rows = QVBoxLayout()
        across.addLayout(rows, 1)
        rows.setContentsMargins(_LEFT, _ABOVE, _RIGHT, _BELOW)
        rows.setSpacing(0)
        rows.addWidget(self.label)
        rows.addWidget(self.figure)
        rows.addWidget(self.line)
        rows.addSpacing(_BETWEEN)
        self._below = QVBoxLayout()
        self._below.addSpacing(_BAR)
        rows.addLayout(self._below)
        rows.addStretch(1)

    def show_figure(self, shown: KeyFigure, *, texts_only: bool) -> None:
        """Put the texts in their places, then bar and mark."""
        self._figure = shown
        self.label.setText(shown.label)
        self._put_figure(shown)
        self.line.show_line(shown.line, shown.line_token, None if texts_only else shown.mark)
        self._draw(None if texts_only else shown.picture)
        aside = self.aside.text if self.aside is not None else ""
        spoken = (shown.label, self.figure.text, aside, shown.line)
        self.setAccessibleName(" ".join(filter(None, spoken)))
        self.setToolTip(shown.line)

    def needed_width(self) -> float:
        """What the card needs with everything beside its figure, px."""
        shown = self._figure
        beside = self._look.width(shown.beside, 12) + _GAP if shown is not None and shown.beside else 0
        own = self.figure.needed_width()
        return _LEFT + _RIGHT + (own + beside if self._broken else own)

    def set_broken(self, broken: bool) -> None:
        """Whether what stands beside the figure has a line of its own."""
        if broken != self._broken:
            self._broken = broken
            if self._figure is not None:
                self._put_figure(self._figure)

    def _put_figure(self, shown: KeyFigure) -> None:
        figure = (Piece(shown.figure or " ", 26), Piece(shown.unit, 13, gap=3))
        beside = Piece(shown.beside, 12, token=shown.beside_token, gap=0 if self._broken else _GAP)
        own_line = self._broken and bool(shown.beside)
        self.figure.set_pieces(figure if own_line or not shown.beside else (*figure, beside))
        if self.aside is None and own_line:
            self.aside = PieceLine(self._look, self)
            self._rows.insertWidget(2, self.aside)
        if self.aside is not None:
            self.aside.set_pieces((beside,) if own_line else ())
            show(self.aside, own_line)

    def height_for(self, width: int) -> int:
        """How high the card is in this width, px."""
        shown, look = self._figure, self._look
        if shown is None:
            return 0
        room = width - _LEFT - _RIGHT - (MARK if shown.mark else 0)
        texts = [look.height(shown.label, 12, width), look.height(shown.figure, 26, width)]
        texts.append(look.height(shown.beside, 12, width) if self._broken else 0)
        texts.append(look.height(shown.line, 11.5, room))
        return sum(map(ceil, texts)) + _ABOVE + _BETWEEN + _BAR + _BELOW

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        if self._figure is not None and self._figure.chapter:
            self.chosen.emit(self._figure.chapter)

    def _draw(self, drawn: Drawn | None) -> None:
        """The bar; its room is kept while there is none."""
        if self._bar is None and drawn is not None:
            self._bar = _Bar(self._look, self)
            self._below.takeAt(0)
            self._below.addWidget(self._bar)
        if self._bar is not None:
            self._bar.draw(drawn)


class _Bar(QWidget):
    """A scene that is as wide as its place."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._drawn: Drawn | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def draw(self, drawn: Drawn | None) -> None:
        """Draw this, or nothing; the room stays."""
        self._drawn = drawn
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(80, _BAR)

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._drawn is not None:
            from PySide6.QtGui import QPainter

            from kakehashi.ui.paint import paint_shapes

            painter = QPainter(self)
            paint_shapes(painter, self._drawn(self.width()).shapes, self._look)
