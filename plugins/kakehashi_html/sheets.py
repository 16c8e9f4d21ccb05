"""Which sheet of paper each block is printed on: few pages, well filled, nothing cut.

Blocks flow from chapter to chapter on the same sheet; another one begins a new page. A broader sheet than
needed costs paper. Heights are estimated; the way through all blocks with the fewest pages is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from math import ceil

import msgspec

from kakehashi_html.names import ems
from kakehashi_html.paper import LARGER, MM, PAPERS, SHEETS, SMALLER
from kakehashi_html.views import (
    BlockView,
    ChapterView,
    FiguresView,
    GroupView,
    Paper,
    PictureView,
    ProseView,
    TableView,
)

_CHANGE = 0.35  # of a page: what another sheet costs beyond its page
_BESIDE = 0.6  # of its height that a block takes of a page on which others stand beside it
_WAYS = 6  # that are followed further on each sheet
_BEGINS = 30.0  # mm that are left of a page for a table to begin on it
_GAP, _CHAPTER, _SENTENCE = 3.0, 15.0, 4.6  # mm: between blocks, heading of a chapter, a line of its sentence
_OF_THEIR_OWN = frozenset({"summary", "approval"})  # each on a page of its own, as in print.css
_LINE = 56.0  # ems
_HALF_ACROSS, _HALF_PICTURE = 43.0, 580  # ems of a table and px of a picture on half of A4 across
_LINE_HIGH, _ROW_HIGH, _DENSE_HIGH = 4.0, 1.2, 3.5  # mm in print: a line, the room around a row, a small line
_PROSE_HIGH = 4.8  # mm: a line of prose
_HEADING, _HEAD, _BELOW, _FIGURES = 6.0, 6.0, 4.0, 21.0  # mm: of a chapter, a table, its notes, key figures


class _Piece(msgspec.Struct, frozen=True):
    """A block, or a chapter without any; `above` = mm of the heading over it, `least` = smallest sheet.

    `neighbours` are the blocks before and behind it in its chapter,
    `alone` = in a chapter on a page of its own, `breaks` = begins a page, `ends` = the next one does.
    """

    block: BlockView | None
    above: float = 0.0
    least: Paper = ""
    alone: bool = False
    breaks: bool = False
    ends: bool = False
    neighbours: tuple[BlockView, ...] = ()


class _Way(msgspec.Struct, frozen=True):
    """What has been printed: pages in pages of A4, mm used of the last one, its sheet, and the way to it."""

    pages: float = 0.0
    used: float = float("inf")
    paper: Paper = ""
    before: _Way | None = None


def laid_out(
    chapters: Sequence[ChapterView], appendix: Sequence[TableView]
) -> tuple[list[ChapterView], list[Paper]]:
    """The chapters with their blocks in groups, each on its sheet; the sheets of the tables at the end."""
    pieces = [piece for chapter in chapters for piece in _pieces(chapter)]
    least = broadest(table.paper for table in appendix)  # looked up, not read: one sheet does for all of it
    pieces += [_Piece(table, 0.0 if n else _CHAPTER + _SENTENCE, least) for n, table in enumerate(appendix)]
    papers = iter(_best(pieces))
    placed = []
    for chapter in chapters:
        own = [next(papers) for _ in chapter.blocks or (None,)]
        groups = tuple(_grouped(chapter.blocks, own))
        placed.append(msgspec.structs.replace(chapter, groups=groups, sheet=own[0]))
    return placed, list(papers)


def _pieces(chapter: ChapterView) -> Iterator[_Piece]:
    blocks = chapter.blocks or (None,)
    above = _CHAPTER + ceil(ems(chapter.sentence) / _LINE) * _SENTENCE
    alone = chapter.key in _OF_THEIR_OWN
    for n, block in enumerate(blocks):
        last = n == len(blocks) - 1
        neighbours = (*chapter.blocks[max(n - 1, 0) : n], *chapter.blocks[n + 1 : n + 2])
        yield _Piece(
            block,
            0.0 if n else above,
            alone=alone,
            breaks=alone and not n,
            ends=alone and last,
            neighbours=neighbours,
        )


def _best(pieces: Sequence[_Piece]) -> list[Paper]:
    """For each piece its sheet on the best way."""
    most = broadest(piece.block.paper for piece in pieces if piece.block is not None)
    ways = [_Way()]
    for piece in pieces:
        further: list[_Way] = []
        for paper in _possible(piece, most):
            reached = sorted((_printed(way, piece, paper) for way in ways), key=_worth)
            further += _promising(reached)
        ways = further
    found: list[Paper] = []
    way: _Way | None = min(ways, key=_worth)
    while way is not None and way.before is not None:
        found.append(way.paper)
        way = way.before
    return found[::-1]


def _worth(way: _Way) -> tuple[float, float]:
    return way.pages, way.used


def _promising(ways: Sequence[_Way]) -> list[_Way]:
    """Those that no cheaper one beats in room left, a few at most."""
    found: list[_Way] = []
    for way in ways:
        if not found or way.used < found[-1].used:
            found.append(way)
    return found[:_WAYS]


def _possible(piece: _Piece, most: Paper) -> tuple[Paper, ...]:
    """The sheets on which a block is not cut, up to the broadest that any block of the document needs.

    What has a page of its own takes the smallest of them.
    """
    end = PAPERS.index(most) + 1
    if piece.block is None:
        return PAPERS[:end]
    least = PAPERS.index(broadest((piece.least, piece.block.paper)))
    if piece.alone:
        return PAPERS[least : least + 1]
    legible = piece.block.papers if isinstance(piece.block, PictureView) else PAPERS
    return tuple(paper for paper in PAPERS[least:end] if paper in legible)


def _printed(way: _Way, piece: _Piece, paper: Paper) -> _Way:
    """The way with this piece printed on that sheet."""
    sheet, pages, used = SHEETS[paper], way.pages, way.used
    if way.paper != paper or piece.breaks:
        used = float("inf")
        pages += _CHANGE
    beside = _stands_beside(piece, paper)
    height = piece.above + _GAP + _height(piece, "" if beside else paper)
    if beside:
        height *= _BESIDE
    needed = height if _is_whole(piece.block) else min(height, piece.above + _BEGINS)
    if used + needed > sheet.height:
        pages, used = pages + sheet.cost, 0.0
    turned, used = divmod(used + height, sheet.height)
    used = float("inf") if piece.ends else used
    return _Way(pages + turned * sheet.cost, used, paper, way)


def _stands_beside(piece: _Piece, paper: Paper) -> bool:
    """Whether it takes half of the breadth, and one next to it does too."""
    if not paper or piece.block is None or not _is_narrow(piece.block, paper):
        return False
    return any(_is_narrow(each, paper) for each in piece.neighbours)


def _is_whole(block: BlockView | None) -> bool:
    """Whether it is kept on one page."""
    return block.short if isinstance(block, (TableView, ProseView)) else True


def _height(piece: _Piece, paper: Paper) -> float:
    """About how high a block is on that sheet, mm."""
    match block := piece.block:
        case None:
            return 0.0
        case ProseView():
            return _HEADING + block.lines * _PROSE_HIGH
        case FiguresView():
            return _FIGURES
        case TableView():
            line = _DENSE_HIGH if block.dense else _LINE_HIGH
            lines = _lines_on(block, paper)
            return _HEADING + _HEAD + lines * line + len(block.rows) * _ROW_HIGH + _BELOW
        case PictureView():
            sheet, scale = SHEETS[block.paper], LARGER if block.paper else SMALLER
            highest = sheet.opening if piece.above else sheet.picture
            return _HEADING + min(block.height * scale * MM, highest)


def _lines_on(block: TableView, paper: Paper) -> float:
    """Lines of a table: on a broader sheet than it needs its texts are wrapped less."""
    wrapped = block.lines - len(block.rows)
    share = min(SHEETS[block.paper].width / SHEETS[paper].width, 1.0)
    return len(block.rows) + wrapped * share**2


def _grouped(blocks: Sequence[BlockView], papers: Sequence[Paper]) -> Iterator[GroupView]:
    """On a broad sheet neighbours that don't need its breadth stand side by side."""
    pairs = zip(blocks, papers, strict=False)
    for (paper, narrow), members in groupby(pairs, key=lambda each: (each[1], _is_narrow(*each))):
        group = tuple(block for block, _ in members)
        yield GroupView(group, bool(paper) and narrow and len(group) > 1, paper)


def _is_narrow(block: BlockView, paper: Paper) -> bool:
    """Whether half of the page will do."""
    if isinstance(block, TableView):
        return not block.paper if paper != "wide" else block.ems <= _HALF_ACROSS
    if isinstance(block, PictureView):
        return not block.paper if paper != "wide" else block.width <= _HALF_PICTURE
    return False


def broadest(papers: Iterable[Paper]) -> Paper:
    """The sheet on which all of these can be printed."""
    return max(papers, key=PAPERS.index, default="")
