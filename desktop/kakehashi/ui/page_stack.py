"""The pages of a window: each made when it is first gone to; the open one is shown the plan after every edit.

Chapters, overview and checks are kept for when somebody comes back: as they were left, with the plan as it is
then. Other pages read files or hold work that is under way, and are made anew.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.pages.overview import Overview
from kakehashi.ui.session import Session, State
from kakehashi.ui.views import OVERVIEW, OWN_PAGES, item_and_field, own_page

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.ui.editor import Editor
    from kakehashi.ui.pages.chapter import ChapterPage

_ANEW = ("data", "declare", "history")


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
        self._kept: dict[str, QWidget] = {}
        self._seen: dict[QWidget, State] = {}  # what each was shown last
        self._zooms: dict[QWidget, tuple[int, int]] = {}  # chosen, and shown, when each was left
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
        if isinstance(self.page, Overview):
            self._furnish(self.page)

    def _furnish(self, page: Overview) -> None:
        if not page.furnished:
            page.furnish()
            page.gone_to.connect(self.gone_to)
            self._seen.pop(page, None)

    def open(self, key: str) -> None:
        """Another page in place of the open one."""
        self._leave()
        page: Any = self._kept.get(key)
        if page is None:
            page = self._made(key)
            page.setParent(self)
            page.resize(self.size())
            self._zooms[page] = (self.zoom, self.zoom)
            if key not in _ANEW:
                self._kept[key] = page
        if isinstance(page, Overview) and self._furnished:
            self._furnish(page)
        zoom, shown = self._zooms[page]
        self._show_zoom(shown if zoom == self.zoom else self.zoom)
        if zoom != self.zoom:
            self._set_zoom(page)
        self._show_state(page)  # before it is seen: laid out and polished once
        self.addWidget(page)
        self.setCurrentWidget(page)

    def show_state(self) -> None:
        """Show the plan as it is now; nothing to do for a page that shows it already."""
        self._show_state(self.page)

    def _show_state(self, page: Any) -> None:
        state = self._session.state
        if page is not None and self._seen.get(page) is not state:
            self._seen[page] = state
            page.show_state(state)

    def _leave(self) -> None:
        """What is open is kept, or ends."""
        old = self.page
        if old is None:
            return
        self.removeWidget(old)  # among many, each would be laid out with every change of one
        if old in self._kept.values():
            self._zooms[old] = (self.zoom, self.shown_zoom)
            return
        self._seen.pop(old, None)
        self._zooms.pop(old, None)
        old.deleteLater()

    def show_item(self, item: str) -> None:
        """Select an item on the open page; of a field of an item, put the keyboard there."""
        show_item = getattr(self.page, "show_item", None)
        item, field = item_and_field(item)
        if item and show_item is not None:
            show_item(item)
            show_field = getattr(self.page, "show_field", None)
            if field and show_field is not None:
                show_field(item, field)

    def choose_view(self, view: str) -> None:
        """Open a view of the chapter by its key."""
        choose_view = getattr(self.page, "choose_view", None)
        if view and choose_view is not None:
            choose_view(view)

    def set_zoom(self, percent: int) -> None:
        """Show pictures this large."""
        self.zoom = percent
        self._show_zoom(percent)
        self._set_zoom(self.page)

    def _set_zoom(self, page: QWidget | None) -> None:
        set_zoom = getattr(page, "set_zoom", None)
        if set_zoom is not None:
            set_zoom(self.zoom)

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
