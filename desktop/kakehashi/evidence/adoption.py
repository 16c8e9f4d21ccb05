"""Taking a finding over into the plan: a FindingRecord, and figures whose passports point to it.

Editions and forecasts read the record, never the evidence, so a plan is complete without its data.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.evidence.adopted_actuals import actual_items
from kakehashi.evidence.adopted_coverage import coverage_items
from kakehashi.evidence.adopted_funnel import funnel_items
from kakehashi.evidence.adopted_profile import profile_items
from kakehashi.evidence.adopted_spend import spend_items
from kakehashi.evidence.findings import Finding, FindingCell
from kakehashi.plan.changes import Change, adding, between_items, joined, removing
from kakehashi.plan.item import Item, new_id
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import between
from kakehashi.plan.review import FindingRecord, FindingSource
from kakehashi.rounding import canonical
from kakehashi.words import Lines, Message, PlanError


class NothingToAdopt(PlanError):
    """The finding says nothing that the plan could take over."""


class Adoption(msgspec.Struct, frozen=True):
    """One edit that takes a finding over, what it is called, and what it did, a sentence each."""

    change: Change
    words: Message
    told: tuple[Message, ...]


def adopt(
    plan: Plan, finding: Finding, *, person: str, date: str, make_id: Callable[[], str] = new_id
) -> Adoption:
    """The edit that takes a finding over. Raises NothingToAdopt.

    Of a finding that no figure of a plan comes from, the record alone: documents tell it.
    """
    record = _record(plan, finding, make_id())
    take = _TAKEN.get(finding.key)
    if take is None:
        return _kept(plan, record)
    items, gone, told = take(plan, finding, record.id, person, date, make_id)
    if not items:
        title = Message(f"finding.{finding.key}")
        if told:
            raise NothingToAdopt("error.adopt.nothing_because", finding=title, why=Lines(told))
        raise NothingToAdopt("error.adopt.nothing", finding=title)
    change = joined([adding(record), removing(plan, *gone), *_changes(plan, items)])
    words = Message("adopt.words", {"finding": Message(f"finding.{finding.key}")})
    return Adoption(change, words, told)


_TAKEN: dict[str, Callable[..., tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]]] = {
    "actuals": actual_items,
    "coverage": coverage_items,
    "funnel": funnel_items,
    "spend": spend_items,
    "won_profile": profile_items,
}


def _kept(plan: Plan, record: FindingRecord) -> Adoption:
    """The record instead of older ones of the same finding that nothing refers to."""
    old = [
        each.id
        for each in plan.items(FindingRecord)
        if each.finding == record.finding
        and each.parameters == record.parameters
        and not plan.referrers(each.id)
    ]
    title = Message(f"finding.{record.finding}")
    told = Message("adopt.kept", {"finding": title, "count": len(record.rows)})
    change = joined([adding(record), removing(plan, *old)])
    return Adoption(change, Message("adopt.words", {"finding": title}), (told,))


def _changes(plan: Plan, items: Iterable[Item]) -> Iterable[Change]:
    for item in items:
        old = plan.get(item.id)
        yield adding(item) if old is None else between_items(old, item)


def _record(plan: Plan, finding: Finding, record_id: str) -> FindingRecord:
    records = plan.items(FindingRecord)
    return FindingRecord(
        id=record_id,
        position=between(records[-1].position if records else None, None),
        finding=finding.key,
        date=finding.when[:10],
        parameters={name: _cell(value) or "" for name, value in finding.parameters.items()},
        columns=finding.columns,
        rows=tuple(tuple(_cell(cell) for cell in row) for row in without_names(finding)),
        sources=tuple(
            FindingSource(
                table=source.table,
                name=source.name,
                sha256=source.sha256,
                rows=source.rows,
                imported_on=source.imported_on,
            )
            for source in finding.sources
        ),
    )


def without_names(finding: Finding) -> tuple[tuple[FindingCell, ...], ...]:
    """The rows of a finding for the plan file: owners are people, so numbers stand for their names."""
    if "group" not in finding.columns or "value" not in finding.columns:
        return finding.rows
    group, value = finding.columns.index("group"), finding.columns.index("value")
    owners = dict.fromkeys(row[value] for row in finding.rows if row[group] == "owner" and row[value])
    numbers = {owner: f"#{place}" for place, owner in enumerate(owners, 1)}
    return tuple(
        (*row[:value], numbers.get(row[value]), *row[value + 1 :]) if row[group] == "owner" else row
        for row in finding.rows
    )


def _cell(value: Any) -> str | None:
    """A cell as text: numbers canonical, several numbers with blanks between."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (int, Decimal)):
        return canonical(Decimal(value))
    if isinstance(value, tuple):
        return " ".join(_cell(each) or "" for each in value)
    return str(value)
