"""How the window looks, as chosen: language, theme (perhaps the system's, then followed), text size."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from kakehashi.ui.look import Look
from kakehashi.ui.palette import palette

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtCore import QTranslator

    from kakehashi.storage.settings import Theme
    from kakehashi.words import Language

_DARK = 128  # a window's lightness below it is a dark theme's


class Appearance(QObject):
    """`changed` tells that everything is to be drawn with another `look()`."""

    changed = Signal()

    def __init__(
        self, app: QApplication, language: Language, theme: Theme, text_size: int, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._app = app
        self.language: Language = language
        self.theme: Theme = theme
        self.text_size = text_size
        self._dark = app.palette().window().color().lightness() < _DARK  # before ours is set
        self._translator: QTranslator | None = None
        self._settled = False

    def look(self) -> Look:
        """A look as chosen now; palette and font of the application follow."""
        dark = self.theme == "dark" or (self.theme == "system" and self._dark)
        look = Look("dark" if dark else "light", self.language, self.text_size)
        self._app.setPalette(palette(look.theme))
        self._app.setFont(look.font())
        return look

    def choose_language(self, language: Language) -> None:
        """The window in another language, at once."""
        self.language = language
        self._change()

    def choose_theme(self, theme: Theme) -> None:
        """The window in another theme, at once."""
        self.theme = theme
        self._change()

    def choose_text_size(self, percent: int) -> None:
        """The window with larger or smaller texts, at once."""
        self.text_size = percent
        self._change()

    def settle(self) -> None:
        """What the first paint does without: Qt's own words, and following the system's theme."""
        self._translate()
        if not self._settled:
            self._settled = True
            QApplication.styleHints().colorSchemeChanged.connect(self._system_changed)

    def _change(self) -> None:
        self._translate()
        self.changed.emit()

    def _translate(self) -> None:
        """Qt's own words (buttons of dialogs) in the window's language."""
        from PySide6.QtCore import QLibraryInfo, QTranslator

        if self._translator is not None:
            self._app.removeTranslator(self._translator)
            self._translator = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator(self)
        if self.language != "en" and translator.load(f"qtbase_{self.language}", folder):
            self._app.installTranslator(translator)
            self._translator = translator

    def _system_changed(self) -> None:
        from PySide6.QtCore import Qt

        self._dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if self.theme == "system":
            self.changed.emit()
