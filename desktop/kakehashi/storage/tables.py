"""The tables of a plan file, its connections and transactions, and the checksum of each row.

`user_version` is the schema: major * 1000 + minor. A newer minor only adds fields, kinds, columns or tables,
so this program reads the file and keeps what it doesn't know; a newer major is refused. Columns are always
named, never counted. Every row carries a CRC-32 of its values, so that a flipped byte is found where it is.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

from kakehashi.storage.errors import Damaged, Newer, NotAPlan

APPLICATION_ID = 0x4B414B45  # 'KAKE'
SCHEMA = 1000
FIRST_WITH_SUMS = 1000

CREATE = (
    "CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID",
    "CREATE TABLE item (id TEXT PRIMARY KEY, kind TEXT NOT NULL, parent TEXT, position TEXT NOT NULL, "
    "fields BLOB NOT NULL, sum INTEGER NOT NULL DEFAULT 0) WITHOUT ROWID",
    "CREATE TABLE history (seq INTEGER PRIMARY KEY, id BLOB NOT NULL, parent BLOB, person TEXT NOT NULL, "
    "at TEXT NOT NULL, words BLOB, schema INTEGER NOT NULL, undoes BLOB, patches BLOB NOT NULL, "
    "sum INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE edition (number INTEGER PRIMARY KEY, hash TEXT NOT NULL, date TEXT NOT NULL, "
    "by TEXT NOT NULL, note TEXT NOT NULL, seq INTEGER NOT NULL, app_version TEXT NOT NULL, "
    "content BLOB NOT NULL, schema INTEGER NOT NULL DEFAULT 1, redacted TEXT NOT NULL DEFAULT '', "
    "sum INTEGER NOT NULL DEFAULT 0)",
    "CREATE TABLE attachment (sha256 TEXT PRIMARY KEY, content BLOB NOT NULL) WITHOUT ROWID",
)
TABLES = ("meta", "item", "history", "edition", "attachment")

# The columns that a row's checksum covers, in this order; the first is the key.
COLUMNS: Mapping[str, tuple[str, ...]] = {
    "item": ("id", "kind", "parent", "position", "fields"),
    "history": ("seq", "id", "parent", "person", "at", "words", "schema", "undoes", "patches"),
    "edition": (
        "number",
        "hash",
        "date",
        "by",
        "note",
        "seq",
        "app_version",
        "content",
        "schema",
        "redacted",
    ),
}
PLUGIN_KINDS = "plugin_kinds"  # in `meta`: kinds of plugins that have items here, see `carried_kinds`
SUMMED_META = ("uuid", "created", "undo_from")


def checksum(values: Iterable[object]) -> int:
    """CRC-32 over the values of a row; texts and bytes with the same content count as different."""
    total = 0
    for value in values:
        raw = (
            value
            if isinstance(value, bytes)
            else f"{type(value).__name__} {value}".encode("utf-8", "replace")
        )
        total = crc32(b"\x1f", crc32(raw, total))
    return total


def insert(table: str) -> str:
    """The statement that writes a row with its checksum."""
    names = (*COLUMNS[table], "sum")
    return f"INSERT INTO {table} ({', '.join(names)}) VALUES ({', '.join('?' * len(names))})"


def select(table: str) -> str:
    """The statement that reads the columns of a row, its checksum last."""
    return f"SELECT {', '.join((*COLUMNS[table], 'sum'))} FROM {table}"


def lay_out(db: sqlite3.Connection, meta: Mapping[str, str]) -> None:
    """Make the tables of a new file; within a transaction."""
    for statement in CREATE:
        db.execute(statement)
    put_meta(db, meta)


def put_meta(db: sqlite3.Connection, values: Mapping[str, str]) -> None:
    """Write what the file says of itself, and the checksum of it."""
    db.executemany("INSERT OR REPLACE INTO meta (key, value) VALUES (?, ?)", values.items())
    total = str(meta_sum(dict(db.execute("SELECT key, value FROM meta"))))
    db.execute("INSERT OR REPLACE INTO meta (key, value) VALUES ('sum', ?)", (total,))


def meta_sum(meta: Mapping[str, str]) -> int:
    """The checksum of what a file says of itself."""
    return checksum(meta.get(key) for key in SUMMED_META)


def unsound(db: sqlite3.Connection) -> str | None:
    """A row whose checksum doesn't hold, as 'table key'; None when all do. To be asked before `seal`."""
    from kakehashi.storage.rows import item_sum

    for table in COLUMNS:
        total = item_sum if table == "item" else checksum
        for row in db.execute(select(table)):
            if total(row[:-1]) != row[-1]:
                return f"{table} {row[0]}"
    return None


def seal(db: sqlite3.Connection) -> None:
    """Write every row's checksum anew; within a transaction, after rows were changed on purpose."""
    from kakehashi.storage.rows import item_sum

    for table, columns in COLUMNS.items():
        total = item_sum if table == "item" else checksum
        rows = db.execute(f"SELECT {', '.join(columns)} FROM {table}").fetchall()
        db.executemany(
            f"UPDATE {table} SET sum = ? WHERE {columns[0]} = ?", ((total(row), row[0]) for row in rows)
        )
    put_meta(db, {})


def check_header(path: Path, db: sqlite3.Connection) -> int:
    """The schema of the file. Raises NotAPlan, Newer, Damaged."""
    if db.execute("PRAGMA application_id").fetchone()[0] != APPLICATION_ID:
        raise NotAPlan("error.file.not_a_plan", path)
    schema: int = db.execute("PRAGMA user_version").fetchone()[0]
    if schema // 1000 > SCHEMA // 1000:
        raise Newer("error.file.newer", path, theirs=shown_schema(schema), ours=shown_schema(SCHEMA))
    tables = {name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}
    if schema < 1 or not tables.issuperset(TABLES):
        raise Damaged("error.file.damaged", path)
    return schema


CACHE = 32_000
"""KiB of pages kept, so that the check of a large plan's pages finds those that were just read."""


def shown_schema(schema: int) -> str:
    """1002 -> '1.2'."""
    return f"{schema // 1000}.{schema % 1000}"


def connect(path: Path, *, read_only: bool) -> sqlite3.Connection:
    """A connection for short durable transactions; what is deleted is overwritten with zeros."""
    mode = "ro" if read_only else "rw"
    db = sqlite3.connect(
        f"{path.resolve().as_uri()}?mode={mode}",
        uri=True,
        isolation_level=None,
        timeout=5,
        cached_statements=64,
    )
    db.execute("PRAGMA synchronous = FULL")
    db.execute("PRAGMA trusted_schema = OFF")
    db.execute("PRAGMA cell_size_check = ON")
    db.execute(f"PRAGMA cache_size = -{CACHE}")
    if not read_only:
        db.execute("PRAGMA secure_delete = ON")
        db.execute("PRAGMA journal_mode = DELETE")
    return db


@contextmanager
def transaction(db: sqlite3.Connection) -> Iterator[None]:
    """All of it, durably, or nothing."""
    db.execute("BEGIN IMMEDIATE")
    try:
        yield
        db.execute("COMMIT")
    except BaseException:
        if db.in_transaction:
            db.execute("ROLLBACK")
        raise


def roll_back(path: Path) -> None:
    """Take back what a writer that died left half done, which a mere reader may not do."""
    db = connect(path, read_only=False)
    try:
        db.execute("SELECT count(*) FROM sqlite_master").fetchone()
    finally:
        db.close()
