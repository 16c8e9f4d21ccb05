"""Tables with a column for each month or for each channel: one row for each of their cells instead.

Recognised from headers and values, told as a rule, overruled by `--wide`. Columns that sum up the others are
not loaded. An empty cell is no row. Row 12, column 3 of the source is row 12003 afterwards.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from kakehashi.evidence.fitting import fits
from kakehashi.evidence.header_months import HeaderMonth, dated, spent_months
from kakehashi.evidence.headers import by_header, name_and_unit, named, plain_header, synonyms, unit_of
from kakehashi.evidence.known_layout import saved_profiles
from kakehashi.evidence.looking import Look
from kakehashi.evidence.profile import Profile, layout_of, plain_columns, profile_path, read_profile
from kakehashi.evidence.question import Question
from kakehashi.evidence.read_as import ReadAs, Rule
from kakehashi.evidence.sql import literal
from kakehashi.evidence.table_area import is_total_word
from kakehashi.evidence.tables import Table
from kakehashi.evidence.text_table import TextTable
from kakehashi.words import Message, PlanError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

FIELDS: dict[str, tuple[str, tuple[str, ...]]] = {
    "spend": ("amount", ("category", "measure", "campaign", "vendor")),
    "actual": ("value", ("metric",)),
}
"""Tables whose cells may stand side by side: the field of the cells, and what rows or columns may be."""

NOT_WIDE = "none"
MOST_ROWS = 10_000
"""A longer table has one row for each entry already: it isn't looked at."""
MOST_PARTS = 40
"""Of more columns none is tried as the sum of the others."""
_FACTOR = 1000
_MONEY = re.compile(r"費|支出|金額|コスト|spend|spent|cost|expense")
_SPEND = re.compile(r"(?:spend|spent|costs?|費用|支出額?)$")
_NO_SPEND = re.compile(
    r"予算|計画|予測|見込|目標|実績|差異|差額|残高|消費税|税額|税込|税抜"
    r"|plan|budget|forecast|target|actual|variance|difference|balance|tax|vat"
)
_PLANNED_ROW = re.compile(r"(?:予算|計画|予測|見込|目標)[額値]?|plan(?:ned)?|budget(?:ed)?|forecast|target")
_KINDS_OF_COST = ("広告費", "媒体費")
"""Columns of amounts that may be one of several kinds of cost, beside others of them."""
_NO_MONEY = re.compile(
    r"売上|受注|利益|収益|表示|クリック|訪問|セッション|リード|商談|競合|単価|人口|指数"
    r"|revenue|sales|profit|impression|click|visit|session|view|lead|conversion|compet|control|price|index"
    r"|population|(?:率|数|件|cpa|cpc|cpm|ctr|cvr|roi|roas|rate|ratio|count|id|no|番号|年|年度|year)$"
)
_PART_OF_YEAR = re.compile(
    r"(?:通期|年間|年計|[上下]半?期計?|第?[1-4一二三四]四半期計?|[1-4]?q[1-4]?|h[12]|fy\d*|ytd)"
)


class _Wide(msgspec.Struct, frozen=True):
    """`cells`: columns with what their headers say in the field `says`. `kept` are the columns beside them,
    by their names afterwards; `totals` and `left` are numbers that are not loaded."""

    says: str
    cells: dict[str, str]
    kept: dict[str, str]
    totals: tuple[str, ...]
    left: tuple[str, ...] = ()


def known_wide(
    workspace: Path, table: Table, columns: tuple[str, ...], given: Profile | None, told: ReadAs
) -> ReadAs:
    """What is told about this table, completed by what was decided about its layout before."""
    if told.wide is not None or table.name not in FIELDS:
        return told
    if given is not None:
        as_it_is = set(given.used_columns()) <= set(columns)
        return msgspec.structs.replace(told, wide=NOT_WIDE) if as_it_is else told
    if profile_path(workspace, table.name, layout_of(table.name, columns)).exists():
        return msgspec.structs.replace(told, wide=NOT_WIDE)
    here = set(plain_columns(columns))
    for profile in map(read_profile, saved_profiles(workspace, table.name)):
        said = profile.read_as.wide if profile.read_as else None
        if said not in (None, NOT_WIDE) and set(plain_columns(profile.header[:-2])) <= here:
            return msgspec.structs.replace(told, wide=said)
    return told


def made_long(connection: DuckDBPyConnection, table: Table, text: TextTable, told: ReadAs) -> TextTable:
    """The table in `stage` with one row for each cell, where it is a wide one; else as it is.

    Raises Question when its months name no year, PlanError when it is said to be wide and isn't.
    """
    if table.name not in FIELDS or told.wide == NOT_WIDE:
        return _must_be_wide(told, text)
    if told.wide is None and text.rows > MOST_ROWS:
        return text
    look = Look(connection, text)
    found = _by_month(table, look, told) if told.wide in (None, "month") else None
    if found is None and told.wide != "month":
        found = _by_label(table, look, told.wide)
    return _must_be_wide(told, text) if found is None else _unpivot(connection, table, text, look, found)


