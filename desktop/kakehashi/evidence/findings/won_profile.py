"""The profile of those won: how much more often they have a value than all, and than those lost.

Lift = share among won / share among all (among lost). Its interval is that of a ratio of two shares; against
all it is a little too wide, because the won are among all. Shares are of those whose value is known.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from kakehashi.evidence.findings.base import FEWEST, SMALL, Asked, FindingCell, Outcome
from kakehashi.evidence.findings.counts import lift, lift_interval, merged, share
from kakehashi.words import Message

CLASSES = ("1", "10", "50", "100", "300", "1000", "5000")
"""The classes of employees by their least number."""
COMPANY_FIELDS = ("industry", "employees", "region", "tier", "listed")
DEAL_FIELDS = ("industry", "employees", "source", "product", "competitor")
LEAST_WON = 10
"""A value of fewer won ones is no ground for a condition."""
MOST_VALUES = 30
"""Values of a field that are told; the rest is one row."""

COLUMNS = (
    "unit",  # company, deal
    "field",
    "group",  # value, rest = values of few put together
    "value",  # of employees: '100-299', '5000-'
    "all",
    "won",
    "lost",
    "share_all",
    "share_won",
    "share_lost",
    "lift",  # share_won / share_all
    "low",  # 95 % interval of the lift
    "high",
    "lift_lost",  # share_won / share_lost
    "low_lost",
    "high_lost",
    "small",  # fewer than 30 won stand behind the share
    "proposed",  # as a condition: at least 10 won, and the whole interval of the lift above 1
)


def won_profile(asked: Asked) -> Outcome:
    """The finding: by company where won companies are known, else by deal."""
    found = asked.query("won_profile")
    by_company = any(row["unit"] == "company" and row["state"] == "won" for row in found)
    unit, fields = ("company", COMPANY_FIELDS) if by_company else ("deal", DEAL_FIELDS)
    rows: list[tuple[FindingCell, ...]] = []
    for each in fields:
        rows += _field(unit, each, [r for r in found if r["unit"] == unit and r["field"] == each])
    if by_company:  # what only deals have
        for each in ("source", "product", "competitor"):
            rows += _field("deal", each, [r for r in found if r["unit"] == "deal" and r["field"] == each])
    if not rows:
        return Outcome(COLUMNS, ())
    notes = [] if by_company else [Message("finding.note.profile_of_deals")]
    if any(row[2] == "rest" for row in rows):
        notes.append(Message("finding.note.few", {"count": FEWEST}))
    return Outcome(COLUMNS, tuple(rows), {"unit": unit}, tuple(notes))


def _field(unit: str, field: str, rows: Sequence[dict[str, Any]]) -> list[tuple[FindingCell, ...]]:
    """One field's values, the largest lift first among the won ones; none where it has but one value."""
    values: dict[str, dict[str, Any]] = {}
    for row in rows:
        counts = values.setdefault(row["value"], {"value": row["value"], "won": 0, "lost": 0, "all": 0})
        counts["all"] += int(row["units"])
        if row["state"] != "other":
            counts[row["state"]] += int(row["units"])
    whole = _sums(list(values.values()))
    if len(values) < 2 or not whole["won"]:
        return []
    order = sorted(values.values(), key=lambda row: (-row["all"], row["value"]))
    kept, rest = merged(order, lambda row: int(row["all"]), _sums)
    if len(kept) > MOST_VALUES:
        left = [*kept[MOST_VALUES:], *([rest] if rest is not None else [])]
        kept, rest = kept[:MOST_VALUES], _sums(left)
    if field == "employees":
        kept.sort(key=lambda row: CLASSES.index(row["value"]))
    found = [_row(unit, field, "value", row, whole) for row in kept]
    if rest is not None:
        found.append(_row(unit, field, "rest", rest, whole))
    return found


def _sums(rows: Sequence[dict[str, Any]]) -> dict[str, Any]:
    return {"value": None, **{name: sum(row[name] for row in rows) for name in ("all", "won", "lost")}}


def _row(
    unit: str, field: str, group: str, row: dict[str, Any], whole: dict[str, Any]
) -> tuple[FindingCell, ...]:
    against_all = (row["won"], whole["won"], row["all"], whole["all"])
    against_lost = (row["won"], whole["won"], row["lost"], whole["lost"])
    low, high = lift_interval(*against_all)
    low_lost, high_lost = lift_interval(*against_lost)
    proposed = unit == "company" or field in ("industry", "employees")
    return (
        unit,
        field,
        group,
        class_text(row["value"]) if field == "employees" and row["value"] is not None else row["value"],
        row["all"],
        row["won"],
        row["lost"],
        share(row["all"], whole["all"]),
        share(row["won"], whole["won"]),
        share(row["lost"], whole["lost"]),
        lift(*against_all),
        low,
        high,
        lift(*against_lost),
        low_lost,
        high_lost,
        whole["won"] < SMALL,
        proposed and group == "value" and row["won"] >= LEAST_WON and low is not None and low > 1,
    )


def class_text(least: str) -> str:
    """'100' -> '100-299'; the last class has no end."""
    place = CLASSES.index(least)
    return f"{least}-{int(CLASSES[place + 1]) - 1}" if place + 1 < len(CLASSES) else f"{least}-"
