"""Cards on an ellipse with lines between them, px around its middle."""

from __future__ import annotations

from collections.abc import Sequence
from math import cos, pi, sin

from kakehashi.drawing.scene import Box, Point

_ACROSS, _DOWN = (290.0, 380.0), (150.0, 250.0)  # radii for few and for more cards
_FEW = 4
_MORE = (0.0, 0.1, 0.2, 0.3, 0.45, 0.6)  # how much larger an ellipse is tried
_APART, _CLEAR = 12.0, 8.0  # between cards, and between a card and a line


def on_ellipse(wide: float, talls: Sequence[float], pairs: Sequence[tuple[int, int]]) -> list[Point]:
    """Middles of the cards on an ellipse large enough for them, and for no line to run behind a third card
    where a somewhat larger one brings that about.
    """
    count = len(talls)
    across, down = (radii[count > _FEW] for radii in (_ACROSS, _DOWN))
    found = _around(count, across, down)
    while _crowded(found, wide, talls):
        across, down = across * 1.1, down * 1.1
        found = _around(count, across, down)
    for more in _MORE:
        larger = _around(count, across * (1 + more / 2), down * (1 + more))
        if not _covered(larger, wide, talls, pairs):
            return larger
    return found


def _around(count: int, across: float, down: float) -> list[Point]:
    if count == 1:
        return [(0.0, 0.0)]
    turns = [2 * pi * n / count for n in range(count)]
    return [(-across * cos(turn), -down * sin(turn)) for turn in turns]


def _boxes(centres: Sequence[Point], wide: float, talls: Sequence[float], spare: float) -> list[Box]:
    return [
        Box(x - wide / 2 - spare, y - tall / 2 - spare, wide + 2 * spare, tall + 2 * spare)
        for (x, y), tall in zip(centres, talls, strict=True)
    ]


def _crowded(centres: Sequence[Point], wide: float, talls: Sequence[float]) -> bool:
    boxes = _boxes(centres, wide, talls, _APART)
    return any(box.overlaps(other) for n, box in enumerate(boxes) for other in boxes[:n])


def _covered(
    centres: Sequence[Point], wide: float, talls: Sequence[float], pairs: Sequence[tuple[int, int]]
) -> bool:
    """Whether a line runs behind a card that it doesn't lead to."""
    boxes = _boxes(centres, wide, talls, _CLEAR)
    return any(
        _meets(centres[one], centres[other], box)
        for one, other in set(pairs)
        for n, box in enumerate(boxes)
        if n not in (one, other)
    )


def _meets(start: Point, end: Point, box: Box) -> bool:
    """Whether the line from start to end has a point in the box."""
    first, last = 0.0, 1.0
    for begin, step, low, high in (
        (start[0], end[0] - start[0], box.x, box.right),
        (start[1], end[1] - start[1], box.y, box.bottom),
    ):
        if not step:
            if not low < begin < high:
                return False
            continue
        shares = sorted(((low - begin) / step, (high - begin) / step))
        first, last = max(first, shares[0]), min(last, shares[1])
    return first < last
