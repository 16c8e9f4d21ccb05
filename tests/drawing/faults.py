"""What can be wrong with a scene: nothing of it, if the layout is right."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from itertools import combinations

from kakehashi.drawing.scene import TOLERANCE, Box, Group, Label, Scene, Shape, bounds, walk


def repeated_ids(scene: Scene) -> tuple[str, ...]:
    """Ids that more than one shape carries."""
    counts = Counter(shape.id for shape in walk(scene.shapes))
    return tuple(name for name, count in counts.items() if count > 1)


def overflows(scene: Scene) -> tuple[str, ...]:
    """Ids of labels that are too wide or outside of the scene or their group's box."""
    return tuple(_overflowing(scene.shapes, Box(0, 0, scene.width, scene.height)))


def _overflowing(shapes: tuple[Shape, ...], box: Box) -> Iterator[str]:
    for shape in shapes:
        if isinstance(shape, Group):
            if shape.box and not box.contains(shape.box):
                yield shape.id
            yield from _overflowing(shape.shapes, shape.box or box)
        elif isinstance(shape, Label) and (
            shape.width > shape.max_width + TOLERANCE or not box.contains(bounds(shape))
        ):
            yield shape.id


def overlaps(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Pairs of sibling groups whose boxes overlap."""
    return tuple(_overlapping(scene.shapes))


def _overlapping(shapes: tuple[Shape, ...]) -> Iterator[tuple[str, str]]:
    groups = [shape for shape in shapes if isinstance(shape, Group)]
    boxed = sorted(((g.box, g.id) for g in groups if g.box), key=lambda pair: pair[0].y)
    for (box, name), (other, other_name) in combinations(boxed, 2):
        if box.overlaps(other):
            yield name, other_name
    for group in groups:
        yield from _overlapping(group.shapes)


def colliding_labels(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Pairs of labels anywhere in the scene that are drawn over each other."""
    labels = [shape for shape in walk(scene.shapes) if isinstance(shape, Label) and shape.text]
    measured = sorted(((_tight(bounds(label)), label.id) for label in labels), key=lambda pair: pair[0].y)
    return tuple((a, b) for (box, a), (other, b) in combinations(measured, 2) if box.overlaps(other))


def _tight(box: Box) -> Box:
    """The box of a line of text without the room that only accents and descenders use."""
    return Box(box.x, box.y + 0.12 * box.height, box.width, 0.76 * box.height)
