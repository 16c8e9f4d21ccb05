"""Importing a file, or a table of a source, on one page: how it is read, which column is what, what comes of
it; then it is loaded.

Everything that is shown comes from an import that was tried out and taken back (`evidence.previewing`), anew
after each choice.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFileDialog,
    QFrame,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)
from shiboken6 import isValid

from kakehashi.evidence.answering import answered, read_so
from kakehashi.evidence.import_job import Choices, ImportResult, Mode
from kakehashi.evidence.previewing import Preview, preview
from kakehashi.evidence.profile import Profile
from kakehashi.evidence.remapping import always, assigned, likely_table, meaning, told_by
from kakehashi.evidence.tables import TABLES
from kakehashi.progress import Progress
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import ChoiceBox, TickBox
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import ground
from kakehashi.ui.jobs import Job, Said
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import table_title
from kakehashi.ui.pages.data_done import DonePanel
from kakehashi.ui.pages.data_mapping import MappingPanel
from kakehashi.ui.pages.data_meaning import MeaningPanel
from kakehashi.ui.pages.data_origin import Origin
from kakehashi.ui.pages.data_question import QuestionBar
from kakehashi.ui.pages.data_reading import ReadingPanel
from kakehashi.ui.pages.data_result import ResultPanel
from kakehashi.ui.pages.data_rows import RowsOfFile
from kakehashi.ui.panel import Panel
from kakehashi.ui.while_there import while_there
from kakehashi.words import Message, PlanError

_RIGHT = 300
_MODES: dict[Mode, str] = {"replace": "ui.data.mode.replace", "merge": "ui.data.mode.merge"}
FIRST_TABLE = "opportunity"


class ImportWizard(QStackedWidget):
    """`left`: somebody is done here; `loaded`: an import is in the evidence."""

    left = Signal()
    loaded = Signal()
    findings_wanted = Signal()

    def __init__(self, look: Look, editor: Editor, workspace: Path, origin: Origin) -> None:
        super().__init__()
        self._look, self._editor, self._workspace, self._origin = look, editor, workspace, origin
        self._table, self._table_is_chosen = FIRST_TABLE, False
        self._profile: Profile | None = None
        self.choices = Choices()
        self.joins: tuple[Path, ...] = ()
        self.preview: Preview | None = None
        self._trying = self._again = self._loading = False
        self._job: Job | None = None
        self._build()
        self._connect()
        self._lay_out()
        self.try_out()

    def _build(self) -> None:
        look, say = self._look, self._look.say
        self.table = ChoiceBox(look, say("ui.data.which_table"))
        self.table.show_choices(self._tables(), self._table)
        self.mode = ChoiceBox(look, say("ui.data.mode"))
        self.mode.show_choices({key: say(title) for key, title in _MODES.items()}, "replace")
        self.mode.setMinimumContentsLength(18)
        self.hash_email = TickBox(look, say("ui.data.hash_email"))
        self.drop_names = TickBox(look, say("ui.data.drop_names"))
        self.join = Button(look, say("ui.data.join"))
        self.join.setToolTip(say("ui.data.join_words"))
        self.question = QuestionBar(look)
        self.mapping = MappingPanel(look)
        self.rows = RowsOfFile(look)
        self.reading = ReadingPanel(look, self._origin.name)
        self.meaning = MeaningPanel(look)
        self.result = ResultPanel(look, say("ui.data.if_loaded"))
        self.cancel = Button(look, say("ui.data.cancel"))
        self.load = Button(look, say("ui.data.load"), "primary")
        self.note = label(look, say("ui.data.nothing_loaded"), 12.5, token="text2")

    def _tables(self) -> dict[str, str]:
        return {name: table_title(self._look, name) for name in TABLES}

    def _connect(self) -> None:
        self.table.currentIndexChanged.connect(lambda: self._choose_table(self.table.key))
        self.hash_email.toggled.connect(lambda on: self._choose(hash_email=on))
        self.drop_names.toggled.connect(lambda on: self._choose(drop_names=on))
        self.join.clicked.connect(self._ask_for_join)
        self.question.answered.connect(self._answer)
        self.mapping.assigned.connect(lambda column, field: self._map(assigned, column, field))
        self.meaning.told_by.connect(lambda column: self._map(told_by, column))
        self.meaning.always.connect(lambda standing: self._map(always, standing))
        self.meaning.meant.connect(lambda value, standing: self._map(meaning, value, standing))
        self.reading.read_so.connect(self._read_so)
        self.cancel.clicked.connect(self.left)
        self.load.clicked.connect(self.import_it)
        self._editor.jobs.changed.connect(self._look_if_stopped)

    def _lay_out(self) -> None:
        above = QHBoxLayout()
        above.setSpacing(10)
        above.addWidget(label(self._look, self._look.say("ui.data.which_table"), 12, token="text2"))
        above.addWidget(self.table)
        above.addWidget(self.mode)
        above.addWidget(self.join)
        above.addStretch(1)
        left = QVBoxLayout()
        left.setSpacing(12)
        left.addWidget(self.question)
        left.addWidget(self.mapping, 3)
        left.addWidget(self.rows, 2)
        across = QHBoxLayout()
        across.setSpacing(14)
        across.addLayout(left, 1)
        across.addWidget(self._right())
        below = QHBoxLayout()
        below.setSpacing(12)
        below.addWidget(self.cancel)
        below.addWidget(self.note, 1)
        below.addWidget(self.load)
        sheet = QWidget()
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(10)
        rows.addLayout(above)
        rows.addLayout(across, 1)
        rows.addLayout(below)
        self.addWidget(sheet)

    def _right(self) -> QScrollArea:
        column = QWidget()
        ground(column, self._look, "window")
        rows = QVBoxLayout(column)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(12)
        private = Panel(self._look, self._look.say("ui.data.privacy"))
        private.body.setContentsMargins(14, 8, 14, 10)
        private.body.addWidget(self.hash_email)
        private.body.addWidget(self.drop_names)
        for panel in (self.result, self.meaning, self.reading, private):
            rows.addWidget(panel)
        rows.addStretch(1)
        area = QScrollArea()
        area.setAccessibleName(self._look.say("ui.data.source"))
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setFixedWidth(_RIGHT)
        area.setWidget(column)
        return area

    def try_out(self) -> None:
        """Try the import with all that is chosen; once more when something is chosen meanwhile."""
        self.load.setEnabled(False)
        if self._trying:
            self._again = True
            return
        self._trying = True
        workspace, origin, table = self._workspace, self._origin, self._table
        profile, choices, when = self._profile, self.choices, self._editor.typist.date
        joins = self.joins

        def work(progress: Progress) -> Preview:
            from kakehashi.extension.reading import rows_of

            return preview(
                workspace,
                origin.rows(),
                name=origin.name,
                table=table,
                profile=profile,
                choices=choices,
                joins=[(each.name, rows_of(None, each)) for each in joins],
                when=when,
                progress=progress,
            )

        self._job = self._editor.jobs.run(
            self._look.say("ui.data.trying", name=origin.name),
            work,
            while_there(self, self._tried),
            self._could_not,
        )

    def import_it(self) -> None:
        """Load the rows as they are shown."""
        if self._loading or not self.load.isEnabled():
            return
        self._loading = True
        self.load.setEnabled(False)
        workspace, origin, table, mode = self._workspace, self._origin, self._table, self.mode.key
        profile, choices, when = self._profile, self.choices, self._editor.typist.date
        joins = self.joins

        def work(progress: Progress) -> tuple[ImportResult, Message | None]:
            from kakehashi.evidence.importing import import_table
            from kakehashi.extension.reading import rows_of

            result = import_table(
                workspace,
                origin.rows(),
                name=origin.name,
                table=table,
                profile=profile,
                choices=choices,
                joins=[(each.name, rows_of(None, each)) for each in joins],
                mode=mode,  # type: ignore[arg-type]  # the keys are _MODES
                when=when,
                progress=progress,
            )
            return result, origin.keep(table)

        def done(found: tuple[ImportResult, Message | None]) -> Said | None:
            result, told = found
            if isValid(self):
                self._done(result)
            return Said(told) if told is not None else None

        self._job = self._editor.jobs.run(
            self._look.say("ui.data.importing", name=origin.name), work, done, self._could_not
        )

    def _look_if_stopped(self) -> None:
        """Work that somebody has stopped tells nothing of its end: with the next choice it is tried anew."""
        if self._job is None or not self._job.cancelled or self._job in self._editor.jobs.running:
            return
        self._job, self._trying, self._again, self._loading = None, False, False, False
        self.question.show_problem(Message("ui.data.stopped"))
        self.load.setEnabled(self.preview is not None and self.preview.result is not None)

    def let_go(self) -> None:
        """Somebody goes away from here: what was read of a source is taken away, unless it is being read."""
        if not self._trying and not self._loading:
            self._origin.drop()

    def _tried(self, seen: Preview) -> None:
        self._trying = False
        if self._again:
            self._again = False
            self.try_out()
            return
        if not self._table_is_chosen and seen.columns:
            self._table_is_chosen = True
            likely = likely_table(seen.columns)
            if likely != self._table:
                self._table = likely
                self.table.show_choices(self._tables(), likely)
                self.try_out()
                return
        self.preview = seen
        self._show(seen)

    def _show(self, seen: Preview) -> None:
        if seen.question is not None:
            self.question.show_question(seen.question)
        elif seen.problem is not None:
            self.question.show_problem(seen.problem)
        else:
            self.question.hide()
        self.mapping.show_preview(seen, self._table)
        self.meaning.show_preview(seen, self._table)
        self.reading.show_preview(seen, self.choices.read_as)
        self.rows.show_preview(seen)
        self.result.show_result(seen.result)
        self.load.setEnabled(seen.result is not None)
        told = "ui.data.nothing_loaded" if seen.result is not None else "ui.data.answer_first"
        self.note.setText(self._look.say(told))

    def _could_not(self, error: PlanError) -> Said | None:
        """Also a Question that only the import itself came upon: it is asked here, not above the page."""
        if not isValid(self):
            return None
        self._trying = self._loading = False
        if self._again:
            self._again = False
            self.try_out()
        self.question.show_problem(error.message)
        return None

    def _done(self, result: ImportResult) -> None:
        self._loading = False
        done = DonePanel(self._look, self._editor, self._workspace, self._origin.name, result)
        done.closed.connect(self.left)
        done.findings_wanted.connect(self._to_findings)
        self.addWidget(done)
        self.setCurrentWidget(done)
        done.to_findings.setFocus()
        self.loaded.emit()

    def _to_findings(self) -> None:
        self.left.emit()
        self.findings_wanted.emit()

    def _choose_table(self, table: str) -> None:
        """Another table: what was said about columns and values does not hold for it."""
        self._table, self._table_is_chosen, self._profile = table, True, None
        self.choices = msgspec.structs.replace(self.choices, answers=Choices().answers, repeats=None)
        self.try_out()

    def _choose(self, **chosen: Any) -> None:
        self.choices = msgspec.structs.replace(self.choices, **chosen)
        self.try_out()

    def _answer(self, reading: str) -> None:
        if self.preview is not None and self.preview.question is not None:
            self.choices = answered(self.choices, self.preview.question, reading)
            self.try_out()

    def _read_so(self, said: dict[str, Any]) -> None:
        """Read otherwise: other columns may come of it, so the mapping is proposed anew."""
        self._profile = None
        self.choices = msgspec.structs.replace(read_so(self.choices, **said), anew=True)
        self.try_out()

    def _ask_for_join(self) -> None:
        """A further file whose columns are put beside the rows; the mapping is proposed anew with them."""
        chosen, _ = QFileDialog.getOpenFileName(
            self, self._look.say("ui.data.join"), self._origin.folder, self._look.say("ui.data.file_kinds")
        )
        if chosen:
            self.joins, self._profile = (*self.joins, Path(chosen)), None
            self.try_out()

    def _map(self, change: Any, *words: str) -> None:
        if self.preview is not None and self.preview.profile is not None:
            before = self._profile or self.preview.profile
            self._profile = change(before, *words)
            self.try_out()
