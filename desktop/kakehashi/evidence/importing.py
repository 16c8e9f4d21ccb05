"""The road of an import: rows -> strict text table -> mapping -> typed rows, loaded or set aside.

All or nothing: whatever goes wrong on the way, the workspace is as before and nothing is left lying about.
"""

from __future__ import annotations

import os
import shutil
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from kakehashi.evidence.delimited import Road
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.import_job import NO_CHOICES, Begun, Choices, ImportJob, ImportResult, Mode
from kakehashi.evidence.profile import (
    DateOrder,
    Profile,
    profile_path,
    read_profile,
    write_profile,
)
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs
from kakehashi.evidence.remembered import answered_before, on_sheet, on_the_sheet_of_before
from kakehashi.evidence.straight import NeedsCare
from kakehashi.evidence.tables import Table, table_named
from kakehashi.evidence.taking import Arrived, Rows, arriving, take_rows
from kakehashi.evidence.text_table import TextTable
from kakehashi.evidence.workspace import (
    FILE,
    cannot_write,
    exists,
    reading_engine,
    transaction,
)
from kakehashi.progress import Progress
from kakehashi.words import PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

T = TypeVar("T")

FORGOTTEN = 24 * 3600
"""Seconds after which the temporary folder of an import that was killed is cleared away."""


def import_table(
    workspace: Path,
    source_rows: Rows,
    *,
    name: str,
    table: str,
    profile: Path | Profile | None = None,
    date_order: DateOrder | None = None,
    choices: Choices = NO_CHOICES,
    joins: Sequence[tuple[str, Rows]] = (),
    mode: Mode = "replace",
    when: str,
    progress: Progress | None = None,
) -> ImportResult:
    """Load rows into a canonical table of the workspace.

    `name` names the source for the reader and for the next import: 'replace' takes the place of imports of
    the same name or the same bytes; both modes replace rows of the same key. `joins` are further files, with
    their names, whose columns are put beside the rows. `when` is the day of the import (2027-04-01). Raises
    PlanError for what can't be read, Question for what must be answered, Cancelled; the workspace is then as
    before.
    """
    if date_order is not None:
        answers = msgspec.structs.replace(choices.answers, date_order=date_order)
        choices = msgspec.structs.replace(choices, answers=answers)
    given = read_profile(profile) if isinstance(profile, Path) else profile

    def act(job: ImportJob, begun: Begun, incoming: Path) -> ImportResult:
        settled, look = job.settle(begun, choices)
        with transaction(job.connection):
            result = job.load(settled, look)
        _keep_profile(workspace, incoming, result.profile)
        return result

    order = Order(workspace, table_named(table), name, given, choices, tuple(joins), mode, when)
    return on_the_road(order, source_rows, act, progress)


class Order(msgspec.Struct, frozen=True):
    """What is to be imported where, and how; see `import_table`."""

    workspace: Path
    table: Table
    name: str
    profile: Profile | None
    choices: Choices
    joins: tuple[tuple[str, Rows], ...]
    mode: Mode
    when: str


def on_the_road(
    order: Order,
    source_rows: Rows,
    act: Callable[[ImportJob, Begun, Path], T],
    progress: Progress | None = None,
    *,
    keep: bool = True,
) -> T:
    """Bring the rows into the engine and give what `act` makes of them there; its last argument is a folder
    for files of the moment. Without `keep` nothing of a new workspace stays. Raises as `import_table`."""
    profile, choices, table = order.profile, order.choices, order.table
    if profile is not None and profile.table != table.name:
        raise PlanError("error.evidence.profile_table", table=table.name, other=profile.table)
    told = (choices.read_as or ReadAs()).over(profile.read_as if profile else None)
    rows, told = on_sheet(source_rows, told)
    with _incoming(order.workspace, keep=keep) as incoming:
        files = [
            _taken(other_rows, incoming / f"joined-{place}", other, progress)
            for place, (other, other_rows) in enumerate(order.joins)
        ]

        def run(connection: DuckDBPyConnection, text: TextTable, read_as: ReadAs) -> T:
            job = ImportJob(connection, order.workspace, table, text, order.mode, order.when, progress)
            return act(job, job.begin(profile, read_as, files, incoming, anew=choices.anew), incoming)

        def take(rows: Rows, read_as: ReadAs, road: Road) -> TextTable:
            return _taken(rows, incoming / "rows", order.name, progress, read_as, road)

        return _taken_in(order, rows, told, take, run, progress)


