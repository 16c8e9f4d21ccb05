"""What stands where on a sheet, on the paper of which the sheet takes least and can be read."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from kakehashi.api import Chart, KeyFigures, Language, Picture, Prose, Table, text
from kakehashi_excel import pictures
from kakehashi_excel.filling import Filling
from kakehashi_excel.grid import (
    ACROSS,
    GLANCE,
    PORTRAIT,
    READING,
    WIDTHS_OF_A3,
    Grid,
    Span,
    Values,
    fitted,
    forced,
    needs_of,
)
from kakehashi_excel.heights import paragraph, row_lines, rows_for, table_height
from kakehashi_excel.layout import (
    HIGHEST_CHART,
    LOWEST_CHART,
    Page,
    Placed,
    PlacedChart,
    PlacedPicture,
    PlacedTable,
    bands,
    chart_height,
    has_groups,
    paragraph_rows,
)
from kakehashi_excel.sharing import Need
from kakehashi_excel.sheets import ACROSS as LYING
from kakehashi_excel.sheets import LARGE, LARGE_UPRIGHT, POINTS, SMALLEST, UPRIGHT, Paper
from kakehashi_excel.styles import (
    GAP,
    HINT,
    PAGE_TITLE,
    PROSE,
    PROSE_LEAD,
    ROW,
    SENTENCE,
    SMALL,
    TITLE,
    Style,
    high,
)

_FEW, _MARGIN = 0.3, 0.985  # part of the last page that is worth smaller type; what is kept free then
_THIN, _WITHIN = 3.0, 0.97  # columns of a sheet of pictures, and the part of them that a picture takes
_FIGURE = high(1, 2.0)  # pt of the figure of a key figure
_LABEL = Style(size=SMALL, wrap=True)
_LARGE = 2.0  # what A3 counts more than two sheets of A4
_EMPTY = 1.0  # what room beside pictures counts of a page
_NARROW = 0.75, 2.2  # part of what they want below which texts are narrow, and what that counts more
_SMALL = ((9.0, 0.6), (8.0, 0.8))  # pt of the smallest text of pictures, and what each below counts more


@dataclass(frozen=True)
class Arranged:
    """A way to place the blocks of a sheet."""

    paper: Paper
    grid: Grid
    placed: list[Placed]
    pages: float
    sheets: int  # pages, the last one counted whole
    last: float  # how full that one is
    faults: int  # texts too long for a row, pictures too small to be read
    effort: float  # what it counts more because texts are narrow or small
    empty: float  # part of a page beside pictures

    @property
    def rank(self) -> tuple[float, float]:
        """The lower the better: nothing unreadable, then little paper, and A3 only if that saves much."""
        weight = (self.pages + _EMPTY * self.empty) * self.paper.area
        return self.faults, weight * self.effort * (_LARGE if self.paper.area > 1 else 1)


Wanted = Mapping[str, tuple[Need, ...]]


@dataclass
class Measured:
    """What the tables of a document want, and the lines of their rows: each is worked out once."""

    values: Values
    language: Language
    _needs: dict[str, tuple[Need, ...]] = field(default_factory=dict)
    _lines: dict[tuple[str, tuple[float, ...]], tuple[int, ...]] = field(default_factory=dict)

    def needs(self, table: Table) -> tuple[Need, ...]:
        """What each column of a table wants."""
        if table.key not in self._needs:
            marker = text("excel.not_available", self.language)
            self._needs[table.key] = needs_of(table, self.values, marker)
        return self._needs[table.key]

    def lines(self, table: Table, rooms: Sequence[float]) -> tuple[int, ...]:
        """Lines that each row of a table takes in columns of these widths."""
        key = table.key, tuple(rooms)
        if key not in self._lines:
            self._lines[key] = row_lines(table, rooms)
        return self._lines[key]


def arrange(page: Page, measured: Measured) -> None:
    """Give everything its place. Paper beyond the smallest is tried where that one is not good enough."""
    tables = [block for block in page.blocks if isinstance(block, Table)]
    wanted = {table.key: measured.needs(table) for table in tables}
    best: Arranged | None = None
    for paper, most in _sheets(page):
        if best and best.effort == 1 and best.faults == 0 and best.pages * best.paper.area <= paper.area:
            break
        found = fitted(tables, wanted, figures_across(page), most)
        if found is None:
            continue
        made = _arranged(page, found, paper, wanted, measured)
        if best is None or made.rank < best.rank:
            best = made
    if best is None:
        best = _arranged(page, forced(tables, wanted, figures_across(page)), LARGE, wanted, measured)
    best = _tightened(page, best, wanted, measured)
    page.paper, page.grid, page.placed, page.rank = best.paper, best.grid, best.placed, best.rank


def _tightened(page: Page, best: Arranged, wanted: Wanted, measured: Measured) -> Arranged:
    """The same a little smaller, by room at its right, if that saves a last page of a few rows."""
    over = best.sheets - 1 + best.last
    if best.sheets < 2 or best.last > _FEW:
        return best
    widths = best.grid.widths
    smaller = best.paper.scale(widths) * (best.sheets - 1) / over * _MARGIN
    if smaller < SMALLEST:
        return best
    grid = Grid([*widths, best.paper.wide_at(smaller) - best.grid.width])
    spans = {placed.table.key: placed.spans for placed in best.placed if isinstance(placed, PlacedTable)}
    made = _arranged(page, (grid, spans), best.paper, wanted, measured)
    return made if made.sheets < best.sheets and made.faults <= best.faults else best


def fits_a4(table: Table, measured: Measured) -> bool:
    """Whether a table can be read on A4."""
    return fitted([table], {table.key: measured.needs(table)}, 0, ACROSS) is not None


def _sheets(page: Page) -> Iterator[tuple[Paper, float]]:
    """Kinds of paper and the widest sheet for each, the handiest first."""
    yield UPRIGHT, GLANCE if page.glance else PORTRAIT
    yield LYING, ACROSS
    yield LARGE_UPRIGHT, ACROSS
    for most in WIDTHS_OF_A3:
        yield LARGE, most


def figures_across(page: Page) -> int:
    """How many key figures stand side by side."""
    ends = (bands(block) for block in page.blocks if isinstance(block, KeyFigures))
    return max((end - start for each in ends for start, end in each), default=0)


def headline_height(page: Page) -> float:
    """Height in pt of a sheet's heading and sentence."""
    room = page.grid.room(page.across)
    sentence = paragraph(page.sentence, room, SENTENCE) if page.sentence else 0.0
    return paragraph(page.heading, room, PAGE_TITLE) + sentence + GAP


