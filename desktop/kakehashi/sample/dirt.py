"""Rows that no import can load as they are, a few of each sort, planted among the sound ones.

A dirty row is one more than the world has: whatever becomes of it, the others are the world. It is made of
two sound rows (who it is about from one, the rest from another) under an id of its own.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from kakehashi.sample.dice import Dice
from kakehashi.sample.exports import Export, Row, lead_id, opportunity_id
from kakehashi.sample.wording import Wording

Lines = list[str]
FIRST_NUMBER = 20_000
"""The ids of dirty rows are counted from here."""


class Dirt(NamedTuple):
    """One sort: `reason` as the importer calls it, how many rows, and what is spoilt where.

    `at` is a column, `text` what stands in it (the name of a text of the wording, '' for nothing).
    """

    reason: str
    many: int
    at: int = 0
    text: str = ""


WHO: Mapping[str, Sequence[int]] = {
    "company": (1, 2, 7),
    "lead": (1, 2, 3, 4, 5),
    "opportunity": (1, 2, 13, 14),
    "activity": (6, 7),
    "spend": (),
    "contract": (1, 2),
    "voice": (1, 3),
}
"""The columns of a table that say who or what a row is about."""
KEYS: Mapping[str, Callable[[int], str]] = {
    "company": lambda number: f"T{number + 1:05d}",
    "lead": lead_id,
    "opportunity": opportunity_id,
    "activity": lambda number: f"A{number + 100_001}",
    "contract": lambda number: f"K-{number + 1_001}",
    "voice": lambda number: f"V{number + 1:05d}",
}
DIRT: Mapping[str, Sequence[Dirt]] = {
    "company": (
        Dirt("missing", 2),
        Dirt("number", 3, 4, "unclear"),
        Dirt("duplicate", 2),
    ),
    "lead": (
        Dirt("missing", 7),
        Dirt("date", 9, 8, "impossible_date"),
        Dirt("flag", 3, 13, "flag_is_text"),
        Dirt("width", 4, 1),
        Dirt("duplicate", 6),
    ),
    "opportunity": (
        Dirt("missing", 4),
        Dirt("date", 6, 6, "impossible_date"),
        Dirt("number", 5, 5, "number_is_text"),
        Dirt("width", 3, 1),
        Dirt("quotes", 2, 1),
        Dirt("duplicate", 4),
    ),
    "activity": (
        Dirt("missing", 4, 4),
        Dirt("date", 3, 8, "impossible_date"),
        Dirt("width", 2, 6),
    ),
    "spend": (
        Dirt("missing", 1),
        Dirt("date", 2, 0, "impossible_month"),
        Dirt("number", 3, 4, "not_settled"),
        Dirt("total", 3),
    ),
    "contract": (
        Dirt("missing", 1, 1),
        Dirt("date", 2, 4, "impossible_date"),
        Dirt("number", 2, 5, "unclear"),
        Dirt("repeated", 3, 4),
    ),
    "voice": (Dirt("missing", 3, 5), Dirt("date", 2, 7, "impossible_date")),
}


def soiled(seed: int, table: str, export: Export, wording: Wording, *, quote_all: bool) -> Lines:
    """The rows of an export as lines of its file, with the dirt among them (totals stand at their place)."""
    dice = Dice(seed, f"dirt of {table}")
    lines = [line(row, quote_all=quote_all) for row in export.rows]
    planted: list[tuple[int, str]] = []
    number = FIRST_NUMBER
    for each in DIRT[table]:
        for _ in range(each.many if each.reason != "total" else 0):
            at = dice.below(len(export.rows))
            row = list(export.rows[at])
            if each.reason not in ("duplicate", "repeated"):
                row = _crossed(row, export.rows[dice.below(len(export.rows))], WHO[table])
                if table in KEYS:
                    row[0] = KEYS[table](number)
                number += 1
            planted.append((at, _spoilt(row, each, wording, quote_all=quote_all)))
    for at, spoilt in sorted(planted, key=lambda pair: -pair[0]):
        lines.insert(at + 1, spoilt)
    return lines


def _crossed(row: Row, who: Row, columns: Sequence[int]) -> Row:
    for at in columns:
        row[at] = who[at]
    return row


def _spoilt(row: Row, dirt: Dirt, wording: Wording, *, quote_all: bool) -> str:
    match dirt.reason:
        case "duplicate":
            return line(row, quote_all=quote_all)
        case "repeated":  # as it was at an earlier export: it ended a year before
            return line(
                [*row[: dirt.at], _year_before(row[dirt.at]), *row[dirt.at + 1 :]], quote_all=quote_all
            )
        case "width":  # a comma that nobody quoted
            torn = wording.phrase("torn").split(",")
            return line([*row[: dirt.at], *torn, *row[dirt.at + 1 :]], quote_all=quote_all)
        case "quotes":  # a name whose closing quotation mark was lost
            whole = line(row, quote_all=True)
            return whole.replace(f'{row[dirt.at]}"', row[dirt.at], 1)
        case _:
            text = wording.phrase(dirt.text) if dirt.text else ""
            return line([*row[: dirt.at], text, *row[dirt.at + 1 :]], quote_all=quote_all)


def _year_before(written: str) -> str:
    return f"{int(written[:4]) - 1}{written[4:]}"


def line(row: Row, *, quote_all: bool) -> str:
    """A row as a line of its file, ended as on Windows."""
    file = io.StringIO(newline="")
    if quote_all:
        csv.writer(file, quoting=csv.QUOTE_ALL, lineterminator="\r\n").writerow(row)
    else:
        csv.writer(file, lineterminator="\r\n").writerow(row)
    return file.getvalue()


def with_totals(lines: Lines, export: Export, wording: Wording, first_year: int, *, quote_all: bool) -> Lines:
    """The lines of the spend workbook with a subtotal after each of its two years and a grand total."""
    at = export.header.index(wording.some("tables", "spend")[4])
    half = len(_first_year(export.rows))
    sums = [
        sum(int(row[at].replace(",", "")) for row in rows)
        for rows in (export.rows[:half], export.rows[half:])
    ]

    def total(label: str, amount: int) -> str:
        cells = [""] * len(export.header)
        cells[0], cells[at] = label, f"{amount:,}"
        return line(cells, quote_all=quote_all)

    place = next(n for n, each in enumerate(lines) if each == line(export.rows[half], quote_all=quote_all))
    label = [wording.phrase("yearly_total", year=first_year + year) for year in (0, 1)]
    return [
        *lines[:place],
        total(label[0], sums[0]),
        *lines[place:],
        total(label[1], sums[1]),
        total(wording.phrase("total"), sum(sums)),
    ]


def _first_year(rows: list[Row]) -> list[Row]:
    """The rows of the first twelve months; months stand together."""
    months: dict[str, None] = {}
    for place, row in enumerate(rows):
        months[row[0]] = None
        if len(months) > 12:
            return rows[:place]
    return rows
