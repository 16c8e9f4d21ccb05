"""Who reports to whom: everybody below a role, another boss for it, and what remains when it goes."""

from __future__ import annotations

from kakehashi.plan.changes import Change, joined, removing, setting
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Role
from kakehashi.plan.plan import Plan
from kakehashi.words import PlanError


class InACircle(PlanError):
    """A role would be above itself."""


def reports_of(plan: Plan, role: str) -> tuple[Role, ...]:
    """Those who report to a role directly, in their order."""
    return tuple(each for each in plan.items(Role) if each.reports_to == role and each.id != role)


def everyone_below(plan: Plan, role: str) -> frozenset[str]:
    """All whose way up leads to this role; never the role itself."""
    reports: dict[str, list[str]] = {}
    for each in plan.items(Role):
        if each.reports_to is not None:
            reports.setdefault(each.reports_to, []).append(each.id)
    found: set[str] = set()
    waiting = list(reports.get(role, ()))
    while waiting:
        below = waiting.pop()
        if below not in found:
            found.add(below)
            waiting += reports.get(below, ())
    return frozenset(found - {role})


def reporting(plan: Plan, role: str, boss: str | None) -> Change:
    """The change that puts a role with all below it under another boss, None = under nobody.

    Raises InACircle where the boss is the role itself or stands below it.
    """
    if boss is not None and (boss == role or boss in everyone_below(plan, role)):
        raise InACircle(
            "error.reporting.circle",
            role=name_of(plan, plan.get(role)),
            boss=name_of(plan, plan.get(boss)),
        )
    return setting(plan, role, "reports_to", boss)


def leaving(plan: Plan, role: str) -> Change:
    """The change that removes a role; who reported to it reports to its boss from then on."""
    gone = plan.find(Role, role)
    boss = gone.reports_to if gone is not None and gone.reports_to != role else None
    passed_on = [setting(plan, each.id, "reports_to", boss) for each in reports_of(plan, role)]
    return joined([*passed_on, removing(plan, role)])
