"""Rows of a database, streamed: no more than one batch is held here, whatever the query gives."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kakehashi.api import Batch
from kakehashi_sql.address import engine_of
from kakehashi_sql.refusals import told

if TYPE_CHECKING:
    from sqlalchemy.engine import Connection

    from kakehashi_sql import SqlSettings

MANY = 2_000
"""Rows of a batch."""

_BEFORE = {
    "mysql": "SET SESSION TRANSACTION READ ONLY",
    "mariadb": "SET SESSION TRANSACTION READ ONLY",
    "oracle": "SET TRANSACTION READ ONLY",
    "sqlite": "PRAGMA query_only = ON",
}
"""What makes the next transaction read-only; PostgreSQL has an option of its connection for it."""


def names_of(settings: SqlSettings) -> list[str]:
    """Tables and views of the schema, by name. Raises PlanError."""
    from sqlalchemy import inspect

    with _connected(settings) as connection:
        found = inspect(connection)
        schema = settings.schema or None
        names = {*found.get_table_names(schema), *found.get_view_names(schema)}
        if connection.dialect.name == "postgresql":
            names.update(found.get_materialized_view_names(schema))
    return sorted(names)


def try_out(settings: SqlSettings) -> None:
    """Log in, and out again. Raises PlanError."""
    with _connected(settings):
        pass


def batches(settings: SqlSettings, query: str | None, table: str) -> Iterator[Batch]:
    """The rows of the query, else of the table. Raises PlanError."""
    with _connected(settings) as connection:
        streamed = connection.execution_options(stream_results=True, max_row_buffer=MANY, no_parameters=True)
        asked = query if query is not None else _whole(settings, table, connection)
        with streamed.exec_driver_sql(asked) as found:
            columns = tuple(found.keys())
            some = found.fetchmany(MANY)
            yield Batch(columns, [tuple(map(_cell, row)) for row in some])
            while some := found.fetchmany(MANY):
                yield Batch(columns, [tuple(map(_cell, row)) for row in some])


def _whole(settings: SqlSettings, name: str, connection: Connection) -> str:
    """All of a table; the system's own quotes keep its name a name."""
    from sqlalchemy import literal_column, select, table
    from sqlalchemy.sql.elements import quoted_name

    schema = quoted_name(settings.schema, quote=True) if settings.schema else None
    whole = table(quoted_name(name, quote=True), schema=schema)
    return str(select(literal_column("*")).select_from(whole).compile(dialect=connection.dialect))


@contextmanager
def _connected(settings: SqlSettings) -> Iterator[Connection]:
    """A connection in a transaction that is taken back at the end. What goes wrong becomes a sentence."""
    engine = engine_of(settings)
    with told(engine.url, connected=False):
        connection = engine.connect()
    try:
        with told(engine.url, connected=True):
            yield _only_reading(connection)
            connection.rollback()
    finally:
        connection.close()
        engine.dispose()


def _only_reading(connection: Connection) -> Connection:
    system = connection.dialect.name
    if system == "postgresql":
        return connection.execution_options(postgresql_readonly=True)
    if system in _BEFORE:
        connection.exec_driver_sql(_BEFORE[system])
        if system in ("mysql", "mariadb"):
            connection.commit()  # it counts from the next transaction on
    return connection


def _cell(value: Any) -> Any:
    """A value as a cell: numbers, days, yes and no and nothing as they are, all else as text."""
    if value is None or isinstance(value, str | Decimal | int | float | date | datetime):
        return value
    if isinstance(value, bytes | bytearray | memoryview):
        return bytes(value).hex()
    if isinstance(value, dict | list | tuple):
        return json.dumps(value, ensure_ascii=False, default=str)
    return str(value)
