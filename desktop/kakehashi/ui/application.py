"""The application: Qt with look and language, a window with a plan in it, the last resort for errors."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Literal

import msgspec

from kakehashi import open_plan  # noqa: F401
from kakehashi.drawing import tokens  # noqa: F401
from kakehashi.ui import arranging, chapter_words, flags, key_figures, window_words  # noqa: F401

# isort: split
# All of the above without Qt comes first: PySide6 reads the source of every module that is imported after it,
# which took a twentieth of the start.
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kakehashi.drawing.tokens import Theme
from kakehashi.ui.look import Look
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.palette import palette
from kakehashi.ui.session import Session
from kakehashi.words import Language, PlanError, text

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtCore import QTranslator
    from PySide6.QtWidgets import QMainWindow

    from kakehashi.open_plan import OpenPlan
    from kakehashi.ui.jobs import Jobs, Said
    from kakehashi.ui.message_bar import Kind
    from kakehashi.ui.start_window import StartWindow

ThemeChoice = Literal["light", "dark", "system"]
Moment = Literal["", "painted", "complete"]
_DARK = 128  # a window's lightness below it is a dark theme's


class NoDisplay(PlanError):
    """There is nothing to show a window on."""


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the window was started with. `opener(path, read_only)` opens a plan.

    `until`: end right after that moment (see MainWindow), for benchmarks and pictures.
    """

    file: Path | None
    opener: Callable[[Path, bool], OpenPlan]
    language: Language
    theme: ThemeChoice = "system"
    size: tuple[int, int] | None = None
    read_only: bool = False
    screenshot: Path | None = None
    page: str = ""
    until: Moment = ""


def run(wanted: Wanted) -> int:
    """Show the window until it is closed, or as far as was asked for; the exit code. Raises PlanError."""
    gc.disable()  # while the window is built nothing becomes garbage, and looking for it costs
    must_have_display(needs_none=bool(wanted.screenshot or wanted.until))
    program = Program(application(), wanted)
    try:
        program.start()
        code = program.app.exec()
    finally:
        program.finish()
    if program.failure is not None:
        raise program.failure
    return code


def application() -> QApplication:
    """The one QApplication, in the style that the palettes are made for."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        found.setStyle("Fusion")
        return found
    app = QApplication([sys.argv[0], "-style", "Fusion"])
    app.setApplicationName("Kakehashi")
    return app


def must_have_display(*, needs_none: bool) -> None:
    """Refuse where Qt would end the program. A picture can be taken without any display."""
    if not sys.platform.startswith("linux") or os.environ.get("QT_QPA_PLATFORM"):
        return
    if os.environ.get("WAYLAND_DISPLAY") or _x_display():
        return
    if not needs_none:
        raise NoDisplay("error.ui.no_display")
    os.environ["QT_QPA_PLATFORM"] = "offscreen"


def _x_display() -> bool:
    """Whether $DISPLAY names a display that can be there; of another computer we can't know."""
    name = os.environ.get("DISPLAY", "")
    number = name.removeprefix("unix").removeprefix(":").partition(".")[0]
    local = name.startswith((":", "unix:"))
    return Path(f"/tmp/.X11-unix/X{number}").exists() if local else bool(name)