def _must_be_wide(told: ReadAs, text: TextTable) -> TextTable:
    if told.wide not in (None, NOT_WIDE):
        raise PlanError("error.evidence.not_wide", name=text.name, option="--wide")
    return text


# ---- months in the header


def _by_month(table: Table, look: Look, told: ReadAs) -> _Wide | None:
    value, _ = FIELDS[table.name]
    numbers = _numbers(table, look)
    months = spent_months(column for column in look.columns if column in numbers or not look.filled(column))
    if len(months) < 2 or not numbers.keys() & months.keys() or _named_field(table, look, "month"):
        return None
    totals = _totals(look, [column for column in numbers if column not in months], list(months))
    amount = _named_field(table, look, value)
    if (amount is not None and amount not in totals) or not _one_unit(months):
        return None
    left = tuple(column for column in numbers if column not in months and column not in totals)
    kept = [column for column in look.columns if column not in {*months, *totals, *left}]
    if told.wide is None and _has_planned_rows(look, kept):
        return None
    says = dict(zip(months, _first_days(months, told), strict=True))
    return _Wide("month", says, _with_label(table, look, kept), totals, left)


def _first_days(months: dict[str, HeaderMonth], told: ReadAs) -> list[str]:
    each = list(months.values())
    first = (each[0].year or 0, each[0].month)
    if any(month.year is None for month in each):
        said = re.fullmatch(r"((?:19|20)\d\d)-(\d\d)", told.first_month or "")
        if said is None or int(said[2]) != each[0].month:
            raise Question(
                "error.evidence.which_year",
                column=None,
                readings=tuple(months),
                option=f"--first-month YYYY-{each[0].month:02d}",
                first=next(iter(months)),
            )
        first = (int(said[1]), int(said[2]))
    return [f"{year:04d}-{month:02d}-01" for year, month in dated(each, first)]


def _with_label(table: Table, look: Look, kept: list[str]) -> dict[str, str]:
    """The columns beside the months; the first text of them says what the rows are, if no header does."""
    _, labels = FIELDS[table.name]
    names = {column: column for column in kept}
    if not any(_named_field(table, look, field, kept) for field in labels):
        text = next((column for column in kept if look.filled(column)), None)
        if text is not None:
            names[text] = labels[0]
    return names


# ---- channels in the header


def _by_label(table: Table, look: Look, told: str | None) -> _Wide | None:
    value, labels = FIELDS[table.name]
    if told is not None and told not in labels:
        return None
    if told is None and any(_named_field(table, look, field) for field in _other_counts(table, value)):
        return None
    month = _month_column(table, look)
    if month is None:
        return None
    numbers = _numbers(table, look)
    numbers.pop(month, None)
    totals = _totals(look, list(numbers), list(numbers))
    cells = _amounts(table, [column for column in numbers if column not in totals], told)
    left = tuple(column for column in numbers if column not in totals and column not in cells)
    amount = _named_field(table, look, value)
    one_of_them = amount is not None and plain_header(amount) in _KINDS_OF_COST
    proven = (
        told is not None
        or amount is None
        or (one_of_them and (bool(totals) or all(map(_is_called_money, cells))))
    )
    if len(cells) < 2 or not proven or amount in totals or not _one_unit(cells):
        return None
    kept = [column for column in look.columns if column not in {*numbers}]
    free = [field for field in labels if _named_field(table, look, field, kept) is None]
    if told is None and (not free or _has_planned_rows(look, kept)):
        return None
    names = {column: "month" if column == month else column for column in kept}
    if _named_field(table, look, "month", kept):
        names[month] = month
    says = {column: name_and_unit(column)[0] for column in cells}
    return _Wide(told or free[0], says, names, totals, left)


def _month_column(table: Table, look: Look) -> str | None:
    """The column of months by its header; else the only one that holds nothing but dates."""
    if column := _named_field(table, look, "month"):
        return column
    found = []
    for column in look.columns:
        dates = look.dates(column, month=True)
        if dates.filled and dates.known == dates.filled and dates.serial == 0:
            found.append(column)
    return found[0] if len(found) == 1 else None


def _other_counts(table: Table, value: str) -> Iterable[str]:
    return (each.name for each in table.fields if each.kind in ("number", "count") and each.name != value)


def _amounts(table: Table, columns: list[str], told: str | None) -> list[str]:
    """Those of the columns that hold amounts; none where that is in doubt.

    Beside sales or clicks only what is called spend or cost is taken: which other column is money, a person
    must say.
    """
    if table.name != "spend":
        return columns
    called = [column for column in columns if _is_called_money(column)]
    doubtful = [column for column in columns if column not in called and _is_doubtful(column)]
    others = [column for column in columns if column not in called and column not in doubtful]
    if not doubtful or told is not None:
        return [column for column in columns if column not in doubtful]
    plainly = [column for column in called if _SPEND.search(plain_header(column))]
    return plainly if len(plainly) > 1 else [] if others else called


