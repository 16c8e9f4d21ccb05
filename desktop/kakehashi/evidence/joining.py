"""Further files beside the one that is imported: the label of a deal's stage id, the company of a deal.

A row without a partner stays, with nothing in the joined columns, and is counted.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.headers import plain_header
from kakehashi.evidence.looking import load_text_table
from kakehashi.evidence.profile import Join
from kakehashi.evidence.question import OfTheData, Question
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ENOUGH = 0.5
"""So many of the filled cells must find a partner before two columns are joined without being told."""

_ROLES = {
    # what a column points to, by words in its header; the first that fits
    "stage": ("stage", "ステージ", "フェーズ"),
    "owner": ("owner", "user", "salesrep", "repid", "agent", "担当", "所有者"),
    "lead": ("lead", "contact", "prospect", "whoid", "リード", "見込", "コンタクト", "名刺"),
    "opportunity": ("opportunity", "oppid", "deal", "whatid", "商談", "案件"),
    "company": ("account", "company", "customer", "取引先", "会社", "企業", "顧客", "法人"),
}
_KEYS = frozenset(("id", "externalid", "recordid", "key", "コード", "番号", "レコード番号"))

CELL = "cell({})"


class Joined(msgspec.Struct, frozen=True):
    """The columns of `stage` with those of the joined files, how they were joined, and what is told of it."""

    columns: tuple[str, ...]
    joins: tuple[Join, ...] = ()
    notes: tuple[Message, ...] = ()


class _Candidate(msgspec.Struct, frozen=True, order=True):
    """A pair of columns, worse to better."""

    share: float
    same_header: bool
    place: int
    left: str
    right: str
    role: str


def join_files(
    connection: DuckDBPyConnection,
    columns: tuple[str, ...],
    files: Sequence[TextTable],
    told: Sequence[Join] = (),
) -> Joined:
    """Add the columns of these files to `stage`, as the `told` joins say or as the values do.

    Raises Question when no pair of columns fits, PlanError when a told column isn't there or the joined file
    holds several rows for one value.
    """
    if len(told) > len(files):
        raise PlanError(
            "error.evidence.join_missing", names=", ".join(join.name for join in told[len(files) :])
        )
    joined = Joined(columns)
    for place, file in enumerate(files):
        table = f"joined_{place}"
        load_text_table(connection, file, table)
        join = told[place] if place < len(told) else _proposed(connection, joined, file, table)
        joined = _join(connection, joined, file, table, join)
    return joined


def _proposed(connection: DuckDBPyConnection, joined: Joined, file: TextTable, table: str) -> Join:
    found = sorted(_candidates(connection, joined.columns, file, table))
    if not found or found[-1].share < ENOUGH:
        best = found[-1] if found else None
        raise Question(
            "error.evidence.which_join",
            column=best.left if best else None,
            readings=file.columns,
            option="--profile",
            file=file.name,
            share=f"{best.share:.0%}" if best else "0%",
            columns=", ".join(joined.columns),
        )
    best = found[-1]
    name, count = best.role, 1
    while name in {join.name for join in joined.joins}:
        count += 1
        name = f"{best.role} {count}"
    return Join(name, best.left, best.right)


def _candidates(
    connection: DuckDBPyConnection, columns: tuple[str, ...], file: TextTable, table: str
) -> Iterator[_Candidate]:
    rights = _different_throughout(connection, file, table)
    for place, left in enumerate(columns):
        role = _role(left)
        if role is None:
            continue
        for right in rights:
            same = plain_header(left.rpartition(": ")[2]) == plain_header(right)
            if not (same or plain_header(right) in _KEYS or _role(right) == role or _is_name(right)):
                continue
            matched, missed, _ = _hits(connection, columns, left, file, right, table)
            if matched:
                yield _Candidate(matched / (matched + missed), same, -place, left, right, role)


def _role(header: str) -> str | None:
    plain = plain_header(header.rpartition(": ")[2])
    for role, words in _ROLES.items():
        if any(word in plain for word in words):
            return role
    return None


def _is_name(header: str) -> bool:
    plain = plain_header(header)
    return any(word in plain for word in ("name", "email", "domain", "label", "名", "メール", "ドメイン"))


def _different_throughout(connection: DuckDBPyConnection, file: TextTable, table: str) -> list[str]:
    """Columns of a file whose filled cells are all different."""
    cells = [CELL.format(f"c{place}") for place in range(1, len(file.columns) + 1)]
    counts = ", ".join(f"count({cell}), count(DISTINCT {cell})" for cell in cells)
    row = connection.execute(f"SELECT {counts} FROM {table}").fetchone()
    assert row is not None
    return [name for place, name in enumerate(file.columns) if row[2 * place] == row[2 * place + 1] > 0]


def _hits(
    connection: DuckDBPyConnection,
    columns: tuple[str, ...],
    left: str,
    file: TextTable,
    right: str,
    table: str,
) -> tuple[int, int, int]:
    """Rows with a partner, filled ones without, and empty ones."""
    here = CELL.format(f"c{columns.index(left) + 1}")
    there = CELL.format(f"c{file.columns.index(right) + 1}")
    row = connection.execute(
        f"SELECT count(*) FILTER (x IN (SELECT {there} FROM {table} WHERE {there} IS NOT NULL)),"
        f" count(x), count(*) FROM (SELECT {here} AS x FROM stage) AS cells"
    ).fetchone()
    assert row is not None
    return int(row[0]), int(row[1] - row[0]), int(row[2] - row[1])


def _join(connection: DuckDBPyConnection, joined: Joined, file: TextTable, table: str, join: Join) -> Joined:
    for column, columns in ((join.column, joined.columns), (join.other, file.columns)):
        if column not in columns:
            raise OfTheData("error.evidence.missing_column", column=column, columns=", ".join(columns))
    if join.other not in _different_throughout(connection, file, table):
        raise PlanError("error.evidence.join_repeated", file=file.name, column=join.other)
    matched, missed, empty = _hits(connection, joined.columns, join.column, file, join.other, table)
    here = CELL.format(f"stage.c{joined.columns.index(join.column) + 1}")
    there = CELL.format(f"there.c{file.columns.index(join.other) + 1}")
    first = len(joined.columns)
    added = ", ".join(f"there.c{place} AS c{first + place}" for place in range(1, len(file.columns) + 1))
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stage AS SELECT stage.*, {added} FROM stage"
        f" LEFT JOIN {table} AS there ON {here} = {there} ORDER BY stage.r"
    )
    connection.execute(f"DROP TABLE {table}")
    note = Message(
        "evidence.note.joined",
        {
            "file": file.name,
            "column": join.column,
            "other": join.other,
            "matched": matched,
            "missed": missed,
            "empty": empty,
        },
    )
    names = tuple(f"{join.name}: {column}" for column in file.columns)
    return Joined((*joined.columns, *names), (*joined.joins, join), (*joined.notes, note))
