"""On which paper a picture is printed: the smallest on which its letters can be read."""

from __future__ import annotations

import pytest

from kakehashi_html.paper import page_for, papers_of

_LETTER = 11.0  # px


@pytest.mark.parametrize(
    ("width", "height", "papers"),
    [
        (800, 1000, ("", "large", "widest")),  # on A4 across it would be too low
        (600, 500, ("", "wide", "large", "widest")),
        (800, 1010, ("large", "widest")),
        (1200, 640, ("wide", "large", "widest")),
        (1200, 1080, ("large", "widest")),
        (1200, 1100, ("widest",)),
        (9000, 9000, ("widest",)),
    ],
)
def test_letters_of_eleven_px_are_never_below_seven_points(
    width: float, height: float, papers: tuple[str, ...]
) -> None:
    assert papers_of(_LETTER, width, height, wide=False, opening=False) == papers


def test_smaller_letters_want_more_paper() -> None:
    assert papers_of(10.0, 600, 500, wide=False, opening=False)[0] == "wide"  # drawn larger there
    assert papers_of(10.0, 1200, 1000, wide=False, opening=False)[0] == "widest"


def test_below_the_heading_of_a_chapter_there_is_less_room() -> None:
    assert papers_of(_LETTER, 1200, 900, wide=True, opening=False)[0] == "large"
    assert papers_of(_LETTER, 1200, 900, wide=True, opening=True)[0] == "widest"


def test_the_broadest_page_grows_with_what_must_be_read_on_it() -> None:
    assert page_for(_LETTER, 100, 100) == (594, 420)
    width, height = page_for(_LETTER, 9000, 4000)
    assert (width - 24) / 0.2646 / 9000 * 11 * 0.75 >= 7
    assert (height - 76) / 0.2646 / 4000 * 11 * 0.75 >= 7
