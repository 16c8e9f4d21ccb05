"""Running checks: all of them, or those that read what an edit touched."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from kakehashi.checks import budget, direction, everywhere, metrics, organization, simulation
from kakehashi.checks.check import Check, Facts, Finding, Found
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


def run_checks(plan: Plan, checks: Iterable[Check] = CHECKS) -> tuple[Finding, ...]:
    """All findings, the most severe first, then in the order of the chapters."""
    facts = Facts(plan)
    return ordered([_finding(plan, check, found) for check in checks for found in check.run(facts)])


def run_again(
    before: Sequence[Finding], plan: Plan, touched: frozenset[str], checks: Iterable[Check] = CHECKS
) -> tuple[Finding, ...]:
    """The findings after an edit that touched these kinds, equal to a full run.

    Only the checks that read a touched kind run again.
    """
    due = [check for check in checks if check.reads & touched or "*" in check.reads]
    names = {check.id for check in due}
    kept = [finding for finding in before if finding.check not in names]
    return ordered([*kept, *run_checks(plan, due)])


def ordered(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """In the order in which they are shown; stable for one plan."""
    order = [check.id for check in CHECKS]

    def key(finding: Finding) -> tuple[int, int, int, str, str]:
        chapter = CHAPTERS.index(finding.chapter) if finding.chapter in CHAPTERS else len(CHAPTERS)
        place = order.index(finding.check) if finding.check in order else len(order)
        return _SEVERITIES.index(finding.severity), chapter, place, finding.item or "", repr(finding.sentence)

    return tuple(sorted(findings, key=key))


def _finding(plan: Plan, check: Check, found: Found) -> Finding:
    item = plan.get(found.item)
    chapter = check.chapter or (CHAPTER_OF.get(item.kind, "basis") if item is not None else "basis")
    sentence = f"{check.sentence}.{found.sentence}" if found.sentence else check.sentence
    return Finding(
        check=check.id,
        severity=check.severity,
        chapter=chapter,
        item=found.item,
        sentence=Message(sentence, found.values),
        repair=found.repair,
    )
