"""A button whose words are cut where there is no room for them; they are read aloud and told in full."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QPointF, QRect, QSize, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPaintEvent
from PySide6.QtWidgets import QPushButton, QSizePolicy, QWidget

from kakehashi.ui.icons import paint_icon
from kakehashi.ui.look import Look

_SIDES = {"pick": (9, 22), "record": (9, 6), "link": (3, 2)}
_ICON = 20


class ElidedButton(QPushButton):
    """`pick` opens a list and has its arrow, `record` is a row to open, `link` leads somewhere."""

    def __init__(
        self, look: Look, shape: Literal["pick", "record", "link"], parent: QWidget, size: float = 12.5
    ) -> None:
        super().__init__(parent)
        self._look, self._shape, self._words = look, shape, ""
        self.setObjectName(shape)
        self.setFont(look.font(size))
        self.setCheckable(shape == "record")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    @property
    def words(self) -> str:
        """What it says."""
        return self._words

    def show_words(self, words: str) -> None:
        """Say something else; an item's line breaks are blanks here."""
        words = " ".join(words.split())
        if words != self._words:
            self._words = words
            self.setAccessibleName(words)
            self.update()

    def minimumSizeHint(self) -> QSize:
        return QSize(40, super().minimumSizeHint().height())

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        painter = QPainter(self)
        area = self._area()
        painter.setFont(self.font())
        painter.setPen(self._look.colour("accent" if self._shape == "link" else "text"))
        metrics = QFontMetricsF(self.font())
        said = metrics.elidedText(self._words, Qt.TextElideMode.ElideRight, area.width())
        painter.drawText(area, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, said)
        if self._shape == "pick" and self.isEnabled():
            at = QPointF(self.width() - 19, (self.height() - 12) / 2)
            paint_icon(painter, "down", at, self._look.colour("text2"), 12)

    def _area(self) -> QRect:
        left, right = _SIDES[self._shape]
        return self.rect().adjusted(left + (_ICON if not self.icon().isNull() else 0), 0, -right, 0)
