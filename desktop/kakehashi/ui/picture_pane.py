"""The pictures of a chapter one below the other, to scroll and to zoom."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.picture import PictureView
from kakehashi.ui.pictures import Shown
from kakehashi.ui.status_line import next_zoom

_MARGINS = 6
_FITTED = (85, 125)  # per cent; below a picture is scrolled instead, above it would only be large


class PicturePane(QWidget):
    """Zoom on top, pictures below. `zoomed` tells what somebody asked for, `fitted` what the room did."""

    zoomed = Signal(int)
    fitted = Signal(int)

    def __init__(
        self, look: Look, shown: Sequence[Shown], percent: int, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._look, self._percent = look, percent
        self._views: list[PictureView] = []
        self._words = label(look, "", 12, token="text2", parent=self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 6, 0, 0)
        rows.setSpacing(4)
        rows.addLayout(self._tools())
        rows.addWidget(self._scrolled(shown), 1)
        self.set_zoom(percent)

    def fit(self, width: int) -> None:
        """Show pictures so large that the broadest fits, if that can still be read; a chosen size stays."""
        broadest = max((view.scene.width for view in self._views if view.scene is not None), default=0)
        percent = int(100 * width / (broadest + _MARGINS)) if broadest else 100
        least, most = _FITTED
        if self._percent == 100 and percent >= least:
            self.set_zoom(min(percent, most))
            self.fitted.emit(self._percent)

    def set_zoom(self, percent: int) -> None:
        """Show all pictures this large."""
        self._percent = percent
        self._words.setText(f"{percent}%")
        for view in self._views:
            view.set_zoom(percent / 100)

    def _tools(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setContentsMargins(14, 0, 10, 0)
        row.setSpacing(4)
        row.addStretch(1)
        for icon, name, step in (("minus", "ui.zoom_out", -1), ("plus", "ui.zoom_in", 1)):
            said = self._look.say(name)
            button = Button(self._look, "", "flat", icon=icon, parent=self)
            button.setAccessibleName(said)
            button.setToolTip(said)
            button.clicked.connect(lambda _checked=False, step=step: self._step(step))
            row.addWidget(button)
            if step < 0:
                row.addWidget(self._words)
        return row

    def _scrolled(self, shown: Sequence[Shown]) -> QScrollArea:
        sheet = QWidget()
        column = QVBoxLayout(sheet)
        column.setContentsMargins(_MARGINS - 2, 0, 2, 14)
        column.setSpacing(4)
        for each in shown:
            title = f"{each.title}  {each.unit}".strip()
            heading = label(self._look, title, 13.5, 700, parent=sheet)
            heading.setContentsMargins(12, 0, 0, 0)
            column.addWidget(heading)
            view = PictureView(self._look, sheet)
            view.set_scene(each.scene)
            self._views.append(view)
            column.addWidget(view, 0, Qt.AlignmentFlag.AlignLeft)
            column.addSpacing(14)
        column.addStretch(1)
        area = QScrollArea(self)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setWidget(sheet)
        area.viewport().setAutoFillBackground(False)
        sheet.setAutoFillBackground(False)
        area.setAccessibleName(self._look.say("ui.view.picture"))
        return area

    def _step(self, by: int) -> None:
        self.zoomed.emit(next_zoom(self._percent, by))
