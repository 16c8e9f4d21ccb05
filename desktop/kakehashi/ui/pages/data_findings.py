"""What the imported data says: a finding in words and figures, and its way into the plan as one step."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.plan import Plan
from kakehashi.plan.review import FindingRecord
from kakehashi.plan.telling import period_words
from kakehashi.storage.folders import evidence_folder
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.grounds import ground
from kakehashi.ui.labels import label, set_token
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel
from kakehashi.ui.plain_table import PlainTable
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.session import Session, State
from kakehashi.ui.while_there import while_there
from kakehashi.ui.without_options import without_options
from kakehashi.words import PlanError, day, shown

if TYPE_CHECKING:
    from kakehashi.evidence.findings import Finding

_MOST_ROWS = 60
_IN_SIGHT = 12


class DataFindings(QWidget):
    """See `views`."""

    view_wanted = Signal(str)

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__()
        self._look, self._editor = look, editor
        self._found: dict[str, Finding] | None = None
        self._key = ""
        self._told = ""
        say = look.say
        self.list = RowsPanel(look, say("ui.view.data_findings"), self)
        self.list.chosen.connect(self.choose)
        self.sheet = Panel(look, say("ui.view.data_findings"), self)
        self.adopt = Button(look, say("ui.data.use_in_plan"), "primary")
        self.adopt.clicked.connect(self.take_over)
        self.again = Button(look, say("ui.data.find_again"))
        self.again.clicked.connect(self.find_out)
        self.words = label(look, "", 12.5, token="text2")
        self.words.setWordWrap(True)
        self._area = QScrollArea()
        self._area.setFrameShape(QFrame.Shape.NoFrame)
        self._area.setWidgetResizable(True)
        self._area.setAccessibleName(say("ui.view.data_findings"))
        self.sheet.body.addWidget(self._area)
        self._lay_out()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(10)
        top = Qt.AlignmentFlag.AlignTop  # what was taken over may be told in many lines
        acts.addWidget(self.adopt, 0, top)
        acts.addWidget(self.again, 0, top)
        acts.addWidget(self.words, 1)
        right = QVBoxLayout()
        right.setSpacing(10)
        right.addLayout(acts)
        right.addWidget(self.sheet, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addWidget(self.list, 1)
        across.addLayout(right, 3)

    def show_state(self, state: State) -> None:
        """See `views`. Which findings the plan has taken over may have changed; the data has not."""
        if self._found is None:
            self.find_out()
        else:
            self._show_list(state.plan)
            self._show_words()

    def find_out(self) -> None:
        """Work out all findings, beside the window."""
        plan, when = self._editor.plan, self._editor.typist.date
        workspace = evidence_folder(plan.uuid)
        self._found = self._found or {}
        self._told = ""
        self.list.show_sentence(self._look.say("ui.data.finding"))
        self.adopt.setEnabled(False)
        self.again.setEnabled(False)

        def work(_progress: object) -> tuple[Finding, ...]:
            from kakehashi.asking import asking
            from kakehashi.evidence.findings import findings

            return findings(workspace, when, asking(plan))

        self._editor.jobs.run(self._look.say("ui.data.finding"), work, while_there(self, self._show))

    def choose(self, key: str) -> None:
        """Show a finding."""
        self._key, self._told = key, ""
        self._show_finding()

    def take_over(self) -> None:
        """Put the finding into the plan: figures with passports, as one step."""
        from kakehashi.evidence.adoption import adopt

        found = (self._found or {}).get(self._key)
        if found is None or self._editor.read_only:
            return
        typist = self._editor.typist
        try:
            adoption = adopt(self._editor.plan, found, person=typist.person, date=typist.date)
        except PlanError as error:
            self._editor.refused.emit(error.message)
            return
        self._told = "\n".join(map(self._look.say, adoption.told)) or self._look.say(adoption.words)
        if not self._editor.apply(adoption.change, adoption.words):
            self._told = ""
        self._show_words()

    def _show(self, found: tuple[Finding, ...]) -> None:
        self._found = {each.key: each for each in found}
        self.again.setEnabled(True)
        if self._key not in self._found:
            self._key = next(iter(self._found), "")
        self._show_list(self._editor.plan)
        self._show_finding()

    def _show_list(self, plan: Plan) -> None:
        if not self._found:
            self.list.show_sentence(self._look.say("ui.data.no_findings"))
            return
        taken = {each.finding: each.date for each in plan.items(FindingRecord)}
        self.list.show_rows(tuple(self._row(each, taken.get(each.key)) for each in self._found.values()))

    def _mark(self) -> None:
        if self._found:
            self.list.mark_current(self._key)

    def _row(self, finding: Finding, taken_on: str | None) -> Row:
        say = self._look.say
        names = say("ui.comma").join(dict.fromkeys(source.name for source in finding.sources))
        notes = [names, shown(period_words(finding.period), self._look.language)]
        if taken_on:
            notes.append(say("ui.data.taken", day=day(taken_on, self._look.language)))
        return Row(
            key=finding.key,
            head=say(f"finding.{finding.key}"),
            note=say("ui.between").join(filter(None, notes)),
            mark="good" if taken_on else "",
        )

    def _show_finding(self) -> None:
        from kakehashi.evidence.finding_tables import finding_tables

        self._mark()
        finding = (self._found or {}).get(self._key)
        self.sheet.setVisible(finding is not None)
        self.adopt.setEnabled(finding is not None and not self._editor.read_only)
        self._show_words()
        if finding is None:
            return
        self.sheet.set_title(self._look.say(f"finding.{finding.key}"))
        self.sheet.set_note(shown(period_words(finding.period), self._look.language))
        column = QWidget()
        ground(column, self._look, "surface")
        rows = QVBoxLayout(column)
        rows.setContentsMargins(14, 8, 14, 14)
        rows.setSpacing(6)
        for note in finding.notes:
            said = label(self._look, without_options(self._look.say(note)), 12, token="text2")
            said.setWordWrap(True)
            rows.addWidget(said)
        for table in finding_tables(finding, self._look.language, _MOST_ROWS):
            if table.title:
                rows.addWidget(label(self._look, table.title, 12.5, 700))
            name = table.title or self._look.say(f"finding.{finding.key}")
            told = PlainTable(self._look, name)
            told.show_rows(table.columns, table.rows, table.right, table.small)
            told.setFixedHeight(told.height_for(min(len(table.rows), _IN_SIGHT)))
            rows.addWidget(told)
            if table.left_out:
                more = self._look.say("ui.data.more_rows", count=table.left_out)
                rows.addWidget(label(self._look, more, 11.5, token="text2"))
        rows.addStretch(1)
        self._area.setWidget(column)

    def _show_words(self) -> None:
        say = self._look.say
        if self._told:
            said, token = self._told, "good"
        elif self._editor.read_only:
            said, token = say("ui.data.read_only"), "text2"
        else:
            said, token = (say("ui.data.use_words") if self._key else ""), "text2"
        self.words.setText(said)
        set_token(self.words, self._look, token)
        self.adopt.setToolTip(say("ui.data.read_only") if self._editor.read_only else "")


def view(look: Look, editor: Editor, _session: Session) -> QWidget:
    """See `data.VIEWS`."""
    return DataFindings(look, editor)
