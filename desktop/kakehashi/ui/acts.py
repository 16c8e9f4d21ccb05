"""What a person does beside editing a plan: begin one, open one, take a file in, settings, help."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any
from uuid import uuid4

import msgspec
from PySide6.QtCore import QObject, QStandardPaths
from PySide6.QtWidgets import QDialog, QFileDialog

from kakehashi import VERSION
from kakehashi.open_plan import OpenPlan
from kakehashi.plan.plan import Plan
from kakehashi.progress import Progress
from kakehashi.storage.errors import AlreadyThere, NotFound, told
from kakehashi.surroundings import now, person
from kakehashi.ui.jobs import Said
from kakehashi.ui.memory import remember, settings_now
from kakehashi.words import Message, PlanError, text

if TYPE_CHECKING:
    from kakehashi.ui.application import Program
    from kakehashi.ui.plugins_dialog import PluginsDialog
    from kakehashi.words import Language

PLAN, PLAIN = ".kakehashi", ".json"
DATA_PAGE = "data"


class Acts(QObject):
    """`do` takes the key of a command that has no act of its own."""

    def __init__(self, program: Program) -> None:
        super().__init__(program)
        self._program = program
        self._acts: Mapping[str, Callable[[], object]] = {
            "new": self._new,
            "open": self._open,
            "start": program.show_start,
            "sample": self._sample,
            "import_plan": self._import_plan,
            "next_year": self._next_year,
            "settings": self._settings,
            "plugins": self._plugins,
            "start_safely": self._restart,
            "guide": self._guide,
            "about": self._about,
        }

    def do(self, key: str) -> None:
        """Do it; what goes wrong is a sentence above the page."""
        try:
            self._acts[key]()
        except PlanError as problem:
            self._program.say_problem(problem)

    def take(self, paths: list[Path]) -> None:
        """Files that were dropped: a plan is opened, a plan in JSON becomes one, a plugin is to be installed,
        data goes to its page."""
        path = paths[0]
        if path.suffix.lower() == PLAN:
            self._program.open_file(path)
        elif path.suffix.lower() == PLAIN:
            self._make_of_plain(path)
        elif _is_plugin(path):
            self._plugins().install(path)
        else:
            self._take_data(paths)

    # ---- begin and open

    def _new(self) -> None:
        from kakehashi.ui.new_plan_dialog import NewPlanDialog

        dialog = NewPlanDialog(
            self._program.appearance.look(), self._person(), _documents(), self._program.window
        )
        dialog.made.connect(self._open_new)
        self._show(dialog)

    def _open_new(self, path: Path, said: Message | None) -> None:
        self._program.open_file(path)
        if said is not None and self._program.window is not None:
            self._program.window.say_end("note", Said(said))

    def _open(self) -> None:
        kinds = self._say("ui.file_kinds", pattern=f"*{PLAN}")
        chosen, _ = QFileDialog.getOpenFileName(
            self._program.window, self._say("ui.open_title"), str(_documents()), kinds
        )
        if chosen:
            self._program.open_file(Path(chosen))

    def _sample(self) -> None:
        out = self._wanted_file("ui.sample.title", _documents() / f"{self._say('ui.sample.file_name')}{PLAN}")
        if out is None:
            return
        language: Language = "ja" if self._program.language == "ja" else "en"

        def work(progress: Progress) -> Path:
            from kakehashi.sample.build import build

            build(out, language, app_version=VERSION, progress=progress)
            return out

        self._program.jobs.run(self._say("ui.sample.job"), work, self._made)

    def _import_plan(self) -> None:
        chosen, _ = QFileDialog.getOpenFileName(
            self._program.window,
            self._say("ui.import_plan.title"),
            str(_documents()),
            self._say("ui.import_plan.kinds", pattern=f"*{PLAIN}"),
        )
        if chosen:
            self._make_of_plain(Path(chosen))

    def _make_of_plain(self, path: Path) -> None:
        """A plan of the JSON that `export-plan` wrote."""
        out = self._wanted_file("ui.import_plan.out", path.with_suffix(PLAN))
        if out is None:
            return
        name = self._person()

        def work(_progress: Progress) -> Path:
            from kakehashi.plan.plain_plan import NoPlainPlan, read

            if not path.exists():
                raise NotFound("error.file.not_found", path)
            with told(path):
                raw = path.read_bytes()
            try:
                plan = read(raw)
            except NoPlainPlan as error:
                raise NoPlainPlan("error.file.within", name=str(path), problem=error.message) from error
            _created(out, plan, name).close()
            return out

        self._program.jobs.run(self._say("ui.import_plan.job"), work, self._made)

    def _next_year(self) -> None:
        """Next year's plan of the open one."""
        session = self._program.session
        if session is None:
            return
        this = session.state.path
        out = self._wanted_file("ui.next_year.title", this.with_stem(f"{this.stem}-2"))
        if out is None:
            return
        plan, name = session.state.plan, self._person()

        def work(_progress: Progress) -> Path:
            from kakehashi.plan.roll_forward import roll_forward

            this_year = OpenPlan.open(this, person=name, clock=now, read_only=True)
            try:
                next_year = _created(out, roll_forward(plan, str(uuid4())).plan, name)
                try:
                    next_year.take_attachments(this_year)
                finally:
                    next_year.close()
            finally:
                this_year.close()
            return out

        self._program.jobs.run(self._say("ui.next_year.job"), work, self._made)

    def _made(self, out: Path) -> Said | None:
        """A plan was made: open it, unless somebody is at work in another one."""
        if self._program.session is None:
            self._program.open_file(out)
            return None
        made = Message("ui.plan_made", {"file": str(out)})
        return Said(made, "ui.open_it", lambda: self._program.open_file(out))

    def _take_data(self, paths: list[Path]) -> None:
        from kakehashi.ui.main_window import MainWindow

        window = self._program.window
        if not isinstance(window, MainWindow):
            raise PlanError("error.ui.drop_without_plan", name=paths[0].name)
        window.go_to(DATA_PAGE)
        page: Any = window.page
        page.open_view("data_imports").open_file(paths[0])

    def _wanted_file(self, title: str, suggested: Path) -> Path | None:
        """Where something new shall lie; None when the person thought better of it. Raises AlreadyThere."""
        kinds = self._say("ui.file_kinds", pattern=f"*{PLAN}")
        chosen, _ = QFileDialog.getSaveFileName(
            self._program.window,
            self._say(title),
            str(suggested),
            kinds,
            options=QFileDialog.Option.DontConfirmOverwrite,
        )
        if not chosen:
            return None
        path = Path(chosen) if Path(chosen).suffix else Path(chosen).with_suffix(PLAN)
        if path.exists():
            raise AlreadyThere("error.file.already_there", path)
        return path

    # ---- settings and help

    def _settings(self) -> None:
        from kakehashi.ui.settings_dialog import SettingsDialog

        appearance = self._program.appearance
        dialog = SettingsDialog(
            appearance.look(), appearance.theme, settings_now().person, person(), self._program.window
        )
        dialog.language_chosen.connect(lambda language: self._choose(dialog, "language", language))
        dialog.theme_chosen.connect(lambda theme: self._choose(dialog, "theme", theme))
        dialog.text_size_chosen.connect(lambda percent: self._choose(dialog, "text_size", percent))
        dialog.person_chosen.connect(self._choose_person)
        dialog.plugins_wanted.connect(dialog.accept)
        dialog.plugins_wanted.connect(self._plugins)
        self._show(dialog)

    def _choose(self, dialog: QDialog, what: str, value: object) -> None:
        """Another appearance: the window follows, and the dialog comes back in it."""
        dialog.accept()
        getattr(self._program.appearance, f"choose_{what}")(value)
        self._settings()

    def _choose_person(self, name: str) -> None:
        remember(lambda settings: msgspec.structs.replace(settings, person=name))
        if self._program.session is not None:
            self._program.session.opened.hand_to(self._person())

    def _plugins(self) -> PluginsDialog:
        from kakehashi.ui.plugins_dialog import PluginsDialog

        dialog = PluginsDialog(self._program.appearance.look(), self._program.jobs, self._program.window)
        dialog.restart_wanted.connect(dialog.accept)
        dialog.restart_wanted.connect(self._restart)
        dialog.guide_wanted.connect(lambda: self.do("guide"))
        dialog.finished.connect(lambda: self._plugins_left(dialog))
        self._show(dialog)
        return dialog

    def _plugins_left(self, dialog: PluginsDialog) -> None:
        """What the page behind offers is what the plugins offer now."""
        if dialog.changed and self._program.session is not None:
            self._program.renew_look()

    def _restart(self, safe: bool = True) -> None:
        from kakehashi.ui.restarting import restart

        restart(self._program, safe=safe)

    def _guide(self) -> None:
        from kakehashi.ui.guide import guide_page, open_guide

        if not open_guide(self._program.language):
            raise PlanError("error.ui.no_file_manager", folder=guide_page(self._program.language))

    def _about(self) -> None:
        from kakehashi.ui.about_dialog import AboutDialog

        self._show(AboutDialog(self._program.appearance.look(), self._program.window))

    def _show(self, dialog: QDialog) -> None:
        """In front of the window, which goes on working behind it."""
        from PySide6.QtCore import Qt

        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowModality(Qt.WindowModality.WindowModal)
        dialog.open()

    def _person(self) -> str:
        return settings_now().person or person()

    def _say(self, message: str, **values: object) -> str:
        return text(message, self._program.language, **values)


def _created(file: Path, plan: Plan, name: str) -> OpenPlan:
    return OpenPlan.create(file, plan.uuid, tuple(plan), person=name, clock=now, app_version=VERSION)


def _is_plugin(path: Path) -> bool:
    from kakehashi.extension.parcel import looks_like_one

    return looks_like_one(path)


def _documents() -> Path:
    """Where people keep their documents."""
    place = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation)
    return Path(place) if place and Path(place).is_dir() else Path.home()
