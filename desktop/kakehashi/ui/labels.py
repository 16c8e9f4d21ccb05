"""Lines of text: a label in a token's colour, and a line of pieces of different size on one base line."""

from __future__ import annotations

import msgspec
from PySide6.QtGui import QFontMetricsF, QPalette
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget

from kakehashi.ui.look import Look


class PlainLabel(QLabel):
    """A label whose text is never read as markup, whatever a plan says."""

    def setText(self, said: str) -> None:
        if "<" in said:
            from PySide6.QtCore import Qt

            self.setTextFormat(Qt.TextFormat.PlainText)
        super().setText(said)


def label(
    look: Look,
    said: str,
    size: float = 13.0,
    weight: int = 400,
    *,
    token: str = "text",
    parent: QWidget | None = None,
) -> PlainLabel:
    """A label of plain text."""
    found = PlainLabel(parent)
    found.setFont(look.font(size, weight))
    if token != "text":
        set_token(found, look, token)
    found.setText(said)
    return found


def set_token(widget: QLabel, look: Look, token: str) -> None:
    """Give a label's text the colour of a token."""
    palette = widget.palette()
    if palette.color(QPalette.ColorRole.WindowText) == look.colour(token):
        return  # setting it again costs a look through the style sheet
    palette.setColor(QPalette.ColorRole.WindowText, look.colour(token))
    widget.setPalette(palette)


def show(widget: QWidget, visible: bool) -> None:
    """Show or hide a widget, unless it is as wanted: asking again costs a look through the style sheet."""
    if widget.isHidden() == visible:
        widget.setVisible(visible)


class Piece(msgspec.Struct, frozen=True):
    """A piece of a line: text, size in px, weight, token, and the room before it."""

    text: str
    size: float = 13.0
    weight: int = 400
    token: str = "text"
    gap: float = 0.0


class PieceLine(QWidget):
    """A figure with its unit and what follows it, all on one base line. Never cut: it asks for its width."""

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self._pieces: tuple[Piece, ...] = ()
        self._labels: list[PlainLabel] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)
        self._row.addStretch(1)

    @property
    def text(self) -> str:
        """All pieces as one line, as it is read aloud."""
        return " ".join(piece.text for piece in self._pieces if piece.text)

    def set_pieces(self, pieces: tuple[Piece, ...]) -> None:
        """Show these pieces."""
        self._pieces = pieces
        self.setAccessibleName(self.text)
        while len(self._labels) < len(pieces):
            self._labels.append(PlainLabel(self))
            self._row.insertWidget(len(self._labels) - 1, self._labels[-1])
        middle = max((self._middle(piece) for piece in pieces), default=0)
        for at, shown in enumerate(self._labels):
            if at < len(pieces):
                self._put(shown, pieces[at], middle)
            show(shown, at < len(pieces))

    def needed_width(self) -> float:
        """What all pieces take, px."""
        return sum(each.gap + self._look.width(each.text, each.size, each.weight) for each in self._pieces)

    def _put(self, shown: PlainLabel, piece: Piece, middle: float) -> None:
        """A label is centred; moved down, its base line meets that of the largest piece."""
        font = self._look.font(piece.size, piece.weight)
        if shown.font() != font:
            shown.setFont(font)
        set_token(shown, self._look, piece.token)
        shown.setContentsMargins(round(piece.gap), round(2 * (middle - self._middle(piece))), 0, 0)
        shown.setText(piece.text)

    def _middle(self, piece: Piece) -> float:
        """How far the base line lies below the middle of the line, px."""
        metrics = QFontMetricsF(self._look.font(piece.size, piece.weight))
        return (metrics.ascent() - metrics.descent()) / 2
