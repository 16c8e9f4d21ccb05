"""Forests from any input, and places without overlap."""

from __future__ import annotations

import sys
from itertools import pairwise
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakehashi.drawing.tree import Align, Forest, forest, places, preorder

GAP = 7.0


@st.composite
def links(draw: st.DrawFn) -> tuple[list[str], list[str | None]]:
    """Ids with parents of any kind: sound, circular, dangling, themselves, repeated."""
    count = draw(st.integers(0, 30))
    ids = draw(st.lists(st.integers(0, 40).map(str), min_size=count, max_size=count))
    parent = st.none() | st.integers(0, 45).map(str)
    return ids, draw(st.lists(parent, min_size=count, max_size=count))


def levels(tree: Forest) -> dict[int, list[int]]:
    """The nodes of each depth in the order in which they stand."""
    found: dict[int, list[int]] = {}
    for root in tree.roots:
        for n in preorder(tree, root):
            found.setdefault(tree.depths[n], []).append(n)
    return found


@given(links())
def test_any_input_gives_a_sound_forest(given_links: tuple[list[str], list[str | None]]):
    ids, parents = given_links
    tree = forest(ids, parents)
    assert sorted(tree.order) == list(range(len(ids)))
    assert sorted(n for root in tree.roots for n in preorder(tree, root)) == list(range(len(ids)))
    for n, parent in enumerate(tree.parents):
        assert (parent is None) == (n in tree.roots)
        if parent is not None:
            assert n in tree.children[parent]
            assert ids[parent] == parents[n]
            assert tree.depths[n] == tree.depths[parent] + 1
    assert forest(ids, parents) == tree


def test_a_circle_is_opened_at_the_first_of_it():
    tree = forest(["x", "b", "c", "d"], ["c", "d", "b", "c"])
    assert tree.roots == (1,)
    assert tree.children == ((), (2,), (0, 3), ())


def test_an_unknown_parent_makes_a_root():
    assert forest(["a", "b"], ["gone", "a"]).roots == (0,)
    assert forest(["a"], ["a"]).roots == (0,)


@given(links(), st.randoms(use_true_random=False), st.sampled_from(["middle", "first"]))
def test_nodes_of_a_level_keep_their_order_and_distance(
    given_links: tuple[list[str], list[str | None]], random: Random, align: Align
):
    tree = forest(*given_links)
    extents = [random.choice([5.0, 40.0, 300.0]) for _ in given_links[0]]
    begins = places(tree, extents, GAP, align)
    assert min(begins, default=0) == pytest.approx(0)
    for level in levels(tree).values():
        for a, b in pairwise(level):
            assert begins[b] - begins[a] - extents[a] >= GAP - 1e-6
    for n, children in enumerate(tree.children):
        if children and align == "first":
            assert begins[n] == pytest.approx(begins[children[0]])
        elif children:
            last = children[-1]
            middle = (begins[children[0]] + begins[last] + extents[last]) / 2
            assert begins[n] + extents[n] / 2 == pytest.approx(middle)


def test_a_symmetric_tree_is_drawn_symmetric():
    tree = forest(list("rabcd"), [None, "r", "r", "r", "b"])
    begins = places(tree, [10, 10, 10, 10, 90], GAP)
    assert begins[0] == pytest.approx(begins[2])
    assert begins[2] - begins[1] == pytest.approx(begins[3] - begins[2])


def _random_tree(count: int) -> tuple[Forest, list[float]]:
    random = Random(1)
    parents = [None, *(str(random.randrange(n)) for n in range(1, count))]
    return forest([str(n) for n in range(count)], parents), [random.uniform(20, 200) for _ in range(count)]


def test_the_cost_is_linear():
    def lines(count: int) -> int:
        """How many lines of code run: the same on every machine, unlike seconds."""
        tree, extents = _random_tree(count)
        ran = 0

        def trace(_frame, event, _argument):
            nonlocal ran
            ran += event == "line"
            return trace

        sys.settrace(trace)
        try:
            places(tree, extents, GAP)
        finally:
            sys.settrace(None)
        return ran

    assert lines(8000) < 16 * 1.5 * lines(500)


def test_a_deep_chain_does_not_exhaust_the_stack():
    ids = [str(n) for n in range(5000)]
    tree = forest(ids, [None, *ids[:-1]])
    assert max(places(tree, [10.0] * 5000, GAP)) == 0
