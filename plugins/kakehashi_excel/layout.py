"""Where everything of a document stands in the workbook, before anything is written.

Formulas refer to cells of later sheets, so the places of all cells come first.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate, pairwise
from math import ceil
from typing import Literal

from kakehashi.api import Block, KeyFigures, Picture, Prose, Table
from kakehashi_excel import measure
from kakehashi_excel.formulas import Address, Target
from kakehashi_excel.grid import READING, Grid, Span
from kakehashi_excel.sheets import UPRIGHT, Paper
from kakehashi_excel.styles import BODY, HIGHEST, LEAD, LINE, ROW

Role = Literal["chapter", "table", "input", "model"]

LOWEST_CHART, HIGHEST_CHART = 140.0, 440.0
"""px between which a chart is as high as its page has room."""

_CHART_HEIGHT, _FLAT_CHART = 240.0, 205.0  # px; flat where one page is to hold it all
_BAND = 5  # key figures side by side
_BESIDE = 0.78  # of a sheet of pictures that texts go across: they fit where columns turn out broader


@dataclass(frozen=True)
class Placed:
    """A block and the rows it takes, an empty one after it not counted."""

    block: Block
    top: int
    rows: int

    @property
    def last(self) -> int:
        return self.top + self.rows - 1


@dataclass(frozen=True)
class PlacedPicture(Placed):
    """A picture, `scale` times the size it is drawn for."""

    scale: float


@dataclass(frozen=True)
class PlacedChart(Placed):
    """A chart, so many px high."""

    height: float


@dataclass(frozen=True)
class PlacedTable(Placed):
    """A table: its title, what is said above it, group headings, column titles, rows, note, source."""

    table: Table
    spans: tuple[Span, ...]
    hint: str
    lines: tuple[int, ...]  # of each row
    taken: tuple[int, ...]  # rows of the sheet that each row takes: more where none is high enough
    high: float  # pt, from the title to the source

    @cached_property
    def places(self) -> tuple[int, ...]:
        """The row of the sheet in which each row begins."""
        return tuple(accumulate(self.taken, initial=self.body))[: len(self.taken)]

    @property
    def groups(self) -> int:
        """Row of the headings over several columns; only if there are any."""
        return self.top + bool(self.table.title) + bool(self.hint)

    @property
    def header(self) -> int:
        """Row of the column titles."""
        return self.groups + has_groups(self.table)

    @property
    def body(self) -> int:
        """First of the table's rows."""
        return self.header + 1

    @property
    def end(self) -> int:
        """Last of the table's rows; the header if it has none."""
        return self.header + sum(self.taken)

    @property
    def right(self) -> int:
        return self.spans[-1].last


@dataclass
class Page:
    """A sheet to be."""

    role: Role
    heading: str
    sentence: str
    blocks: tuple[Block, ...]
    key: str
    alone: bool = False  # whether the sentence is all that the chapter says
    title: str = ""
    full_title: str = ""  # before it was cut to what Excel allows
    part_of: str = ""  # the chapter whose table it is
    continued: list[Page] = field(default_factory=list)  # sheets of the chapter's longest tables
    grid: Grid = field(default_factory=Grid)
    placed: list[Placed] = field(default_factory=list)
    paper: Paper = UPRIGHT
    follows: int = 0  # links to further sheets at its end
    rank: tuple[float, float] = (0, 0.0)  # what can't be read on it, and how much paper it takes

    @property
    def tables(self) -> list[PlacedTable]:
        return [placed for placed in self.placed if isinstance(placed, PlacedTable)]

    @property
    def only_table(self) -> PlacedTable | None:
        """The table of a sheet that has exactly one."""
        return self.tables[0] if len(self.tables) == 1 else None

    @property
    def first_row(self) -> int:
        """The first row below heading and sentence."""
        return 3 + bool(self.sentence)

    @property
    def links(self) -> int:
        """The first of the rows that lead to what the chapter goes on with."""
        return self.placed[-1].last + 2 if self.placed else self.first_row

    @property
    def last(self) -> int:
        if self.continued:
            return self.links + len(self.continued) - 1
        return self.placed[-1].last if self.placed else self.first_row

    @property
    def glance(self) -> bool:
        """Whether it opens with its conclusion: it is decided on, so one page is worth the smallest type."""
        return any(isinstance(block, Prose) and block.lead for block in self.blocks)

    @property
    def only_pictures(self) -> bool:
        """Whether it has nothing but pictures below its heading."""
        return bool(self.blocks) and all(isinstance(block, Picture) for block in self.blocks)

    @property
    def across(self) -> Span:
        """What its heading, titles of pictures and links go across."""
        return self.grid.whole(min(READING, _BESIDE * self.grid.width) if self.only_pictures else READING)

    @property
    def most(self) -> float:
        """Height in pt up to which it is printed on one page, made smaller; pictures are not."""
        pictures = any(isinstance(block, Picture) for block in self.blocks)
        return self.paper.room(self.grid.widths) if pictures else self.paper.most

    @property
    def marked(self) -> bool:
        """Whether marks hang in the gutter."""
        return any(row.mark or row.changed for placed in self.tables for row in placed.table.rows)


def paragraph_rows(text: str, room: float) -> int:
    """Rows for a paragraph of prose: one, unless it is longer than the highest row."""
    scale = LEAD / BODY
    return ceil(measure.lines(text, room - 4, scale) * LINE * scale / (HIGHEST - ROW))


def bands(block: KeyFigures) -> list[tuple[int, int]]:
    """The figures in rows of at most five, as even as can be: (first, after the last)."""
    count = len(block.figures)
    rows = ceil(count / _BAND)
    cuts = [round(count * at / rows) for at in range(rows + 1)] if rows else [0]
    return list(pairwise(cuts))


def chart_height(page: Page) -> float:
    """Height in px of a chart on a sheet, as a rule."""
    return _FLAT_CHART if page.glance else _CHART_HEIGHT


def has_groups(table: Table) -> bool:
    """Whether a heading stands over several columns."""
    return any(column.group for column in table.columns)


class Places:
    """Where every cell of every table stands: `places[table, row, column]`."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._tables = {
            placed.table.key: (
                page.title,
                {row.id: at for at, row in zip(placed.places, placed.table.rows, strict=True)},
                {c.key: span.column for c, span in zip(placed.table.columns, placed.spans, strict=True)},
            )
            for page in pages
            for placed in page.tables
        }

    def __getitem__(self, target: Target) -> Address:
        table, row, column = target
        title, rows, columns = self._tables[table]
        return Address(title, rows[row], columns[column])


def headers(pages: Sequence[Page]) -> dict[tuple[str, str], Address]:
    """Where the title of each column of each table stands."""
    return {
        (placed.table.key, column.key): Address(page.title, placed.header, span.column)
        for page in pages
        for placed in page.tables
        for column, span in zip(placed.table.columns, placed.spans, strict=True)
    }
