"""Rows set aside as a CSV file that can be repaired and imported again, which completes their import.

Three columns in front say which import, which row and why. A cell that a spreadsheet would take for a
formula begins with an apostrophe; it is taken off when the file comes back.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.profile import Profile
from kakehashi.evidence.sql import literal
from kakehashi.evidence.text_table import TextTable
from kakehashi.evidence.workspace import SetAside, exists, list_imports, set_aside_rows
from kakehashi.words import Language, PlanError, text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SERVICE = ("kakehashi_import", "kakehashi_row", "kakehashi_reason")
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "'")
NOT_WRITTEN = ("evidence.aside.line", "evidence.aside.duplicate")
"""Rows that need no repair: they are in the evidence, in another row."""


class Repair(msgspec.Struct, frozen=True):
    """The import whose rows come back repaired, how it was read, and the table in its form of old."""

    completes: str
    profile: Profile
    table: TextTable


def write_set_aside(folder: Path, import_id: str, path: Path, language: Language) -> int:
    """Write the rows of an import that are set aside as CSV (UTF-8 with BOM); how many.

    Raises PlanError when there is no such import or the file cannot be written.
    """
    found = [one for one in list_imports(folder) if one.id == import_id] if exists(folder) else []
    if not found:
        raise PlanError("error.evidence.no_such_import", id=import_id)
    columns, rows = set_aside_rows(folder, import_id)
    kept = [row for row in rows if row.reason not in NOT_WRITTEN]
    mark = f"{import_id}:{found[0].sha256[:12]}"
    partial = path.with_name(path.name + ".part")
    try:
        with partial.open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, lineterminator="\r\n")
            writer.writerow(_safe((*SERVICE, *columns)))
            writer.writerows(_line(mark, row, len(columns), language) for row in kept)
        os.replace(partial, path)  # noqa: PTH105  # Path.replace reads like str.replace
    except OSError as error:
        partial.unlink(missing_ok=True)
        raise PlanError("error.evidence.cannot_write_file", name=str(path)) from error
    return len(kept)


def _line(mark: str, row: SetAside, width: int, language: Language) -> list[str]:
    cells = [*row.cells, *[None] * (width - len(row.cells))]
    return [mark, str(row.source_row), text(row.reason, language), *_safe(cell or "" for cell in cells)]


def _safe(cells: Iterable[str]) -> list[str]:
    return ["'" + cell if cell.startswith(_FORMULA) else cell for cell in cells]


def repair_of(connection: DuckDBPyConnection, table: TextTable) -> Repair | None:
    """Whether the rows in `stage` are rows set aside that come back; if so, `stage` gets its form of old.

    Raises PlanError when their import is no longer there.
    """
    if table.columns[: len(SERVICE)] != SERVICE:
        return None
    row = connection.execute(
        "SELECT min(c1), count(DISTINCT c1) FROM stage WHERE c1 IS NOT NULL AND c1 <> ''"
    ).fetchone()
    mark = str(row[0]) if row and row[1] == 1 else ""
    known = connection.execute(
        "SELECT id, profile FROM imports WHERE id || ':' || left(sha256, 12) = ?", [mark]
    ).fetchone()
    if known is None:
        raise PlanError("error.evidence.repair_of_nothing", name=table.name)
    columns = table.columns[len(SERVICE) :]
    cells = ", ".join(
        f"CASE WHEN regexp_matches(c{place + 3}, '^''[=+\\-@\\t\\r'']') THEN substr(c{place + 3}, 2)"
        f" ELSE c{place + 3} END AS c{place}"
        for place in range(1, len(columns) + 1)
    )
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repairs AS SELECT r, TRY_CAST(c2 AS BIGINT) AS old FROM stage"
    )
    connection.execute(f"CREATE OR REPLACE TEMP TABLE stage AS SELECT r, {cells} FROM stage")
    plain = tuple(name.removeprefix("'") if name[1:].startswith(_FORMULA) else name for name in columns)
    changed = msgspec.structs.replace(table, columns=plain, kinds=table.kinds[len(SERVICE) :])
    return Repair(str(known[0]), msgspec.json.decode(known[1], type=Profile), changed)


def set_known_rows_aside(
    connection: DuckDBPyConnection, name: str, completes: str, raw: str, before: str, key: tuple[str, ...]
) -> None:
    """Rows that came back before, or whose key their import already holds, are set aside (once more).

    `name` are the typed rows, `before` the table of the import that they complete.
    """
    done = (
        "SELECT r FROM repairs JOIN set_aside ON source_row = old"
        f" WHERE import_id = {literal(completes)} AND repaired_by IS NOT NULL"
        " UNION ALL SELECT r FROM (SELECT r, row_number() OVER (PARTITION BY old ORDER BY r) AS place"
        " FROM repairs WHERE old IS NOT NULL) AS placed WHERE place > 1"
    )
    _move(connection, name, done, "repaired", raw)
    if key:
        same = " AND ".join(f"old.{field} = new.{field}" for field in key)
        known = f"SELECT new.source_row FROM {name} AS new JOIN {before} AS old ON {same}"
        _move(connection, name, known, "repeated", raw)


def _move(connection: DuckDBPyConnection, name: str, rows: str, reason: str, raw: str) -> None:
    connection.execute(
        f"INSERT INTO aside SELECT r, {literal(reason)}, NULL, {raw} FROM stage"
        f" WHERE r IN (SELECT source_row FROM {name}) AND r IN ({rows})"
    )
    connection.execute(f"DELETE FROM {name} WHERE source_row IN ({rows})")


def note_repaired(connection: DuckDBPyConnection, name: str, completes: str, import_id: str) -> None:
    """Mark the rows of the first import that the typed rows `name` of this one repair."""
    connection.execute(
        "UPDATE set_aside SET repaired_by = ? WHERE import_id = ? AND repaired_by IS NULL AND source_row IN"
        f" (SELECT old FROM repairs WHERE r IN (SELECT source_row FROM {name}))",
        [import_id, completes],
    )
