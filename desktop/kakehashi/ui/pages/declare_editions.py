"""The editions of a plan: what each says, how it differs from the one before and from the plan now."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.plan.plan import Plan
from kakehashi.storage.plan_file import EditionRow
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.sentences import change_rows, place_of
from kakehashi.ui.session import Session, State
from kakehashi.ui.while_there import while_there
from kakehashi.ui.worked import Change, changes_since
from kakehashi.words import day, listed


class DeclareEditions(QWidget):
    """See `views`. `documents_wanted`: of the edition with this number."""

    gone_to = Signal(str, str)
    documents_wanted = Signal(int)

    def __init__(self, look: Look, editor: Editor, session: Session) -> None:
        super().__init__()
        self._look, self._editor, self._session = look, editor, session
        self._editions: dict[int, EditionRow] = {}
        self._number = 0
        self._shown: tuple[object, ...] = ()
        self.list = RowsPanel(look, look.say("ui.declare.editions"), self)
        self.list.chosen.connect(lambda key: self.choose(int(key)))
        self.differences = RowsPanel(look, look.say("ui.declare.no_difference"), self)
        self.differences.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
        self.to_now = Button(look, look.say("ui.declare.to_now"))
        self.to_before = Button(look, look.say("ui.declare.to_before"))
        self.documents = Button(look, look.say("ui.declare.export_edition"))
        self.to_now.clicked.connect(lambda: self._compare(self._number, 0))
        self.to_before.clicked.connect(lambda: self._compare(self._before(self._number), self._number))
        self.documents.clicked.connect(lambda: self.documents_wanted.emit(self._number))
        self._lay_out()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        for button in (self.to_now, self.to_before, self.documents):
            acts.addWidget(button)
        acts.addStretch(1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(acts)
        right.addWidget(self.differences, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addWidget(self.list, 2)
        across.addLayout(right, 3)

    def show_state(self, state: State) -> None:
        """See `views`."""
        self._editions = {each.number: each for each in self._session.opened.editions()}
        for widget in (self.differences, self.to_now, self.to_before, self.documents):
            widget.setVisible(bool(self._editions))
        if not self._editions:
            self.list.show_sentence(self._look.say("ui.declare.no_editions"))
            return
        newest_first = sorted(self._editions.values(), key=lambda each: -each.number)
        self.list.show_rows(tuple(self._row(each) for each in newest_first))
        shown = (self._number, state.plan)
        if self._number not in self._editions:
            self.choose(newest_first[0].number)
        elif shown != self._shown:
            self._compare(self._number, 0)
        self.list.mark_current(str(self._number))

    def choose(self, number: int) -> None:
        """Show what has changed since an edition."""
        self._number = number
        self._compare(number, 0)

    def _before(self, number: int) -> int:
        return max((each for each in self._editions if each < number), default=0)

    def _compare(self, earlier: int, later: int) -> None:
        """Tell what turned an edition into a later one; 0: into the plan as it is now."""
        self.to_before.setEnabled(bool(self._before(self._number)))
        self.list.mark_current(str(self._number))
        if not earlier:
            return
        plan, path, say = self._editor.plan, self._session.state.path, self._look.say
        self._shown = (self._number, plan)
        title = (
            say("ui.declare.compare", number=earlier)
            if not later
            else say("ui.declare.compare_two", earlier=earlier, number=later)
        )
        self.differences.set_title(title)
        self.differences.show_sentence(say("ui.working"))

        def done(found: tuple[Plan, tuple[Change, ...]]) -> None:
            if self._shown == (self._number, plan):
                self._show(*found)

        self._editor.jobs.run(
            say("ui.declare.comparing"),
            lambda _progress: _between(path, earlier, later, plan),
            while_there(self, done),
        )

    def _show(self, plan: Plan, changes: tuple[Change, ...]) -> None:
        if not changes:
            self.differences.show_sentence(self._look.say("ui.declare.no_difference"))
            return
        self.differences.show_rows(change_rows(self._look, changes, plan))
        self.differences.set_note(self._look.say("ui.declare.changes_count", count=len(changes)))

    def _row(self, edition: EditionRow) -> Row:
        say = self._look.say
        hashed = say("ui.declare.hash", hash=edition.hash[:12])
        return Row(
            key=str(edition.number),
            head=say(
                "ui.declare.edition_line", number=edition.number, day=day(edition.date, self._look.language)
            ),
            note=listed([each for each in (edition.by, edition.note, hashed) if each], self._look.language),
        )


def _between(path: Path, earlier: int, later: int, plan: Plan) -> tuple[Plan, tuple[Change, ...]]:
    """The later plan, and what turned the earlier one into it."""
    from kakehashi.declaration.edition import from_bytes, plan_of
    from kakehashi.storage.plan_file import PlanFile

    file = PlanFile.open(path, read_only=True)
    try:
        before = file.edition_content(earlier)
        after = plan_of(from_bytes(file.edition_content(later))) if later else plan
    finally:
        file.close()
    return after, changes_since(after, before, ())


def view(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `declare.VIEWS`."""
    return DeclareEditions(look, editor, session)
