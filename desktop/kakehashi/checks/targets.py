"""Checks of the targets: who they are and why, whether they suffice for the goal, what we say to them."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, item_check, lacking, reading
from kakehashi.forecast.inputs import FORECAST_READS
from kakehashi.forecast.results import Backward
from kakehashi.plan.item import Figure
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.targets import (
    CompanyCondition,
    Competitor,
    Coverage,
    FollowRule,
    KeyMessage,
    Launch,
    LeadQuality,
    NamedAccount,
    Phase,
    Positioning,
    Segment,
)
from kakehashi.words import Listing, Message, Text, number, percent

# What is a part of what: the first never exceeds the second.
_INSIDE = (
    ("with_leads", "companies"),
    ("with_target_leads", "with_leads"),
    ("with_follow_leads", "with_target_leads"),
    ("with_open", "companies"),
    ("with_valid", "companies"),
    ("with_won", "companies"),
    ("with_lost", "companies"),
    ("target_leads", "people"),
    ("follow_leads", "target_leads"),
)


def _refers(plan: Plan, item_id: str, kind: type, field: str) -> bool:
    """Whether an item of this kind refers to the item in this field."""
    return any(
        name == field and isinstance(plan.get(source), kind) for source, name in plan.referrers(item_id)
    )


def _no_conditions(facts: Facts, segment: Segment) -> Iterator[Found]:
    if not _refers(facts.plan, segment.id, CompanyCondition, "segment"):
        yield Found(segment.id, {"item": name_of(facts.plan, segment)})


def _shares(facts: Facts) -> Iterator[Found]:
    shares = [each.share_of_goal for each in facts.plan.items(Segment) if each.share_of_goal is not None]
    if sum(shares, Decimal(0)) > 1:
        yield Found(None, {"sum": percent(sum(shares, Decimal(0)))})


def _too_few_companies(facts: Facts) -> Iterator[Found]:
    """Won deals that a goal requires (one won deal = one company) against the target companies there are.

    Of a segment: its share of the goal. Where only segments are covered, all together are their sum.
    """
    plan = facts.plan
    needed = max((won for goal in facts.forecast.goals if (won := _won(goal)) is not None), default=None)
    if needed is None:
        return
    exist = _companies(plan)
    whole = exist.pop(None, None)
    if whole is None:
        whole = sum(exist.values(), Decimal(0)) if exist else None
    if whole is not None and needed > whole:
        yield Found(None, _against(needed, whole), sentence="all")
        return
    for segment in plan.items(Segment):
        companies = exist.get(segment.id)
        share = needed * segment.share_of_goal if segment.share_of_goal is not None else None
        if companies is not None and share is not None and share > companies:
            yield Found(segment.id, {"item": name_of(plan, segment), **_against(share, companies)})


def _won(goal: Backward) -> Decimal | None:
    return goal.required[-1].required if goal.required else None


def _against(needed: Decimal, companies: Decimal) -> dict[str, Text]:
    return {"needed": number(needed, 0), "companies": number(companies, 0)}


def _companies(plan: Plan) -> dict[str | None, Decimal]:
    """Target companies by segment (None = all targets): of the row without a tier, else the sum of tiers."""
    whole: dict[str | None, Decimal] = {}
    tiers: dict[str | None, Decimal] = {}
    for coverage in plan.items(Coverage):
        value = _value(coverage.companies)
        if value is None:
            continue
        place = tiers if coverage.tier else whole
        place[coverage.segment] = place.get(coverage.segment, Decimal(0)) + value
    return tiers | whole


def _value(figure: Figure | None) -> Decimal | None:
    return None if figure is None else figure.value


def _more_than_all(facts: Facts, coverage: Coverage) -> Iterator[Found]:
    for part, whole in _INSIDE:
        inside, outside = _value(getattr(coverage, part)), _value(getattr(coverage, whole))
        if inside is not None and outside is not None and inside > outside:
            values = {
                "item": name_of(facts.plan, coverage),
                "part": Message(f"field.Coverage.{part}"),
                "whole": Message(f"field.Coverage.{whole}"),
                "one": number(inside, 0),
                "other": number(outside, 0),
            }
            yield Found(coverage.id, values)


def _covered_twice(facts: Facts) -> Iterator[Found]:
    seen: set[tuple[str | None, str]] = set()
    for coverage in facts.plan.items(Coverage):
        place = (coverage.segment, coverage.tier)
        if place in seen:
            yield Found(coverage.id, {"item": name_of(facts.plan, coverage)})
        seen.add(place)


def _rules_disagree(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    first: dict[tuple[str, str | None, str], FollowRule] = {}
    for rule in plan.items(FollowRule):
        if rule.phase is None:
            continue
        other = first.setdefault((rule.phase, rule.segment, rule.will), rule)
        if other.decision != rule.decision:
            values = {
                "item": name_of(plan, rule),
                "one": Message(f"choice.FollowRule.decision.{other.decision}"),
                "other": Message(f"choice.FollowRule.decision.{rule.decision}"),
            }
            yield Found(rule.id, values)


def _no_rule(facts: Facts, phase: Phase) -> Iterator[Found]:
    plan = facts.plan
    if plan.items(FollowRule) and not _refers(plan, phase.id, FollowRule, "phase"):
        yield Found(phase.id, {"item": name_of(plan, phase)})


def _no_quality(facts: Facts) -> Iterator[Found]:
    quality = facts.plan.only(LeadQuality)
    if facts.plan.items(FollowRule) and not (quality.sentence and quality.rule):
        yield Found(quality.id if quality.id in facts.plan else None)


def _unready(facts: Facts, launch: Launch) -> Iterator[Found]:
    if launch.state == "dropped" or not launch.date:
        return
    missing = [
        Message(f"field.Launch.{name}") for name in ("what", "needs", "owner") if not getattr(launch, name)
    ]
    if missing:
        yield Found(launch.id, {"item": name_of(facts.plan, launch), "fields": Listing(tuple(missing))})


CHECKS: tuple[Check, ...] = (
    item_check("coverage_contradicts", "error", "targets", Coverage, _more_than_all),
    Check(
        id="coverage_twice",
        severity="error",
        chapter="targets",
        reads=reading(Coverage, Segment),
        run=_covered_twice,
    ),
    Check(
        id="shares_of_goal_over_one",
        severity="error",
        chapter="targets",
        reads=reading(Segment),
        run=_shares,
    ),
    Check(
        id="follow_rules_disagree",
        severity="error",
        chapter="targets",
        reads=reading(FollowRule, Phase, Segment),
        run=_rules_disagree,
    ),
    Check(
        id="too_few_target_companies",
        severity="warning",
        chapter="targets",
        reads=FORECAST_READS | reading(Coverage, Segment),
        run=_too_few_companies,
    ),
    item_check(
        "segment_without_conditions",
        "warning",
        "targets",
        Segment,
        _no_conditions,
        reads=(CompanyCondition,),
    ),
    lacking("segment_without_reason", "warning", "targets", Segment, lambda each: not each.why_we_win),
    lacking(
        "account_without_owner",
        "warning",
        "targets",
        NamedAccount,
        lambda each: each.owner is None and each.status not in ("lost", "paused"),
    ),
    lacking(
        "message_without_proof",
        "warning",
        "targets",
        KeyMessage,
        lambda each: each.claim and not each.proof and not each.proof_from and each.state != "withdrawn",
    ),
    lacking(
        "positioning_without_proof",
        "warning",
        "targets",
        Positioning,
        lambda each: each.claim and not each.proof,
    ),
    lacking("follow_rule_without_why", "warning", "targets", FollowRule, lambda each: not each.why),
    item_check("phase_without_rule", "warning", "targets", Phase, _no_rule, reads=(FollowRule,)),
    Check(
        id="no_lead_quality",
        severity="warning",
        chapter="targets",
        reads=reading(LeadQuality, FollowRule),
        run=_no_quality,
    ),
    item_check("launch_unprepared", "warning", "targets", Launch, _unready),
    lacking(
        "message_to_check",
        "hint",
        "targets",
        KeyMessage,
        lambda each: each.state == "to_check",
    ),
    lacking(
        "competitor_without_answer",
        "hint",
        "targets",
        Competitor,
        lambda each: each.strengths and not each.we_answer,
    ),
)
