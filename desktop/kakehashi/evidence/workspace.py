"""The evidence of one plan: a folder with the engine's file, opened per job, and plain profiles beside it.

Each import is a table of its own; the canonical views put those of one kind together, so that an import
goes away as a whole. The file is never held: a job that finds it locked waits 10 s, then says who holds it.
"""

from __future__ import annotations

import errno
import re
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import SQL_TYPE, TABLES, Table
from kakehashi.words import PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FILE = "evidence.duckdb"
FORMAT = 2
WAIT = 10.0
"""Seconds that a job waits for another to let go of the file."""

_OFFLINE = {"autoload_known_extensions": "false", "autoinstall_known_extensions": "false"}

_SCHEMA = """
CREATE TABLE about (format INTEGER);
INSERT INTO about VALUES (2);
CREATE SEQUENCE import_number;
CREATE TABLE imports (
    id VARCHAR, table_name VARCHAR, name VARCHAR, sha256 VARCHAR, imported_on VARCHAR, mode VARCHAR,
    rows_read BIGINT, rows_loaded BIGINT, rows_aside BIGINT, rows_superseded BIGINT, profile VARCHAR,
    rows_repaired BIGINT DEFAULT 0, completes VARCHAR, replaced VARCHAR
);
CREATE TABLE import_columns (import_id VARCHAR, place INTEGER, label VARCHAR, fields VARCHAR);
CREATE TABLE set_aside (import_id VARCHAR, source_row BIGINT, reason VARCHAR, label VARCHAR, raw VARCHAR,
    repaired_by VARCHAR);
"""

_FROM_1 = """
ALTER TABLE imports ADD COLUMN rows_repaired BIGINT DEFAULT 0;
ALTER TABLE imports ADD COLUMN completes VARCHAR;
ALTER TABLE imports ADD COLUMN replaced VARCHAR;
ALTER TABLE set_aside ADD COLUMN repaired_by VARCHAR;
UPDATE about SET format = 2;
"""
"""Format 2: superseded rows stay in their table, and rows set aside can be repaired."""

NO_MATCHES = """
CREATE OR REPLACE TABLE company_match (
    source_table VARCHAR, source_id VARCHAR, company_id VARCHAR, method VARCHAR, score DOUBLE
);
CREATE OR REPLACE TABLE matched_from (fingerprint VARCHAR);
"""
"""Which company a row of another table belongs to; `matching` fills it when it is needed."""


NAMES_READ = """
CREATE TABLE IF NOT EXISTS name_read (
    written VARCHAR, core VARCHAR, form VARCHAR, trunk VARCHAR, rules VARCHAR
);
"""
"""Names of companies taken apart, by `matching`; they go with the rows that they are from."""


class Locked(PlanError):
    """Another process works with the evidence."""


class Import(msgspec.Struct, frozen=True):
    """One import that is in the workspace: `read` = `loaded` + `set_aside` + `repaired`.

    `superseded` of the loaded rows have been replaced by a later import, by key. `repaired` rows were set
    aside and came in with the import that `completes` this one. `replaced` names the files whose imports it
    took the place of.
    """

    id: str
    table: str
    name: str
    sha256: str
    imported_on: str
    mode: str
    read: int
    loaded: int
    set_aside: int
    superseded: int
    repaired: int = 0
    completes: str | None = None
    replaced: str | None = None

    @property
    def rows(self) -> int:
        """Its rows that are still there."""
        return self.loaded - self.superseded


class SetAside(msgspec.Struct, frozen=True):
    """A row that was not loaded: its number in the source, why, which column, and its cells."""

    source_row: int
    reason: str
    column: str | None
    cells: tuple[str | None, ...]


def data_table(table: str, import_id: str) -> str:
    """The name of the engine's table that holds one import."""
    return f"{table}_{import_id}"


def exists(folder: Path) -> bool:
    """Whether anything was ever imported here."""
    return (folder / FILE).exists()


