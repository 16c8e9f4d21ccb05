"""What importing gives: all rows read, those loaded and those set aside, with the reasons."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from kakehashi.evidence.import_job import ImportResult
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.panel import Panel
from kakehashi.ui.without_options import without_options


class ResultPanel(Panel):
    """Figures, a bar, the reasons, what was decided on the way; `done`: of an import that has happened."""

    def __init__(self, look: Look, title: str, parent: QWidget | None = None, *, done: bool = False) -> None:
        super().__init__(look, title, parent)
        self._done = done
        self._bar = _Shares(look)
        self._grid = QGridLayout()
        self._grid.setVerticalSpacing(3)
        self._grid.setColumnStretch(0, 1)
        self.words = label(look, "", 11.5, token="text2")
        self.words.setWordWrap(True)
        rows = QVBoxLayout()
        rows.setContentsMargins(14, 10, 14, 12)
        rows.setSpacing(8)
        rows.addLayout(self._grid)
        rows.addWidget(self._bar)
        rows.addWidget(self.words)
        self.body.addLayout(rows)

    @property
    def lines(self) -> dict[str, str]:
        """The lines as they are read: words -> figure."""
        found = {}
        for row in range(self._grid.rowCount()):
            pair = [self._grid.itemAtPosition(row, column) for column in (0, 1)]
            labels = [each.widget() for each in pair if each is not None]
            if len(labels) == 2 and all(isinstance(each, QLabel) for each in labels):
                found[labels[0].text()] = labels[1].text()  # type: ignore[union-attr]
        return found

    def show_result(self, result: ImportResult | None) -> None:
        """Show what an import gives; None: not known yet."""
        while (old := self._grid.takeAt(0)) is not None:
            if (widget := old.widget()) is not None:
                widget.hide()
                widget.deleteLater()
        self._bar.setVisible(result is not None)
        if result is None:
            self.words.setText(self._look.say("ui.data.not_yet"))
            return
        say = self._look.say
        lines = [
            (say("ui.data.read"), result.read, "text"),
            (say("ui.data.loaded" if not self._done else "ui.data.was_loaded"), result.loaded, "text"),
            (say("ui.data.aside" if not self._done else "ui.data.was_aside"), result.set_aside, "text"),
            *((say(reason), count, "text2") for reason, count in result.reasons.items()),
        ]
        if result.won is not None:
            for name in ("won", "lost", "open"):
                lines.append((say(_OUTCOMES[name]), getattr(result, name) or 0, "text2"))
        for row, (words, count, token) in enumerate(lines):
            size = 12.5 if token == "text" else 12
            self._grid.addWidget(label(self._look, words, size, token=token), row, 0)
            figure = label(self._look, number_of(count), size, token=token)
            figure.setAlignment(Qt.AlignmentFlag.AlignRight)
            self._grid.addWidget(figure, row, 1)
        self._bar.show_shares(result.loaded, result.set_aside)
        self.words.setText("\n".join(without_options(say(note)) for note in result.notes))
        self.words.setVisible(bool(result.notes))


_OUTCOMES = {
    "won": "ui.data.outcome.won",
    "lost": "ui.data.outcome.lost",
    "open": "ui.data.outcome.open",
}


class _Shares(QWidget):
    """Loaded and set aside as one bar."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self._look = look
        self._loaded = self._aside = 0
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def sizeHint(self) -> QSize:
        return QSize(100, 8)

    def show_shares(self, loaded: int, aside: int) -> None:
        self._loaded, self._aside = loaded, aside
        said = self._look.say("ui.data.shares", loaded=number_of(loaded), aside=number_of(aside))
        self.setAccessibleName(said)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        whole = self._loaded + self._aside
        if not whole:
            return
        painter = QPainter(self)
        wide = self.width() * self._loaded / whole
        if self._aside:
            wide = min(wide, self.width() - 3.0)
        painter.fillRect(QRectF(0, 0, wide, self.height()), self._look.colour("accent"))
        if self._aside:
            rest = QRectF(wide + 1, 0, self.width() - wide - 1, self.height())
            painter.fillRect(rest, self._look.colour("warn"))
