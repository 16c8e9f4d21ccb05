"""Matches rows to companies by exact steps, in order: a person's decision, corporate number, web domain, mail
domain, name, name without its site. The first step that gives one company counts.

Precision before recall: what two companies share (a domain, a name) identifies neither; a row whose valid
corporate number is not that of the company found is not matched to it by anything else.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from kakehashi.evidence.matching.decisions import by_key, decisions_file, key_of, read_decisions
from kakehashi.evidence.matching.identifiers import corporate_number, domain
from kakehashi.evidence.matching.index import Index, by_domain, by_name, by_number, index_of
from kakehashi.evidence.matching.read_names import names_read
from kakehashi.evidence.matching.rules import FILES, raw
from kakehashi.evidence.sql import literal
from kakehashi.evidence.tables import TABLES, Table
from kakehashi.evidence.workspace import NO_MATCHES, engine, exists, imports_in, transaction

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

Method = Literal["decided", "corporate_number", "domain", "mail_domain", "name", "name_without_branch"]

SOURCES = ("lead", "opportunity", "contract")
SCORES: dict[Method, float] = {
    "decided": 1.0,
    "corporate_number": 1.0,
    "domain": 0.98,
    "mail_domain": 0.96,
    "name": 0.95,
    "name_without_branch": 0.9,
}
"""How much a step can be relied on. A fixed order, not a probability."""

VERSION = 2
"""Raised when these steps change, so that evidence matched before is matched again."""

_CHUNK = 100_000


def match_companies(workspace: Path) -> None:
    """Bring `company_match` up to date. Does nothing when imports, decisions and rules are as they were."""
    if not exists(workspace):
        return
    with engine(workspace, read_only=True) as connection:
        if is_current(connection, workspace):
            return
    with engine(workspace) as connection:
        rebuild(connection, workspace)


def is_current(connection: DuckDBPyConnection, workspace: Path) -> bool:
    """Whether `company_match` was made from what is there now."""
    known = connection.execute(
        "SELECT count(*) FROM duckdb_tables() WHERE table_name = 'matched_from' AND NOT temporary"
    ).fetchone()
    if known == (0,):
        return False
    row = connection.execute("SELECT fingerprint FROM matched_from").fetchone()
    return row == (_fingerprint(connection, workspace),)


def _fingerprint(connection: DuckDBPyConnection, workspace: Path) -> str:
    whole = hashlib.sha256(_rules_used().encode())
    for one in imports_in(connection):
        whole.update(f"{one.id} {one.table} {one.rows}\n".encode())
    whole.update(hashlib.sha256(decisions_file(workspace)).digest())
    return whole.hexdigest()


def _rules_used() -> str:
    """The fingerprint of these steps and their data files."""
    whole = hashlib.sha256(str(VERSION).encode())
    for part in map(raw, FILES):
        whole.update(hashlib.sha256(part).digest())
    return whole.hexdigest()


def rebuild(connection: DuckDBPyConnection, workspace: Path) -> None:
    """Match everything anew."""
    decided = by_key(read_decisions(workspace))
    with transaction(connection):
        connection.execute(NO_MATCHES)
        index = company_index(connection)
        if index.names:
            tables = [TABLES[name] for name in SOURCES if name in TABLES]
            _fill(connection, "company_number", ("company_id", "number"), index.number_of.items())
            _map_numbers(connection, index, tables)
            _map_domains(connection, index, tables)
            _map_names(connection, index, tables, decided)
            for table in tables:
                _match(connection, table)
            for name in ("company_number", "number_map", "domain_map", "mail_map", "name_map"):
                connection.execute(f"DROP TABLE {name}")
        connection.execute("INSERT INTO matched_from VALUES (?)", [_fingerprint(connection, workspace)])


def company_index(connection: DuckDBPyConnection) -> Index:
    """The index of the company table."""
    return index_of(
        connection.execute(
            "SELECT company_id, name, corporate_number, domain FROM company WHERE company_id IS NOT NULL"
        ).fetchall()
    )


# Each written value once: what it means -------------------------------------------------------------------


def _map_numbers(connection: DuckDBPyConnection, index: Index, tables: list[Table]) -> None:
    def rows() -> Iterable[tuple[str | None, ...]]:
        for written in _distinct(connection, tables, "corporate_number"):
            number = corporate_number(written)
            if number is not None:
                yield written, number, by_number(index, number)

    _fill(connection, "number_map", ("written", "number", "company_id"), rows())


def _map_domains(connection: DuckDBPyConnection, index: Index, tables: list[Table]) -> None:
    for name, field, expression in (("domain_map", "domain", "domain"), ("mail_map", "email", MAIL_DOMAIN)):
        rows = []
        for written in _distinct(connection, tables, field, expression):
            host = domain(written)
            company = by_domain(index, host) if host is not None else None
            if company is not None:
                rows.append((written, company))
        _fill(connection, name, ("written", "company_id"), rows)


def _map_names(
    connection: DuckDBPyConnection,
    index: Index,
    tables: list[Table],
    decided: dict[tuple[str, str], str | None],
) -> None:
    """A decision for a company that is not in the table (any more) waits until it is there again."""

    def rows() -> Iterable[tuple[str | None, ...]]:
        needed = _names_needed(tables, every=bool(decided))
        for written, name in names_read(connection, needed, _rules_used()):
            key = key_of(name) if decided else None
            if key in decided and (decided[key] is None or decided[key] in index.names):
                yield written, decided[key], "decided"
                continue
            found = by_name(index, name)
            if found is not None:
                company, without_site = found
                yield written, company, "name_without_branch" if without_site else "name"

    _fill(connection, "name_map", ("written", "company_id", "method"), rows())


MAIL_DOMAIN = r"lower(regexp_extract(email, '@([^@\s>]+)>?\s*$', 1))"
"""The part of an address behind the @, in SQL; '' where there is none."""


def _names_needed(tables: list[Table], *, every: bool) -> str:
    """SQL: the names in rows that neither number nor domain has placed; `every` name where one is decided."""
    if every:
        parts = [f"SELECT company_name FROM {table.name}" for table in tables]
        return _different(parts)
    placed = f"(numbers.company_id IS NOT NULL OR {_stands('domains')} OR {_stands('mails')})"
    parts = [
        f"SELECT company_name FROM {table.name} {_joined(table, _IDENTIFIERS)} WHERE NOT {placed}"
        for table in tables
    ]
    return _different(parts)


def _different(parts: list[str]) -> str:
    return (
        f"SELECT DISTINCT company_name FROM ({' UNION ALL '.join(parts)}) AS every WHERE company_name <> ''"
    )


def _distinct(
    connection: DuckDBPyConnection, tables: list[Table], field: str, expression: str = ""
) -> list[str]:
    parts = [f"SELECT {expression or field} AS x FROM {table.name}" for table in tables if table.has(field)]
    if not parts:
        return []
    rows = connection.execute(
        f"SELECT DISTINCT x FROM ({' UNION ALL '.join(parts)}) AS every WHERE x IS NOT NULL AND x <> ''"
    ).fetchall()
    return [row[0] for row in rows]


def _fill(
    connection: DuckDBPyConnection,
    name: str,
    columns: tuple[str, ...],
    rows: Iterable[tuple[str | None, ...]],
) -> None:
    connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} ({' VARCHAR, '.join(columns)} VARCHAR)")
    left = iter(rows)
    lists = ", ".join("unnest(CAST(? AS VARCHAR[]))" for _ in columns)
    while chunk := list(islice(left, _CHUNK)):
        connection.execute(
            f"INSERT INTO {name} SELECT {lists}", [list(column) for column in zip(*chunk, strict=True)]
        )


# Each row: the first step that finds a company --------------------------------------------------------------


def _match(connection: DuckDBPyConnection, table: Table) -> None:
    """Rows with one key (the lines of a deal) must agree on the company."""
    if table.key is None:
        return
    joins = _joined(table, _IDENTIFIERS | _NAMES)
    cases = [
        ("names.method = 'decided'", "names.company_id", "'decided'"),
        ("numbers.company_id IS NOT NULL", "numbers.company_id", "'corporate_number'"),
        (_stands("domains"), "domains.company_id", "'domain'"),
        (_stands("mails"), "mails.company_id", "'mail_domain'"),
        (_stands("names"), "names.company_id", "names.method"),
    ]
    company = " ".join(f"WHEN {test} THEN {found}" for test, found, _ in cases)
    method = " ".join(f"WHEN {test} THEN {how}" for test, _, how in cases)
    scores = " ".join(f"WHEN {literal(how)} THEN {score}" for how, score in SCORES.items())
    ranks = " ".join(f"WHEN {literal(how)} THEN {rank}" for rank, how in enumerate(SCORES))
    connection.execute(
        f"INSERT INTO company_match SELECT {literal(table.name)}, source_id, min(company_id) AS company,"
        f" arg_min(method, CASE method {ranks} END) AS how,"
        f" max(CASE method {scores} END)"
        f" FROM (SELECT {table.key} AS source_id, CASE {company} END AS company_id,"
        f" CASE {method} END AS method FROM {table.name} {joins}) AS stepped"
        f" WHERE source_id IS NOT NULL AND company_id IS NOT NULL"
        f" GROUP BY source_id HAVING min(company_id) = max(company_id)"
    )


def _joined(table: Table, maps: dict[str, tuple[str, str, str]]) -> str:
    """Joins that put beside each row what its written values mean."""
    return " ".join(
        f"LEFT JOIN {name} AS {alias} ON {alias}.written = "
        + (expression if table.has(field) else "CAST(NULL AS VARCHAR)")
        for alias, (name, field, expression) in maps.items()
    )


def _with_number(name: str) -> str:
    return f"(SELECT {name}.*, number FROM {name} LEFT JOIN company_number USING (company_id))"


def _stands(alias: str) -> str:
    """The step found a company, and no valid corporate number says that it is another."""
    same = f"{alias}.number = numbers.number"
    return f"({alias}.company_id IS NOT NULL AND coalesce({same}, TRUE))"


_IDENTIFIERS = {
    "numbers": ("number_map", "corporate_number", "corporate_number"),
    "domains": (_with_number("domain_map"), "domain", "domain"),
    "mails": (_with_number("mail_map"), "email", MAIL_DOMAIN),
}
_NAMES = {"names": (_with_number("name_map"), "company_name", "company_name")}
