"""What every finding is made of."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from decimal import Context, Decimal
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.plan.plan import Plan
from kakehashi.rounding import canonical
from kakehashi.words import Message

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FindingCell = str | int | Decimal | bool | tuple[int, ...] | tuple[Decimal, ...] | None

SMALL = 30
"""Counts below are marked: a rate on them says little."""
FEWEST = 5
"""Groups of fewer people are put together, so that no person shows through."""

_PARAMETER = re.compile(r"\$(v\w+)")
_TWELVE = Context(prec=12)


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


class Asking(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks of the findings, beside the data.

    `plan` brings target conditions, metrics and money. `as_of` is the standing date (2027-04-01); without it
    the newest date of the data. `days`: without activity for so long counts as neglected. `needed` is what
    the plan's goal requires at each step of the funnel, by the step's mark.
    """

    plan: Plan = msgspec.field(default_factory=lambda: Plan(""))
    as_of: str | None = None
    days: int = 30
    needed: Mapping[str, Decimal] = {}


class Asked(msgspec.Struct, frozen=True):
    """What a finding is computed from: the canonical views of a connection, and what was asked."""

    connection: DuckDBPyConnection
    asking: Asking

    @property
    def plan(self) -> Plan:
        """The plan whose conditions and figures the data are held against."""
        return self.asking.plan

    def query(
        self,
        name: str,
        relations: Mapping[str, str] | None = None,
        values: Mapping[str, object] | None = None,
    ) -> list[dict[str, Any]]:
        """The rows of a finding's `.sql`, by column, ordered by their cells: engines sort text differently.

        `relations` are further tables that it reads, by name: they become its first WITH clauses. `values`
        stand for the parameters ($v1) in all of it; those that it doesn't name are left out.
        """
        sql = composed(name, relations or {})
        named = set(_PARAMETER.findall(sql))
        used = {key: value for key, value in (values or {}).items() if key in named}
        cursor = self.connection.execute(sql, used) if used else self.connection.execute(sql)
        columns = [each[0] for each in cursor.description or ()]
        return [dict(zip(columns, row, strict=True)) for row in sorted(cursor.fetchall(), key=_by_cells)]

    @property
    def parameters(self) -> dict[str, FindingCell]:
        """What a finding that has a standing date was asked with. Findings of equal parameters replace one
        another, so the date found in the data is none of them.
        """
        return {} if self.asking.as_of is None else {"as_of": self.asking.as_of}

    def newest(self) -> date | None:
        """The newest date of what has happened in the data."""
        found: date | None = self.query("newest")[0]["newest_on"]
        return found

    def standing(self) -> date | None:
        """The day on which to stand: as asked for, else the newest date of the data."""
        asked = self.asking.as_of
        return self.newest() if asked is None else date.fromisoformat(asked)


def composed(name: str, relations: Mapping[str, str]) -> str:
    """The text of a `.sql` with these relations before its own WITH clauses."""
    sql = files("kakehashi.evidence.findings").joinpath(f"{name}.sql").read_text("utf-8")
    if not relations:
        return sql
    said, found, rest = sql.partition("\nWITH ")
    assert found, name
    first = ",\n\n".join(f"{relation} AS (\n    {text}\n)" for relation, text in relations.items())
    return f"{said}\nWITH {first},\n\n{rest}"


def _by_cells(row: tuple[Any, ...]) -> tuple[tuple[bool, Any], ...]:
    return tuple((cell is not None, cell) for cell in row)


def twelve(value: Decimal) -> Decimal:
    """Rounded to 12 significant digits, in its shortest form."""
    return Decimal(canonical(_TWELVE.plus(value)))


def exact(value: Any) -> Decimal:
    """A sum of the engine as it is, in its shortest form."""
    return Decimal(canonical(Decimal(value)))


def month_text(number: int) -> str:
    """year * 12 + month -> '2027-04'."""
    return f"{(number - 1) // 12:04d}-{(number - 1) % 12 + 1:02d}"


def period_text(first: str, last: str) -> str:
    """'2025-04', '2027-03' -> '2025-04–2027-03'; one month alone stands once."""
    return first if first == last else f"{first}–{last}"
