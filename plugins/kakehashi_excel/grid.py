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
from kakehashi_excel.sharing import Need, shared, squeezed

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

WIDTHS_OF_A3 = 209.0, 255.0
"""Widths of a sheet on A3: printed at its size, and as small as can be read."""

_NARROWEST, _LABEL, _TEXT, _LONG_TEXT = 5.0, 34.0, 30.0, 46.0
_LEAST_TEXT = 12.0  # a text longer than this gets as much: less is hard to read
_NEAR = 4.0  # an edge so near to where a column should end will do
_SERIES = 6  # figures of one kind from which their columns are of one width
_SLIVER = 1.5  # narrower columns are not made
_LONG = 200  # rows from which a table is never merged
_SLACK = 1.3  # a column may be so much wider than usual if that saves a second line
_OVER = 1.2  # what the widest sheet for a paper may be broader
_ONE_LINE = 13.0  # a column's title up to this width is not wrapped
_NEVER_WRAPPED = 9.5  # texts of a column up to this width are not wrapped to save paper
_GROWTH = 1.2  # room for what a figure may become when an assumption is changed

Values = Mapping[tuple[str, ...], Decimal | None]


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
            missing = width - self.width
            self.widths.append(missing if 3 < missing < FILLER else FILLER)


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
    tables: Sequence[Table], values: Values, key_figures: int, marker: str
) -> tuple[Grid, dict[str, tuple[Span, ...]]]:
    """The grid of a sheet with these tables on the smallest paper, and by a table's key where its columns
    stand. `marker` is what stands for a missing value, `key_figures` how many stand side by side.
    """
    wanted = {table.key: needs_of(table, values, marker) for table in tables}
    found = (fitted(tables, wanted, key_figures, most) for most in (PORTRAIT, ACROSS, *WIDTHS_OF_A3))
    return next((each for each in found if each), None) or forced(tables, wanted, key_figures)


def fitted(
    tables: Sequence[Table], wanted: Mapping[str, tuple[Need, ...]], key_figures: int, most: float
) -> tuple[Grid, dict[str, tuple[Span, ...]]] | None:
    """As `grid_of`, from what the tables want, no wider than `most`; None when that cannot be."""
    for own in (1.0, 0.98, 0.95, 0.9, 0.85, 0.78, 0.7):  # the room of each table alone
        needs = {key: each for key, need in wanted.items() if (each := shared(need, most * own))}
        if len(needs) < sum(map(bool, wanted.values())):
            return None
        grid, spans = _laid(tables, {**wanted, **needs}, key_figures, most)
        if grid.width <= most + _OVER:  # tables that share columns take more than each alone
            return grid, spans
    return None


def forced(
    tables: Sequence[Table], wanted: Mapping[str, tuple[Need, ...]], key_figures: int
) -> tuple[Grid, dict[str, tuple[Span, ...]]]:
    """The same for tables that are too broad for any paper."""
    most = WIDTHS_OF_A3[-1]
    return _laid(tables, {key: squeezed(each, most) for key, each in wanted.items()}, key_figures, most)


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
        least = wide if content <= _NEVER_WRAPPED else min(max(word, min(content, _LEAST_TEXT)), wide)
        lengths = tuple(map(measure.length, words))
        found.append(replace(need, width=wide, least=least, content=max(content, heading), lengths=lengths))
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
