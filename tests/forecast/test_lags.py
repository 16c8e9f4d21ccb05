"""Lag weights: each shape, and that they sum to 1."""

from __future__ import annotations

import math
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.forecast.small import figure

from kakehashi.forecast.lags import LONGEST, fixed, incomplete_gamma, lag_weights, rest_of, spread_out
from kakehashi.plan.simulation import FunnelStep

means = st.decimals(0, 120, places=3)
spreads = st.none() | st.decimals(0, 120, places=3)


@settings(deadline=None)  # a mean below a month with a spread of ten years takes half a second
@given(
    st.sampled_from(["fixed", "spread", "histogram"]),
    means,
    spreads,
    st.lists(st.decimals(0, 1, places=3), max_size=9),
)
def test_weights_sum_to_one(shape: str, mean: Decimal, spread: Decimal | None, shares: list[Decimal]) -> None:
    step = FunnelStep(
        lag_shape=shape,  # type: ignore[arg-type]
        lag=figure(str(mean)),
        lag_spread=spread,
        lag_shares=tuple(shares),
    )
    weights = lag_weights(step)
    if shape == "histogram" and not any(shares):
        assert weights is None
        return
    assert weights is not None
    assert min(weights) >= 0
    assert math.isclose(math.fsum(weights), 1, rel_tol=1e-12)


def test_a_fixed_lag_is_split_between_the_whole_months_beside_it() -> None:
    assert fixed(0) == (1,)
    assert fixed(2) == (0, 0, 1)
    assert fixed(1.25) == (0, 0.75, 0.25)


def test_an_exponential_lag_by_hand() -> None:
    """Mean = spread = 2: shape 1, F(x) = 1 - exp(-x / 2)."""
    weights = spread_out(2.0, 2.0)
    last = len(weights) - 1
    assert math.exp(-(last + 0.5) / 2) < 1e-6 <= math.exp(-(last - 0.5) / 2)
    whole = 1 - math.exp(-(last + 0.5) / 2)
    assert weights[0] == pytest.approx((1 - math.exp(-0.25)) / whole, rel=1e-13)
    for k in range(1, last + 1):
        by_hand = (math.exp(-(k - 0.5) / 2) - math.exp(-(k + 0.5) / 2)) / whole
        assert weights[k] == pytest.approx(by_hand, rel=1e-12)


def test_the_gamma_function_where_it_has_a_closed_form() -> None:
    for x in (0.01, 0.5, 1.9, 2.1, 3.5, 12.0, 40.0):
        tail = math.exp(-x) * (1 + x)  # shape 2
        below, above = incomplete_gamma(2.0, x)
        assert above == pytest.approx(tail, rel=1e-13)
        assert below == pytest.approx(1 - tail, rel=1e-12, abs=1e-15)
        assert incomplete_gamma(0.5, x)[0] == pytest.approx(math.erf(math.sqrt(x)), rel=1e-13)


def test_mean_and_spread_of_a_spread_lag() -> None:
    """Whole months widen the distribution by at most the variance of rounding, 1/12."""
    weights = spread_out(6.0, 3.0)
    mean = sum(k * weight for k, weight in enumerate(weights))
    variance = sum((k - mean) ** 2 * weight for k, weight in enumerate(weights))
    assert mean == pytest.approx(6, abs=0.01)
    assert variance == pytest.approx(9 + 1 / 12, abs=0.05)


def test_without_spread_a_lag_is_fixed_and_without_mean_it_is_missing() -> None:
    for spread in (None, Decimal(0)):
        step = FunnelStep(lag_shape="spread", lag=figure("1.5"), lag_spread=spread)
        assert lag_weights(step) == (0, 0.5, 0.5)
    assert lag_weights(FunnelStep(lag_shape="spread", lag_spread=Decimal(1))) is None
    assert lag_weights(FunnelStep()) is None
    assert lag_weights(FunnelStep(lag_shape="spread", lag=figure(0), lag_spread=Decimal(1))) == (1,)


@pytest.mark.parametrize(("mean", "spread"), [(120.0, 1e-9), (120.0, 120.0), (0.5, 120.0), (1e-9, 120.0)])
def test_extreme_lags_end_in_time(mean: float, spread: float) -> None:
    assert math.fsum(spread_out(mean, spread)) == pytest.approx(1)


def test_what_takes_a_thousand_years_is_not_worked_out_month_by_month() -> None:
    """A nonsense of a lag neither hangs the program nor fills its memory, and a plan's months stay right."""
    weights = spread_out(783.0, 783_000.0)
    assert len(weights) == LONGEST + 1
    assert math.fsum(weights) == pytest.approx(1)
    assert weights[0] == pytest.approx(incomplete_gamma(1e-6, 0.5 / 783_000_000)[0])
    assert fixed(1e9) == (0.0,) * LONGEST + (1.0,)


def test_what_is_left_of_a_lag() -> None:
    assert rest_of((0.2, 0.3, 0.5), 0) == pytest.approx((0.2, 0.3, 0.5))
    assert rest_of((0.2, 0.3, 0.5), 1) == pytest.approx((0.375, 0.625))
    assert rest_of((0.2, 0.3, 0.5), 3) == (1,)
