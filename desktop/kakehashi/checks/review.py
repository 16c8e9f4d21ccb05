"""Checks of review and declaration: what is asked has an addressee and a date, what is said has an answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.plan.changes import joined, setting
from kakehashi.plan.fields import describe
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import KINDS
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Department
from kakehashi.plan.review import (
    Approval,
    Ask,
    Audience,
    Comment,
    Decision,
    FindingRecord,
    Question,
    Risk,
)
from kakehashi.plan.telling import day_words
from kakehashi.words import Message


def _unanswered(facts: Facts, ask: Ask) -> Iterator[Found]:
    """Asked, not answered. A department that says no is another finding: the plan counts on it."""
    if not ask.answer and facts.plan.find(Department, ask.department) is not None:
        yield Found(ask.id, _with_department(facts, ask, ask.department))


def _refused(facts: Facts, ask: Ask) -> Iterator[Found]:
    if ask.answer == "no":
        yield Found(ask.id, _with_department(facts, ask, ask.department))


def _with_department(facts: Facts, item: Item, department: str | None) -> dict[str, object]:
    plan = facts.plan
    return {"item": name_of(plan, item), "department": name_of(plan, plan.find(Department, department))}


def _open_comment(facts: Facts, comment: Comment) -> Iterator[Found]:
    if comment.state == "open" and comment.type != "approval":
        yield Found(comment.id, _with_department(facts, comment, comment.department))


def _approvals(
    fires: Callable[[Approval], object],
) -> Callable[[Facts], Iterator[Found]]:
    """Approvals for which it fires, but for those whose department has decided on a later edition."""

    def run(facts: Facts) -> Iterator[Found]:
        approvals = facts.plan.items(Approval)
        latest: dict[str | None, int] = {}
        for approval in approvals:
            if approval.decision:
                latest[approval.department] = max(approval.edition or 0, latest.get(approval.department, 0))
        for approval in approvals:
            # Without a department nobody can have decided later.
            last = latest.get(approval.department, 0) if approval.department is not None else 0
            if fires(approval) and (approval.edition or 0) >= last:
                values = _with_department(facts, approval, approval.department)
                yield Found(approval.id, {**values, "condition": approval.condition or None})

    return run


def _on_approvals(check: str, fires: Callable[[Approval], object]) -> Check:
    return Check(
        id=check,
        severity="warning",
        chapter="review",
        reads=reading(Approval, Department),
        run=_approvals(fires),
    )


def _twice(facts: Facts) -> Iterator[Found]:
    seen: set[str] = set()
    for audience in facts.plan.items(Audience):
        if audience.stands_for in seen:
            built_in = Message(f"choice.Audience.stands_for.{audience.stands_for}")
            repair = Repair(
                Message("repair.own_audience"), setting(facts.plan, audience.id, "stands_for", "")
            )
            yield Found(audience.id, {"item": name_of(facts.plan, audience), "audience": built_in}, repair)
        elif audience.stands_for:
            seen.add(audience.stands_for)


def _unknown_field(facts: Facts, audience: Audience) -> Iterator[Found]:
    for name in dict.fromkeys((*audience.sees, *audience.hides)):
        if not _is_field(name) and not (name == "*" and name in audience.sees):
            values = {"item": name_of(facts.plan, audience), "name": name}
            yield Found(audience.id, values, _without(facts, audience, name))


def _without(facts: Facts, audience: Audience, name: str) -> Repair:
    change = joined(
        setting(facts.plan, audience.id, field, [each for each in getattr(audience, field) if each != name])
        for field in ("sees", "hides")
    )
    return Repair(Message("repair.remove_from_audience", {"name": name}), change)


def _is_field(name: str) -> bool:
    kind, _, field = name.partition(".")
    return kind in KINDS and field in describe(KINDS[kind])


def _out_of_date(facts: Facts) -> Iterator[Found]:
    """Records that figures point to although another record rests on a newer import of the same table."""
    plan = facts.plan
    records = plan.items(FindingRecord)
    latest: dict[str, str] = {}
    for record in records:
        for source in record.sources:
            latest[source.table] = max(source.imported_on, latest.get(source.table, ""))
    index = plan.reverse_index()
    for record in records:
        newer = [latest[each.table] for each in record.sources if latest[each.table] > each.imported_on]
        if newer and record.id in index:
            values = {
                "item": name_of(plan, record),
                "date": day_words(min(each.imported_on for each in record.sources)),
                "newer": day_words(max(newer)),
                "count": len(index[record.id]),
            }
            yield Found(record.id, values)


CHECKS: tuple[Check, ...] = (
    lacking(
        "decision_without_date",
        "warning",
        "review",
        Decision,
        lambda decision: not decision.answer and decision.by is None,
    ),
    lacking(
        "decision_of_nobody",
        "warning",
        "review",
        Decision,
        lambda decision: not decision.answer and decision.asked_of is None,
    ),
    lacking("ask_of_nobody", "warning", "review", Ask, lambda ask: ask.department is None),
    item_check("ask_unanswered", "warning", "review", Ask, _unanswered),
    item_check("ask_refused", "warning", "review", Ask, _refused),
    lacking(
        "ask_gives_nothing_back",
        "hint",
        "review",
        Ask,
        lambda ask: ask.answer != "no" and not ask.gives_back,
    ),
    lacking(
        "risk_without_owner",
        "warning",
        "review",
        Risk,
        lambda risk: risk.state != "closed" and risk.owner is None,
    ),
    lacking(
        "risk_without_remedy",
        "warning",
        "review",
        Risk,
        lambda risk: risk.state != "closed" and "high" in (risk.likelihood, risk.effect) and not risk.remedy,
    ),
    lacking("question_open", "warning", "review", Question, lambda question: not question.answer),
    lacking(
        "question_without_backing",
        "hint",
        "review",
        Question,
        lambda question: question.answer and not question.backed_by,
    ),
    item_check("comment_open", "warning", "review", Comment, _open_comment),
    lacking(
        "comment_declined_without_answer",
        "warning",
        "review",
        Comment,
        lambda comment: comment.state == "declined" and not comment.answer,
    ),
    _on_approvals(
        "approval_condition_open",
        lambda approval: approval.decision == "with_condition" and approval.condition_met_on is None,
    ),
    _on_approvals("approval_sent_back", lambda approval: approval.decision == "send_back"),
    lacking(
        "approval_without_edition",
        "warning",
        "review",
        Approval,
        lambda approval: approval.decision and (approval.edition is None or not approval.edition_hash),
    ),
    Check(
        id="audience_twice",
        severity="error",
        chapter="review",
        reads=reading(Audience),
        run=_twice,
    ),
    item_check("audience_unknown_field", "warning", "review", Audience, _unknown_field),
    lacking(
        "audience_without_chapters",
        "warning",
        "review",
        Audience,
        lambda audience: not audience.chapters and not audience.stands_for,
    ),
    Check(
        id="finding_out_of_date",
        severity="warning",
        chapter="review",
        reads=frozenset("*"),
        run=_out_of_date,
    ),
)
