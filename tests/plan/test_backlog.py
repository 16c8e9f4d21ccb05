"""The backlog against capacity: what gets done when, where the line is, how long all of it takes."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.plan.backlog import cut_line, next_months, open_months
from kakehashi.plan.basis import About
from kakehashi.plan.item import Item
from kakehashi.plan.kinds import only_id
from kakehashi.plan.organization import Activity, Department, Role
from kakehashi.plan.plan import Plan
from kakehashi.plan.work import Request

MARKETING = Department(id="m", function="marketing")


def about(closed: str | None = "2027-12") -> About:
    return About(id=only_id("About"), first_month="2027-04", months=12, closed_through=closed)


def role(fte: str | None = "1", name: str = "r", department: str = "m", **rest: object) -> Role:
    return Role(id=name, department=department, fte=None if fte is None else Decimal(fte), **rest)


def backlog(*efforts: str | None) -> list[Request]:
    return [
        Request(id=f"q{n}", position=f"a{n}", effort=None if effort is None else Decimal(effort))
        for n, effort in enumerate(efforts)
    ]


def plan(*items: Item) -> Plan:
    return Plan("u", [about(), MARKETING, *items])


def test_requests_are_worked_off_in_their_order() -> None:
    line = cut_line(plan(role(), *backlog("0.5", "0.5", "1.5", "0.5", "0.1")))
    assert [each.month for each in line.ranked] == ["2028-01", "2028-01", "2028-03", "2028-03", None]
    assert [str(each.cumulative) for each in line.ranked] == ["0.5", "1.0", "2.5", "3.0", "3.1"]
    assert line.fits == 4
    assert line.total == Decimal("3.1")


def test_months_to_finish_go_past_the_plan_at_the_last_months_capacity() -> None:
    assert cut_line(plan(role(), *backlog("3.5"))).months_to_finish == Decimal("3.5")
    assert cut_line(plan(role(), *backlog("1.5"))).months_to_finish == Decimal("1.5")
    half = role("0.5", "later", start="2028-03")
    assert cut_line(plan(role(), half, *backlog("5"))).months_to_finish == 4
    assert cut_line(plan(role(end="2028-02"), *backlog("2"))).months_to_finish == 2
    assert cut_line(plan(role(end="2028-02"), *backlog("2.1"))).months_to_finish is None
    assert cut_line(plan(role())).months_to_finish == 0


@pytest.mark.parametrize(
    ("others", "capacity"),
    [
        ([role("0.5", "b")], "1.5"),
        ([role("0.5", "b", employment="outsourced", partner="p")], "1.5"),
        ([role("0.5", "b", employment="open")], "1"),
        ([role("0.5", "b", department="sales"), Department(id="sales", function="sales")], "1"),
        ([role("0.5", "b", end="2027-12")], "1"),
        ([role(None, "b")], "1"),
        ([Activity(id="a", effort=Decimal("0.4")), Activity(id="b")], "0.6"),
        ([Activity(id="a", effort=Decimal(4))], "0"),
    ],
)
def test_capacity_is_the_filled_roles_of_marketing_less_running_activities(
    others: list[Item], capacity: str
) -> None:
    line = cut_line(plan(role(), *others))
    assert line.capacity == dict.fromkeys(["2028-01", "2028-02", "2028-03"], Decimal(capacity))


def test_no_line_while_nobody_knows_who_does_the_work() -> None:
    for items in ([], [role(None)], [role(employment="open")]):
        line = cut_line(plan(*items, *backlog("1")))
        assert (line.fits, line.months_to_finish, line.ranked[0].month) == (None, None, None)
    assert cut_line(Plan("u", [about("2028-03"), MARKETING, role(), *backlog("1")])).fits is None


def test_only_open_requests_count_and_those_without_effort_are_named() -> None:
    done = [
        Request(id="a", effort=Decimal(9), state="done"),
        Request(id="b", effort=Decimal(9), state="declined"),
        Request(id="c", effort=Decimal(9), moscow="wont"),
    ]
    line = cut_line(plan(role(), *done, *backlog("1", None, "1")))
    assert [each.request for each in line.ranked] == ["q0", "q1", "q2"]
    assert line.without_effort == ("q1",)
    assert line.total == 2


def test_months_of_the_blueprint_follow_the_last_closed_one() -> None:
    assert next_months(Plan("u", [about("2027-06")])) == ("2027-07", "2027-08", "2027-09")
    assert next_months(Plan("u", [about(None)])) == ("2027-04", "2027-05", "2027-06")
    assert next_months(Plan("u", [about("2026-12")])) == ("2027-04", "2027-05", "2027-06")
    assert open_months(Plan("u", [about("2028-02")])) == ("2028-03",)


@given(st.lists(st.none() | st.decimals(0, 3, places=2), max_size=8), st.decimals(0, 3, places=2))
def test_what_stands_before_the_line_fits_and_the_next_does_not(
    efforts: list[Decimal | None], fte: Decimal
) -> None:
    line = cut_line(plan(role(str(fte)), *backlog(*[None if e is None else str(e) for e in efforts])))
    offered = sum(line.capacity.values())
    assert line.fits is not None
    assert all(each.cumulative <= offered for each in line.ranked[: line.fits])
    assert all(each.cumulative > offered for each in line.ranked[line.fits :])
    assert all(each.month is None for each in line.ranked[line.fits :])
    assert line.months_to_finish is None or (line.months_to_finish <= 3) == (line.total <= offered)
