"""Reading through a source plugin: which one, which of its tables, and in a worker where it asks for one."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import DelimitedFile, Grid, Message, PlanError, Source, SourceTable
from kakehashi.evidence.grid import Sheet, sheet_of
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import Rule
from kakehashi.evidence.taking import Elsewhere, Rows
from kakehashi.extension.loading import Loaded, blame
from kakehashi.extension.plugins import NoSuchPlugin, plugins
from kakehashi.extension.worker import Limits, Worker
from kakehashi.progress import Progress

OPTION = "--sheet"
PLAIN = "csv"
"""The source of files that no other one knows."""


def rows_of(source: str | None, path: Path, table: str | None = None, limits: Limits | None = None) -> Rows:
    """What a source reads from a file.

    `source` None: the one that knows the file by its first bytes or its suffix. `table` None: the only table
    that can be meant. Raises NoSuchPlugin naming those that exist. What goes wrong while reading is raised
    when the rows are taken, and so is the Question which table is meant.
    """
    plugin, found = _by_key(source) if source is not None else _by_file(path)
    settings = found.settings(path=str(path))
    if getattr(found, "isolated", False):
        return _elsewhere(plugin, found, path, table, limits)
    with blame(found.key, "reading"):
        one, rule = choose_table(found.tables(settings), table, path.name)
        read = found.read(settings, one.key)
    if isinstance(read, DelimitedFile):
        return read
    if isinstance(read, Grid):
        sheet = sheet_of(msgspec.structs.replace(read, rows=_guarded(found.key, read.rows)))
        return sheet if rule is None else _with(sheet, rule)
    return _guarded(found.key, read)


def _elsewhere(
    plugin: Loaded, found: Source, path: Path, table: str | None, limits: Limits | None
) -> Elsewhere:
    """The rows that a worker reads of a file."""
    settings = found.settings(path=str(path))

    @contextmanager
    def opening(progress: Progress | None) -> Iterator[Sheet | DelimitedFile]:
        with Worker(
            plugin.name, found.key, path.name, value=plugin.value, limits=limits, progress=progress
        ) as worker:
            one, rule = choose_table(worker.tables(settings), table, path.name)
            read = worker.read(settings, one.key)
            yield read if rule is None or isinstance(read, DelimitedFile) else _with(read, rule)

    return Elsewhere(opening, lambda sheet: _elsewhere(plugin, found, path, sheet, limits), table)


def _guarded(key: str, rows: Iterator[Any]) -> Iterator[Any]:
    with blame(key, "reading"):
        yield from rows


def _with(sheet: Sheet, rule: Rule) -> Sheet:
    return msgspec.structs.replace(sheet, rules=(rule,))


# ---- which source


def _offered() -> dict[str, tuple[Loaded, Source]]:
    """Sources by key, each with its plugin."""
    found: Sequence[Loaded] = plugins()
    return {source.key: (plugin, source) for plugin in found for source in plugin.sources}


def _by_key(key: str) -> tuple[Loaded, Source]:
    known = _offered()
    if key not in known:
        raise NoSuchPlugin("error.plugin.unknown", plugin=key, known=", ".join(sorted(known)))
    return known[key]


def _by_file(path: Path) -> tuple[Loaded, Source]:
    """The source that knows the file's first bytes, whatever it is called; else the one of its suffix."""
    known = _offered()
    for name in ("marks", "suffixes"):
        for plugin, source in known.values():
            given = tuple(getattr(source, name, ()))
            if given and (_starts_with(path, given) if name == "marks" else path.suffix.lower() in given):
                return plugin, source
    return _by_key(PLAIN)


def _starts_with(path: Path, marks: tuple[bytes, ...]) -> bool:
    try:
        with path.open("rb") as file:
            return file.read(max(map(len, marks))).startswith(marks)
    except OSError:
        return False  # its source says so, when it can't read the file either


# ---- which table


def choose_table(
    tables: Sequence[SourceTable], asked: str | None, name: str
) -> tuple[SourceTable, Rule | None]:
    """The table that is meant, and what is told about the choice; a Question when several can be.

    Hidden tables and empty ones are not taken by themselves; a table of one row or one column gives way to
    the only real one.
    """
    if asked is not None:
        return _named(tables, asked, name), None
    seen = [table for table in tables if not table.hidden]
    filled = [table for table in seen if table.rows != 0]
    real = [table for table in filled if table.rows is None or (table.rows > 1 and (table.columns or 0) > 1)]
    for some in (filled, real):
        if len(some) == 1:
            return some[0], _told(some[0], tables)
    behind = [table for table in tables if table.hidden and table.rows]
    if filled or behind:
        message = "error.evidence.which_sheet" if filled else "error.evidence.hidden_sheets"
        raise _question(message, real or filled or behind, name)
    if seen:
        return seen[0], None  # it is empty, which is told when it is read
    raise PlanError("error.evidence.no_table", name=name)


def _told(table: SourceTable, tables: Sequence[SourceTable]) -> Rule | None:
    if len(tables) < 2:
        return None
    message = Message("evidence.rule.sheet", {"sheet": table.key, "count": len(tables) - 1})
    return Rule("sheet", table.key, message)


def _named(tables: Sequence[SourceTable], asked: str, name: str) -> SourceTable:
    """By its exact name, else by one that differs in blanks, case or width only."""
    for same in (str, _plain):
        found = [table for table in tables if same(table.key) == same(asked)]
        if len(found) == 1:
            return found[0]
    raise _question("error.evidence.no_such_sheet", tables, name, sheet=asked)


def _plain(name: str) -> str:
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())


def _question(message: str, tables: Sequence[SourceTable], name: str, **values: Any) -> Question:
    keys = tuple(table.key.strip() for table in tables)
    return Question(message, column=None, readings=keys, option=f"{OPTION} NAME", name=name, **values)
