"""Coverage: every bar stands in the track of its target companies, figure and share beside it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import EXAMPLES, check, ids, inside, texts, values, widths
from tests.drawing.test_pictures import names, shape

from kakehashi.drawing.coverage import Coverage, CoveragePanel, CoverageStep, coverage
from kakehashi.drawing.scene import Group, Label, Rect, Scene
from kakehashi.drawing.tokens import Theme, colour, contrast

LONG = "IATF 16949またはISO 9001の審査を受ける、従業員100名以上の加工・組立の工場（自動車部品・金属・電機）"

steps = st.builds(
    CoverageStep, name=st.one_of(texts, st.just(LONG)), share=values, count=texts, percent=texts
)
pictures = st.builds(
    Coverage,
    key=texts,
    title=texts,
    description=texts,
    panels=st.lists(
        st.builds(
            CoveragePanel,
            id=ids,
            name=st.one_of(texts, st.just(LONG)),
            whole=texts,
            note=texts,
            steps=st.lists(steps, max_size=7).map(tuple),
        ),
        max_size=6,
    ).map(tuple),
    width=widths,
)


@EXAMPLES
@given(pictures)
def test_nothing_overlaps_and_no_text_leaves_its_panel(picture: Coverage):
    scene = coverage(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


def panel(name: str, *shares: float | None) -> CoveragePanel:
    return CoveragePanel(
        id=name,
        name=name,
        whole="427社",
        steps=tuple(
            CoverageStep(name=f"段階{n}", share=s, count="293", percent="68.6%") for n, s in enumerate(shares)
        ),
    )


def drawn(*panels: CoveragePanel) -> Scene:
    return coverage(Coverage(key="k", title="", description="", panels=panels))


def test_bars_are_shares_of_the_same_track():
    scene = drawn(panel("all", 1.0, 0.5, Decimal("0.25")))
    tracks = [shape(scene, f"track:all/{n}", Rect) for n in range(3)]
    bars = [shape(scene, f"bar:all/{n}", Rect) for n in range(3)]
    assert len({(track.x, track.width) for track in tracks}) == 1
    assert [bar.width / track.width for bar, track in zip(bars, tracks, strict=True)] == pytest.approx(
        [1, 0.5, 0.25]
    )
    assert len({bar.paint.fill for bar in bars}) == 3


def test_a_step_that_is_not_known_or_zero_has_no_bar_and_keeps_its_row():
    scene = drawn(panel("all", None, 0, 0.01))
    assert {"bar:all/0", "bar:all/1"}.isdisjoint(names(scene))
    assert shape(scene, "bar:all/2", Rect).width >= 1
    assert shape(scene, "count:all/0", Label).text == "293"


def test_all_targets_over_the_full_width_then_two_columns():
    scene = drawn(*(panel(name, 0.5) for name in ("all", "a", "b", "c")))
    boxes = {name: shape(scene, f"panel:{name}", Group).box for name in ("all", "a", "b", "c")}
    every, a, b, c = (boxes[name] for name in ("all", "a", "b", "c"))
    assert every
    assert a
    assert b
    assert c
    assert every.width == scene.width - 24
    assert a.y == b.y > every.bottom
    assert b.x > a.right
    assert (c.x, c.y > a.bottom) == (a.x, True)


@pytest.mark.parametrize("count", [1, 2, 6, 9])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_bar_stands_out_from_its_track(count: int, theme: Theme):
    scene = drawn(panel("all", *[0.5] * count))
    track = colour(shape(scene, "track:all/0", Rect).paint.fill, theme)
    for n in range(count):
        assert contrast(colour(shape(scene, f"bar:all/{n}", Rect).paint.fill, theme), track) >= 1.6


def test_a_long_name_is_whole_in_the_tooltip():
    scene = drawn(panel(LONG * 3, 0.5))
    assert LONG * 3 in shape(scene, f"panel:{LONG * 3}", Group).title
