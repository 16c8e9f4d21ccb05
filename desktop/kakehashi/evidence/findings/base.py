"""What every finding is made of."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Context, Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.rounding import canonical
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FindingCell = str | int | Decimal | bool | tuple[int, ...] | tuple[Decimal, ...] | None

SMALL = 30
"""Counts below are marked: a rate on them says little."""
FEWEST = 5
"""Groups of fewer people are put together, so that no person shows through."""

_TWELVE = Context(prec=12)
Z = Decimal("1.959963984540054")
"""95 % of a normal distribution lie within so many standard deviations."""


class FindingSource(msgspec.Struct, frozen=True):
    """An import that a finding rests on; `rows` are those that still stand."""

    table: str
    name: str
    rows: int
    imported_on: str
    sha256: str


class Outcome(msgspec.Struct, frozen=True):
    """What a finding's function gives back."""

    columns: tuple[str, ...]
    rows: tuple[tuple[FindingCell, ...], ...]
    parameters: Mapping[str, FindingCell] = {}
    notes: tuple[Message, ...] = ()
    period: str = ""


class Finding(msgspec.Struct, frozen=True):
    """A small table of aggregates. `rows` have one cell per column; `imports` are the hashes of the files;
    `period` is the first to the last month of the data used (2025-04–2027-03), '' where they hold no date.
    """

    key: str
    parameters: Mapping[str, FindingCell]
    columns: tuple[str, ...]
    rows: tuple[tuple[FindingCell, ...], ...]
    sources: tuple[FindingSource, ...]
    imports: tuple[str, ...]
    when: str
    notes: tuple[Message, ...] = ()
    period: str = ""

    def records(self, **where: FindingCell) -> list[dict[str, FindingCell]]:
        """The rows as column -> cell, those whose cells are equal to `where`."""
        named = (dict(zip(self.columns, row, strict=True)) for row in self.rows)
        return [row for row in named if all(row[name] == value for name, value in where.items())]


def query(connection: DuckDBPyConnection, name: str) -> list[dict[str, Any]]:
    """The rows of a finding's `.sql`, by column."""
    sql = files("kakehashi.evidence.findings").joinpath(f"{name}.sql").read_text("utf-8")
    cursor = connection.execute(sql)
    columns = [each[0] for each in cursor.description or ()]
    return [dict(zip(columns, row, strict=True)) for row in cursor.fetchall()]


def twelve(value: Decimal) -> Decimal:
    """Rounded to 12 significant digits, in its shortest form."""
    return Decimal(canonical(_TWELVE.plus(value)))


def exact(value: Any) -> Decimal:
    """A sum of the engine as it is, in its shortest form."""
    return Decimal(canonical(Decimal(value)))


def wilson(reached: int, tried: int, z: Decimal = Z) -> tuple[Decimal, Decimal]:
    """The interval of the rate reached / tried (Wilson's score interval, 95 % by default); `tried` > 0."""
    n = Decimal(tried)
    rate = reached / n
    middle = rate + z * z / (2 * n)
    half = z * (rate * (1 - rate) / n + z * z / (4 * n * n)).sqrt()
    low, high = (middle - half) / (1 + z * z / n), (middle + half) / (1 + z * z / n)
    return (
        twelve(low) if reached else Decimal(0),
        twelve(high) if reached < tried else Decimal(1),
    )


def month_text(number: int) -> str:
    """year * 12 + month -> '2027-04'."""
    return f"{(number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"


def period_text(first: str, last: str) -> str:
    """'2025-04', '2027-03' -> '2025-04–2027-03'; one month alone stands once."""
    return first if first == last else f"{first}–{last}"
