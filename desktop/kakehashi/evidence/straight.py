"""The straight road: the engine reads a well-formed text file itself, and every byte is accounted for.

Whoever is in doubt turns back: anything that the careful road (`delimited`) would set aside, repair, pass
over or even look at twice raises NeedsCare, and the file is read anew on that road. Both give the same.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.evidence.sql import literal
from kakehashi.evidence.table_area import TOTAL_MARKS, is_total
from kakehashi.evidence.text_table import Straight

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LONGEST = 1 << 20
"""Bytes of a row; the engine refuses a longer one."""
BUFFER = 8 << 20
"""Bytes that one core reads at a time; the engine's own 32 MB leave cores idle."""
FEW = 1000
"""Rows that may be totals, so many of which are looked at."""


class NeedsCare(Exception):
    """The engine alone would not read this file as it is meant."""


def load_straight(
    connection: DuckDBPyConnection, path: Path, width: int, straight: Straight, name: str
) -> int:
    """Read the file into a temporary table: r (row number), c1, c2, ...; how many rows. Raises NeedsCare."""
    import duckdb

    if _PATTERN & set(str(path)):
        raise NeedsCare
    columns = ", ".join(f"'c{place}': 'VARCHAR'" for place in range(1, width + 1))
    try:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT CAST(NULL AS BIGINT) AS r, * FROM"
            f" read_csv({literal(str(path))}, columns = {{{columns}}}, delim = {literal(straight.delimiter)},"
            f" skip = {straight.first_row - 1}, max_line_size = {LONGEST}, buffer_size = {BUFFER}, {_FORM})"
        )
    except (duckdb.InvalidInputException, duckdb.IOException) as error:
        raise NeedsCare from error
    rows = _account(connection, width, straight, name)
    _look_for_headers(connection, straight.headers, width, name)
    if not straight.totals:
        _look_for_totals(connection, width, name)
    connection.execute(f"UPDATE {name} SET r = rowid + {straight.first_row}")
    return rows


_FORM = (
    "quote = '\"', escape = '\"', header = false, auto_detect = false, strict_mode = true, nullstr = '',"
    " allow_quoted_nulls = false, compression = 'none', hive_partitioning = false"
)
_PATTERN = set("*?[")
"""Signs by which a path would mean several files."""


def _account(connection: DuckDBPyConnection, width: int, straight: Straight, name: str) -> int:
    """Whether cells, delimiters, line ends and quotes add up to the bytes of the file; the number of rows.

    What the engine passes over in silence (blank lines, blanks beside quotes, a delimiter too many) is
    missing then. Two cells with odd quotes in one row may have been cut apart; a row without any text is
    none.
    """
    cells = [f"c{place}" for place in range(1, width + 1)]
    size = " + ".join(f"coalesce(strlen({cell}), 0)" for cell in cells)
    counted = ", ".join(
        f"CASE WHEN contains({cell}, '\"') THEN strlen({cell}) - strlen(replace({cell}, '\"', '')) ELSE 0 END"
        f" AS q{place}"
        for place, cell in enumerate(cells, 1)
    )
    odd = " + ".join(f"q{place} % 2" for place in range(1, width + 1))
    inner = " + ".join(f"q{place}" for place in range(1, width + 1))
    rows, total, shortest, most_odd, quotes = _one(
        connection,
        f"SELECT count(*), sum(size), min(size), max({odd}), sum({inner})"
        f" FROM (SELECT {size} AS size, {counted} FROM {name}) AS counted",
    )
    if not rows or not shortest or most_odd > 1:
        raise NeedsCare
    marks = straight.quotes - quotes
    returns = rows if straight.ends == 2 else 0
    if total + rows * (width - 1 + straight.ends) + marks != straight.size or straight.returns != returns:
        raise NeedsCare
    return int(rows)


def _look_for_headers(
    connection: DuckDBPyConnection, headers: Sequence[Sequence[str]], width: int, name: str
) -> None:
    """Whether the header stands among the rows again."""
    same = " AND ".join(f"coalesce(c{place}, '') = ?" for place in range(1, width + 1))
    for header in headers:
        if len(header) == width and _one(connection, f"SELECT count(*) FROM {name} WHERE {same}", header)[0]:
            raise NeedsCare


def _look_for_totals(connection: DuckDBPyConnection, width: int, name: str) -> None:
    """Whether a row is a total. Most are told from their first cell: no total begins with an id."""
    cells = [f"c{place}" for place in range(1, width + 1)]
    marked = " OR ".join(f"contains({cell}, {literal(mark)})" for mark in TOTAL_MARKS for cell in cells)
    found = connection.execute(
        f"SELECT {', '.join(cells)} FROM {name} WHERE NOT regexp_full_match(coalesce(c1, ''), {_ID})"
        f" AND ({marked}) LIMIT {FEW}"
    ).fetchall()
    if len(found) == FEW or any(is_total(row) for row in found):
        raise NeedsCare


_ID = literal("(?:[0-9]{5}|[0-9]+[A-Za-z]|[A-EH-NPQU-Za-eh-npqu-z][!-~]*[0-9])[!-~]*")
"""No year, no date, not the name of a total, and no text without a digit."""


def _one(connection: DuckDBPyConnection, query: str, values: Sequence[str] = ()) -> tuple[Any, ...]:
    row = connection.execute(query, list(values)).fetchone()
    assert row is not None
    return row
