"""Running the checks of plugins: what they find stands among our own findings, with the plugin named."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice
from typing import Any

from kakehashi.checks.check import Finding, Repair
from kakehashi.checks.offered import CheckResult
from kakehashi.checks.run import OTHERS, group_of
from kakehashi.extension.inside import called, ready_now
from kakehashi.extension.loading import PluginLies
from kakehashi.extension.manifest import OfferedCheck
from kakehashi.extension.plugins import Offered, Plugin, plan_checks
from kakehashi.plan.changes import Change, joined, setting
from kakehashi.plan.fields import describe
from kakehashi.plan.kinds import BY_CHAPTER, CHAPTER_OF
from kakehashi.plan.plan import Plan
from kakehashi.plan.records import Records
from kakehashi.words import Message, PlanError, Text

MOST = 1_000
"""Results of one check that are taken."""
DOING = "checking"


def foreign_findings(plan: Plan, found: Sequence[Plugin] | None = None) -> tuple[Finding, ...]:
    """What the plugins' checks find; one that fails is a finding itself. In no order: see `run.in_order`."""
    records = Records(plan)
    asked = ready_now() if found is None else found
    findings: list[Finding] = []
    for place, offered in enumerate(plan_checks(asked).values(), OTHERS):
        run = partial(_found, plan, records, offered, place)
        try:
            findings += called(offered.plugin, "checks", offered.offer.key, DOING, run)
        except PlanError as error:
            findings.append(_failed(offered, place, error))
    return tuple(findings)


def _found(
    plan: Plan, records: Records, offered: Offered[OfferedCheck], place: int, check: Any
) -> list[Finding]:
    found = []
    for result in islice(check.check(records), MOST):
        _must_be_sound(plan, offered.plugin, result)
        item = plan.get(result.item)
        chapter = CHAPTER_OF.get(item.kind, "") if item is not None else ""
        why = Message("check.of_plugin.why", _told_of(offered))
        if item is not None and result.field:
            title = Message(describe(type(item))[result.field].title)
            why = Message("check.of_plugin.where", {**_told_of(offered), "field": title})
        found.append(
            _finding(
                offered,
                place,
                result.severity,
                chapter or _chapter_of(offered.plugin),
                Message("check.of_plugin", {"said": result.message, **_told_of(offered)}),
                why,
                item=result.item,
                repair=_repair(plan, offered.plugin, result),
            )
        )
    return found


def _failed(offered: Offered[OfferedCheck], place: int, error: PlanError) -> Finding:
    """That a check could not be run."""
    why = Message("check.of_plugin.why", _told_of(offered))
    return _finding(offered, place, "warning", _chapter_of(offered.plugin), error.message, why)


def _finding(
    offered: Offered[OfferedCheck],
    place: int,
    severity: str,
    chapter: str,
    sentence: Message,
    why: Message,
    *,
    item: str | None = None,
    repair: Repair | None = None,
) -> Finding:
    return Finding(
        check=f"{offered.plugin.name}.{offered.offer.key}",
        severity=severity,  # type: ignore[arg-type]
        chapter=chapter,
        item=item,
        sentence=sentence,
        why=why,
        repair=repair,
        order=(*group_of(severity, chapter, place), item or "", repr(sentence)),
    )


def _told_of(offered: Offered[OfferedCheck]) -> dict[str, Text]:
    return {"plugin": offered.plugin.manifest.title, "check": offered.offer.title}


def _chapter_of(plugin: Plugin) -> str:
    """Where findings stand that are about no item: in the plugin's own chapter, else among the basis."""
    return next((each.key for each in plugin.manifest.chapters if each.key in BY_CHAPTER), "basis")


def _must_be_sound(plan: Plan, plugin: Plugin, result: Any) -> None:
    """Raises PluginLies for what is no result of a check."""
    sound = (
        isinstance(result, CheckResult)
        and result.severity in ("error", "warning", "hint")
        and _is_text(result.message)
        and bool(result.message)
        and _is_text(result.repair_title)
        and (result.item is None or result.item in plan)
        and (not result.field or result.field in _fields_of(plan, result.item))
        and isinstance(result.repair, Mapping | None)
    )
    if not sound:
        raise PluginLies("error.plugin.result", plugin=plugin.name, given=repr(result)[:200])


def _fields_of(plan: Plan, item: str | None) -> Mapping[str, object]:
    found = plan.get(item)
    return {} if found is None else describe(type(found))


def _is_text(value: object) -> bool:
    if isinstance(value, Mapping):
        return all(isinstance(each, str) for pair in value.items() for each in pair)
    return isinstance(value, str)


def _repair(plan: Plan, plugin: Plugin, result: CheckResult) -> Repair | None:
    """The edit that sets the values; a value that may not stand there is the plugin's mistake."""
    item = plan.get(result.item)
    if not result.repair or item is None:
        return None
    try:
        change: Change = joined(
            setting(plan, item.id, field, value) for field, value in result.repair.items()
        )
    except PlanError as error:
        raise PluginLies(
            "error.plugin.repair", plugin=plugin.name, problem=error.message, item=item.id
        ) from error
    if not change:
        return None
    if result.repair_title:
        return Repair(Message("repair.of_plugin", {"said": result.repair_title}), change)
    known = describe(type(item))
    fields = Message(known[next(iter(result.repair))].title)
    return Repair(Message("repair.set_field", {"field": fields}), change)
