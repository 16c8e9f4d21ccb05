"""What a source plugin gives: a description of itself, its tables, and rows.

A plugin needs no data library: it yields batches of plain cells, or names a delimited file as it is, which
the host reads and recodes itself.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any, Protocol

import msgspec

Cell = str | Decimal | int | float | bool | date | datetime | None
"""One value of a row. None is 'nothing', '' is an empty text: they stay apart."""


class SourceTable(msgspec.Struct, frozen=True):
    """One table that a source can give: `key` for the machine, `title` by language for the reader."""

    key: str
    title: Mapping[str, str]


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


class Source(Protocol):
    """One kind of data source. `settings` is a msgspec struct type; the form is made from it."""

    @property
    def key(self) -> str: ...

    @property
    def title(self) -> Mapping[str, str]: ...

    @property
    def settings(self) -> type[msgspec.Struct]: ...

    def tables(self, settings: Any) -> tuple[SourceTable, ...]:
        """The tables that can be read with these settings."""
        ...

    def read(self, settings: Any, table: str) -> Iterator[Batch] | DelimitedFile:
        """The rows of one table (by its key), or the file that holds them."""
        ...

    def test(self, settings: Any) -> None:
        """Return when the source can be reached with these settings, raise a PlanError otherwise."""
        ...
