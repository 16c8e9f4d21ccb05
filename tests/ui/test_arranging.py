"""Where panels stand: inside, apart from each other, no row cut, at any size."""

from __future__ import annotations

from itertools import accumulate, combinations

from hypothesis import given
from hypothesis import strategies as st

from kakehashi.ui.arranging import GAP, MARGIN, TOP, Needs, Place, arrange, columns

heights = st.integers(min_value=100, max_value=900)
rows = st.lists(st.integers(min_value=40, max_value=120), max_size=20).map(
    lambda each: tuple(38 + tall for tall in accumulate(each))
)
needs = st.builds(
    Needs, figures=heights, organization=heights, funnel=heights, chapters=heights, todo=rows, changes=rows
)
widths = st.integers(min_value=900, max_value=4000)


def apart(one: Place, other: Place) -> bool:
    across = one.x + one.width + GAP <= other.x or other.x + other.width + GAP <= one.x
    return across or one.y + one.height + GAP <= other.y or other.y + other.height + GAP <= one.y


@given(widths, st.integers(min_value=500, max_value=2200), needs)
def test_panels_stand_apart_and_inside(width: int, height: int, wanted: Needs) -> None:
    places, low = arrange(width, height, wanted)
    assert {"figures", "todo", "organization", "funnel", "changes"} <= places.keys()
    for place in places.values():
        assert place.x >= MARGIN
        assert place.y >= TOP
        assert place.x + place.width <= width - MARGIN
        assert place.y + place.height <= low - TOP
        assert min(place.width, place.height) > 0
    assert all(apart(one, other) for one, other in combinations(places.values(), 2))
    assert places["funnel"].height >= wanted.funnel
    assert places["organization"].height >= wanted.organization


@given(widths, st.integers(min_value=500, max_value=2200), needs)
def test_widths_are_those_that_were_drawn_for(width: int, height: int, wanted: Needs) -> None:
    here = columns(width)
    places, _ = arrange(width, height, wanted)
    for panel, place in places.items():
        if panel != "figures":
            assert place.width == here.width_of(panel), panel


@given(st.integers(min_value=500, max_value=2200), needs)
def test_a_list_beside_a_picture_ends_with_a_whole_row(height: int, wanted: Needs) -> None:
    places, _ = arrange(1280 - 208, height, wanted)
    for panel, tall in (("todo", wanted.todo), ("changes", wanted.changes)):
        here = places[panel].height
        if tall and tall[0] <= here < tall[-1]:
            assert here in tall


def test_the_usual_windows() -> None:
    wanted = Needs(figures=133, organization=264, funnel=289, chapters=166)
    for size, shape in (((1072, 723), "two"), ((1712, 1003), "broad"), ((968, 603), "narrow")):
        assert columns(size[0]).shape == shape
        places, low = arrange(*size, wanted)
        assert (low <= size[1]) == (shape != "narrow"), shape
        assert ("chapters" in places) == (shape == "broad")
