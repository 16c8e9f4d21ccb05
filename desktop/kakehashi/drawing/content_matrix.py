"""A matrix whose cells hold titles: what is worth making first, by priority and difficulty. Px."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from kakehashi.drawing.parts import BODY, SMALL, Style, block, centred, lines, one_line
from kakehashi.drawing.scene import Box, Circle, Group, Label, Paint, Rect, Scene, Shape

_MARGIN, _PAD, _BULLET, _GAP = 12.0, 8.0, 3.2, 4.0
_HEAD, _AXIS = 24.0, 20.0
_EMPTY_WIDE, _EMPTY_TALL = 40.0, 26.0
_LEAST_CELL = 110.0
_LINES = 3  # of a title
_TITLE = Style(SMALL)
_MORE = Style(SMALL, 700, "text2")
_HEADING = Style(BODY, 700)
_AXIS_TEXT = Style(SMALL, fill="text2")
_EDGE = Paint(stroke="border", line=1)


class MatrixEntry(msgspec.Struct, frozen=True, kw_only=True):
    """What stands in a cell: begun = its bullet is filled."""

    id: str
    title: str
    begun: bool = False


class ContentMatrix(msgspec.Struct, frozen=True, kw_only=True):
    """What is drawn: rows from the top, columns from the left, each with its heading.

    cells: (row, column) -> entries in their order. tinted: cells that are recommended. across and down name
    the axes; begun, not_begun and tint say what bullets and tint mean. most: entries of a cell before '+n'.
    Width in px.
    """

    key: str
    title: str
    description: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]
    cells: Mapping[tuple[int, int], tuple[MatrixEntry, ...]]
    tinted: frozenset[tuple[int, int]] = frozenset()
    across: str = ""
    down: str = ""
    begun: str = ""
    not_begun: str = ""
    tint: str = ""
    most: int = 6
    width: float = 780


def content_matrix(picture: ContentMatrix) -> Scene:
    """The matrix as a scene; rows and columns in which nothing stands are narrow."""
    grid = _Grid.of(picture)
    shapes: list[Shape] = [*_legend(picture, grid)]
    for n, name in enumerate(picture.columns):
        left, wide = grid.columns[n]
        at = (left + wide / 2, grid.top - 8)
        shapes.append(one_line(f"column:{n}", at, name, wide - 2, _HEADING, anchor="middle"))
    for n, name in enumerate(picture.rows):
        top, tall = grid.rows[n]
        most = 2 if tall >= 2 * _HEADING.pitch + 4 else 1
        shapes += _heading(n, name, (grid.left - _PAD, top, tall), grid.left - _PAD - _MARGIN, most)
        for column in range(len(picture.columns)):
            shapes.append(_cell(picture, grid, (n, column)))
    return Scene(
        key=picture.key,
        width=grid.width,
        height=grid.bottom + _MARGIN,
        shapes=tuple(shapes),
        title=picture.title,
        description=picture.description,
    )


def _heading(n: int, name: str, at: tuple[float, float, float], room: float, most: int) -> tuple[Label, ...]:
    """A row's name, right-aligned before its cells, in the middle of its height."""
    right, top, tall = at
    count = len(lines(name, room, most, _HEADING))
    first = centred(top + tall / 2 - (count - 1) * _HEADING.pitch / 2, BODY)
    return block(f"row:{n}", (right, first), name, room, _HEADING, most=most, anchor="end")


class _Grid(msgspec.Struct, frozen=True):
    """Where rows and columns begin and how much they take, px."""

    width: float
    left: float
    top: float
    bottom: float
    columns: tuple[tuple[float, float], ...]
    rows: tuple[tuple[float, float], ...]

    @classmethod
    def of(cls, picture: ContentMatrix) -> _Grid:
        names = max((_HEADING.width(name) for name in picture.rows), default=0)
        left = _MARGIN + min(names, 130) + _PAD
        used = [
            any(picture.cells.get((r, c)) for r in range(len(picture.rows)))
            for c in range(len(picture.columns))
        ]
        narrow = _EMPTY_WIDE * used.count(False)
        width = max(picture.width, left + narrow + _LEAST_CELL * used.count(True) + _MARGIN)
        broad = (width - left - narrow - _MARGIN) / max(used.count(True), 1)
        if not any(used):
            broad = _EMPTY_WIDE
        columns = _placed(left, [broad if each else _EMPTY_WIDE for each in used])
        top = (
            _MARGIN + _legend_tall(picture, width) + (_AXIS if picture.across or picture.down else 0) + _HEAD
        )
        heights = [
            max([_EMPTY_TALL, *(_tall(picture, (r, c), columns[c][1]) for c in range(len(used)))])
            for r in range(len(picture.rows))
        ]
        rows = _placed(top, heights)
        return cls(width, left, top, top + sum(heights), columns, rows)


def _placed(start: float, sizes: list[float]) -> tuple[tuple[float, float], ...]:
    found = []
    for size in sizes:
        found.append((start, size))
        start += size
    return tuple(found)


