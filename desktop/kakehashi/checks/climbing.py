"""Trees that items make by referring upward, each item looked at once however deep they are."""

from __future__ import annotations

from collections.abc import Mapping


def in_a_circle(above: Mapping[str, str | None]) -> frozenset[str]:
    """Those who are above themselves. `above`: item -> the one it refers to, if any."""
    circling: set[str] = set()
    done: set[str] = set()
    for start in above:
        way: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in above and at not in done and at not in way:
            way[at] = None
            at = above[at]
        if at is not None and at in way:
            steps = list(way)
            circling.update(steps[steps.index(at) :])
        done.update(way)
    return frozenset(circling)


def below(above: Mapping[str, str | None], tops: frozenset[str]) -> frozenset[str]:
    """Those whose way up comes to one of these, and these themselves."""
    found = {top for top in tops if top in above}
    lost: set[str] = set()
    for start in above:
        way: dict[str, None] = {}
        at: str | None = start
        while at is not None and at in above and at not in found and at not in lost and at not in way:
            way[at] = None
            at = above[at]
        (found if at is not None and at in found else lost).update(way)
    return frozenset(found)
