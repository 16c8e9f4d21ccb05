"""The plan file: SQLite with items, history, editions and attachments.

One file that can be copied and mailed (journal DELETE, so no side files of SQLite between edits); every edit
is one short transaction with synchronous FULL. Opening reads items, not history.
"""

from __future__ import annotations

import gc
import os
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.plan.changes import Change, Patch
from kakehashi.plan.item import Item
from kakehashi.plan.plan import Plan
from kakehashi.storage import stored_words
from kakehashi.storage.errors import AlreadyThere, Damaged, Newer, NotAPlan, NotFound, told
from kakehashi.storage.rows import BadRow, check_item, from_rows, to_row
from kakehashi.words import Message

APPLICATION_ID = 0x4B414B45  # 'KAKE'
SCHEMA = 1

_TABLES = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE item (
    id TEXT PRIMARY KEY, kind TEXT NOT NULL, parent TEXT, position TEXT NOT NULL, fields BLOB NOT NULL
) WITHOUT ROWID;
CREATE TABLE history (
    seq INTEGER PRIMARY KEY, id BLOB NOT NULL, parent BLOB, person TEXT NOT NULL, at TEXT NOT NULL,
    words BLOB, schema INTEGER NOT NULL, undoes BLOB, patches BLOB NOT NULL
);
CREATE TABLE edition (
    number INTEGER PRIMARY KEY, hash TEXT NOT NULL, date TEXT NOT NULL, by TEXT NOT NULL, note TEXT NOT NULL,
    seq INTEGER NOT NULL, app_version TEXT NOT NULL, content BLOB NOT NULL
);
CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID;
"""


class HistoryRow(msgspec.Struct, frozen=True, kw_only=True):
    """One edit as it stands in the file. `seq` orders rows, `undoes` is the row that it takes back."""

    seq: int
    id: bytes
    parent: bytes | None
    person: str
    at: str
    words: Message | None
    schema: int
    undoes: bytes | None
    patches: Change


class EditionRow(msgspec.Struct, frozen=True, kw_only=True):
    """An edition's entry; `seq` is the last history row it holds. The content is read on demand."""

    number: int
    hash: str
    date: str
    by: str
    note: str
    seq: int
    app_version: str


_patches = msgspec.json.Decoder(tuple[Patch, ...])
_encode = msgspec.json.Encoder().encode


def new_row_id() -> bytes:
    """80 random bits."""
    return os.urandom(10)