def _room(wide: float) -> float:
    """For the titles of a cell."""
    return wide - 2 * _PAD - 2 * _BULLET - _GAP


def _tall(picture: ContentMatrix, at: tuple[int, int], wide: float) -> float:
    entries = picture.cells.get(at, ())
    if not entries:
        return 0
    shown, rest = _shown(picture, entries)
    counts = [max(len(lines(entry.title, _room(wide), _LINES, _TITLE)), 1) for entry in shown]
    return 2 * _PAD + sum(counts) * _TITLE.pitch + (len(counts) - 1) * _GAP + (_TITLE.pitch if rest else 0)


def _shown(
    picture: ContentMatrix, entries: tuple[MatrixEntry, ...]
) -> tuple[tuple[MatrixEntry, ...], tuple[MatrixEntry, ...]]:
    """Those that are drawn and the rest; never one alone behind '+1' that would take its own line."""
    most = max(picture.most, 1)
    if len(entries) <= most:
        return entries, ()
    return entries[:most], entries[most:]


def _cell(picture: ContentMatrix, grid: _Grid, at: tuple[int, int]) -> Group:
    top, tall = grid.rows[at[0]]
    left, wide = grid.columns[at[1]]
    key = f"{at[0]}-{at[1]}"
    paint = msgspec.structs.replace(_EDGE, fill="between" if at in picture.tinted else "surface")
    shapes: list[Shape] = [Rect(f"cell:{key}", left + 0.5, top + 0.5, wide - 1, tall - 1, paint)]
    entries = picture.cells.get(at, ())
    shown, rest = _shown(picture, entries)
    x, y = left + _PAD + 2 * _BULLET + _GAP, top + _PAD
    for n, entry in enumerate(shown):
        labels = block(f"entry:{key}/{n}", (x, y + SMALL), entry.title, _room(wide), _TITLE, most=_LINES)
        shapes.append(
            _bullet(f"bullet:{key}/{n}", left + _PAD + _BULLET, y + SMALL * 0.62, begun=entry.begun)
        )
        shapes += labels
        y += max(len(labels), 1) * _TITLE.pitch + _GAP
    if rest:
        said = f"+{len(rest)}"
        said_at = (x, y - _GAP + SMALL + 1)
        shapes.append(one_line(f"more:{key}", said_at, said, _room(wide), _MORE))
    title = "\n".join(entry.title for entry in entries)
    return Group(f"matrix:{key}", tuple(shapes), "matrix-cell", "", title, Box(left, top, wide, tall))


def _bullet(name: str, x: float, y: float, *, begun: bool) -> Circle:
    fill = "accent" if begun else "surface"
    return Circle(name, x, y, _BULLET, Paint(fill=fill, stroke="accent", line=1.2))


def _marks(picture: ContentMatrix) -> list[tuple[str, str]]:
    """The legend's marks with their words."""
    pairs = (("begun", picture.begun), ("not_begun", picture.not_begun), ("tint", picture.tint))
    return [(mark, said) for mark, said in pairs if said.strip()]


def _legend_places(picture: ContentMatrix, width: float) -> list[tuple[str, str, float, float]]:
    """Mark, words, x and line of each; they wrap."""
    found = []
    x, line = _MARGIN, 0
    for mark, said in _marks(picture):
        wide = 18 + min(_AXIS_TEXT.width(said), width - 2 * _MARGIN - 18)
        if x > _MARGIN and x + wide > width - _MARGIN:
            x, line = _MARGIN, line + 1
        found.append((mark, said, x, float(line)))
        x += wide + 18
    return found


def _legend_tall(picture: ContentMatrix, width: float) -> float:
    places = _legend_places(picture, width)
    return (places[-1][3] + 1) * _AXIS if places else 0


def _legend(picture: ContentMatrix, grid: _Grid) -> list[Shape]:
    """What the marks mean, and below it the names of the axes."""
    shapes: list[Shape] = []
    for mark, said, x, line in _legend_places(picture, grid.width):
        y = _MARGIN + line * _AXIS + _AXIS / 2 - 2
        if mark == "tint":
            paint = msgspec.structs.replace(_EDGE, fill="between")
            shapes.append(Rect("legend:tint", x + 0.5, y - 6, 12, 12, paint))
        else:
            shapes.append(_bullet(f"legend:{mark}", x + 6, y, begun=mark == "begun"))
        room = min(_AXIS_TEXT.width(said), grid.width - _MARGIN - x - 18)
        shapes.append(one_line(f"legend-text:{mark}", (x + 18, centred(y, SMALL)), said, room, _AXIS_TEXT))
    y = grid.top - _HEAD - 6
    if picture.down.strip():
        room = (grid.width - 2 * _MARGIN) / 2 - _PAD
        shapes.append(one_line("axis:down", (_MARGIN, y), picture.down, room, _AXIS_TEXT))
    if picture.across.strip():
        room = (grid.width - 2 * _MARGIN) / 2 - _PAD
        at = (grid.width - _MARGIN, y)
        shapes.append(one_line("axis:across", at, picture.across, room, _AXIS_TEXT, anchor="end"))
    return shapes
