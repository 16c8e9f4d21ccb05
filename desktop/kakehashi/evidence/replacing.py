"""One import after another: what a new one replaces, and what comes back when one is taken out.

A row counts as long as no later import of its table has a row of the same key. Rows that are superseded
stay in their table, so that they come back with the import that superseded them gone; an import of which
nothing counts any more is dropped.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.profile import Profile
from kakehashi.evidence.tables import Table, table_named
from kakehashi.evidence.workspace import (
    Import,
    data_table,
    engine,
    exists,
    imports_in,
    refresh_views,
    transaction,
)
from kakehashi.words import PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


class Removal(msgspec.Struct, frozen=True):
    """What taking out an import did: `rows` that are gone, `back` rows that count again and the files
    `back_from` they came with, and the files that it had replaced as a whole, which don't come back.
    `again_aside`: rows that its file had repaired and that are set aside again."""

    name: str
    rows: int
    back: int
    back_from: tuple[str, ...]
    not_back: tuple[str, ...]
    again_aside: int


def replace_older(
    connection: DuckDBPyConnection, table: Table, new: Import, *, same_source: bool
) -> tuple[tuple[str, ...], int]:
    """Take out imports that this one takes the place of, and mark the rows of others that it supersedes.

    `same_source`: imports of the same name or bytes go as a whole; without a key they always do. The same
    file with other constants is another part of it: another column of amounts, another metric. What was
    taken out, and the number of rows superseded.
    """
    part = _part(connection, new)
    replaced: list[Import] = []
    superseded = 0
    for old in imports_in(connection):
        if old.table != table.name or old.id in (new.id, new.completes, *(one.id for one in replaced)):
            continue
        same = (old.sha256 == new.sha256 or old.name == new.name) and _part(connection, old) == part
        if same and (same_source or not table.identity):
            replaced += drop_import(connection, old)
        elif table.identity and (gone := _supersede(connection, table, old.id, new.id)):
            if _nothing_counts(connection, old):
                replaced += drop_import(connection, old)
            else:
                superseded += gone
    connection.execute(
        "UPDATE imports SET replaced = ? WHERE id = ?",
        ["\n".join(dict.fromkeys(one.name for one in replaced if one.name != new.name)) or None, new.id],
    )
    _count_superseded(connection, table)
    return tuple(dict.fromkeys(one.id for one in replaced)), superseded


def _part(connection: DuckDBPyConnection, one: Import) -> dict[str, str]:
    """What the profile of an import says of every row, the currency apart."""
    row = connection.execute("SELECT profile FROM imports WHERE id = ?", [one.id]).fetchone()
    assert row is not None
    constants = msgspec.json.decode(row[0], type=Profile).constants
    return {field: value for field, value in constants.items() if field != "currency"}


def drop_import(connection: DuckDBPyConnection, one: Import) -> list[Import]:
    """Take out an import with all that is its own, and the repairs of its rows; what was taken out.

    Rows that it had superseded count again unless a later import has their key. Views are refreshed by the
    caller.
    """
    gone = []
    for other in imports_in(connection):
        if other.completes == one.id:
            gone += drop_import(connection, other)
    table = table_named(one.table)
    connection.execute(f"DROP TABLE {data_table(one.table, one.id)}")
    for name, column in (("imports", "id"), ("import_columns", "import_id"), ("set_aside", "import_id")):
        connection.execute(f"DELETE FROM {name} WHERE {column} = ?", [one.id])
    connection.execute("UPDATE set_aside SET repaired_by = NULL WHERE repaired_by = ?", [one.id])
    count_aside(connection, one.completes)
    _hand_over(connection, table, one.id)
    return [*gone, one]


def remove_import(folder: Path, import_id: str) -> Removal:
    """Take one import out of the workspace, as a whole. PlanError when there is none of this id."""
    if not exists(folder):
        raise PlanError("error.evidence.no_such_import", id=import_id)
    with engine(folder) as connection:
        before = imports_in(connection)
        found = [one for one in before if one.id == import_id]
        if not found:
            raise PlanError("error.evidence.no_such_import", id=import_id)
        (one,) = found
        with transaction(connection):
            gone = drop_import(connection, one)
            _count_superseded(connection, table_named(one.table))
            refresh_views(connection)
        after = {each.id: each for each in imports_in(connection)}
    was = {each.id: each for each in before}
    back = {
        each.name: each.rows - was[each.id].rows for each in after.values() if each.rows > was[each.id].rows
    }
    again = sum(each.set_aside - was[each.id].set_aside for each in after.values())
    return Removal(
        one.name,
        sum(was[each.id].rows for each in gone),
        sum(back.values()),
        tuple(back),
        tuple((one.replaced or "").split("\n")) if one.replaced else (),
        again,
    )


def count_aside(connection: DuckDBPyConnection, import_id: str | None) -> None:
    """Count anew which rows of this import are still set aside, and which were repaired."""
    connection.execute(
        """UPDATE imports SET
            rows_aside = (SELECT count(*) FROM set_aside WHERE import_id = id AND repaired_by IS NULL),
            rows_repaired = (SELECT count(*) FROM set_aside WHERE import_id = id AND repaired_by IS NOT NULL)
        WHERE id = ?""",
        [import_id],
    )


def _same_key(table: Table) -> str:
    return " AND ".join(f"new.{field} = old.{field}" for field in table.identity)


def _supersede(connection: DuckDBPyConnection, table: Table, old: str, new: str) -> int:
    """Mark the rows of one import whose key a later one has; how many."""
    here = data_table(table.name, old)
    there = data_table(table.name, new)
    has_key = {
        row[0]
        for row in connection.execute(
            "SELECT table_name FROM duckdb_columns() WHERE table_name IN (?, ?) AND column_name = ?",
            [here, there, table.identity[0]],
        ).fetchall()
    }
    if len(has_key) < 2:
        return 0  # records without a number
    row = connection.execute(
        f"UPDATE {here} AS old SET superseded_by = ? WHERE superseded_by IS NULL"
        f" AND EXISTS (SELECT 1 FROM {there} AS new WHERE {_same_key(table)})",
        [new],
    ).fetchone()
    return int(row[0]) if row else 0


def _nothing_counts(connection: DuckDBPyConnection, one: Import) -> bool:
    """Whether neither this import nor its repairs have a row that counts; a repair goes with its import."""
    whole = [one, *(other for other in imports_in(connection) if other.completes == one.id)]
    return one.completes is None and not any(_live(connection, each) for each in whole)


def _live(connection: DuckDBPyConnection, one: Import) -> int:
    row = connection.execute(
        f"SELECT count(*) FROM {data_table(one.table, one.id)} WHERE superseded_by IS NULL"
    ).fetchone()
    assert row is not None
    return int(row[0])


def _hand_over(connection: DuckDBPyConnection, table: Table, gone: str) -> None:
    """Rows that an import which is gone had superseded: another later import has their key, or they count."""
    here = [one for one in imports_in(connection) if one.table == table.name]
    for one in here:
        name = data_table(table.name, one.id)
        row = connection.execute(
            f"UPDATE {name} SET superseded_by = NULL WHERE superseded_by = ?", [gone]
        ).fetchone()
        if row and row[0]:
            for later in here:
                if int(later.id) > int(one.id):
                    _supersede(connection, table, one.id, later.id)


def _count_superseded(connection: DuckDBPyConnection, table: Table) -> None:
    for one in imports_in(connection):
        if one.table == table.name:
            connection.execute(
                "UPDATE imports SET rows_superseded = ? WHERE id = ?",
                [one.loaded - _live(connection, one), one.id],
            )
