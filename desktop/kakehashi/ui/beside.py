"""Work beside the window of which only the newest counts: what a slider asks for while it moves."""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Lock, Thread

from PySide6.QtCore import QObject, Signal

log = logging.getLogger(__name__)

Work = Callable[[], object]


class Newest(QObject):
    """Runs one piece of work at a time in a thread; of those asked for meanwhile only the last is run.

    `done` brings what the work gave, on the window's thread. Work that fails is logged and brings None.
    Has no parent: it lives as long as a thread of it does, and ends on the window's thread.
    """

    done = Signal(object)
    _ended = Signal(object)

    def __init__(self) -> None:
        super().__init__()
        self._running = False
        self._waiting: Work | None = None
        self._heard, self._telling = True, Lock()
        self._ended.connect(self._take)

    @property
    def busy(self) -> bool:
        """Whether something is still to come."""
        return self._running

    def ask(self, work: Work) -> None:
        """Run this as soon as what is running has ended; what was waiting is forgotten."""
        if self._running:
            self._waiting = work
            return
        self._running = True
        _at_work.add(self)
        Thread(target=self._run, args=(work,), daemon=True).start()

    def _run(self, work: Work) -> None:
        try:
            found = work()
        except Exception:  # the border: the window goes on, the log says why
            log.exception("work beside the window")
            found = None
        with self._telling:
            if self._heard:
                self._ended.emit(found)

    def _fall_silent(self) -> None:
        with self._telling:
            self._heard = False

    def _take(self, found: object) -> None:
        self._running = False
        _at_work.discard(self)
        waiting, self._waiting = self._waiting, None
        if waiting is not None:
            self.ask(waiting)
        self.done.emit(found)


_at_work: set[Newest] = set()


def nobody_listens() -> None:
    """The window ends: work that can't be stopped goes on, but tells its end to nobody.

    Qt's objects go before the threads do; whoever told then would speak to an object that is not there.
    """
    for worker in _at_work:
        worker._fall_silent()
