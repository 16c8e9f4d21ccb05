"""A low strip of key figures: label, figure with unit, one line; a column each."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.ui.grounds import hairline
from kakehashi.ui.key_figures import KeyFigure
from kakehashi.ui.labels import Piece, PieceLine, label
from kakehashi.ui.look import Look
from kakehashi.ui.marked_line import MarkedLine
from kakehashi.ui.panel import Panel


class FigureStrip(Panel):
    """The figures side by side; of a figure what stands beside it, or its line, is told below."""

    def __init__(self, look: Look, name: str, count: int, parent: QWidget | None = None) -> None:
        super().__init__(look, parent=parent)
        self.setAccessibleName(name)
        across = QHBoxLayout()
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(0)
        self.body.addLayout(across)
        self.cells: list[_Cell] = []
        for at in range(count):
            if at:
                across.addWidget(hairline(look, "border", self, upright=True))
            self.cells.append(_Cell(look, self))
            across.addWidget(self.cells[-1], 1)

    def show_figures(self, figures: Sequence[KeyFigure]) -> None:
        """Show these, one a column."""
        for cell, figure in zip(self.cells, figures, strict=True):
            cell.show_figure(figure)


class _Cell(QWidget):
    def __init__(self, look: Look, parent: QWidget) -> None:
        super().__init__(parent)
        self.label = label(look, "", 12, token="text2", parent=self)
        self.figure = PieceLine(look, parent=self)
        self.line = MarkedLine(look, self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(14, 8, 10, 8)
        rows.setSpacing(0)
        rows.addWidget(self.label)
        rows.addWidget(self.figure)
        rows.addWidget(self.line, 1)

    def show_figure(self, shown: KeyFigure) -> None:
        said, token = (shown.beside, shown.beside_token) if shown.beside else (shown.line, shown.line_token)
        self.label.setText(shown.label)
        self.label.setToolTip(shown.label)
        self.figure.set_pieces((Piece(shown.figure or " ", 22), Piece(shown.unit, 12.5, gap=3)))
        self.line.show_line(said, token, shown.mark if shown.mark != "good" else None)
        self.setAccessibleName(" ".join(filter(None, (shown.label, self.figure.text, said))))
        self.setToolTip(shown.line)
