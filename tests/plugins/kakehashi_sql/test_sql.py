"""A table or a query of a database: what comes through, what is refused before it runs, what is said."""

from __future__ import annotations

import json
import shutil
import sqlite3
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

import kakehashi_sql
from kakehashi.api import PlanError, text
from kakehashi.cli.main import run
from kakehashi.extension.reading import Wish, read_by, source_named
from kakehashi.extension.worker import MIB, Limits
from kakehashi_sql import SqlSettings, SqlSource

CANARY = "c4nary/ü&\"'x"


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "社内 100%.db"
    database = sqlite3.connect(path)
    database.executescript(
        """CREATE TABLE "商談 2027"
            (id INTEGER, "Deal ID" TEXT, Stage TEXT, Amount NUMERIC, "Close Date" TEXT);
        CREATE TABLE odd (none TEXT, empty TEXT, number REAL, raw BLOB);
        INSERT INTO odd VALUES (NULL, '', 0.1, x'00ff');
        CREATE VIEW won AS SELECT * FROM "商談 2027" WHERE Stage = 'Closed Won';"""
    )
    deals = [
        (at, f"D-{at}", "Closed Won" if at % 3 else "Closed Lost", at * 10, f"2026-04-{at:02}")
        for at in range(1, 10)
    ]
    database.executemany('INSERT INTO "商談 2027" VALUES (?, ?, ?, ?, ?)', reversed(deals))
    database.commit()
    database.close()
    return path


def lite(file: Path, query: str = "", **more: Any) -> SqlSettings:
    return SqlSettings(**{"system": "sqlite", "database": str(file), "query": query, **more})


def rows(settings: SqlSettings, table: str = "query") -> list[tuple[Any, ...]]:
    return [row for batch in SqlSource().read(settings, table) for row in batch.rows]


def refused(settings: SqlSettings) -> str:
    """The sentence of a refusal, the same one when it is tested and when it is read."""
    said = []
    for act in (SqlSource().test, lambda each: rows(each), SqlSource().tables):
        with pytest.raises(PlanError) as caught:
            act(settings)
        said.append(caught.value.message)
        assert text(caught.value.message, "ja")
    assert len({each.id for each in said}) == 1
    return text(said[0], "en")


def test_tables_and_views_are_listed_and_read_in_their_order(file: Path) -> None:
    assert [each.key for each in SqlSource().tables(lite(file))] == ["odd", "won", "商談 2027"]
    assert [row[0] for row in rows(lite(file), "商談 2027")] == [*range(9, 0, -1)]
    assert [row[0] for row in rows(lite(file), "won")] == [8, 7, 5, 4, 2, 1]
    (batch,) = SqlSource().read(lite(file), "won")
    assert batch.columns == ("id", "Deal ID", "Stage", "Amount", "Close Date")
    assert rows(lite(file), "odd") == [(None, "", 0.1, "00ff")]


def test_a_query_is_read_as_it_stands(file: Path) -> None:
    query = """WITH a AS (SELECT * FROM "商談 2027") -- ;
        SELECT id, 'a;%s:x' FROM a /* ; */ ORDER BY id LIMIT 2 ; """
    assert [each.key for each in SqlSource().tables(lite(file, query))] == ["query"]
    assert rows(lite(file, query)) == [(1, "a;%s:x"), (2, "a;%s:x")]
    assert rows(lite(file, "SELECT 1 UNION ALL SELECT 1")) == [(1,), (1,)]
    (batch,) = SqlSource().read(lite(file, "SELECT 1 AS one WHERE 1 = 0"), "query")
    assert (batch.columns, batch.rows) == (("one",), [])


WRITING = (
    ("INSERT INTO odd VALUES (1, 2, 3, 4)", "sqlite"),
    ("DELETE FROM odd", "sqlite"),
    ("SELECT 1; DROP TABLE odd", "sqlite"),
    ("PRAGMA user_version = 3", "sqlite"),
    ("ATTACH DATABASE 'x' AS x", "sqlite"),
    ("WITH gone AS (DELETE FROM odd RETURNING *) SELECT * FROM gone", "postgresql"),
    ("SELECT * INTO kept FROM odd", "postgresql"),
    ("SELECT * INTO kept FROM odd", "sqlserver"),
    ("SELECT * FROM odd FOR UPDATE", "postgresql"),
    ("EXPLAIN ANALYZE DELETE FROM odd", "postgresql"),
    ("COPY odd TO '/tmp/x'", "postgresql"),
    ("DO $$ BEGIN DELETE FROM odd; END $$", "postgresql"),
    ("SELECT * FROM odd INTO OUTFILE '/tmp/x'", "mysql"),
    ("SELECT * FROM odd /*!50000 INTO OUTFILE '/tmp/x' */", "mysql"),
    ("CALL clean()", "mysql"),
    ("EXEC sp_who", "sqlserver"),
    ("MERGE INTO a USING b ON (a.x = b.x) WHEN MATCHED THEN DELETE", "sqlserver"),
    ("BEGIN", "postgresql"),
    ("-- nothing", "postgresql"),
    ("SELEC 1", "postgresql"),
)