def _arranged(
    page: Page,
    found: tuple[Grid, Mapping[str, tuple[Span, ...]]],
    paper: Paper,
    wanted: Wanted,
    measured: Measured,
) -> Arranged:
    page.grid, spans = found
    page.paper = paper
    if page.only_pictures:  # narrow columns: where they turn out broader, few of them are lost to the page
        page.grid = Grid([_THIN] * int(paper.wide / _THIN))
    elif any(isinstance(block, Picture) for block in page.blocks):
        page.grid.fill(paper.wide, 0)
    filling = Filling(paper.room(page.grid.widths), headline_height(page))
    tables = {
        number: _table(block, page.grid, spans[block.key], measured)
        for number, block in enumerate(page.blocks)
        if isinstance(block, Table)
    }
    scales = _scales(page, filling)
    sizes: Mapping[int, float] = _filled(page, filling, tables, scales)
    charts = _charts(page, filling, sizes)
    sizes = pictures.grown(filling, scales, sizes)
    one = not scales and sum(each.used for each in filling.pages) <= page.most
    parts = (_part(needs, spans[key], page.grid) for key, needs in wanted.items())
    return Arranged(
        paper=paper,
        grid=page.grid,
        placed=_placed(page, tables, sizes, charts),
        pages=1.0 if one else len(filling.pages) if len(scales) == len(page.blocks) else filling.count,
        sheets=1 if one else len(filling.pages),
        last=filling.pages[-1].used / filling.room,
        faults=sum(not each.legible for each in scales.values())
        + sum(any(count > 1 for count in each.taken) for each in tables.values()),
        effort=1 + _NARROW[1] * max(_NARROW[0] - min(parts, default=1.0), 0) + _small(scales, sizes),
        empty=sum(scales[number].beside(sizes[number]) for number in scales),
    )


