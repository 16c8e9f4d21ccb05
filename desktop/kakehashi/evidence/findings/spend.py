"""Spend: amounts by month, category, measure and campaign, and the leads that came of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kakehashi.evidence.findings.base import (
    FindingCell,
    Outcome,
    exact,
    month_text,
    period_text,
    query,
)
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

COLUMNS = (
    "month",  # 2027-04
    "category",
    "measure",
    "campaign",
    "currency",
    "entries",  # rows behind it
    "amount",  # None = no row gave an amount
    "leads",
    "clicks",
    "impressions",
)


def spend(connection: DuckDBPyConnection) -> Outcome:
    """The finding, computed on the canonical view of this connection."""
    found = query(connection, "spend")
    rows = tuple(_row(row) for row in found)
    currencies = {row["currency"] for row in found}
    notes = (Message("finding.note.currencies", {"count": len(currencies)}),) if len(currencies) > 1 else ()
    months = [month_text(int(row["month_number"])) for row in found]
    period = period_text(min(months), max(months)) if months else ""
    return Outcome(COLUMNS, rows, {}, notes, period)


def _row(row: dict[str, Any]) -> tuple[FindingCell, ...]:
    def count(name: str) -> int | None:
        return None if row[name] is None else int(row[name])

    return (
        month_text(int(row["month_number"])),
        row["category"],
        row["measure"],
        row["campaign"],
        row["currency"],
        int(row["entries"]),
        None if row["amount"] is None else exact(row["amount"]),
        count("leads"),
        count("clicks"),
        count("impressions"),
    )
