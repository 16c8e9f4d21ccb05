"""The columns of a sheet: one set of widths that serves every table on it.

Tables of different shape stand below each other, each with the widths it wants: wherever a column of one of
them ends, a column of the sheet does, and one of another may take several of them, merged. Columns A
and B are hidden (the plan item's id, the row's id), C is the gutter where marks hang, the grid begins at D.
Widths are in digits (measure.py).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from itertools import groupby, pairwise

from kakehashi.api import Cell, Column, Table
from kakehashi_excel import formats, measure

ITEM_IDS, ROW_IDS, GUTTER, FIRST = 1, 2, 3, 4
"""Columns of the sheet."""

PORTRAIT, ACROSS = 116.0, 178.0
"""Widest sheet for A4 upright and A4 across; type would get too small on anything wider."""

GLANCE = 122.5
"""The same for a sheet that is decided on, so that it stays on one page: its type is the smallest."""

PAGE = 92.0
"""Width that a sheet has at least, about a page of A4."""

READING = 124.0
"""Widest line of prose; longer ones are hard to read."""

FILLER = 11.5
"""Width of a column that only fills the page."""

USUAL, SQUEEZED = (0.75, 0.7), (0.5, 0.5)
"""Least parts of their wish that texts get on A4 upright and across: to be read with ease, and at most."""

BROADER: tuple[tuple[float, ...], ...] = ((1.0, 0.7), (1.0, 1.0), ())
"""The same for a sheet with texts too long for the highest row: A4 across, A3, then all that A3 holds."""

_NARROWEST, _LABEL, _TEXT, _LONG_TEXT = 5.0, 34.0, 30.0, 46.0
_WIDEST_TEXT = 76.0
_NEAR = 4.0  # an edge so near to where a column should end will do
_SERIES = 6  # figures of one kind from which their columns are of one width
_SLIVER = 1.5  # narrower columns are not made
_LONG = 200  # rows from which a table is never merged
_SLACK = 1.3  # a column may be so much wider than usual if that saves a second line
_SHORT = 20.0  # a text up to this width is not wrapped for want of a place
_OVER = 1.2  # what the widest sheet for a paper may be broader
_MOST_ACROSS = 255.0  # width of a table on A3 from which texts are narrowed
_ONE_LINE = 13.0  # a column's title up to this width is not wrapped
_NEVER_WRAPPED = 9.5  # texts of a column up to this width are not wrapped to save paper
_GROWTH = 1.2  # room for what a figure may become when an assumption is changed

Values = Mapping[tuple[str, ...], Decimal | None]


@dataclass(frozen=True)
class Need:
    """What a column wants; one of text may get less, down to its longest word, and is wrapped."""

    width: float
    text: bool
    least: float = 0.0
    content: float = 0.0  # of its longest text in one line

    @property
    def wish(self) -> float:
        """What it would take if there were room, without becoming hard to read."""
        return max(self.width, min(self.content, _WIDEST_TEXT)) if self.text else self.width

    @property
    def enough(self) -> float:
        """What will do where columns of another table leave no better place."""
        short = not self.text or self.width <= _SHORT
        return self.width if short else max(self.width * 0.9, self.least)


@dataclass(frozen=True)
class Span:
    """Where a column of a table stands: the first column of the sheet, and how many it takes."""

    column: int
    count: int = 1

    @property
    def last(self) -> int:
        return self.column + self.count - 1


@dataclass
class Grid:
    """Widths of the columns from `FIRST` on."""

    widths: list[float] = field(default_factory=list)

    @property
    def width(self) -> float:
        return sum(self.widths)

    @property
    def last(self) -> int:
        return FIRST + len(self.widths) - 1

    def room(self, span: Span) -> float:
        """Width of what a span covers."""
        start = span.column - FIRST
        return sum(self.widths[start : start + span.count])

    def whole(self, most: float = 1e9) -> Span:
        """From the first column on, as many as keep within a width, at least one."""
        count, used = 0, 0.0
        while count < len(self.widths) and (not count or used + self.widths[count] <= most):
            used += self.widths[count]
            count += 1
        return Span(FIRST, count)

    def parts(self, count: int, whole: Span) -> list[Span]:
        """The columns of `whole` in so many neighbouring parts of about equal width."""
        total, starts, used = self.room(whole), [0], 0.0
        for at in range(whole.count):
            wanted = total * len(starts) / count
            left = whole.count - at  # columns, this one too
            due = used + self.widths[at] / 2 > wanted or left == count - len(starts)
            if at > starts[-1] and len(starts) < count and due:
                starts.append(at)
            used += self.widths[at]
        ends = [*starts[1:], whole.count]
        return [Span(FIRST + start, end - start) for start, end in zip(starts, ends, strict=True)]

    def fill(self, width: float, columns: int) -> None:
        """Add empty columns until the grid is as wide and has as many."""
        while len(self.widths) < columns or self.width < width - 3:
            self.widths.append(FILLER)


class Edges:
    """Where columns of the tables of a sheet end, so that each table gets the widths it wants.

    An edge that is there already and near is shared. The columns of a long table are not cut by others: a
    table of merged cells can't be sorted.
    """

    def __init__(self, most: float) -> None:
        self._most = most
        self._edges: list[float] = [0.0]
        self._closed = 0.0

    def take(self, needs: Sequence[Need], *, whole: bool) -> tuple[float, ...]:
        """Where the columns of a table end; `whole` = they are not to be cut by another table."""
        spare = max(self._most - sum(need.width for need in needs), 0.0)
        start, taken = 0.0, []
        for at, need in enumerate(needs):
            near = max(_NEAR, need.width / 2) if at == 0 and need.text else _NEAR
            end = self._end(start, need, min(spare, near))
            spare -= max(end - start - need.width, 0.0)
            taken.append(end)
            start = end
        self._edges = sorted({*self._edges, *taken})
        if whole and taken:
            self._closed = max(self._closed, taken[-1])
        return tuple(taken)

    def _end(self, start: float, need: Need, spare: float) -> float:
        """An edge that is there if one is near to what a column wants, else a new one."""
        wanted = start + need.width
        least = start + need.enough
        most = wanted + max(spare, _SLIVER)
        near = [edge for edge in self._edges if max(least, start + _SLIVER) <= edge <= most]
        if near:
            return min(near, key=lambda edge: abs(edge - wanted))
        if wanted < self._closed:
            return min(edge for edge in self._edges if edge > wanted)
        return max([wanted, *(edge + _SLIVER for edge in self._edges if edge < wanted)])

    def divide(self, count: int, most: float) -> None:
        """Add edges so that the sheet, up to a width, falls into so many parts of about equal width."""
        whole = max((edge for edge in self._edges if edge <= most), default=0.0) or self._edges[-1]
        for number in range(1, count):
            wanted = whole * number / count
            if wanted > self._closed and min(abs(edge - wanted) for edge in self._edges) > _NEAR:
                self._edges = sorted([*self._edges, wanted])

    def fill(self, width: float) -> None:
        """Add empty columns until the sheet is as wide."""
        while self._edges[-1] < width - 3:
            self._edges.append(self._edges[-1] + FILLER)

    def grid(self) -> Grid:
        """The columns between all edges."""
        return Grid([end - start for start, end in pairwise(self._edges)])

    def spans(self, ends: Sequence[float]) -> tuple[Span, ...]:
        """The columns of the sheet that each column of a table takes."""
        places = [0, *(self._edges.index(end) for end in ends)]
        return tuple(Span(FIRST + start, end - start) for start, end in pairwise(places))


def grid_of(
    tables: Sequence[Table],
    values: Values,
    key_figures: int,
    marker: str,
    *,
    least: float = 0.0,
) -> tuple[Grid, dict[str, tuple[Span, ...]]]:
    """The grid of a sheet with these tables, and by a table's key where its columns stand.

    `marker` is what stands for a missing value, `key_figures` how many stand side by side, `least` the width
    of what else is on the sheet.
    """
    wanted = {table.key: needs_of(table, values, marker) for table in tables}
    return grid_for(tables, wanted, key_figures, least=least)


def grid_for(
    tables: Sequence[Table],
    wanted: Mapping[str, tuple[Need, ...]],
    key_figures: int,
    *,
    least: float,
    parts: tuple[float, ...] = USUAL,
    upright: float = PORTRAIT,
) -> tuple[Grid, dict[str, tuple[Span, ...]]]:
    """As `grid_of`, from what the tables want. `parts`: least parts of their wish that texts get on A4, none
    where texts are to fill A3; `upright`: the widest sheet for A4 upright.
    """
    for most, needs in _fitted(wanted, least, dict(zip((upright, ACROSS), parts, strict=False))):
        grid, spans = _laid(tables, needs, key_figures, most)
        if grid.width <= most + _OVER:  # tables that share columns take more than each alone
            return grid, spans
    narrow = {key: _shrunk(each, _MOST_ACROSS, 0.0) or each for key, each in wanted.items()}
    widest = max((sum(need.width for need in each) for each in narrow.values()), default=0.0)
    widest = widest if parts else _MOST_ACROSS
    broad = {key: _relaxed(each, widest) for key, each in narrow.items()}
    return _laid(tables, broad, key_figures, _MOST_ACROSS)


def _laid(
    tables: Sequence[Table], needs: Mapping[str, tuple[Need, ...]], key_figures: int, most: float
) -> tuple[Grid, dict[str, tuple[Span, ...]]]:
    """The columns of the sheet: those of long tables first, then of the table with most of them."""
    edges = Edges(most)
    order = sorted(tables, key=lambda table: (len(table.rows) < _LONG, -len(table.columns)))
    ends = {table.key: edges.take(needs[table.key], whole=len(table.rows) >= _LONG) for table in order}
    edges.fill(PAGE)
    if key_figures > 1:
        edges.divide(key_figures, READING)
    grid = edges.grid()
    grid.fill(0, key_figures)
    return grid, {key: edges.spans(own) for key, own in ends.items()}


def _fitted(
    needs: Mapping[str, tuple[Need, ...]], least: float, parts: Mapping[float, float]
) -> Iterator[tuple[float, dict[str, tuple[Need, ...]]]]:
    """Widths of paper, the smallest first, and the needs made to fit: texts narrower where they must be.

    Where the paper has room left, texts first get what they would fill, then what is usual.
    """
    for most, part in parts.items():
        for own in (1.0, 0.98, 0.95, 0.9, 0.85, 0.78, 0.7):  # the room of each table alone
            fitted = {key: _shrunk(each, most * own, part) for key, each in needs.items()}
            if least > most or None in fitted.values():
                break
            yield most, {key: _relaxed(each or (), most * own) for key, each in fitted.items()}
            yield most, {key: each or () for key, each in fitted.items()}


def _relaxed(needs: tuple[Need, ...], most: float) -> tuple[Need, ...]:
    """The needs with what is left of a width shared out among texts that would be wrapped."""
    left = most - sum(need.width for need in needs)
    wished = sum(need.wish - need.width for need in needs)
    if left <= 0 or wished <= 0:
        return needs
    part = min(1.0, left / wished)
    return tuple(replace(need, width=need.width + part * (need.wish - need.width)) for need in needs)


def _shrunk(needs: tuple[Need, ...], most: float, least: float) -> tuple[Need, ...] | None:
    """The needs within a width; None when texts would get less than a part `least` of what they want.

    What a text wants beyond its longest word is shared out, so that no word is torn.
    """
    beyond = sum(need.width for need in needs) - most
    if beyond <= 0:
        return needs
    spare = sum(need.width - need.least for need in needs if need.text)
    texts = sum(need.width for need in needs if need.text)
    if beyond > spare or texts - beyond < texts * least:
        return None
    part = beyond / spare
    return tuple(
        replace(need, width=need.width - part * (need.width - need.least)) if need.text else need
        for need in needs
    )


def needs_of(table: Table, values: Values, marker: str) -> tuple[Need, ...]:
    """What each column of a table wants."""
    found = []
    for at, column in enumerate(table.columns):
        margin = 2 * inset(table, at) + measure.PADDING
        content = max(_widths(table, at, values, marker), default=0.0) + margin
        title = measure.width(column.title, bold=True)
        heading = max(measure.word(column.title), min(title, max(title / 2, _ONE_LINE))) + margin
        need = _need(column, content, heading, first=at == 0)
        words = [row.cells[at].value or "" for row in table.rows] if need.text else []
        word = max(map(measure.word, [column.title, *words])) + margin
        wide = max(need.width, min(word, _LABEL)) if need.text else need.width  # no word is torn
        least = wide if content <= _NEVER_WRAPPED else min(word, wide)
        found.append(replace(need, width=wide, least=least, content=max(content, heading)))
    return _even(table.columns, found)


def _even(columns: Sequence[Column], needs: Sequence[Need]) -> tuple[Need, ...]:
    """Figures of one kind that stand side by side, as months do, in columns of one width."""
    found: list[Need] = []
    for _, run in groupby(zip(columns, needs, strict=True), key=lambda each: _series(each[0])):
        same = [need for _, need in run]
        widest = max(need.width for need in same)
        alike = len(same) >= _SERIES and not any(need.text for need in same)
        found += [replace(need, width=widest) for need in same] if alike else same
    return tuple(found)


def _series(column: Column) -> tuple[object, ...]:
    """What columns have in common that are a series."""
    return column.kind, column.digits, bool(column.group), column.strong_left


def _widths(table: Table, at: int, values: Values, marker: str) -> Iterator[float]:
    """The widths of a column's cells; of plain figures only those that can be the widest."""
    column = table.columns[at]
    largest, smallest = Cell(number=Decimal(0)), Cell(number=Decimal(0))
    for row in table.rows:
        cell = row.cells[at]
        if (
            cell.number is not None
            and cell.expression is None
            and not (cell.tone or cell.kind or cell.assumption)
        ):
            largest = max(largest, cell, key=_number)
            smallest = min(smallest, cell, key=_number)
        else:
            wide = _cell_width(table.key, row.id, cell, column, values, marker)
            yield wide + 2 * row.level * (at == 0)
    for cell in (largest, smallest):
        if cell.number:
            yield _cell_width(table.key, "", cell, column, values, marker)


