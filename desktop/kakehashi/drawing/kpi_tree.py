"""The tree of metrics, left to right: the goal with a filled head, operators on the joints, agreement below.

A metric stands level with its first part and the further parts below that, so the picture reads as a
formula. Agreement per department: filled circle agreed, ring open, crossed square objected.
"""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from kakehashi.drawing import badges
from kakehashi.drawing.badges import AgreementState, Badge
from kakehashi.drawing.metric_card import Metric, card, card_height, natural_width
from kakehashi.drawing.parts import BODY, SMALL, Style, centred, connector, keys, one_line
from kakehashi.drawing.scene import Box, Group, Scene, Shape, bounds, moved, united
from kakehashi.drawing.tree import Forest, forest, places

_MARGIN, _ACROSS, _DOWN = 16.0, 22.0, 24.0
_NARROW, _BROAD = 118.0, 190.0
_LEGEND_ROW, _LEGEND_GAP, _COUNT_GAP = 19.0, 18.0, 14.0
_CAPTION, _ENTRY = Style(SMALL, fill="text2"), Style(BODY)


class LegendEntry(msgspec.Struct, frozen=True, kw_only=True):
    """One state of agreement, its word and how many there are."""

    state: AgreementState
    label: str
    count: str = ""


class KpiTree(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn; texts ready to be shown, metrics in the order of their formula.

    room: px across that the whole tree should not exceed; cards become narrower, down to 118, to keep to it.
    """

    key: str
    title: str
    description: str
    metrics: tuple[Metric, ...]
    legend_title: str = ""
    legend: tuple[LegendEntry, ...] = ()
    room: float = 1180.0


def kpi_tree(picture: KpiTree) -> Scene:
    """The tree as a scene of its natural size; the legend stands below the goal where that leaves room."""
    metrics = picture.metrics
    tree = _forest(metrics)
    width = _card_width(picture, tree)
    frames = _frames(tree, width, [card_height(metric, width) for metric in metrics])
    ids = keys(metric.id for metric in metrics)
    cards = [card(key, metric, box) for key, metric, box in zip(ids, metrics, frames, strict=True)]
    shapes: list[Shape] = [*_joints(tree, metrics, ids, frames), *cards]
    legend = _legend(picture, width)
    if legend:
        shapes.append(_placed(legend, tree, frames))
    content = united([*map(bounds, shapes)])
    return Scene(
        key=picture.key,
        width=content.right + _MARGIN,
        height=content.bottom + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def card_width(picture: KpiTree) -> float:
    """How broad the cards are in this room: in another one where they are as broad, the scene is the same."""
    return _card_width(picture, _forest(picture.metrics))


def _card_width(picture: KpiTree, tree: Forest) -> float:
    natural = min(max([_NARROW, *map(natural_width, picture.metrics)]), _BROAD)
    columns = max(tree.depths, default=0) + 1
    fitting = (picture.room - 2 * _MARGIN + _ACROSS) / columns - _ACROSS
    return max(min(natural, fitting), _NARROW)


def _forest(metrics: Sequence[Metric]) -> Forest:
    return forest([metric.id for metric in metrics], [metric.parent for metric in metrics])


def _frames(tree: Forest, width: float, heights: Sequence[float]) -> list[Box]:
    """Columns by depth, rows by contour; metrics of one column share their least height."""
    tops = places(tree, heights, _DOWN, "first")
    pitch = width + _ACROSS
    return [
        Box(_MARGIN + depth * pitch, _MARGIN + top, width, tall)
        for depth, top, tall in zip(tree.depths, tops, heights, strict=True)
    ]


def _joints(
    tree: Forest, metrics: Sequence[Metric], ids: Sequence[str], frames: Sequence[Box]
) -> list[Shape]:
    """From each metric to its parts: a level line to the first, a trunk and branches to the others."""
    lines: list[Shape] = []
    signs: list[Shape] = []
    for n in tree.order:
        parts = tree.children[n]
        if not parts:
            continue
        y = _level(frames[n])
        x = frames[n].right + _ACROSS / 2
        levels = [min(_level(frames[part]), frames[part].bottom - 8) for part in parts]
        lines.append(connector(f"stem:{ids[n]}", (frames[n].right, y), (x, y)))
        if len(parts) > 1:
            lines.append(connector(f"trunk:{ids[n]}", (x, y), (x, max(levels))))
        for part, level in zip(parts, levels, strict=True):
            lines.append(connector(f"link:{ids[part]}", (x, level), (frames[part].x, level)))
        said = [metrics[part].operator.strip() for part in parts[1:]]
        if len(set(said)) == 1:
            signs += badges.operator(f"joint:{ids[n]}", said[0], x, y)
        else:
            for part, level, sign in zip(parts[1:], levels[1:], said, strict=True):
                signs += badges.operator(f"operator:{ids[part]}", sign, x, level)
    return [*lines, *signs]


def _level(frame: Box) -> float:
    """Where a card is joined: the middle of one without wrapped lines, so that neighbours meet level."""
    return frame.y + 36


def _legend(picture: KpiTree, width: float) -> Group | None:
    """The states with their counts, one under the other, at 0, 0."""
    if not picture.legend:
        return None
    shapes: list[Shape] = []
    y = 0.0
    if picture.legend_title:
        base = centred(_LEGEND_ROW / 2, SMALL)
        shapes.append(one_line("legend-title", (0, base), picture.legend_title, width, _CAPTION))
        y = _LEGEND_ROW
    for n, entry in enumerate(picture.legend):
        base = centred(y + _LEGEND_ROW / 2, BODY)
        count = min(_ENTRY.width(entry.count), 0.4 * width)
        room = width - 18 - (count + _COUNT_GAP if entry.count else 0)
        shapes += badges.agreement(f"legend-mark:{n}", entry.state, 5.5, y + _LEGEND_ROW / 2)
        shapes.append(one_line(f"legend:{n}", (18, base), entry.label, room, _ENTRY))
        if entry.count:
            right = (width, base)
            shapes.append(one_line(f"legend-count:{n}", right, entry.count, count, _ENTRY, anchor="end"))
        y += _LEGEND_ROW
    return Group("legend", tuple(shapes), kind="legend", box=Box(0, 0, width, y))


def _placed(legend: Group, tree: Forest, frames: Sequence[Box]) -> Shape:
    """Below the goal if the tree is tall enough there, else below everything."""
    box = legend.box or Box(0, 0, 0, 0)
    low = max((frame.bottom for frame in frames), default=_MARGIN)
    if len(tree.roots) == 1:
        goal = frames[tree.roots[0]].bottom + _LEGEND_GAP
        if goal + box.height <= low:
            return moved(legend, _MARGIN, goal)
    return moved(legend, _MARGIN, low + _LEGEND_GAP if frames else low)


__all__ = ["Badge", "KpiTree", "LegendEntry", "Metric", "card_width", "kpi_tree"]
