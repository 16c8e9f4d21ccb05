"""The raw rows of a sheet to the strict text table: where the table is, merged cells, totals, errors.

The rows come in blocks of columns and go on as columns; single rows are looked at only where a block has
something in it that asks for it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import chain, repeat
from pathlib import Path

import msgspec

from kakehashi.evidence.cells import KIND_NAMES, Block, Column, blocks_of, texts_of
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.source import Grid, Merged
from kakehashi.evidence.table_area import TOTAL_MARKS, TableArea, find_area, is_total
from kakehashi.evidence.text_table import (
    NulFound,
    TextTable,
    TextTableWriter,
    given,
    plain_breaks,
    tell,
)
from kakehashi.progress import Progress
from kakehashi.words import Message, PlanError

BEGINNING = 2_000
"""Rows of a sheet in which its table is looked for; a table that begins further down is not found."""

ERRORS = frozenset(
    {"#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!", "#GETTING_DATA", "#SPILL!"}
)


_TOTAL_ENDS = re.compile(r"(?:(?:otal|OTAL)[sS]?|計)\s*(?:[:：(（]|$)", re.MULTILINE)
"""A cell that may end like the name of a total, in a column of text."""


class Sheet(msgspec.Struct, frozen=True):
    """The rows of a sheet on their way; see `source.Grid`."""

    blocks: Iterator[Block]
    first_column: int = 1
    merged: tuple[Merged, ...] = ()
    errors: int | None = None
    rules: tuple[Rule, ...] = ()


def sheet_of(grid: Grid) -> Sheet:
    """The cells of a source as text."""
    return Sheet(blocks_of(grid.rows, grid.first_row), grid.first_column, grid.merged, grid.errors)


def read_sheet(
    sheet: Sheet,
    folder: Path,
    name: str,
    progress: Progress | None = None,
    told: ReadAs | None = None,
) -> TextTable:
    """The table of a sheet as a strict text table in `folder`; row numbers are those of the sheet.

    Rows of totals are set aside; cells with an error are nothing. Raises PlanError when there is no table,
    Question when there are several, NulFound.
    """
    told = told or ReadAs()
    blocks = _spread(given(sheet.blocks, name), sheet)
    first = _beginning(blocks)
    part = None if told.part == "all" else told.part
    whole = sum(block.height for block in first) < BEGINNING
    area = find_area(_rows(first), header_rows=told.header_rows, part=part, whole=whole, name=name)
    if area is None:
        raise PlanError("error.evidence.no_table", name=name)
    with TextTableWriter(folder, hashed=True) as writer:
        table = _Table(area, writer, name, keep_totals=told.totals)
        for block in chain(first, blocks):
            table.add(block)
            tell(progress, writer.rows + writer.aside)
    if not writer.rows + writer.aside:
        raise PlanError("error.evidence.no_rows", name=name)
    return TextTable(
        writer.path,
        writer.aside_path,
        area.columns,
        writer.rows,
        writer.aside,
        writer.longest * 4,
        writer.hash_of(area.columns),
        tuple(tuple(sorted(KIND_NAMES[letter] for letter in kinds)) for kinds in table.kinds),
        rules=(*sheet.rules, *area.rules, *table.rules(sheet)),
    )


def _beginning(blocks: Iterator[Block]) -> list[Block]:
    taken: list[Block] = []
    height = 0
    while height < BEGINNING and (block := next(blocks, None)) is not None:
        taken.append(block)
        height += block.height
    return taken


def _rows(blocks: Sequence[Block]) -> Iterator[Sequence[str | None]]:
    """The rows of a sheet from its row 1 on."""
    if blocks:
        yield from repeat((), blocks[0].first_row - 1)
    for block in blocks:
        yield from zip(*map(texts_of, block.columns), strict=True)


# ---- merged cells


def _spread(blocks: Iterable[Block], sheet: Sheet) -> Iterator[Block]:
    """The blocks, with the text of a merged area in all of its cells.

    A title that stands alone in its row is not spread, so that it doesn't look like a row of names; a number
    neither, so that it doesn't count several times.
    """
    waiting = sorted(sheet.merged, reverse=True)
    open_areas: list[tuple[Merged, str]] = []
    for block in blocks:
        last = block.first_row + block.height - 1
        while waiting and waiting[-1][0] <= last:
            area = waiting.pop()
            text = _text_at(block, area[0] - block.first_row, area[1] - sheet.first_column)
            if text is not None:
                open_areas.append((area, text))
        if open_areas:
            _fill(block, open_areas, sheet.first_column)
            open_areas = [(area, text) for area, text in open_areas if area[2] > last]
        yield block


def _text_at(block: Block, row: int, column: int) -> str | None:
    """The text of a cell; None for a number, or nothing."""
    if not (0 <= column < len(block.columns) and row >= 0):
        return None
    kinds = block.kinds[column]
    kind = kinds if len(kinds) == 1 else kinds[row]
    return None if kind in "nf" else _single(block, column)[row]


def _single(block: Block, column: int) -> list[str | None]:
    """The texts of a column one by one, which they are in the block from now on."""
    texts = block.columns[column]
    if isinstance(texts, str):
        block.columns[column] = texts = texts_of(texts)
    return texts


def _fill(block: Block, areas: list[tuple[Merged, str]], first_column: int) -> None:
    columns = [_single(block, at) for at in range(len(block.columns))]
    before = [sum(column[row] is not None for column in columns) for row in range(block.height)]
    for (top, left, bottom, right), text in areas:
        for number in range(max(top, block.first_row), min(bottom, block.first_row + block.height - 1) + 1):
            row = number - block.first_row
            if before[row] < (2 if number == top else 1):
                continue
            for at in range(max(left - first_column, 0), min(right - first_column + 1, len(columns))):
                if columns[at][row] is None:
                    columns[at][row] = text
                    _mark_text(block, at, row)


def _mark_text(block: Block, column: int, row: int) -> None:
    kinds = block.kinds[column]
    if kinds != "t":
        each = list(kinds * block.height if len(kinds) == 1 else kinds)
        each[row] = "t"
        block.kinds[column] = "".join(each)


# ---- the rows of the table


def _is_full(column: Column) -> bool:
    """Whether all cells of a column hold something."""
    if isinstance(column, str):
        return not (column.startswith("\n") or column.endswith("\n") or "\n\n" in column or not column)
    return None not in column


class _Table:
    """Takes the rows of the table out of the blocks of its sheet."""

    def __init__(self, area: TableArea, writer: TextTableWriter, name: str, *, keep_totals: bool) -> None:
        self._area = area
        self._writer = writer
        self._name = name
        self._keep_totals = keep_totals
        self._width = len(area.columns)
        self.kinds: list[set[str]] = [set() for _ in area.columns]
        self._totals = 0
        self._outside = 0
        self._error_texts = 0

    def add(self, block: Block) -> None:
        """The block's rows that belong to the table, or are set aside."""
        start = max(self._area.first_row - block.first_row, 0)
        end = block.height
        if self._area.last_row is not None:
            end = min(end, self._area.last_row - block.first_row + 1)
        if start >= end:
            return
        left, right = self._area.first_column, self._area.first_column + self._width
        outside = (*block.columns[:left], *block.columns[right:])
        self._outside += sum(
            cell is not None
            for column in outside
            if not isinstance(column, str) or column.strip("\n")
            for cell in texts_of(column)[start:end]
        )
        columns: list[Column] = list(block.columns[left:right])
        kinds = block.kinds[left:right]
        height = end - start
        if height < block.height:
            columns = [texts_of(column)[start:end] for column in columns]
            kinds = [each if len(each) == 1 else each[start:end] for each in kinds]
        for _ in range(self._width - len(columns)):  # a sheet may be narrower further down
            columns.append([None] * height)
            kinds.append("-")
        first = block.first_row + start
        odd = self._look(columns, first)
        for seen, letters in zip(self.kinds, kinds, strict=True):
            seen.update(letters)
        if odd or not any(map(_is_full, columns)):
            self._add_rows(first, columns)
        else:
            self._writer.add_columns(range(first, first + height), columns)

    def _look(self, columns: list[Column], first: int) -> bool:
        """Clears errors and line breaks, and tells whether some row may be a total."""
        odd = False
        for at, column in enumerate(columns):
            whole = column if isinstance(column, str) else "".join(filter(None, column))
            if "\0" in whole:
                texts = texts_of(column)
                row = next(row for row, cell in enumerate(texts) if cell is not None and "\0" in cell)
                raise NulFound(self._name, first + row)
            if "\r" in whole:
                columns[at] = [None if cell is None else plain_breaks(cell) for cell in texts_of(column)]
            if "#" in whole and not ERRORS.isdisjoint(texts := texts_of(columns[at])):
                self._error_texts += sum(cell in ERRORS for cell in texts)
                columns[at] = [None if cell in ERRORS else cell for cell in texts]
            if any(mark in whole for mark in TOTAL_MARKS):
                odd = odd or not isinstance(column, str) or _TOTAL_ENDS.search(column) is not None
        return odd and not self._keep_totals

    def _add_rows(self, first: int, columns: list[Column]) -> None:
        numbers: list[int] = []
        rows: list[tuple[str | None, ...]] = []
        for number, row in enumerate(zip(*map(texts_of, columns), strict=True), first):
            if not any(row):
                continue  # a blank row is no row
            if not self._keep_totals and _may_be_total(row) and is_total(row):
                self._totals += 1
                self._writer.set_aside(number, "total", row)
            else:
                numbers.append(number)
                rows.append(row)
        if rows:
            self._writer.add_columns(numbers, list(zip(*rows, strict=True)))

    def rules(self, sheet: Sheet) -> Iterator[Rule]:
        """What was decided on the way, and is told."""
        errors = (sheet.errors or 0) + self._error_texts
        counted = (
            ("merged", "evidence.rule.merged", len(sheet.merged)),
            ("totals", "evidence.rule.totals", self._totals),
            ("errors", "evidence.rule.errors", errors),
            ("outside", "evidence.rule.outside", self._outside),
        )
        for key, message, count in counted:
            if count:
                yield Rule(key, str(count), Message(message, {"count": count}))


def _may_be_total(row: Sequence[str | None]) -> bool:
    whole = "".join(filter(None, row))
    return any(mark in whole for mark in TOTAL_MARKS)
