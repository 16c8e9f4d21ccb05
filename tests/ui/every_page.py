"""Every page of a window, and every view of a chapter's page."""

from __future__ import annotations

from collections.abc import Iterator

from PySide6.QtWidgets import QApplication

from kakehashi.ui.chapter_words import ABOUT
from kakehashi.ui.main_window import MainWindow
from kakehashi.ui.pages.chapter import ChapterPage
from kakehashi.ui.views import OVERVIEW, OWN_PAGES

PAGES = (OVERVIEW, *ABOUT, *OWN_PAGES)


def every_view(window: MainWindow, page: str) -> Iterator[str]:
    """Opens each view of a page in turn; gives its key, '' for a page without views."""
    window.go_to(page)
    QApplication.processEvents()
    opened = window.page
    if not isinstance(opened, ChapterPage):
        yield ""
        return
    for view in opened.views:
        opened.choose_view(view)
        QApplication.processEvents()
        yield view
