"""Neglected: open opportunities, follow leads and handed-over leads without activity for N days.

Counts only. N days before the standing date, which is asked for or the newest date of the data, never today.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from kakehashi.evidence.findings.base import FEWEST, Asked, FindingCell, Outcome, exact
from kakehashi.evidence.findings.conditions import targets
from kakehashi.evidence.findings.counts import in_one_currency, merged, share
from kakehashi.words import Message

KINDS = ("opportunity", "follow", "handed")

COLUMNS = (
    "what",  # opportunity; follow, handed = leads
    "group",  # all, owner, stage, rest = small groups put together
    "field",  # of a rest: owner or stage
    "value",  # in groups owner and stage: which; None = the rows that name none
    "entries",  # open in all
    "neglected",  # without activity for the days asked for
    "twice",  # for twice as long
    "very_long",  # for six times as long
    "undated",  # nothing says when anything happened
    "rate",  # neglected / entries
    "oldest_days",  # days since the last activity of the one longest without
    "amount",  # behind the neglected deals, where all have one currency
    "currency",
    "as_of",  # all: the standing date
)


def neglected(asked: Asked) -> Outcome:
    """The finding, on the canonical views."""
    standing = asked.standing()
    if standing is None:
        return Outcome(COLUMNS, ())
    days = asked.asking.days
    wanted = targets(asked.plan)
    values = {
        **wanted.values,
        "v_standing": standing,
        "v_cutoff": standing - timedelta(days=days),
        "v_double": standing - timedelta(days=2 * days),
        "v_long": standing - timedelta(days=6 * days),
    }
    found = asked.query("neglected", {"target_lead": wanted.leads}, values)
    rows: list[tuple[FindingCell, ...]] = []
    notes: list[Message] = []
    small = False
    for what in KINDS:
        here = [row for row in found if row["what"] == what]
        if not here:
            continue
        rows.append(_row(what, "all", None, None, _joined(here), standing))
        for field in ("owner", "stage"):
            made, few = _groups(what, field, here, standing)
            rows += made
            small = small or few
    if len({row["currency"] for row in found if row["amount"] is not None}) > 1:
        notes.append(Message("finding.note.currencies_left"))
    if small:
        notes.append(Message("finding.note.few", {"count": FEWEST}))
    undated = sum(int(row["undated"]) for row in found)
    if undated:
        notes.append(Message("finding.note.undated", {"count": undated}))
    return Outcome(
        COLUMNS,
        tuple(rows),
        {**asked.parameters, "days": days},
        tuple(notes),
        standing.isoformat()[:7],
    )


def _groups(
    what: str, field: str, rows: Sequence[dict[str, Any]], standing: date
) -> tuple[list[tuple[FindingCell, ...]], bool]:
    """By owner or stage, most neglected first, then the largest amount; small groups put together."""
    by_value: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        by_value.setdefault(row[field], []).append(row)
    if set(by_value) <= {None}:
        return [], False
    joined = [{**_joined(each), "value": value} for value, each in by_value.items()]
    kept, rest = merged(joined, lambda row: int(row["entries"]), _joined)
    kept.sort(key=lambda row: (-row["neglected"], -(row["amount"] or 0), row["value"] or ""))
    found = [_row(what, field, None, row["value"], row, standing) for row in kept]
    if rest is not None:
        found.append(_row(what, "rest", field, None, rest, standing))
    return found, rest is not None


_SUMS = ("entries", "neglected", "twice", "very_long", "undated")


def _joined(rows: Iterable[dict[str, Any]]) -> dict[str, Any]:
    """The sums of rows; of amounts only where they have one currency."""
    rows = list(rows)
    amount, currency = in_one_currency(rows)
    oldest = [row["oldest_on"] for row in rows if row["oldest_on"] is not None]
    return {
        **{name: sum(int(row[name]) for row in rows) for name in _SUMS},
        "amount": amount,
        "currency": currency,
        "oldest_on": min(oldest, default=None),
    }


def _row(
    what: str, group: str, field: str | None, value: str | None, row: dict[str, Any], standing: date
) -> tuple[FindingCell, ...]:
    oldest = row["oldest_on"]
    return (
        what,
        group,
        field,
        value,
        *(row[name] for name in _SUMS),
        share(row["neglected"], row["entries"]),
        None if oldest is None else (standing - oldest).days,
        None if row["amount"] is None else exact(row["amount"]),
        row["currency"],
        standing.isoformat() if group == "all" else None,
    )
