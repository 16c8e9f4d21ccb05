"""Nodes of a directed graph in columns from left to right, and in rows so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

Edge = tuple[int, int]


def columns_of(count: int, edges: Sequence[Edge], most: int) -> tuple[int, ...]:
    """The column of each node: right of all that lead to it, in at most `most` columns.

    Where the edges run in a circle, the node that comes first is taken as its beginning; edges within a
    column or to the left are left over for the caller.
    """
    before: list[set[int]] = [set() for _ in range(count)]
    for one, other in edges:
        if one != other:
            before[other].add(one)
    found = [0] * count
    open_ones = list(range(count))
    while open_ones:
        free = [n for n in open_ones if not before[n].intersection(open_ones)] or open_ones[:1]
        for n in free:
            done = [found[one] + 1 for one in before[n] if one not in open_ones]
            found[n] = min(max(done, default=0), most - 1)
        open_ones = [n for n in open_ones if n not in free]
    return tuple(found)


def untangled(columns: Sequence[Sequence[int]], edges: Sequence[Edge]) -> list[list[int]]:
    """The nodes of each column in an order in which edges to the next column cross little.

    A node stands level with the mean of its neighbours; those without stay behind, in their order.
    """
    before: dict[int, list[int]] = {}
    after: dict[int, list[int]] = {}
    for one, other in edges:
        after.setdefault(one, []).append(other)
        before.setdefault(other, []).append(one)
    found = [list(column) for column in columns]
    for _ in range(2):
        for at in range(1, len(found)):
            found[at] = _ordered(found[at], before, found[at - 1])
        for at in reversed(range(len(found) - 1)):
            found[at] = _ordered(found[at], after, found[at + 1])
    for at in range(1, len(found)):
        found[at] = _ordered(found[at], before, found[at - 1])
    return found


def _ordered(column: list[int], neighbours: Mapping[int, list[int]], beside: Sequence[int]) -> list[int]:
    place = {n: at for at, n in enumerate(beside)}

    def mean(n: int) -> float:
        places = [place[each] for each in neighbours.get(n, ()) if each in place]
        return sum(places) / len(places) if places else len(beside)

    return sorted(column, key=mean)
