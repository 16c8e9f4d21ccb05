"""Hand-off: what became of the leads that were handed over, how soon they were answered, and the supply.

Days are days of the calendar: the data have no time of day. Against a service level a lead is in time when
its answer came within the hours asked for, rounded up to whole days; of business hours eight make a day and
Saturdays and Sundays don't count.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from decimal import Decimal
from math import ceil
from typing import Any

from kakehashi.evidence.findings.base import (
    FEWEST,
    SMALL,
    Asked,
    FindingCell,
    Outcome,
    month_text,
    period_text,
    twelve,
)
from kakehashi.evidence.findings.conditions import targets
from kakehashi.evidence.findings.counts import merged, share, wilson
from kakehashi.plan.basis import About
from kakehashi.plan.handoff import ServiceLevel
from kakehashi.words import Message, in_language

BUSINESS_DAY = 8
"""Hours of a business day."""

COLUMNS = (
    "part",  # handed; returns = reasons; level = against a service level; supply = by month
    "group",  # all, source, month, reason, rest, level
    "value",  # which source, month, reason or lead type
    "people",  # handed over; level: answered ones with both dates; supply: leads that came
    "accepted",
    "returned",
    "waiting",
    "rate",  # accepted / answered; returns: of the returned; level: in time; supply: follow leads
    "low",  # 95 % interval of the rate
    "high",
    "small",
    "days_mean",  # from handed over to answered
    "days_median",
    "days_most",  # nine of ten were answered within
    "in_time",  # level: answered within its hours
    "agreed",  # returns: whether a service level of the plan names the reason
    "target_leads",  # supply: at target companies and inside the lead conditions
    "follow_leads",  # supply: of these, those that we follow by today's rules
)


def handoff(asked: Asked) -> Outcome:
    """The finding, on the canonical view of leads."""
    found = asked.query("handoff")
    wanted = targets(asked.plan)
    months = asked.query("supply", wanted.relations, wanted.values)
    rows: list[tuple[FindingCell, ...]] = []
    notes: list[Message] = []
    if found:
        rows.append(_handed("all", None, found))
        rows += _by_source(found)
        rows += _by_month(found)
        rows += _returns(asked, found)
        rows += _levels(asked, found)
        impossible = sum(
            int(row["people"])
            for row in found
            if row["handed_on"] and row["answered_on"] and row["answered_on"] < row["handed_on"]
        )
        if impossible:
            notes.append(Message("finding.note.answered_before", {"count": impossible}))
    else:
        notes.append(Message("finding.note.none_handed"))
    if any(row["target_leads"] for row in months):
        rows += [_supply(row) for row in months[-24:] if row["people"] >= FEWEST]
    if not rows:
        return Outcome(COLUMNS, ())
    if any(row[1] == "rest" for row in rows):
        notes.append(Message("finding.note.few", {"count": FEWEST}))
    seen = [month_text(int(row["month_number"])) for row in months]
    return Outcome(COLUMNS, tuple(rows), {}, tuple(notes), period_text(min(seen), max(seen)) if seen else "")


def _row(**cells: FindingCell) -> tuple[FindingCell, ...]:
    return tuple(cells.get(name) for name in COLUMNS)


def _counts(rows: Iterable[dict[str, Any]]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for row in rows:
        counts[row["state"]] += int(row["people"])
    return counts


def _days(rows: Iterable[dict[str, Any]]) -> Counter[int]:
    """How many were answered after 0, 1, 2 ... days."""
    days: Counter[int] = Counter()
    for row in rows:
        if row["handed_on"] and row["answered_on"] and row["answered_on"] >= row["handed_on"]:
            days[(row["answered_on"] - row["handed_on"]).days] += int(row["people"])
    return days


def _handed(group: str, value: str | None, rows: Sequence[dict[str, Any]]) -> tuple[FindingCell, ...]:
    counts, days = _counts(rows), _days(rows)
    answered = counts["accepted"] + counts["returned"]
    low, high = wilson(counts["accepted"], answered) if answered else (None, None)
    count = days.total()
    return _row(
        part="handed",
        group=group,
        value=value,
        people=counts.total(),
        accepted=counts["accepted"],
        returned=counts["returned"],
        waiting=counts["waiting"],
        rate=share(counts["accepted"], answered),
        low=low,
        high=high,
        small=answered < SMALL,
        days_mean=twelve(Decimal(sum(day * n for day, n in days.items())) / count) if count else None,
        days_median=_ranked(days, 5) if count else None,
        days_most=_ranked(days, 9) if count else None,
    )


def _ranked(days: Counter[int], tenths: int) -> int:
    """The fewest days within which so many tenths were answered."""
    passed = 0
    for day in sorted(days):
        passed += days[day]
        if passed * 10 >= days.total() * tenths:
            return day
    return max(days)


def _by_source(found: Sequence[dict[str, Any]]) -> list[tuple[FindingCell, ...]]:
    by_source: dict[str | None, list[dict[str, Any]]] = {}
    for row in found:
        by_source.setdefault(row["source"], []).append(row)
    if set(by_source) <= {None}:
        return []
    groups = sorted(by_source.items(), key=lambda each: each[0] or "")
    kept, rest = merged(
        groups,
        lambda each: _counts(each[1]).total(),
        lambda each: (None, [row for _, rows in each for row in rows]),
    )
    made = [_handed("source", source, rows) for source, rows in kept]
    return made if rest is None else [*made, _handed("rest", None, rest[1])]


def _by_month(found: Sequence[dict[str, Any]]) -> list[tuple[FindingCell, ...]]:
    by_month: dict[str, list[dict[str, Any]]] = {}
    for row in found:
        if row["handed_on"] is not None:
            by_month.setdefault(row["handed_on"].isoformat()[:7], []).append(row)
    months = sorted(by_month)[-24:]
    return [
        _handed("month", month, by_month[month])
        for month in months
        if _counts(by_month[month]).total() >= FEWEST
    ]


def _returns(asked: Asked, found: Sequence[dict[str, Any]]) -> list[tuple[FindingCell, ...]]:
    counts: Counter[str | None] = Counter()
    for row in found:
        if row["state"] == "returned":
            counts[row["return_reason"] or None] += int(row["people"])
    if set(counts) <= {None}:
        return []
    agreed = {
        reason.strip().casefold()
        for level in asked.plan.items(ServiceLevel)
        for reason in level.return_reasons
    }
    whole = counts.total()
    groups = sorted(counts.items(), key=lambda each: each[0] or "")
    kept, rest = merged(groups, lambda each: each[1], lambda each: (None, sum(n for _, n in each)))
    found_rows = []
    for group, reason, count in [
        *(("reason", reason, count) for reason, count in kept),
        *([("rest", None, rest[1])] if rest is not None else []),
    ]:
        low, high = wilson(count, whole)
        found_rows.append(
            _row(
                part="returns",
                group=group,
                value=reason,
                returned=count,
                rate=share(count, whole),
                low=low,
                high=high,
                small=whole < SMALL,
                agreed=reason.strip().casefold() in agreed if reason is not None else None,
            )
        )
    return found_rows


def _levels(asked: Asked, found: Sequence[dict[str, Any]]) -> list[tuple[FindingCell, ...]]:
    """Against each service level: the data don't tell which type a lead is, so all are held against all."""
    language = asked.plan.only(About).language
    answered = [
        row
        for row in found
        if row["handed_on"] and row["answered_on"] and row["answered_on"] >= row["handed_on"]
    ]
    whole = sum(int(row["people"]) for row in answered)
    rows = []
    for level in asked.plan.items(ServiceLevel):
        if level.accept_hours is None or not whole:
            continue
        business = level.hours == "business"
        most = ceil(level.accept_hours / (BUSINESS_DAY if business else 24))
        in_time = sum(
            int(row["people"])
            for row in answered
            if _between(row["handed_on"], row["answered_on"], business=business) <= most
        )
        low, high = wilson(in_time, whole)
        rows.append(
            _row(
                part="level",
                group="level",
                value=in_language(level.lead_type, language),
                people=whole,
                in_time=in_time,
                rate=share(in_time, whole),
                low=low,
                high=high,
                small=whole < SMALL,
            )
        )
    return rows


def _between(start: date, end: date, *, business: bool) -> int:
    """Days after the first up to the last; of business days without Saturdays and Sundays."""
    if not business:
        return (end - start).days
    weeks, left = divmod((end - start).days, 7)
    rest = sum((start + timedelta(days=day)).weekday() < 5 for day in range(1, left + 1))
    return weeks * 5 + rest


def _supply(row: dict[str, Any]) -> tuple[FindingCell, ...]:
    people, follow = int(row["people"]), int(row["follow_leads"])
    low, high = wilson(follow, people)
    return _row(
        part="supply",
        group="month",
        value=month_text(int(row["month_number"])),
        people=people,
        rate=share(follow, people),
        low=low,
        high=high,
        small=people < SMALL,
        target_leads=int(row["target_leads"]),
        follow_leads=follow,
    )
