"""Running checks: all of them, or those that read what an edit touched."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

import msgspec

from kakehashi.checks import budget, direction, everywhere, metrics, organization, simulation
from kakehashi.checks.check import Check, Facts, Finding, Found
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, CHAPTERS
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

CHECKS: tuple[Check, ...] = (
    *everywhere.CHECKS,
    *direction.CHECKS,
    *organization.CHECKS,
    *metrics.CHECKS,
    *budget.CHECKS,
    *simulation.CHECKS,
)

_SEVERITIES = ("error", "warning", "hint")
_PLACE = {check.id: place for place, check in enumerate(CHECKS)}


class Checked(msgspec.Struct, frozen=True):
    """The findings of a plan, with the facts that they follow from."""

    findings: tuple[Finding, ...]
    facts: Facts


def run_checks(plan: Plan, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings, the most severe first, then in the order of the chapters."""
    return checked(plan, checks).findings


def checked(plan: Plan, checks: Iterable[Check] = CHECKS) -> Checked:
    """All findings of a plan, to be kept up to date with `checked_again`."""
    facts = Facts(plan)
    found = (_finding(plan, check, found) for check in checks for found in check.run(facts))
    return Checked(_ordered(found), facts)


def checked_again(
    before: Checked,
    plan: Plan,
    items: frozenset[str],
    kinds: frozenset[str],
    checks: Iterable[Check] = CHECKS,
) -> Checked:
    """The findings after an edit that touched these items, of these kinds; equal to a full run.

    A check that reads a touched kind runs again. One of single items runs again for those touched and for
    those that refer to them.
    """
    facts = before.facts.after(plan, kinds)
    whole, single = [], []
    for check in checks:
        if check.reads & kinds:
            whole.append(check)
        elif check.each is not None:
            single.append(check)
    near = items | {referrer for item in items for referrer, _ in plan.reverse_index().get(item, ())}
    names, single_names = {check.id for check in whole}, {check.id for check in single}
    kept = [
        finding
        for finding in before.findings
        if finding.check not in names and not (finding.item in near and finding.check in single_names)
    ]
    fresh = [_finding(plan, check, found) for check in whole for found in check.run(facts)]
    fresh += [_finding(plan, check, found) for check, found in _of_items(facts, single, near)]
    return Checked(_ordered([*kept, *fresh]), facts)


def _of_items(facts: Facts, checks: Iterable[Check], items: Iterable[str]) -> Iterator[tuple[Check, Found]]:
    by_kind: dict[str, list[Item]] = {}
    for item_id in items:
        item = facts.plan.get(item_id)
        if item is not None:
            by_kind.setdefault(item.kind, []).append(item)
    for check in checks:
        looked_at = chain(*by_kind.values()) if check.of == "*" else by_kind.get(check.of, ())
        for item in looked_at:
            for found in check.each(facts, item) if check.each is not None else ():
                yield check, found


def _ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    return tuple(sorted(findings, key=lambda finding: finding.order))


def _finding(plan: Plan, check: Check, found: Found) -> Finding:
    item = plan.get(found.item)
    chapter = check.chapter or (CHAPTER_OF.get(item.kind, "basis") if item is not None else "basis")
    said = f"{check.sentence}.{found.sentence}" if found.sentence else check.sentence
    sentence = Message(said, found.values)
    order = (
        _SEVERITIES.index(check.severity),
        CHAPTERS.index(chapter),
        _PLACE.get(check.id, len(_PLACE)),
        found.item or "",
        repr(sentence),
    )
    return Finding(
        check=check.id,
        severity=check.severity,
        chapter=chapter,
        item=found.item,
        sentence=sentence,
        repair=found.repair,
        order=order,
    )
