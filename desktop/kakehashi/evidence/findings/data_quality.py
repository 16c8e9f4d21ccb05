"""Data quality: what must be repaired before figures can be trusted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from kakehashi.evidence.findings.base import FEWEST, SMALL, Asked, FindingCell, Outcome
from kakehashi.evidence.findings.counts import merged, share, wilson
from kakehashi.words import Message

COLUMNS = (
    "part",  # empty = fields without a value; fault; logs = complete ones by owner
    "table",
    "field",  # empty: which
    "fault",
    "group",  # logs: all, owner, rest
    "value",  # logs: the owner
    "entries",  # rows looked at
    "count",  # empty: without a value; fault: rows that have it; logs: complete ones
    "rate",  # count / entries
    "low",  # logs: 95 % interval of the rate
    "high",
    "small",  # fewer than 30 rows looked at
)


def data_quality(asked: Asked) -> Outcome:
    """The finding: empty fields and faults, the largest share first; then logs by owner."""
    rows = [_empty(row) for row in asked.query("data_quality") if row["entries"] > row["filled"]]
    rows.sort(key=_by_rate)
    standing = asked.standing()
    values = {"v_standing": standing or date.max}
    faults = [
        _fault(row) for row in asked.query("data_faults", values=values) if row["found"] and row["entries"]
    ]
    rows += sorted(faults, key=_by_rate)
    logs, few = _logs(asked.query("logs"))
    rows += logs
    if not rows:
        return Outcome(COLUMNS, ())
    notes = [Message("finding.note.few", {"count": FEWEST})] if few else []
    return Outcome(COLUMNS, tuple(rows), asked.parameters, tuple(notes))


def _row(**cells: FindingCell) -> tuple[FindingCell, ...]:
    return tuple(cells.get(name) for name in COLUMNS)


def _by_rate(row: tuple[FindingCell, ...]) -> tuple[Any, ...]:
    rate = row[COLUMNS.index("rate")]
    return (-rate if rate else 0, str(row[1]), str(row[2]), str(row[3]))  # type: ignore[operator]


def _empty(row: dict[str, Any]) -> tuple[FindingCell, ...]:
    entries, count = int(row["entries"]), int(row["entries"] - row["filled"])
    return _row(
        part="empty",
        table=row["table_name"],
        field=row["field"],
        entries=entries,
        count=count,
        rate=share(count, entries),
        small=entries < SMALL,
    )


def _fault(row: dict[str, Any]) -> tuple[FindingCell, ...]:
    entries, count = int(row["entries"]), int(row["found"])
    return _row(
        part="fault",
        table=row["table_name"],
        fault=row["fault"],
        entries=entries,
        count=count,
        rate=share(count, entries),
        small=entries < SMALL,
    )


def _logs(found: Sequence[dict[str, Any]]) -> tuple[list[tuple[FindingCell, ...]], bool]:
    """Share of complete logs for all and by owner, the smallest share first."""
    if not found:
        return [], False
    rows = [_log("all", None, _sums(found))]
    if {row["owner"] for row in found} <= {None}:
        return rows, False
    kept, rest = merged(found, lambda row: int(row["entries"]), _sums)
    kept.sort(key=lambda row: (share(int(row["complete"]), int(row["entries"])) or 0, row["owner"] or ""))
    rows += [_log("owner", row["owner"], row) for row in kept]
    if rest is not None:
        rows.append(_log("rest", None, rest))
    return rows, rest is not None


def _sums(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {name: sum(int(row[name]) for row in rows) for name in ("entries", "complete")}


def _log(group: str, value: str | None, row: dict[str, Any]) -> tuple[FindingCell, ...]:
    entries, count = int(row["entries"]), int(row["complete"])
    low, high = wilson(count, entries)
    return _row(
        part="logs",
        table="activity",
        group=group,
        value=value,
        entries=entries,
        count=count,
        rate=share(count, entries),
        low=low,
        high=high,
        small=entries < SMALL,
    )
