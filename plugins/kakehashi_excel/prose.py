"""What is not a table on a sheet: heading and sentence, prose, key figures, pictures."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO
from math import ceil
from typing import Any

import msgspec

from kakehashi.api import KeyFigure, KeyFigures, Picture, Prose, png, svg
from kakehashi_excel import measure
from kakehashi_excel.book import Sheet
from kakehashi_excel.formats import NUMERIC, number_format
from kakehashi_excel.grid import FIRST, READING, Grid, Span
from kakehashi_excel.layout import Page, Placed, PlacedPicture, bands, paragraph_rows
from kakehashi_excel.styles import PAGE_TITLE, PROSE, PROSE_LEAD, SENTENCE, SMALL, TITLE, Style, high
from kakehashi_excel.text import one_line

_LABEL = Style(size=SMALL, colour="text2", wrap=True, down="bottom", top=("thin", "border"))
_FIGURE = Style(size=20)
_COMPARISON = Style(size=SMALL, colour="text2", wrap=True, down="top", bottom=("thin", "border"))
_SMALLEST_FIGURE = 11.0
_SCALE = 2.0  # device px per px of a picture
_BULLET = "•\u2002"
_UNIT_LIMIT = 40
_FIRST_PICTURE = 1001  # ids within a drawing; openpyxl counts charts from 1


def headline(sheet: Sheet, page: Page) -> None:
    """The sheet's heading, and its sentence below."""
    whole = page.across
    room = page.grid.room(whole)
    sheet.paragraph(1, whole, room, page.heading, PAGE_TITLE)
    if page.sentence:
        sheet.paragraph(2, whole, room, page.sentence, SENTENCE)


def prose(sheet: Sheet, placed: Placed, block: Prose, grid: Grid) -> None:
    """Heading, paragraphs and list as rows of wrapped text."""
    row, whole = placed.top, grid.whole(READING)
    room = grid.room(whole)
    if block.heading:
        sheet.paragraph(row, whole, room, block.heading, TITLE)
        row += 1
    body = PROSE_LEAD if block.lead else PROSE
    item = replace(PROSE, indent=1)
    said = [(text, body) for text in block.paragraphs] + [(_BULLET + text, item) for text in block.items]
    for text, style in said:
        rows = paragraph_rows(text.removeprefix(_BULLET), room)
        sheet.paragraph(row, whole, room, text, style, rows)
        row += rows


def key_figures(sheet: Sheet, placed: Placed, block: KeyFigures, grid: Grid) -> None:
    """Figures side by side: label, figure with its unit, what to compare it with."""
    row, whole = placed.top, grid.whole(READING)
    if block.heading:
        sheet.paragraph(row, whole, grid.room(whole), block.heading, TITLE)
        row += 1
    widest = max((end - start for start, end in bands(block)), default=1)
    for start, end in bands(block):
        spans = grid.parts(widest, whole)[: end - start]
        size = min(_fitting(sheet, block, at, grid.room(spans[at - start])) for at in range(start, end))
        for at, span in zip(range(start, end), spans, strict=True):
            _key_figure(sheet, row, block, at, span, grid, size)
        sheet.height(row + 1, high(1, size / 10))
        row += 3


def _key_figure(
    sheet: Sheet, row: int, block: KeyFigures, at: int, span: Span, grid: Grid, size: float
) -> None:
    figure, room = block.figures[at], grid.room(span)
    sheet.paragraph(row, span, room, figure.label, _LABEL)
    style = _look(sheet, figure, size)
    made = sheet.book.styles(style)
    cell = figure.cell
    if cell.expression is not None:
        value = sheet.book.value(key_of(block, at), cell.number)
        marker = sheet.book.not_available
        sheet.formula(row + 1, span.column, cell.expression, value, marker, made)
    elif cell.number is not None:
        sheet.plain(row + 1, span.column, cell.number, made)
    else:
        shown = cell.value or ("" if cell.missing == "unset" else sheet.book.not_available)
        sheet.text(row + 1, span.column, shown, made)
    sheet.merge(row + 1, span, made)
    sheet.paragraph(row + 2, span, room, figure.comparison, _COMPARISON)


def _look(sheet: Sheet, figure: KeyFigure, size: float) -> Style:
    book = sheet.book
    kind = figure.cell.kind or figure.kind
    unit = figure.unit[:_UNIT_LIMIT] if kind in NUMERIC else ""
    style = replace(_FIGURE, size=size)
    shown = number_format(
        kind,
        figure.digits,
        book.language,
        book.negative,
        figure.cell.tone,
        unit,
        signed=figure.cell.signed,
    )
    style = replace(style, format=shown)
    if figure.cell.tone:
        style = replace(style, colour=figure.cell.tone)
    return style


def _fitting(sheet: Sheet, block: KeyFigures, at: int, room: float) -> float:
    """The size in pt at which a figure fits its cell: it is never shown as ####."""
    figure = block.figures[at]
    value = sheet.book.value(key_of(block, at), figure.cell.number)
    shown = sheet.book.shown(figure.cell, value, figure.kind, figure.digits) + figure.unit
    wanted = measure.width(shown) * 1.1 + measure.PADDING
    return max(min(_FIGURE.size, 10 * room / wanted), _SMALLEST_FIGURE)


def key_of(block: KeyFigures, at: int) -> tuple[str, str, str]:
    """What names the value of a key figure, as `evaluated` does."""
    return block.key, block.figures[at].key, ""


def picture(sheet: Sheet, placed: PlacedPicture, block: Picture, page: Page) -> None:
    """A picture as PNG at twice its size, with its description for those who don't see it."""
    from openpyxl.drawing.spreadsheet_drawing import AnchorMarker, OneCellAnchor
    from openpyxl.drawing.xdr import XDRPositiveSize2D
    from openpyxl.utils.units import pixels_to_EMU

    whole = page.across
    sheet.paragraph(placed.top, whole, page.grid.room(whole), block.title, TITLE)
    width, height = block.scene.width * placed.scale, block.scene.height * placed.scale
    size = XDRPositiveSize2D(pixels_to_EMU(width), pixels_to_EMU(height))
    marker = AnchorMarker(col=FIRST - 1, row=placed.top)
    whole_pixels = {"width": ceil(block.scene.width), "height": ceil(block.scene.height)}  # no faint edge
    scene = msgspec.structs.replace(block.scene, **whole_pixels)
    data = png(svg(scene, language=sheet.book.language), _SCALE, sheet.book.language)
    image = _image(data)
    number = len(sheet.worksheet._images) + _FIRST_PICTURE
    image.anchor = OneCellAnchor(_from=marker, ext=size, pic=_frame(block, number))
    sheet.worksheet.add_image(image)


def _image(data: bytes) -> Any:
    """An image of openpyxl without Pillow, which it only needs to learn an image's size."""
    from openpyxl.drawing.image import Image

    class Drawn(Image):  # type: ignore[misc]
        format = "png"

        def __init__(self) -> None:
            self.ref = BytesIO(data)

        def _data(self) -> bytes:
            return data

    return Drawn()


def _frame(block: Picture, number: int) -> Any:
    from openpyxl.drawing.fill import Blip
    from openpyxl.drawing.geometry import PresetGeometry2D
    from openpyxl.drawing.picture import PictureFrame

    frame = PictureFrame()
    said = frame.nvPicPr.cNvPr
    said.id = number
    said.name = one_line(block.title)
    said.descr = one_line(block.description or block.title)
    frame.blipFill.blip = Blip()
    frame.spPr.prstGeom = PresetGeometry2D(prst="rect")
    frame.spPr.ln = None
    return frame
