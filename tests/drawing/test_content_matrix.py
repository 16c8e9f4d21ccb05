"""The matrix of content: titles in their cells, wrapped; what does not fit is counted and in the tooltip."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import EXAMPLES, check, ids, inside, texts, widths
from tests.drawing.test_pictures import names, shape

from kakehashi.drawing.content_matrix import ContentMatrix, MatrixEntry, content_matrix
from kakehashi.drawing.scene import Circle, Group, Label, Rect, Scene

LONG = "導入事例：プレス工場の突発停止が年11回から3回に減るまでの18か月（記事と動画、営業資料の1枚付き）"

entries = st.builds(MatrixEntry, id=ids, title=st.one_of(texts, st.just(LONG)), begun=st.booleans())
places = st.tuples(st.integers(0, 6), st.integers(0, 6))
matrices = st.builds(
    ContentMatrix,
    key=texts,
    title=texts,
    description=texts,
    rows=st.lists(texts, max_size=6).map(tuple),
    columns=st.lists(texts, max_size=6).map(tuple),
    cells=st.dictionaries(places, st.lists(entries, max_size=9).map(tuple), max_size=8),
    tinted=st.frozensets(places, max_size=4),
    across=texts,
    down=texts,
    begun=texts,
    not_begun=texts,
    tint=texts,
    most=st.integers(-1, 7),
    width=widths,
)


@EXAMPLES
@given(matrices)
def test_nothing_overlaps_and_no_text_leaves_its_cell(picture: ContentMatrix):
    scene = content_matrix(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()


def drawn(cells: dict[tuple[int, int], tuple[MatrixEntry, ...]], **more: object) -> Scene:
    return content_matrix(
        ContentMatrix(
            key="k",
            title="",
            description="",
            rows=("5", "4", "3"),
            columns=("1", "2", "3"),
            cells=cells,
            **more,  # type: ignore[arg-type]
        )
    )


def titled(count: int) -> tuple[MatrixEntry, ...]:
    return tuple(MatrixEntry(id=f"e{n}", title=f"コンテンツ{n}") for n in range(count))


def test_what_does_not_fit_is_counted_and_stands_in_the_tooltip():
    scene = drawn({(0, 0): titled(9)}, most=4)
    assert shape(scene, "more:0-0", Label).text == "+5"
    assert {"entry:0-0/3"} <= names(scene)
    assert "entry:0-0/4" not in names(scene)
    assert shape(scene, "matrix:0-0", Group).title.splitlines()[-1] == "コンテンツ8"


def test_a_long_title_wraps_and_is_whole_in_its_title():
    scene = drawn({(1, 1): (MatrixEntry(id="e", title=LONG * 3),), (0, 0): titled(1), (2, 2): titled(1)})
    first, last = shape(scene, "entry:1-1/0", Label), shape(scene, "entry:1-1/0/2", Label)
    assert last.y > first.y
    assert last.text.endswith("…")
    assert last.title == LONG * 3


def test_rows_and_columns_in_which_nothing_stands_are_narrow():
    scene = drawn({(0, 0): titled(3)})
    full, empty = shape(scene, "cell:0-0", Rect), shape(scene, "cell:1-1", Rect)
    assert full.width > 3 * empty.width
    assert full.height > 2 * empty.height


def test_recommended_cells_are_tinted_and_begun_work_has_a_filled_bullet():
    scene = drawn(
        {(0, 0): (MatrixEntry(id="a", title="甲", begun=True), MatrixEntry(id="b", title="乙"))},
        tinted=frozenset({(0, 0)}),
        tint="まずここから",
    )
    assert shape(scene, "cell:0-0", Rect).paint.fill == "between"
    assert shape(scene, "cell:0-1", Rect).paint.fill == "surface"
    bullets = [shape(scene, f"bullet:0-0/{n}", Circle).paint.fill for n in (0, 1)]
    assert bullets == ["accent", "surface"]
    assert shape(scene, "legend-text:tint", Label).text == "まずここから"
