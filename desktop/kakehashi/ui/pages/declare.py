"""Review and declare: what is open, what was decided, what each reader gets, which editions there are."""

from __future__ import annotations

from importlib import import_module

from PySide6.QtWidgets import QWidget

from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.segmented_page import SegmentedPage
from kakehashi.ui.session import Session

VIEWS = ("declare_now", "declare_asked", "declare_documents", "declare_editions")
"""Modules of `ui.pages`; each makes its view by `view(look, editor, session)`, see `views`."""


def page(look: Look, editor: Editor, session: Session) -> QWidget:
    """See `views`."""

    def made(key: str) -> QWidget:
        view: QWidget = import_module(f"kakehashi.ui.pages.{key}").view(look, editor, session)
        if (documents_wanted := getattr(view, "documents_wanted", None)) is not None:
            documents_wanted.connect(lambda number: show_documents(number))
        return view

    found = SegmentedPage(look, VIEWS, made)

    def show_documents(number: int) -> None:
        found.open_view("declare_documents").choose_edition(number)  # type: ignore[attr-defined]

    return found
