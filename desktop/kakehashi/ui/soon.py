"""Edits that are known to be valid and wait until what they show is painted: a file takes its time."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer

from kakehashi.plan.changes import Change
from kakehashi.words import PlanError

_PAINTED = 40  # ms until what was typed is surely on the screen, also where a table had to scroll


class Soon(QObject):
    """The edits that wait, in their order. `do` does one; what else asks of the plan finishes them first."""

    def __init__(self, do: Callable[[Change], object], parent: QObject) -> None:
        super().__init__(parent)
        self._do = do
        self._waiting: list[tuple[Change, Callable[[PlanError], None]]] = []
        self._timer = QTimer(self, singleShot=True, interval=_PAINTED)
        self._timer.timeout.connect(self.finish)

    def add(self, change: Change, refused: Callable[[PlanError], None]) -> None:
        """Do an edit soon. `refused` gets what the file refuses."""
        if change:
            self._waiting.append((change, refused))
            self._timer.start()

    def finish(self) -> None:
        """Do now what waits."""
        while self._waiting:
            change, refused = self._waiting.pop(0)
            try:
                self._do(change)
            except PlanError as error:
                refused(error)