class PlanFile:
    """An open plan file: reading, and short durable transactions. Close it when done."""

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._db = connection

    @classmethod
    def create(cls, path: Path, uuid: str, items: Iterable[Item], *, app_version: str, at: str) -> PlanFile:
        """A new plan file with these items.

        Raises AlreadyThere, NotFound (the folder), NotWritable, DiskFull.
        """
        with told(path):
            if not path.parent.is_dir():
                raise NotFound("error.file.no_folder", path)
            try:
                path.open("xb").close()
            except FileExistsError:
                raise AlreadyThere("error.file.already_there", path) from None
            db = _connect(path, read_only=False)
            try:
                _lay_out(db, uuid, items, {"created": at, "app_version": app_version})
            except BaseException:
                db.close()
                path.unlink(missing_ok=True)
                raise
        return cls(path, db)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> PlanFile:
        """An existing plan file. Raises NotFound, NotAPlan, Newer, Damaged, NotWritable."""
        _look_at(path)
        with told(path):
            if read_only and path.with_name(path.name + "-journal").exists():
                _roll_back(path)
            db = _connect(path, read_only=read_only)
            try:
                _check_header(path, db)
            except Exception:
                db.close()
                raise
        return cls(path, db)

    def close(self) -> None:
        """Close the file."""
        self._db.close()

    def read(self) -> Plan:
        """The plan: every item read and checked. Raises Damaged naming the item."""
        with told(self.path):
            uuid = self.meta().get("uuid")
            rows = self._db.execute("SELECT id, kind, parent, position, fields FROM item").fetchall()
        if not uuid:
            raise Damaged("error.file.damaged", self.path)
        collecting = gc.isenabled()
        gc.disable()  # 20,000 records and no garbage: the collector would look through them many times
        try:
            plan = Plan.of_kinds(uuid, from_rows(rows))
            plan.reverse_index()
        except BadRow as error:
            raise Damaged(
                "error.file.damaged_item", self.path, item=error.item_id, kind=error.kind, reason=error.reason
            ) from error
        finally:
            if collecting:
                gc.enable()
        return plan

    def meta(self) -> Mapping[str, str]:
        """What the file says of itself: uuid, created, app_version."""
        with told(self.path):
            return dict(self._db.execute("SELECT key, value FROM meta"))

    def commit(self, row: HistoryRow, items: Iterable[Item | str]) -> None:
        """Write one history row and the items it touched (an id alone = removed), durably, or raise."""
        gone = [item for item in items if isinstance(item, str)]
        kept = [to_row(item) for item in items if not isinstance(item, str)]
        words = None if row.words is None else stored_words.to_bytes(row.words)
        with told(self.path), _transaction(self._db):
            self._db.execute(
                "INSERT INTO history VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row.seq,
                    row.id,
                    row.parent,
                    row.person,
                    row.at,
                    words,
                    row.schema,
                    row.undoes,
                    _encode(row.patches),
                ),
            )
            if kept:
                self._db.executemany("INSERT OR REPLACE INTO item VALUES (?, ?, ?, ?, ?)", kept)
            if gone:
                self._db.executemany("DELETE FROM item WHERE id = ?", [(each,) for each in gone])

    def last_row(self) -> tuple[int, bytes | None, str]:
        """Sequence number, id and time of the newest history row; (0, None, created) when there is none."""
        with told(self.path):
            found = self._db.execute("SELECT seq, id, at FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        return found if found is not None else (0, None, self.meta().get("created", ""))

    def history(self, *, newest: int | None = None, seq: int | None = None) -> list[HistoryRow]:
        """History rows, newest first: so many of them, or the one with this sequence number."""
        where = "WHERE seq = ?" if seq is not None else ""
        limit = f"LIMIT {int(newest)}" if newest is not None else ""
        with told(self.path):
            rows = self._db.execute(
                "SELECT seq, id, parent, person, at, words, schema, undoes, patches "
                f"FROM history {where} ORDER BY seq DESC {limit}",
                (seq,) if seq is not None else (),
            ).fetchall()
        return [_history_row(row) for row in rows]

    def undo_marks(self, after: int) -> list[tuple[int, bytes, bytes | None]]:
        """(seq, id, undoes) of all rows behind this one, oldest first."""
        with told(self.path):
            return self._db.execute(
                "SELECT seq, id, undoes FROM history WHERE seq > ? ORDER BY seq", (after,)
            ).fetchall()

    def editions(self) -> list[EditionRow]:
        """All editions, oldest first."""
        with told(self.path):
            rows = self._db.execute(
                "SELECT number, hash, date, by, note, seq, app_version FROM edition ORDER BY number"
            ).fetchall()
        names = EditionRow.__struct_fields__
        return [EditionRow(**dict(zip(names, row, strict=True))) for row in rows]

    def edition_content(self, number: int) -> bytes:
        """The frozen content of an edition. KeyError when there is none with this number."""
        with told(self.path):
            found = self._db.execute("SELECT content FROM edition WHERE number = ?", (number,)).fetchone()
        if found is None:
            raise KeyError(number)
        if not isinstance(found[0], bytes):
            raise Damaged("error.file.damaged", self.path)
        return found[0]

    def add_edition(self, row: EditionRow, content: bytes) -> None:
        """Write an edition; its number must be free."""
        with told(self.path), _transaction(self._db):
            self._db.execute(
                "INSERT INTO edition VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
                (
                    row.number,
                    row.hash,
                    row.date,
                    row.by,
                    row.note,
                    row.seq,
                    row.app_version,
                    content,
                ),
            )

    def attach(self, sha256: str, content: bytes) -> None:
        """Keep an attachment under its hash."""
        with told(self.path), _transaction(self._db):
            self._db.execute("INSERT OR IGNORE INTO attachment VALUES (?, ?)", (sha256, content))

    def attachment(self, sha256: str) -> bytes | None:
        """An attachment by its hash."""
        with told(self.path):
            found = self._db.execute("SELECT content FROM attachment WHERE sha256 = ?", (sha256,)).fetchone()
        return bytes(found[0]) if found is not None else None

    def data_version(self) -> int:
        """Changes when another program has written the file."""
        with told(self.path):
            return int(self._db.execute("PRAGMA data_version").fetchone()[0])

    def whole_check(self) -> None:
        """Check every page, row and bound of the file. Raises Damaged. Slow: beside the window."""
        with told(self.path):
            found = self._db.execute("PRAGMA integrity_check").fetchone()
        if found[0] != "ok":
            raise Damaged("error.file.damaged", self.path)
        try:
            for item in self.read():
                check_item(item)
        except BadRow as error:
            raise Damaged(
                "error.file.damaged_item", self.path, item=error.item_id, kind=error.kind, reason=error.reason
            ) from error


def _lay_out(db: sqlite3.Connection, uuid: str, items: Iterable[Item], meta: Mapping[str, str]) -> None:
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {SCHEMA}")
    with _transaction(db):
        for statement in _TABLES.split(";\n"):
            db.execute(statement)
        db.executemany("INSERT INTO meta VALUES (?, ?)", {"uuid": uuid, **meta}.items())
        db.executemany("INSERT INTO item VALUES (?, ?, ?, ?, ?)", map(to_row, items))


def _history_row(row: tuple[Any, ...]) -> HistoryRow:
    seq, row_id, parent, person, at, words, schema, undoes, patches = row
    return HistoryRow(
        seq=seq,
        id=row_id,
        parent=parent,
        person=person,
        at=at,
        words=None if words is None else stored_words.from_bytes(words),
        schema=schema,
        undoes=undoes,
        patches=_patches.decode(patches),
    )


def _look_at(path: Path) -> None:
    """Refuse what can't be a plan, by its first bytes, before SQLite touches it."""
    with told(path):
        if path.is_dir():
            raise NotAPlan("error.file.folder", path)
        try:
            with path.open("rb") as file:
                head = file.read(16)
        except FileNotFoundError:
            raise NotFound("error.file.not_found", path) from None
    if not head:
        raise NotAPlan("error.file.empty", path)
    if head.startswith((b"PK\x03\x04", b"\xd0\xcf\x11\xe0")):
        raise NotAPlan("error.file.workbook", path)
    if head != b"SQLite format 3\x00":
        raise NotAPlan("error.file.not_a_plan", path)


def _check_header(path: Path, db: sqlite3.Connection) -> None:
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAPlan("error.file.not_a_plan", path)
    schema = db.execute("PRAGMA user_version").fetchone()[0]
    if schema > SCHEMA:
        raise Newer("error.file.newer", path, theirs=schema, ours=SCHEMA)
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if not {"meta", "item", "history", "edition", "attachment"} <= tables:
        raise Damaged("error.file.damaged", path)


def _roll_back(path: Path) -> None:
    """Take back what a writer that died left half done, which a mere reader may not do."""
    db = _connect(path, read_only=False)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        db.close()


def _connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    mode = "ro" if read_only else "rw"
    db = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=5,
        cached_statements=64,
    )
    db.execute("PRAGMA synchronous = FULL")
    if not read_only:
        db.execute("PRAGMA journal_mode = DELETE")
    return db


@contextmanager
def _transaction(db: sqlite3.Connection) -> Iterator[None]:
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise
