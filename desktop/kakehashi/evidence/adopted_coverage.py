"""The coverage finding as the plan's figures of coverage: of all targets, of each segment, of each tier."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import msgspec

from kakehashi.evidence.findings import Finding
from kakehashi.evidence.findings.coverage import DEALS, PEOPLE
from kakehashi.evidence.taking_over import Taking, said, was
from kakehashi.plan.item import Figure, Item
from kakehashi.plan.plan import Plan
from kakehashi.plan.position import spread
from kakehashi.plan.targets import Coverage, Segment
from kakehashi.words import Message

_FIGURES = (
    "companies",
    "with_leads",
    "with_target_leads",
    "with_follow_leads",
    *DEALS,
    "outside",
    *PEOPLE,
    "people_outside",
)


def coverage_items(
    plan: Plan, finding: Finding, record: str, person: str, date: str, make_id: Callable[[], str]
) -> tuple[tuple[Item, ...], tuple[str, ...], tuple[Message, ...]]:
    """One Coverage for all targets, one for each segment and tier; those there already get the figures."""
    taking = Taking(plan, finding, record, person, date)
    (whole,) = finding.records(group="all")
    if not whole["companies"]:
        return (), (), (Message("finding.note.no_targets"),)
    old: dict[tuple[str | None, str], Coverage] = {
        (each.segment, each.tier): each for each in reversed(plan.items(Coverage))
    }
    rows: list[dict[str, Any]] = list(_rows(plan, finding))
    last = max((each.position for each in plan.items(Coverage)), default=None)
    positions = iter(spread(len(rows), last))
    items = []
    for row in rows:
        place = (row["segment"], str(row["value"]) if row["group"] == "tier" else "")
        here = old.get(place)
        if here is None:
            here = Coverage(id=make_id(), position=next(positions), segment=place[0], tier=place[1])  # type: ignore[arg-type]
        items.append(_filled(taking, here, row, str(whole["as_of"] or date)))
    told = Message(
        "adopt.coverage",
        {"count": len(items), "companies": whole["companies"], "covered": whole["with_leads"]},
    )
    return tuple(items), (), (told,)


def _rows(plan: Plan, finding: Finding) -> Iterator[dict[str, Any]]:
    yield from finding.records(group="all")
    for row in finding.records(group="segment"):
        if plan.find(Segment, str(row["segment"])) is not None:
            yield row
    yield from finding.records(group="tier")


def _filled(taking: Taking, item: Coverage, row: dict[str, Any], as_of: str) -> Coverage:
    figures: dict[str, Figure | None] = {}
    for name in _FIGURES:
        if row[name] is not None:
            people = name in (*PEOPLE, "people_outside")
            passport = taking.passport(
                int((row["people"] if people else row["companies"]) or 0),
                definition=said("adopt.coverage.people" if people else "adopt.coverage.companies"),
            )
            old: Figure | None = getattr(item, name)
            figures[name] = Figure(value=Decimal(row[name]), passport=passport, was=was(old))
    return msgspec.structs.replace(item, as_of=as_of, **figures)
