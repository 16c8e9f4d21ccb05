"""Laws of fractional keys."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.plan.position import between, spread


@given(st.lists(st.integers(0, 1000), max_size=200))
def test_keys_put_between_sort_where_they_were_put(places: list[int]) -> None:
    keys: list[str] = []
    for place in places:
        at = place % (len(keys) + 1)
        key = between(keys[at - 1] if at else None, keys[at] if at < len(keys) else None)
        keys.insert(at, key)
        assert keys == sorted(set(keys))


def test_appending_keeps_keys_short() -> None:
    keys = spread(20_000)
    assert keys == sorted(keys)
    assert max(map(len, keys)) <= 4


def test_prepending_keeps_keys_short() -> None:
    first = "a0"
    for _ in range(20_000):
        earlier = between(None, first)
        assert earlier < first
        first = earlier
    assert len(first) <= 4


def test_equal_neighbours_still_give_a_later_key() -> None:
    assert between("a1", "a1") > "a1"
