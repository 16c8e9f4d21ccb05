"""The bottom of the window: is it saved, which edition, in what unit, language, theme and zoom."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.ui.button import Button
from kakehashi.ui.grounds import hairline
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.ui.jobs import Jobs

HEIGHT = 27
ZOOMS = (50, 75, 100, 125, 150, 200)


def next_zoom(percent: int, by: int) -> int:
    """The next larger or smaller one of the usual sizes; 0 = 100 %."""
    if not by:
        return 100
    beyond = [each for each in ZOOMS if (each > percent if by > 0 else each < percent)]
    return (min(beyond) if by > 0 else max(beyond)) if beyond else percent


class StatusLine(QFrame):
    """27 px over the whole width. Language, theme and zoom are menus."""

    language_chosen = Signal(str)
    theme_chosen = Signal(str)
    zoom_chosen = Signal(int)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look = look
        self.setFixedHeight(look.scaled(HEIGHT))
        self.saved = label(look, "", 11.5, token="text2", parent=self)
        self.edition = label(look, "", 11.5, token="text2", parent=self)
        self.unit = label(look, "", 11.5, token="text2", parent=self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(hairline(look, "border", self))
        holder = QWidget(self)
        self._row = QHBoxLayout(holder)
        rows.addWidget(holder, 1)
        self._row.setContentsMargins(15, 0, 8, 0)
        self._row.setSpacing(6)
        self._row.addWidget(self.saved)
        self._row.addSpacing(10)
        self._row.addWidget(self.edition)
        self._row.addStretch(1)
        self._row.addWidget(self.unit)
        self._row.addSpacing(4)

    def add_choices(
        self, languages: Mapping[str, str], language: str, themes: Mapping[str, str], theme: str
    ) -> None:
        """The menus (key -> word) with what is chosen now; not needed for the first paint."""
        from kakehashi.ui.state_mark import StateMark

        say = self._look.say
        self.mark = StateMark(self._look, self)
        self._row.insertWidget(0, self.mark)
        self.language = self._menu(say("ui.language"), self.language_chosen.emit)
        self.theme = self._menu(say("ui.theme"), self.theme_chosen.emit)
        self.zoom = self._menu(say("ui.zoom"), lambda key: self.zoom_chosen.emit(int(key)))
        self.language.set_choices(languages, language)
        self.theme.set_choices(themes, theme)

    def add_jobs(self, jobs: Jobs) -> None:
        """What is at work beside the window."""
        from kakehashi.ui.job_line import JobLine

        self.jobs = JobLine(self._look, jobs, self)
        self._row.insertWidget(self._row.indexOf(self.unit), self.jobs)

    def show_zoom(self, percent: int) -> None:
        """How large pictures are shown."""
        sizes = sorted({*ZOOMS, percent})
        self.zoom.set_choices({str(each): f"{each}%" for each in sizes}, str(percent))

    def _menu(self, name: str, choose: Callable[[str], object]) -> Choice:
        found = Choice(self._look, name, choose, self)
        self._row.addWidget(found)
        return found


class Choice(Button):
    """A word that opens a menu of words when it is pressed."""

    def __init__(self, look: Look, name: str, choose: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(look, "", "flat", size=11.5, parent=parent)
        self._name, self._choose = name, choose
        self._choices: Mapping[str, str] = {}
        self._chosen = ""
        self.setToolTip(name)
        self.clicked.connect(self._open)

    def set_choices(self, choices: Mapping[str, str], chosen: str) -> None:
        """What can be chosen (key -> word), and what is chosen now."""
        self._choices, self._chosen = choices, chosen
        self.say(choices.get(chosen, ""))
        self.setAccessibleName(f"{self._name} {self.text()}".strip())

    def _open(self) -> None:
        from PySide6.QtCore import QPoint
        from PySide6.QtWidgets import QMenu

        menu = QMenu(self)
        for key, word in self._choices.items():
            action = menu.addAction(word)
            action.setCheckable(True)
            action.setChecked(key == self._chosen)
            action.triggered.connect(lambda _checked=False, key=key: self._choose(key))
        menu.aboutToHide.connect(menu.deleteLater)
        corner = self.mapToGlobal(self.rect().topLeft())
        menu.popup(QPoint(corner.x(), corner.y() - menu.sizeHint().height()))
