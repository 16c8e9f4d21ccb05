"""How a sheet is opened and printed: what stays on screen, paper, header and footer, breaks between pages."""

from __future__ import annotations

from collections.abc import Sequence
from math import floor
from typing import TYPE_CHECKING, Any

from kakehashi.api import Cell, Prose, Row
from kakehashi_excel.book import Book
from kakehashi_excel.filling import WORTH
from kakehashi_excel.formulas import letters
from kakehashi_excel.grid import FIRST, GUTTER
from kakehashi_excel.layout import Page, Placed, PlacedTable
from kakehashi_excel.sheets import Paper
from kakehashi_excel.styles import FONTS, ROW
from kakehashi_excel.text import header, in_header

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_HEADER = 0.39  # inches
_LONG = 25  # rows from which a table's header stays on screen
_DEEP = 16  # row below which a header is too far down to stay
_KEPT = 3  # rows of a table that stay together at its start and end
_PLAIN = ("", "note")


def set_up(book: Book, worksheet: Worksheet, page: Page) -> None:
    """Everything but the cells."""
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_properties.outlinePr.summaryBelow = False
    _columns(worksheet, page)
    _freeze(worksheet, page)
    _filter(worksheet, page)
    paper(book, worksheet, page.paper)
    if page.only_pictures:
        _as_large_as_drawn(worksheet, page)
    else:
        worksheet.print_area = f"{letters(GUTTER)}1:{letters(page.grid.last)}{page.last}"
    breaks(worksheet, page)


def _as_large_as_drawn(worksheet: Worksheet, page: Page) -> None:
    """Print pictures at one scale, whatever is beside them.

    Where the body's font is absent, its stand-in has broader digits, so columns are broader and a sheet that
    is fitted to its page is printed smaller; pictures are not broader, so they need not be.
    """
    worksheet.sheet_properties.pageSetUpPr.fitToPage = False
    worksheet.page_setup.fitToWidth = worksheet.page_setup.fitToHeight = None
    worksheet.page_setup.scale = floor(100 * page.paper.scale(page.grid.widths))


def _columns(worksheet: Worksheet, page: Page) -> None:
    for column, wide in enumerate(page.grid.widths, FIRST):
        worksheet.column_dimensions[letters(column)].width = round(wide, 2)
    worksheet.column_dimensions[letters(GUTTER)].width = 4.2 if page.marked else 1.6
    for column in range(1, GUTTER):
        worksheet.column_dimensions[letters(column)].hidden = True
        worksheet.column_dimensions[letters(column)].width = 12


def _freeze(worksheet: Worksheet, page: Page) -> None:
    """The header of a sheet's only table and its first column stay; elsewhere the heading."""
    table = page.only_table
    if (
        table is not None
        and table.header <= _DEEP
        and (page.role != "chapter" or len(table.table.rows) > _LONG)
    ):
        worksheet.freeze_panes = f"{letters(table.spans[0].last + 1)}{table.body}"
    else:
        worksheet.freeze_panes = "A2"


def _filter(worksheet: Worksheet, page: Page) -> None:
    """A filter for a plain table: rows of one kind, a total at most at the end."""
    placed = page.only_table
    if placed is None or not placed.table.rows or max(placed.taken) > 1:  # no merged cell can be sorted
        return
    rows = len(placed.table.rows)
    while rows and placed.table.rows[rows - 1].style == "total":
        rows -= 1
    if rows > 1 and all(row.style in _PLAIN and not row.level for row in placed.table.rows[:rows]):
        first, last = letters(placed.spans[0].column), letters(placed.right)
        worksheet.auto_filter.ref = f"{first}{placed.header}:{last}{placed.header + rows}"


def paper(book: Book, worksheet: Worksheet, chosen: Paper) -> None:
    """Paper and margins, as wide as one page, with header and footer."""
    setup = worksheet.page_setup
    setup.paperSize, setup.orientation = chosen.number, chosen.orientation
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = worksheet.page_margins
    margins.left = margins.right = chosen.side
    margins.top, margins.bottom, margins.header, margins.footer = chosen.top, chosen.bottom, _HEADER, _HEADER
    document = book.document
    gap = "  ·  " if book.language == "en" else "\u3000"
    style = f'&"{FONTS[book.language]},Regular"&8 '
    bold = f'&"{FONTS[book.language]},Bold"'
    company = gap.join(in_header(each, 90) for each in (document.company, document.department) if each)
    edition = gap.join(in_header(each, 40) for each in (document.edition_title, book.day))
    reader = in_header(document.audience_title, 30)
    mark = in_header(document.confidential_mark, 20)
    short = document.hash[:12]
    worksheet.HeaderFooter.oddHeader = _coded(
        header(company, gap.join([edition, reader]) + gap + bold + mark, style)
    )
    left = gap.join(in_header(each, 60) for each in (document.edition_title, short) if each)
    worksheet.HeaderFooter.scaleWithDoc = False  # 8 pt on every sheet
    worksheet.HeaderFooter.oddFooter = _coded(header(left, gap.join([reader, mark, "&P / &N"]), style))


