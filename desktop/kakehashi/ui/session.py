"""An open plan as the window has it: its present state, what was worked out of it, and word of any change.

The plan is read and written on the window's thread only. Results are worked out beside it, from an immutable
plan, and arrive as a whole; a result for a plan that has moved on is thrown away and worked out again.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Mapping
from functools import cached_property, partial
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import msgspec
from PySide6.QtCore import QObject, QTimer, Signal

from kakehashi.open_plan import OpenPlan
from kakehashi.plan.changes import Change
from kakehashi.plan.money import plan_months
from kakehashi.plan.plan import Plan
from kakehashi.storage.errors import FileProblem, NotWritable, OpenElsewhere
from kakehashi.storage.plan_file import EditionRow, PlanFile
from kakehashi.ui.soon import Soon
from kakehashi.words import Message

if TYPE_CHECKING:  # loaded after the first paint
    from kakehashi.plan.completeness import Completeness
    from kakehashi.ui.beside import Newest
    from kakehashi.ui.jobs import Jobs
    from kakehashi.ui.worked import Worked

_MOST_EDITS = 300  # looked through for who changed what since the edition
_TURN = 0.001  # s that the window waits at most for its turn while something is worked out beside it
_IDLE = 700  # ms without an edit before results are worked out anew: not while somebody types on
_LOOK_AGAIN = 2000  # ms between two looks at a file that somebody else may write

Opener = Callable[[bool], OpenPlan]


class State:
    """The plan at one moment, with all that a page may show. Never changed, only replaced.

    `worked` is of the plan before (`worked.plan`) while new results are on their way; `fresh` tells whether
    it is of this one.
    """

    def __init__(self, opened: OpenPlan, worked: Worked | None, refused: FileProblem | None) -> None:
        self.plan: Plan = opened.plan
        self.path: Path = opened.path
        self.read_only = opened.read_only
        self.refused = refused
        self.worked = worked
        self.fresh = worked is not None and worked.plan is opened.plan
        self.months = plan_months(opened.plan)
        self.last_edit, _, self.saved_at = opened.last_row
        editions = opened.editions()
        self.edition: EditionRow | None = editions[-1] if editions else None

    @property
    def changed(self) -> bool:
        """Whether the plan is another than in the newest edition (until that is known: was edited)."""
        if self.edition is None or self.worked is None or not self.fresh or self.worked.changes is None:
            return self.edition is None or self.last_edit > self.edition.seq
        return bool(self.worked.changes)

    @cached_property
    def completeness(self) -> Mapping[str, Completeness]:
        """How much of each chapter is filled in, by chapter: as last worked out, where something is."""
        if self.worked is not None and self.worked.completeness is not None:
            return self.worked.completeness
        from kakehashi.plan.completeness import completeness

        return completeness(self.plan)


class Session(QObject):
    """The open plan. `open_as(read_only)` opens its file, now and when editing begins."""

    changed = Signal()
    worked_out = Signal(object)
    damaged = Signal(object)  # the FileProblem that the check of the whole file found

    def __init__(
        self,
        open_as: Opener,
        *,
        read_only: bool,
        jobs: Callable[[], Jobs] | None = None,
        parent: QObject | None = None,
    ) -> None:
        """`jobs` gives the runner that outlives this plan; without one it has its own."""
        super().__init__(parent)
        sys.setswitchinterval(_TURN)
        self._open_as = open_as
        self.soon = Soon(lambda change: self._edited(partial(self._opened.apply, change)), self)
        self._jobs = jobs
        self._refused: FileProblem | None = None
        self._opened = self._open(read_only)
        self._worker: Thread | None = None
        self._checker: Thread | None = None
        self._closed = False
        self._plugins_wait = False
        self._state = State(self._opened, None, self._refused)
        self.worked_out.connect(self._take)
        self._idle = QTimer(self, singleShot=True, interval=_IDLE)
        self._idle.timeout.connect(self.work)
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOK_AGAIN)
        self._timer.timeout.connect(self._look_again)
        if self._opened.read_only:
            self._timer.start()

    @cached_property
    def jobs(self) -> Jobs:
        """The runner of long work beside the window; made when it is first wanted."""
        if self._jobs is not None:
            return self._jobs()
        from kakehashi.ui.jobs import Jobs

        return Jobs(self)

    @property
    def state(self) -> State:
        """The present state; what was to be done soon is done for who asks."""
        self.soon.finish()
        return self._state

    def work(self) -> None:
        """Work out forecast, checks and changes beside the window; `changed` tells when they are there."""
        if self._worker is not None or self._closed:
            return
        from kakehashi.ui.worked import others_in, work_out

        plan = self._opened.plan
        edition = self._state.edition
        content = self._opened.edition(edition.number) if edition is not None else None
        since = self._state.last_edit - (edition.seq if edition is not None else 0)
        rows = self._opened.history(min(since, _MOST_EDITS)) if since else []
        others = others_in(self._state.worked)
        self._worker = Thread(
            target=lambda: self.worked_out.emit((plan, work_out(plan, content, rows, others))), daemon=True
        )
        self._worker.start()

    def apply(self, change: Change, words: Message | None = None) -> None:
        """Do an edit as one step. Raises PlanError; nothing is changed then."""
        self.soon.finish()
        if change:
            self._edited(lambda: self._opened.apply(change, words))

    def undo(self) -> None:
        """Take the last edit back. Raises NothingToUndo."""
        self.soon.finish()
        self._edited(self._opened.undo)

    def redo(self) -> None:
        """Do again what was taken back last. Raises NothingToUndo."""
        self.soon.finish()
        self._edited(self._opened.redo)

    def declare(self, note: str) -> EditionRow:
        """Freeze the plan as the next edition. Raises NothingChanged, FileProblem."""
        from kakehashi import VERSION

        self.soon.finish()
        row = self._opened.declare(app_version=VERSION, note=note)
        worked = self._state.worked
        if worked is not None:  # its changes are those since the edition before
            worked = msgspec.structs.replace(worked, changes=None)
        self._state = State(self._opened, worked, self._refused)
        self.changed.emit()
        self.work()
        return row

    def undo_words(self) -> tuple[Message, ...]:
        """What `undo` would take back; () for nothing, or where nothing can be edited."""
        return () if self._opened.read_only else self._opened.undo_words()

    def redo_words(self) -> tuple[Message, ...]:
        """What `redo` would do again; () for nothing."""
        return () if self._opened.read_only else self._opened.redo_words()

    @property
    def opened(self) -> OpenPlan:
        """The plan file, for what reads it as a whole (history, editions, documents), on this thread only."""
        return self._opened

    @property
    def who_and_when(self) -> tuple[str, str]:
        """Who is at work, and today's date."""
        return self._opened.who_and_when

    def _edited(self, edit: Callable[[], object]) -> None:
        edit()
        self._state = State(self._opened, self._state.worked, self._refused)
        self.changed.emit()
        self._idle.start()

    def check_whole_file(self) -> None:
        """Check the whole file beside the window, once; `damaged` tells what is wrong."""
        if self._checker is None and not self._closed:
            self._checker = Thread(target=self._check_whole_file, daemon=True)
            self._checker.start()

    def _check_whole_file(self) -> None:
        try:
            file = PlanFile.open(self._state.path, read_only=True)
            try:
                file.whole_check()
            finally:
                file.close()
        except FileProblem as problem:
            self.damaged.emit(problem)

    def begin_editing(self) -> bool:
        """Open the file for writing after all; whether that was possible."""
        if not self._opened.read_only:
            return True
        try:
            opened = self._open_as(False)
        except (OpenElsewhere, NotWritable) as error:
            self._refused = error
            return False
        self._opened.close()
        self._opened, self._refused = opened, None
        self._timer.stop()
        self._renew()
        return True

    def close(self) -> None:
        """End the work beside the window and close the file; a second time does nothing."""
        if self._closed:
            return
        self.soon.finish()
        self._closed = True
        self._timer.stop()
        self._idle.stop()
        for worker in (self._worker, self._checker):
            if worker is not None:
                worker.join()
        self._worker = None
        if self._jobs is None and "jobs" in vars(self):
            self.jobs.finish()
        self._opened.close()

    def _open(self, read_only: bool) -> OpenPlan:
        if read_only:
            return self._open_as(True)
        try:
            return self._open_as(False)
        except (OpenElsewhere, NotWritable) as error:
            self._refused = error
            return self._open_as(True)

    def _take(self, result: tuple[Plan, Worked]) -> None:
        if self._closed:
            return
        from kakehashi.ui.worked import with_plugins

        plan, worked = result
        if self._worker is not None:
            self._worker.join()
            self._worker = None
        if plan is self._opened.plan:
            self._state = State(self._opened, worked, self._refused)
            self.changed.emit()
            if not self._plugins_wait:
                self._plugins.ask(partial(with_plugins, worked))
        else:
            self.work()

    def kinds_changed(self) -> None:
        """Plugins' kinds are others now: the items of them are read again."""
        self.soon.finish()
        self._opened.kinds_changed()
        self._renew()

    def let_plugins_wait(self, wait: bool) -> None:
        """Whether plugins wait for somebody's answer; then they look at the plan as it is."""
        self._plugins_wait = wait
        if not wait and not self._closed:
            self.work()

    @cached_property
    def _plugins(self) -> Newest:
        """Runs the checks of plugins: they can't be stopped, so nothing of ours waits for them."""
        from kakehashi.ui.beside import Newest

        found = Newest()
        found.done.connect(self._take_findings)
        return found

    def _take_findings(self, worked: Worked | None) -> None:
        """What plugins found, if the plan is still the one that they looked at."""
        if worked is None or self._closed or self._worker is not None:
            return
        if worked.plan is self._opened.plan and worked is not self._state.worked:
            self._state = State(self._opened, worked, self._refused)
            self.changed.emit()

    def _look_again(self) -> None:
        if self._opened.refresh():
            self._renew()

    def _renew(self) -> None:
        """The plan is another now: show it, and work its results out."""
        self._state = State(self._opened, self._state.worked, self._refused)
        self.changed.emit()
        self.work()
