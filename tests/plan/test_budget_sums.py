"""The budget by category and month: sums, caps and when they are passed, variance, first entries."""

from __future__ import annotations

from decimal import Decimal

import msgspec
import pytest

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetCategory, BudgetFrame, BudgetLine
from kakehashi.plan.budget_entries import entering, line_of, opened
from kakehashi.plan.budget_sums import Sheet, Which, passed_in, series_of, sheet_of
from kakehashi.plan.changes import apply, setting
from kakehashi.plan.kept import Kept
from kakehashi.plan.kinds import budget_line_of, only_id
from kakehashi.plan.money import spending
from kakehashi.plan.organization import Partner
from kakehashi.plan.plan import Plan

M = ("2027-04", "2027-05", "2027-06")


def money(*values: int | None) -> dict[str, Decimal]:
    return {month: Decimal(value) for month, value in zip(M, values, strict=False) if value is not None}


def plan(**about: object) -> Plan:
    return Plan(
        "p",
        [
            About(id=only_id("About"), first_month=M[0], months=3, **about),  # type: ignore[arg-type]
            BudgetCategory(id="ads", name="広告", position="a"),
            BudgetCategory(id="out", name="外注", position="b"),
            BudgetLine(id="fair", category="ads", position="a", planned=money(100, 200), actual=money(90)),
            BudgetLine(id="search", category="ads", position="b", planned=money(50, 50, 50)),
            BudgetLine(id="stray", category="gone", position="c", planned=money(7)),
            Partner(id="agency", name="制作会社", category="out", monthly_fee=Decimal(30)),
            BudgetFrame(
                id=only_id("BudgetFrame"), total=Decimal(500), caps={"ads": Decimal(400)}, reserve=Decimal(20)
            ),
        ],
    )


def sheet(given: Plan, which: Which = "planned", kept: Kept | None = None) -> Sheet:
    kept = kept or Kept()
    return sheet_of(given, spending(given, kept), kept, which)


def test_groups_in_the_plans_order_with_their_sums() -> None:
    found = sheet(plan())
    assert [group.category and group.category.id for group in found.groups] == ["ads", "out", None]
    assert [[row.id for row in group.rows] for group in found.groups] == [
        ["fair", "search"],
        ["derived:agency"],
        ["stray"],
    ]
    assert found.sums["ads"] == money(150, 250, 50)
    assert found.sums["out"] == money(30, 30, 30)
    assert found.sums[None] == money(7)
    assert found.total == money(187, 280, 80)
    assert found.planned == 547
    assert found.reserve == 20
    assert found.smallest == 7


def test_over_a_cap_from_the_month_in_which_it_is_passed() -> None:
    ads, out, _ = sheet(plan()).groups
    assert (ads.planned, ads.cap, ads.over, ads.passed) == (450, 400, 50, M[2])
    assert (out.cap, out.over, out.passed) == (None, None, None)
    assert sheet(plan()).over == 47


@pytest.mark.parametrize(
    ("values", "cap", "month"),
    [
        ((10, 10, 10), 30, None),
        ((10, 10, 11), 30, M[2]),
        ((31, 0, 0), 30, M[0]),
        ((None, 40, None), 30, M[1]),
        ((40, -20, 0), 30, None),
        ((10,), None, None),
        ((0, 1), 0, M[1]),
    ],
)
def test_when_a_cap_is_passed(values: tuple[int | None, ...], cap: int | None, month: str | None) -> None:
    assert passed_in(money(*values), M, None if cap is None else Decimal(cap)) == month


def test_variance_over_the_closed_months_else_up_to_the_last_actual() -> None:
    assert sheet(plan(), "variance").sums["ads"] == money(-60)
    closed = sheet(plan(closed_through=M[1]), "variance")
    assert closed.dated == M[:2]
    assert closed.sums["ads"] == money(-60, -250)
    assert closed.total == money(-97, -280)


def test_a_month_that_neither_has_has_no_variance() -> None:
    given = plan(closed_through=M[2])
    row = next(each for each in spending(given, Kept()).rows if each.id == "fair")
    assert series_of(row, "variance", M) == money(-10, -200)


def test_sums_follow_an_edit_with_what_was_kept() -> None:
    kept, given = Kept(), plan()
    sheet(given, kept=kept)
    edited = apply(given, setting(given, "search", "planned", Decimal(0), M[2]))
    assert sheet(edited, kept=kept) == sheet(edited)
    assert sheet(edited, kept=kept).groups[0].over is None


def test_the_line_of_a_source_is_made_at_first_entry_and_only_then() -> None:
    given = plan()
    row = next(each for each in spending(given, Kept()).rows if each.source == "agency")
    own = line_of(row)
    assert own == budget_line_of("agency")
    wide = opened(given, [own, "fair", "nobody"])
    assert [each.id for each in wide if each.id not in given] == [own]
    change = entering(given, wide, setting(wide, own, "actual", Decimal(33), M[0]))
    after = apply(given, change)
    row = next(each for each in spending(after, Kept()).rows if each.source == "agency")
    assert (row.line, row.actual, row.planned) == (own, money(33), money(30, 30, 30))
    assert entering(given, wide, setting(wide, "fair", "actual", Decimal(1), M[0])) == setting(
        given, "fair", "actual", Decimal(1), M[0]
    )
    assert opened(after, [own]) is after


def test_a_line_without_source_is_not_made() -> None:
    given = plan()
    assert opened(given, ["x"]) is given
    assert line_of(msgspec.structs.replace(spending(given, Kept()).rows[0])) == "fair"
