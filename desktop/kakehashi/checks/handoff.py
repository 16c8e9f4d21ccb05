"""Checks of the hand-off and of win/loss: both sides agree, nothing is lost on the way, losses teach."""

from __future__ import annotations

from collections.abc import Iterator

from kakehashi.checks.check import Check, Facts, Found, item_check, lacking, reading
from kakehashi.plan.basis import About
from kakehashi.plan.fields import describe
from kakehashi.plan.handoff import Approach, HandoffCondition, Interview, Reason, ServiceLevel
from kakehashi.plan.kinds import agreement_of
from kakehashi.plan.metrics import Agreement
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import Department, Role
from kakehashi.plan.telling import month_words
from kakehashi.words import Listing, Message


def _approach_left_out(facts: Facts) -> Iterator[Found]:
    cards = facts.plan.items(Approach)
    if not cards and not facts.plan.items(HandoffCondition):
        return  # nobody has begun with the hand-off yet
    done = {card.approach for card in cards if card.done}
    described = describe(Approach)["approach"]
    left_out = [Message(described.choice(each)) for each in described.choices if each not in done]
    if left_out:
        yield Found(None, {"approaches": Listing(tuple(left_out))})


def _not_agreed(facts: Facts, condition: HandoffCondition) -> Iterator[Found]:
    """One finding for each side that has not agreed; an objection is told by its own check."""
    plan = facts.plan
    item = name_of(plan, condition)
    roles = [plan.find(Role, each) for each in (condition.from_role, condition.to_role)]
    sides = [plan.find(Department, role.department) if role is not None else None for role in roles]
    if None in sides:
        yield Found(condition.id, {"item": item}, sentence="sides")
    for side in dict.fromkeys(each.id for each in sides if each is not None):
        agreement = plan.find(Agreement, agreement_of(condition.id, side))
        if agreement is None or agreement.state == "open":
            values = {"item": item, "department": name_of(plan, plan.get(side))}
            yield Found(condition.id, values, sentence="open")


def _review_past(facts: Facts, condition: HandoffCondition) -> Iterator[Found]:
    closed = facts.plan.only(About).closed_through
    if closed is not None and condition.review_on is not None and condition.review_on[:7] <= closed:
        values = {"item": name_of(facts.plan, condition), "month": month_words(condition.review_on[:7])}
        yield Found(condition.id, values)


def _no_service_level(facts: Facts) -> Iterator[Found]:
    if facts.plan.items(HandoffCondition) and not facts.plan.items(ServiceLevel):
        yield Found(None)


def _loss_leads_nowhere(facts: Facts) -> Iterator[Found]:
    """A lost reason that says nothing of what happens next; headings of the taxonomy need not."""
    plan = facts.plan
    headings = {reason.belongs_to for reason in plan.items(Reason)}
    for reason in plan.items(Reason):
        if reason.outcome != "lost" or reason.id in headings:
            continue
        if not reason.then:
            yield Found(reason.id, {"item": name_of(plan, reason)}, sentence="nothing")
        elif reason.then == "nurture" and reason.nurture_months is None:
            yield Found(reason.id, {"item": name_of(plan, reason)}, sentence="months")


CHECKS: tuple[Check, ...] = (
    item_check(
        "handoff_not_agreed",
        "warning",
        "handoff",
        HandoffCondition,
        _not_agreed,
        reads=(Agreement, Role, Department),
    ),
    Check(
        id="approach_left_out",
        severity="warning",
        chapter="handoff",
        reads=reading(Approach, HandoffCondition),
        run=_approach_left_out,
    ),
    item_check("handoff_review_past", "warning", "handoff", HandoffCondition, _review_past, reads=(About,)),
    Check(
        id="no_service_level",
        severity="warning",
        chapter="handoff",
        reads=reading(HandoffCondition, ServiceLevel),
        run=_no_service_level,
    ),
    lacking(
        "return_without_recycle",
        "warning",
        "handoff",
        ServiceLevel,
        lambda level: level.return_reasons and not level.recycle,
    ),
    Check(
        id="lost_reason_without_next",
        severity="warning",
        chapter="handoff",
        reads=reading(Reason),
        run=_loss_leads_nowhere,
    ),
    lacking(
        "lesson_without_change",
        "hint",
        "handoff",
        Interview,
        lambda interview: interview.lesson and not interview.changed,
    ),
)
