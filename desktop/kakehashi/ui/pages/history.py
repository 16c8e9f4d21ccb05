"""Who changed what and when, back to the beginning, with the editions as marks; any state can be restored.

Rows are read as far as somebody scrolls. Restoring is an edit like others: it is in the history and undone
like them.
"""

from __future__ import annotations

from collections.abc import Iterator

import msgspec
from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from kakehashi.open_plan import Told
from kakehashi.plan.changes import difference
from kakehashi.plan.kinds import CHAPTER_OF, chapters
from kakehashi.storage.errors import moment
from kakehashi.storage.plan_file import EditionRow
from kakehashi.ui.combo import Combo
from kakehashi.ui.editor import Editor
from kakehashi.ui.history_entry import HistoryEntry
from kakehashi.ui.labels import label, show
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel, empty_place
from kakehashi.ui.rows import Row, RowsView
from kakehashi.ui.session import Session, State
from kakehashi.words import Message, PlanError, day

_PORTION = 60  # rows that are read at once
_MOST_READ = 2000  # looked through in one go for what a filter wants


class Entry(msgspec.Struct, frozen=True):
    """A line of the list: an edit, or an edition that was declared after the edit `seq`."""

    seq: int
    at: str
    person: str
    told: Told | None = None
    edition: EditionRow | None = None

    @property
    def key(self) -> str:
        """What a row of the list announces."""
        return f"{'edition' if self.edition is not None else 'edit'}-{self.seq}"


