"""Items that hang on another (agreements, comments): a line each, opened to a small form in its place."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtWidgets import QVBoxLayout, QWidget

from kakehashi.drawing.badges import AgreementState, agreement
from kakehashi.plan.item import Item
from kakehashi.ui.fields.elided_button import ElidedButton
from kakehashi.ui.fields.form import Form
from kakehashi.ui.fields.place import Place
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.paint import paint_shapes

_MARK = 14


class Line(msgspec.Struct, frozen=True):
    """A line: what it says, an agreement's state as its mark ('' = none), the place that its form edits."""

    words: str
    place: Any
    mark: str = ""


class OpenedRows(QWidget):
    """The lines below a title. One of them at a time shows its form."""

    gone_to = Signal(str)

    def __init__(
        self, look: Look, kind: type[Item], without: Sequence[str], title: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._kind, self._without = look, kind, without
        self.lines: list[ElidedButton] = []
        self.form: Form | None = None
        self._shown: tuple[Line, ...] = ()
        self._open: tuple[str, ...] = ()
        self._rows = QVBoxLayout(self)
        self._rows.setContentsMargins(0, 0, 0, 0)
        self._rows.setSpacing(1)
        self._rows.addWidget(label(look, title, 12.5, 700, parent=self))

    def show_lines(self, lines: tuple[Line, ...]) -> None:
        """Show these lines; the one that was open stays open while it is there."""
        self._shown = lines
        while len(self.lines) < len(lines):
            self._make(len(self.lines))
        for at, button in enumerate(self.lines):
            show(button, at < len(lines))
            if at < len(lines):
                self._put(button, lines[at])
        self._show_form()

    def finish(self) -> None:
        """Give over what is typed."""
        if self.form is not None:
            self.form.finish()

    def close_form(self) -> None:
        """Show lines only."""
        self.finish()
        self._open = ()

    def open_at(self, at: int) -> None:
        """Open a line's form, or close it."""
        self.finish()
        subject = self._shown[at].place.subject
        self._open = () if subject == self._open else subject
        self._show_form()

    def _make(self, at: int) -> None:
        button = ElidedButton(self._look, "record", self, 12)
        button.setIconSize(QSize(_MARK, _MARK))
        button.clicked.connect(lambda: self.open_at(at))
        self.lines.append(button)
        self._rows.addWidget(button)

    def _put(self, button: ElidedButton, line: Line) -> None:
        button.show_words(line.words)
        button.setToolTip(line.words)
        button.setIcon(mark_icon(self._look, line.mark) if line.mark else QIcon())

    def _show_form(self) -> None:
        at = next((at for at, each in enumerate(self._shown) if each.place.subject == self._open), None)
        for number, button in enumerate(self.lines):
            button.setChecked(number == at)
        if at is None:
            if self.form is not None:
                self.form.hide()
            return
        if self.form is None:
            self.form = Form(self._look, self._kind, without=self._without, parent=self)
            self.form.setContentsMargins(10, 2, 0, 8)
            self.form.gone_to.connect(self.gone_to)
        self._rows.removeWidget(self.form)
        self._rows.insertWidget(at + 2, self.form)
        place: Place = self._shown[at].place
        self.form.show_place(place)
        self.form.show()


def mark_icon(look: Look, state: str) -> QIcon:
    """The mark of an agreement's state, sharp up to 200 %."""
    states: dict[str, AgreementState] = {"agreed": "agreed", "objected": "objected"}
    pixmap = QPixmap(2 * _MARK, 2 * _MARK)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.scale(2, 2)
    paint_shapes(painter, agreement("mark", states.get(state, "open"), _MARK / 2, _MARK / 2), look)
    painter.end()
    pixmap.setDevicePixelRatio(2)
    return QIcon(pixmap)
