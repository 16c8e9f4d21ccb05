"""Cases of the checks of work: a plan where it fires, the nearest where it does not."""

from __future__ import annotations

from decimal import Decimal

from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Department, Role
from kakehashi.plan.work import BlueprintEntry, Request

CLOSED = About(id=only_id("About"), first_month="2027-04", months=12, closed_through="2027-12")
TEAM: list[Item] = [
    CLOSED,  # three months are left
    Department(id="m", name="マーケティング", function="marketing"),
    Role(id="r", title="コンテンツ", department="m", fte=Decimal(1)),
]


def _request(request: str, position: str, effort: int, moscow: str = "must") -> Request:
    return Request(
        id=request,
        what=request,
        position=position,
        effort=Decimal(effort),
        moscow=moscow,  # type: ignore[arg-type]
    )


def _entry(month: str, **rest: object) -> BlueprintEntry:
    return BlueprintEntry(id=month, deliverable="導入事例", month=month, **rest)


CASES: list[tuple[str, list[Item], list[Item]]] = [
    ("request_without_outcome", [Request(id="q")], [Request(id="q", outcome="o")]),
    ("request_without_outcome", [Request(id="q")], [Request(id="q", state="declined")]),
    (
        "must_beyond_cut_line",
        [*TEAM, _request("first", "a0", 2, "could"), _request("must", "a1", 2)],
        [*TEAM, _request("first", "a0", 1, "could"), _request("must", "a1", 2)],
    ),
    (
        "must_beyond_cut_line",
        [*TEAM, _request("one", "a0", 2), _request("two", "a1", 2)],  # nothing can go behind them
        [*TEAM, _request("one", "a0", 2), _request("two", "a1", 2, "should")],
    ),
    (
        "must_beyond_cut_line",
        [*TEAM, _request("must", "a0", 4)],
        [CLOSED, _request("must", "a0", 4)],  # nobody has said who does the work
    ),
    (
        "declined_without_reason",
        [Request(id="q", state="declined")],
        [Request(id="q", state="declined", declined_because="成果につながらない")],
    ),
    ("declined_without_reason", [Request(id="q", moscow="wont")], [Request(id="q", moscow="could")]),
    (
        "request_to_ask_again",
        [CLOSED, Request(id="q", came_on="2027-06-30")],
        [CLOSED, Request(id="q", came_on="2027-06-30", still_needed_on="2027-07-01")],
    ),
    (
        "blueprint_month_empty",
        [CLOSED, _entry("2028-01"), _entry("2028-02"), _entry("2028-03", state="dropped")],
        [CLOSED, _entry("2028-01"), _entry("2028-02"), _entry("2028-03")],
    ),
    ("blueprint_month_empty", [CLOSED, _entry("2028-01")], [CLOSED]),
    ("blueprint_without_owner", [_entry("2028-01")], [_entry("2028-01", owner="r")]),
    ("blueprint_without_outcome", [_entry("2028-01")], [_entry("2028-01", outcome="o")]),
    (
        "blueprint_not_delivered",
        [CLOSED, _entry("2027-12")],
        [CLOSED, _entry("2027-12", state="delivered"), _entry("2028-01")],
    ),
]
