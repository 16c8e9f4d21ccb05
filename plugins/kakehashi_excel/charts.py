"""Native charts over the cells of their table, in the colours of the tokens, with the values cached.

Openpyxl makes the parts; a chart that is opened without a calculating engine draws from its cache.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import pairwise
from typing import Any

from kakehashi.api import Chart, Row, Table, tables, tokens
from kakehashi_excel.book import Book, Sheet, double
from kakehashi_excel.formats import number_format
from kakehashi_excel.formulas import Address, letters
from kakehashi_excel.grid import FIRST
from kakehashi_excel.layout import Page, PlacedChart
from kakehashi_excel.marks import key_of
from kakehashi_excel.measure import PIXELS
from kakehashi_excel.styles import FONTS, SMALL, colour
from kakehashi_excel.text import one_line, quoted_sheet

WIDEST = 178.0
"""Width of the widest chart, in digits."""

_PX_PER_CM = 96 / 2.54
_POINT = 12_700  # EMU
_TITLE_LIMIT = 200
_MOST_LABELS = 4  # series that are labelled directly
_LOW = 180.0  # px
_APART = 0.12  # of the axis: closer ends of lines would print over each other


@dataclass(frozen=True)
class _Series:
    row: Row
    name: Address
    cells: tuple[Address, ...]
    values: tuple[Decimal | None, ...]
    digits: int

    @property
    def last(self) -> Decimal | None:
        return next((value for value in reversed(self.values) if value is not None), None)


def chart(sheet: Sheet, placed: PlacedChart, block: Chart, page: Page) -> None:
    """The chart, below nothing: its title is part of it."""
    made = _made(block)
    table = tables(sheet.book.document)[block.table]
    series = _series(sheet.book, block, table)
    direct = block.shape == "line" and _ends_apart(series)
    categories = [_column(table, key) for key in block.categories]
    heads = [sheet.book.headers[table.key, key] for key in block.categories]
    colour_number = 0  # what is dashed takes none of the colours
    for number, each in enumerate(series):
        drawn = _drawn(sheet.book, block, number, each, heads, [c.title for c in categories], direct)
        drawn.spPr = _look(sheet.book, block, each.row, colour_number)
        colour_number += not _is_dashed(block, each.row)
        made.series.append(drawn)
    made.title = _title(sheet.book, block)
    _axes(sheet.book, made, block, max((each.digits for each in series), default=0))
    _legend(sheet.book, made, len(series) > 1 and not direct, beside=placed.height < _LOW)
    made.visible_cells_only = False  # a folded group of rows must not empty the chart
    made.width = min(page.grid.width, WIDEST) * PIXELS / _PX_PER_CM
    made.height = placed.height / _PX_PER_CM
    sheet.worksheet.add_chart(made, f"{letters(FIRST)}{placed.top}")
    sheet.book.descriptions.setdefault(sheet.title, []).append(block.description or block.title)


def _made(block: Chart) -> Any:
    from openpyxl.chart import BarChart, LineChart
    from openpyxl.chart.shapes import GraphicalProperties

    made = LineChart() if block.shape == "line" else BarChart()
    if block.shape != "line":
        made.type = "bar" if block.shape == "bar" else "col"
        made.gapWidth = 45
        if block.shape == "column_stacked":
            made.grouping, made.overlap = "stacked", 100
    made.graphical_properties = GraphicalProperties(noFill=True)
    made.graphical_properties.line.noFill = True
    made.roundedCorners = False
    return made


def _series(book: Book, block: Chart, table: Table) -> list[_Series]:
    rows = {row.id: row for row in table.rows}
    found = []
    for key in block.series:
        targets = [(table.key, key, column) for column in block.categories]
        own = [_cell(table, rows[key], column) for column in block.categories]
        values = tuple(book.value(target, cell.number) for target, cell in zip(targets, own, strict=True))
        places = tuple(book.addresses[target] for target in targets)
        found.append(
            _Series(
                row=rows[key],
                name=book.addresses[table.key, key, table.columns[0].key],
                cells=book.plotted(targets, values) if block.shape == "line" else places,
                values=values,
                digits=max((_column(table, column).digits for column in block.categories), default=0),
            )
        )
    return found


def _cell(table: Table, row: Row, key: str) -> Any:
    return row.cells[[column.key for column in table.columns].index(key)]


def _column(table: Table, key: str) -> Any:
    return next(column for column in table.columns if column.key == key)


def _ends_apart(series: Sequence[_Series]) -> bool:
    """Whether the ends of lines can carry their names without printing over each other."""
    values = [value for each in series for value in each.values if value is not None]
    ends = sorted(each.last for each in series if each.last is not None)
    if not values or len(series) > _MOST_LABELS or len(ends) < len(series):
        return False
    reach = max(max(values), Decimal(0)) - min(min(values), Decimal(0))
    return all(above - below > reach * Decimal(str(_APART)) for below, above in pairwise(ends))


def _drawn(
    book: Book,
    block: Chart,
    number: int,
    series: _Series,
    heads: list[Address],
    titles: list[str],
    direct: bool,
) -> Any:
    from openpyxl.chart.data_source import AxDataSource, NumData, NumDataSource, NumRef, NumVal
    from openpyxl.chart.series import Series, SeriesLabel

    line = block.shape == "line"
    points = [NumVal(idx=at, v=double(value)) for at, value in enumerate(series.values) if value is not None]
    cache = NumData(formatCode="General", ptCount=len(series.values), pt=points)
    made = Series(idx=number, order=number)
    made.tx = SeriesLabel(strRef=_texts([series.name], [series.row.cells[0].value or ""]))
    made.cat = AxDataSource(strRef=_texts(heads, titles))
    made.val = NumDataSource(numRef=NumRef(f=_union(series.cells), numCache=cache))
    if line:
        made.smooth = False
        made.marker = _no_marker()
        if direct:
            made.dLbls = _end_label(book, series)
    else:
        made.invertIfNegative = False
    return made


def _texts(cells: Sequence[Address], texts: Sequence[str]) -> Any:
    from openpyxl.chart.data_source import StrData, StrRef, StrVal

    points = [StrVal(idx=at, v=one_line(text)) for at, text in enumerate(texts) if one_line(text)]
    return StrRef(f=_union(cells), strCache=StrData(ptCount=len(texts), pt=points))


def _union(cells: Sequence[Address]) -> str:
    """The cells as a chart refers to them: absolute, neighbours joined, in brackets when apart."""
    areas: list[list[Address]] = []
    for cell in cells:
        before = areas[-1][-1] if areas else None
        if before is not None and cell == Address(before.sheet, before.row, before.column + 1):
            areas[-1].append(cell)
        else:
            areas.append([cell])
    texts = []
    for area in areas:
        first, last = (f"${letters(cell.column)}${cell.row}" for cell in (area[0], area[-1]))
        place = first if first == last else f"{first}:{last}"
        texts.append(f"{quoted_sheet(area[0].sheet)}!{place}")
    return texts[0] if len(texts) == 1 else f"({','.join(texts)})"


def _is_dashed(block: Chart, row: Row) -> bool:
    return block.shape == "line" and row.id in block.dashed


def _look(book: Book, block: Chart, row: Row, number: int) -> Any:
    """Fill or line in the category's colour; the reserve has none and a dashed edge.

    What is aimed at is a dashed line in the colour of text, as on the screen.
    """
    from openpyxl.chart.shapes import GraphicalProperties

    mark = book.marks.get(key_of(row)) if row.mark else None
    token = tokens.CATEGORIES[number % len(tokens.CATEGORIES)] if mark is None else mark.token
    look = GraphicalProperties()
    if _is_dashed(block, row):
        look.line.solidFill = colour("text")[2:]
        look.line.width = int(1.5 * _POINT)
        look.line.dashStyle = "dash"
    elif block.shape == "line":
        look.line.solidFill = colour(token or "strong")[2:]
        look.line.width = int(2.25 * _POINT)
    elif token:
        look.solidFill = colour(token)[2:]
        look.line.noFill = True
    else:
        look.noFill = True
        look.line.solidFill = colour("strong")[2:]
        look.line.dashStyle = "dash"
    return look


def _no_marker() -> Any:
    from openpyxl.chart.marker import Marker

    return Marker(symbol="none")


def _end_label(book: Book, series: _Series) -> Any:
    """Name and figure at the end of the line, in place of a legend."""
    from openpyxl.chart.label import DataLabel, DataLabelList

    last = max(at for at, value in enumerate(series.values) if value is not None)
    shown = {"showSerName": True, "showVal": True, "showCatName": False, "showLegendKey": False}
    label = DataLabel(idx=last, dLblPos="t", showPercent=False, **shown)
    label.numFmt = number_format("number", series.digits, book.language, book.negative, "", "")
    label.txPr = _text(book, SMALL, "text")
    nothing = dict.fromkeys([*shown, "showPercent"], False)
    return DataLabelList(dLbl=[label], **nothing)


def _title(book: Book, block: Chart) -> Any:
    from openpyxl.chart.layout import Layout, ManualLayout
    from openpyxl.chart.text import RichText, Text
    from openpyxl.chart.title import Title
    from openpyxl.drawing.text import Paragraph, RegularTextRun

    said = book.say("excel.chart_title", title=block.title, unit=block.unit) if block.unit else block.title
    properties = _characters(book, 11, "text", bold=True)
    run = RegularTextRun(t=one_line(said)[:_TITLE_LIMIT], rPr=properties)
    title = Title(tx=Text(rich=RichText(p=[Paragraph(r=[run])])), overlay=False)
    title.layout = Layout(ManualLayout(xMode="edge", yMode="edge", x=0.005, y=0.01))
    return title


def _axes(book: Book, made: Any, block: Chart, digits: int) -> None:
    from openpyxl.chart.shapes import GraphicalProperties

    for axis in (made.x_axis, made.y_axis):
        axis.delete = False
        axis.title = None
        axis.majorTickMark = axis.minorTickMark = "none"
        axis.txPr = _text(book, SMALL, "text2")
    grid = GraphicalProperties()
    grid.line.solidFill = colour("line")[2:]
    made.y_axis.majorGridlines.spPr = grid
    made.y_axis.number_format = number_format("number", digits, book.language, book.negative, "", "")
    made.y_axis.numFmt.sourceLinked = False
    made.y_axis.spPr = GraphicalProperties()
    made.y_axis.spPr.line.noFill = True
    made.x_axis.spPr = GraphicalProperties()
    made.x_axis.spPr.line.solidFill = colour("strong")[2:]
    made.x_axis.tickLblPos = "low"
    if block.shape == "bar":
        made.x_axis.scaling.orientation = "maxMin"  # the first at the top, as in its table
        made.y_axis.crosses = "max"


def _legend(book: Book, made: Any, wanted: bool, *, beside: bool) -> None:
    """Below the chart, or at its right where it is low: there the lines need the height."""
    if not wanted:
        made.legend = None
        return
    made.legend.position = "r" if beside else "b"
    made.legend.overlay = False
    made.legend.txPr = _text(book, SMALL, "text")


def _text(book: Book, size: float, token: str) -> Any:
    from openpyxl.chart.text import RichText
    from openpyxl.drawing.text import Paragraph, ParagraphProperties

    look = ParagraphProperties(defRPr=_characters(book, size, token))
    return RichText(p=[Paragraph(pPr=look, endParaRPr=_characters(book, size, token))])


def _characters(book: Book, size: float, token: str, bold: bool = False) -> Any:
    from openpyxl.drawing.text import CharacterProperties, Font

    font = Font(typeface=FONTS[book.language])
    fill = colour(token)[2:]
    return CharacterProperties(sz=int(size * 100), b=bold, solidFill=fill, latin=font, ea=font)
