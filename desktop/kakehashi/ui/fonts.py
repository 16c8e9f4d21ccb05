"""Which font the window uses for a language, and that its digits are as wide as each other."""

from __future__ import annotations

from PySide6.QtGui import QFont, QFontDatabase, QFontMetricsF

from kakehashi.drawing.tokens import families
from kakehashi.words import Language

BODY = 13.0
"""Font size of everything that says nothing else, px."""


def base_font(language: Language) -> QFont:
    """The first family of look.md, section 4, that exists here and has digits of one width."""
    wanted = families(language)
    for family in wanted:
        if QFontDatabase.hasFamily(family):
            found = _with_equal_digits(_font((family, *wanted)))
            if found is not None:
                return found
    return _font(wanted)


def tabular(font: QFont) -> bool:
    """Whether the ten digits have the same width in this font."""
    metrics = QFontMetricsF(font)
    return len({round(metrics.horizontalAdvance(digit), 3) for digit in "0123456789"}) == 1


def _font(names: tuple[str, ...]) -> QFont:
    font = QFont()
    font.setFamilies(list(dict.fromkeys(names)))
    font.setPixelSize(round(BODY))
    return font


def _with_equal_digits(font: QFont) -> QFont | None:
    """The font, with its tabular digits switched on where it needs that; None when it has none."""
    if tabular(font):
        return font
    font.setFeature(QFont.Tag("tnum"), 1)
    return font if tabular(font) else None
