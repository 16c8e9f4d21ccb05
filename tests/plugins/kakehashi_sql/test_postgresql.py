"""A PostgreSQL database as a source: types, schemas, rights, and a million rows that nobody holds."""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from tests.conftest import missing
from tests.evidence.postgres import programs, server

from kakehashi.api import PlanError, text
from kakehashi.evidence.question import Cancelled
from kakehashi.extension.reading import Wish, read_by, source_named
from kakehashi.extension.worker import MIB, Limits
from kakehashi.storage.folders import user_data
from kakehashi_sql import SqlSettings, SqlSource

psycopg = pytest.importorskip("psycopg")
pytestmark = [pytest.mark.slow, pytest.mark.once]

CANARY = "c4nary/ü&\"'x"
SETUP = """
CREATE SCHEMA crm;
CREATE TABLE crm."商談" (id integer, name text, amount numeric(12, 2), share double precision, won boolean,
    opened date, at timestamptz, tags text[], more jsonb, raw bytea, code uuid, took interval);
INSERT INTO crm."商談" VALUES
    (2, 'B%s:x', 1234567890.10, 0.1, true, '2026-04-01', '2026-04-01 09:00+09', '{"a","い"}', '{"k": "値"}',
     '\\x00ff', '00000000-0000-0000-0000-000000000001', '90 minutes'),
    (1, '', NULL, NULL, false, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
CREATE VIEW crm.won AS SELECT * FROM crm."商談" WHERE won;
CREATE MATERIALIZED VIEW crm.kept AS SELECT id FROM crm."商談";
CREATE TABLE crm.salaries (id integer);
CREATE FUNCTION crm.sly() RETURNS integer LANGUAGE plpgsql
    AS $$ BEGIN DELETE FROM crm."商談"; RETURN 1; END $$;
CREATE ROLE reader LOGIN PASSWORD '{password}';
GRANT USAGE ON SCHEMA crm TO reader;
GRANT SELECT ON crm."商談", crm.won, crm.kept TO reader;
GRANT DELETE ON crm."商談" TO reader;
GRANT pg_signal_backend TO reader;
"""


@pytest.fixture(scope="module")
def host() -> Iterator[str]:
    """The server's socket; `reader` logs in by password."""
    with server(programs() or missing("PostgreSQL"), ("--locale=C.UTF-8",)) as conninfo:
        with psycopg.connect(conninfo, autocommit=True) as connection:
            connection.execute(SETUP.replace("{password}", CANARY.replace("'", "''")))
            (rules,) = connection.execute("SHOW hba_file").fetchone()
            file = Path(rules)
            file.write_text("local all reader scram-sha-256\n" + file.read_text())
            connection.execute("SELECT pg_reload_conf()")
        found = re.search(r"host=(\S+)", conninfo)
        assert found is not None
        yield found[1]


def crm(host: str, query: str = "", **more: Any) -> SqlSettings:
    fields = {"host": host, "database": "postgres", "user": "reader", "password": CANARY, "schema": "crm"}
    return SqlSettings(**{**fields, "query": query, **more})


def rows(settings: SqlSettings, table: str = "query") -> list[tuple[Any, ...]]:
    return [row for batch in SqlSource().read(settings, table) for row in batch.rows]


def refused(settings: SqlSettings, table: str = "query") -> str:
    with pytest.raises(PlanError) as caught:
        rows(settings, table)
    said = text(caught.value.message, "en")
    assert "c4nary" not in said
    return said


def test_types_come_through(host: str) -> None:
    SqlSource().test(crm(host))
    assert [each.key for each in SqlSource().tables(crm(host))] == ["kept", "salaries", "won", "商談"]
    first, second = rows(crm(host), "商談")
    assert first[:6] == (2, "B%s:x", Decimal("1234567890.10"), 0.1, True, date(2026, 4, 1))
    assert first[6] == datetime(2026, 4, 1, tzinfo=UTC)
    assert first[7:] == (
        '["a", "い"]',
        '{"k": "値"}',
        "00ff",
        "00000000-0000-0000-0000-000000000001",
        "1:30:00",
    )
    assert second == (1, "", None, None, False, *[None] * 7)
    assert rows(crm(host), "kept") == [(2,), (1,)]
    query = "SELECT id, name FROM crm.\"商談\" WHERE name LIKE '%s%' -- ;"
    assert rows(crm(host, query)) == [(2, "B%s:x")]
    url = f"postgresql:///postgres?host={host}"
    assert rows(SqlSettings(user="reader", password=CANARY, url=url, query=query)) == [(2, "B%s:x")]


def test_what_is_refused_is_a_sentence_without_the_password(host: str) -> None:
    assert "reader" in refused(crm(host, password="guess"), "won")
    assert "reader" in refused(crm(host, password=""), "won")
    assert "no such database" in refused(crm(host, database="sales"), "won")
    assert "does not answer" in refused(crm(host + "x"), "won")
    assert "may not read" in refused(crm(host), "salaries")
    assert 'relation "crm.deals" does not exist' in refused(crm(host, "SELECT * FROM crm.deals"))
    said = refused(crm(host, 'SELECT name::integer FROM crm."商談"'))
    assert "22P02" in said
    assert "B%s" not in said  # a cell


def test_a_function_that_writes_is_stopped_by_the_transaction(host: str) -> None:
    assert "nothing was changed" in refused(crm(host, "SELECT crm.sly()"))
    assert len(rows(crm(host), "商談")) == 2


def test_a_million_rows_are_streamed(host: str) -> None:
    query = """SELECT i AS id, repeat('長い名前', 20) AS name, i * 1.5 AS amount
        FROM generate_series(1, 1000000) AS i"""
    settings = {"host": host, "database": "postgres", "user": "reader", "query": query}
    limits = Limits(memory=500 * MIB)
    wish = Wish(source_named("sql"), "sql", settings, limits, {"password": CANARY})
    found: Any = read_by(wish, "query")
    with found.opening(None) as packed:
        assert sum(some.height for some in packed.rows) == 1_000_000


def test_a_connection_that_is_lost_on_the_way_is_told(host: str) -> None:
    coming = SqlSource().read(crm(host, "SELECT pg_backend_pid() FROM generate_series(1, 100000)"), "query")
    pid = next(coming).rows[0][0]
    with psycopg.connect(host=host, user="kakehashi", dbname="postgres") as connection:
        connection.execute("SELECT pg_terminate_backend(%s)", [pid])
    with pytest.raises(PlanError) as caught:
        for _ in coming:
            pass
    assert "broke off" in text(caught.value.message, "en")


def test_waiting_for_the_database_can_be_cancelled(host: str) -> None:
    class Stopped:
        cancelled = False

        def __call__(self, *_: object) -> None: ...

    progress = Stopped()
    settings = {"host": host, "database": "postgres", "user": "reader", "query": "SELECT pg_sleep(1000)"}
    wish = Wish(source_named("sql"), "sql", settings, None, {"password": CANARY})
    found: Any = read_by(wish, "query")
    threading.Timer(2, lambda: setattr(progress, "cancelled", True)).start()
    with pytest.raises(Cancelled), found.opening(progress) as packed:
        for _ in packed.rows:
            pass


@pytest.fixture(autouse=True)
def no_trace() -> Iterator[None]:
    """The password stands in no log."""
    yield
    logs = [path for path in user_data().rglob("*") if path.is_file()]
    assert [str(path) for path in logs if b"c4nary" in path.read_bytes()] == []
