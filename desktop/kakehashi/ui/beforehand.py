"""What pages are made of is loaded before somebody goes to one: while nobody waits, a module at a time."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from functools import partial
from importlib import import_module

from PySide6.QtCore import QObject, QTimer

from kakehashi.ui.chapter_words import ABOUT
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
_FIRST_SEEN = ("data_imports", "declare_now")
"""What those pages begin with, which they load themselves only when it is looked at."""


def steps() -> Iterator[Callable[[], object]]:
    """What loads them, in their order."""
    from kakehashi.ui.pictures import told_by

    own_views = (view for views in SPECIAL.values() for view in views)
    for module in (
        *(f"kakehashi.ui.{each}" for each in _IN_STEPS),
        *(f"kakehashi.ui.pages.{each}" for each in own_views),
    ):
        yield partial(import_module, module)
    for chapter in ABOUT:
        yield partial(told_by, chapter)
    for module in (
        *(f"kakehashi.evidence.{each}" for each in _OF_DATA),
        *(f"kakehashi.ui.pages.{each}" for each in (*OWN_PAGES, *_FIRST_SEEN)),
    ):
        yield partial(import_module, module)


class Beforehand(QTimer):
    """Loads them once it is started."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent, interval=_PAUSE)
        self._left = steps()
        self.timeout.connect(self._load)

    def _load(self) -> None:
        following = next(self._left, None)
        if following is None:
            self.stop()
            gc.freeze()  # modules and first results stay: a look through all of them would be felt
        else:
            following()