@pytest.mark.parametrize(("query", "system"), WRITING)
def test_what_is_no_single_select_is_refused_before_it_runs(file: Path, query: str, system: str) -> None:
    """No server is there to ask, so the refusal came before."""
    where = {} if system == "sqlite" else {"system": system, "host": "localhost", "database": "d"}
    assert refused(lite(file, query, **where))
    assert rows(lite(file), "odd")


def test_a_write_that_looks_like_reading_changes_nothing(file: Path) -> None:
    before = file.read_bytes()
    rows(lite(file, "SELECT count(*) FROM odd"))
    assert file.read_bytes() == before
    assert [each.name for each in file.parent.iterdir()] == [file.name]


def test_what_is_wrong_with_the_address_is_said(file: Path, tmp_path: Path) -> None:
    server = {"system": "postgresql", "host": "localhost", "database": "crm"}
    assert "no file" in refused(lite(tmp_path / "none.db"))
    assert not (tmp_path / "none.db").exists()
    assert "host" in refused(SqlSettings(database="x"))
    assert "name" in refused(SqlSettings())
    assert "understood" in refused(SqlSettings(url="crm on the server"))
    assert "sqlalchemy-hana" in refused(SqlSettings(url="hana://server/x"))
    assert "snowflake-sqlalchemy" in refused(SqlSettings(url="snowflake://account/x"))
    assert "PyMySQL" in refused(SqlSettings(**{**server, "system": "mysql"}))
    assert "oracledb" in refused(SqlSettings(**{**server, "system": "oracle"}))
    for secret in (
        {"url": f"postgresql://u:{CANARY[:6]}@localhost/x"},
        {**server, "options": "password=c4nary"},
    ):
        assert "keychain" in refused(SqlSettings(**secret))
        assert "c4nary" not in refused(SqlSettings(**secret))
    said = refused(SqlSettings(**server, port=1, user="reader", password=CANARY))
    assert "localhost/crm" in said
    assert "c4nary" not in said


def test_what_the_database_refuses_is_said_in_its_words(file: Path, tmp_path: Path) -> None:
    for query, words in (
        ("SELECT * FROM deals", "no such table: deals"),
        ("SELECT x FROM odd", "no such column: x"),
    ):
        with pytest.raises(PlanError) as caught:
            rows(lite(file, query))
        assert words in text(caught.value.message, "en")
    broken = tmp_path / "broken.db"
    broken.write_bytes(b"no database" * 100)
    with pytest.raises(PlanError) as caught:
        SqlSource().tables(lite(broken))
    assert "broken.db" in text(caught.value.message, "en")


def test_a_million_rows_stay_in_bounded_memory(file: Path) -> None:
    """Through the worker, as an import takes them."""
    query = """WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 1000000)
        SELECT i AS id, 'a customer with a long name ' || i AS name, i * 1.5 AS amount FROM n"""
    settings = {"system": "sqlite", "database": str(file), "query": query}
    wish = Wish(source_named("sql"), "sql", settings, Limits(memory=400 * MIB))
    found: Any = read_by(wish, "query")
    with found.opening(None) as packed:
        assert packed.columns == ("id", "name", "amount")
        assert sum(some.height for some in packed.rows) == 1_000_000


@pytest.mark.once
def test_it_keeps_what_every_plugin_keeps(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    place = tmp_path / "sql"
    shutil.copytree(Path(kakehashi_sql.__file__).parent, place / "kakehashi_sql")
    (place / "tests").mkdir()
    shutil.copy(Path(__file__).with_name("kakehashi_cases.py"), place / "tests")
    assert run(["plugin", "check", str(place), "--json"]) == 0
    tried = json.loads(capsys.readouterr().out)
    assert (tried["kept"], tried["broken"], tried["not_tried"]) == (9, 0, 0), tried["trials"]


def test_deals_of_a_database_come_into_a_plan(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KAKEHASHI_LANGUAGE", "en")
    plan = str(tmp_path / "plan.kakehashi")
    source = ("import", plan, "--source", "sql", "--table", "opportunity", "--json")
    where = ("--set", "system=sqlite", "--set", f"database={file}")
    assert run(["new", plan]) == 0
    assert run([*source, *where]) == 3
    assert run([*source, *where, "--sheet", "商談 2027"]) == 0
    capsys.readouterr()
    assert run([*source]) == 0
    facts = json.loads(capsys.readouterr().out)
    assert (facts["loaded"], facts["won"], facts["lost"]) == (9, 6, 3)
    assert Decimal(facts["won_amount"]) == Decimal("270")
    assert {each["field"] for each in facts["mapping"]} >= {"opportunity_id", "amount", "closed_on", "stage"}