def _number(cell: Cell) -> Decimal:
    return cell.number or Decimal(0)


def inset(table: Table, at: int) -> int:
    """How far a column's text is set in, so that it does not touch what ends before it."""
    return int(at > 0 and table.columns[at].kind not in formats.NUMERIC)


def _need(column: Column, content: float, heading: float, first: bool) -> Need:
    if column.kind in formats.NUMERIC or column.kind in ("month", "date"):
        return Need(max(content + 0.6, heading, _NARROWEST), text=False)
    usual = _LONG_TEXT if column.kind == "long_text" else _LABEL if first else _TEXT
    most = column.width or usual
    wanted = content if content <= most * _SLACK else most
    return Need(max(wanted, min(heading, max(most, _ONE_LINE)), _NARROWEST), text=True)


def _cell_width(table: str, row: str, cell: Cell, column: Column, values: Values, marker: str) -> float:
    if cell.expression is None:
        absent = cell.number is None and cell.missing == "not_available"
        wide = measure.width(marker) if absent else formats.width(cell, cell.number, column)
        return wide + _GROWTH * (cell.assumption and cell.number is not None)
    value = values.get((table, row, column.key), cell.number)
    if value is None:
        return measure.width(marker) if cell.missing != "unset" else 0.0
    return formats.width(cell, value, column) + _GROWTH
