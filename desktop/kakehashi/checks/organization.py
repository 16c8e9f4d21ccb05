"""Checks of the organization: is each activity somebody's, is nobody counted twice, do departments talk."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.checks.climbing import in_a_circle
from kakehashi.plan.basis import About
from kakehashi.plan.changes import setting
from kakehashi.plan.duties import answering
from kakehashi.plan.naming import name_of
from kakehashi.plan.organization import (
    Activity,
    CommunicationLink,
    Enablement,
    Partner,
    Responsibility,
    Role,
)
from kakehashi.words import Message, Text, number


def _circle(facts: Facts) -> Iterator[Found]:
    roles = facts.plan.items(Role)
    circling = in_a_circle({role.id: role.reports_to for role in roles})
    for role in roles:
        if role.id in circling:
            yield Found(role.id, {"item": name_of(facts.plan, role)})


def _accountable(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    for activity, count in answering(plan).items():
        name = name_of(plan, plan.get(activity))
        if count == 0:
            yield Found(activity, {"item": name}, sentence="none")
        elif count > 1:
            yield Found(activity, {"item": name, "count": count}, sentence="several")


def _over_full_time(facts: Facts) -> Iterator[Found]:
    """Roles of one person whose FTE is over 1 in some month; told at the last of them."""
    roles: dict[str, list[Role]] = defaultdict(list)
    for role in facts.plan.items(Role):
        if role.fte is not None and (person := _person(role.person)):
            roles[person].append(role)
    for posts in roles.values():
        most = _most_at_once(posts)
        if len(posts) > 1 and most > 1:
            values = {"person": posts[-1].person, "count": len(posts), "effort": number(most, 2)}
            yield Found(posts[-1].id, values)


def _person(typed: Text) -> str:
    """The person's name as a key."""
    return typed.strip() if isinstance(typed, str) else repr(sorted(typed.items())) if typed else ""


def _most_at_once(roles: list[Role]) -> Decimal:
    """The largest FTE of these roles in one month; two roles count together only while both are held."""
    events = []
    for role in roles:
        fte = role.fte or Decimal(0)
        if role.start is None or role.end is None or role.start <= role.end:
            events.append((role.start or "", 0, fte))
            events.append((role.end or "9999-12", 1, -fte))
    most = at_once = Decimal(0)
    for _, _, change in sorted(events):
        at_once += change
        most = max(most, at_once)
    return most


def _filled_but_open(facts: Facts, role: Role) -> Iterator[Found]:
    if role.employment == "open" and role.person:
        change = setting(facts.plan, role.id, "employment", "in_house")
        repair = Repair(Message("repair.position_filled"), change)
        yield Found(role.id, {"item": name_of(facts.plan, role), "person": role.person}, repair)


def _thin_link(link: CommunicationLink) -> bool:
    felt = [each for each in (link.density_one, link.density_other) if each is not None]
    return bool(felt) and link.wanted is not None and min(felt) < link.wanted and not link.next_step


def _seen_differently(link: CommunicationLink) -> bool:
    one, other = link.density_one, link.density_other
    return one is not None and other is not None and abs(one - other) >= 2 and not link.cause


def _enablement_behind(facts: Facts, item: Enablement) -> Iterator[Found]:
    closed = facts.plan.only(About).closed_through
    late = closed is not None and item.when is not None and item.when <= closed
    if late and item.recurs == "once" and (item.share_done or 0) < 1:
        values = {"item": name_of(facts.plan, item), "share": int((item.share_done or 0) * 100)}
        yield Found(item.id, values)


CHECKS: tuple[Check, ...] = (
    lacking(
        "outsourced_without_partner",
        "warning",
        "organization",
        Role,
        lambda role: role.employment == "outsourced" and role.partner is None and role.monthly_cost is None,
    ),
    Check(
        id="reports_in_a_circle",
        severity="error",
        chapter="organization",
        reads=reading(Role),
        run=_circle,
    ),
    Check(
        id="activity_accountable",
        severity="warning",
        chapter="organization",
        reads=reading(Activity, Responsibility),
        run=_accountable,
    ),
    Check(
        id="person_over_full_time",
        severity="warning",
        chapter="organization",
        reads=reading(Role),
        run=_over_full_time,
    ),
    lacking(
        "role_gap_without_remedy",
        "warning",
        "organization",
        Role,
        lambda role: (
            role.employment != "open" and role.skills_needed and not role.skills_present and not role.remedy
        ),
    ),
    lacking(
        "open_without_remedy",
        "warning",
        "organization",
        Role,
        lambda role: role.employment == "open" and not (role.remedy and role.remedy_by),
    ),
    item_check("open_but_filled", "hint", "organization", Role, _filled_but_open),
    lacking(
        "activity_without_partner",
        "warning",
        "organization",
        Activity,
        lambda activity: activity.sourcing != "in_house" and activity.partner is None,
    ),
    lacking(
        "partner_without_contract_months",
        "warning",
        "organization",
        Partner,
        lambda partner: partner.monthly_fee and (partner.start is None or partner.end is None),
    ),
    lacking("link_too_thin", "warning", "organization", CommunicationLink, _thin_link),
    lacking("link_seen_differently", "hint", "organization", CommunicationLink, _seen_differently),
    item_check("enablement_behind", "hint", "organization", Enablement, _enablement_behind, reads=(About,)),
)
