"""Long work beside the window: an import, a finding, an export, the sample plan.

    session.jobs.run(look.say("ui.job.export"), lambda progress: written(document, target, progress), done)

`work` runs on a thread of its own. It gets immutable things (a Plan, a path), never a widget, the session or
the open plan file, and returns what came of it; `done` gets that on the window's thread, where a plan may be
edited again. The status line shows name and progress with a button to cancel; how it ended is a sentence
above the page. Pages find the runner as `session.jobs` or `editor.jobs`.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from threading import Event, Thread
from typing import Any, TypeVar

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

log = logging.getLogger(__name__)
T = TypeVar("T")
_LOOK = 100  # ms between two looks at how far work is
_PATIENCE = 20.0  # s that the end of the program waits for work that was told to stop


class Said(msgspec.Struct, frozen=True):
    """How work ended, in a sentence; `action` (a message id) names what can be done about it: `act`."""

    message: Message
    action: str = ""
    act: Callable[[], object] | None = None


class Job:
    """One piece of work, and its `Progress`."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.done = 0
        self.total: int | None = None
        self.message: Message | str = ""
        self._stop = Event()

    @property
    def cancelled(self) -> bool:
        """Whether to stop."""
        return self._stop.is_set()

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """So much is done."""
        self.done, self.total = done, total
        self.message = message or self.message

    def cancel(self) -> None:
        """Ask it to stop; it ends at its next step."""
        self._stop.set()

    @property
    def percent(self) -> int | None:
        """How much is done; None while that is not known."""
        return min(100, 100 * self.done // self.total) if self.total else None


class Jobs(QObject):
    """Runs jobs, several at a time. `changed`: one began, moved on or ended. `said`: how one ended (kind of
    the message bar, and a `Said`)."""

    changed = Signal()
    said = Signal(str, object)
    _ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._running: dict[Job, Thread] = {}
        self._seen: tuple[object, ...] = ()
        self._closed = False
        self._ended.connect(self._end)
        self._timer = QTimer(self, interval=_LOOK)
        self._timer.timeout.connect(self._look)

    @property
    def running(self) -> tuple[Job, ...]:
        """What is at work, the oldest first."""
        return tuple(self._running)

    def run(
        self,
        name: str,
        work: Callable[[Progress], T],
        done: Callable[[T], Said | None] | None = None,
        failed: Callable[[PlanError], Said | None] | None = None,
    ) -> Job:
        """Begin work that is called `name` in the window's language.

        `done` gets its result, `failed` its PlanError; both may give the sentence to show (`failed` without
        one: the error's own). Work that was cancelled ends with neither.
        """
        job = Job(name)
        thread = Thread(
            target=lambda: self._ended.emit((job, _outcome(job, work), done, failed)), daemon=True
        )
        self._running[job] = thread
        thread.start()
        self._timer.start()
        self.changed.emit()
        return job

    def finish(self) -> None:
        """Stop all work and wait for its end; results are not told any more."""
        self._closed = True
        self._timer.stop()
        for job in self._running:
            job.cancel()
        for job, thread in self._running.items():
            thread.join(_PATIENCE)
            if thread.is_alive():
                log.warning("still at work at the end: %s", job.name)
        self._running.clear()

    def _look(self) -> None:
        seen = tuple((job.name, job.done, job.total, job.message, job.cancelled) for job in self._running)
        if seen != self._seen:
            self._seen = seen
            self.changed.emit()

    def _end(self, ended: tuple[Job, Any, Callable[[Any], Said | None] | None, Any]) -> None:
        job, outcome, done, failed = ended
        if self._closed:
            return
        self._running.pop(job).join()
        if not self._running:
            self._timer.stop()
        self.changed.emit()
        self._tell(job, outcome, done, failed)

    def _tell(self, job: Job, outcome: Any, done: Any, failed: Any) -> None:
        if not isinstance(outcome, Exception):
            if done is not None and (said := done(outcome)) is not None:
                self.said.emit("note", said)
        elif job.cancelled:
            self.said.emit("note", Said(Message("ui.job.cancelled", {"name": job.name})))
        elif isinstance(outcome, PlanError):
            said = failed(outcome) if failed is not None else None
            self.said.emit("bad", said or Said(outcome.message))
        else:
            from kakehashi.ui.log import keep_in_log

            kept = keep_in_log(type(outcome), outcome, outcome.__traceback__)
            self.said.emit("bad", Said(Message("ui.job.broken", {"name": job.name, "log": kept})))


def _outcome(job: Job, work: Callable[[Progress], Any]) -> Any:
    """What the work gave; the border: whatever it raises is told, and ends nothing else."""
    try:
        return work(job)
    except Exception as error:  # noqa: BLE001 - logged by `_tell`
        return error
