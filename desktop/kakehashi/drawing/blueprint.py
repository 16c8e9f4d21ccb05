"""The blueprint: a column for each of the months ahead, a card for each deliverable with owner and outcome.

What stands with a deliverable is said by shape and word: ring planned, ring with a dot under way, tick
delivered, cross dropped.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from kakehashi.drawing import badges
from kakehashi.drawing.parts import HAIRLINE, NAME, SMALL, Style, block, centred, keys, lines, one_line
from kakehashi.drawing.scene import Box, Circle, Group, Line, Paint, Rect, Scene, Shape

DeliverableState = Literal["planned", "in_progress", "delivered", "dropped"]

_MARGIN, _ACROSS, _DOWN, _PADDING = 2.0, 14.0, 10.0, 10.0
_HEAD, _MARK = 32.0, 16.0
_MONTH = Style(NAME, 700)
_TITLE = Style(12.5, 500)
_QUIET = Style(SMALL, fill="text2")
_TITLE_LINES, _OWNER_LINES, _OUTCOME_LINES = 4, 2, 4
_GAP, _BASE = 3.0, 0.82  # between parts of a card; of a line's height down to its base line


class Deliverable(msgspec.Struct, frozen=True, kw_only=True):
    """What is delivered, by whom, for which outcome; texts ready to be shown."""

    id: str
    name: str
    state: DeliverableState
    state_label: str
    owner: str = ""
    outcome: str = ""


class Month(msgspec.Struct, frozen=True, kw_only=True):
    """A column. `empty` is said where nothing is delivered."""

    title: str
    deliverables: tuple[Deliverable, ...] = ()
    empty: str = ""


class Blueprint(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. width: px of the whole picture."""

    key: str
    title: str
    description: str
    months: tuple[Month, ...]
    width: float = 680.0


def blueprint(picture: Blueprint) -> Scene:
    """The months side by side; as high as the fullest of them."""
    count = max(len(picture.months), 1)
    wide = (picture.width - 2 * _MARGIN - (count - 1) * _ACROSS) / count
    ids = iter(keys(each.id for month in picture.months for each in month.deliverables))
    shapes: list[Shape] = []
    lowest = _MARGIN + _HEAD
    for at, month in enumerate(picture.months):
        left = _MARGIN + at * (wide + _ACROSS)
        shapes += _heading(at, month, left, wide)
        y = _MARGIN + _HEAD + _DOWN
        for each in month.deliverables:
            frame = Box(left, y, wide, _height(each, wide))
            shapes.append(_card(next(ids), each, frame))
            y = frame.bottom + _DOWN
        if not month.deliverables and month.empty:
            shapes += block(f"empty:{at}", (left, y + NAME), month.empty, wide, _QUIET, most=3)
            y += 3 * _QUIET.pitch + _DOWN
        lowest = max(lowest, y - _DOWN)
    return Scene(
        key=picture.key,
        width=picture.width,
        height=lowest + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def _heading(at: int, month: Month, left: float, wide: float) -> tuple[Shape, ...]:
    base = centred(_MARGIN + _HEAD / 2, _MONTH.size)
    y = _MARGIN + _HEAD
    return (
        one_line(f"month:{at}", (left, base), month.title, wide, _MONTH),
        Line(f"rule:{at}", left, y, left + wide, y, msgspec.structs.replace(HAIRLINE, stroke="strong")),
    )


def _parts(each: Deliverable) -> tuple[tuple[str, str, Style, int], ...]:
    """The texts of a card from top to bottom: what it is, the text, its style, lines at most."""
    return (
        ("name", each.name, _TITLE, _TITLE_LINES),
        ("owner", each.owner, _QUIET, _OWNER_LINES),
        ("outcome", each.outcome, _QUIET, _OUTCOME_LINES),
    )


def _height(each: Deliverable, wide: float) -> float:
    room = wide - 2 * _PADDING
    texts = [(lines(text, room, most, style), style) for _, text, style, most in _parts(each) if text]
    return 2 * _PADDING + sum(len(found) * style.pitch + _GAP for found, style in texts) + _QUIET.pitch


def _card(key: str, each: Deliverable, frame: Box) -> Group:
    dropped = each.state == "dropped"
    edge = Paint("surface", "strong", 1.2, dash=(4, 3) if dropped else ())
    x, y, room = frame.x + _PADDING, frame.y + _PADDING, frame.width - 2 * _PADDING
    shapes: list[Shape] = [Rect(f"card:{key}", frame.x, frame.y, frame.width, frame.height, edge, 4)]
    for part, text, style, most in _parts(each):
        found = block(f"{part}:{key}", (x, y + _BASE * style.pitch), text, room, style, most=most)
        if text:
            shapes += found
            y += len(found) * style.pitch + _GAP
    middle = y + _QUIET.pitch / 2
    shapes += _mark(f"state:{key}", each.state, x + 5, middle)
    at = (x + _MARK, centred(middle, SMALL))
    shapes.append(one_line(f"word:{key}", at, each.state_label, room - _MARK, _QUIET))
    half = edge.line / 2
    box = Box(frame.x - half, frame.y - half, frame.width + edge.line, frame.height + edge.line)
    return Group(f"deliverable:{key}", tuple(shapes), "deliverable", each.id, _tooltip(each), box)


def _mark(name: str, state: DeliverableState, cx: float, cy: float) -> tuple[Shape, ...]:
    ring = Circle(name, cx, cy, 4.2, Paint(stroke="text2", line=1.3))
    match state:
        case "planned":
            return (ring,)
        case "in_progress":
            return (ring, Circle(f"{name}/dot", cx, cy, 2.2, Paint(fill="accent")))
        case "delivered":
            return badges.badge(name, "good", cx, cy, 11)
        case "dropped":
            pen = Paint(stroke="text2", line=1.4, round_caps=True)
            return (
                Line(name, cx - 3.4, cy - 3.4, cx + 3.4, cy + 3.4, pen),
                Line(f"{name}/rising", cx - 3.4, cy + 3.4, cx + 3.4, cy - 3.4, pen),
            )


def _tooltip(each: Deliverable) -> str:
    return "\n".join(filter(None, (each.name, each.owner, each.outcome, each.state_label)))
