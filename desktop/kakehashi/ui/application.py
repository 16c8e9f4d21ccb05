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

from kakehashi import open_plan
from kakehashi.storage.settings import Place
from kakehashi.storage.settings import Theme as ThemeChoice
from kakehashi.surroundings import now, person, spoken_language
from kakehashi.ui import before_qt  # noqa: F401
from kakehashi.ui.memory import settings_now
from kakehashi.ui.window_words import names

# isort: split
# All of the above without Qt comes first, see `before_qt`.
from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QApplication

from kakehashi.ui.quick_start import skip_looking_for_features

skip_looking_for_features("kakehashi.ui", "kakehashi.ui.pages")
# isort: split
from kakehashi.ui.appearance import Appearance  # noqa: E402
from kakehashi.ui.beside import nobody_listens  # noqa: E402
from kakehashi.ui.garbage import Garbage  # noqa: E402
from kakehashi.ui.main_window import MainWindow  # noqa: E402
from kakehashi.ui.session import Session  # noqa: E402
from kakehashi.words import Language, PlanError, text  # noqa: E402

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtWidgets import QMainWindow

    from kakehashi.open_plan import OpenPlan
    from kakehashi.ui.acts import Acts
    from kakehashi.ui.beforehand import Beforehand
    from kakehashi.ui.jobs import Jobs, Said
    from kakehashi.ui.look import Look
    from kakehashi.ui.message_bar import Kind
    from kakehashi.ui.start_window import StartWindow

Moment = Literal["", "painted", "complete"]
SIZE = (1280, 800)
_STYLED = "kakehashi-styled"  # property of a QApplication that has its style


class NoDisplay(PlanError):
    """There is nothing to show a window on."""


