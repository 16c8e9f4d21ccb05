"""Rows of the same key: the same row twice, lines of one deal, or repeats of which one counts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kakehashi.evidence.headers import by_header, named, synonyms
from kakehashi.evidence.looking import Look
from kakehashi.evidence.profile import Profile, Repeats
from kakehashi.evidence.question import OfTheData, Question
from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import Field, Table
from kakehashi.evidence.values import Told, layered, reading
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SUMMED = ("amount", "value")
"""What the lines of one deal add up; everything else is that of the first line."""


def set_repeats_aside(
    connection: DuckDBPyConnection, table: Table, name: str, profile: Profile, look: Look, raw: str, own: int
) -> None:
    """Move rows of `name` (typed rows of one import) whose key was there before to `aside`.

    The same row once more goes by itself (reason 'duplicate'; only the first `own` columns are compared).
    What other repeats are is said by the profile: 'lines' are summed into the first of them (reason 'line'),
    of the others one stays (reason 'repeated'). Raises Question when it doesn't say so.
    """
    columns = profile.fields()
    keys = tuple(field for field in table.identity if field in columns or field in profile.constants)
    if not keys or keys != table.identity:
        return
    key = ", ".join(keys)
    filled = " AND ".join(f"{field} IS NOT NULL" for field in keys)
    row = connection.execute(
        f"SELECT count(*), count(DISTINCT ({key})) FROM {name} WHERE {filled}"
    ).fetchone()
    if row is None or row[0] == row[1]:
        return
    label = ", ".join(columns[field] for field in keys if field in columns)
    cells = ", ".join(f"stage.c{place}" for place in range(1, own + 1))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE repeats AS SELECT source_row, row_number() OVER same AS copy, {key}"
        f" FROM (SELECT source_row, {key} FROM {name} WHERE {filled}"
        f" QUALIFY count(*) OVER (PARTITION BY {key}) > 1) AS several"
        f" JOIN stage ON stage.r = several.source_row"
        f" WINDOW same AS (PARTITION BY {key}, {cells} ORDER BY source_row)"
    )
    _aside(connection, name, "SELECT source_row FROM repeats WHERE copy > 1", "duplicate", label, raw)
    connection.execute("DELETE FROM repeats WHERE copy > 1")
    left = connection.execute(
        f"SELECT count(*), sum(rows), min(first) FROM (SELECT count(*) AS rows, min(source_row) AS first"
        f" FROM repeats GROUP BY {key} HAVING count(*) > 1) AS several"
    ).fetchone()
    if left is None or not left[0]:
        return
    if profile.repeats is None:
        raise Question(
            "error.evidence.repeated_keys",
            column=label,
            readings=_answers(columns),
            option="--repeats",
            keys=left[0],
            rows=int(left[1]),
            row=left[2],
        )
    _choose(connection, table, name, profile, look, key)
    reason = "line" if profile.repeats == "lines" else "repeated"
    _aside(connection, name, "SELECT source_row FROM repeats WHERE place > 1", reason, label, raw)


def _answers(columns: dict[str, str]) -> tuple[Repeats, ...]:
    sums = any(field in columns for field in SUMMED)
    return ("lines", "newest", "last", "first") if sums else ("newest", "last", "first")


def _choose(
    connection: DuckDBPyConnection, table: Table, name: str, profile: Profile, look: Look, key: str
) -> None:
    """Number the rows of each key as `place`: 1 stays."""
    order = {"first": "source_row", "lines": "source_row", "last": "source_row DESC"}
    if profile.repeats == "newest":
        _note_modified(connection, profile, look)
        order["newest"] = "(SELECT day FROM modified WHERE r = source_row) DESC NULLS LAST, source_row DESC"
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE repeats AS SELECT source_row, row_number() OVER"
        f" (PARTITION BY {key} ORDER BY {order[profile.repeats or 'first']}) AS place, {key} FROM repeats"
    )
    if profile.repeats == "lines":
        _sum_lines(connection, table, name, key)


def _note_modified(connection: DuckDBPyConnection, profile: Profile, look: Look) -> None:
    column = next(named(by_header(look.columns), synonyms("modified")["names"]), None)
    if column is None:
        raise OfTheData("error.evidence.no_modified", columns=", ".join(look.columns))
    told = Told(saved_order=profile.date_order, serial=profile.serial_dates)
    read = reading(look, column, Field("modified_on", "date"), told)
    # Within a day the written time decides.
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE modified AS SELECT r, strftime({read.value}, '%Y-%m-%d') ||"
        f" coalesce({read.filled}, '') AS day FROM {layered([read])}"
        " WHERE r IN (SELECT source_row FROM repeats)"
    )


def _sum_lines(connection: DuckDBPyConnection, table: Table, name: str, key: str) -> None:
    there = {
        row[0]
        for row in connection.execute(
            f"SELECT column_name FROM duckdb_columns() WHERE table_name = {literal(name)}"
        ).fetchall()
    }
    lines = "source_row IN (SELECT source_row FROM repeats)"
    for field in ("outcome", "currency"):
        if field in there:
            row = connection.execute(
                f"SELECT count(*) FROM (SELECT 1 FROM {name} WHERE {lines}"
                f" GROUP BY {key} HAVING count(DISTINCT {field}) > 1) AS mixed"
            ).fetchone()
            if row and row[0]:
                raise PlanError(
                    "error.evidence.lines_differ", count=row[0], field=Message(f"finding.column.{field}")
                )
    for field in SUMMED:
        if field in there and table.has(field):
            same = " AND ".join(f"total.{part} = {name}.{part}" for part in key.split(", "))
            connection.execute(
                f"UPDATE {name} SET {field} = total.total FROM"
                f" (SELECT {key}, sum({field}) AS total FROM {name} WHERE {lines} GROUP BY {key}) AS total"
                f" WHERE {same} AND source_row IN (SELECT source_row FROM repeats WHERE place = 1)"
            )


def _aside(connection: DuckDBPyConnection, name: str, rows: str, reason: str, label: str, raw: str) -> None:
    connection.execute(
        f"INSERT INTO aside SELECT r, {literal(reason)}, {literal(label)}, {raw} FROM stage"
        f" WHERE r IN ({rows})"
    )
    connection.execute(f"DELETE FROM {name} WHERE source_row IN ({rows})")
