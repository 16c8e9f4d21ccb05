"""One way to round, one way to write a number."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.rounding import canonical, rounded
from kakehashi.words import number, percent


@pytest.mark.parametrize(
    ("value", "places", "result"),
    [
        ("12.5", 0, "13"),
        ("-12.5", 0, "-13"),
        ("0.125", 2, "0.13"),
        ("2.675", 2, "2.68"),
        ("9" * 30, 2, "9" * 30),
    ],
)
def test_half_away_from_zero(value: str, places: int, result: str) -> None:
    assert rounded(Decimal(value), places) == Decimal(result)


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**20), max_value=10**20))
def test_canonical_is_the_same_number_without_exponent(value: Decimal) -> None:
    written = canonical(value)
    assert Decimal(written) == value
    assert "E" not in written
    assert written != "-0"
    assert canonical(Decimal(written)) == written


def test_numbers_as_they_are_read() -> None:
    assert number(Decimal("-1234.5")) == "\u22121,235"
    assert number(Decimal("-0.4")) == "0"
    assert number(None) == "–"
    assert number(Decimal("1234.50"), None) == "1,234.5"
    assert percent(Decimal("0.255")) == "25.5%"
