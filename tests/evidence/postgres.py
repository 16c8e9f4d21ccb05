"""A PostgreSQL server of its own, the evidence of a workspace in it, and a connection for findings.

The server listens on a socket in its own folder only; it runs as `postgres` when the tests run as root.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import sqlglot

from kakehashi.evidence.tables import TABLES
from kakehashi.evidence.workspace import engine

if TYPE_CHECKING:
    import psycopg
    from duckdb import DuckDBPyConnection

USER = "kakehashi"
OTHER_RELATIONS = ("company_match", "imports")
TYPES = {"DOUBLE": "double precision"}
"""Of the engine's types those that PostgreSQL calls something else."""


def programs() -> Path | None:
    """The folder of PostgreSQL's programs, the newest version; None when it isn't installed."""
    found = shutil.which("initdb")
    if found:
        return Path(found).parent
    versions = Path("/usr/lib/postgresql").glob("*/bin/initdb")
    newest = max(versions, key=lambda path: int(path.parts[-3]), default=None)
    return newest.parent if newest else None


@contextmanager
def server(bin_folder: Path, locale: Sequence[str]) -> Iterator[str]:
    """A running server with these options of locale; gives how to connect to it."""
    user = "postgres" if os.getuid() == 0 else None
    with tempfile.TemporaryDirectory(prefix="pg", dir="/tmp") as name:  # short: it holds a socket
        if user:
            shutil.chown(name, user)
        run = {"check": True, "capture_output": True, "user": user, "cwd": name, "timeout": 120}
        data = Path(name) / "data"
        initdb = [bin_folder / "initdb", "-D", data, "-U", USER, "-A", "trust", "-E", "UTF8", "-N", *locale]
        subprocess.run(initdb, **run)
        ctl = [bin_folder / "pg_ctl", "-D", data, "-w", "-s"]
        options = f"-c listen_addresses='' -k {name} -c fsync=off"
        subprocess.run([*ctl, "-l", data / "log", "-o", options, "start"], **run)
        try:
            yield f"host={name} user={USER} dbname=postgres"
        finally:
            subprocess.run([*ctl, "-m", "immediate", "stop"], **run)


def copy_evidence(workspace: Path, target: psycopg.Connection) -> None:
    """The canonical views of a workspace, and what findings read beside them, as tables of the server."""
    with engine(workspace, read_only=True) as source:
        for name in (*TABLES, *OTHER_RELATIONS):
            _copy(source, target, name)
    target.commit()


def _copy(source: DuckDBPyConnection, target: psycopg.Connection, name: str) -> None:
    columns = source.execute(f"DESCRIBE {name}").fetchall()
    listed = ", ".join(f"{column} {TYPES.get(kind, kind)}" for column, kind, *_ in columns)
    target.execute(f"DROP TABLE IF EXISTS {name}")
    target.execute(f"CREATE TABLE {name} ({listed})")
    with target.cursor().copy(f"COPY {name} FROM STDIN") as copy:
        for row in source.execute(f"SELECT * FROM {name}").fetchall():
            copy.write_row(row)


class Translating:
    """What a finding takes for the engine's connection: its SQL runs on the server, translated."""

    def __init__(self, target: psycopg.Connection) -> None:
        self.target = target

    def execute(self, sql: str, values: Mapping[str, object] | None = None) -> psycopg.Cursor[Any]:
        """Run one text in DuckDB's dialect; $v1 becomes a parameter of the driver."""
        (translated,) = sqlglot.transpile(
            sql, read="duckdb", write="postgres", unsupported_level=sqlglot.ErrorLevel.RAISE
        )
        if not values:
            return self.target.execute(translated)
        return self.target.execute(re.sub(r"%(?!\(v\w+\)s)", "%%", translated), values)
