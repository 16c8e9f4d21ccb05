"""Before declaring: what is open, what has changed, and the declaration itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.declaration.open_points import OpenPoint, open_points
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.ui.button import Button
from kakehashi.ui.choice_box import line_box
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label, set_token
from kakehashi.ui.look import Look
from kakehashi.ui.on_demand import OnDemand, one_after_another
from kakehashi.ui.panel import Panel
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.sentences import change_rows, finding_rows, place_key, place_of
from kakehashi.ui.session import Session, State
from kakehashi.words import Message, PlanError, shown

if TYPE_CHECKING:
    from kakehashi.checks.check import Finding


class DeclareNow(QWidget):
    """See `views`."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, session: Session, editor: Editor) -> None:
        super().__init__()
        self._look, self._session, self._editor = look, session, editor
        self._declared = ""
        self.open = RowsPanel(look, look.say("ui.declare.open"), self)
        self.changes = RowsPanel(look, look.say("ui.declare.changes_first"), self)
        for panel in (self.open, self.changes):
            panel.chosen.connect(lambda key: self.gone_to.emit(*place_of(key)))
        self.sheet = Panel(look, look.say("ui.declare.title", number=1), self)
        self.note = line_box(look, look.say("ui.declare.note"), look.say("ui.declare.note_hint"))
        self.note.returnPressed.connect(self._declare)
        self.button = Button(look, "", "primary")
        self.button.clicked.connect(self._declare)
        self.told = label(look, "", 12.5)
        self.told.setWordWrap(True)
        self._lay_out()

    def _lay_out(self) -> None:
        say, body = self._look.say, self.sheet.body
        body.setContentsMargins(16, 12, 16, 14)
        body.setSpacing(8)
        freezes = label(self._look, say("ui.declare.freezes"), 12.5, token="text2")
        freezes.setWordWrap(True)
        body.addWidget(freezes)
        body.addWidget(self.told)
        body.addWidget(label(self._look, say("ui.declare.note"), 11.5, token="text2"))
        act = QHBoxLayout()
        act.setSpacing(12)
        act.addWidget(self.note, 1)
        act.addWidget(self.button)
        body.addLayout(act)
        lists = QHBoxLayout()
        lists.setSpacing(14)
        lists.addWidget(self.open, 1)
        lists.addWidget(self.changes, 1)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(14)
        rows.addWidget(self.sheet)
        rows.addLayout(lists, 1)

    def show_state(self, state: State) -> None:
        """See `views`."""
        number = self._next_number(state)
        self.sheet.set_title(self._look.say("ui.declare.title", number=number))
        self.button.say(self._look.say("ui.declare.button", number=number))
        can = state.changed and not state.read_only
        self.button.setEnabled(can)
        self.note.setEnabled(can)
        errors = self._errors(state)
        self._tell(state, len(errors))
        self._show_open(state, errors)
        self._show_changes(state)

    def _next_number(self, state: State) -> int:
        return 1 if state.edition is None else state.edition.number + 1

    def _errors(self, state: State) -> list[Finding]:
        found = state.worked.findings if state.worked is not None else None
        return [each for each in found or () if each.severity == "error"]

    def _tell(self, state: State, errors: int) -> None:
        """One sentence above the note: what was done, why nothing can be, or what to know before."""
        say, token = self._look.say, "text"
        if state.read_only:
            said = say("ui.declare.read_only")
        elif self._declared and not state.changed:
            said, token = self._declared, "good"
        elif not state.changed and state.edition is not None:
            said = say("ui.declare.as_declared", number=state.edition.number)
        else:
            said, token = (say("ui.declare.with_errors", count=errors), "warn") if errors else ("", "text")
        self.told.setText(said)
        set_token(self.told, self._look, token)
        self.told.setVisible(bool(said))
        self.button.setToolTip("" if self.button.isEnabled() else said)

    def _show_open(self, state: State, errors: list[Finding]) -> None:
        points = open_points(state.plan)
        rows = one_after_another(
            finding_rows(self._look, errors),
            OnDemand(len(points), lambda at: open_row(self._look, state.plan, points[at])),
        )
        if rows:
            self.open.show_rows(rows)
            self.open.set_note(self._look.say("ui.declare.open_count", count=len(rows)))
        else:
            nothing = "ui.declare.nothing_open" if state.worked is not None else "ui.working"
            self.open.show_sentence(self._look.say(nothing))

    def _show_changes(self, state: State) -> None:
        say = self._look.say
        if state.edition is None:
            self.changes.set_title(say("ui.declare.changes_first"))
            self.changes.show_sentence(say("ui.declare.first"))
            return
        number = state.edition.number
        self.changes.set_title(say("ui.declare.changes", number=number))
        worked = state.worked
        if worked is None or worked.changes is None:
            self.changes.show_sentence(say("ui.working"))
        elif not worked.changes:
            self.changes.show_sentence(say("ui.declare.same", number=number))
        else:
            self.changes.show_rows(change_rows(self._look, worked.changes, worked.plan))
            self.changes.set_note(say("ui.declare.changes_count", count=len(worked.changes)))

    def _declare(self) -> None:
        if not self.button.isEnabled():
            return
        try:
            row = self._session.declare(self.note.text().strip())
        except PlanError as error:
            self._editor.refused.emit(error.message)
            return
        self._declared = self._look.say("ui.declare.done", number=row.number, hash=row.hash[:12])
        self.note.clear()
        self.show_state(self._session.state)


_SENTENCES = {
    "decision": "ui.declare.open.decision",
    "objection": "ui.declare.open.objection",
    "agreement": "ui.declare.open.agreement",
    "ask": "ui.declare.open.ask",
    "question": "ui.declare.open.question",
    "comment": "ui.declare.open.comment",
}


def open_row(look: Look, plan: Plan, point: OpenPoint) -> Row:
    """An open point as a row: who is waited for, and what about."""
    item = point.item
    what = shown(name_of(plan, item), look.language)
    asked = plan.get(getattr(item, "department", None) or getattr(item, "asked_of", None) or "")
    note = look.say(f"chapter.{point.chapter}")
    if asked is not None and point.open not in ("agreement", "objection"):  # those are named after both
        department = shown(name_of(plan, asked), look.language)
        note = look.say("ui.declare.of_department", department=note, item=department)
    objected = point.open in ("objection",)
    return Row(
        key=place_key(point.chapter, item.id),
        head=look.say(Message(_SENTENCES[point.open], {"what": what})),
        note=note,
        side="›",
        mark="warn" if objected else "note",
    )


def view(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `declare.VIEWS`."""
    return DeclareNow(look, session, editor)
