"""Trees of boxes: who stands under whom, and where along one axis, in O(n).

`forest` turns ids and parents as they come from a plan (dangling, circular, repeated) into a sound forest.
`places` sets its nodes by contours (Reingold and Tilford) for nodes of different extent.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

import msgspec


class Forest(msgspec.Struct, frozen=True):
    """Nodes are numbered as they came; `order` has every parent before its children."""

    roots: tuple[int, ...]
    children: tuple[tuple[int, ...], ...]
    parents: tuple[int | None, ...]
    order: tuple[int, ...]
    depths: tuple[int, ...]


def forest(ids: Sequence[str], parents: Sequence[str | None]) -> Forest:
    """The forest that these ids and parents' ids say.

    An unknown parent makes a root; of a circle, the node that came first becomes the root; of repeated ids
    the first is the one that is meant.
    """
    index: dict[str, int] = {}
    for n, name in enumerate(ids):
        index.setdefault(name, n)
    above = [None if parent is None else index.get(parent) for parent in parents]
    for n in _first_of_circles(above):
        above[n] = None
    children: list[list[int]] = [[] for _ in ids]
    for n, parent in enumerate(above):
        if parent is not None:
            children[parent].append(n)
    roots = [n for n, parent in enumerate(above) if parent is None]
    order, depths = list(roots), [0] * len(ids)
    for n in order:
        order.extend(children[n])
        for child in children[n]:
            depths[child] = depths[n] + 1
    return Forest(tuple(roots), tuple(map(tuple, children)), tuple(above), tuple(order), tuple(depths))


def _first_of_circles(above: list[int | None]) -> list[int]:
    found = []
    walk_of = [-1] * len(above)
    for start in range(len(above)):
        n: int | None = start
        path = []
        while n is not None and walk_of[n] < 0:
            walk_of[n] = start
            path.append(n)
            n = above[n]
        if n is not None and walk_of[n] == start:
            found.append(min(path[path.index(n) :]))
    return found


def preorder(tree: Forest, root: int) -> tuple[int, ...]:
    """The root and all below it, each before its children and these before the next sibling."""
    found, waiting = [], [root]
    while waiting:
        n = waiting.pop()
        found.append(n)
        waiting.extend(reversed(tree.children[n]))
    return tuple(found)


Align = Literal["middle", "first"]


def places(tree: Forest, extents: Sequence[float], gap: float, align: Align = "middle") -> tuple[float, ...]:
    """Where each node begins along the axis of siblings, px; the smallest is 0.

    Nodes of one depth keep at least `gap` from each other. With 'middle' a parent stands over the middle of
    its first and last child and free room is shared on both sides (packed once from each end, the mean of two
    sound placings is sound); with 'first' it stands level with its first child.
    """
    forward = _packed(tree, extents, gap, align)
    if align == "first":
        return forward
    mirrored = msgspec.structs.replace(
        tree, roots=tree.roots[::-1], children=tuple(c[::-1] for c in tree.children)
    )
    backward = _packed(mirrored, extents, gap, align)
    span = max((at + extent for at, extent in zip(forward, extents, strict=True)), default=0)
    mean = [(f + span - b - extent) / 2 for f, b, extent in zip(forward, backward, extents, strict=True)]
    least = min(mean, default=0)
    return tuple(at - least for at in mean)


class _Edge:
    """One side of a subtree, deepest level first, relative to `shift`; joining costs the lesser depth."""

    __slots__ = ("at", "shift")

    def __init__(self) -> None:
        self.at: list[float] = []
        self.shift = 0.0

    def joined(self, other: _Edge) -> _Edge:
        """This edge as far as it reaches, the other one below it."""
        if len(other.at) <= len(self.at):
            return self
        start = len(other.at) - len(self.at)
        other.at[start:] = [at + self.shift - other.shift for at in self.at]
        return other

    def put_on_top(self, at: float) -> None:
        self.at.append(at - self.shift)


def _packed(tree: Forest, extents: Sequence[float], gap: float, align: Align) -> tuple[float, ...]:
    """Each subtree as near to the one before as their contours allow."""
    own = [0.0] * len(extents)  # begin of the node in the frame of its subtree
    begins = [0.0] * len(extents)  # and in the frame of its parent's
    near = [_Edge() for _ in extents]
    far = [_Edge() for _ in extents]
    frame = [0.0] * len(extents)  # where that frame stands in the parent's
    for n in reversed(tree.order):
        near[n], far[n] = _row(tree.children[n], near, far, frame, gap)
        for child in tree.children[n]:
            begins[child] = frame[child] + own[child]
        own[n] = _over(tree.children[n], begins, extents, extents[n], align)
        near[n].put_on_top(own[n])
        far[n].put_on_top(own[n] + extents[n])
    _row(tree.roots, near, far, frame, gap)
    for n in tree.order:
        parent = tree.parents[n]
        frame[n] += frame[parent] if parent is not None else 0.0
    final = [frame[n] + own[n] for n in range(len(extents))]
    least = min(final, default=0)
    return tuple(at - least for at in final)


def _row(
    nodes: Sequence[int], near: list[_Edge], far: list[_Edge], frame: list[float], gap: float
) -> tuple[_Edge, _Edge]:
    """Sets the frames of siblings side by side; their common edges."""
    first, last = _Edge(), _Edge()
    for n in nodes:
        right, left = last, near[n]
        depth = min(len(right.at), len(left.at))
        pairs = zip(right.at[len(right.at) - depth :], left.at[len(left.at) - depth :], strict=True)
        apart = max((a - b for a, b in pairs), default=-right.shift + left.shift - gap)
        frame[n] = apart + right.shift - left.shift + gap
        near[n].shift += frame[n]
        far[n].shift += frame[n]
        first = first.joined(near[n])
        last = far[n].joined(last)
    return first, last


def _over(
    children: Sequence[int], begins: Sequence[float], extents: Sequence[float], extent: float, align: Align
) -> float:
    """Where a parent begins, given where its children do."""
    if not children:
        return 0.0
    head, tail = children[0], children[-1]
    if align == "first":
        return begins[head]
    return (begins[head] + begins[tail] + extents[tail] - extent) / 2