def _small(scales: Mapping[int, pictures.Scales], sizes: Mapping[int, float]) -> float:
    """What a sheet counts more for small texts in its pictures."""
    least = min((each.printed * sizes[number] for number, each in scales.items()), default=99.0)
    return sum(more * max(points - least, 0) for points, more in _SMALL)


def _charts(page: Page, filling: Filling, sizes: Mapping[int, float]) -> dict[int, float]:
    """Heights of the charts in px: higher where their page would stay empty, lower to stay on one page."""
    usual = chart_height(page)
    found = {number: usual for number, block in enumerate(page.blocks) if isinstance(block, Chart)}
    if page.glance:
        over = sum(each.used for each in filling.pages) - page.most * _MARGIN
        if found and over > 0:
            lower = usual - (over / len(found) + ROW) / POINTS
            return dict.fromkeys(found, max(lower, LOWEST_CHART))
        return found
    for printed in filling.pages:
        here = [number for number in printed.blocks if number in found]
        if here and not printed.torn and not any(number in sizes for number in printed.blocks):
            spare = max(filling.room - printed.used - ROW, 0) / POINTS
            found |= dict.fromkeys(here, min(usual + spare / len(here), HIGHEST_CHART))
    return found


def _part(needs: Sequence[Need], spans: Sequence[Span], grid: Grid) -> float:
    """The part of what they want that the texts of a table get."""
    texts = [(need.width, grid.room(span)) for need, span in zip(needs, spans, strict=True) if need.text]
    return sum(given for _, given in texts) / sum(need for need, _ in texts) if texts else 1.0


def _filled(
    page: Page, filling: Filling, tables: Mapping[int, PlacedTable], scales: Mapping[int, pictures.Scales]
) -> dict[int, float]:
    """Put all blocks on pages; the scales of the pictures."""
    sizes = {}
    for number, block in enumerate(page.blocks):
        if number in scales:
            sizes[number] = pictures.put(filling, number, scales[number])
        elif number in tables and number == len(page.blocks) - 1:
            filling.flow(number, tables[number].high)
        elif isinstance(block, Prose):
            filling.flow(number, _tall(block, page))
        else:
            filling.put(number, tables[number].high if number in tables else _tall(block, page))
    if page.follows:
        filling.put(-1, page.follows * ROW)
    return sizes


def _placed(
    page: Page,
    tables: Mapping[int, PlacedTable],
    sizes: Mapping[int, float],
    charts: Mapping[int, float],
) -> list[Placed]:
    """All blocks one below the other."""
    placed: list[Placed] = []
    row = page.first_row
    for number, block in enumerate(page.blocks):
        if number in tables:
            placed.append(replace(tables[number], top=row))
        elif isinstance(block, Picture):
            rows = 1 + pictures.rows_high(block.scene.height * sizes[number])
            placed.append(PlacedPicture(block, row, rows, sizes[number]))
        elif isinstance(block, Chart):
            placed.append(PlacedChart(block, row, pictures.rows_high(charts[number]), charts[number]))
        else:
            placed.append(Placed(block, row, _rows(block, page)))
        row = placed[-1].last + 2
    return placed


