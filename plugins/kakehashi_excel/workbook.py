"""The whole workbook, from a document to a file."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from html import escape
from pathlib import Path

from kakehashi.api import (
    ALL_LANGUAGES,
    Chart,
    Document,
    KeyFigures,
    Language,
    Picture,
    Progress,
    Prose,
    Table,
    evaluated,
    text,
)
from kakehashi_excel import layout, manifest
from kakehashi_excel.book import LISTS, MANIFEST, PLOTTED, Book, Sheet, double
from kakehashi_excel.charts import chart
from kakehashi_excel.cover import cover
from kakehashi_excel.formats import Negative
from kakehashi_excel.formulas import Missing, Translator, letters, ranges
from kakehashi_excel.marks import marks_of
from kakehashi_excel.package import Additions, save
from kakehashi_excel.pages import pages_of
from kakehashi_excel.paper import set_up
from kakehashi_excel.prose import headline, key_figures, picture, prose
from kakehashi_excel.styles import GAP, ROW, Styles, colour
from kakehashi_excel.table import TableWriter
from kakehashi_excel.text import escaped, one_line, quoted_sheet
from kakehashi_excel.validation import validate

_TABS: dict[layout.Role, str] = {"chapter": "accent", "table": "accent", "input": "focus", "model": "strong"}


def write(document: Document, negative: Negative, target: Path, progress: Progress) -> None:
    """Write the workbook to the target; nothing when it is cancelled."""
    book = _book(document, negative)
    total = len(book.pages) + 2
    sheet = Sheet(book, book.workbook.worksheets[0])
    cover(sheet, book.pages)
    for done, page in enumerate(book.pages, 1):
        if progress.cancelled:
            return
        progress(done, total, page.title)
        _page(book, page)
    _names(book)
    _hidden(book)
    progress(total - 1, total, "")
    if progress.cancelled:
        return
    _save(book, target)
    progress(total, total, "")


def _book(document: Document, negative: Negative) -> Book:
    from openpyxl import Workbook

    language = _language(document)
    values = evaluated(document)
    taken = [MANIFEST, LISTS, PLOTTED, text("excel.cover.sheet", language)]
    pages = pages_of(document, values, language, taken)
    addresses = layout.Places(pages)
    missing = Missing(document)
    workbook = Workbook()
    workbook.worksheets[0].title = taken[-1]
    return Book(
        document=document,
        language=language,
        negative=negative,
        workbook=workbook,
        styles=Styles(workbook, language),
        values=values,
        pages=pages,
        addresses=addresses,
        missing=missing,
        translator=Translator(addresses, missing),
        marks=marks_of(document, language),
        headers=layout.headers(pages),
    )


def _language(document: Document) -> Language:
    """The language of our own words; a document in another is told in English."""
    return next((language for language in ALL_LANGUAGES if language == document.language), "en")


def _page(book: Book, page: layout.Page) -> None:
    worksheet = book.workbook.create_sheet(page.title)
    worksheet.sheet_properties.tabColor = colour(_TABS[page.role])
    worksheet.sheet_format.defaultRowHeight = ROW
    worksheet.sheet_format.customHeight = True
    sheet = Sheet(book, worksheet)
    headline(sheet, page)
    worksheet.row_dimensions[page.first_row - 1].height = GAP
    for placed in page.placed:
        _block(sheet, page, placed)
        worksheet.row_dimensions[placed.last + 1].height = GAP
    whole = page.across
    for row, further in enumerate(page.continued, page.links):
        sheet.link(row, whole, page.grid.room(whole), f"→ {further.heading}", further.title)
    set_up(book, worksheet, page)


def _block(sheet: Sheet, page: layout.Page, placed: layout.Placed) -> None:
    match placed.block:
        case Table():
            assert isinstance(placed, layout.PlacedTable)
            TableWriter(sheet, placed, page.grid).write()
            validate(sheet.book, sheet.worksheet, placed)
        case Prose() as block:
            prose(sheet, placed, block, page.grid)
        case KeyFigures() as block:
            key_figures(sheet, placed, block, page.grid)
        case Picture() as block:
            assert isinstance(placed, layout.PlacedPicture)
            picture(sheet, placed, block, page)
        case Chart() as block:
            assert isinstance(placed, layout.PlacedChart)
            chart(sheet, placed, block, page)


def _names(book: Book) -> None:
    from openpyxl.workbook.defined_name import DefinedName

    for name, at in book.names.items():
        place = f"{quoted_sheet(at.sheet)}!${letters(at.column)}${at.row}"
        book.workbook.defined_names.add(DefinedName(name, attr_text=place))


def _hidden(book: Book) -> None:
    """Sheets that nobody reads: lists of choices, what line charts plot, the manifest."""
    if book.lists:
        sheet = book.workbook.create_sheet(LISTS)
        sheet.sheet_state = "veryHidden"
        for choices, column in book.lists.items():
            for row, choice in enumerate(choices, 1):
                cell = sheet.cell(row, column)
                cell._value = escaped(choice)
                cell.data_type = "s"
    if book.plotted_series:
        _plotted(book)
    manifest.write(book)


def _plotted(book: Book) -> None:
    sheet = book.workbook.create_sheet(PLOTTED)
    sheet.sheet_state = "hidden"
    cached = book.cached.setdefault(PLOTTED, {})
    for row, (series, values) in enumerate(book.plotted_series.items(), 1):
        for column, (target, value) in enumerate(zip(series, values, strict=True), 1):
            if value is None and not book.missing.of_formula(target):
                continue  # a blank: LibreOffice leaves gaps only in charts that have one
            source = book.addresses[target]
            place = ranges([source], PLOTTED)[0]
            cell = sheet.cell(row, column, f"=IF(COUNT({place})=0,NA(),{place})")
            cell.number_format = book.workbook[source.sheet].cell(source.row, source.column).number_format
            cached[row, column] = None if value is None else double(value)


def _save(book: Book, target: Path) -> None:
    document, properties = book.document, book.workbook.properties
    properties.creator = one_line(document.author or document.company)
    properties.lastModifiedBy = properties.creator
    properties.title = one_line(document.title)
    properties.subject = one_line(f"{document.edition_title} {document.audience_title}")
    properties.language = document.language
    properties.created = properties.modified = _moment(document.date)
    described = {sheet: [one_line(each) for each in said] for sheet, said in book.descriptions.items()}
    additions = Additions(book.cached, described, _application(document), document.date)
    save(book.workbook, target, additions)


def _moment(date: str) -> datetime:
    """Midnight of the document's date: an export carries no clock time."""
    with suppress(ValueError):
        return datetime.fromisoformat(date[:10])
    return datetime(1980, 1, 1)


def _application(document: Document) -> str:
    """Who wrote the file. Excel wants a version of the form number.number."""
    version = [part for part in document.app_version.split(".") if part.isdigit()]
    major, minor = (*version, "0", "0")[:2]
    company = f"<Company>{escape(one_line(document.company))}</Company>"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties">'
        f"<Application>Kakehashi</Application>{company}<AppVersion>{major}.{minor}</AppVersion></Properties>"
    )
