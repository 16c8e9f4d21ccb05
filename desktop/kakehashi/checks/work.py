"""Checks of requests and blueprint: what serves no outcome, what will not get done, which month is empty."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from kakehashi.checks.check import Check, Facts, Found, Repair, item_check, lacking, reading
from kakehashi.plan.backlog import BACKLOG_READS, CutLine, cut_line, is_open, next_months, open_months
from kakehashi.plan.basis import About
from kakehashi.plan.changes import moving
from kakehashi.plan.months import shifted
from kakehashi.plan.naming import name_of
from kakehashi.plan.plan import Plan
from kakehashi.plan.telling import month_words
from kakehashi.plan.work import BlueprintEntry, Request
from kakehashi.words import Listing, Message, number

ASK_AGAIN_AFTER = 6  # months


def _must_beyond(facts: Facts) -> Iterator[Found]:
    plan = facts.plan
    line = cut_line(plan)
    if line.fits is None:
        return
    offered = sum(line.capacity.values(), Decimal(0))
    room, place = _place_for_a_must(plan, line, offered)
    for each in line.ranked[line.fits :]:
        request = plan.find(Request, each.request)
        if request is None or request.moscow != "must":
            continue
        repair = None
        if room is not None and (each.effort or Decimal(0)) <= room:
            repair = Repair(Message("repair.must_first"), moving(plan, request.id, place))
            room = None  # the others are told again once this one has moved
        values = {
            "item": name_of(plan, request),
            "cumulative": number(each.cumulative, 1),
            "capacity": number(offered, 1),
        }
        yield Found(request.id, values, repair)


def _place_for_a_must(plan: Plan, line: CutLine, offered: Decimal) -> tuple[Decimal | None, str | None]:
    """The room before the first open request that is no must, and the request above it (None = top)."""
    open_ones = {each.request: each for each in line.ranked}
    before, above = Decimal(0), None
    for request in plan.items(Request):
        if request.id in open_ones:
            if request.moscow != "must":
                return offered - before, above
            before = open_ones[request.id].cumulative
        above = request.id
    return None, None


def _ask_again(facts: Facts, request: Request) -> Iterator[Found]:
    closed = facts.plan.only(About).closed_through
    asked = max(request.still_needed_on or "", request.came_on or "")
    if not closed or not asked or not is_open(request) or request.state == "in_progress":
        return
    if shifted(asked[:7], ASK_AGAIN_AFTER) <= closed:
        values = {"item": name_of(facts.plan, request), "month": month_words(asked[:7])}
        yield Found(request.id, values)


def _empty_month(facts: Facts) -> Iterator[Found]:
    entries = facts.plan.items(BlueprintEntry)
    if not entries:
        return  # there is no blueprint yet: the chapter is empty, not wrong
    still_open = set(open_months(facts.plan))
    taken = {entry.month for entry in entries if entry.state != "dropped"}
    empty = [month for month in next_months(facts.plan) if month in still_open and month not in taken]
    if empty:
        yield Found(None, {"months": Listing(tuple(month_words(month) for month in empty))})


def _not_delivered(facts: Facts, entry: BlueprintEntry) -> Iterator[Found]:
    closed = facts.plan.only(About).closed_through
    if not closed or not entry.month or entry.month > closed or entry.state in ("delivered", "dropped"):
        return
    yield Found(entry.id, {"item": name_of(facts.plan, entry), "month": month_words(entry.month)})


CHECKS: tuple[Check, ...] = (
    lacking(
        "request_without_outcome",
        "warning",
        "work",
        Request,
        lambda request: is_open(request) and request.outcome is None,
    ),
    Check(
        id="must_beyond_cut_line",
        severity="warning",
        chapter="work",
        reads=BACKLOG_READS,
        run=_must_beyond,
    ),
    lacking(
        "declined_without_reason",
        "warning",
        "work",
        Request,
        lambda request: (
            (request.state == "declined" or request.moscow == "wont") and not request.declined_because
        ),
    ),
    item_check("request_to_ask_again", "hint", "work", Request, _ask_again, reads=(About,)),
    Check(
        id="blueprint_month_empty",
        severity="warning",
        chapter="work",
        reads=reading(BlueprintEntry, About),
        run=_empty_month,
    ),
    lacking(
        "blueprint_without_owner",
        "warning",
        "work",
        BlueprintEntry,
        lambda entry: entry.state != "dropped" and entry.owner is None,
    ),
    lacking(
        "blueprint_without_outcome",
        "warning",
        "work",
        BlueprintEntry,
        lambda entry: entry.state != "dropped" and entry.outcome is None,
    ),
    item_check("blueprint_not_delivered", "hint", "work", BlueprintEntry, _not_delivered, reads=(About,)),
)