def _coded(code: str) -> Any:
    """A header in Excel's own code.

    Workaround: openpyxl puts codes together itself and takes "&[Page]" in a company's name for one.
    """
    from openpyxl.worksheet.header_footer import HeaderFooterItem
    from openpyxl.xml.functions import Element

    class Coded(HeaderFooterItem):  # type: ignore[misc]
        def to_tree(self, tagname: str) -> Any:
            element = Element(tagname)
            element.text = code
            return element

        def __bool__(self) -> bool:
            return True

    return Coded()


def breaks(worksheet: Worksheet, page: Page) -> None:
    """Breaks before what would be torn apart: a picture, a heading from its block, a total from its rows.

    A table longer than a page is torn between rows. The last one of a sheet has its header repeated, so it
    also begins where the block above it leaves room, rather than leave that empty.
    """
    from openpyxl.worksheet.pagebreak import Break

    at, room = 0.0, page.paper.room(page.grid.widths)
    if not page.only_pictures and on_one_page(worksheet, room, page.most, page.last):
        return
    done = 0  # the last row that has its page
    last = page.placed[-1] if page.placed else None
    torn = False
    for placed in page.placed:
        start = at or _height(worksheet, 1, placed.top - 1)  # a heading stays with the first block
        flows = placed is last and _flows(worksheet, placed, room, start)
        parts = _parts(worksheet, placed, room if at else room - start, flows)
        if placed is last:
            parts[-1] = parts[-1][0], page.last  # links stay with what is above them
        for first, end in parts:
            gap = _height(worksheet, done + 1, first - 1)
            high = _height(worksheet, first, end)
            if at and at + gap + high > room and done:
                worksheet.row_breaks.append(Break(id=first - 1))
                torn = torn or first > placed.top
                at = gap = 0.0
            at = at + gap + high if high <= room else high % room
            done = end
    if isinstance(last, PlacedTable) and torn and placed is last:
        worksheet.print_title_rows = f"{last.groups}:{last.header}"


def on_one_page(worksheet: Worksheet, room: float, most: float, last: int) -> bool:
    """Print a sheet on one page if it fits there, made smaller within what can be read.

    `room` is the height of a page in pt of the sheet, `most` at the smallest scale.
    """
    fits = _height(worksheet, 1, last) <= max(room, most)
    if fits:
        worksheet.page_setup.fitToHeight = 1
    return fits


def _flows(worksheet: Worksheet, placed: Placed, room: float, at: float) -> bool:
    """Whether a table that doesn't fit below what stands above it may be torn there."""
    if not isinstance(placed, PlacedTable) or room - at < room * WORTH:
        return False
    return at + _height(worksheet, placed.top, placed.last) > room


def _parts(worksheet: Worksheet, placed: Placed, most: float, flows: bool) -> list[tuple[int, int]]:
    """First and last rows of the parts of a block that stay together; `most` = the height of a page."""
    if isinstance(placed.block, Prose):  # a heading stays with what it is the heading of
        head = placed.top + bool(placed.block.heading)
        ends = [*range(min(head, placed.last), placed.last + 1)]
        return list(zip([placed.top, *(end + 1 for end in ends)], ends, strict=False))
    whole = _height(worksheet, placed.top, placed.last) <= most and not flows
    if not isinstance(placed, PlacedTable) or whole:
        return [(placed.top, placed.last)]
    rows = placed.table.rows
    highest = max(_height(worksheet, row, row) for row in range(placed.header, placed.end + 1))
    kept = _KEPT if highest < most / (4 * _KEPT) else 1  # rows of many lines fill a page soon
    head = min(placed.header + kept, placed.end)
    tail = max(placed.end - max(kept, 2) + 1, head)  # no row alone on the last page
    ends = [end for end in range(head, tail) if not _together(rows, end - placed.header)]
    ends = [*ends, placed.last]
    return list(zip([placed.top, *(end + 1 for end in ends)], ends, strict=False))


def _together(rows: Sequence[Row], at: int) -> bool:
    """Whether a row stays with the one above it: it has no name of its own, or that one is its heading."""
    if not (0 < at < len(rows) and rows[at].cells):
        return False
    above = rows[at - 1]
    heads = above.style == "subtotal" and not any(cell.value or _figure(cell) for cell in above.cells[1:])
    return heads or not rows[at].cells[0].value


def _figure(cell: Cell) -> bool:
    return cell.number is not None or cell.expression is not None


def _height(worksheet: Worksheet, first: int, last: int) -> float:
    return sum(_high(worksheet, row) for row in range(first, last + 1))


def _high(worksheet: Worksheet, row: int) -> float:
    dimension = worksheet.row_dimensions.get(row)
    return ROW if dimension is None or not dimension.height else float(dimension.height)
