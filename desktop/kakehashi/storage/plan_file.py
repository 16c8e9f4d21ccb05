"""The plan file: SQLite with items, history, editions and attachments.

One file that can be copied and mailed (journal DELETE, so no side files of SQLite between edits); every edit
is one short transaction with synchronous FULL. Opening reads items, not history.
"""

from __future__ import annotations

import gc
import hashlib
import os
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.plan.changes import Change, Patch
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import OWN_KINDS
from kakehashi.plan.plan import Plan
from kakehashi.plan.references import ReverseIndex, add_references
from kakehashi.storage import stored_words
from kakehashi.storage.errors import (
    AlreadyThere,
    ChangedOutside,
    Damaged,
    NotAPlan,
    NotFound,
    NotWritable,
    Overtaken,
    told,
)
from kakehashi.storage.rows import BadRow, Row, batches, check_item, to_row
from kakehashi.storage.tables import (
    APPLICATION_ID,
    COLUMNS,
    FIRST_WITH_SUMS,
    PLUGIN_KINDS,
    SCHEMA,
    check_header,
    checksum,
    connect,
    insert,
    lay_out,
    meta_sum,
    put_meta,
    roll_back,
    select,
    transaction,
    unsound,
)
from kakehashi.storage.upgrades import upgrade, upgraded_edition
from kakehashi.words import Message

__all__ = ["SCHEMA", "EditionRow", "HistoryRow", "PlanFile", "new_row_id"]

_MANY = 2_000  # items, of which the reverse index takes about 15 ms


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
    schema: int = SCHEMA
    redacted: str = ""  # hash of the content after a person was forgotten; `hash` stays what was declared


_patches = msgspec.json.Decoder(tuple[Patch, ...])
_encode = msgspec.json.Encoder().encode


def new_row_id() -> bytes:
    """80 random bits."""
    return os.urandom(10)


_PUT_ITEM = (
    insert("item") + " ON CONFLICT (id) DO UPDATE SET kind = excluded.kind, parent = excluded.parent, "
    "position = excluded.position, fields = excluded.fields, sum = excluded.sum"
)  # not OR REPLACE, which would clear the columns that a newer program added