@contextmanager
def engine(folder: Path, *, read_only: bool = False, wait: float = WAIT) -> Iterator[DuckDBPyConnection]:
    """The engine on the workspace's file, for one job.

    Raises Locked after `wait` seconds, PlanError when the file is damaged, newer, or the disk refuses.
    """
    import duckdb

    connection = _connect(folder, read_only=read_only, wait=wait)
    if read_only and _format(connection) < FORMAT:
        connection.close()
        with engine(folder, wait=wait):
            pass  # brings the file to this format
        connection = _connect(folder, read_only=True, wait=wait)
    try:
        connection.execute("SET memory_limit = '1500MB'")
        connection.execute("SET preserve_insertion_order = true")
        if not read_only:
            _prepare(connection)
        yield connection
    except (duckdb.IOException, duckdb.OutOfMemoryException) as error:
        raise cannot_write(folder, error) from error
    except (duckdb.FatalException, duckdb.InternalException, duckdb.SerializationException) as error:
        raise PlanError("error.evidence.damaged", name=str(folder / FILE)) from error
    except (duckdb.DataError, duckdb.InvalidInputException) as error:
        # The engine quotes cells in these: they may be personal and must not reach a log.
        raise PlanError("error.evidence.engine", reason=type(error).__name__) from None
    finally:
        connection.close()


@contextmanager
def reading_engine(folder: Path) -> Iterator[DuckDBPyConnection]:
    """The engine for a job that reads written values: it knows what reading.sql says. Raises as `engine`."""
    with engine(folder) as connection:
        connection.execute(files("kakehashi.evidence").joinpath("reading.sql").read_text("utf-8"))
        yield connection


def _connect(folder: Path, *, read_only: bool, wait: float) -> DuckDBPyConnection:
    import duckdb

    path = folder / FILE
    until = time.monotonic() + wait
    while True:
        try:
            return duckdb.connect(str(path), read_only=read_only, config=dict(_OFFLINE))
        except (duckdb.IOException, duckdb.ConnectionException) as error:
            reason = str(error)
            if "lock" not in reason.lower() and "different configuration" not in reason:
                raise _cannot_open(path, reason) from error
            if time.monotonic() >= until:
                raise Locked("error.evidence.locked", holder=_holder(reason), folder=str(folder)) from error
            time.sleep(0.2)
        except duckdb.Error as error:
            raise _cannot_open(path, str(error)) from error


def _cannot_open(path: Path, reason: str) -> PlanError:
    if "not a valid" in reason or "corrupt" in reason.lower() or "version" in reason.lower():
        return PlanError("error.evidence.damaged", name=str(path))
    return cannot_write(path.parent, reason)


def cannot_write(folder: Path, error: Exception | str) -> PlanError:
    """The sentence for a disk that refuses; what engine or system said about it is for the log."""
    full = "No space left" in str(error) or "disk quota" in str(error).lower()
    full = full or getattr(error, "errno", None) in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
    message = "error.evidence.disk_full" if full else "error.evidence.cannot_write"
    return PlanError(message, folder=str(folder))


def _holder(reason: str) -> str:
    """Who holds the lock, as far as the engine says: program and process number."""
    found = re.search(r"held in (.+?) \(PID (\d+)\)", reason)
    return f"{Path(found[1]).name} (PID {found[2]})" if found else "?"


def _prepare(connection: DuckDBPyConnection) -> None:
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'about' AND NOT temporary"
    ).fetchone()
    if known == (0,):
        connection.begin()
        connection.execute(_SCHEMA)
        refresh_views(connection)
        connection.commit()
        return
    version = _format(connection)
    if version > FORMAT:
        raise PlanError("error.evidence.newer")
    if version < FORMAT:
        with transaction(connection):
            connection.execute(_FROM_1)
            for one in imports_in(connection):
                table = data_table(one.table, one.id)
                connection.execute(f"ALTER TABLE {table} ADD COLUMN superseded_by VARCHAR")
            refresh_views(connection)


def _format(connection: DuckDBPyConnection) -> int:
    """The format of the file; that of this version when nothing was written yet."""
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'about' AND NOT temporary"
    ).fetchone()
    if known == (0,):
        return FORMAT
    version = connection.execute("SELECT format FROM about").fetchone()
    return FORMAT if version is None else int(version[0])


