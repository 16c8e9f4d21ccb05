"""Review and declare: what is open, what was decided, what each reader gets, which editions there are."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kakehashi.ui.editor import Editor
from kakehashi.ui.look import Look
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import Session, State

VIEWS = ("declare_now", "declare_asked", "declare_documents", "declare_editions")
"""Modules of `ui.pages`; each makes its view by `view(look, editor, session)`, see `views`."""


class SegmentedPage(QWidget):
    """Several views, one of them open; each is made when it is first wanted."""

    gone_to = Signal(str, str)

    def __init__(
        self,
        look: Look,
        views: tuple[str, ...],
        made: Callable[[str], QWidget],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._titles = {key: look.say(f"ui.view.{key}") for key in views}
        self._made = made
        self._state: State | None = None
        self._views: dict[str, QWidget] = {}
        self._segments = Segments(look, self)
        self._segments.chosen.connect(self.choose_view)
        self._body = QStackedWidget(self)
        rows = QVBoxLayout(self)
        rows.setContentsMargins(20, 12, 20, 14)
        rows.setSpacing(10)
        rows.addWidget(self._segments)
        rows.addWidget(self._body, 1)
        self.view = views[0]

    def show_state(self, state: State) -> None:
        """See `views`."""
        self._state = state
        self._show()

    def choose_view(self, view: str) -> None:
        """Open a view by its key."""
        if view in self._titles:
            self.view = view
            self._show()

    def open_view(self, view: str) -> QWidget:
        """Open a view and give it."""
        self.choose_view(view)
        return self._views[view]

    def _show(self) -> None:
        self._segments.show_views(self._titles, self.view)
        if self._state is None:
            return
        made = self._views.get(self.view)
        if made is None:
            made = self._views[self.view] = self._made(self.view)
            if (gone_to := getattr(made, "gone_to", None)) is not None:
                gone_to.connect(self.gone_to)
            self._body.addWidget(made)
        self._body.setCurrentWidget(made)
        made.show_state(self._state)  # type: ignore[attr-defined]  # every view has it


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
