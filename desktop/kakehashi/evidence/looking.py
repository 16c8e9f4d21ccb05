"""What the columns of a text table hold, counted by the engine over all rows."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from kakehashi.evidence.sql import literal, literals
from kakehashi.evidence.straight import load_straight
from kakehashi.evidence.text_table import TextTable

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

MANY = 200
"""More different values than that are no list of stages or kinds."""


SAMPLE = 10_000
"""So many filled cells tell what kind of text a column holds."""


class DateLook(msgspec.Struct, frozen=True):
    """Cells of a column as dates: `filled`, `known` (in a form we read), `plain` (2026-04-01 and longer).

    `two` have the form 4/5/2026; of these `day_first` and `month_first` can be meant in one way only, and
    `example` is one as it is written, one that can be meant in both ways where there is any. `serial` are
    the day numbers of a spreadsheet (46113), `serial_example` is one.
    """

    filled: int
    known: int
    plain: int
    two: int = 0
    day_first: int = 0
    month_first: int = 0
    example: str = ""
    serial: int = 0
    serial_example: str = ""


class NumberLook(msgspec.Struct, frozen=True):
    """Cells of a column as numbers: `plain` need no care.

    `point` and `comma` prove that mark as the decimal one; `unclear` could be 1.200 either way; `as_point`
    and `as_comma` can be read with that decimal mark. `percent` end in a percent sign and count in none of
    the others; `united` name a unit themselves (1200万, 3K).
    """

    filled: int
    plain: int
    point: int = 0
    comma: int = 0
    unclear: int = 0
    as_point: int = 0
    as_comma: int = 0
    percent: int = 0
    united: int = 0


class Look:
    """The rows of a text table as the temporary table `stage` of a connection: r (row number), c1, c2, ...

    The names of a person's columns never get into SQL, only their places. `columns` are those of the stage
    where joined files have added some.
    """

    def __init__(
        self,
        connection: DuckDBPyConnection,
        table: TextTable,
        nothing: tuple[str, ...] = (),
        columns: tuple[str, ...] = (),
    ) -> None:
        self.columns = columns or table.columns
        self.rows = table.rows
        self.nothing = nothing
        self._kinds = dict(zip(table.columns, table.kinds, strict=True))
        self._connection = connection
        self._kept: dict[str, list[tuple[Any, ...]]] = {}

    def name(self, column: str) -> str:
        """The name of a column in `stage`."""
        return f"c{self.columns.index(column) + 1}"

    def cell(self, column: str) -> str:
        """SQL: the cell without outer blanks, NULL when it holds nothing."""
        plain = f"{'cell' if self._padded(column) else 'filled'}({self.name(column)})"
        if not self.nothing:
            return plain
        return f"CASE WHEN {plain} NOT IN {literals(self.nothing)} THEN {plain} END"

    def _padded(self, column: str) -> bool:
        """Whether any cell has outer blanks: taking them off costs more than all other reading."""
        if self._holds_only(column, "number", "date", "flag"):
            return False
        return bool(self._one(f"SELECT coalesce(bool_or(padded({self.name(column)})), false) FROM stage")[0])

    def narrow(self, column: str) -> str:
        """SQL: the cell with full-width digits and signs made plain."""
        return f"narrow({self.cell(column)})"

    def _rows(self, query: str) -> list[tuple[Any, ...]]:
        """The rows of a query; asked once, the stage does not change."""
        if query not in self._kept:
            self._kept[query] = self._connection.execute(query).fetchall()
        return self._kept[query]

    def _one(self, query: str) -> tuple[Any, ...]:
        return self._rows(query)[0]

    def alike(self, column: str) -> tuple[str, ...]:
        """This column and the others that have the same header, if any of them holds something else."""
        found = [column]
        while (name := f"{column} ({len(found) + 1})") in self.columns:
            found.append(name)
        first = self.cell(column)
        tests = " OR ".join(f"{first} IS DISTINCT FROM {self.cell(name)}" for name in found[1:])
        if not tests or not self._one(f"SELECT count(*) FROM stage WHERE {tests}")[0]:
            return (column,)
        return tuple(found)

    def filled(self, column: str) -> int:
        """How many cells hold something."""
        return int(self._one(f"SELECT count({self.cell(column)}) FROM stage")[0])

    def different(self, column: str) -> int:
        """How many different values there are."""
        return int(self._one(f"SELECT count(DISTINCT {self.cell(column)}) FROM stage")[0])

    def values(self, column: str) -> dict[str, int] | None:
        """Each value and how often it stands there, the most frequent first; None when there are too many."""
        rows = self._rows(
            f"SELECT x, count(*) FROM (SELECT {self.cell(column)} AS x FROM stage) AS cells"
            f" WHERE x IS NOT NULL GROUP BY x ORDER BY count(*) DESC, x LIMIT {MANY + 1}"
        )
        return None if len(rows) > MANY else {str(value): int(count) for value, count in rows}

    def dates(self, column: str, *, month: bool = False) -> DateLook:
        """The column seen as dates, or as months (2026-04 counts too)."""
        if self._holds_only(column, "date"):
            filled = self.filled(column)
            return DateLook(filled, filled, filled)
        filled, plain = self._one(
            "SELECT count(x), count(plain_date(x))"
            f" FROM (SELECT {self.cell(column)} AS x FROM stage) AS cells"
        )
        if filled == plain:
            return DateLook(filled, plain, plain)
        known = "form IS NOT NULL" if month else "form IS NOT NULL AND NOT only_month(form)"
        row = self._one(
            f"""SELECT count(*) FILTER ({known}), count(*) FILTER (form = 'two'),
                count(*) FILTER (form = 'two' AND a BETWEEN 13 AND 31 AND b <= 12),
                count(*) FILTER (form = 'two' AND a <= 12 AND b BETWEEN 13 AND 31),
                coalesce(
                    min(written) FILTER (form = 'two' AND a <= 12 AND b <= 12 AND a <> b),
                    min(written) FILTER (form = 'two')
                ),
                count(*) FILTER (form = 'serial'), min(written) FILTER (form = 'serial')
            FROM (
                SELECT form, written, TRY_CAST(regexp_extract(x, '^(\\d+)', 1) AS INTEGER) AS a,
                    TRY_CAST(regexp_extract(x, '^\\d+\\D+(\\d+)', 1) AS INTEGER) AS b
                FROM (
                    SELECT x, written, date_form(x) AS form
                    FROM (
                        SELECT {self.narrow(column)} AS x, {self.cell(column)} AS written FROM stage
                    ) AS cells
                ) AS forms
            ) AS parts"""
        )
        return DateLook(filled, row[0], plain, row[1], row[2], row[3], row[4] or "", row[5], row[6] or "")

    def numbers(self, column: str) -> NumberLook:
        """The column seen as numbers."""
        if self._holds_only(column, "number"):  # not text that may be meant so: a point is a point
            filled = self.filled(column)
            return NumberLook(filled, filled, as_point=filled, as_comma=filled)
        filled, plain, marks = self._one(
            f"""SELECT count(x), count(plain_number(x)),
                count(*) FILTER (regexp_matches(x, '[.,．，]'))
            FROM (SELECT {self.cell(column)} AS x FROM stage) AS cells"""
        )
        if filled == plain and not marks:
            return NumberLook(filled, plain, as_point=plain, as_comma=plain)
        group, one = r"[1-9]\d{0,2}", r"\d*"
        point = (
            f"regexp_matches(n, ',\\d{{3}}\\.\\d') OR regexp_full_match(n, '{group}(,\\d{{3}}){{2,}}')"
            f" OR (regexp_full_match(n, '{one}\\.\\d+') AND NOT regexp_full_match(n, '{group}\\.\\d{{3}}'))"
        )
        comma = (
            f"regexp_matches(n, '\\.\\d{{3}},\\d') OR regexp_full_match(n, '{group}(\\.\\d{{3}}){{2,}}')"
            f" OR (regexp_full_match(n, '{one},\\d+') AND NOT regexp_full_match(n, '{group},\\d{{3}}'))"
        )
        units = "0, 0"
        if plain < filled:
            units = (
                "count(*) FILTER (regexp_full_match(x, '[-+]?[\\d.,]+\\s*%')),"
                " count(*) FILTER (regexp_matches(x, '(?i)\\d\\s*(?:[兆億万千百]|k\\b|thousand|m|b)')"
                " AND written_number(x))"
            )
        row = self._one(
            f"""SELECT count(*) FILTER ({point}), count(*) FILTER ({comma}),
                count(*) FILTER (regexp_full_match(n, '{group}\\.\\d{{3}}')),
                count(read_number(x)), count(read_number(swapped(x))),
                {units}
            FROM (
                SELECT x, regexp_extract(x, '[\\d.,]*\\d') AS n
                FROM (SELECT {self.narrow(column)} AS x FROM stage) AS cells
            ) AS bodies"""
        )
        return NumberLook(filled, plain, *map(int, row))

    def _holds_only(self, column: str, *kinds: str) -> bool:
        """Whether the source gave nothing but such cells: they are written in one way only."""
        found = set(self._kinds.get(column, ("text",))) - {"nothing"}
        return bool(found) and found <= set(kinds)

    def sums_up(self, column: str, others: Sequence[str]) -> bool:
        """Whether each filled cell of the column is the sum of the cells beside it, in two rows or more."""
        cells = ", ".join(f"{self.narrow(name)} AS x{place}" for place, name in enumerate((column, *others)))
        parts = " + ".join(f"coalesce(read_number(x{place}), 0)" for place in range(1, len(others) + 1))
        rows, equal = self._one(
            "SELECT count(whole), count(*) FILTER (whole = parts) FROM (SELECT read_number(x0) AS whole,"
            f" {parts} AS parts FROM (SELECT {cells} FROM stage) AS cells) AS sums"
        )
        return bool(rows > 1 and rows == equal)

    def currencies(self, column: str) -> dict[str | None, int]:
        """Each currency that the cells with a number name, and in how many; None: those that name none."""
        numbers = self.numbers(column)
        if numbers.plain == numbers.filled:
            return {None: numbers.filled} if numbers.filled else {}
        rows = self._rows(
            f"SELECT named_currency(x), count(*) FROM (SELECT {self.narrow(column)} AS x FROM stage) AS cells"
            " WHERE plain_number(x) IS NOT NULL OR written_number(x) OR written_number(swapped(x))"
            " GROUP BY 1 ORDER BY 2 DESC, 1"
        )
        return {name: int(count) for name, count in rows}

    def matching(self, column: str, pattern: str) -> float:
        """The share of the first filled cells that a regular expression (RE2) matches whole; 1 for none."""
        cells = f"(SELECT {self.cell(column)} AS x FROM stage) AS cells WHERE x IS NOT NULL LIMIT {SAMPLE}"
        filled, found = self._one(
            f"SELECT count(*), count(*) FILTER (regexp_full_match(x, {literal(pattern)}))"
            f" FROM (SELECT x FROM {cells}) AS sample"
        )
        return found / filled if filled else 1.0

    def is_yes(self, value: str) -> bool:
        """Whether a text says yes."""
        return self._connection.execute("SELECT read_flag(?)", [value]).fetchone() == (True,)

    def flags(self, column: str) -> tuple[int, int]:
        """How many cells are filled, and how many of them say yes or no."""
        filled, known = self._one(
            f"SELECT count(x), count(read_flag(x)) FROM (SELECT {self.cell(column)} AS x FROM stage) AS cells"
        )
        return int(filled), int(known)


def load_stage(connection: DuckDBPyConnection, table: TextTable) -> TextTable:
    """Read the text table into the temporary tables `stage` and `aside` (r, reason, raw), and count its rows.

    Raises NeedsCare when the engine can't read a file straight.
    """
    if table.straight is not None:
        rows = load_straight(connection, table.path, len(table.columns), table.straight, "stage")
        table = msgspec.structs.replace(table, rows=rows, straight=None)
    else:
        load_text_table(connection, table, "stage")
    connection.execute(
        "CREATE OR REPLACE TEMP TABLE aside AS SELECT r, reason, NULL::VARCHAR AS col, raw FROM"
        f" read_csv({literal(str(table.aside_path))},"
        f" columns = {{'r': 'BIGINT', 'reason': 'VARCHAR', 'raw': 'VARCHAR'}},"
        f" {_FORM}, max_line_size = {(16 << 20) + 4096})"
        if table.aside
        else "CREATE OR REPLACE TEMP TABLE aside (r BIGINT, reason VARCHAR, col VARCHAR, raw VARCHAR)"
    )
    return table


def load_text_table(connection: DuckDBPyConnection, table: TextTable, name: str) -> None:
    """Read the rows of a text table into a temporary table: r (row number), c1, c2, ..."""
    names = ", ".join(
        ["'r': 'BIGINT'", *(f"'c{place}': 'VARCHAR'" for place in range(1, len(table.columns) + 1))]
    )
    longest = max(table.longest, 1 << 20) + 4096
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE {name} AS SELECT * FROM"
        f" read_csv({literal(str(table.path))}, columns = {{{names}}}, {_FORM}, max_line_size = {longest})"
    )


_FORM = (
    "delim = ',', quote = '\"', escape = '\"', header = false, auto_detect = false, new_line = '\\n',"
    " nullstr = '', allow_quoted_nulls = false"
)
