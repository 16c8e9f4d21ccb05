"""The plugins that are there: each with its state; installed, allowed, turned off and on, removed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QStandardPaths, Qt, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget
from shiboken6 import isValid

from kakehashi.extension import installing
from kakehashi.extension.describing import Fact, counts_from_next_start, said_by
from kakehashi.extension.installing import Parcel
from kakehashi.extension.manifest import FILE, Manifest
from kakehashi.extension.plugin_log import log_of
from kakehashi.extension.plugins import Plugin, plugins
from kakehashi.extension.safe_start import is_safe
from kakehashi.extension.standing import standing
from kakehashi.storage.folders import plugin_folder
from kakehashi.surroundings import now
from kakehashi.ui.button import Button
from kakehashi.ui.dialog import Dialog
from kakehashi.ui.dropping import Dropping
from kakehashi.ui.grounds import hairline
from kakehashi.ui.jobs import Jobs, Said
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.message_bar import Kind, MessageBar
from kakehashi.ui.plugin_detail import MARKS, PluginDetail
from kakehashi.ui.plugin_question import PluginQuestion, removal
from kakehashi.ui.rows import Row, RowsView
from kakehashi.ui.settings_dialog import open_folder
from kakehashi.ui.show_file import show_file
from kakehashi.words import Message, PlanError, in_language

T = TypeVar("T")
SIZE = (900, 620)
_LIST = 320
_PATIENCE = 500  # ms until it is told that something is at work
_DIRECT = Qt.FindChildOption.FindDirectChildrenOnly


class PluginsDialog(Dialog):
    """`restart_wanted`: start again, safely (without plugins) or not; `guide_wanted`: the guide. `changed`:
    something was, so that the page behind shows what was there before."""

    restart_wanted = Signal(bool)
    guide_wanted = Signal()

    def __init__(self, look: Look, jobs: Jobs, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.plugins.title"), parent)
        self._jobs = jobs
        self._found: tuple[Plugin, ...] = ()
        self._chosen = -1
        self.changed = False
        self.resize(*SIZE)
        self.message = MessageBar(look, self)
        self.list = RowsView(look, look.say("ui.plugins.title"), self)
        self.list.marks_current = True
        self.list.selectionModel().currentChanged.connect(lambda now: self._choose(now.row()))
        self.none = label(look, look.say("ui.plugins.none"), 12, token="text2", parent=self)
        self.none.setWordWrap(True)
        self.detail = PluginDetail(look, self)
        self.detail.wanted.connect(self._do)
        self._lay_out()
        Dropping(self, lambda paths: self.install(paths[0]))
        self.read_again()
        self.set_main(self.list)

    def install(self, path: Path) -> None:
        """Look at a file or folder, ask, and install it."""
        self._beside("ui.plugins.looking", lambda: installing.look_at(path), self._ask_to_install)

    def read_again(self, select: str = "") -> None:
        """Look anew for what is there; the plugin of this name becomes the chosen one."""
        self._beside("ui.plugins.reading", plugins, lambda found: self._show(found, select))

    # ---- what is shown

    def _lay_out(self) -> None:
        look = self._look
        left = QVBoxLayout()
        left.setSpacing(8)
        left.addWidget(self.list, 1)
        left.addWidget(self.none)
        links = QHBoxLayout()
        links.setSpacing(14)
        for said, act in (
            ("ui.plugins.folder", self._open_folder),
            ("ui.plugins.guide", self.guide_wanted.emit),
        ):
            link = Button(look, look.say(said), "link", size=12.5, parent=self)
            link.setAutoDefault(False)
            link.clicked.connect(lambda _checked=False, act=act: act())
            links.addWidget(link)
        links.addStretch(1)
        left.addLayout(links)
        holder = QWidget(self)
        holder.setFixedWidth(look.scaled(_LIST))
        left.setContentsMargins(0, 0, 0, 0)
        holder.setLayout(left)
        across = QHBoxLayout()
        across.setSpacing(18)
        across.addWidget(holder)
        across.addWidget(hairline(look, "border", self, upright=True))
        across.addWidget(self.detail, 1)
        self.body.addWidget(self.message)
        self.body.addLayout(across, 1)
        self.choose_file = self.add_button(look.say("ui.plugins.install"))
        self.choose_file.clicked.connect(self._choose_file)
        safe = is_safe()
        self.restart = self.add_button(look.say("ui.plugins.unsafe" if safe else "ui.command.start_safely"))
        self.restart.clicked.connect(lambda: self.restart_wanted.emit(not safe))
        self.add_button(look.say("ui.close"), primary=True).clicked.connect(self.accept)

    def _show(self, found: tuple[Plugin, ...], select: str) -> None:
        chosen = select or (self._found[self._chosen].name if self._chosen >= 0 else "")
        self._found = found = tuple(sorted(found, key=lambda each: each.found.origin == "built_in"))
        self.list.set_rows(tuple(_row(self._look, at, each) for at, each in enumerate(found)))
        wanted = next((at for at, each in enumerate(found) if each.name == chosen), self._first_to_see())
        self.list.mark_current(str(wanted))
        self._choose(wanted)
        show(self.none, all(each.found.origin == "built_in" for each in found))

    def _first_to_see(self) -> int:
        """The first that waits for a decision, else the first that did not come with the program."""
        waiting = [at for at, each in enumerate(self._found) if each.state in ("new", "changed", "packed")]
        foreign = [at for at, each in enumerate(self._found) if each.found.origin != "built_in"]
        return next(iter((*waiting, *foreign)), 0)

    def _choose(self, at: int) -> None:
        if 0 <= at < len(self._found):
            self._chosen = at
            self.detail.show_plugin(self._found[at], standing())

    def _say(self, kind: Kind, sentence: str) -> None:
        self.message.say(kind, sentence, self._look.say("ui.close"), self.message.hide)

    # ---- what is done

    def _do(self, act: str) -> None:
        plugin = self._found[self._chosen]
        acts: dict[str, Callable[[], object]] = {
            "allow": lambda: self._beside(
                "ui.plugins.looking",
                lambda: _as_it_is(plugin),
                lambda seen: self._ask_to_allow(*seen),
            ),
            "unpack": lambda: self.install(plugin.found.place),
            "turn_on": lambda: self._turn(plugin, off=False),
            "turn_off": lambda: self._turn(plugin, off=True),
            "log": lambda: show_file(log_of(plugin.name)),
            "remove": lambda: self._ask_to_remove(plugin),
        }
        acts[act]()

    def _choose_file(self) -> None:
        say = self._look.say
        folder = QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation)
        chosen, _ = QFileDialog.getOpenFileName(
            self,
            say("ui.plugins.install_title"),
            folder,
            say("ui.plugins.kinds", pattern=f"*.whl *.zip {FILE}"),
        )
        if chosen:
            self.install(Path(chosen))

    def _ask_to_install(self, parcel: Parcel) -> None:
        look, manifest = self._look, parcel.manifest
        title = look.say("ui.plugins.install_sure", title=manifest.title, version=manifest.version)
        warnings = [look.say(each) for each in parcel.notes]
        if parcel.older:
            warnings.append(look.say("ui.plugins.replaces", version=parcel.older))
        done = Message("ui.plugins.installed", {"title": manifest.title, "version": manifest.version})
        self._ask(
            PluginQuestion(
                look,
                title,
                _facts("plugin.fact.source", parcel.source.name, manifest),
                (*warnings, look.say("plugin.trust")),
                look.say("ui.plugins.install_now"),
                self,
            ),
            lambda: self._changing(lambda: installing.install(parcel, now()), manifest, done),
        )

    def _ask_to_allow(self, plugin: Plugin, files: str) -> None:
        look, manifest = self._look, plugin.manifest
        title = look.say("ui.plugins.allow_sure", title=manifest.title)
        done = Message("ui.plugins.allowed", {"title": manifest.title})
        facts = _facts("plugin.fact.place", str(plugin.found.place), manifest)
        asked = PluginQuestion(
            look, title, facts, (look.say("plugin.trust"),), look.say("ui.plugins.allow_now"), self
        )
        keep = lambda: installing.allow(plugin.name, files, now())  # noqa: E731 - it is handed on
        self._ask(asked, lambda: self._changing(keep, manifest, done))

    def _ask_to_remove(self, plugin: Plugin) -> None:
        title = in_language(plugin.manifest.title, self._look.language) or plugin.name
        try:
            places = [str(each) for each in installing.to_remove(plugin.name)]
        except PlanError as problem:
            self._say("bad", self._look.say(problem.message))
            return
        asked = removal(self._look, self._look.say("ui.plugins.remove_sure", title=title), places, self)
        done = Message("ui.plugins.removed", {"title": title})
        self._ask(
            asked, lambda: self._changing(lambda: installing.remove(plugin.name), plugin.manifest, done)
        )

    def _turn(self, plugin: Plugin, *, off: bool) -> None:
        done = Message(
            "ui.plugins.turned_off" if off else "ui.plugins.turned_on", {"title": plugin.manifest.title}
        )
        self._changing(lambda: installing.turn(plugin, off=off), plugin.manifest, done)

    def _open_folder(self) -> None:
        try:
            open_folder(plugin_folder())
        except PlanError as problem:
            self._say("bad", self._look.say(problem.message))

    def _ask(self, question: PluginQuestion, then: Callable[[], object]) -> None:
        if self.findChild(PluginQuestion, options=_DIRECT) is not question:
            question.deleteLater()  # the one before has not been answered
            return
        question.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        question.accepted.connect(then)
        question.open()

    def _changing(self, work: Callable[[], object], manifest: Manifest, done: Message) -> None:
        """Change something, and show what is there then."""
        say = self._look.say

        def shown(_result: object) -> None:
            self.changed = True
            if counts_from_next_start(manifest):
                sentence = say("ui.plugins.next_start", done=done)
                again = lambda: self.restart_wanted.emit(is_safe())  # noqa: E731 - it is handed on
                self.message.say("note", sentence, say("ui.plugins.restart"), again)
            else:
                self._say("note", say(done))
            self.read_again(manifest.name)

        self._beside("ui.plugins.working", work, shown, done)

    def _beside(
        self, name: str, work: Callable[[], T], then: Callable[[T], object], told_later: Message | None = None
    ) -> None:
        """Work beside the window; what it gives is shown here or, when this is closed, told by the window."""
        said, waiting = self._look.say(name), QTimer(self, singleShot=True, interval=_PATIENCE)
        told: list[str] = []

        def tell() -> None:
            told.append(said)
            self.message.say("note", self._look.say("ui.plugins.at_work", name=said))

        def end(outcome: tuple[T] | Message) -> Said | None:
            there = isValid(self)
            if there:
                waiting.deleteLater()
                if told:
                    self.message.hide()
            if isinstance(outcome, Message):
                if not there:
                    return Said(outcome)
                self._say("bad", self._look.say(outcome))
            elif there:
                then(*outcome)
            elif told_later is not None:
                return Said(told_later)
            return None

        waiting.timeout.connect(tell)
        self._jobs.run(said, lambda _progress: _outcome(work), end)
        if work is not plugins or not self._found:  # else what was done stays told
            waiting.start()


def _outcome(work: Callable[[], T]) -> tuple[T] | Message:
    """What the work gave, or the sentence of a refusal; the window would tell that behind this dialog."""
    try:
        return (work(),)
    except PlanError as problem:
        return problem.message


def _as_it_is(plugin: Plugin) -> tuple[Plugin, str]:
    """The plugin as it lies there now, and its files (see `installing.allow`)."""
    place = plugin.found.place
    found = next((each for each in plugins() if each.found.place == place), plugin)
    return found, installing.files_of(found)


def _facts(label: str, place: str, manifest: Manifest) -> list[Fact]:
    """What is to be known before a yes; `place` is where it comes from."""
    return [Fact("plugin.fact.name", (manifest.name,)), Fact(label, (place,)), *said_by(manifest)]


def _row(look: Look, at: int, plugin: Plugin) -> Row:
    found = plugin.found
    state = look.say(f"plugin.state_name.{plugin.state}")
    origin = Message(f"plugin.origin_short.{found.origin}")
    called = " ".join(filter(None, (plugin.name, found.version)))
    return Row(
        key=str(at),
        head=in_language(plugin.manifest.title, look.language) or plugin.name,
        note=look.say("ui.plugins.row", called=called, origin=origin),
        side=state,
        side_is="remark",
        mark=MARKS[plugin.state],
    )