def refresh_views(connection: DuckDBPyConnection, only: Table | None = None) -> None:
    """One view per canonical table over the tables of its imports; a field nobody has is NULL.

    `only`: this table, when the imports of no other have changed.
    Matches of rows that have changed no longer hold: there are none until `matching` makes them again.
    """
    connection.execute(NO_MATCHES)
    connection.execute("DROP TABLE IF EXISTS name_read")
    rows = connection.execute("SELECT id, table_name FROM imports ORDER BY CAST(id AS INTEGER)").fetchall()
    for table in TABLES.values() if only is None else (only,):
        parts = [_part(connection, table, import_id) for import_id, name in rows if name == table.name]
        connection.execute(
            f"CREATE OR REPLACE VIEW {table.name} AS {' UNION ALL '.join(parts) or _nothing(table)}"
        )


def _part(connection: DuckDBPyConnection, table: Table, import_id: str) -> str:
    name = data_table(table.name, import_id)
    there = {
        row[0]
        for row in connection.execute(
            f"SELECT column_name FROM duckdb_columns() WHERE table_name = {literal(name)}"
        ).fetchall()
    }
    fields = [
        each.name if each.name in there else f"CAST(NULL AS {SQL_TYPE[each.kind]}) AS {each.name}"
        for each in table.fields
    ]
    if table.key_made and table.key is not None:
        given = table.key if table.key in there else "CAST(NULL AS VARCHAR)"
        made = f"concat({literal(import_id + ':')}, source_row)"
        fields[table.place(table.key)] = f"coalesce({given}, {made}) AS {table.key}"
    standing = "standing" if "standing" in there else "CAST(NULL AS VARCHAR) AS standing"
    listed = ", ".join([f"{literal(import_id)} AS import_id", "source_row", standing, *fields])
    return f"SELECT {listed} FROM {name} WHERE superseded_by IS NULL"


def _nothing(table: Table) -> str:
    fields = [f"CAST(NULL AS {SQL_TYPE[each.kind]}) AS {each.name}" for each in table.fields]
    head = "CAST(NULL AS VARCHAR) AS import_id, CAST(NULL AS BIGINT) AS source_row"
    return f"SELECT {head}, CAST(NULL AS VARCHAR) AS standing, {', '.join(fields)} WHERE 1 = 0"


def imports_in(connection: DuckDBPyConnection) -> tuple[Import, ...]:
    """All imports, the oldest first."""
    rows = connection.execute(
        """SELECT id, table_name, name, sha256, imported_on, mode, rows_read, rows_loaded, rows_aside,
            rows_superseded, rows_repaired, completes, replaced FROM imports ORDER BY CAST(id AS INTEGER)"""
    ).fetchall()
    return tuple(Import(*row) for row in rows)


def list_imports(folder: Path) -> tuple[Import, ...]:
    """All imports of a workspace; none when there is no workspace yet."""
    if not exists(folder):
        return ()
    with engine(folder, read_only=True) as connection:
        return imports_in(connection)


@contextmanager
def transaction(connection: DuckDBPyConnection) -> Iterator[None]:
    """All or nothing."""
    import duckdb

    connection.begin()
    try:
        yield
    except BaseException:
        with suppress(duckdb.Error):  # the engine may have taken it back already
            connection.rollback()
        raise
    connection.commit()


def set_aside_rows(folder: Path, import_id: str) -> tuple[tuple[str, ...], tuple[SetAside, ...]]:
    """The column names of an import and its rows set aside, in the order of the source; not those that were
    repaired since."""
    with engine(folder, read_only=True) as connection:
        columns = connection.execute(
            "SELECT label FROM import_columns WHERE import_id = ? ORDER BY place", [import_id]
        ).fetchall()
        rows = connection.execute(
            "SELECT source_row, reason, label, raw FROM set_aside WHERE import_id = ?"
            " AND repaired_by IS NULL ORDER BY source_row",
            [import_id],
        ).fetchall()
    names = tuple(row[0] for row in columns)
    return names, tuple(
        SetAside(number, reason, label, tuple(msgspec.json.decode(raw)))
        for number, reason, label, raw in rows
    )


def delete_workspace(folder: Path) -> None:
    """Remove all evidence of a plan from this machine."""
    if folder.exists():
        shutil.rmtree(folder)
