"""How a sheet is opened and printed: what stays on screen, paper, header and footer, breaks between pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kakehashi_excel.book import Book
from kakehashi_excel.formulas import letters
from kakehashi_excel.grid import FIRST, GUTTER
from kakehashi_excel.layout import Page, Placed, PlacedTable
from kakehashi_excel.measure import PIXELS
from kakehashi_excel.styles import FONTS, ROW
from kakehashi_excel.text import header, in_header

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

_A4, _A3 = "9", "8"
_PORTRAIT = (595.3, 841.9)  # A4, pt
_LANDSCAPE = (1190.6, 841.9)  # A3
_INCH = 72.0
_SIDE, _TOP, _BOTTOM = 0.59, 0.79, 0.75  # margins, inches
_SIDE_LANDSCAPE = 0.47
_HEADER = 0.39
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
    paper(book, worksheet, page.landscape)
    worksheet.print_area = f"{letters(GUTTER)}1:{letters(page.grid.last)}{page.last}"
    breaks(worksheet, page)


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
    if placed is None or not placed.table.rows:
        return
    rows = len(placed.table.rows)
    while rows and placed.table.rows[rows - 1].style == "total":
        rows -= 1
    if rows > 1 and all(row.style in _PLAIN and not row.level for row in placed.table.rows[:rows]):
        first, last = letters(placed.spans[0].column), letters(placed.right)
        worksheet.auto_filter.ref = f"{first}{placed.header}:{last}{placed.header + rows}"


def paper(book: Book, worksheet: Worksheet, landscape: bool) -> None:
    """A4 upright or A3 across, as wide as one page, with header and footer."""
    setup = worksheet.page_setup
    setup.paperSize = _A3 if landscape else _A4
    setup.orientation = "landscape" if landscape else "portrait"
    worksheet.sheet_properties.pageSetUpPr.fitToPage = True
    setup.fitToWidth, setup.fitToHeight = 1, 0
    margins = worksheet.page_margins
    margins.left = margins.right = _SIDE_LANDSCAPE if landscape else _SIDE
    margins.top, margins.bottom, margins.header, margins.footer = _TOP, _BOTTOM, _HEADER, _HEADER
    document = book.document
    gap = "\u3000" if book.language == "ja" else "  ·  "
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
    left = gap.join(in_header(each, 60) for each in (document.edition_title, short, document.unit) if each)
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

    A table longer than a page is torn between rows; its header is repeated if nothing stands below it.
    """
    from openpyxl.worksheet.pagebreak import Break

    at, room = 0.0, _room(page)
    done = 0  # the last row that has its page
    for placed in page.placed:
        for first, last in _parts(worksheet, placed, room):
            gap = _height(worksheet, done + 1, first - 1)
            high = _height(worksheet, first, last)
            if at and at + gap + high > room and done:
                worksheet.row_breaks.append(Break(id=first - 1))
                at = gap = 0.0
            at = at + gap + high if high <= room else high % room
            done = last
    table = page.placed[-1] if page.placed else None
    if isinstance(table, PlacedTable) and _height(worksheet, table.top, table.last) > room:
        worksheet.print_title_rows = f"{table.groups}:{table.header}"


def _room(page: Page) -> float:
    """Height of a page in pt of the sheet, at the scale at which its width fits."""
    paper_width, paper_height = _LANDSCAPE if page.landscape else _PORTRAIT
    side = _SIDE_LANDSCAPE if page.landscape else _SIDE
    wide = (page.grid.width + 5) * PIXELS * 0.75 + 4 * len(page.grid.widths)
    scale = min(1.0, (paper_width - 2 * side * _INCH) / wide)
    return (paper_height - (_TOP + _BOTTOM) * _INCH) / scale * 0.97


def _parts(worksheet: Worksheet, placed: Placed, room: float) -> list[tuple[int, int]]:
    """First and last rows of the parts of a block that stay together."""
    if not isinstance(placed, PlacedTable) or _height(worksheet, placed.top, placed.last) <= room:
        return [(placed.top, placed.last)]
    head = min(placed.header + _KEPT, placed.end)
    tail = max(placed.end - _KEPT + 1, head)
    ends = [*range(head, tail), placed.last]
    return list(zip([placed.top, *(end + 1 for end in ends)], ends, strict=False))


def _height(worksheet: Worksheet, first: int, last: int) -> float:
    return sum(_high(worksheet, row) for row in range(first, last + 1))


def _high(worksheet: Worksheet, row: int) -> float:
    dimension = worksheet.row_dimensions.get(row)
    return ROW if dimension is None or not dimension.height else float(dimension.height)