class PlanFile:
    """An open plan file: reading, and short durable transactions. Close it when done."""

    def __init__(
        self,
        path: Path,
        connection: sqlite3.Connection,
        schema: int,
        *,
        behind: sqlite3.Connection | None = None,
    ) -> None:
        self.path = path
        self.schema = schema  # as it stands on disk: above SCHEMA when a newer program wrote it
        self._db = connection
        self._behind = behind or connection  # the file itself, when `connection` is an upgraded copy
        self._identity = _identity(path)

    @property
    def is_a_copy(self) -> bool:
        """Whether this is an upgraded copy in memory, which doesn't see what is written to the file."""
        return self._behind is not self._db

    @classmethod
    def create(
        cls,
        path: Path,
        uuid: str,
        items: Iterable[Item],
        *,
        app_version: str,
        at: str,
        meta: Mapping[str, str] | None = None,
    ) -> PlanFile:
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
            db = connect(path, read_only=False)
            try:
                db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
                db.execute(f"PRAGMA user_version = {SCHEMA}")
                meta = {"uuid": uuid, "created": at, "app_version": app_version, **(meta or {})}
                with transaction(db):
                    lay_out(db, meta)
                    rows = [*map(to_row, items)]
                    db.executemany(_PUT_ITEM, rows)
                    _describe_kinds(db, rows)
            except BaseException:
                db.close()
                path.unlink(missing_ok=True)
                raise
        return cls(path, db, SCHEMA)

    @classmethod
    def open(cls, path: Path, *, read_only: bool = False) -> PlanFile:
        """An existing plan file. One of an older schema is upgraded; for reading, a copy of it in memory is.

        Raises NotFound, NotAPlan, Newer, Damaged, NotWritable.
        """
        _look_at(path)
        with told(path):
            if read_only:
                _settle(path)
            db = connect(path, read_only=read_only)
            try:
                schema = check_header(path, db)
                if schema >= SCHEMA:
                    return cls(path, db, schema)
                if not read_only:
                    _upgrade(path, db, schema)
                    return cls(path, db, SCHEMA)
                copy = sqlite3.connect(":memory:", isolation_level=None)
                db.backup(copy)
                _upgrade(path, copy, schema)
                return cls(path, copy, schema, behind=db)
            except BaseException:
                db.close()
                raise

    def close(self) -> None:
        """Close the file."""
        self._db.close()
        self._behind.close()

    def read(self) -> Plan:
        """The plan: every item and the pages they stand on checked. Raises Damaged, naming the item."""
        with told(self.path):
            meta = self.meta()
        if not meta.get("uuid") or meta.get("sum") != str(meta_sum(meta)):
            raise Damaged("error.file.damaged", self.path)
        if PLUGIN_KINDS in meta:
            _admit_kinds(meta[PLUGIN_KINDS])
        with told(self.path), _no_collecting():
            rows = self._db.execute(select("item")).fetchall()
            sound = self._db.execute("PRAGMA quick_check('item')").fetchone()[0] == "ok"
            try:
                plan = _plan_of(meta["uuid"], rows)
            except BadRow as error:
                raise _bad_item(self.path, error) from error
        if not sound:
            raise Damaged("error.file.damaged", self.path)
        return plan

    def meta(self) -> Mapping[str, str]:
        """What the file says of itself: uuid, created, app_version, undo_from (the row undo ends at)."""
        with told(self.path):
            return dict(self._db.execute("SELECT key, value FROM meta"))

    def commit(self, row: HistoryRow, items: Iterable[Item | str]) -> None:
        """Write one history row and the items it touched (an id alone = removed), durably, or raise.

        Raises ChangedOutside when the file was replaced, Overtaken when somebody else wrote it meanwhile.
        """
        items = tuple(items)
        gone = [item for item in items if isinstance(item, str)]
        kept = [to_row(item) for item in items if not isinstance(item, str)]
        with told(self.path):
            if self.replaced():
                raise ChangedOutside("error.file.changed_outside", self.path)
            with transaction(self._db):
                self._follows(row)
                self._db.execute(insert("history"), _summed(_stored(row)))
                if kept:
                    self._db.executemany(_PUT_ITEM, kept)
                    _describe_kinds(self._db, kept)
                if gone:
                    self._db.executemany("DELETE FROM item WHERE id = ?", [(each,) for each in gone])

    def note(self, row: HistoryRow, **meta: str) -> None:
        """Write a row of history that changes no item, and what the file says of itself."""
        with told(self.path), transaction(self._db):
            self._db.execute(insert("history"), _summed(_stored(row)))
            put_meta(self._db, meta)

    def put_rows(self, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
        """Write rows of history or editions as they are given, by the order of their columns."""
        with told(self.path), transaction(self._db):
            self._db.executemany(insert(table), map(_summed, rows))

    @contextmanager
    def rewriting(self) -> Iterator[sqlite3.Connection]:
        """A transaction over all rows, for who changes them on purpose; ended by `tables.seal`.

        Raises Damaged when a row's checksum doesn't hold: it would be sealed as it is.
        """
        with told(self.path), transaction(self._db):
            if unsound(self._db) is not None:
                raise Damaged("error.file.damaged", self.path)
            yield self._db

    def shake_out(self) -> None:
        """Write the file anew, so that nothing of what was deleted or replaced stays in it."""
        with told(self.path):
            self._db.execute("VACUUM")

    def _follows(self, row: HistoryRow) -> None:
        newest = self._db.execute("SELECT seq, id FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        if (newest or (0, None)) != (row.seq - 1, row.parent):
            raise Overtaken("error.file.overtaken", self.path)

    def last_row(self) -> tuple[int, bytes | None, str]:
        """Sequence number, id and time of the newest history row; (0, None, created) when there is none."""
        with told(self.path):
            found = self._db.execute("SELECT seq, id, at FROM history ORDER BY seq DESC LIMIT 1").fetchone()
        return found if found is not None else (0, None, self.meta().get("created", ""))

    def history(
        self, *, newest: int | None = None, seq: int | None = None, below: int | None = None
    ) -> list[HistoryRow]:
        """History rows, newest first: so many (below a sequence number), or the one with this number.

        Raises Damaged.
        """
        if below is not None:
            where, seq = "WHERE seq < ?", below
        else:
            where = "WHERE seq = ?" if seq is not None else ""
        limit = f"LIMIT {int(newest)}" if newest is not None else ""
        with told(self.path):
            rows = self._db.execute(
                f"{select('history')} {where} ORDER BY seq DESC {limit}", (seq,) if seq is not None else ()
            ).fetchall()
        return [self._history_row(row) for row in rows]

    def _history_row(self, row: tuple[Any, ...]) -> HistoryRow:
        try:
            return history_row(row)
        except BadRow as error:
            raise Damaged("error.file.damaged_history", self.path, row=error.item_id) from error

    def people(self) -> list[str]:
        """Everybody who has edited the plan, by name."""
        with told(self.path):
            rows = self._db.execute("SELECT DISTINCT person FROM history ORDER BY person").fetchall()
        return [name for (name,) in rows]

    def undo_marks(self, after: int) -> list[tuple[int, bytes, bytes | None]]:
        """(seq, id, undoes) of all rows behind this one that undo may reach, oldest first; not notes."""
        with told(self.path):
            start = max(after, int(self.meta().get("undo_from", "0")))
            return self._db.execute(
                "SELECT seq, id, undoes FROM history WHERE seq > ? AND length(patches) > 2 ORDER BY seq",
                (start,),
            ).fetchall()

    def editions(self) -> list[EditionRow]:
        """All editions, oldest first."""
        names = EditionRow.__struct_fields__
        with told(self.path):
            rows = self._db.execute(f"SELECT {', '.join(names)} FROM edition ORDER BY number").fetchall()
        return [EditionRow(**dict(zip(names, row, strict=True))) for row in rows]

    def edition_content(self, number: int) -> bytes:
        """The frozen content of an edition, its items in their present form.

        Raises KeyError when there is none with this number, Damaged.
        """
        with told(self.path):
            row = self._db.execute(f"{select('edition')} WHERE number = ?", (number,)).fetchone()
        if row is None:
            raise KeyError(number)
        if checksum(row[:-1]) != row[-1]:
            raise Damaged("error.file.damaged_edition", self.path, number=number)
        values = dict(zip(COLUMNS["edition"], row[:-1], strict=True))
        return upgraded_edition(values["content"], values["schema"])

    def add_edition(self, row: EditionRow, content: bytes) -> None:
        """Write an edition; its number must be free."""
        values = {**msgspec.structs.asdict(row), "content": content}
        with told(self.path), transaction(self._db):
            self._db.execute(insert("edition"), _summed(tuple(values[name] for name in COLUMNS["edition"])))

    def attach(self, sha256: str, content: bytes) -> None:
        """Keep an attachment under its hash."""
        with told(self.path), transaction(self._db):
            self._db.execute(
                "INSERT OR IGNORE INTO attachment (sha256, content) VALUES (?, ?)", (sha256, content)
            )

    def attachment(self, sha256: str) -> bytes | None:
        """An attachment by its hash. Raises Damaged."""
        with told(self.path):
            found = self._db.execute("SELECT content FROM attachment WHERE sha256 = ?", (sha256,)).fetchone()
        if found is None:
            return None
        if hashlib.sha256(found[0]).hexdigest() != sha256:
            raise Damaged("error.file.damaged_attachment", self.path, hash=sha256[:12])
        return bytes(found[0])

    def attachments(self) -> tuple[str, ...]:
        """The hashes of all attachments."""
        with told(self.path):
            return tuple(name for (name,) in self._db.execute("SELECT sha256 FROM attachment"))

    def data_version(self) -> int:
        """Changes when another program has written the file. What one left half done is taken back first."""
        _settle(self.path)
        with told(self.path):
            return int(self._behind.execute("PRAGMA data_version").fetchone()[0])

    def replaced(self) -> bool:
        """Whether another file stands in the place of the one that was opened (or none)."""
        return _identity(self.path) != self._identity

    def fingerprint(self) -> str:
        """SHA-256 of the file's bytes."""
        with told(self.path):
            return hashlib.sha256(self.path.read_bytes()).hexdigest()

    def whole_check(self) -> None:
        """Check every page, row, checksum and bound of the file. Raises Damaged. Slow: beside the window."""
        with told(self.path):
            found = self._db.execute("PRAGMA integrity_check").fetchone()
        if found[0] != "ok":
            raise Damaged("error.file.damaged", self.path)
        try:
            for item in self.read():
                check_item(item)
        except BadRow as error:
            raise _bad_item(self.path, error) from error
        with told(self.path):
            for row in self._db.execute(select("history")):
                self._history_row(row)
        for edition in self.editions():
            self.edition_content(edition.number)
        for name in self.attachments():
            self.attachment(name)


def copy(source: Path, target: Path) -> None:
    """A copy of a plan file as it stands, made under SQLite's own locks, in one step: all of it or nothing.

    Raises Damaged, DiskFull and the like, about the target.
    """
    aside = target.with_name(f".{target.name}.{os.urandom(4).hex()}")
    try:
        with told(source):
            db = connect(source, read_only=True)
        try:
            with told(target):
                aside.touch()
                into = sqlite3.connect(aside, isolation_level=None)
                try:
                    into.execute("PRAGMA journal_mode = OFF")  # nobody sees it before it is whole
                    into.execute("PRAGMA synchronous = OFF")
                    db.backup(into)
                finally:
                    into.close()
                with aside.open("rb+") as file:
                    os.fsync(file.fileno())
                aside.replace(target)
        finally:
            db.close()
    finally:
        aside.unlink(missing_ok=True)


def _identity(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_dev, found.st_ino


def _journal(path: Path) -> Path:
    return path.with_name(path.name + "-journal")


def _settle(path: Path) -> None:
    """Take back what a dead writer left half done, as far as the file may be written."""
    if _journal(path).exists():
        with suppress(NotWritable), told(path):
            roll_back(path)


def _upgrade(path: Path, db: sqlite3.Connection, schema: int) -> None:
    try:
        with transaction(db):
            if schema >= FIRST_WITH_SUMS and unsound(db) is not None:
                raise Damaged("error.file.damaged", path)
            upgrade(db, schema)
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError) as error:  # a row that can't be read
        raise Damaged("error.file.damaged", path) from error


@contextmanager
def _no_collecting() -> Iterator[None]:
    """20,000 records and no garbage: the collector would look through them many times.

    What was made meanwhile counts as old afterwards, or the next small collection would look through it all.
    """
    collecting = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        gc.freeze()
        gc.unfreeze()  # into the oldest generation
        if collecting:
            gc.enable()


def _plan_of(uuid: str, rows: Sequence[Row]) -> Plan:
    kinds: dict[str, dict[str, Item]] = {}
    # Of many rows the index is made at once: later they would have to be fetched from memory again. Of few it
    # can wait until it is asked for: the first paint does without.
    index: ReverseIndex | None = defaultdict(list) if len(rows) > _MANY else None
    for kind, ids, items in batches(rows):
        kinds.setdefault(kind, {}).update(zip(ids, items, strict=True))
        if index is not None:
            add_references(index, ids, items)
    return Plan.of_kinds(uuid, kinds, index)


def _describe_kinds(db: sqlite3.Connection, rows: Iterable[Row]) -> None:
    """Let the file describe the plugins' kinds among these rows; within a transaction."""
    foreign = {row[1] for row in rows} - OWN_KINDS
    if foreign:
        from kakehashi.storage.carried_kinds import with_kinds  # most plans have none: a start without it

        known = db.execute("SELECT value FROM meta WHERE key = ?", (PLUGIN_KINDS,)).fetchone()
        entry = with_kinds(known[0] if known is not None else None, foreign)
        if entry is not None:
            put_meta(db, {PLUGIN_KINDS: entry})


def _admit_kinds(entry: str) -> None:
    from kakehashi.plan.admitting import admit_carried  # most plans have none: a start without them
    from kakehashi.storage.carried_kinds import carried

    admit_carried(carried(entry))


def _bad_item(path: Path, error: BadRow) -> Damaged:
    return Damaged("error.file.damaged_item", path, item=error.item_id, kind=error.kind, reason=error.reason)


def _stored(row: HistoryRow) -> tuple[Any, ...]:
    words = None if row.words is None else stored_words.to_bytes(row.words)
    head = (row.seq, row.id, row.parent, row.person, row.at, words, row.schema, row.undoes)
    return (*head, _encode(row.patches))


def _summed(values: tuple[Any, ...]) -> tuple[Any, ...]:
    return (*values, checksum(values))


def history_row(row: tuple[Any, ...]) -> HistoryRow:
    """The history row of its columns, checksum last. Raises BadRow."""
    if checksum(row[:-1]) != row[-1]:
        raise BadRow(str(row[0]), "history", "checksum")
    try:
        return _decoded(row[:-1])
    except (msgspec.MsgspecError, UnicodeDecodeError, TypeError, ArithmeticError) as error:
        raise BadRow(str(row[0]), "history", str(error)) from error


def _decoded(row: tuple[Any, ...]) -> HistoryRow:
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
