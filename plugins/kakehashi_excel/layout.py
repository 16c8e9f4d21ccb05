"""Where everything of a document stands in the workbook, before anything is written.

Formulas refer to cells of later sheets, so the places of all cells come first.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from math import ceil
from typing import Literal

import msgspec

from kakehashi.api import Block, Chapter, Chart, Document, KeyFigures, Language, Picture, Prose, Table, text
from kakehashi_excel import measure
from kakehashi_excel.formulas import Address, Target
from kakehashi_excel.grid import ACROSS, PORTRAIT, READING, Grid, Span, Values, grid_of
from kakehashi_excel.measure import PIXELS
from kakehashi_excel.sheets import Paper, paper_for
from kakehashi_excel.styles import BODY, HIGHEST, LEAD, LINE, ROW
from kakehashi_excel.text import sheet_titles

Role = Literal["chapter", "input", "model"]

CHART_HEIGHT = 288
"""px"""

_TITLES: dict[Role, str] = {"chapter": "", "input": "excel.sheet.input", "model": "excel.sheet.model"}
_SHORT, _NARROW = 20, 9  # rows and columns up to which inputs and models share a sheet
_BAND = 5  # key figures side by side
_POINTS = 0.75  # pt per px
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
    def last(self) -> int:
        return self.placed[-1].last if self.placed else self.first_row

    @property
    def paper(self) -> Paper:
        wide = any(isinstance(block, Picture) and block.wide for block in self.blocks)
        return paper_for(self.grid.widths, wide)

    @property
    def marked(self) -> bool:
        """Whether marks hang in the gutter."""
        return any(row.mark or row.changed for placed in self.tables for row in placed.table.rows)


def pages_of(document: Document, values: Values, language: Language, taken: Sequence[str]) -> list[Page]:
    """All sheets but the cover in order: chapters, inputs, models. `taken` are titles of other sheets."""
    pages = [page for chapter in document.chapters if (page := _chapter(chapter)).blocks or page.alone]
    for role in ("input", "model"):
        pages += [page for chapter in document.chapters for page in _reference(chapter, role)]
    wanted = list(taken)
    for page in pages:
        message = _TITLES[page.role]
        wanted.append(text(message, language, title=page.heading) if message else page.heading)
    for page, title, full in zip(
        pages, sheet_titles(wanted)[len(taken) :], wanted[len(taken) :], strict=True
    ):
        page.title, page.full_title = title, full
        _place(page, values, language)
    return pages


def _chapter(chapter: Chapter) -> Page:
    shown = tuple(each for each in chapter.blocks if not isinstance(each, Table) or each.role == "display")
    alone = bool(chapter.sentence) and not chapter.blocks
    return Page("chapter", chapter.title, chapter.sentence, shown, key=chapter.key, alone=alone)


def _reference(chapter: Chapter, role: Role) -> Iterator[Page]:
    """A sheet for each long table, which can be sorted and filtered there; short ones share the first's."""
    tables = [each for each in chapter.blocks if isinstance(each, Table) and each.role == role]
    short = [each for each in tables if len(each.rows) <= _SHORT and len(each.columns) <= _NARROW]
    shared = tuple(short) if len(short) > 1 else ()
    for table in tables:
        if table not in shared:
            alone = msgspec.structs.replace(table, title="")  # it is the sheet's heading
            yield Page(role, table.title or chapter.title, "", (alone,), key=chapter.key)
        elif table is shared[0]:
            yield Page(role, chapter.title, "", shared, key=chapter.key)


def _place(page: Page, values: Values, language: Language) -> None:
    blocks = [block for block in page.blocks if isinstance(block, Table)]
    figures = max((min(len(b.figures), _BAND) for b in page.blocks if isinstance(b, KeyFigures)), default=0)
    pictures = _picture_width(page)
    page.grid, spans = grid_of(
        blocks,
        values,
        figures,
        text("excel.not_available", language),
        least=pictures,
    )
    page.grid.fill(pictures, figures)
    row = page.first_row
    for block in page.blocks:
        if isinstance(block, Table):
            hint = _hint(block, language)
            rows = len(block.rows) or 1
            rows += (
                1 + bool(block.title) + bool(hint) + has_groups(block) + bool(block.note) + bool(block.source)
            )
            page.placed.append(PlacedTable(block, row, rows, block, spans[block.key], hint))
        else:
            page.placed.append(Placed(block, row, _rows(block, page, language)))
        row = page.placed[-1].last + 2


def _picture_width(page: Page) -> float:
    """What the pictures of a sheet want, as far as its paper allows."""
    widths = [
        min(block.scene.width / PIXELS, ACROSS if block.wide else PORTRAIT)
        for block in page.blocks
        if isinstance(block, Picture)
    ]
    return max(widths, default=0.0)


def _rows(block: Block, page: Page, language: Language) -> int:
    grid = page.grid
    match block:
        case Prose():
            room = grid.room(grid.whole(READING))
            texts = (*block.paragraphs, *block.items)
            return bool(block.heading) + sum(paragraph_rows(text, room, language) for text in texts)
        case KeyFigures():
            return bool(block.heading) + 3 * len(bands(block))
        case Picture():
            return 1 + rows_high(picture_size(block, page)[1])
        case Chart():
            return rows_high(CHART_HEIGHT)
    raise ValueError(f"no room for {block}")


def paragraph_rows(text: str, room: float, language: Language) -> int:
    """Rows for a paragraph of prose: one, unless it is longer than the highest row."""
    scale = LEAD / BODY
    return ceil(measure.lines(text, room - 4, scale) * LINE[language] * scale / (HIGHEST - ROW))


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
    widths, scene = page.grid.widths, block.scene
    most = page.paper.room(widths) / _POINTS - _ABOVE
    larger = _LARGEST_PICTURE if block.wide else min(_LEGIBLE / page.paper.scale(widths), _LARGEST_PICTURE)
    scale = min(
        page.grid.width * PIXELS / max(scene.width, 1),
        max(most / max(scene.height, 1), _LEAST_PICTURE),
        max(1.0, larger),
    )
    return scene.width * scale, scene.height * scale


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
