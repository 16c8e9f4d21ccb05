"""What of the backlog gets done: the effort of the open requests, in their order, against capacity.

Capacity of a month, in person-months = the FTE of the roles of marketing departments that are filled and
valid in that month, less our own effort for the activities that run anyway (never below 0). Counted are the
months of the plan after the last closed one. `Capacity` items don't count here: they are amounts of a kind of
work, not effort.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import msgspec

from kakehashi.plan.basis import About
from kakehashi.plan.money import plan_months
from kakehashi.plan.months import shifted
from kakehashi.plan.organization import Activity, Department, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.work import Request

BACKLOG_READS = frozenset({"About", "Activity", "Department", "Request", "Role"})


class Ranked(msgspec.Struct, frozen=True):
    """An open request at its place. `month` = when it is done; None behind the cut line or without one."""

    request: str
    effort: Decimal | None
    cumulative: Decimal  # person-months up to here; a request without effort adds nothing
    month: str | None


class CutLine(msgspec.Struct, frozen=True):
    """The open requests with the line behind which nothing fits into the plan's months.

    `capacity` is empty when no filled role of marketing says its FTE, or no month is left: then there is no
    line. `months_to_finish` counts from the first open month, past the plan's end at the capacity of its last
    month; None = unknown or never.
    """

    ranked: tuple[Ranked, ...]
    capacity: Mapping[str, Decimal]  # month -> person-months, of the months still open
    fits: int | None  # so many of `ranked` stand before the line
    months_to_finish: Decimal | None
    without_effort: tuple[str, ...]

    @property
    def total(self) -> Decimal:
        """The effort of all open requests."""
        return self.ranked[-1].cumulative if self.ranked else Decimal(0)


def is_open(request: Request) -> bool:
    """Whether the request still waits to be done."""
    return request.state not in ("done", "declined") and request.moscow != "wont"


def open_months(plan: Plan) -> tuple[str, ...]:
    """The months of the plan after the last closed one."""
    closed = plan.only(About).closed_through
    return tuple(month for month in plan_months(plan) if closed is None or month > closed)


def next_months(plan: Plan, count: int = 3) -> tuple[str, ...]:
    """The months of the blueprint: those after the last closed one, from the plan's first month on."""
    about = plan.only(About)
    first = about.first_month
    if about.closed_through is not None:
        first = max(first, shifted(about.closed_through, 1))
    return tuple(shifted(first, by) for by in range(count))


def cut_line(plan: Plan) -> CutLine:
    """The backlog in its order, worked off month by month one request after the other."""
    requests = [request for request in plan.items(Request) if is_open(request)]
    capacity = _capacity(plan)
    reached, offered = [], Decimal(0)  # month -> what is done up to its end
    for month, amount in capacity.items():
        offered += amount
        reached.append((month, offered))
    ranked, sofar, at = [], Decimal(0), 0
    for request in requests:
        sofar += request.effort or Decimal(0)
        while at < len(reached) and reached[at][1] < sofar:
            at += 1
        done_in = reached[at][0] if at < len(reached) else None
        ranked.append(Ranked(request.id, request.effort, sofar, done_in))
    return CutLine(
        ranked=tuple(ranked),
        capacity=capacity,
        fits=sum(each.month is not None for each in ranked) if capacity else None,
        months_to_finish=_months_needed(sofar, list(capacity.values())),
        without_effort=tuple(request.id for request in requests if request.effort is None),
    )


def _capacity(plan: Plan) -> dict[str, Decimal]:
    teams = {department.id for department in plan.items(Department) if department.function == "marketing"}
    roles = [
        (role, role.fte)
        for role in plan.items(Role)
        if role.department in teams and role.employment != "open" and role.fte is not None
    ]
    if not roles:
        return {}
    running = sum((activity.effort or Decimal(0) for activity in plan.items(Activity)), Decimal(0))
    capacity = {}
    for month in open_months(plan):
        there = sum(
            (
                fte
                for role, fte in roles
                if (role.start is None or role.start <= month) and (role.end is None or month <= role.end)
            ),
            Decimal(0),
        )
        capacity[month] = max(there - running, Decimal(0))
    return capacity


def _months_needed(effort: Decimal, capacity: list[Decimal]) -> Decimal | None:
    if not capacity:
        return None
    left = effort
    for before, amount in enumerate(capacity):
        if left <= amount:
            return before + (left / amount if left else Decimal(0))
        left -= amount
    return len(capacity) + left / capacity[-1] if capacity[-1] else None
