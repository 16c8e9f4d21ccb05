"""Reading through a source plugin: which one, which of its tables; in a worker unless it names a file."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.api import DelimitedFile, Message, PlanError, SourceTable
from kakehashi.evidence.batches import Packed
from kakehashi.evidence.grid import Sheet
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import Rule
from kakehashi.evidence.taking import Elsewhere, Rows
from kakehashi.extension import frames
from kakehashi.extension.loading import Code, blame, one_of
from kakehashi.extension.manifest import OfferedSource
from kakehashi.extension.plugins import (
    NoSuchPlugin,
    Offered,
    checked,
    code_of,
    content_of,
    must_be_usable,
    sources,
)
from kakehashi.extension.worker import Limits, Worker
from kakehashi.progress import Progress
from kakehashi.setting import SettingField
from kakehashi.words import in_language

OPTION = "--sheet"
PLAIN = "csv"
"""The source of files that no other one knows."""


def rows_of(
    source: str | None,
    path: Path | None,
    table: str | None = None,
    limits: Limits | None = None,
    settings: Mapping[str, Any] | None = None,
) -> Rows:
    """What a source reads: from a file, or from wherever its settings say.

    `source` None: the one that knows the file by its first bytes or its suffix. `table` None: the only table
    that can be meant. Raises NoSuchPlugin naming those that exist. What goes wrong while reading is raised
    when the rows are taken, and so is the Question which table is meant.
    """
    if path is None:
        if source is None:
            raise ValueError("neither a source nor a file")
        found = source_named(source)
        return read_by(Wish(found, called(found), settings or {}, limits), table)
    found = source_named(source) if source is not None else source_of_file(path)
    return read_by(Wish(found, path.name, {**(settings or {}), "path": str(path)}, limits), table)


class Wish(msgspec.Struct, frozen=True):
    """What is to be read: by which source, what the reader calls it, with which settings and limits.

    `secrets` are those of its settings that nobody may read (passwords): they go to the worker and are left
    out of all that it says.
    """

    source: Offered[OfferedSource]
    name: str
    settings: Mapping[str, Any]
    limits: Limits | None = None
    secrets: Mapping[str, str] = {}

    @property
    def whole(self) -> dict[str, Any]:
        """All settings, as the source gets them."""
        return {**self.settings, **self.secrets}


def read_by(wish: Wish, table: str | None = None) -> Rows:
    """The rows of a table of a source; see `rows_of`."""
    if not wish.source.offer.isolated and wish.source.plugin.found.origin == "built_in":
        return _here(wish, table)
    return _elsewhere(wish, table)


def tables_of(wish: Wish, progress: Progress | None = None) -> tuple[SourceTable, ...]:
    """The tables that a source has with these settings. Raises PlanError, Cancelled."""
    with _worker(wish, progress) as worker:
        return worker.asked(frames.ListTables(wish.whole), frames.Tables).tables


def fields_of(source: Offered[OfferedSource], progress: Progress | None = None) -> tuple[SettingField, ...]:
    """The settings of a source, as a form shows them. Raises PlanError, Cancelled.

    The answer is kept as long as the program runs and the plugin stays as it is.
    """
    known = (code_of(source.plugin), content_of(source.plugin), source.offer.key)
    if known not in _FIELDS:
        with _worker(Wish(source, called(source), {}), progress) as worker:
            _FIELDS[known] = worker.asked(frames.Describe(), frames.Described).fields
    return _FIELDS[known]


_FIELDS: dict[tuple[Code, str, str], tuple[SettingField, ...]] = {}


def try_out(wish: Wish, progress: Progress | None = None) -> None:
    """Return when a source can be reached with these settings. Raises PlanError, Cancelled."""
    with _worker(wish, progress) as worker:
        worker.asked(frames.Try(wish.whole), frames.Done)


def _here(wish: Wish, table: str | None) -> Rows:
    """What one of our own sources reads in this process: it only names a file."""
    code = code_of(wish.source.plugin)
    found = one_of(code, "sources", wish.source.offer.key)
    with blame(code.name, "reading"):
        settings = msgspec.convert(wish.whole, found.settings)
        one, _ = choose_table(found.tables(settings), table, wish.name)
        read: DelimitedFile = found.read(settings, one.key)
    return read


def _elsewhere(wish: Wish, table: str | None) -> Elsewhere:
    """The rows that a worker reads."""

    @contextmanager
    def opening(progress: Progress | None) -> Iterator[Packed | Sheet | DelimitedFile]:
        with _worker(wish, progress) as worker:
            tables = worker.asked(frames.ListTables(wish.whole), frames.Tables).tables
            one, rule = choose_table(tables, table, wish.name)
            read = arrived(worker, frames.ReadTable(wish.whole, one.key, wish.name))
            yield _with(read, rule) if rule is not None and isinstance(read, Sheet) else read

    return Elsewhere(opening, lambda sheet: _elsewhere(wish, sheet), table)


def _worker(wish: Wish, progress: Progress | None) -> Worker:
    code = code_of(checked(wish.source.plugin))
    return Worker(
        code,
        "sources",
        wish.source.offer.key,
        wish.name,
        limits=wish.limits,
        progress=progress,
        secrets=tuple(wish.secrets.values()),
    )


def arrived(worker: Worker, question: frames.ReadTable) -> Packed | Sheet | DelimitedFile:
    """The rows that a worker gives, once they begin to come."""
    worker.ask(question)
    match worker.next():
        case frames.NamedFile() as said:
            return DelimitedFile(Path(said.path), said.encoding, said.delimiter)
        case frames.SheetHead() as said:
            blocks = (each.block for each in worker.following(frames.SheetRows))
            return Sheet(blocks, said.first_column, said.merged, said.errors)
        case frames.TableHead() as said:
            return Packed(said.columns, (each.rows for each in worker.following(frames.TableRows)))
        case _:
            raise worker.misunderstood()


def _with(sheet: Sheet, rule: Rule) -> Sheet:
    return msgspec.structs.replace(sheet, rules=(rule,))


def called(source: Offered[OfferedSource]) -> str:
    """What a source is called in a sentence whose language is not known yet."""
    return in_language(source.offer.title, "en")


# ---- which source


def source_named(key: str) -> Offered[OfferedSource]:
    """The source with this key. Raises NoSuchPlugin naming those that there are."""
    known = sources()
    if key not in known:
        must_be_usable("sources", key)
        raise NoSuchPlugin("error.plugin.unknown", plugin=key, known=", ".join(sorted(known)))
    return known[key]


def source_of_file(path: Path) -> Offered[OfferedSource]:
    """The source that knows the file's first bytes, whatever it is called; else the one of its suffix."""
    known = sources()
    for each in known.values():
        marks = tuple(map(bytes.fromhex, each.offer.marks))
        if marks and _starts_with(path, marks):
            return each
    for each in known.values():
        if path.suffix.lower() in each.offer.suffixes:
            return each
    return known[PLAIN]


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