def _is_called_money(column: str) -> bool:
    plain = plain_header(column)
    return _MONEY.search(plain) is not None and _NO_SPEND.search(plain) is None


def _is_doubtful(column: str) -> bool:
    plain = plain_header(column)
    if len(plain) < 2 or any(sign.isdigit() for sign in plain):
        return True
    return _NO_MONEY.search(plain) is not None or _NO_SPEND.search(plain) is not None


# ---- both


def _numbers(table: Table, look: Look) -> dict[str, None]:
    """The columns that hold numbers."""
    field = table.field(FIELDS[table.name][0])
    return {
        column: None
        for column in look.columns
        if look.filled(column) and fits(look, column, field, table, likely=True)
    }


def _named_field(table: Table, look: Look, field: str, columns: Iterable[str] | None = None) -> str | None:
    """The column whose header surely names a field, and whose values fit it."""
    headers = by_header(look.columns if columns is None else columns)
    for column in named(headers, synonyms(table.name)["sure"].get(field, ())):
        if look.filled(column) and fits(look, column, table.field(field), table, likely=False):
            return column
    return None


def _totals(look: Look, columns: list[str], parts: list[str]) -> tuple[str, ...]:
    """Those of the columns that sum up others, by their name or by their figures."""
    words = [
        column
        for column in columns
        if is_total_word(column) or _PART_OF_YEAR.fullmatch(plain_header(column)) is not None
    ]
    if words or len(parts) > MOST_PARTS:
        return tuple(words)
    return tuple(
        column
        for column in columns
        if len(others := [part for part in parts if part != column]) > 1 and look.sums_up(column, others)
    )


def _has_planned_rows(look: Look, kept: Iterable[str]) -> bool:
    """Whether a column says of some rows that they are planned: they must not count as spent."""
    return any(
        _PLANNED_ROW.fullmatch(plain_header(value)) for column in kept for value in look.values(column) or ()
    )


def _one_unit(columns: Iterable[str]) -> bool:
    return len({unit_of(column) for column in columns}) == 1


def _unpivot(
    connection: DuckDBPyConnection, table: Table, text: TextTable, look: Look, wide: _Wide
) -> TextTable:
    value, _ = FIELDS[table.name]
    places = {column: place for place, column in enumerate(text.columns, 1)}
    factor = _FACTOR if len(text.columns) < _FACTOR else _FACTOR**2
    beside = "".join(f"c{places[column]} AS k{at}, " for at, column in enumerate(wide.kept))
    parts = " UNION ALL ".join(
        f"SELECT r * {factor} + {places[column]} AS r, {beside}{literal(said)} AS said,"
        f" c{places[column]} AS cell_text FROM stage WHERE {look.cell(column)} IS NOT NULL"
        for column, said in wide.cells.items()
    )
    names = ", ".join(
        f"{name} AS c{place}"
        for place, name in enumerate([*(f"k{at}" for at in range(len(wide.kept))), "said", "cell_text"], 1)
    )
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE stage AS SELECT r, {names} FROM ({parts}) AS long ORDER BY r"
    )
    connection.execute(f"UPDATE aside SET r = r * {factor}")
    counted = connection.execute("SELECT count(*) FROM stage").fetchone()
    assert counted is not None
    kinds = dict(zip(text.columns, text.kinds, strict=True))
    _, unit = name_and_unit(next(iter(wide.cells)))
    return msgspec.structs.replace(
        text,
        columns=(*wide.kept.values(), wide.says, f"{value} {unit}".strip()),
        kinds=(
            *(kinds[column] for column in wide.kept),
            ("text",),
            tuple(sorted({kind for column in wide.cells for kind in kinds[column]})),
        ),
        rows=int(counted[0]),
        rules=(*text.rules, *_rules(wide, value, text.rows, int(counted[0]), factor)),
    )


def _rules(wide: _Wide, value: str, rows: int, cells: int, factor: int) -> Iterable[Rule]:
    columns = list(wide.cells)
    yield Rule(
        "wide",
        wide.says,
        Message(
            "evidence.rule.wide",
            {
                "columns": len(columns),
                "first": columns[0],
                "last": columns[-1],
                "field": Message(f"finding.column.{wide.says}"),
                "value": Message(f"finding.column.{value}"),
                "rows": rows,
                "cells": cells,
                "factor": str(factor),
            },
        ),
    )
    if wide.totals:
        told = ", ".join(wide.totals)
        yield Rule("wide_totals", told, Message("evidence.rule.wide_totals", {"columns": told}))
    if wide.left:
        told = ", ".join(wide.left)
        yield Rule("wide_left", told, Message("evidence.rule.wide_left", {"columns": told}))