def page(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `views.own_page`."""
    return HistoryPage(look, editor, session)


class HistoryPage(QWidget):
    """The list at the left, below its filters; the chosen edit in full at the right."""

    gone_to = Signal(str, str)

    def __init__(self, look: Look, editor: Editor, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._look, self._editor, self._session = look, editor, session
        self._edits: Iterator[Told] = iter(())
        self._waiting: list[EditionRow] = []
        self._entries: list[Entry] = []
        self._seen = -1
        self._read_all = False
        self.person = Combo(look, self)
        self.chapter = Combo(look, self)
        self.view = RowsView(look, look.say("ui.page.history"), self)
        self.view.selectionModel().currentChanged.connect(lambda index, _: self._show_entry(index.row()))
        self.view.verticalScrollBar().valueChanged.connect(self._look_down)
        self._nothing = empty_place(look, look.say("ui.history.nothing"), parent=self)
        self.entry = HistoryEntry(look, self)
        self.entry.restore_wanted.connect(self._restore)
        self.entry.gone_to.connect(self.gone_to)
        self._fill_chapters()
        self._lay_out()
        self.person.activated.connect(lambda _: self._begin())
        self.chapter.activated.connect(lambda _: self._begin())

    def show_state(self, state: State) -> None:
        """Begin anew where the plan was edited; what was chosen stays chosen."""
        if state.last_edit != self._seen:
            self._seen = state.last_edit
            self._fill_people()
            self._begin()

    def focus_filter(self) -> None:
        """Ctrl+F: choose whose changes to see."""
        self.person.setFocus()

    # ---- parts

    def _lay_out(self) -> None:
        say = self._look.say
        filters = QHBoxLayout()
        filters.setSpacing(8)
        for title, choice in (
            (say("ui.history.person"), self.person),
            (say("ui.history.chapter"), self.chapter),
        ):
            name = label(self._look, title, 11.5, token="text2", parent=self)
            name.setBuddy(choice)
            choice.setAccessibleName(title)
            choice.setFont(self._look.font(12.5))
            filters.addWidget(name)
            filters.addWidget(choice)
            filters.addSpacing(8)
        filters.addStretch(1)
        sheet = Panel(self._look, parent=self)
        sheet.body.addWidget(self.view, 1)
        sheet.body.addWidget(self._nothing, 1)
        left = QVBoxLayout()
        left.setSpacing(10)
        left.addLayout(filters)
        left.addWidget(sheet, 1)
        across = QHBoxLayout(self)
        across.setContentsMargins(20, 12, 20, 14)
        across.setSpacing(14)
        across.addLayout(left, 1)
        across.addWidget(self.entry)

    def _fill_chapters(self) -> None:
        self.chapter.addItem(self._look.say("ui.history.all_chapters"), "")
        for key in chapters():
            self.chapter.addItem(self._look.say(f"chapter.{key}"), key)

    def _fill_people(self) -> None:
        chosen = self.person.currentData() or ""
        self.person.clear()
        self.person.addItem(self._look.say("ui.history.everybody"), "")
        for name in self._session.opened.people():
            self.person.addItem(name, name)
        self.person.setCurrentIndex(max(0, self.person.findData(chosen)))

    # ---- rows

    def _begin(self) -> None:
        """Read anew, at least as far as before."""
        before, chosen = len(self._entries), self._chosen_key()
        self._edits = self._session.opened.told_edits()
        self._waiting = list(reversed(self._session.opened.editions()))
        self._entries, self._read_all = [], False
        self._read(max(_PORTION, before))
        self.view.set_rows(tuple(self._row(entry) for entry in self._entries))
        show(self.view, bool(self._entries))
        filtered = bool(self.person.currentData() or self.chapter.currentData())
        self._nothing.setText(self._look.say("ui.history.nothing" if filtered else "ui.history.none"))
        show(self._nothing, not self._entries)
        keys = [entry.key for entry in self._entries]
        at = keys.index(chosen) if chosen in keys else 0
        self.view.setCurrentIndex(self.view.model().index(at, 0))
        self._show_entry(at)

    def _look_down(self, value: int) -> None:
        """Somebody scrolls to the end: read on."""
        if not self._read_all and value >= self.view.verticalScrollBar().maximum() - 2:
            QTimer.singleShot(0, self, self._read_on)

    def _read_on(self) -> None:
        had = len(self._entries)
        self._read(_PORTION)
        self.view.append_rows(tuple(self._row(entry) for entry in self._entries[had:]))

    def _read(self, wanted: int) -> None:
        """So many entries more that the filters let through, and the editions between them."""
        goal = len(self._entries) + wanted
        for looked, told in enumerate(self._edits, 1):
            self._add_editions(told.row.seq)
            if self._is_wanted(told):
                self._entries.append(Entry(told.row.seq, told.row.at, told.row.person, told=told))
            if len(self._entries) >= goal or looked >= _MOST_READ:
                return
        self._add_editions(0)
        self._read_all = True

    def _add_editions(self, seq: int) -> None:
        """Those that were declared after this edit and are not in the list yet."""
        while self._waiting and self._waiting[0].seq >= seq:
            edition = self._waiting.pop(0)
            self._entries.append(Entry(edition.seq, edition.date, edition.by, edition=edition))

    def _is_wanted(self, told: Told) -> bool:
        person, chapter = self.person.currentData(), self.chapter.currentData()
        if person and told.row.person != person:
            return False
        return not chapter or any(CHAPTER_OF.get(kind) == chapter for kind in told.kinds)

    def _row(self, entry: Entry) -> Row:
        look = self._look
        if entry.edition is not None:
            return Row(
                key=entry.key,
                head=look.say("ui.history.edition", number=entry.edition.number),
                note=entry.edition.note,
                side=look.say("ui.history.who_day", person=entry.person, day=day(entry.at, look.language)),
                side_is="remark",
                mark="good",
                spoken_mark=look.say("ui.history.declared"),
            )
        words = entry.told.words if entry.told is not None else ()
        head = look.say(words[0]) if words else look.say("ui.history.no_words")
        note = look.say("ui.history.more", count=len(words) - 1) if len(words) > 1 else ""
        when = look.say(
            "ui.history.who_when",
            person=entry.person,
            day=day(entry.at[:10], look.language),
            time=entry.at[11:16],
        )
        return Row(key=entry.key, head=head.split("\n")[0], note=note, side=when, side_is="remark")

    # ---- the chosen one

    def _chosen_key(self) -> str:
        at = self.view.currentIndex().row()
        return self._entries[at].key if 0 <= at < len(self._entries) else ""

    def _show_entry(self, at: int) -> None:
        if not 0 <= at < len(self._entries):
            self.entry.hide()
            return
        entry = self._entries[at]
        newest = entry.seq == self._session.state.last_edit
        self.entry.show()
        self.entry.show_entry(entry, self._session.state, newest=newest)

    def _restore(self) -> None:
        """The plan as it was after the chosen edit, as one step."""
        at = self.view.currentIndex().row()
        if not 0 <= at < len(self._entries):
            return
        entry = self._entries[at]
        try:
            before = self._session.opened.plan_after(entry.seq)
        except PlanError as error:
            self._editor.refused.emit(error.message)
            return
        change = difference(self._editor.plan, before)
        self._editor.apply(change, Message("change.restored", {"at": moment(entry.at)}))
