"""Planned against cap, a row a category: filled to the cap, a tick at the cap, what is beyond in `bad`.

All rows share one scale: the cap of each stands at the same place, so what is read is how full it is.
"""

from __future__ import annotations

from decimal import Decimal

import msgspec

from kakehashi.drawing import badges
from kakehashi.drawing.category_mark import SIDE, Category, mark_box
from kakehashi.drawing.parts import BODY, SMALL, Style, centred, finite, keys, one_line
from kakehashi.drawing.scene import Box, Group, Line, Paint, Rect, Scene, Shape

_MARGIN, _ROW, _GAP = 12.0, 30.0, 12.0
_BAR, _TICK = 8.0, 4.0
_LEAST_BAR = 110.0
_SIGN = 15.0  # a badge and the room after it
_FURTHEST = 1.5  # of the cap; what is further beyond is cut off, its figure tells
_NAME, _FIGURE, _CAP, _NOTE = Style(BODY), Style(13), Style(SMALL, fill="text2"), Style(SMALL, fill="text2")


class CapRow(msgspec.Struct, frozen=True, kw_only=True):
    """A category (None: no mark), its planned sum and its cap (None: no bar); texts ready to be shown.

    note: what is left, or by how much it is exceeded. total: the last row, bold below a line.
    """

    id: str
    name: str
    planned: Decimal | float
    planned_text: str
    cap: Decimal | float | None = None
    cap_text: str = ""
    note: str = ""
    category: Category | None = None
    token: str = "accent"
    total: bool = False


class CapBars(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn. width: px, grows when the texts need it."""

    key: str
    title: str
    description: str
    rows: tuple[CapRow, ...]
    width: float = 560


def cap_bar(picture: CapBars) -> Scene:
    """The rows as a scene."""
    columns = _Columns.of(picture)
    shapes: list[Shape] = []
    y = _MARGIN
    for key, row in zip(keys(row.id for row in picture.rows), picture.rows, strict=True):
        if row.total:
            rule = Paint(stroke="text", line=1.5)
            shapes.append(Line(f"rule:{key}", _MARGIN, y + 2, columns.width - _MARGIN, y + 2, rule))
            y += 4
        shapes.append(_row(key, row, y, columns))
        y += _ROW
    return Scene(
        key=picture.key,
        width=columns.width,
        height=y + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


class _Columns(msgspec.Struct, frozen=True):
    """Where name, figure (right edge), bar, cap and note stand, px; `scale` in px for a whole cap."""

    text: float
    name: float
    figure: float
    figure_room: float
    bar: float
    scale: float
    cap: float
    cap_room: float
    note_room: float
    width: float

    @classmethod
    def of(cls, picture: CapBars) -> _Columns:
        rows = picture.rows
        inner = max(picture.width, 320.0) - 2 * _MARGIN
        text = SIDE + 7 if any(row.category for row in rows) else 0.0
        name = min(max((_style(row, _NAME).width(row.name) for row in rows), default=0), 0.36 * inner)
        figure = max((_style(row, _FIGURE).width(row.planned_text) for row in rows), default=0)
        cap = min(max((_CAP.width(row.cap_text) for row in rows), default=0), 0.3 * inner)
        note = min(max((_NOTE.width(row.note) + _SIGN * _over(row) for row in rows), default=0), 0.3 * inner)
        texts = text + name + figure + cap + note + 4 * _GAP
        bar = max(inner - texts, _LEAST_BAR)
        reach = max([1.0, *map(_ratio, rows)])
        left = _MARGIN + text + name + _GAP
        at_bar = left + figure + _GAP
        return cls(
            _MARGIN + text,
            name,
            left + figure,
            figure,
            at_bar,
            bar / reach,
            at_bar + bar + _GAP,
            cap,
            note,
            texts + bar + 2 * _MARGIN,
        )


def _ratio(row: CapRow) -> float:
    """Planned to cap, at most `_FURTHEST`."""
    cap, planned = finite(row.cap), max(finite(row.planned) or 0.0, 0.0)
    if cap is None:
        return 0.0
    return min(planned / cap, _FURTHEST) if cap > 0 else _FURTHEST * (planned > 0)


def _over(row: CapRow) -> bool:
    cap, planned = finite(row.cap), finite(row.planned)
    return cap is not None and planned is not None and planned > cap


def _style(row: CapRow, style: Style) -> Style:
    return msgspec.structs.replace(style, weight=700) if row.total else style


def _row(key: str, row: CapRow, y: float, columns: _Columns) -> Group:
    middle = y + _ROW / 2
    shapes: list[Shape] = []
    if row.category:
        shapes += mark_box(key, row.category, _MARGIN, middle - SIDE / 2)
    left = columns.text if row.category else _MARGIN
    room = columns.name + columns.text - left
    at = (left, centred(middle, BODY))
    shapes.append(one_line(f"name:{key}", at, row.name, room, _style(row, _NAME)))
    at = (columns.figure, centred(middle, 13))
    figure = _style(row, _FIGURE)
    shapes.append(one_line(f"planned:{key}", at, row.planned_text, columns.figure_room, figure, anchor="end"))
    shapes += _bar(key, row, middle, columns)
    shapes.append(
        one_line(f"cap:{key}", (columns.cap, centred(middle, SMALL)), row.cap_text, columns.cap_room, _CAP)
    )
    shapes += _note(key, row, middle, columns)
    title = "\n".join(filter(None, (f"{row.name} {row.planned_text}".strip(), row.cap_text, row.note)))
    box = Box(_MARGIN, y, columns.width - 2 * _MARGIN, _ROW)
    return Group(f"cap-row:{key}", tuple(shapes), "cap-row", row.id, title, box)


def _bar(key: str, row: CapRow, middle: float, columns: _Columns) -> list[Shape]:
    if finite(row.cap) is None:
        return []
    token = row.category.token if row.category else row.token
    ratio, x, y = _ratio(row), columns.bar, middle - _BAR / 2
    cap = x + columns.scale
    within = min(ratio, 1.0) * columns.scale if (finite(row.cap) or 0) > 0 else 0.0
    shapes: list[Shape] = [Rect(f"track:{key}", x, y, columns.scale, _BAR, Paint(fill="line"))]
    if within > 0:
        shapes.append(Rect(f"within:{key}", x, y, within, _BAR, Paint(fill=token or "strong")))
    if ratio > 1:
        shapes.append(Rect(f"beyond:{key}", cap, y, (ratio - 1) * columns.scale, _BAR, Paint(fill="bad")))
    tick = Paint(stroke="text", line=2)
    shapes.append(Line(f"cap-tick:{key}", cap, y - _TICK, cap, y + _BAR + _TICK, tick))
    return shapes


def _note(key: str, row: CapRow, middle: float, columns: _Columns) -> list[Shape]:
    """What is left; an exceeded cap is said in `bad` with its diamond."""
    if not row.note.strip():
        return []
    left = columns.width - _MARGIN - columns.note_room
    base = centred(middle, SMALL)
    if not _over(row):
        return [one_line(f"note:{key}", (left, base), row.note, columns.note_room, _NOTE)]
    style = msgspec.structs.replace(_NOTE, fill="bad")
    label = one_line(f"note:{key}", (left + _SIGN, base), row.note, columns.note_room - _SIGN, style)
    return [*badges.badge(f"badge:{key}", "bad", left + 5.5, middle, 11), label]
