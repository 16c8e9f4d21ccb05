"""What pages are made of is loaded before somebody goes to one: while nobody waits, a module at a time."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from kakehashi.ui.views import OWN_PAGES, SPECIAL

_PAUSE = 15  # ms between two modules, for what somebody does meanwhile
_IN_STEPS = (
    *("values", "fields.controls", "fields.figure_fields", "fields.months_field", "fields.reference_fields"),
    *("fields.making", "fields.hanging", "inspector", "grid_cells", "grid_acts", "grid", "kind_view"),
    *("picture_pane", "plain_table", "pages.chapter"),
)
"""Modules of `ui` that a chapter's page needs, those that others need first: none takes long by itself."""
_OF_DATA = ("looking", "delimited", "joining", "wide", "import_job", "matching.names", "matching.deciding")
"""The same for the page 'data': modules of `evidence`."""


def modules() -> Iterator[str]:
    """All of them, in the order in which they are loaded."""
    yield from (f"kakehashi.ui.{each}" for each in _IN_STEPS)
    yield from (f"kakehashi.ui.pages.{view}" for views in SPECIAL.values() for view in views)
    yield from (f"kakehashi.evidence.{each}" for each in _OF_DATA)
    yield from (f"kakehashi.ui.pages.{each}" for each in OWN_PAGES)


class Beforehand(QTimer):
    """Loads them once it is started."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=_PAUSE)
        self._left = modules()
        self.timeout.connect(self._load)

    def _load(self) -> None:
        following = next(self._left, None)
        if following is None:
            self.stop()
        else:
            import_module(following)
