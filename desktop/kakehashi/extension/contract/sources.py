"""What every data source keeps."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

from kakehashi.evidence.batches import Packed
from kakehashi.evidence.cells import texts_of
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.question import Cancelled
from kakehashi.evidence.source import DelimitedFile
from kakehashi.extension import frames
from kakehashi.extension.content_hash import content_hash
from kakehashi.extension.contract.project import Project, not_tried
from kakehashi.extension.contract.texts import TEXTS
from kakehashi.extension.contract.trial import Broken, NotTried, Trial
from kakehashi.extension.loading import PluginFailed
from kakehashi.extension.manifest import OfferedSource
from kakehashi.extension.reading import arrived
from kakehashi.extension.worker import MIB, Limits, Worker, WorkerStopped
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

LARGE = 1_000_000
BOUND = Limits(memory=768 * MIB)
"""What a large table may take: rows that pile up go beyond it."""

Rows = Packed | Sheet | DelimitedFile


def source_trials(project: Project, source: OfferedSource) -> Iterator[Trial]:
    """All that is tried out on a source."""
    for about, run in (
        ("settings", _settings),
        ("rows", _rows),
        ("empty", _empty),
        ("unicode", _unicode),
        ("wrong", _wrong),
        ("large", _large),
        ("cancel", _cancel),
    ):
        yield Trial(source.key, about, partial(run, project, source))


def _case(project: Project, source: OfferedSource, name: str, folder: Path, *more: object) -> Any:
    make = project.cases.get(name)
    if make is None:
        raise NotTried(not_tried(name))
    system = folder / "system"
    system.mkdir()
    return make(source.key, system, *more)


@contextmanager
def _reading(
    project: Project,
    source: OfferedSource,
    case: tuple[dict[str, Any], str],
    limits: Limits | None = None,
    progress: Progress | None = None,
) -> Iterator[Rows]:
    settings, table = case
    with Worker(
        project.code, "sources", source.key, source.key, limits=limits, progress=progress, watched=()
    ) as worker:
        tables = worker.asked(frames.ListTables(settings), frames.Tables).tables
        keys = [each.key for each in tables]
        if len(set(keys)) < len(keys) or table not in keys:
            raise Broken("error.contract.tables", table=table, keys=", ".join(keys))
        yield arrived(worker, frames.ReadTable(settings, table, source.key))


# ---- the trials


def _settings(project: Project, source: OfferedSource, folder: Path) -> None:
    """A form can show them, and they come back from it as they were."""
    given, _ = _case(project, source, "unicode", folder, TEXTS)
    with Worker(project.code, "sources", source.key, source.key, watched=()) as worker:
        try:
            fields = worker.asked(frames.Describe(), frames.Described).fields
            before = worker.asked(frames.Convert(given), frames.Converted).settings
            after = worker.asked(frames.Convert(before), frames.Converted).settings
        except PlanError as error:
            raise Broken("error.contract.settings", detail=error.message) from error
    if source.suffixes and "path" not in [field.name for field in fields]:
        raise Broken("error.contract.path")
    if before != after or not given.items() <= before.items():
        raise Broken("error.contract.settings", detail=f"{given} -> {before} -> {after}")


def _rows(project: Project, source: OfferedSource, folder: Path) -> None:
    """The same rows twice, and nothing of what is read has changed."""
    case = _case(project, source, "unicode", folder, TEXTS)
    before = content_hash(folder)
    seen = []
    for _ in range(2):
        with _reading(project, source, case) as rows:
            seen.append([*_cells(rows)])
    if seen[0] != seen[1]:
        raise Broken("error.contract.twice")
    if content_hash(folder) != before:
        raise Broken("error.contract.changed")


def _empty(project: Project, source: OfferedSource, folder: Path) -> None:
    """A table without rows is no failure."""
    case = _case(project, source, "empty", folder)
    with _reading(project, source, case) as rows:
        if (count := sum(1 for _ in _cells(rows))) > _header_rows(rows):
            raise Broken("error.contract.count", wanted=0, count=count)


def _unicode(project: Project, source: OfferedSource, folder: Path) -> None:
    """Every text comes as it is in the system."""
    case = _case(project, source, "unicode", folder, TEXTS)
    with _reading(project, source, case) as rows:
        given = {cell for row in _cells(rows) for cell in row}
    if lost := [each for each in TEXTS if each not in given]:
        raise Broken("error.contract.texts", texts="\n".join(each[:60] for each in lost))


def _wrong(project: Project, source: OfferedSource, folder: Path) -> None:
    """Settings that can't work are told in a sentence of the plugin."""
    settings = _case(project, source, "wrong", folder)
    with Worker(project.code, "sources", source.key, source.key, watched=()) as worker:
        try:
            worker.asked(frames.Try(settings), frames.Done)
        except (PluginFailed, WorkerStopped) as error:
            raise Broken("error.contract.wording", said=error.message) from error
        except PlanError as said:
            words = said.message.values.get("words")
            if isinstance(words, dict) and not {"en", "ja"} <= words.keys():
                raise Broken("error.contract.languages", said=said.message) from said
            return
    raise Broken("error.contract.wrong_passes")


def _large(project: Project, source: OfferedSource, folder: Path) -> None:
    """A million rows in bounded memory."""
    case = _case(project, source, "large", folder, LARGE)
    with _reading(project, source, case, BOUND) as rows:
        count = sum(1 for _ in _cells(rows)) - _header_rows(rows)
    if count != LARGE:
        raise Broken("error.contract.count", wanted=LARGE, count=count)


def _cancel(project: Project, source: OfferedSource, folder: Path) -> None:
    """Cancelled half way, it ends and leaves nothing behind."""
    case = _case(project, source, "large", folder, LARGE // 10)
    progress = _Stopping()
    try:
        with _reading(project, source, case, BOUND, progress) as rows:
            if isinstance(rows, DelimitedFile):
                return  # the program reads it
            for at, _ in enumerate(_cells(rows)):
                progress.cancelled = at > 100
    except Cancelled:
        return
    raise Broken("error.contract.cancel")


class _Stopping:
    """A progress that can be cancelled."""

    cancelled = False

    def __call__(self, done: int, total: int | None, message: Message | str = "") -> None:
        """Nobody looks at it."""


def _cells(rows: Rows) -> Iterator[tuple[str | None, ...]]:
    """The rows as texts."""
    if isinstance(rows, DelimitedFile):
        import csv

        with rows.path.open(encoding=rows.encoding or "utf-8-sig", newline="") as file:
            yield from map(tuple, csv.reader(file, delimiter=rows.delimiter or ","))
        return
    if isinstance(rows, Sheet):
        for block in rows.blocks:
            yield from zip(*map(texts_of, block.columns), strict=True)
        return
    for some in rows.rows:
        columns = [each.split("\n") if isinstance(each, str) else each for each in some.columns]
        yield from zip(*columns, strict=True)


def _header_rows(rows: Rows) -> int:
    """Rows that are no rows of the table: a batch has none."""
    return 0 if isinstance(rows, Packed) else 1
