"""Where everything of a document stands in the workbook, before anything is written.

Formulas refer to cells of later sheets, so the places of all cells come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Literal

import msgspec

from kakehashi.api import Block, Chapter, Chart, Document, KeyFigures, Language, Picture, Prose, Table, text
from kakehashi_excel import measure
from kakehashi_excel.formulas import Address, Target
from kakehashi_excel.grid import (
    ACROSS,
    BROADER,
    GLANCE,
    PORTRAIT,
    READING,
    SQUEEZED,
    USUAL,
    Grid,
    Need,
    Span,
    Values,
    grid_for,
    needs_of,
)
from kakehashi_excel.heights import row_lines, table_height
from kakehashi_excel.measure import PIXELS
from kakehashi_excel.sheets import LARGE, READABLE, SMALLEST, UPRIGHT, Paper, paper_for
from kakehashi_excel.styles import BODY, GAP, HIGHEST, LEAD, LINE, ROW, high
from kakehashi_excel.titles import sheet_titles

Role = Literal["chapter", "table", "input", "model"]

_CHART_HEIGHT, _FLAT_CHART = 240, 205  # px; flat where one page is to hold it all

_TITLES: dict[Role, str] = {"input": "excel.sheet.input", "model": "excel.sheet.model"}
_SHORT, _NARROW = 20, 9  # rows and columns up to which inputs and models share a sheet
_BAND = 5  # key figures side by side
_POINTS = 0.75  # pt per px
_WORTH = 0.9  # what squeezed texts must save of the paper
_HEADLINE = 55.0  # pt of heading and sentence
_ABOVE = 150  # px that stand above a picture on its page: heading, sentence, title
_LEAST_PICTURE, _LARGEST_PICTURE = 0.6, 1.35  # of the size that a picture is drawn for
_LEGIBLE = 0.9  # of that size on paper


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
class PlacedTable(Placed):
    """A table: its title, what is said above it, group headings, column titles, rows, note, source."""

    table: Table
    spans: tuple[Span, ...]
    hint: str
    lines: tuple[int, ...]  # of each row
    high: float  # pt, from the title to the last row

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
        return self.header + len(self.table.rows)

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
    def paper(self) -> Paper:
        pictures = [block for block in self.blocks if isinstance(block, Picture)]
        wide = any(picture.wide for picture in pictures)
        paper = paper_for(self.grid.widths, wide, SMALLEST if self.glance else READABLE)
        small = any(printed_scale(picture, self.grid, paper) < _LEAST_PICTURE for picture in pictures)
        return LARGE if small else paper

    @property
    def glance(self) -> bool:
        """Whether it opens with its conclusion: it is decided on, so one page is worth the smallest type."""
        return any(isinstance(block, Prose) and block.lead for block in self.blocks)

    @property
    def most(self) -> float:
        """Height in pt up to which it is printed on one page."""
        return self.paper.most

    @property
    def marked(self) -> bool:
        """Whether marks hang in the gutter."""
        return any(row.mark or row.changed for placed in self.tables for row in placed.table.rows)


def pages_of(document: Document, values: Values, language: Language, taken: Sequence[str]) -> list[Page]:
    """All sheets but the cover in order: chapters, inputs, models. `taken` are titles of other sheets."""
    pages = [page for chapter in document.chapters for page in _chapter(chapter, values, language)]
    pages += [*_reference(document, "input", language), *_reference(document, "model", language)]
    for page in pages:
        if not page.placed:
            _place(page, values, language)
    wanted = list(taken)
    chapters = {page.heading for page in pages if page.role == "chapter"}
    for page in pages:
        if page.role == "table" and page.heading in chapters:
            page.heading = text("excel.sheet.part", language, chapter=page.part_of, title=page.heading)
        message = _TITLES.get(page.role)
        wanted.append(text(message, language, title=page.heading) if message else page.heading)
    for page, title, full in zip(
        pages, sheet_titles(wanted)[len(taken) :], wanted[len(taken) :], strict=True
    ):
        page.title, page.full_title = title, full
    return pages


def _chapter(chapter: Chapter, values: Values, language: Language) -> Iterator[Page]:
    """A chapter's sheet, and one for each table that is longer than a page.

    There its header is repeated on each page, and it can be filtered. So it is where a sheet ends; that table
    stays.
    """
    shown = tuple(each for each in chapter.blocks if not isinstance(each, Table) or each.role == "display")
    alone = bool(chapter.sentence) and not chapter.blocks
    page = Page("chapter", chapter.title, chapter.sentence, shown, key=chapter.key, alone=alone)
    if not shown and not alone:
        return
    _place(page, values, language)
    moved: list[Table] = []
    while long := _longer_than_a_page(page):
        moved += long
        page.blocks = tuple(block for block in page.blocks if block not in long)
        _place(page, values, language)
    for table in sorted(moved, key=shown.index):
        untitled = msgspec.structs.replace(table, title="")
        heading = table.title or chapter.title
        page.continued.append(Page("table", heading, "", (untitled,), chapter.key, part_of=chapter.title))
    yield page
    yield from page.continued


def _longer_than_a_page(page: Page) -> list[Table]:
    """The tables that would be torn in the middle of a sheet."""
    room = page.paper.room(page.grid.widths)
    above = {id(page.placed[0]): _HEADLINE} if page.placed else {}
    return [
        each.table
        for each in page.tables
        if each.high + above.get(id(each), 0.0) > room and each is not page.placed[-1]
    ]


def _reference(document: Document, role: Role, language: Language) -> Iterator[Page]:
    """A sheet for each long table, which can be sorted and filtered there; short ones share the first's."""
    tables = [
        (chapter, block)
        for chapter in document.chapters
        for block in chapter.blocks
        if isinstance(block, Table) and block.role == role
    ]
    short = [each for each in tables if len(each[1].rows) <= _SHORT and len(each[1].columns) <= _NARROW]
    shared = short if len(short) > 1 else []
    for chapter, table in tables:
        if (chapter, table) not in shared:
            alone = msgspec.structs.replace(table, title="")  # it is the sheet's heading
            yield Page(role, table.title or chapter.title, "", (alone,), key=chapter.key)
        elif (chapter, table) == shared[0]:
            of_one = len({each.key for each, _ in shared}) == 1
            heading = chapter.title if of_one else text("excel.sheet.further", language)
            yield Page(role, heading, "", tuple(each for _, each in shared), key=chapter.key)


