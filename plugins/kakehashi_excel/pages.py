"""The sheets of a workbook: which there are, in which order, and what stands on each."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import product, takewhile

import msgspec

from kakehashi.api import Block, Chapter, Document, Language, Picture, Table, text
from kakehashi_excel.arranging import Measured, arrange, fits_a4, headline_height
from kakehashi_excel.grid import Grid, Values
from kakehashi_excel.layout import Page, Role
from kakehashi_excel.titles import sheet_titles

_TITLES: dict[Role, str] = {"input": "excel.sheet.input", "model": "excel.sheet.model"}
_SHORT, _NARROW = 20, 9  # rows and columns up to which inputs and models share a sheet


def pages_of(document: Document, values: Values, language: Language, taken: Sequence[str]) -> list[Page]:
    """All sheets but the cover in order: chapters, inputs, models. `taken` are titles of other sheets."""
    measured = Measured(values, language)
    pages = [page for chapter in document.chapters for page in _chapter(chapter, measured)]
    pages += [*_reference(document, "input", language), *_reference(document, "model", language)]
    for page in pages:
        if not page.placed:
            arrange(page, measured)
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


def _chapter(chapter: Chapter, measured: Measured) -> Iterator[Page]:
    """A chapter's sheet, and further ones for what is better read or printed on paper of its own."""
    shown = tuple(each for each in chapter.blocks if not isinstance(each, Table) or each.role == "display")
    alone = bool(chapter.sentence) and not chapter.blocks
    if not shown and not alone:
        return
    page = Page("chapter", chapter.title, chapter.sentence, shown, key=chapter.key, alone=alone)
    yield from min(_ways(page, measured), key=_rank)


def _ways(page: Page, measured: Measured) -> Iterator[list[Page]]:
    """The sheets of a chapter: as few as can be; on A3, also with all that fits A4 on such."""
    whole = _without_torn(page, measured)
    yield whole
    if whole[0].paper.area == 1:
        return
    broad = [each for each in page.blocks if isinstance(each, Table) and not fits_a4(each, measured)]
    if broad and len(broad) < len(page.blocks):
        yield _without_torn(page, measured, broad)
    opening = tuple(takewhile(lambda block: isinstance(block, Picture), page.blocks))
    every = tuple(block for block in page.blocks if isinstance(block, Picture))
    drawn = [first for first in (opening, every) if first][: 1 + (len(every) > len(opening))]
    for first, apart in product(drawn, ([], broad) if broad else ([],)):
        rest = tuple(block for block in page.blocks if block not in first)
        if any(isinstance(block, Table) for block in rest):
            yield _pictures_first(page, first, rest, apart, measured)


def _pictures_first(
    page: Page, first: tuple[Block, ...], rest: tuple[Block, ...], apart: Sequence[Table], measured: Measured
) -> list[Page]:
    """A chapter that opens with a sheet of pictures, which leads to its other sheets."""
    heading = text("excel.sheet.details", measured.language, chapter=page.heading)
    details = Page("table", heading, "", rest, page.key, part_of=page.heading)
    opening, further = _copy(page, first), _without_torn(details, measured, apart)
    further[0].continued = []
    opening.continued, opening.follows = further, len(further)
    arrange(opening, measured)
    return [opening, *further]


def _rank(pages: Sequence[Page]) -> tuple[float, float]:
    """What can't be read on sheets, and how much paper they take."""
    return sum(page.rank[0] for page in pages), sum(page.rank[1] for page in pages)


def _copy(page: Page, blocks: tuple[Block, ...]) -> Page:
    """The same sheet with other blocks, nothing placed yet."""
    return replace(page, blocks=blocks, continued=[], grid=Grid(), placed=[])


def _without_torn(whole: Page, measured: Measured, apart: Sequence[Table] = ()) -> list[Page]:
    """A sheet, and one for each table that is longer than a page, or shall stand apart.

    There its header is repeated on each page, and it can be filtered. So it is where a sheet ends; that table
    stays.
    """
    moved = list(apart)
    page = _copy(whole, tuple(block for block in whole.blocks if block not in moved))
    page.follows = len(moved)
    arrange(page, measured)
    while long := _longer_than_a_page(page):
        moved += long
        page.blocks = tuple(block for block in page.blocks if block not in long)
        page.follows = len(moved)
        arrange(page, measured)
    chapter = page.part_of or page.heading
    for table in sorted(moved, key=whole.blocks.index):
        untitled = msgspec.structs.replace(table, title="")
        own = Page("table", table.title or chapter, "", (untitled,), page.key, part_of=chapter)
        arrange(own, measured)
        page.continued.append(own)
    return [page, *page.continued]


def _longer_than_a_page(page: Page) -> list[Table]:
    """The tables that would be torn in the middle of a sheet."""
    room = page.paper.room(page.grid.widths)
    above = {id(page.placed[0]): headline_height(page)} if page.placed else {}
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
