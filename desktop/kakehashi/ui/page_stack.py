"""The open page of a window: made when it is gone to, shown the plan after every edit, at one zoom."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.pages.overview import Overview
from kakehashi.ui.session import Session
from kakehashi.ui.views import OVERVIEW, OWN_PAGES, own_page

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.ui.editor import Editor
    from kakehashi.ui.pages.chapter import ChapterPage


class PageStack(QStackedWidget):
    """One page at a time. `gone_to`: a page wants another one (key, item there). `zoom_shown`: how large
    pictures are now, percent: as chosen (`zoom`), or as they fit into the page."""

    gone_to = Signal(str, str)
    zoom_shown = Signal(int)

    def __init__(
        self, look: Look, session: Session, editor: Callable[[], Editor], zoom: int, parent: QWidget
    ) -> None:
        super().__init__(parent)
        self._look, self._session, self._editor = look, session, editor
        self._furnished = False
        self.zoom = self.shown_zoom = zoom

    @property
    def page(self) -> QWidget | None:
        """The open page."""
        return self.currentWidget()

    @property
    def view(self) -> str:
        """The view of a chapter that is open, '' where there is none to choose."""
        return str(getattr(self.page, "view", ""))

    def furnish(self) -> None:
        """Add what the first paint does without."""
        self._furnished = True
        if isinstance(page := self.page, Overview):
            page.furnish()
            page.gone_to.connect(self.gone_to)

    def open(self, key: str) -> None:
        """Another page in place of the open one."""
        self._show_zoom(self.zoom)
        while (old := self.page) is not None:
            self.removeWidget(old)
            old.deleteLater()
        page: Any = self._made(key)
        self.addWidget(page)
        if isinstance(page, Overview) and self._furnished:
            self.furnish()
        page.show_state(self._session.state)

    def show_state(self) -> None:
        """The plan is another one."""
        show_state = getattr(self.page, "show_state", None)
        if show_state is not None:
            show_state(self._session.state)

    def show_item(self, item: str) -> None:
        """Select an item on the open page."""
        show_item = getattr(self.page, "show_item", None)
        if item and show_item is not None:
            show_item(item)

    def choose_view(self, view: str) -> None:
        """Open a view of the chapter by its key."""
        choose_view = getattr(self.page, "choose_view", None)
        if view and choose_view is not None:
            choose_view(view)

    def set_zoom(self, percent: int) -> None:
        """Show pictures this large."""
        self.zoom = percent
        self._show_zoom(percent)
        set_zoom = getattr(self.page, "set_zoom", None)
        if set_zoom is not None:
            set_zoom(percent)

    def _made(self, key: str) -> QWidget:
        if key == OVERVIEW:
            return Overview(self._look)
        if key not in OWN_PAGES:
            return self._chapter(key)
        page = own_page(key, self._look, self._editor(), self._session)
        if (gone_to := getattr(page, "gone_to", None)) is not None:
            gone_to.connect(self.gone_to)
        return page

    def _chapter(self, key: str) -> ChapterPage:
        from kakehashi.ui.pages.chapter import ChapterPage

        page = ChapterPage(self._look, self._editor(), key)
        page.gone_to.connect(self.gone_to)
        page.set_zoom(self.zoom)
        page.zoomed.connect(self.set_zoom)
        page.fitted.connect(self._show_zoom)
        return page

    def _show_zoom(self, percent: int) -> None:
        self.shown_zoom = percent
        self.zoom_shown.emit(percent)
