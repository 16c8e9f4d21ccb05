"""What a source plugin gives: a description of itself, its tables, and rows.

A plugin needs no data library: it yields batches of plain cells, or names a delimited file as it is, which
the host reads and recodes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import msgspec

Cell = str | Decimal | int | float | bool | date | datetime | None
"""One value of a row. None is 'nothing', '' is an empty text: they stay apart."""


class SourceTable(msgspec.Struct, frozen=True):
    """One table that a source can give: `key` for the machine, `title` by language for the reader.

    `hidden`: its owner has put it out of sight; it is read when asked for by name only. `rows` and `columns`
    tell how much of it is filled, where the source knows (None: not looked).
    """

    key: str
    title: Mapping[str, str]
    hidden: bool = False
    rows: int | None = None
    columns: int | None = None


class Batch(msgspec.Struct, frozen=True):
    """Some rows. `columns` is the same in every batch of a table; a row has one cell for each of them.

    `first_row` is the number that the reader would know the first row by (a spreadsheet's row number);
    None = counted on from the batch before, beginning with 1.
    """

    columns: tuple[str, ...]
    rows: list[tuple[Cell, ...]]
    first_row: int | None = None


class DelimitedFile(msgspec.Struct, frozen=True):
    """A delimited text file named as it is: the host finds encoding and delimiter, and recodes it.

    `encoding` is a Python codec name, `delimiter` one character; None = found from the whole file.
    """

    path: Path
    encoding: str | None = None
    delimiter: str | None = None


GridCell = Cell | time | timedelta
"""One cell of a sheet; '' is nothing, too. A time of day or a duration becomes text (13:45:00, 26:30:00)."""

Merged = tuple[int, int, int, int]
"""A merged area: first row, first column, last row, last column, each from 1."""


class Grid(msgspec.Struct, frozen=True):
    """The raw cells of a sheet, header and titles among them: the host finds where the table is.

    `rows` are all equally wide; the first one is row `first_row` of the sheet, its first cell stands in
    column `first_column` (both from 1). Empty rows between others are given, too. `merged` are the merged
    areas, whose value stands in their first cell; `errors` is how many cells held an error (#DIV/0!) and are
    given as nothing (None: the source can't tell).
    """

    rows: Iterator[Sequence[GridCell]]
    first_row: int = 1
    first_column: int = 1
    merged: tuple[Merged, ...] = ()
    errors: int | None = None


class Source(Protocol):
    """One kind of data source. `settings` is a msgspec struct type; the form is made from it.

    What it is called, and which files it reads, stands in the plugin's manifest, under the same key. A source
    of files has the setting `path`.
    """

    @property
    def key(self) -> str: ...

    @property
    def settings(self) -> type[msgspec.Struct]: ...

    def tables(self, settings: Any) -> tuple[SourceTable, ...]:
        """The tables that can be read with these settings."""
        ...

    def read(self, settings: Any, table: str) -> Iterator[Batch] | Grid | DelimitedFile:
        """The rows of one table (by its key), the sheet that it stands on, or the file that holds them."""
        ...

    def test(self, settings: Any) -> None:
        """Return when the source can be reached with these settings, raise a PlanError otherwise."""
        ...
