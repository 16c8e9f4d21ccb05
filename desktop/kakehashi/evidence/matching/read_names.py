"""Names taken apart, each once: what was read stays in the workspace until its rows change."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from kakehashi.evidence.matching.names import Name, read_name
from kakehashi.evidence.sql import literal
from kakehashi.evidence.workspace import NAMES_READ

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

_CHUNK = 100_000


def names_read(connection: DuckDBPyConnection, query: str, rules: str) -> Iterator[tuple[str, Name]]:
    """The names that a query gives, with what they are; `rules` is the fingerprint of how they are read."""
    connection.execute(NAMES_READ)
    connection.execute(f"DELETE FROM name_read WHERE rules <> {literal(rules)}")
    rows = connection.execute(
        "SELECT needed.company_name, core, form, trunk FROM"
        f" ({query}) AS needed LEFT JOIN name_read ON written = needed.company_name"
    ).fetchall()
    new: list[tuple[str, str, str, str]] = []
    for written, core, form, trunk in rows:
        if core is not None:
            yield written, Name(core, form, trunk)
            continue
        name = read_name(written)
        new.append((written, *name))
        yield written, name
        if len(new) == _CHUNK:
            _keep(connection, new, rules)
            new = []
    _keep(connection, new, rules)


def _keep(connection: DuckDBPyConnection, new: list[tuple[str, str, str, str]], rules: str) -> None:
    if new:
        lists = ", ".join("unnest(CAST(? AS VARCHAR[]))" for _ in range(4))
        columns = [list(column) for column in zip(*new, strict=True)]
        connection.execute(f"INSERT INTO name_read SELECT {lists}, {literal(rules)}", columns)
