"""What is told above the page: why a plan can only be read, what went wrong, how long work ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QVBoxLayout

from kakehashi.open_plan import OpenPlan
from kakehashi.ui.look import Look
from kakehashi.ui.session import Session
from kakehashi.ui.window_words import refused_words
from kakehashi.words import Message

if TYPE_CHECKING:  # loaded when there is something to tell
    from kakehashi.ui.jobs import Said
    from kakehashi.ui.message_bar import Kind, MessageBar


class Notices(QObject):
    """Owns the message bar of a window, at the second place of a column."""

    def __init__(self, look: Look, session: Session, column: QVBoxLayout, parent: QObject) -> None:
        super().__init__(parent)
        self._look, self._session, self._column = look, session, column
        self._made: MessageBar | None = None
        self._told = False  # something that stays until the person has put it away

    def tell(self, kind: Kind, sentence: str) -> None:
        """Show a sentence until it is put away."""
        self._told = True
        self._bar().say(kind, sentence, self._look.say("ui.close"), self._put_away)

    def tell_end(self, kind: Kind, said: Said) -> None:
        """How long work ended, with what can be done about it."""
        sentence = self._look.say(said.message)
        if not said.action or said.act is None:
            self.tell(kind, sentence)
            return
        self._told, act = True, said.act

        def put_away_and_act() -> None:
            self._put_away()
            act()

        act_words = self._look.say(said.action)
        self._bar().say(kind, sentence, act_words, put_away_and_act, away=self._put_away)

    def show_state(self) -> None:
        """Why the plan can only be read, that it was not closed well, other news."""
        refused, opened = self._session.state.refused, self._session.opened
        if refused is not None:
            action = self._look.say("ui.start_editing")
            self._bar().say("warn", refused_words(self._look, refused), action, self._session.begin_editing)
        elif self._told:
            return
        elif opened.unclosed is not None:
            said = self._look.say("ui.unclosed", file=str(opened.unclosed))
            self._bar().say("warn", said, self._look.say("ui.close"), self._was_read)
        elif (notice := _notice(opened)) is not None:
            self._bar().say("warn", self._look.say(notice), self._look.say("ui.close"), self._was_read)
        elif self._made is not None:
            self._made.hide()

    def _put_away(self) -> None:
        self._told = False
        self._bar().hide()
        self.show_state()

    def _was_read(self) -> None:
        """It need not be said again."""
        opened = self._session.opened
        if opened.unclosed is not None:
            opened.unclosed = None
        else:
            said = _notice(opened)
            opened.notices = tuple(each for each in opened.notices if each is not said)
        self.show_state()

    def _bar(self) -> MessageBar:
        if self._made is None:
            from kakehashi.ui.message_bar import MessageBar

            self._made = MessageBar(self._look)
            self._column.insertWidget(1, self._made)
        return self._made


def _notice(opened: OpenPlan) -> Message | None:
    """What else the person should know about the file as it was opened."""
    return next((each for each in opened.notices if each.id != "file.unclosed"), None)
