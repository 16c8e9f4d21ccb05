"""One tool or metric in the picture of data flows: its name, what is known about it, its mark."""

from __future__ import annotations

from math import ceil
from typing import Literal

import msgspec

from kakehashi.drawing.advance import clean
from kakehashi.drawing.parts import BODY, SMALL, Style, block, centred, lines, one_line
from kakehashi.drawing.scene import Box, Group, Paint, Rect, Shape

NodeKind = Literal["tool", "metric"]

STEP = 16.0
"""How far apart the lines are that enter a box, px; heights are multiples of its half."""

_WIDTHS = {"tool": 140.0, "metric": 168.0}
_INSET, _TAG = 8.0, 17.0
_PADDING = {"tool": 7.0, "metric": 3.5}
_NAME = {"tool": Style(BODY, 500), "metric": Style(BODY)}
_DETAIL, _TAG_STYLE = Style(SMALL, fill="text2"), Style(SMALL)
_MOST_LINES = 3


class FlowNode(msgspec.Struct, frozen=True, kw_only=True):
    """A tool or a metric; texts ready to be shown.

    detail: type and state. tag: the word that marks personal data, '' for none. planned: not in use yet.
    A metric that no flow reaches is drawn as a gap.
    """

    id: str
    name: str
    kind: NodeKind = "tool"
    detail: str = ""
    tag: str = ""
    planned: bool = False
    title: str = ""


def width(kind: NodeKind) -> float:
    """Of the boxes of a kind, px."""
    return _WIDTHS[kind]


def height(node: FlowNode, inlets: int) -> float:
    """Of the box with so many lines that enter it, px."""
    room = _WIDTHS[node.kind] - 2 * _INSET
    text = len(lines(node.name, room, _MOST_LINES, _NAME[node.kind])) * _NAME[node.kind].pitch
    text += len(lines(node.detail, room, _MOST_LINES, _DETAIL)) * _DETAIL.pitch
    if clean(node.tag):
        text += _TAG + 3
    needed = max(text + 2 * _PADDING[node.kind], inlets * STEP, 1.5 * STEP)
    return STEP / 2 * ceil(needed / (STEP / 2))


def flow_box(key: str, node: FlowNode, frame: Box, *, gap: bool) -> Group:
    """The box in its frame."""
    paint = Paint(fill="surface", stroke="strong", line=1.25)
    if gap:
        paint = Paint(fill="warns", stroke="warn", line=1.25, dash=(4, 3))
    elif node.planned:
        paint = Paint(fill="surface", stroke="strong", line=1.25, dash=(4, 3))
    shapes: list[Shape] = [Rect(f"box:{key}", frame.x, frame.y, frame.width, frame.height, paint, 4)]
    shapes += _texts(key, node, frame)
    said = [node.name, node.detail, node.tag]
    return Group(
        f"node:{key}",
        tuple(shapes),
        kind=node.kind,
        item=node.id,
        title=node.title or "\n".join(text for each in said if (text := clean(each))),
        box=Box(frame.x - 0.7, frame.y - 0.7, frame.width + 1.4, frame.height + 1.4),
    )


def _texts(key: str, node: FlowNode, frame: Box) -> list[Shape]:
    room = frame.width - 2 * _INSET
    x, style = frame.x + _INSET, _NAME[node.kind]
    names = lines(node.name, room, _MOST_LINES, style)
    details = lines(node.detail, room, _MOST_LINES, _DETAIL)
    tag = clean(node.tag)
    tall = len(names) * style.pitch + len(details) * _DETAIL.pitch + (_TAG + 3 if tag else 0)
    y = frame.y + (frame.height - tall) / 2
    found: list[Shape] = []
    base = centred(y + style.pitch / 2, style.size)
    found += block(f"name:{key}", (x, base), node.name, room, style, most=_MOST_LINES)
    y += len(names) * style.pitch
    base = centred(y + _DETAIL.pitch / 2, _DETAIL.size)
    found += block(f"detail:{key}", (x, base), node.detail, room, _DETAIL, most=_MOST_LINES)
    y += len(details) * _DETAIL.pitch + 3
    if tag:
        wide = min(_TAG_STYLE.width(tag) + 10, room)
        paint = Paint(fill="raised", stroke="strong", line=1)
        found.append(Rect(f"tag-box:{key}", x, y, wide, _TAG - 1, paint, 3))
        at = (x + 5, centred(y + (_TAG - 1) / 2, SMALL))
        found.append(one_line(f"tag:{key}", at, tag, wide - 10, _TAG_STYLE))
    return found