def _table(block: Table, grid: Grid, spans: tuple[Span, ...], measured: Measured) -> PlacedTable:
    """A table on a grid, its top still to come."""
    hint = _hint(block, measured.language)
    rooms = [grid.room(span) for span in spans]
    lines = measured.lines(block, rooms)
    taken = tuple(map(rows_for, lines))
    rows = bool(block.title) + bool(hint) + has_groups(block) + 1 + (sum(taken) or 1)
    across = max(sum(rooms), grid.room(grid.whole(READING)))
    said = ((block.title, TITLE), (hint, HINT), (block.note, HINT), (block.source, HINT))
    tall = sum(paragraph(each, across, style) for each, style in said if each) + has_groups(block) * ROW
    return PlacedTable(
        block=block,
        top=0,
        rows=rows + bool(block.note) + bool(block.source),
        table=block,
        spans=spans,
        hint=hint,
        lines=lines,
        taken=taken,
        high=tall + table_height(block, rooms, lines),
    )


def _scales(page: Page, filling: Filling) -> dict[int, pictures.Scales]:
    """What each picture may be scaled by: the first one below the heading, the last one above links."""
    grid, on_paper, last = page.grid, page.paper.scale(page.grid.widths), len(page.blocks) - 1
    found = {}
    for number, block in enumerate(page.blocks):
        if isinstance(block, Picture):
            room = filling.room - (filling.pages[0].used if number == 0 else 0)
            room -= (page.follows * ROW + GAP) if page.follows and number == last else 0
            above = paragraph(block.title, grid.room(page.across), TITLE)
            wide = grid.width * (_WITHIN if page.only_pictures else 1)
            found[number] = pictures.scales(block, wide=wide, room=room, above=above, on_paper=on_paper)
    return found


def _tall(block: Prose | KeyFigures | Chart | Picture | Table, page: Page) -> float:
    """Height of a block in pt that is neither table nor picture."""
    grid = page.grid
    room = grid.room(grid.whole(READING))
    match block:
        case Prose():
            body = PROSE_LEAD if block.lead else PROSE
            said = [(block.heading, TITLE)] if block.heading else []
            said += [(each, body) for each in block.paragraphs] + [(each, PROSE) for each in block.items]
            return sum(paragraph(each, room - 2, style) for each, style in said)
        case KeyFigures():
            return (paragraph(block.heading, room, TITLE) if block.heading else 0.0) + _figures(block, room)
        case _:
            return _rows(block, page) * ROW


def _figures(block: KeyFigures, room: float) -> float:
    """Height of the key figures, their labels and what they are compared with."""
    total = 0.0
    widest = max((end - start for start, end in bands(block)), default=1)
    for start, end in bands(block):
        figures = block.figures[start:end]
        for texts in ([each.label for each in figures], [each.comparison for each in figures]):
            total += max(paragraph(each, 0.9 * room / widest, _LABEL) for each in texts)
        total += _FIGURE
    return total


def _rows(block: Prose | KeyFigures | Chart | Picture | Table, page: Page) -> int:
    grid = page.grid
    match block:
        case Prose():
            room = grid.room(grid.whole(READING))
            texts = (*block.paragraphs, *block.items)
            return bool(block.heading) + sum(paragraph_rows(text, room) for text in texts)
        case KeyFigures():
            return bool(block.heading) + 3 * len(bands(block))
        case Chart():
            return pictures.rows_high(chart_height(page))
    raise ValueError(f"no room for {block}")


def _hint(table: Table, language: Language) -> str:
    """What is said once above a table: its unit, closed months, cells that may be changed."""
    said = [text("excel.unit", language, unit=table.unit)] if table.unit else []
    if any(column.closed for column in table.columns):
        said.append(text("excel.closed", language))
    if any(cell.assumption for row in table.rows for cell in row.cells):
        said.append(text("excel.assumptions", language))
    return ("   " if language == "en" else "　").join(said)
