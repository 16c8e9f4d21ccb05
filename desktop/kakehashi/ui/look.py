"""What everything in the window is drawn with: theme, language, colours and fonts, handed to each widget."""

from __future__ import annotations

from functools import cached_property

from PySide6.QtCore import QRectF
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QGuiApplication

from kakehashi.drawing.tokens import Theme, colour
from kakehashi.ui import flags
from kakehashi.ui.fonts import BODY, base_font
from kakehashi.words import Language, Message, text


class Look:
    """One theme in one language, texts in one size (percent). Another one is another look, and the window is
    built anew."""

    def __init__(self, theme: Theme, language: Language, text_size: int = 100) -> None:
        self.theme: Theme = theme
        self.language: Language = language
        self.text_size = text_size
        self._base = base_font(language)
        self._colours: dict[str, QColor] = {}
        self._fonts: dict[tuple[float, int], QFont] = {}
        self._metrics: dict[tuple[float, int], QFontMetricsF] = {}

    @cached_property
    def as_drawn(self) -> Look:
        """The same with texts at 100 %: in pictures they stand where their layout has put them, and the
        picture as a whole is drawn larger."""
        return self if self.text_size == 100 else Look(self.theme, self.language)

    @property
    def scale(self) -> float:
        """How much larger texts are than at 100 %."""
        return self.text_size / 100

    def colour(self, token: str) -> QColor:
        """The token's colour in this theme."""
        found = self._colours.get(token)
        if found is None:
            found = self._colours[token] = QColor(colour(token, self.theme))
        return found

    def font(self, size: float = BODY, weight: int = 400) -> QFont:
        """The language's font in this size (px at 100 %) and weight (400, 500, 700)."""
        key = (size, weight)
        found = self._fonts.get(key)
        if found is None:
            found = QFont(self._base)
            size = size * self.text_size / 100
            if size == round(size):
                found.setPixelSize(round(size))
            else:  # QFont takes whole pixels only, but points in parts
                found.setPointSizeF(size * 72 / _dots_per_inch())
            found.setWeight(QFont.Weight(weight))
            self._fonts[key] = found
        return found

    def scaled(self, pixels: float) -> int:
        """A height that holds a line of text, px at 100 %."""
        return round(pixels * self.text_size / 100)

    def width(self, said: str, size: float = BODY, weight: int = 400) -> float:
        """Width of one line of text, px."""
        return self._measure(size, weight).horizontalAdvance(said)

    def height(self, said: str, size: float, room: float) -> float:
        """Height of a text that breaks into lines of so many px; 0 without a text."""
        if not said:
            return 0.0
        return self._measure(size, 400).boundingRect(QRectF(0, 0, room, 10_000), flags.WRAP, said).height()

    def _measure(self, size: float, weight: int) -> QFontMetricsF:
        found = self._metrics.get((size, weight))
        if found is None:
            found = self._metrics[size, weight] = QFontMetricsF(self.font(size, weight))
        return found

    def say(self, message: str | Message, /, **values: object) -> str:
        """A message of the catalogue in the window's language."""
        return text(message, self.language, **values)


def _dots_per_inch() -> float:
    screen = QGuiApplication.primaryScreen()
    return screen.logicalDotsPerInchY() if screen is not None else 96.0
