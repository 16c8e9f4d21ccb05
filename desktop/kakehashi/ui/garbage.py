"""Garbage is looked for on the window's thread only.

Python looks for circles of garbage wherever the next object is made. Where that is a thread beside the
window, it takes Qt objects apart there, while Qt holds a lock that the window's thread may be waiting for
with Python's own lock in its hand: both wait for ever.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

_EVERY = 500  # ms


class Garbage(QObject):
    """Looks for garbage from time to time, as long as it lives; nobody else does from then on."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        gc.disable()
        self._timer = QTimer(self, interval=_EVERY)
        self._timer.timeout.connect(look_for_garbage)
        self._timer.start()


def look_for_garbage() -> None:
    """What Python would do by itself: young objects when there are enough of them, old ones rarely."""
    for generation in (2, 1, 0):
        if gc.get_count()[generation] > gc.get_threshold()[generation]:
            gc.collect(generation)
            return
