"""One metric as a card: name, figure with unit, and who agrees to its definition."""

from __future__ import annotations

import msgspec

from kakehashi.drawing import badges
from kakehashi.drawing.badges import AgreementState, Badge
from kakehashi.drawing.parts import SMALL, Style, block, centred, figure, lines, one_line, rounded
from kakehashi.drawing.scene import Box, Group, Paint, Polygon, Rect, Shape

_PADDING, _RADIUS = 9.0, 4.0
_NAME = Style(11.5, fill="text2")
_HEAD = Style(11.5, 700, "on-accent")
_TAG = Style(SMALL, fill="on-accent")
_FIGURE = Style(19)
_MARK = Style(SMALL, fill="text2")
_MOST_LINES, _FIGURE_ROW, _MARK_ROW, _MARK_GAP = 4, 27.0, 17.0, 9.0
_DOT = 14.0  # a mark and the room before its name


class Agreement(msgspec.Struct, frozen=True):
    """What a department says to the definition; label is its short name, one or two letters."""

    state: AgreementState
    label: str


class Metric(msgspec.Struct, frozen=True, kw_only=True):
    """A metric as it is drawn; texts ready to be shown.

    parent: the id of the metric it is a part of. operator: how it joins its elder siblings, × + ÷ or −
    (the first part's is not read). head: word of a filled head, for the goal (KGI). badge: its worst check.
    """

    id: str
    name: str
    value: str
    unit: str = ""
    parent: str | None = None
    operator: str = ""
    agreements: tuple[Agreement, ...] = ()
    head: str = ""
    badge: Badge | None = None
    note: str = ""


def natural_width(metric: Metric) -> float:
    """The width at which nothing is broken or made smaller, px."""
    style = _HEAD if metric.head else _NAME
    name = style.width(metric.name) + (8 + _TAG.width(metric.head) if metric.head else 0)
    value = _FIGURE.width(metric.value) + _MARK.width(f"\u2009{metric.unit}") + (20 if metric.badge else 0)
    marks = sum(_mark_width(one) + _MARK_GAP for one in metric.agreements) - _MARK_GAP
    return 2 * _PADDING + max(name, value, min(marks, 120))


def card_height(metric: Metric, width: float) -> float:
    """Height of the card at this width, px."""
    rows = len(_marks_rows(metric, width))
    return _head_height(metric, width) + _FIGURE_ROW + rows * _MARK_ROW + (8 if rows else 6)


def card(key: str, metric: Metric, frame: Box) -> Group:
    """The card in its frame."""
    head = _head_height(metric, frame.width)
    goal = bool(metric.head)
    edge = Paint("surface", "accent" if goal else "strong", 1.6 if goal else 1.2)
    shapes: list[Shape] = [Rect(f"card:{key}", frame.x, frame.y, frame.width, frame.height, edge, _RADIUS)]
    if goal:
        top = rounded(Box(frame.x, frame.y, frame.width, head), (_RADIUS, _RADIUS, 0, 0))
        shapes.append(Polygon(f"head:{key}", top, Paint(fill="accent")))
    shapes += _name(key, metric, frame)
    shapes += _value(key, metric, frame, frame.y + head)
    shapes += _marks(key, metric, frame, frame.y + head + _FIGURE_ROW)
    half = edge.line / 2
    box = Box(frame.x - half, frame.y - half, frame.width + edge.line, frame.height + edge.line)
    kind = "metric goal" if goal else "metric"
    return Group(f"metric:{key}", tuple(shapes), kind, metric.id, _tooltip(metric), box)


def _name_room(metric: Metric, width: float) -> float:
    tag = min(_TAG.width(metric.head), 0.4 * width) + 8 if metric.head else 0
    return width - 2 * _PADDING - tag


def _head_height(metric: Metric, width: float) -> float:
    style = _HEAD if metric.head else _NAME
    count = max(1, len(lines(metric.name, _name_room(metric, width), _MOST_LINES, style)))
    return count * style.pitch + 5


def _name(key: str, metric: Metric, frame: Box) -> list[Shape]:
    style = _HEAD if metric.head else _NAME
    base = centred(frame.y + 3 + style.pitch / 2, style.size)
    room = _name_room(metric, frame.width)
    at = (frame.x + _PADDING, base)
    found: list[Shape] = [*block(f"name:{key}", at, metric.name, room, style, most=_MOST_LINES)]
    if metric.head:
        right = (frame.right - _PADDING, base)
        wide = frame.width - 2 * _PADDING - room - 8
        found.append(one_line(f"tag:{key}", right, metric.head, wide, _TAG, anchor="end"))
    return found


def _value(key: str, metric: Metric, frame: Box, top: float) -> list[Shape]:
    room = frame.width - 2 * _PADDING - (20 if metric.badge else 0)
    base = centred(top + _FIGURE_ROW / 2 + 1, _FIGURE.size)
    shapes: list[Shape] = [
        figure(f"value:{key}", (frame.x + _PADDING, base), (metric.value, metric.unit), room, _FIGURE)
    ]
    if metric.badge:
        centre = frame.right - _PADDING - 6
        shapes += badges.badge(f"badge:{key}", metric.badge, centre, top + _FIGURE_ROW / 2 + 1)
    return shapes


def _mark_width(one: Agreement) -> float:
    return _DOT + _MARK.width(one.label)


def _marks_rows(metric: Metric, width: float) -> list[list[Agreement]]:
    """The marks in rows that fit the card."""
    rows: list[list[Agreement]] = []
    room = 0.0
    for one in metric.agreements:
        need = _mark_width(one)
        if not rows or need > room:
            rows.append([])
            room = width - 2 * _PADDING
        rows[-1].append(one)
        room -= need + _MARK_GAP
    return rows


def _marks(key: str, metric: Metric, frame: Box, top: float) -> list[Shape]:
    shapes: list[Shape] = []
    number = 0
    for row, marks in enumerate(_marks_rows(metric, frame.width)):
        middle = top + 2 + (row + 0.5) * _MARK_ROW
        x = frame.x + _PADDING
        for one in marks:
            shapes += badges.agreement(f"agreement:{key}/{number}", one.state, x + 4.5, middle)
            room = min(_MARK.width(one.label), frame.right - _PADDING - x - _DOT)
            at = (x + _DOT, centred(middle, SMALL))
            shapes.append(one_line(f"department:{key}/{number}", at, one.label, room, _MARK))
            x += _mark_width(one) + _MARK_GAP
            number += 1
    return shapes


def _tooltip(metric: Metric) -> str:
    value = f"{metric.value} {metric.unit}".strip()
    return "\n".join(filter(None, (metric.name, value, metric.note)))
