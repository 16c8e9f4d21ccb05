"""The main window: it assembles, the parts own themselves.

It is painted first as text (frame, chapters, the plan's figures), and furnished right after that with what
takes longer to load: rings, marks, bars, menus. Another language or theme is another look: the parts are
built anew with it, the open page stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QVBoxLayout, QWidget

from kakehashi.ui.chapter_list import ChapterList
from kakehashi.ui.header import Header
from kakehashi.ui.look import Look
from kakehashi.ui.notices import Notices
from kakehashi.ui.page_stack import PageStack
from kakehashi.ui.session import Session
from kakehashi.ui.status_line import StatusLine, next_zoom
from kakehashi.ui.views import OVERVIEW
from kakehashi.ui.window_words import (
    checks_by_chapter,
    edition_words,
    languages,
    months_words,
    names,
    saved_words,
    short_edition,
    themes,
    title_of,
    unit_words,
)

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from kakehashi.ui.editor import Editor
    from kakehashi.ui.jobs import Said
    from kakehashi.ui.message_bar import Kind

LEAST = (1024, 680)
_ICONS_BELOW = 1100  # width from which the chapters are named


class MainWindow(QMainWindow):
    """A plan in a window.

    `painted` comes once, after the first paint; `complete` whenever all that is worked out of the plan is on
    the page; `wanted` with the key of a command that is not this window's own; `dropped` with files.
    """

    painted = Signal()
    complete = Signal()
    language_wanted = Signal(str)
    theme_wanted = Signal(str)
    wanted = Signal(str)
    dropped = Signal(list)

    def __init__(
        self, session: Session, look: Look, theme_choice: str, size: tuple[int, int] = (1280, 800)
    ) -> None:
        super().__init__()
        self._session, self._look, self._theme_choice = session, look, theme_choice
        self._editor: Editor | None = None
        self._chapter, self._zoom = OVERVIEW, 100
        self._painted = self._furnished = False
        self.setMinimumSize(*LEAST)
        self.resize(*size)
        self._build()
        session.changed.connect(self._show)

    @property
    def chapter(self) -> str:
        """Which page is open: 'overview' or a chapter."""
        return self._chapter

    @property
    def page(self) -> QWidget | None:
        """The open page."""
        return self._pages.page

    @property
    def view(self) -> str:
        """The open view of a chapter, '' on other pages."""
        return self._pages.view

    @property
    def look(self) -> Look:
        """What this window is drawn with."""
        return self._look

    @property
    def session(self) -> Session:
        """The open plan."""
        return self._session

    @property
    def editor(self) -> Editor:
        """Through which this window edits its plan; made when it is first wanted."""
        if self._editor is None:
            from kakehashi.ui.editor import Editor

            self._editor = Editor(self._session, self._look.language, self)
            self._editor.refused.connect(lambda message: self.say_problem(self._look.say(message)))
        return self._editor

    def furnish(self) -> None:
        """Add what the first paint does without; nothing where another look has already brought it."""
        if self._furnished:
            return
        from kakehashi.ui.alt_key import watch_alt
        from kakehashi.ui.commands import add_commands
        from kakehashi.ui.style import style_sheet

        self._furnished = True
        self.whole.setStyleSheet(style_sheet(self._look.theme, self._look.text_size))
        self.header.add_actions()
        self.commands = add_commands(self)
        watch_alt(self.whole, self.commands["menu"].trigger)
        self.header.wanted.connect(lambda key: self.commands[key].trigger())
        self._status.add_choices(languages(), self._look.language, themes(self._look), self._theme_choice)
        self._status.show_zoom(self._pages.shown_zoom)
        self._status.language_chosen.connect(self.language_wanted)
        self._status.theme_chosen.connect(self.theme_wanted)
        self._status.zoom_chosen.connect(self._pages.set_zoom)
        self._pages.zoom_shown.connect(self._status.show_zoom)
        self._status.add_jobs(self._session.jobs)
        self._pages.furnish()
        self._show()

    def set_look(self, look: Look, theme_choice: str) -> None:
        """Another theme or language, without a restart."""
        self._look, self._theme_choice, self._zoom = look, theme_choice, self._pages.zoom
        self._build()
        self.furnish()

    def go_to(self, chapter: str, item: str = "", view: str = "") -> None:
        """Open a page, a view of it, and select an item there."""
        self._chapters.go_to(chapter)
        self._pages.choose_view(view)
        self._pages.show_item(item)

    def say_problem(self, sentence: str) -> None:
        """Tell something that went wrong, above the page."""
        self._notices.tell("bad", sentence)

    def say_end(self, kind: Kind, said: Said) -> None:
        """Tell how long work ended, above the page."""
        self._notices.tell_end(kind, said)

    def focus_chapters(self) -> None:
        """Put the keyboard into the list of chapters."""
        self._chapters.view.setFocus()

    def step_zoom(self, by: int) -> None:
        """Show pictures larger or smaller, 0 = at 100 %."""
        self._pages.set_zoom(next_zoom(self._pages.shown_zoom, by))

    def paintEvent(self, event: QPaintEvent) -> None:
        super().paintEvent(event)
        if not self._painted:
            self._painted = True
            QTimer.singleShot(0, self, self.painted.emit)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._be_narrow_or_not()

    def closeEvent(self, event: QCloseEvent) -> None:
        if (field := self.focusWidget()) is not None:
            field.clearFocus()  # what is typed there is given over
        self._session.close()
        super().closeEvent(event)

    def _build(self) -> None:
        """The frame and the open page."""
        look = self._look
        self._editor, self._furnished = None, False
        whole = self.whole = QWidget()
        self._chapters = ChapterList(look, whole)
        self.header = Header(look, whole)
        self._pages = PageStack(look, self._session, lambda: self.editor, self._zoom, whole)
        self._pages.gone_to.connect(self.go_to)
        self._status = StatusLine(look, whole)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._notices = Notices(look, self._session, self._right, whole)
        self._right.addWidget(self.header)
        self._right.addWidget(self._pages, 1)
        upper = QHBoxLayout()
        upper.setSpacing(0)
        upper.addWidget(self._chapters)
        upper.addLayout(self._right, 1)
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addLayout(upper, 1)
        rows.addWidget(self._status)
        self._be_narrow_or_not()
        self._chapters.chosen.connect(self._open_page)
        self._chapters.go_to(self._chapter)
        self._show_frame()
        self.setCentralWidget(whole)

    def _be_narrow_or_not(self) -> None:
        narrow = self.width() < _ICONS_BELOW
        if narrow != self._chapters.narrow:
            self._chapters.set_narrow(narrow)

    def _show(self) -> None:
        """The session's state is another one: show it everywhere."""
        if not self._furnished:
            return
        state = self._session.state
        self._show_frame()
        self._chapters.show_chapters(state.completeness, checks_by_chapter(state))
        self._status.mark.show_state(read_only=state.read_only)
        self.commands["undo"].setEnabled(bool(self._session.undo_words()))
        self.commands["redo"].setEnabled(bool(self._session.redo_words()))
        self.header.show_steps(self._session.undo_words(), self._session.redo_words())
        self._pages.show_state()
        self._notices.show_state()
        if state.fresh:
            QTimer.singleShot(0, self, self.complete.emit)

    def _show_frame(self) -> None:
        """The words of the frame."""
        look, state = self._look, self._session.state
        title, company = names(look, state)
        self.setWindowTitle(look.say("ui.window_title", plan=title))
        self._chapters.show_plan(title, company)
        self._show_title()
        self._status.saved.setText(saved_words(look, state))
        self._status.edition.setText(edition_words(look, state))
        self._status.unit.setText(unit_words(look, state))

    def _show_title(self) -> None:
        look, state = self._look, self._session.state
        title = look.say(title_of(self._chapter))
        self.header.show_page(title, months_words(look, state), short_edition(look, state))

    def _open_page(self, chapter: str) -> None:
        self._chapter = chapter
        self._pages.open(chapter)
        self._show_title()