def opened(path: Path, read_only: bool) -> OpenPlan:
    """The plan, edited by who is named in the settings, else by the system's user. Raises PlanError."""
    name = settings_now().person or person()
    return open_plan.OpenPlan.open(path, person=name, clock=now, read_only=read_only)


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """What the window was started with. `opener(path, read_only)` opens a plan. None: as in the settings.

    `until`: end right after that moment (see MainWindow), for benchmarks and pictures.
    """

    file: Path | None
    opener: Callable[[Path, bool], OpenPlan] = opened
    language: Language | None = None
    theme: ThemeChoice | None = None
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
        if not found.property(_STYLED):  # to set a style again polishes all widgets again
            found.setStyle("Fusion")
            found.setProperty(_STYLED, True)
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
    """What outlives a window: appearance, jobs, the plan that is open, the last resort for errors."""

    def __init__(self, app: QApplication, wanted: Wanted) -> None:
        super().__init__()
        self.app, self.wanted = app, wanted
        Garbage(self)
        self.window: MainWindow | StartWindow | None = None
        self.failure: PlanError | None = None
        self._session: Session | None = None
        self._beforehand: Beforehand | None = None
        self._remembers = not (wanted.screenshot or wanted.until)
        settings = settings_now()
        language = wanted.language or settings.language or spoken_language()
        theme = wanted.theme or settings.theme
        self.appearance = Appearance(app, language, theme, settings.text_size, self)
        self.appearance.changed.connect(self.renew_look)
        self._hook = sys.excepthook
        self._kinds_admitted = False

    @cached_property
    def jobs(self) -> Jobs:
        """The runner of long work; it goes on when another plan is opened."""
        from kakehashi.ui.jobs import Jobs

        jobs = Jobs(self)
        jobs.said.connect(self._work_ended)
        return jobs

    @cached_property
    def acts(self) -> Acts:
        """What a person can do beside editing: open, begin, settings, help."""
        from kakehashi.ui.acts import Acts

        return Acts(self)

    @property
    def language(self) -> Language:
        """The window's language."""
        return self.appearance.language

    @property
    def session(self) -> Session | None:
        """The open plan."""
        return self._session

    def start(self) -> None:
        """Show the window and open the plan; a PlanError before the window is there is raised."""
        sys.excepthook = self._unexpected
        _admit_kinds_early()
        if self.wanted.file is None:
            self.show_start()
        else:
            self._show_plan(self._opened(self.wanted.file))

    def finish(self) -> None:
        """Close the plan and leave the interpreter as it was."""
        sys.excepthook = self._hook
        if self._beforehand is not None:
            self._beforehand.stop()
        if "jobs" in vars(self):
            self.jobs.finish()
        nobody_listens()
        self.leave_plan()

    def open_file(self, path: Path) -> None:
        """Open a plan in place of the present one; a sentence above the page when that can't be done."""
        if self._session is not None and path.absolute() == self._session.state.path.absolute():
            return
        try:
            session = self._opened(path)
        except PlanError as error:
            self.say_problem(error)
            return
        self.leave_plan()
        self._show_plan(session)

    def show_start(self) -> None:
        """The start page in place of the plan."""
        from kakehashi.ui.start_window import StartWindow

        self.leave_plan()
        window = StartWindow(self.appearance.look(), self.jobs)
        window.resize(*(self._size() or self.wanted.size or SIZE))
        window.wanted.connect(lambda key: self.acts.do(key))
        window.open_wanted.connect(self.open_file)
        window.dropped.connect(lambda paths: self.acts.take(paths))
        self._show(window)
        QTimer.singleShot(0, self, self._start_shown)

    def say_problem(self, problem: PlanError) -> None:
        """A sentence above the page."""
        if self.window is not None:
            self.window.say_problem(text(problem.message, self.language))

    def _opened(self, path: Path) -> Session:
        return Session(
            lambda read_only: self.wanted.opener(path, read_only),
            read_only=self.wanted.read_only,
            jobs=lambda: self.jobs,
        )

    def _show_plan(self, session: Session) -> None:
        self._session = session
        place = settings_now().places.get(session.state.plan.uuid, Place())
        size = self._size() or self.wanted.size or (place.width, place.height)
        window = MainWindow(session, self.appearance.look(), self.appearance.theme, size)
        if place.maximized and self.wanted.size is None:
            from PySide6.QtCore import Qt

            window.setWindowState(Qt.WindowState.WindowMaximized)
        window.language_wanted.connect(self.appearance.choose_language)
        window.theme_wanted.connect(self.appearance.choose_theme)
        window.wanted.connect(lambda key: self.acts.do(key))
        window.dropped.connect(lambda paths: self.acts.take(paths))
        window.painted.connect(self._painted)
        window.complete.connect(self._completed)
        window.complete.connect(session.check_whole_file)
        session.damaged.connect(self.say_problem)
        if self.wanted.page:
            window.go_to(self.wanted.page)
        self._show(window)

    def _size(self) -> tuple[int, int] | None:
        return (self.window.width(), self.window.height()) if self.window is not None else None

    def leave_plan(self) -> None:
        """Remember where one was, and close the plan."""
        if self._session is None:
            return
        if self._remembers and isinstance(self.window, MainWindow):
            from kakehashi.ui.memory import remember_place

            remember_place(self._session.state.plan.uuid, self.window)
        self._session.close()
        self._session = None

    def _work_ended(self, kind: Kind, said: Said) -> None:
        if self.window is not None:
            self.window.say_end(kind, said)

    def _show(self, window: MainWindow | StartWindow) -> None:
        old: QMainWindow | None = self.window
        self.window = window
        window.show()
        if old is not None:
            old.hide()
            old.deleteLater()

    def renew_look(self) -> None:
        """Build the window anew: in another look, or because what it offers is not the same."""
        if self._remembers:
            from kakehashi.ui.memory import remember_appearance

            remember_appearance(self.appearance)
        look = self.appearance.look()
        if self.window is not None:
            self.window.set_look(look, self.appearance.theme)
            tell_if_safe(self)

    def _start_shown(self) -> None:
        self._painted()
        if self._remembers and self.window is not None:
            ask_of_left_plugins(self.window, self.appearance.look(), None)
        self._completed()

    def _painted(self) -> None:
        """The plan is on the screen: now what can wait, and what is worked out beside the window."""
        gc.freeze()  # all that is here stays: never look through it again
        if self.wanted.until == "painted":
            self._leave()
            return
        self.appearance.settle()
        if isinstance(self.window, MainWindow) and self._session is not None:
            from kakehashi.ui.dropping import Dropping

            self.window.furnish()
            Dropping(self.window, self.window.dropped.emit)
            if self._remembers:
                ask_of_left_plugins(self.window, self.appearance.look(), self._session)
            self._session.work()
            if self._remembers:
                self._resume(self.window, self._session)
        tell_if_safe(self)

    def _resume(self, window: MainWindow, session: Session) -> None:
        """Go on where one was, and remember that this plan was opened."""
        from kakehashi.ui.memory import remember_plan

        place = settings_now().places.get(session.state.plan.uuid)
        if place is not None and not self.wanted.page:
            window.go_to(place.page, view=place.view)
        title, company = names(window.look, session.state)
        remember_plan(session.state.path, title, company, now())

    def _completed(self) -> None:
        if self.wanted.screenshot is not None and self.window is not None:
            try:
                save_picture(self.window, self.wanted.screenshot)
            except PlanError as error:
                self.failure = error
        if self.wanted.screenshot is not None or self.wanted.until == "complete":
            self._leave()
            return
        if not self._kinds_admitted:
            self._admit_kinds_late()
        if self._session is not None and self._beforehand is None:
            from kakehashi.ui.beforehand import Beforehand

            self._beforehand = Beforehand(self)
            self._beforehand.start()

    def _admit_kinds_late(self) -> None:
        """Admit the kinds of plugins that nothing gave a sign of; the window shows them from now on."""
        from kakehashi.extension.kinds_here import admit_kinds

        self._kinds_admitted = True
        if not admit_kinds():
            return
        if self._session is not None:
            self._session.kinds_changed()
        if self.window is not None:
            self.window.set_look(self.appearance.look(), self.appearance.theme)

    def plugins_changed(self) -> None:
        """Somebody has answered about plugins, put one in or taken one away: show what is there now."""
        from kakehashi.extension.inside import load_anew
        from kakehashi.extension.kinds_here import admit_kinds

        load_anew()
        changed = admit_kinds()
        if self._session is not None:
            if changed:
                self._session.kinds_changed()
            self.renew_look()
            self._session.work()

    def _leave(self) -> None:
        if self._session is not None:
            self._session.close()
        self.app.quit()

    def _unexpected(
        self, kind: type[BaseException], error: BaseException, trace: TracebackType | None
    ) -> None:
        """The last resort: nothing of the plan is lost, say so, and keep the details in the log."""
        if not issubclass(kind, Exception):
            self._hook(kind, error, trace)
            return
        from kakehashi.ui.log import keep_in_log

        if isinstance(error, PlanError):
            sentence = text(error.message, self.language)
        else:
            sentence = text("error.unexpected", self.language, log=keep_in_log(kind, error, trace))
        if self.window is not None:
            self.window.say_problem(sentence)


