"""How the rows of an import are put into the engine's file."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SAMPLE = 4_096
DIFFERENT = 400
"""With more different values than that in the first rows, a text column gains little from a dictionary."""


def create_table(connection: DuckDBPyConnection, name: str, query: str) -> None:
    """Make a table of the rows of a query.

    The engine would try dictionaries on every text column, which takes longer than all other reading; ids,
    addresses and remarks are compressed with zstd at once, and are read as fast.
    """
    columns = connection.execute(f"DESCRIBE {query}").fetchall()
    texts = [column for column, kind, *_ in columns if kind == "VARCHAR"]
    counts = ", ".join(f"approx_count_distinct({column})" for column in texts)
    found = connection.execute(f"SELECT {counts} FROM ({query} LIMIT {SAMPLE}) AS sample").fetchone() or ()
    many = {column for column, count in zip(texts, found, strict=True) if count > DIFFERENT}
    parts = [
        f"{column} {kind}{' USING COMPRESSION zstd' if column in many else ''}"
        for column, kind, *_ in columns
    ]
    connection.execute(f"CREATE TABLE {name} ({', '.join(parts)})")
    connection.execute(f"INSERT INTO {name} {query}")
