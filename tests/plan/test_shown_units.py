"""A bare number means what the header says; a number with its own unit means that."""

from __future__ import annotations

from decimal import Decimal

import pytest

from kakehashi.plan.basis import About
from kakehashi.plan.budget import BudgetLine
from kakehashi.plan.fields import describe
from kakehashi.plan.plan import Plan
from kakehashi.plan.reading_values import read_value
from kakehashi.plan.shown_units import in_own_unit, shown_size
from kakehashi.plan.values import BadValue

PLANNED = describe(BudgetLine)["planned"]


@pytest.mark.parametrize(
    ("typed", "means"),
    [
        ("80", "800000"),
        ("1,060", "10600000"),
        ("１，０６０", "10600000"),
        ("0.5", "5000"),
        (" 80 ", "800000"),
        ("80万", "800000"),
        ("80万円", "800000"),
        ("500,000円", "500000"),
        ("¥500,000", "500000"),
        ("1.2億", "120000000"),
        ("0", "0"),
        ("", None),
        ("–", None),
    ],
)
def test_below_a_header_in_ten_thousands(typed: str, means: str | None) -> None:
    assert read_value(PLANNED, in_own_unit(typed, Decimal(10_000)), Plan("p", []), "ja") == means


@pytest.mark.parametrize("typed", ["1,2", "10²", "abc", "(80", "8 0", "--8", "1.2.3"])
def test_what_is_no_number_is_still_refused(typed: str) -> None:
    with pytest.raises(BadValue):
        read_value(PLANNED, in_own_unit(typed, Decimal(10_000)), Plan("p", []), "ja")


def test_a_minus_stays_a_minus() -> None:
    actual = describe(BudgetLine)["actual"]
    for typed in ("(80)", "▲80", "-80", "\u221280"):
        assert read_value(actual, in_own_unit(typed, Decimal(10_000)), Plan("p", []), "ja") == "-800000"


def test_sizes() -> None:
    about = About(display_unit="10000")
    assert shown_size("money", about, "ja") == 10_000
    assert shown_size("money", about, "en") == 1_000_000
    assert shown_size("rate", about, "ja") == Decimal("0.01")
    assert shown_size("count", about, "ja") == 1