_Take = Callable[[Rows, ReadAs, Road], TextTable]


def _taken_in(
    order: Order,
    rows: Rows,
    told: ReadAs,
    take: _Take,
    run: Callable[[DuckDBPyConnection, TextTable, ReadAs], T],
    progress: Progress | None,
) -> T:
    """The rows as told; what isn't told, as it was chosen for the same layout before."""
    workspace, table, anew = order.workspace, order.table, order.choices.anew

    def again(rows: Rows, read_as: ReadAs) -> TextTable:
        return take(rows, read_as, "careful")

    before = None if anew else on_the_sheet_of_before(workspace, table, rows, told, again)
    if before is None:
        try:
            with arriving(rows, progress) as arrived:
                return _as_told(workspace, arrived, told, take, run)
        except Question as question:
            before = None if anew else answered_before(question, workspace, table, rows, told, again)
            if before is None:
                raise
    with reading_engine(workspace) as connection:
        return run(connection, before.text, before.told)


def _as_told(
    workspace: Path,
    rows: Arrived,
    told: ReadAs,
    take: _Take,
    run: Callable[[DuckDBPyConnection, TextTable, ReadAs], T],
) -> T:
    """The rows as they begin to come."""
    if isinstance(rows, Sheet):  # the engine opens while another process reads the rows
        with reading_engine(workspace) as connection:
            return run(connection, take(rows, told, "careful"), told)
    text = take(rows, told, "straight")
    try:
        with reading_engine(workspace) as connection:
            return run(connection, text, told)
    except NeedsCare:
        text = take(rows, told, "careful")
        with reading_engine(workspace) as connection:
            return run(connection, text, told)


def _taken(
    rows: Rows,
    folder: Path,
    name: str,
    progress: Progress | None,
    told: ReadAs | None = None,
    road: Road = "careful",
) -> TextTable:
    folder.mkdir(exist_ok=True)
    return msgspec.structs.replace(take_rows(rows, folder, name, progress, told, road), name=name)


@contextmanager
def _incoming(workspace: Path, *, keep: bool) -> Iterator[Path]:
    """A temporary folder inside the workspace. What was made for nothing, and without `keep` what was made at
    all, is taken away again; a disk that refuses becomes a plain sentence."""
    first = not exists(workspace)
    try:
        workspace.mkdir(parents=True, exist_ok=True)
        _clear_forgotten(workspace)
        folder = Path(tempfile.mkdtemp(prefix=".incoming-", dir=workspace))
        try:
            yield folder
        except BaseException:
            keep = False
            raise
        finally:
            if first and not keep:
                for name in (FILE, FILE + ".wal"):
                    (workspace / name).unlink(missing_ok=True)
            shutil.rmtree(folder, ignore_errors=True)
            _remove_if_unused(workspace)
    except OSError as error:
        raise cannot_write(workspace, error) from error


def _remove_if_unused(workspace: Path) -> None:
    with suppress(OSError):
        workspace.rmdir()  # only when it is empty


def _clear_forgotten(workspace: Path) -> None:
    for folder in workspace.glob(".incoming-*"):
        if time.time() - folder.stat().st_mtime > FORGOTTEN:
            shutil.rmtree(folder, ignore_errors=True)


def _keep_profile(workspace: Path, incoming: Path, profile: Profile) -> None:
    path = profile_path(workspace, profile.table, profile.layout)
    path.parent.mkdir(exist_ok=True)
    write_profile(profile, incoming / "profile.json")
    os.replace(incoming / "profile.json", path)  # noqa: PTH105  # Path.replace reads like str.replace
