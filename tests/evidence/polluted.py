"""The hurt copies of one clean file: what each should give, what we read, what the engine's sniffer reads.

A copy counts as right when every row but the hurt one is loaded equal to the clean file, and the hurt one is
loaded equal too or is not loaded (by us: set aside); a copy without rows, when it is refused or has none.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Sequence
from pathlib import Path

import duckdb

from kakehashi.evidence.delimited import read_delimited
from kakehashi.evidence.looking import load_stage
from kakehashi.evidence.source import DelimitedFile
from kakehashi.words import PlanError

Rows = list[list[str]]
NONE_LEFT = ("file_header_only", "file_no_payload")


def copies(data: Path) -> list[Path]:
    """All hurt copies."""
    folder = data / "csv-dialects/polluted"
    return sorted(path for path in folder.glob("*.csv") if path.stem != "source")


def clean_rows(data: Path) -> Rows:
    """The header and the rows of the clean file."""
    with (data / "csv-dialects/polluted/source.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))


def is_right(path: Path, clean: Rows, rows: Rows, aside: int | None = None) -> bool:
    """Whether these rows are what the copy should give."""
    wanted = clean[1:]
    if path.stem in NONE_LEFT:
        return not rows
    if path.stem == "file_one_data_row":
        return rows == wanted[:1]
    hurt = re.match(r"row_\D+?(\d+)_", path.stem)
    if rows == wanted:
        return aside in (None, 0)
    if hurt is None or hurt[1] == "0":
        return False
    at = int(hurt[1]) - 1
    return rows == wanted[:at] + wanted[at + 1 :] and aside in (None, 1)


def ours(path: Path, folder: Path) -> tuple[Rows, int, tuple[str, ...], str]:
    """Rows loaded, rows set aside, columns, and the message of a refusal."""
    folder.mkdir(exist_ok=True)
    try:
        table = read_delimited(DelimitedFile(path), folder)
    except PlanError as error:
        return [], 0, (), error.message.id
    with duckdb.connect() as connection:
        load_stage(connection, table)
        rows = connection.execute("SELECT * EXCLUDE (r) FROM stage ORDER BY r").fetchall()
    return _texts(rows), table.aside, table.columns, ""


def sniffed(path: Path) -> Rows:
    """What the engine reads with its own sniffer and its defaults, all as text; nothing where it refuses."""
    with duckdb.connect() as connection:
        try:
            rows = connection.execute("SELECT * FROM read_csv(?, all_varchar = true)", [str(path)]).fetchall()
        except duckdb.Error:
            return [["refused"]]
    return _texts(rows)


def _texts(rows: Sequence[tuple[object, ...]]) -> Rows:
    return [["" if cell is None else str(cell) for cell in row] for row in rows]
