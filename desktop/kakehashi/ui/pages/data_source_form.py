"""The settings of a source without a file: filled in, tried out, one of its tables chosen.

Everything that a plugin or the keychain is asked runs beside the window.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.source import SourceTable
from kakehashi.extension.known_source import (
    KnownSource,
    Secrets,
    known_source,
    ready,
    secrets_at_hand,
    wish_of,
)
from kakehashi.extension.reading import tables_of, try_out
from kakehashi.extension.typed_settings import SettingsWrong, Wrong
from kakehashi.progress import Progress
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox, line_box
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import ground
from kakehashi.ui.jobs import Job
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.pages.data_origin import Origin, of_source
from kakehashi.ui.pages.data_question import QuestionBar
from kakehashi.ui.pages.data_setting_line import SettingLine
from kakehashi.ui.panel import Panel
from kakehashi.ui.while_there import while_there
from kakehashi.words import Message, PlanError, in_language

T = TypeVar("T")
_WIDE = 640  # px


class _Filled(msgspec.Struct, frozen=True):
    """What was filled in, and what came of it."""

    known: KnownSource
    settings: dict[str, Any]
    secrets: Secrets
    tables: tuple[SourceTable, ...] = ()


class SourceForm(QWidget):
    """`left`: somebody is done here; `chosen` gives the Origin that is to be imported."""

    left = Signal()
    chosen = Signal(object)

    def __init__(self, look: Look, editor: Editor, workspace: Path, called: str, title: str) -> None:
        super().__init__()
        self._look, self._editor, self._workspace = look, editor, workspace
        self._known: KnownSource | None = None
        self._filled: _Filled | None = None
        self._job: Job | None = None
        say = look.say
        self.lines: dict[str, SettingLine] = {}
        self.panel = Panel(look, title)
        self.name = line_box(look, say("ui.data.source_name"))
        self.problem = QuestionBar(look)
        self.tables = ChoiceBox(look, say("ui.data.source_table"))
        self._tables_title = label(look, say("ui.data.source_table"), 12, token="text2")
        self.cancel = Button(look, say("ui.data.cancel"))
        self.test = Button(look, say("ui.data.source_test"))
        self.next = Button(look, say("ui.data.source_next"), "primary")
        self.note = label(look, "", 12.5, token="text2")
        self._lay_out()
        self._connect()
        self._show_tables()
        self._look_up(called)

    def _connect(self) -> None:
        self.cancel.clicked.connect(self.left)
        self.test.clicked.connect(self._test)
        self.next.clicked.connect(self._go_on)
        self.name.textEdited.connect(self._changed)
        self._editor.jobs.changed.connect(self._show_acts)

    def _lay_out(self) -> None:
        self._column = QVBoxLayout()
        self._column.setContentsMargins(18, 14, 18, 16)
        self._column.setSpacing(12)
        self._column.addStretch(1)
        inside = QWidget()
        ground(inside, self._look, "surface")
        inside.setMaximumWidth(_WIDE)
        inside.setLayout(self._column)
        area = QScrollArea()
        ground(area, self._look, "surface")
        area.setAccessibleName(self.panel.accessibleName())
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(inside)
        self.panel.body.addWidget(area, 1)
        choice = QHBoxLayout()
        choice.setSpacing(10)
        choice.addWidget(self._tables_title)
        choice.addWidget(self.tables, 1)
        choice.addStretch(1)
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.cancel)
        below.addWidget(self.note, 1)
        below.addWidget(self.test)
        below.addWidget(self.next)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addWidget(self.problem)
        rows.addWidget(self.panel, 1)
        rows.addLayout(choice)
        rows.addLayout(below)

    # ---- what the source wants to know

    def _look_up(self, called: str) -> None:
        workspace, uuid = self._workspace, self._editor.plan.uuid

        def work(progress: Progress) -> tuple[KnownSource, tuple[str, ...]]:
            known = known_source(workspace, called, progress=progress)
            return known, tuple(secrets_at_hand(known, uuid, known.before).values)

        self._run("ui.data.source_asking", work, self._show_fields)

    def _show_fields(self, found: tuple[KnownSource, tuple[str, ...]]) -> None:
        self._known, kept = found
        language = self._look.language
        self.panel.set_note(in_language(self._known.source.offer.summary, language))
        for field in self._known.fields:
            line = SettingLine(self._look, field, self._known.before.get(field.name), kept=field.name in kept)
            line.changed.connect(self._changed)
            self._add(line)
            self.lines[field.name] = line
        self.name.setText(self._known.name)
        named = QVBoxLayout()
        named.setSpacing(3)
        named.addWidget(label(self._look, self._look.say("ui.data.source_name"), 12, token="text2"))
        named.addWidget(self.name)
        named.addWidget(label(self._look, self._look.say("ui.data.source_name_words"), 11.5, token="text2"))
        self._column.insertLayout(len(self.lines), named)
        self._show_acts()
        first = next(iter(self.lines.values()), None)
        (first.control if first is not None else self.next).setFocus()

    def _add(self, line: SettingLine) -> None:
        self._column.insertWidget(len(self.lines), line)

    def _changed(self) -> None:
        """What was found with other settings holds no more."""
        self._filled = None
        self.note.setText("")
        self.problem.hide()
        for line in self.lines.values():
            line.tell(None)
        self._show_tables()

    # ---- trying it out, and its tables

    def _test(self) -> None:
        def work(filled: _Filled, progress: Progress) -> _Filled:
            try_out(wish_of(filled.known, filled.settings, filled.secrets), progress)
            return filled

        self._ask(work, lambda _filled: self.note.setText(self._look.say("ui.data.source_reached")))

    def _go_on(self) -> None:
        if self._filled is not None and self._filled.tables:
            self._choose(self._filled)
            return

        def work(filled: _Filled, progress: Progress) -> _Filled:
            found = tables_of(wish_of(filled.known, filled.settings, filled.secrets), progress)
            return msgspec.structs.replace(filled, tables=found)

        self._ask(work, self._took_tables)

    def _took_tables(self, filled: _Filled) -> None:
        self._filled = filled
        if len(filled.tables) == 1:
            self._show_tables()
            self._choose(filled)
        elif not filled.tables:
            self.note.setText(self._look.say("cli.source.no_tables"))
        else:
            self._show_tables()
            self.note.setText(self._look.say("ui.data.source_choose"))
            self.tables.setFocus()

    def _choose(self, filled: _Filled) -> None:
        origin: Origin = of_source(
            self._workspace,
            self._editor.plan.uuid,
            filled.known,
            filled.settings,
            filled.secrets,
            self.tables.key or filled.tables[0].key,
        )
        self.chosen.emit(origin)

    def _show_tables(self) -> None:
        tables = self._filled.tables if self._filled is not None else ()
        titles = {each.key: self._title(each) for each in tables if not each.hidden}
        before = [*self._known.saved.tables.values()] if self._known and self._known.saved else []
        now = next((key for key in before if key in titles), next(iter(titles), ""))
        self.tables.show_choices(titles, now)
        for widget in (self.tables, self._tables_title):
            widget.setVisible(len(titles) > 1)
        self.next.say(self._look.say("ui.data.source_import" if titles else "ui.data.source_next"))

    def _title(self, table: SourceTable) -> str:
        title = in_language(table.title, self._look.language) or table.key
        said = title if title == table.key else self._look.say("ui.data.table_of", title=title, key=table.key)
        if table.rows is None:
            return said
        return self._look.say("ui.data.table_rows", title=said, rows=number_of(table.rows))

    # ---- work beside the window

    def _ask(self, work: Callable[[_Filled, Progress], _Filled], done: Callable[[_Filled], None]) -> None:
        """Do something with what is filled in."""
        if self._known is None:
            return
        self._changed()
        name = self.name.text().strip() or self._known.source.offer.key
        known, uuid = msgspec.structs.replace(self._known, name=name), self._editor.plan.uuid
        plain = {name: line for name, line in self.lines.items() if line.field.shape != "secret"}
        typed = {name: line.words for name, line in plain.items()}
        secret = {name: line.words for name, line in self.lines.items() if name not in plain}

        def whole(progress: Progress) -> _Filled | tuple[Wrong, ...]:
            try:
                settings, secrets = ready(known, uuid, typed, secret)
            except SettingsWrong as wrong:  # told below each setting, not above the page
                return wrong.problems
            return work(_Filled(known, settings, secrets), progress)

        def filled(found: _Filled | tuple[Wrong, ...]) -> None:
            if isinstance(found, _Filled):
                done(found)
            else:
                self._tell(found)

        self._run("ui.data.source_reaching", whole, filled)

    def _tell(self, wrong: tuple[Wrong, ...]) -> None:
        """What is wrong, below each setting; the keyboard goes to the first."""
        for each in wrong:
            self.lines[each.name].tell(each.said)
        self.lines[wrong[0].name].control.setFocus()

    def _run(self, name: str, work: Callable[[Progress], T], done: Callable[[T], None]) -> None:
        said = self._look.say(name, name=self.panel.accessibleName())
        self.note.setText(said)

        def guarded(progress: Progress) -> T | Message:
            try:
                return work(progress)
            except Cancelled:
                raise
            except PlanError as error:  # it is told here, not above the page
                return error.message

        def finished(result: T | Message) -> None:
            self.note.setText("")
            if isinstance(result, Message):
                self.problem.show_problem(result)
            else:
                done(result)

        self._job = self._editor.jobs.run(said, guarded, while_there(self, finished))
        self._show_acts()

    def _show_acts(self) -> None:
        """Nothing else can be asked while something is; who stops it can go on."""
        busy = self._job is not None and self._job in self._editor.jobs.running
        if not busy and self._job is not None:
            if self._job.cancelled:
                self.note.setText("")
            self._job = None
        for button in (self.test, self.next):
            button.setEnabled(not busy and self._known is not None)
