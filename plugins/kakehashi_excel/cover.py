"""The first sheet: whose plan this is, which state of it, for whom, what is in the file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from kakehashi_excel.book import LINK, Book, Sheet
from kakehashi_excel.formulas import letters
from kakehashi_excel.grid import FIRST, GUTTER, Span
from kakehashi_excel.layout import Page, Role
from kakehashi_excel.marks import CHANGED
from kakehashi_excel.paper import on_one_page, paper
from kakehashi_excel.sheets import UPRIGHT
from kakehashi_excel.styles import ROW, SMALL, Style
from kakehashi_excel.table import HAIRLINE

_WIDTHS = (19.0, 33.0, 48.0, 16.0)
_COMPANY = Style(size=11, colour="text2")
_TITLE = Style(size=22, bold=True, wrap=True)
_EDITION = Style(size=13, colour="accent", wrap=True)
_EDGE = ("medium", "bad")
_MARK = Style(
    size=11, bold=True, colour="bad", across="center", top=_EDGE, bottom=_EDGE, left=_EDGE, right=_EDGE
)
_HEADING = Style(size=11.5, bold=True)
_LABEL = Style(size=SMALL, colour="text2", bottom=HAIRLINE)
_VALUE = Style(bottom=HAIRLINE, wrap=True)
_LINK = replace(LINK, bottom=HAIRLINE)
_NOTE = Style(size=SMALL, colour="text2", wrap=True)
_HASH = 16
_ROLES: dict[Role, str] = {"input": "excel.cover.input", "model": "excel.cover.model"}


def cover(sheet: Sheet, pages: list[Page]) -> None:
    """The whole sheet."""
    book, worksheet = sheet.book, sheet.worksheet
    worksheet.sheet_view.showGridLines = False
    worksheet.sheet_format.defaultRowHeight = ROW
    worksheet.sheet_format.customHeight = True
    for column in range(1, FIRST):
        worksheet.column_dimensions[letters(column)].width = 1.6
        worksheet.column_dimensions[letters(column)].hidden = column < GUTTER
    for column, wide in enumerate(_WIDTHS, FIRST):
        worksheet.column_dimensions[letters(column)].width = wide
    row = _head(sheet)
    row = _facts(sheet, row + 2)
    row = _contents(sheet, row + 1, pages)
    row = _reading(sheet, row + 1)
    paper(book, worksheet, UPRIGHT)
    on_one_page(worksheet, UPRIGHT.room(_WIDTHS), UPRIGHT.most, row)
    worksheet.print_area = f"{letters(GUTTER)}1:{letters(_whole().last)}{row}"


def _whole() -> Span:
    return Span(FIRST, len(_WIDTHS))


def _head(sheet: Sheet) -> int:
    document, book = sheet.book.document, sheet.book
    gap = " · " if book.language == "en" else "\u3000"
    company = gap.join(each for each in (document.company, document.department) if each)
    left = Span(FIRST, len(_WIDTHS) - 1)
    sheet.paragraph(2, left, sum(_WIDTHS[:-1]), company, replace(_COMPANY, wrap=True))
    if document.confidential_mark:
        sheet.text(2, _whole().last, document.confidential_mark, book.styles(_MARK))
        sheet.height(2, 26)
    sheet.paragraph(4, _whole(), sum(_WIDTHS), document.title, _TITLE)
    edition = gap.join(each for each in (document.edition_title, book.day, document.audience_title) if each)
    sheet.paragraph(5, _whole(), sum(_WIDTHS), edition, _EDITION)
    return 5


def _facts(sheet: Sheet, row: int) -> int:
    book = sheet.book
    for label, value in _said(book):
        sheet.text(row, FIRST, label, book.styles(_LABEL))
        sheet.paragraph(row, Span(FIRST + 1, 3), sum(_WIDTHS[1:]), value, _VALUE)
        row += 1
    return row


def _said(book: Book) -> Iterator[tuple[str, str]]:
    document = book.document
    facts = {
        "excel.cover.edition": document.edition_title,
        "excel.cover.date": book.day,
        "excel.cover.hash": document.hash[:_HASH],
        "excel.cover.audience": document.audience_title,
        "excel.cover.author": document.author,
        "excel.cover.unit": document.unit,
        "excel.cover.language": document.language_note,
    }
    yield from ((book.say(label), value) for label, value in facts.items() if value)


def _contents(sheet: Sheet, row: int, pages: list[Page]) -> int:
    """The sheets with links; what each says, where it says so in one sentence."""
    book = sheet.book
    sheet.text(row, FIRST, book.say("excel.cover.contents"), book.styles(_HEADING))
    row += 1
    for page in pages:
        _link(sheet, row, page)
        message = _ROLES.get(page.role)
        words = page.sentence or (book.say(message) if message else page.part_of)
        said = replace(_NOTE, bottom=HAIRLINE, indent=1)
        sheet.paragraph(row, Span(FIRST + 2, 2), sum(_WIDTHS[2:]), words, said)
        row += 1
    return row


def _link(sheet: Sheet, row: int, page: Page) -> None:
    look = replace(_LINK, indent=int(bool(page.part_of)))
    sheet.link(row, Span(FIRST, 2), sum(_WIDTHS[:2]), page.full_title, page.title, look)


def _reading(sheet: Sheet, row: int) -> int:
    """How to read the file: cells that may be changed, what stands for zero and for missing values."""
    book = sheet.book
    sheet.text(row, FIRST, book.say("excel.cover.reading"), book.styles(_HEADING))
    sheet.height(row, 24)
    row += 1
    sample = Style(colour="accent", fill="sequential-1", across="right", format="#,##0")
    sheet.plain(row, FIRST, 1234, book.styles(sample))
    said = (
        ("", book.say("excel.cover.assumption")),
        ("–", book.say("excel.cover.zero")),
        (book.not_available, book.say("excel.cover.not_available")),
        ("! / ◆", book.say("excel.cover.tones")),
        *((" / ".join(CHANGED.values()), said) for said in [book.document.changes_note] if said),
    )
    for mark, words in said:
        if mark:
            sheet.text(row, FIRST, mark, book.styles(Style(across="right", colour="text2")))
        sheet.paragraph(row, Span(FIRST + 1, 3), sum(_WIDTHS[1:]), words, replace(_NOTE, indent=1))
        row += 1
    return row - 1