class Program(QObject):
    """What outlives a window: application, look, the plan that is open, the last resort for errors."""

    def __init__(self, app: QApplication, wanted: Wanted) -> None:
        super().__init__()
        self.app, self.wanted = app, wanted
        self.window: MainWindow | StartWindow | None = None
        self.failure: PlanError | None = None
        self._session: Session | None = None
        self._language: Language = wanted.language
        self._theme: ThemeChoice = wanted.theme
        self._dark = app.palette().window().color().lightness() < _DARK  # before ours is set
        self._translator: QTranslator | None = None
        self._hook = sys.excepthook

    @cached_property
    def jobs(self) -> Jobs:
        """The runner of long work; it goes on when another plan is opened."""
        from kakehashi.ui.jobs import Jobs

        jobs = Jobs(self)
        jobs.said.connect(self._work_ended)
        return jobs

    def start(self) -> None:
        """Show the window and open the plan; a PlanError before the window is there is raised."""
        sys.excepthook = self._unexpected
        look = self._new_look()
        if self.wanted.file is None:
            self._show_start(look)
        else:
            self._show_plan(self._opened(self.wanted.file), look)

    def finish(self) -> None:
        """Close the plan and leave the interpreter as it was."""
        sys.excepthook = self._hook
        if "jobs" in vars(self):
            self.jobs.finish()
        if self._session is not None:
            self._session.close()

    def ask_for_file(self) -> None:
        """Let the person choose a plan, and open it in place of the present one."""
        from PySide6.QtWidgets import QFileDialog

        title = text("ui.open_title", self._language)
        kinds = text("ui.file_kinds", self._language, pattern="*.kakehashi")
        chosen, _ = QFileDialog.getOpenFileName(self.window, title, "", kinds)
        if chosen:
            self.open_file(Path(chosen))

    def open_file(self, path: Path) -> None:
        """Open a plan in place of the present one; a sentence above the page when that can't be done."""
        try:
            session = self._opened(path)
        except PlanError as error:
            if self.window is not None:
                self.window.say_problem(text(error.message, self._language))
            return
        if self._session is not None:
            self._session.close()
        self._show_plan(session, self._new_look())

    def choose_language(self, language: Language) -> None:
        """The window in another language, at once."""
        self._language = language
        self._renew_look()

    def choose_theme(self, theme: ThemeChoice) -> None:
        """The window in another theme, at once."""
        self._theme = theme
        self._renew_look()

    def _opened(self, path: Path) -> Session:
        return Session(
            lambda read_only: self.wanted.opener(path, read_only),
            read_only=self.wanted.read_only,
            jobs=lambda: self.jobs,
        )

    def _show_plan(self, session: Session, look: Look) -> None:
        old, self._session = self.window, session
        size = (old.width(), old.height()) if old is not None else self.wanted.size or (1280, 800)
        window = MainWindow(session, look, self._theme, size)
        window.language_wanted.connect(self.choose_language)
        window.theme_wanted.connect(self.choose_theme)
        window.open_wanted.connect(self.ask_for_file)
        window.painted.connect(self._painted)
        window.complete.connect(self._completed)
        window.complete.connect(session.check_whole_file)
        session.damaged.connect(self._damaged)
        if self.wanted.page:
            window.go_to(self.wanted.page)
        self._show(window)

    def _work_ended(self, kind: Kind, said: Said) -> None:
        if self.window is not None:
            self.window.say_end(kind, said)

    def _damaged(self, problem: PlanError) -> None:
        if self.window is not None:
            self.window.say_problem(text(problem.message, self._language))

    def _show_start(self, look: Look) -> None:
        from kakehashi.ui.start_window import StartWindow

        window = StartWindow(look)
        window.resize(*(self.wanted.size or (1280, 800)))
        window.open_wanted.connect(self.ask_for_file)
        self._show(window)
        QTimer.singleShot(0, self, self._start_shown)

    def _show(self, window: MainWindow | StartWindow) -> None:
        old: QMainWindow | None = self.window
        self.window = window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def _new_look(self) -> Look:
        theme: Theme = (
            "dark" if self._theme == "dark" or (self._theme == "system" and self._dark) else "light"
        )
        self.app.setPalette(palette(theme))
        look = Look(theme, self._language)
        self.app.setFont(look.font())
        return look

    def _renew_look(self) -> None:
        look = self._new_look()
        self._translate()
        if isinstance(self.window, MainWindow):
            self.window.set_look(look, self._theme)

    def _start_shown(self) -> None:
        self._painted()
        self._completed()

    def _painted(self) -> None:
        """The plan is on the screen: now what can wait, and what is worked out beside the window."""
        gc.freeze()  # all that is here stays: never look through it again
        gc.enable()
        if self.wanted.until == "painted":
            self._leave()
            return
        self._translate()
        self._follow_system()
        if isinstance(self.window, MainWindow) and self._session is not None:
            from kakehashi.ui.shortcuts import add_shortcuts

            self.window.furnish()
            add_shortcuts(self.window)
            self._session.work()

    def _completed(self) -> None:
        if self.wanted.screenshot is not None and self.window is not None:
            try:
                save_picture(self.window, self.wanted.screenshot)
            except PlanError as error:
                self.failure = error
        if self.wanted.screenshot is not None or self.wanted.until == "complete":
            self._leave()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
        self.app.quit()

    def _translate(self) -> None:
        """Qt's own words (buttons of dialogs) in the window's language."""
        from PySide6.QtCore import QLibraryInfo, QTranslator

        if self._translator is not None:
            self.app.removeTranslator(self._translator)
            self._translator = None
        folder = QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
        translator = QTranslator(self)
        if self._language != "en" and translator.load(f"qtbase_{self._language}", folder):
            self.app.installTranslator(translator)
            self._translator = translator

    def _follow_system(self) -> None:
        """Change with the system's theme, where that was chosen."""
        hints = QApplication.styleHints()
        hints.colorSchemeChanged.connect(self._system_changed)

    def _system_changed(self) -> None:
        from PySide6.QtCore import Qt

        self._dark = QApplication.styleHints().colorScheme() == Qt.ColorScheme.Dark
        if self._theme == "system":
            self._renew_look()

    def _unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """The last resort: nothing of the plan is lost, say so, and keep the details in the log."""
        if not issubclass(kind, Exception):
            self._hook(kind, error, trace)
            return
        from kakehashi.ui.log import keep_in_log

        if isinstance(error, PlanError):
            sentence = text(error.message, self._language)
        else:
            sentence = text("error.unexpected", self._language, log=keep_in_log(kind, error, trace))
        if self.window is not None:
            self.window.say_problem(sentence)


def save_picture(window: QMainWindow, target: Path) -> None:
    """The window as it looks now, as PNG. Raises NotWritable, DiskFull."""
    from PySide6.QtCore import QBuffer, QIODevice

    from kakehashi.storage.whole_file import write_whole

    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(picture, "PNG")
    write_whole(target, bytes(picture.data().data()))
