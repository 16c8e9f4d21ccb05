"""The way of a keyboard through a picture: which shapes name an item, and which comes next. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kakehashi.drawing.scene import Group, Scene, bounds, walk

Direction = Literal["left", "right", "up", "down"]

_ASIDE = 2.5  # how much more a step aside costs than one ahead
_SPAN = 4.0  # px by which a shape must lie further on to lie ahead


def named_groups(scene: Scene | None) -> tuple[Group, ...]:
    """The groups that name an item, in the order in which they are drawn."""
    if scene is None:
        return ()
    return tuple(shape for shape in walk(scene.shapes) if isinstance(shape, Group) and shape.item)


def ahead(groups: Sequence[Group], now: Group, direction: Direction) -> Group | None:
    """The nearest group that lies in a direction; None where there is none."""
    best: tuple[float, int] | None = None
    for at, each in enumerate(groups):
        on, aside = _way(now, each, direction)
        if each.id != now.id and on > _SPAN:
            cost = (on + _ASIDE * aside, at)
            best = cost if best is None or cost < best else best
    return None if best is None else groups[best[1]]


def beside(groups: Sequence[Group], now: Group | None, by: int) -> Group | None:
    """The next group in order (by = 1) or the one before (-1); from none, the first or last."""
    if not groups:
        return None
    if now is None:
        return groups[0 if by > 0 else -1]
    at = next((place for place, each in enumerate(groups) if each.id == now.id), -1) + by
    return groups[at] if 0 <= at < len(groups) else None


def _way(start: Group, end: Group, direction: Direction) -> tuple[float, float]:
    """How far it is to the middle of another shape: on in the direction, and aside of it. Px.

    Shapes that overlap across the direction are not aside of each other.
    """
    one, other = bounds(start), bounds(end)
    across = other.x + other.width / 2 - one.x - one.width / 2
    down = other.y + other.height / 2 - one.y - one.height / 2
    gap_across = max(other.x - one.right, one.x - other.right, 0.0)
    gap_down = max(other.y - one.bottom, one.y - other.bottom, 0.0)
    if direction in ("left", "right"):
        return (across if direction == "right" else -across), gap_down + abs(down) / 100
    return (down if direction == "down" else -down), gap_across + abs(across) / 100
