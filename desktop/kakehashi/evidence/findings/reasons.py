"""Reasons: why deals were won and lost, ranked, with the amount behind them and how far they had come."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kakehashi.evidence.findings.base import FEWEST, SMALL, Asked, FindingCell, Outcome, exact
from kakehashi.evidence.findings.counts import in_one_currency, merged, share, wilson
from kakehashi.plan.handoff import Reason
from kakehashi.words import ALL_LANGUAGES, Message, in_language

COLUMNS = (
    "part",  # reason; told = the share of deals that say a reason
    "outcome",  # won, lost
    "group",  # all, reason, rest = reasons of few deals put together, none = without a reason
    "value",  # the reason
    "place",  # 1 = named most often
    "deals",
    "rate",  # of the deals with a reason (told: of all)
    "low",  # 95 % interval of the rate
    "high",
    "small",  # fewer than 30 deals stand behind the rate
    "at_opportunity",  # lost before they became valid; None where the data tell no valid opportunities
    "at_valid",
    "amount",
    "currency",
    "in_plan",  # whether the plan has this reason
)


def reasons(asked: Asked) -> Outcome:
    """The finding, on the canonical view of opportunities."""
    found = asked.query("reasons")
    told = [row for row in found if row["reason"] is not None]
    if not told:
        return Outcome(COLUMNS, ())
    steps = any(row["step"] == "valid" for row in found if row["outcome"] == "lost")
    known = {
        in_language(reason.name, language).strip().casefold()
        for reason in asked.plan.items(Reason)
        for language in ALL_LANGUAGES
    }
    rows: list[tuple[FindingCell, ...]] = []
    notes = []
    for outcome in ("lost", "won"):
        here = [row for row in found if row["outcome"] == outcome]
        if any(row["reason"] is not None for row in here):
            rows += _of(outcome, here, known, steps=steps)
    if any(row[COLUMNS.index("group")] == "rest" for row in rows):
        notes.append(Message("finding.note.few", {"count": FEWEST}))
    if not steps:
        notes.append(Message("finding.note.no_stage_at_loss"))
    if len({row["currency"] for row in found if row["amount"] is not None}) > 1:
        notes.append(Message("finding.note.currencies_left"))
    return Outcome(COLUMNS, tuple(rows), {}, tuple(notes))


def _of(
    outcome: str, rows: Sequence[dict[str, Any]], known: set[str], *, steps: bool
) -> list[tuple[FindingCell, ...]]:
    by_reason: dict[str | None, list[dict[str, Any]]] = {}
    for row in rows:
        by_reason.setdefault(row["reason"], []).append(row)
    without = _joined(by_reason.pop(None, []))
    joined = [{**_joined(each), "value": reason} for reason, each in by_reason.items()]
    whole = sum(row["deals"] for row in joined)
    joined.sort(key=lambda row: row["value"])
    kept, rest = merged(joined, lambda row: int(row["deals"]), _joined)
    if not kept and rest is None:
        rest = _joined(joined)
    steps = steps and outcome == "lost"
    found = [
        _row("reason", outcome, "reason", row, whole, steps=steps, place=place, known=known)
        for place, row in enumerate(kept, 1)
    ]
    if rest is not None:
        found.append(_row("reason", outcome, "rest", rest, whole, steps=steps))
    told = _joined([*joined, {**without, "deals": 0}]) if joined else without
    deals = whole + without["deals"]
    found.append(_row("told", outcome, "all", told, deals, steps=False))
    if without["deals"]:
        found.append(_row("told", outcome, "none", without, deals, steps=steps))
    return found


def _joined(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    amount, currency = in_one_currency(rows)
    return {
        "deals": sum(int(row["deals"]) for row in rows),
        "at_valid": sum(_at(row, "valid") for row in rows),
        "at_opportunity": sum(_at(row, "opportunity") for row in rows),
        "amount": amount,
        "currency": currency,
    }


def _at(row: dict[str, Any], step: str) -> int:
    """Deals of a row of the query, or of rows already joined, that had come so far."""
    if "step" in row:
        return int(row["deals"]) if row["step"] == step else 0
    return int(row[f"at_{step}"])


def _row(
    part: str,
    outcome: str,
    group: str,
    row: dict[str, Any],
    whole: int,
    *,
    steps: bool,
    place: int | None = None,
    known: set[str] | None = None,
) -> tuple[FindingCell, ...]:
    low, high = wilson(row["deals"], whole) if whole else (None, None)
    value = row.get("value")
    return (
        part,
        outcome,
        group,
        value,
        place,
        row["deals"],
        share(row["deals"], whole),
        low,
        high,
        whole < SMALL,
        row["at_opportunity"] if steps else None,
        row["at_valid"] if steps else None,
        None if row["amount"] is None else exact(row["amount"]),
        row["currency"],
        None if value is None or known is None else value.strip().casefold() in known,
    )
