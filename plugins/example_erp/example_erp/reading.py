"""The files of the ERP: `erp.db` (SQLite) with customers and deals, `invoices/2026-04.csv` with a month's
invoices. Nothing is written, and no more than one batch is held."""

from __future__ import annotations

import csv
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing
from datetime import date
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

from kakehashi.api import Batch, Problem

if TYPE_CHECKING:
    from example_erp import ErpSettings

MANY = 5_000
"""Rows of a batch."""

DEALS = (
    "案件番号",
    "得意先コード",
    "得意先名",
    "案件名",
    "進捗",
    "金額",
    "登録日",
    "完了日",
    "担当者",
    "失注理由",
)
ACCOUNTS = ("得意先コード", "得意先名", "法人番号", "業種", "従業員数", "都道府県")
INVOICES = ("請求番号", "得意先コード", "請求日", "金額")
STAGES = {1: "見込み", 2: "提案中", 3: "見積提出", 8: "受注", 9: "失注", 0: "取消"}
"""What the ERP's numbers mean."""

_DEALS = """
SELECT d.no, d.account, a.name, d.title, d.status, d.yen, d.opened, d.closed, d.owner, d.lost_reason
FROM deals AS d LEFT JOIN accounts AS a ON a.code = d.account
WHERE (d.opened >= :first AND d.opened < :end) AND (d.status <> 0 OR :cancelled = 'yes')
ORDER BY d.no
"""
_ACCOUNTS = "SELECT code, name, corporate_number, industry, employees, prefecture FROM accounts ORDER BY code"


def row_counts(settings: ErpSettings) -> dict[str, int]:
    """How many rows each table has. Raises Problem when the ERP can't be read."""
    with _opened(settings) as database:
        (deals,) = database.execute(f"SELECT count(*) FROM ({_DEALS})", _wanted(settings)).fetchone()
        (accounts,) = database.execute("SELECT count(*) FROM accounts").fetchone()
    return {"deals": deals, "accounts": accounts, "invoices": sum(1 for _ in _invoices(settings))}


def batches(settings: ErpSettings, table: str) -> Iterator[Batch]:
    """The rows of a table. Raises Problem."""
    if table == "invoices":
        yield from _in_batches(INVOICES, _invoices(settings))
        return
    with _opened(settings) as database:
        if table == "deals":
            rows = database.execute(_DEALS, _wanted(settings))
            yield from _in_batches(DEALS, (_deal(row) for row in rows))
        else:
            yield from _in_batches(ACCOUNTS, database.execute(_ACCOUNTS))


def _in_batches(columns: tuple[str, ...], rows: Iterator[tuple[Any, ...]]) -> Iterator[Batch]:
    yield Batch(columns, [*islice(rows, MANY)])
    while some := [*islice(rows, MANY)]:
        yield Batch(columns, some)


def _deal(row: Sequence[Any]) -> tuple[Any, ...]:
    no, account, name, title, status, yen, opened, closed, owner, reason = row
    stage = STAGES.get(status, str(status))
    return no, account, name, title, stage, yen, _day(opened), _day(closed), owner, reason


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def _invoices(settings: ErpSettings) -> Iterator[tuple[Any, ...]]:
    """Of all months, one file after the other. The ERP writes them in the encoding of Japanese Windows."""
    wanted = _wanted(settings)
    for file in sorted((Path(settings.folder) / "invoices").glob("*.csv")):
        with file.open(encoding="cp932", newline="") as lines:
            for row in csv.DictReader(lines):
                found = _invoice(row, file.name)
                if wanted["first"] <= found[2].isoformat() < wanted["end"]:
                    yield found


def _invoice(row: dict[str, str], file: str) -> tuple[str, str, date, int]:
    """Raises Problem that names the file, and quotes no cell: they are the company's."""
    try:
        return row["番号"], row["得意先"], date.fromisoformat(row["日付"]), int(row["金額"])
    except (KeyError, TypeError, ValueError) as error:
        raise Problem(
            {
                "en": f"A row of {file} has no number, customer, day or whole amount. Have it written anew.",
                "ja": f"{file} に、番号、得意先、日付、金額のそろわない行があります。出力し直してください。",
            }
        ) from error


def _wanted(settings: ErpSettings) -> dict[str, str]:
    """The days and deals that are read, as the queries take them."""
    year = settings.fiscal_year
    first, end = ("0001-01-01", "9999-12-31") if year is None else (f"{year}-04-01", f"{year + 1}-04-01")
    return {"first": first, "end": end, "cancelled": "yes" if settings.cancelled else ""}


def _opened(settings: ErpSettings) -> closing[sqlite3.Connection]:
    """The database, to be read only. Raises Problem."""
    file = Path(settings.folder) / "erp.db"
    if not file.is_file():
        raise Problem(
            {
                "en": f"There is no erp.db in {settings.folder}. Choose the folder of the ERP.",
                "ja": f"{settings.folder} に erp.db がありません。基幹システムのフォルダーを選んでください。",
            }
        )
    try:
        database = sqlite3.connect(f"{file.absolute().as_uri()}?mode=ro", uri=True)
        database.execute("SELECT code FROM accounts LIMIT 1")
        database.execute("SELECT no FROM deals LIMIT 1")
    except sqlite3.Error as error:
        raise Problem(
            {
                "en": f"{file} cannot be read as the ERP's database ({error}). Ask IT for a new copy.",
                "ja": f"{file} を読めません（{error}）。情報システム部門に新しいコピーをもらってください。",
            }
        ) from error
    return closing(database)
