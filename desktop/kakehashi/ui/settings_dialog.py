"""What a person can choose for the window: each choice counts at once. Then folders, the way to plugins."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from kakehashi.storage.errors import told
from kakehashi.storage.folders import starter_folder, template_folder, user_data
from kakehashi.storage.settings import TEXT_SIZES
from kakehashi.ui.button import Button
from kakehashi.ui.combo import Combo
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.window_words import languages, themes
from kakehashi.words import PlanError

SIZE = (640, 500)


class SettingsDialog(Dialog):
    """Signals tell each choice; `person_chosen` when the name was typed; `plugins_wanted` the way there."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    text_size_chosen = Signal(int)
    person_chosen = Signal(str)
    plugins_wanted = Signal()

    def __init__(
        self, look: Look, theme: str, person: str, name_of_system: str, parent: QWidget | None = None
    ) -> None:
        super().__init__(look, look.say("ui.settings.title"), parent)
        self.resize(*SIZE)
        say = look.say
        self.language = _choice(look, languages(), look.language, self.language_chosen.emit)
        self.theme = _choice(look, themes(look), theme, self.theme_chosen.emit)
        self.text_size = _choice(
            look,
            {str(each): f"{each}%" for each in TEXT_SIZES},
            str(look.text_size),
            lambda key: self.text_size_chosen.emit(int(key)),
        )
        self.add_row(
            self.field(say("ui.language"), self.language)[0],
            self.field(say("ui.theme"), self.theme)[0],
            self.field(say("ui.settings.text_size"), self.text_size)[0],
        )
        self.person = QLineEdit(person)
        self.person.setPlaceholderText(name_of_system)
        self._told_person = person
        self.person.editingFinished.connect(self._tell_person)
        self.finished.connect(self._tell_person)
        self.add_field(say("ui.settings.person"), self.person, say("ui.settings.person_hint"))
        self.body.addSpacing(4)
        self._add_folders()
        self.body.addSpacing(4)
        self._add_plugins()
        close = self.add_button(say("ui.close"), primary=True)
        close.clicked.connect(self.accept)
        self.set_main(self.language)

    def _tell_person(self) -> None:
        name = self.person.text().strip()
        if name != self._told_person:
            self._told_person = name
            self.person_chosen.emit(name)

    def _add_folders(self) -> None:
        self.body.addWidget(label(self._look, self._look.say("ui.settings.folders"), 13.5, 700, parent=self))
        for key, folder in (
            ("user_data", user_data),
            ("starters", starter_folder),
            ("templates", partial(template_folder, "html")),
        ):
            self.body.addLayout(self._folder(key, folder))

    def _folder(self, key: str, folder: Callable[[], Path]) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(10)
        title = self._look.say(f"ui.settings.folder.{key}")
        path = folder()
        names = QVBoxLayout()
        names.setSpacing(0)
        names.addWidget(label(self._look, title, 12.5, parent=self))
        place = label(self._look, str(path), 11, token="text2", parent=self)
        place.setWordWrap(True)
        place.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        names.addWidget(place)
        row.addLayout(names, 1)
        button = Button(self._look, self._look.say("ui.settings.show_folder"), parent=self)
        button.setAutoDefault(False)
        button.setAccessibleName(self._look.say("ui.settings.show_folder_of", folder=title))
        button.clicked.connect(lambda: open_folder(path))
        row.addWidget(button)
        return row

    def _add_plugins(self) -> None:
        say = self._look.say
        self.body.addWidget(label(self._look, say("ui.settings.plugins"), 13.5, 700, parent=self))
        words = label(self._look, say("ui.settings.plugins_words"), 12.5, parent=self)
        words.setWordWrap(True)
        self.plugins = Button(self._look, say("ui.settings.show_plugins"), parent=self)
        self.plugins.setAutoDefault(False)
        self.plugins.clicked.connect(self.plugins_wanted)
        row = QHBoxLayout()
        row.setSpacing(10)
        row.addWidget(words, 1)
        row.addWidget(self.plugins)
        self.body.addLayout(row)
        self.body.addStretch(1)


def open_folder(folder: Path) -> None:
    """Show a folder in the system's file manager; made where it is missing. Raises FileProblem."""
    with told(folder):
        folder.mkdir(parents=True, exist_ok=True)
    if not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
        raise PlanError("error.ui.no_file_manager", folder=str(folder))


def _choice(look: Look, words: Mapping[str, str], now: str, chosen: Callable[[str], object]) -> Combo:
    found = Combo(look)
    for key, word in words.items():
        found.addItem(word, key)
    found.setCurrentIndex(max(0, list(words).index(now)))
    found.activated.connect(lambda at: chosen(found.itemData(at)))
    return found
