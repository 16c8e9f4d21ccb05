"""The company's data: what was imported, what it says, whose names are in doubt."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QWidget

from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.segmented_page import SegmentedPage
from kakehashi.ui.session import Session

VIEWS = ("data_imports", "data_findings", "data_matches")
"""Modules of `ui.pages`; each makes its view by `view(look, editor, session)`, see `views`. `view_wanted`
asks for another one."""


def page(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `views`."""

    def made(key: str) -> QWidget:
        view: QWidget = import_module(f"kakehashi.ui.pages.{key}").view(look, editor, session)
        if (view_wanted := getattr(view, "view_wanted", None)) is not None:
            view_wanted.connect(lambda key: found.choose_view(key))
        return view

    found = SegmentedPage(look, VIEWS, made)
    return found
