"""Names that may be one of the known companies: a person says which, one name after the other, by keys."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.evidence.matching.deciding import NOBODY
from kakehashi.evidence.matching.doubts import Doubt, Review
from kakehashi.storage.folders import evidence_folder
from kakehashi.ui.button import Button
from kakehashi.ui.editor import Editor
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.pages.data_aside import number_of
from kakehashi.ui.rows import Row
from kakehashi.ui.rows_panel import RowsPanel
from kakehashi.ui.session import Session, State
from kakehashi.ui.while_there import while_there
from kakehashi.words import percent

_MOST = 100
_LATER, _NONE = " ", "0"
_KEYS = _LATER + _NONE + "123"


class DataMatches(QWidget):
    """See `views`. Keys: 1, 2, 3 take that company, 0 none of them, Space leaves the name for later."""

    def __init__(self, look: Look, editor: Editor) -> None:
        super().__init__()
        self._look, self._editor = look, editor
        self._review: Review | None = None
        self._waiting: list[Doubt] = []
        self.decided = 0
        say = look.say
        self.name = label(look, "", 17, 700)
        self.name.setWordWrap(True)
        self.about = label(look, "", 12.5, token="text2")
        self.candidates = RowsPanel(look, say("ui.data.candidates"), self)
        self.candidates.chosen.connect(self.decide)
        self.none = Button(look, say("ui.data.none_of_them"))
        self.none.clicked.connect(lambda: self.decide(NOBODY))
        self.later = Button(look, say("ui.data.later"))
        self.later.clicked.connect(self.put_off)
        self.keys = label(look, say("ui.data.match_keys"), 11.5, token="text2")
        self.summary = RowsPanel(look, say("ui.data.matched"), self)
        self._lay_out()

    def _lay_out(self) -> None:
        acts = QHBoxLayout()
        acts.setSpacing(8)
        acts.addWidget(self.none)
        acts.addWidget(self.later)
        acts.addWidget(self.keys, 1)
        body = QVBoxLayout()
        body.setSpacing(8)
        body.addWidget(self.name)
        body.addWidget(self.about)
        body.addWidget(self.candidates, 1)
        body.addLayout(acts)
        across = QHBoxLayout(self)
        across.setContentsMargins(0, 0, 0, 0)
        across.setSpacing(14)
        across.addLayout(body, 2)
        side = QVBoxLayout()
        side.addWidget(self.summary, 1)
        across.addLayout(side, 1)

    @property
    def workspace(self) -> Path:
        """Where the evidence of this plan lies."""
        return evidence_folder(self._editor.plan.uuid)

    @property
    def doubt(self) -> Doubt | None:
        """The name that is asked about now."""
        return self._waiting[0] if self._waiting else None

    def show_state(self, _state: State) -> None:
        """See `views`. Edits of the plan change nothing here."""
        if self._review is None:
            self._review = Review({}, {}, ())
            self._show_busy()
            self._look_again()

    def decide(self, company: str) -> None:
        """Say whose the name is (a company's id, or 'none'), and go on with the next one."""
        from kakehashi.evidence.matching.deciding import decide

        doubt = self.doubt
        if doubt is None:
            return
        workspace, typist = self.workspace, self._editor.typist
        self._waiting.pop(0)
        self.decided += 1
        last = not self._waiting
        self._show_doubt()
        self._editor.jobs.run(
            self._look.say("ui.data.deciding"),
            lambda _progress: decide(workspace, doubt.name, company, by=typist.person, on=typist.date),
            while_there(self, lambda _made: self._look_again() if last else None),
        )

    def put_off(self) -> None:
        """Ask about this name again when the others are decided."""
        if self._waiting:
            self._waiting.append(self._waiting.pop(0))
            self._show_doubt()

    def _typed(self, key: str) -> None:
        if key == _LATER:
            self.put_off()
        elif key == _NONE:
            self.decide(NOBODY)
        else:
            self._take(int(key) - 1)

    def _take(self, place: int) -> None:
        doubt = self.doubt
        if doubt is not None and place < len(doubt.candidates):
            self.decide(doubt.candidates[place].company_id)

    def _look_again(self) -> None:
        workspace = self.workspace

        def work(_progress: object) -> Review:
            from kakehashi.evidence.matching.doubts import review

            return review(workspace, limit=_MOST)

        self._editor.jobs.run(self._look.say("ui.data.matching"), work, while_there(self, self._show))

    def _show(self, found: Review) -> None:
        self._review, self._waiting = found, list(found.doubts)
        self._show_summary(found)
        self._show_doubt()

    def _show_busy(self) -> None:
        self._show_doubt()
        self.candidates.show_sentence(self._look.say("ui.working"))
        self.summary.show_sentence(self._look.say("ui.working"))

    def _show_summary(self, found: Review) -> None:
        say = self._look.say
        if not found.rows:
            self.summary.show_sentence(say("ui.data.nothing_to_match"))
            return
        rows = []
        for table, count in found.rows.items():
            methods = found.matched.get(table, {})
            by = [
                say("ui.data.by_method", method=say(f"evidence.method.{method}"), count=number_of(each))
                for method, each in methods.items()
            ]
            matched = number_of(sum(methods.values()))
            head = say(
                "ui.data.matched_rows",
                table=say(f"evidence.table.{table}"),
                matched=matched,
                rows=number_of(count),
            )
            rows.append(Row(key=table, head=head, note="\n".join(by)))
        self.summary.show_rows(tuple(rows))

    def _show_doubt(self) -> None:
        say, doubt = self._look.say, self.doubt
        for widget in (self.name, self.about, self.none, self.later, self.keys):
            widget.setVisible(doubt is not None)
        if doubt is None:
            self.candidates.set_note("")
            said = "ui.data.all_decided" if self._review and self._review.rows else "ui.data.no_doubts"
            self.candidates.show_sentence(say(said))
            return
        self.name.setText(doubt.name)
        self.about.setText(say("ui.data.in_rows", count=number_of(doubt.rows)))
        self.candidates.show_rows(
            tuple(
                Row(
                    key=each.company_id,
                    head=each.company,
                    note=say("ui.between").join((say(each.reason), each.company_id)),
                    number=str(place),
                    side=percent(each.score, 0),
                    side_is="remark",
                )
                for place, each in enumerate(doubt.candidates, 1)
            )
        )
        self.candidates.set_note(say("ui.data.waiting", count=len(self._waiting)))
        view = self.candidates.view
        if view is not None and not view.keys:
            view.keys = _KEYS
            view.typed.connect(self._typed)
        if view is not None:
            view.setFocus()


def view(look: Look, editor: Editor, _session: Session) -> QWidget:
    """See `data.VIEWS`."""
    return DataMatches(look, editor)