def ask_of_left_plugins(window: MainWindow | StartWindow, look: Look, session: Session | None) -> None:
    """Ask about plugins that were at work when the program ended; none works until that is answered."""
    from kakehashi.extension.running import forget_left, left_running

    calls = {each.plugin: each for each in left_running()}
    if not calls:
        return
    from kakehashi.ui.left_running_dialog import ask_of_left

    if session is not None:
        session.let_plugins_wait(True)

    def go_on() -> None:
        forget_left()
        if session is not None:
            session.let_plugins_wait(False)

    ask_of_left(window, look, tuple(calls.values()), go_on)


def tell_if_safe(program: Program) -> None:
    """That foreign plugins are left alone, and the way back to them."""
    from kakehashi.extension.safe_start import is_safe

    if is_safe():
        from kakehashi.ui.restarting import tell_safe

        tell_safe(program)


def _admit_kinds_early() -> None:
    """Admit the kinds of plugins that were there the last time; looking for plugins waits until after the
    first paint."""
    from kakehashi.storage.folders import kinds_mark

    try:
        there = kinds_mark().exists()
    except PlanError:  # told by whatever needs the folder
        return
    if there:
        from kakehashi.extension.known_kinds import admit_known_kinds

        admit_known_kinds()


def save_picture(window: QMainWindow, target: Path) -> None:
    """The window as it looks now, as PNG. Raises NotWritable, DiskFull."""
    from PySide6.QtCore import QBuffer, QIODevice

    from kakehashi.storage.whole_file import write_whole

    picture = QBuffer()
    picture.open(QIODevice.OpenModeFlag.WriteOnly)
    window.grab().save(picture, "PNG")
    write_whole(target, bytes(picture.data().data()))
