"""The main window: it assembles, the parts own themselves.

It is painted first as text (frame, chapters, the plan's figures), and furnished right after that with what
takes longer to load: rings, marks, bars, menus. Another language or theme is another look: the parts are
built anew with it, the open page stays.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from kakehashi.ui.chapter_list import ChapterList
from kakehashi.ui.header import Header
from kakehashi.ui.look import Look
from kakehashi.ui.pages.overview import Overview
from kakehashi.ui.session import Session
from kakehashi.ui.status_line import StatusLine, next_zoom
from kakehashi.ui.views import OVERVIEW, OWN_PAGES, own_page
from kakehashi.ui.window_words import (
    checks_by_chapter,
    edition_words,
    languages,
    months_words,
    names,
    refused_words,
    saved_words,
    short_edition,
    themes,
    title_of,
    unit_words,
)

if TYPE_CHECKING:  # loaded after the first paint
    from PySide6.QtGui import QCloseEvent, QPaintEvent, QResizeEvent

    from kakehashi.ui.editor import Editor
    from kakehashi.ui.message_bar import MessageBar
    from kakehashi.ui.pages.chapter import ChapterPage

LEAST = (1024, 680)
_ICONS_BELOW = 1100  # width from which the chapters are named


class MainWindow(QMainWindow):
    """A plan in a window.

    `painted` comes once, after the first paint; `complete` whenever all that is worked out of the plan is on
    the page.
    """

    painted = Signal()
    complete = Signal()
    language_wanted = Signal(str)
    theme_wanted = Signal(str)
    open_wanted = Signal()

    def __init__(
        self, session: Session, look: Look, theme_choice: str, size: tuple[int, int] = (1280, 800)
    ) -> None:
        super().__init__()
        self._session, self._look, self._theme_choice = session, look, theme_choice
        self._editor: Editor | None = None
        self._message: MessageBar | None = None
        self._chapter, self._zoom, self._shown_zoom = OVERVIEW, 100, 100
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
        return self._pages.currentWidget()

    @property
    def editor(self) -> Editor:
        """Through which this window edits its plan; made when it is first wanted."""
        if self._editor is None:
            from kakehashi.ui.editor import Editor

            self._editor = Editor(self._session, self._look.language, self)
            self._editor.refused.connect(lambda message: self.say_problem(self._look.say(message)))
        return self._editor

    def furnish(self) -> None:
        """Add what the first paint does without."""
        from kakehashi.ui.style import style_sheet

        self._furnished = True
        self._whole.setStyleSheet(style_sheet(self._look.theme))
        self._header.add_actions()
        self._header.open_wanted.connect(self.open_wanted)
        self._header.undo_wanted.connect(self.editor.undo)
        self._header.redo_wanted.connect(self.editor.redo)
        self._status.add_choices(languages(), self._look.language, themes(self._look), self._theme_choice)
        self._status.show_zoom(self._shown_zoom)
        self._status.language_chosen.connect(self.language_wanted)
        self._status.theme_chosen.connect(self.theme_wanted)
        self._status.zoom_chosen.connect(self._set_zoom)
        if isinstance(page := self.page, Overview):
            page.furnish()
            page.gone_to.connect(self.go_to)
        self._show()

    def set_look(self, look: Look, theme_choice: str) -> None:
        """Another theme or language, without a restart."""
        self._look, self._theme_choice = look, theme_choice
        self._build()
        self.furnish()

    def go_to(self, chapter: str, item: str = "") -> None:
        """Open a page, and select an item on it."""
        self._chapters.go_to(chapter)
        show_item = getattr(self.page, "show_item", None)
        if item and show_item is not None:
            show_item(item)

    def say_problem(self, sentence: str) -> None:
        """Tell something that went wrong, above the page."""
        bar = self._bar()
        bar.say("bad", sentence, self._look.say("ui.close"), bar.hide)

    def say_saved(self) -> None:
        """Who looks for 'save' reads that there is nothing to be done."""
        bar = self._bar()
        state = self._session.state
        said = "ui.nothing_to_save" if not state.read_only else "ui.read_only"
        bar.say("note", self._look.say(said), self._look.say("ui.close"), bar.hide)

    def focus_chapters(self) -> None:
        """Put the keyboard into the list of chapters."""
        self._chapters.view.setFocus()

    def step_zoom(self, by: int) -> None:
        """Show pictures larger or smaller, 0 = at 100 %."""
        self._set_zoom(next_zoom(self._shown_zoom, by))

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
        self._message, self._editor, self._furnished = None, None, False
        whole = self._whole = QWidget()
        self._chapters = ChapterList(look, whole)
        self._header = Header(look, whole)
        self._pages = QStackedWidget(whole)
        self._status = StatusLine(look, whole)
        self._right = QVBoxLayout()
        self._right.setSpacing(0)
        self._right.addWidget(self._header)
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

    def _bar(self) -> MessageBar:
        if self._message is None:
            from kakehashi.ui.message_bar import MessageBar

            self._message = MessageBar(self._look)
            self._right.insertWidget(1, self._message)
        return self._message

    def _show(self) -> None:
        """The session's state is another one: show it everywhere."""
        if not self._furnished:
            return
        state = self._session.state
        self._show_frame()
        self._chapters.show_chapters(state.completeness, checks_by_chapter(state))
        self._status.mark.show_state(read_only=state.read_only)
        self._header.show_steps(self._session.undo_words(), self._session.redo_words())
        show_state = getattr(self.page, "show_state", None)
        if show_state is not None:
            show_state(state)
        self._show_notice()
        if state.fresh:
            QTimer.singleShot(0, self, self.complete.emit)

    def _show_notice(self) -> None:
        """Above the page: why the plan can only be read, that it was not closed well, other news."""
        refused, unclosed = self._session.state.refused, self._session.unclosed
        if refused is not None:
            action = self._look.say("ui.start_editing")
            self._bar().say("warn", refused_words(self._look, refused), action, self._session.begin_editing)
        elif self._message is not None and self._message.kind == "bad" and not self._message.isHidden():
            return  # what went wrong comes first
        elif unclosed is not None:
            said = self._look.say("ui.unclosed", file=str(unclosed))
            self._bar().say("warn", said, self._look.say("ui.close"), self._put_notice_away)
        elif (notice := self._session.notice) is not None:
            said = self._look.say(notice)
            self._bar().say("warn", said, self._look.say("ui.close"), self._put_notice_away)
        elif self._message is not None:
            self._message.hide()

    def _put_notice_away(self) -> None:
        if self._session.unclosed is not None:
            self._session.unclosed_was_read()
        else:
            self._session.notice_was_read()
        self._show_notice()

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
        self._header.show_page(title, months_words(look, state), short_edition(look, state))

    def _open_page(self, chapter: str) -> None:
        self._chapter = chapter
        self._show_zoom(self._zoom)
        while (old := self.page) is not None:
            self._pages.removeWidget(old)
            old.deleteLater()
        page = self._page_of(chapter)
        self._pages.addWidget(page)
        if isinstance(page, Overview) and self._furnished:
            page.furnish()
            page.gone_to.connect(self.go_to)
        page.show_state(self._session.state)  # type: ignore[attr-defined]  # every page has it
        self._show_title()

    def _page_of(self, key: str) -> Overview | ChapterPage | QWidget:
        if key == OVERVIEW:
            return Overview(self._look)
        if key in OWN_PAGES:
            page = own_page(key, self._look, self.editor, self._session)
            if (gone_to := getattr(page, "gone_to", None)) is not None:
                gone_to.connect(self.go_to)
            return page
        return self._chapter_page(key)

    def _chapter_page(self, chapter: str) -> ChapterPage:
        from kakehashi.ui.pages.chapter import ChapterPage

        page = ChapterPage(self._look, self.editor, chapter)
        page.gone_to.connect(self.go_to)
        page.set_zoom(self._zoom)
        page.zoomed.connect(self._set_zoom)
        page.fitted.connect(self._show_zoom)
        return page

    def _set_zoom(self, percent: int) -> None:
        self._zoom = percent
        self._show_zoom(percent)
        set_zoom = getattr(self.page, "set_zoom", None)
        if set_zoom is not None:
            set_zoom(percent)

    def _show_zoom(self, percent: int) -> None:
        """Tell how large pictures are: as chosen, or as they fit into the page."""
        self._shown_zoom = percent
        if self._furnished:
            self._status.show_zoom(percent)
