"""The window without a plan: begin a new one, open one, the sample; and the plans that were open lately."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from kakehashi.storage.settings import forgotten, pinned
from kakehashi.ui.button import Button
from kakehashi.ui.dropping import Dropping
from kakehashi.ui.job_line import JobLine
from kakehashi.ui.jobs import Jobs, Said
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.memory import remember, settings_now
from kakehashi.ui.message_bar import Kind, MessageBar
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.recent_list import RecentList
from kakehashi.ui.style import style_sheet

_KEYS = {"new": "Ctrl+N", "open": "Ctrl+O", "settings": "Ctrl+,", "guide": "F1", "quit": "Ctrl+Q"}
_LEFT = 300


class StartWindow(QMainWindow):
    """`wanted` tells a command's key, `open_wanted` a file, `dropped` the files that were dropped here."""

    wanted = Signal(str)
    open_wanted = Signal(Path)
    dropped = Signal(list)

    def __init__(self, look: Look, jobs: Jobs) -> None:
        super().__init__()
        self._jobs = jobs
        self.setMinimumSize(1024, 680)
        Dropping(self, self.dropped.emit)
        for key, keys in _KEYS.items():
            act = self.close if key == "quit" else lambda key=key: self.wanted.emit(key)
            QShortcut(QKeySequence(keys), self).activated.connect(act)
        self._build(look)

    def set_look(self, look: Look, _theme_choice: str) -> None:
        """Another theme, language or size, without a restart."""
        self._build(look)

    def say_problem(self, sentence: str) -> None:
        """Tell something that went wrong."""
        self._message.say("bad", sentence, self._look.say("ui.close"), self._message.hide)

    def say_end(self, kind: Kind, said: Said) -> None:
        """Tell how long work ended."""
        act = said.act or self._message.hide
        action = self._look.say(said.action or "ui.close")
        away = self._message.hide if said.action and said.act else None
        self._message.say(kind, self._look.say(said.message), action, act, away=away)

    def _build(self, look: Look) -> None:
        self._look = look
        self.setWindowTitle(look.say("ui.name"))
        whole = QWidget()
        whole.setStyleSheet(style_sheet(look.theme, look.text_size))
        self._message = MessageBar(look, whole)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._message)
        across = QHBoxLayout()
        across.setContentsMargins(40, 40, 40, 20)
        across.setSpacing(40)
        across.addLayout(self._beginnings(look, whole))
        across.addWidget(self._recent(look, whole), 1)
        rows.addLayout(across, 1)
        self.jobs = JobLine(look, self._jobs, whole)
        below = QHBoxLayout()
        below.setContentsMargins(40, 0, 40, 10)
        below.addStretch(1)
        below.addWidget(self.jobs)
        rows.addLayout(below)
        self.setCentralWidget(whole)
        self.new.setFocus()

    def _beginnings(self, look: Look, whole: QWidget) -> QVBoxLayout:
        """What can be begun, each with a sentence."""
        column = QVBoxLayout()
        column.setSpacing(4)
        column.addWidget(label(look, look.say("ui.name"), 26, 700, parent=whole))
        about = label(look, look.say("ui.start"), 13, token="text2", parent=whole)
        about.setWordWrap(True)
        about.setFixedWidth(_LEFT)
        column.addWidget(about)
        column.addSpacing(20)
        self.new = self._button(column, "new", "primary")
        self.open = self._button(column, "open")
        self.sample = self._button(column, "sample")
        self.import_plan = self._button(column, "import_plan")
        column.addStretch(1)
        links = QHBoxLayout()
        links.setSpacing(14)
        for key in ("settings", "plugins", "guide", "about"):
            link = Button(look, look.say(f"ui.command.{key}"), "link", size=12.5, parent=whole)
            link.clicked.connect(lambda _checked=False, key=key: self.wanted.emit(key))
            links.addWidget(link)
        links.addStretch(1)
        column.addLayout(links)
        return column

    def _button(self, column: QVBoxLayout, key: str, shape: str = "outlined") -> Button:
        look = self._look
        button = Button(look, look.say(f"ui.command.{key}"), "primary" if shape == "primary" else "outlined")
        button.setMinimumWidth(_LEFT)
        button.setToolTip(_KEYS.get(key, ""))
        button.clicked.connect(lambda: self.wanted.emit(key))
        column.addWidget(button)
        note = label(look, look.say(f"ui.start.{key}"), 11.5, token="text2")
        note.setWordWrap(True)
        note.setFixedWidth(_LEFT)
        column.addWidget(note)
        column.addSpacing(14)
        return button

    def _recent(self, look: Look, whole: QWidget) -> Panel:
        panel = Panel(look, look.say("ui.recent.title"), whole)
        recent = settings_now().recent
        self.recent = RecentList(look, panel)
        self.recent.opened.connect(self._open)
        self.recent.pin_wanted.connect(self._pin)
        self.recent.forget_wanted.connect(self._forget)
        self._nothing = empty_place(look, look.say("ui.recent.none"), parent=panel)
        panel.body.addWidget(self.recent, 1)
        panel.body.addWidget(self._nothing, 1)
        self.recent.show_plans(recent)
        self._show_nothing(not recent)
        return panel

    def _show_nothing(self, nothing: bool) -> None:
        self.recent.setVisible(not nothing)
        self._nothing.setVisible(nothing)

    def _open(self, path: Path) -> None:
        if path.is_file():
            self.open_wanted.emit(path)
            return
        self._message.say(
            "warn",
            self._look.say("ui.recent.gone", file=str(path)),
            self._look.say("ui.recent.forget"),
            lambda: self._forget(str(path)),
            away=self._message.hide,
        )

    def _pin(self, path: str, on: bool) -> None:
        self.recent.show_plans(remember(lambda settings: pinned(settings, path, on)).recent)

    def _forget(self, path: str) -> None:
        self._message.hide()
        recent = remember(lambda settings: forgotten(settings, path)).recent
        self.recent.show_plans(recent)
        self._show_nothing(not recent)
