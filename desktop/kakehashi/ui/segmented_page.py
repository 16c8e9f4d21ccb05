"""A page of several views, one of them open; each is made when it is first wanted."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from kakehashi.ui.look import Look
from kakehashi.ui.segments import Segments
from kakehashi.ui.session import State


class SegmentedPage(QWidget):
    """See above. The title of a view is `ui.view.<key>`."""

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
