"""The way of a keyboard through a picture: which shapes name an item, and which comes next. No Qt here."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from kakehashi.drawing.scene import Group, Scene, bounds, walk

Direction = Literal["left", "right", "up", "down"]

_ASIDE = 2.5  # how much more a step aside costs than one ahead


def named_groups(scene: Scene | None) -> tuple[Group, ...]:
    """The groups that name an item, in the order in which they are drawn."""
    if scene is None:
        return ()
    return tuple(shape for shape in walk(scene.shapes) if isinstance(shape, Group) and shape.item)


def ahead(groups: Sequence[Group], now: Group, direction: Direction) -> Group | None:
    """The nearest group that lies in a direction; None where there is none."""
    costs = [
        (cost, at)
        for at, each in enumerate(groups)
        if each.id != now.id and (cost := _way(now, each, direction)) is not None
    ]
    return groups[min(costs)[1]] if costs else None


def beside(groups: Sequence[Group], now: Group | None, by: int) -> Group | None:
    """The next group in order (by = 1) or the one before (-1); from none, the first or last."""
    if not groups:
        return None
    if now is None:
        return groups[0 if by > 0 else -1]
    at = next((place for place, each in enumerate(groups) if each.id == now.id), -1) + by
    return groups[at] if 0 <= at < len(groups) else None


def _way(start: Group, end: Group, direction: Direction) -> float | None:
    """What it costs to go there, px; None where it doesn't lie in the direction.

    It does when its middle is beyond the own edge, or further on than aside. Shapes that overlap across the
    direction are not aside of each other.
    """
    one, other = bounds(start), bounds(end)
    across = other.x + other.width / 2 - one.x - one.width / 2
    down = other.y + other.height / 2 - one.y - one.height / 2
    if direction in ("left", "right"):
        on, off, half = (across if direction == "right" else -across), abs(down), one.width / 2
        aside = max(other.y - one.bottom, one.y - other.bottom, 0.0)
    else:
        on, off, half = (down if direction == "down" else -down), abs(across), one.height / 2
        aside = max(other.x - one.right, one.x - other.right, 0.0)
    if on <= 0 or (on <= half and on <= off):
        return None
    return on + _ASIDE * aside + off / 100
