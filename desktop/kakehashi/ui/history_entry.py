"""One edit of the history in full, or one edition: every sentence, who, when, and the way back to it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QLabel, QScrollArea, QVBoxLayout, QWidget

from kakehashi.plan.kinds import CHAPTER_OF
from kakehashi.ui.button import Button
from kakehashi.ui.grounds import ground
from kakehashi.ui.labels import label
from kakehashi.ui.look import Look
from kakehashi.ui.panel import Panel
from kakehashi.ui.session import State
from kakehashi.words import Message, day

if TYPE_CHECKING:
    from kakehashi.ui.pages.history import Entry

WIDTH, _MOST = 340, 200  # px; sentences that are shown


class HistoryEntry(Panel):
    """`restore_wanted`: the plan is to become what it was then; `gone_to`: a chapter, an item in it."""

    restore_wanted = Signal()
    gone_to = Signal(str, str)

    def __init__(self, look: Look, parent: QWidget | None = None) -> None:
        super().__init__(look, look.say("ui.history.entry"), parent)
        self.setFixedWidth(WIDTH)
        self._scroll = QScrollArea(self)
        self._scroll.setAccessibleName(look.say("ui.history.entry"))
        self._scroll.setWidgetResizable(True)
        self._scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._hint = self._said("", 11.5, "text2")
        self._hint.setContentsMargins(14, 0, 14, 0)
        self.restore = Button(look, look.say("ui.history.restore"), parent=self)
        self.restore.clicked.connect(self.restore_wanted)
        below = QVBoxLayout()
        below.setContentsMargins(14, 8, 14, 12)
        below.addWidget(self.restore)
        self.body.addWidget(self._scroll, 1)
        self.body.addWidget(self._hint)
        self.body.addLayout(below)

    def show_entry(self, entry: Entry, state: State, *, newest: bool) -> None:
        """Show it; `newest`: the plan is now as it was then."""
        say = self._look.say
        sheet = QWidget()
        ground(sheet, self._look, "surface")
        rows = QVBoxLayout(sheet)
        rows.setContentsMargins(14, 12, 12, 12)
        rows.setSpacing(8)
        rows.addWidget(self._said(self._when(entry), 11.5, "text2"))
        if entry.edition is not None:
            rows.addWidget(self._said(say("ui.history.edition", number=entry.edition.number), 13.5, "text"))
            rows.addWidget(self._said(entry.edition.note, 12.5, "text"))
        elif entry.told is not None:
            for words in entry.told.words[:_MOST]:
                rows.addWidget(self._said(say(words), 12.5, "text"))
            if len(entry.told.words) > _MOST:
                more = say("ui.history.more", count=len(entry.told.words) - _MOST)
                rows.addWidget(self._said(more, 12.5, "text2"))
            self._add_way(rows, entry, state)
        rows.addStretch(1)
        self._scroll.setWidget(sheet)
        hint = "ui.history.as_now" if newest else "ui.read_only" if state.read_only else "ui.history.undoable"
        self._hint.setText(say(hint))
        self.restore.setEnabled(not newest and not state.read_only)
        self.restore.setToolTip(say(hint))

    def _add_way(self, rows: QVBoxLayout, entry: Entry, state: State) -> None:
        """To the first item of the edit that is still there."""
        patches = entry.told.row.patches if entry.told is not None else ()
        item = next((found for patch in patches if (found := state.plan.get(patch.item)) is not None), None)
        chapter = CHAPTER_OF.get(item.kind) if item is not None else None
        if item is None or chapter is None:
            return
        said = self._look.say("ui.to_chapter", chapter=Message(f"chapter.{chapter}"))
        link = Button(self._look, said, "link", size=12.5)
        link.clicked.connect(lambda: self.gone_to.emit(chapter, item.id))
        rows.addWidget(link)

    def _when(self, entry: Entry) -> str:
        when = day(entry.at[:10], self._look.language)
        if entry.edition is not None:
            return self._look.say("ui.history.who_day", person=entry.person, day=when)
        return self._look.say("ui.history.who_when", person=entry.person, day=when, time=entry.at[11:16])

    def _said(self, said: str, size: float, token: str) -> QLabel:
        found = label(self._look, said, size, token=token)
        found.setWordWrap(True)
        found.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return found
