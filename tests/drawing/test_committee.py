"""The buying committee: the decider in the middle, nobody over anybody, nearer with more say."""

from __future__ import annotations

from math import hypot
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.drawing import faults
from tests.drawing.test_laws import check, ids, inside, texts

from kakehashi.drawing.buying_role import BuyingRole
from kakehashi.drawing.committee import Committee, Member, committee
from kakehashi.drawing.scene import Group, Label, Polygon, Scene, Shape, walk

WORDS = st.one_of(texts, st.sampled_from(["稟議" * 60, "Rindfleischetikettierung" * 5, "one two " * 40]))
COMMITTEES = st.builds(
    Committee,
    key=texts,
    title=texts,
    description=texts,
    members=st.lists(
        st.builds(
            Member,
            id=ids,
            name=WORDS,
            role=st.sampled_from(get_args(BuyingRole)),
            role_label=texts,
            post=WORDS,
            says=WORDS,
            ring=st.integers(0, 2),
        ),
        max_size=9,
    ).map(tuple),
    vacant=WORDS,
    note=WORDS,
)


@settings(max_examples=80, deadline=None)
@given(COMMITTEES)
def test_nothing_overlaps_and_no_text_leaves_its_card(picture: Committee):
    scene = committee(picture)
    check(scene)
    inside(scene)
    assert faults.colliding_labels(scene) == ()
    assert committee(picture) == scene
    assert len(cards(scene)) == len(picture.members)


def cards(scene: Scene) -> list[Group]:
    return [each for each in scene.shapes if isinstance(each, Group) and each.kind == "member"]


def middle(card: Group) -> tuple[float, float]:
    assert card.box is not None
    return card.box.x + card.box.width / 2, card.box.y + card.box.height / 2


def people(*rings: int) -> Committee:
    members = tuple(Member(id=f"m{n}", name=f"人{n}", says="はい", ring=ring) for n, ring in enumerate(rings))
    return Committee(key="c", title="", description="", members=members, vacant="決裁者がいません")


def distances(scene: Scene, rings: tuple[int, ...]) -> dict[int, set[float]]:
    """How far out each member stands, in widths of the inner ring, by ring."""
    inner = next(each for each in scene.shapes if isinstance(each, Polygon) and each.id == "ring/0")
    across, down = ((max(of) - min(of)) / 2 for of in zip(*inner.points, strict=True))
    found = {card.item: middle(card) for card in cards(scene)}
    x, y = found[f"m{rings.index(0)}"]
    by_ring: dict[int, set[float]] = {}
    for n, ring in enumerate(rings):
        right, low = found[f"m{n}"]
        by_ring.setdefault(ring, set()).add(round(hypot((right - x) / across, (low - y) / down), 3))
    return by_ring


@pytest.mark.parametrize("rings", [(0, 1, 2, 2), (2, 2, 0, 1, 1, 2, 2, 1, 1), (1, 0, 1, 2, 2)])
def test_the_first_of_ring_0_is_in_the_middle_and_the_inner_ring_is_nearer(rings: tuple[int, ...]):
    found = distances(committee(people(*rings)), rings)
    assert found[0] == {0}
    assert found[1] == {1}
    assert min(found[2]) > 1.2


def test_a_second_decider_stands_on_the_inner_ring():
    scene = committee(people(0, 0, 2))
    first, second, outer = (middle(card) for card in sorted(cards(scene), key=lambda card: card.item))
    assert first != second
    assert hypot(second[0] - first[0], second[1] - first[1]) < hypot(outer[0] - first[0], outer[1] - first[1])


def test_nobody_who_decides_leaves_a_place_that_says_so():
    scene = committee(people(1, 2))
    vacant = next(each for each in scene.shapes if isinstance(each, Group) and each.kind == "vacant")
    assert [each.text for each in walk(vacant.shapes) if isinstance(each, Label)] == ["決裁者がいません"]
    assert not any(isinstance(each, Group) and each.kind == "vacant" for each in committee(people(0)).shapes)


def test_every_part_in_buying_has_a_shape_of_its_own():
    def outline(shape: Shape) -> tuple[object, ...]:
        text = repr(shape)
        return (type(shape).__name__, text.count("("), "fill='accent'" in text, "round_caps=True" in text)

    found = {}
    for role in get_args(BuyingRole):
        picture = Committee(
            key="c", title="", description="", members=(Member(id="m", name="人", role=role, ring=0),)
        )
        marks = [each for each in walk(committee(picture).shapes) if each.id.startswith("mark:m")]
        found[role] = tuple(map(outline, marks))
    assert len(set(found.values())) == len(found)
