"""Running checks: all of them, or those that read what an edit touched."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from kakehashi.checks import (
    basis,
    budget,
    content,
    direction,
    everywhere,
    handoff,
    journey,
    measurement,
    metrics,
    organization,
    personas,
    review,
    simulation,
    targets,
    work,
)
from kakehashi.checks.check import Check, Facts, Finding, Found
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import CHAPTER_OF, chapters
from kakehashi.plan.order import Place, place_of
from kakehashi.plan.plan import Plan
from kakehashi.words import Message

CHECKS: tuple[Check, ...] = (
    *everywhere.CHECKS,
    *basis.CHECKS,
    *direction.CHECKS,
    *organization.CHECKS,
    *metrics.CHECKS,
    *personas.CHECKS,
    *journey.CHECKS,
    *targets.CHECKS,
    *content.CHECKS,
    *budget.CHECKS,
    *simulation.CHECKS,
    *measurement.CHECKS,
    *handoff.CHECKS,
    *work.CHECKS,
    *review.CHECKS,
)

_SEVERITIES = ("error", "warning", "hint")
_PLACE = {check.id: place for place, check in enumerate(CHECKS)}
OTHERS = len(CHECKS) + 1


Group = tuple[int, int, int]  # places of severity, chapter and check: findings are shown in this order


def is_foreign(finding: Finding) -> bool:
    """Whether a plugin found it."""
    return finding.order[2] >= OTHERS


class Checked(msgspec.Struct, frozen=True):
    """The findings of a plan in groups, each sorted by id of item, with the facts they follow from."""

    groups: Mapping[Group, tuple[Finding, ...]]
    facts: Facts

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings: the most severe first, then in the order of the chapters, checks and items."""
        return in_order(self.facts.plan, chain(*self.groups.values()))


def in_order(plan: Plan, findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings as they are shown: the most severe first, then in the order of chapters, checks and items."""
    known = dict[str, Place]()
    return tuple(
        sorted(findings, key=lambda each: (each.order[:3], place_of(plan, each.item, known), each.order))
    )


def group_of(severity: str, chapter: str, place: int) -> Group:
    """Where findings of a check stand; `place` is that of the check, those of plugins from `OTHERS` on."""
    return _SEVERITIES.index(severity), chapters().index(chapter), place


def run_checks(plan: Plan, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings: the most severe first, then in the order of the chapters, checks and items."""
    return checked(plan, checks).findings


def checked(plan: Plan, checks: Iterable[Check] = CHECKS) -> Checked:
    """All findings of a plan, to be kept up to date with `checked_again`."""
    facts = Facts(plan)
    groups: dict[Group, tuple[Finding, ...]] = {}
    _put(groups, (_finding(plan, check, found) for check in checks for found in check.run(facts)))
    return Checked(groups, facts)


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
        if check.reads & kinds or "*" in check.reads:
            whole.append(check)
        elif check.each is not None:
            single.append(check)
    near = items | {referrer for item in items for referrer, _ in plan.reverse_index().get(item, ())}
    names, single_names = {check.id for check in whole}, {check.id for check in single}
    groups = {}
    for group, findings in before.groups.items():
        if findings[0].check in names:
            continue
        left = _without(findings, near) if findings[0].check in single_names else findings
        if left:
            groups[group] = left
    _put(groups, (_finding(plan, check, found) for check in whole for found in check.run(facts)))
    _put(groups, (_finding(plan, check, found) for check, found in _of_items(facts, single, near)))
    return Checked(groups, facts)


def _put(groups: dict[Group, tuple[Finding, ...]], fresh: Iterable[Finding]) -> None:
    by_group: dict[Group, list[Finding]] = {}
    for finding in fresh:
        by_group.setdefault(finding.order[:3], []).append(finding)
    for group, found in by_group.items():
        here = groups.get(group, ())
        if len(found) > len(here) // 16:
            groups[group] = tuple(sorted((*here, *found), key=_order))
            continue
        for finding in found:
            at = bisect_right(here, _order(finding), key=_order)
            here = (*here[:at], finding, *here[at:])
        groups[group] = here


def _order(finding: Finding) -> tuple[int, int, int, str, str]:
    return finding.order


def _without(findings: tuple[Finding, ...], items: frozenset[str]) -> tuple[Finding, ...]:
    """Those that are not about these items, of findings in the order of their items."""
    if len(items) > len(findings) // 16:
        return tuple(finding for finding in findings if finding.item not in items)
    for item in items:
        start = bisect_left(findings, item, key=_item)
        end = bisect_right(findings, item, lo=start, key=_item)
        if start < end:
            findings = (*findings[:start], *findings[end:])
    return findings


def _item(finding: Finding) -> str:
    return finding.item or ""


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


def _finding(plan: Plan, check: Check, found: Found) -> Finding:
    item = plan.get(found.item)
    chapter = check.chapter or (CHAPTER_OF.get(item.kind, "basis") if item is not None else "basis")
    said = f"{check.sentence}.{found.sentence}" if found.sentence else check.sentence
    sentence = Message(said, found.values)
    place = _PLACE.get(check.id, len(_PLACE))
    order = (*group_of(check.severity, chapter, place), found.item or "", repr(sentence))
    return Finding(
        check=check.id,
        severity=check.severity,
        chapter=chapter,
        item=found.item,
        sentence=sentence,
        why=Message(check.why),
        repair=found.repair,
        order=order,
    )
