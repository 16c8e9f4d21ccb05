"""Batches of plain rows by column, fit to be sent, and the strict text table that is made of them."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from datetime import date, datetime, time
from decimal import Decimal
from itertools import chain, groupby
from pathlib import Path
from typing import Any

import msgspec

from kakehashi.evidence.cells import CELLS, KIND_NAMES
from kakehashi.evidence.source import Batch
from kakehashi.evidence.text_table import (
    NulFound,
    TextTable,
    TextTableWriter,
    given,
    plain_breaks,
    tell,
    unique_names,
)
from kakehashi.progress import Progress
from kakehashi.words import PlanError

_ODD = "width"
"""The id of the reason why a row of another width is set aside."""


class Rows(msgspec.Struct, frozen=True, array_like=True):
    """Some rows by column. `first_row` is the number of the first one.

    A column is its texts joined by line breaks ('' for nothing), or one by one (None for nothing) where one
    of them has such a break or is empty. `kinds` has the letters of the kinds of cells that it held
    (`cells.KIND_NAMES`). `odd` are rows of another width: number and cells.
    """

    first_row: int
    height: int = 0
    columns: list[str | list[str | None]] = []
    kinds: list[str] = []
    odd: list[tuple[int, list[str | None]]] = []


class Packed(msgspec.Struct, frozen=True):
    """The rows of a table on their way: names of the columns, then rows."""

    columns: tuple[str, ...]
    rows: Iterator[Rows]


class ColumnsChanged(PlanError):
    """A batch has other columns than the one before."""


def packed(batches: Iterator[Batch], name: str) -> Packed:
    """The batches by column; `name` is what the reader calls the source. Raises ColumnsChanged on the way.

    A batch of many rows comes in several pieces, so that nobody has to hold it twice.
    """
    batches = given(batches, name)
    first = next(batches, None)
    if first is None:
        return Packed((), iter(()))
    columns = tuple(first.columns)
    return Packed(columns, _rows(chain((first,), batches), columns, name))


def _rows(batches: Iterator[Batch], columns: tuple[str, ...], name: str) -> Iterator[Rows]:
    number = 1
    size = max(1, CELLS // max(1, len(columns)))
    for batch in batches:
        if tuple(batch.columns) != columns:
            raise ColumnsChanged("error.evidence.columns_changed", name=name, row=number)
        number = number if batch.first_row is None else batch.first_row
        for start in range(0, len(batch.rows), size):
            some = batch.rows[start : start + size]
            yield from _by_column(some, len(columns), number)
            number += len(some)


def _by_column(rows: Sequence[Sequence[Any]], width: int, first: int) -> Iterator[Rows]:
    for fits, some in groupby(rows, key=lambda row: len(row) == width):
        alike = [*some]
        if fits:
            yield Rows(first, len(alike), *_texts([*zip(*alike, strict=True)]))
        else:
            yield Rows(first, odd=[(first + at, [*map(as_text, row)]) for at, row in enumerate(alike)])
        first += len(alike)


def _texts(columns: Sequence[Sequence[Any]]) -> tuple[list[str | list[str | None]], list[str]]:
    both = [*map(_column, columns)]
    return [texts for texts, _ in both], [kinds for _, kinds in both]


def _column(cells: Sequence[Any]) -> tuple[str | list[str | None], str]:
    types = set(map(type, cells))
    kinds = "".join(sorted({_KIND.get(each, "d") for each in types}))
    if types == {str}:
        joined = "\n".join(cells)
        if "\r" not in joined and joined.count("\n") == len(cells) - 1 and "" not in cells:
            return joined, kinds
    if len(types) == 1 and (convert := _PLAINLY.get(next(iter(types)))):
        return "\n".join(map(convert, cells)), kinds
    texts = [*map(as_text, cells)]
    if "" in texts or any("\n" in text for text in texts if text is not None):
        return texts, kinds
    return "\n".join(text or "" for text in texts), kinds


def as_text(cell: Any) -> str | None:
    """A cell as the strict text table holds it: numbers plain, dates ISO, true/false, \\n line breaks.

    Raises TypeError for what can't stand in a row.
    """
    convert = _AS_TEXT.get(type(cell))
    if convert is not None:
        return convert(cell)
    for kind, convert in _AS_TEXT.items():  # a subclass: an IntEnum, a pandas Timestamp
        if isinstance(cell, kind):
            return convert(cell)
    raise TypeError(f"a cell can't be {type(cell).__name__}")


def _text(cell: str) -> str:
    return plain_breaks(str(cell))


def _decimal(cell: Decimal) -> str:
    return format(cell, "f") if cell.is_finite() else str(cell)


def _float(cell: float) -> str:
    text = repr(float(cell))
    return _decimal(Decimal(text)) if math.isfinite(cell) and ("e" in text) else text


def _moment(cell: datetime) -> str:
    return cell.isoformat(" ") if cell.time() != time() or cell.tzinfo else cell.date().isoformat()


_AS_TEXT: dict[type, Callable[[Any], str | None]] = {
    type(None): lambda _: None,
    bool: lambda cell: "true" if cell else "false",
    str: _text,
    int: lambda cell: str(int(cell)),
    float: _float,
    Decimal: _decimal,
    datetime: _moment,
    date: date.isoformat,
}
_KIND = {type(None): "-", bool: "f", str: "t", int: "n", float: "n", Decimal: "n", datetime: "d", date: "d"}
_PLAINLY: dict[type, Callable[[Any], str]] = {
    int: str,
    date: date.isoformat,
    Decimal: _decimal,
    float: _float,
}
"""Kinds of which every cell has a text without a line break."""


def write_packed(table: Packed, folder: Path, name: str, progress: Progress | None = None) -> TextTable:
    """The rows as a strict text table in `folder`.

    Raises NulFound with the row, PlanError when there are no rows, and what taking the rows raises.
    """
    kinds: list[set[str]] = [set() for _ in table.columns]
    with TextTableWriter(folder, hashed=True) as writer:
        for rows in given(table.rows, name):
            if rows.height:
                for seen, letters in zip(kinds, rows.kinds, strict=True):
                    seen.update(letters)
            _write(writer, rows, name)
            tell(progress, writer.rows + writer.aside)
    if not writer.rows + writer.aside:
        raise PlanError("error.evidence.no_rows", name=name)
    return TextTable(
        writer.path,
        writer.aside_path,
        unique_names(table.columns),
        writer.rows,
        writer.aside,
        writer.longest * 4,
        writer.hash_of(table.columns),
        tuple(tuple(sorted(KIND_NAMES[letter] for letter in each)) for each in kinds),
    )


def _write(writer: TextTableWriter, rows: Rows, name: str) -> None:
    _refuse_nul(rows, name)
    if rows.height:
        writer.add_columns(range(rows.first_row, rows.first_row + rows.height), rows.columns)
    for number, cells in rows.odd:
        writer.set_aside(number, _ODD, cells)


def _refuse_nul(rows: Rows, name: str) -> None:
    for column in rows.columns:
        if "\0" in (column if isinstance(column, str) else "".join(filter(None, column))):
            texts = column.split("\n") if isinstance(column, str) else column
            at = next(at for at, text in enumerate(texts) if text is not None and "\0" in text)
            raise NulFound(name, rows.first_row + at)
    for number, cells in rows.odd:
        if any(cell is not None and "\0" in cell for cell in cells):
            raise NulFound(name, number)