def _place(page: Page, values: Values, language: Language) -> None:
    """Give everything its place, on the paper of which the sheet takes least."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    marker = text("excel.not_available", language)
    needs = {table.key: needs_of(table, values, marker) for table in tables}
    _arrange(page, tables, needs, language, USUAL)
    for parts in BROADER:
        if _is_cut(page):
            _arrange(page, tables, needs, language, parts)
    if page.paper is UPRIGHT:
        return
    usual = page.grid, page.placed
    paper = _paper_taken(page)
    _arrange(page, tables, needs, language, SQUEEZED)
    if _is_cut(page) or _paper_taken(page) > paper * _WORTH:
        page.grid, page.placed = usual


def _is_cut(page: Page) -> bool:
    """Whether a text is longer than its row can be high."""
    return any(high(max(placed.lines, default=1)) > HIGHEST for placed in page.tables)


def _arrange(
    page: Page,
    tables: Sequence[Table],
    needs: Mapping[str, tuple[Need, ...]],
    language: Language,
    parts: tuple[float, ...],
) -> None:
    figures = max((min(len(b.figures), _BAND) for b in page.blocks if isinstance(b, KeyFigures)), default=0)
    pictures = _picture_width(page)
    upright = GLANCE if page.glance else PORTRAIT
    page.grid, spans = grid_for(tables, needs, figures, least=pictures, parts=parts, upright=upright)
    page.grid.fill(pictures, figures)
    page.placed = []
    row = page.first_row
    for block in page.blocks:
        if isinstance(block, Table):
            hint = _hint(block, language)
            above = bool(block.title) + bool(hint) + has_groups(block)
            rows = above + 1 + (len(block.rows) or 1) + bool(block.note) + bool(block.source)
            rooms = [page.grid.room(span) for span in spans[block.key]]
            lines = row_lines(block, rooms)
            tall = (above + bool(block.note) + bool(block.source)) * ROW + table_height(block, rooms, lines)
            page.placed.append(PlacedTable(block, row, rows, block, spans[block.key], hint, lines, tall))
        else:
            page.placed.append(Placed(block, row, _rows(block, page)))
        row = page.placed[-1].last + 2


def _paper_taken(page: Page) -> float:
    """Sheets of A4 that a sheet is printed on, about."""
    total = sum(_high(placed, page) + GAP for placed in page.placed) + _HEADLINE
    on_one = total <= page.most
    return (2 if page.paper is LARGE else 1) * (1 if on_one else total / page.paper.room(page.grid.widths))


def _high(placed: Placed, page: Page) -> float:
    """Height of a block in pt."""
    if isinstance(placed, PlacedTable):
        return placed.high
    if not isinstance(placed.block, Prose):
        return placed.rows * ROW
    room, block = page.grid.room(page.grid.whole(READING)), placed.block
    texts = (block.heading, *block.paragraphs, *block.items)
    return sum(high(measure.lines(each, room - 2)) for each in texts)


def _picture_width(page: Page) -> float:
    """What the pictures of a sheet want, as far as its paper allows."""
    widths = [
        min(block.scene.width / PIXELS, ACROSS if block.wide else PORTRAIT)
        for block in page.blocks
        if isinstance(block, Picture)
    ]
    return max(widths, default=0.0)


def _rows(block: Block, page: Page) -> int:
    grid = page.grid
    match block:
        case Prose():
            room = grid.room(grid.whole(READING))
            texts = (*block.paragraphs, *block.items)
            return bool(block.heading) + sum(paragraph_rows(text, room) for text in texts)
        case KeyFigures():
            return bool(block.heading) + 3 * len(bands(block))
        case Picture():
            return 1 + rows_high(picture_size(block, page)[1])
        case Chart():
            return rows_high(chart_height(page))
    raise ValueError(f"no room for {block}")


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


def picture_size(block: Picture, page: Page) -> tuple[float, float]:
    """Width and height in px of a picture on its sheet: no broader than that and no higher than a page.

    A sheet of broad tables is printed smaller, so its pictures are drawn larger to be read.
    """
    scale = _picture_scale(block, page.grid, page.paper)
    return block.scene.width * scale, block.scene.height * scale


def printed_scale(block: Picture, grid: Grid, paper: Paper) -> float:
    """What a picture is scaled by from the size it was drawn for to what is printed."""
    return _picture_scale(block, grid, paper) * paper.scale(grid.widths)


def _picture_scale(block: Picture, grid: Grid, paper: Paper) -> float:
    widths, scene = grid.widths, block.scene
    most = paper.room(widths) / _POINTS - _ABOVE
    larger = _LARGEST_PICTURE if block.wide else min(_LEGIBLE / paper.scale(widths), _LARGEST_PICTURE)
    return min(
        grid.width * PIXELS / max(scene.width, 1),
        max(most / max(scene.height, 1), _LEAST_PICTURE),
        max(1.0, larger),
    )


def chart_height(page: Page) -> int:
    """Height in px of a chart on a sheet."""
    return _FLAT_CHART if page.glance else _CHART_HEIGHT


def rows_high(pixels: float) -> int:
    """Rows of the usual height that something takes, with a little room."""
    return ceil((pixels * _POINTS + 6) / ROW)


def has_groups(table: Table) -> bool:
    """Whether a heading stands over several columns."""
    return any(column.group for column in table.columns)


def _hint(table: Table, language: Language) -> str:
    """What is said once above a table: its unit, closed months, cells that may be changed."""
    said = [text("excel.unit", language, unit=table.unit)] if table.unit else []
    if any(column.closed for column in table.columns):
        said.append(text("excel.closed", language))
    if any(cell.assumption for row in table.rows for cell in row.cells):
        said.append(text("excel.assumptions", language))
    return ("   " if language == "en" else "　").join(said)


class Places:
    """Where every cell of every table stands: `places[table, row, column]`."""

    def __init__(self, pages: Sequence[Page]) -> None:
        self._tables = {
            placed.table.key: (
                page.title,
                {row.id: at for at, row in enumerate(placed.table.rows, placed.body)},
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
