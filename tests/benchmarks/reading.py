"""Text files: from a file of 20 columns to a typed evidence table, against the engine's bare read of the same
file into a table file; the same in CP932, against the bare read of the file in UTF-8.

Beside that, how many hurt copies of a file are read right. Leaves out: the findings. Peak memory is that of a
process of its own that imports the large file.
"""

from __future__ import annotations

import os
import random
import resource
import shutil
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import duckdb
from tests.benchmarks.timing import Ratio, compared
from tests.conftest import REPO
from tests.evidence.polluted import clean_rows, copies, is_right, ours, sniffed

from kakehashi.evidence.importing import import_table
from kakehashi.evidence.source import DelimitedFile

ROWS = 200_000
MANY = 1_000_000
RUNS = 5
PEAK = 2048
"""MiB."""

HEADER = (
    "Opportunity ID,Account Name,Opportunity Name,Stage,Amount,Created Date,Close Date,Lead Source,Owner,"
    "Industry,Employees,Product,Competitor,Type,Last Activity Date,Website,Email,Phone,Description,Remark"
)
STAGES = ("Closed Won", "Closed Lost", "Negotiation", "Qualification")
SOURCES = ("Web", "Event", "Partner", "Advertisement", "Phone", "")
INDUSTRIES = ("製造業", "情報・通信業", "小売業", "Banking", "Insurance", "卸売業")
FORMS = ("株式会社{}製作所", "{} Holdings, Inc.", "合同会社{}", "{} GmbH", "{}商事株式会社")
WORDS = (
    *("quote", "renewal", "demo", "pricing", "budget", "security", "audit", "team", "rollout"),
    *("見積", "更新", "予算", "比較検討", "稟議", "導入", "来期"),
)


def written(folder: Path, rows: int, encoding: str = "utf-8") -> Path:
    """An export of opportunities as a CRM writes it: a quarter of the rows holds quoted cells."""
    path = folder / f"{rows}-{encoding}.csv"
    with path.open("w", encoding=encoding, newline="") as file:
        file.write(HEADER + "\r\n")
        file.writelines(_rows(rows))
    return path


def _rows(rows: int) -> Iterator[str]:
    chance = random.Random(5)
    for number in range(rows):
        digits = f"{chance.getrandbits(48):012x}"
        company = FORMS[number % 5].format(digits[:5])
        text = " ".join(chance.choices(WORDS, k=6))
        if number % 4 == 1:
            company, text = f'"{company}"', f'"{text}, ""{digits}"""'
        elif "," in company:
            company = f'"{company}"'
        month, day = number % 12 + 1, number % 28 + 1
        stage, amount, employees = (
            STAGES[chance.randrange(4)],
            chance.randrange(10**7),
            chance.randrange(9000),
        )
        yield (
            f"006{digits}AAQ,{company},{digits[4:]} {WORDS[number % 16]},{stage},{amount},"
            f"2026-{month:02}-{day:02},2027-{day % 12 + 1:02}-{day:02},{SOURCES[number % 6]},"
            f"owner {number % 90},{INDUSTRIES[number % 6]},{employees},Product {number % 40},,New Business,"
            f"2027-01-{day:02}T10:{number % 60:02}:00Z,www.{digits[:7]}.example.com,"
            f"{digits[5:]}@{digits[:7]}.example.com,03-{number % 9999:04}-{digits[:4]},{text},\r\n"
        )


def _import(folder: Path, path: Path) -> None:
    workspace = folder / "evidence"
    import_table(workspace, DelimitedFile(path), name="x.csv", table="opportunity", when="2027-04-01")
    shutil.rmtree(workspace)


def _bare(folder: Path, path: Path) -> None:
    place = folder / "bare.duckdb"
    with duckdb.connect(str(place)) as connection:
        connection.execute("CREATE TABLE bare AS SELECT * FROM read_csv(?, all_varchar = true)", [str(path)])
    place.unlink()


def measure(folder: Path, rows: int = ROWS, runs: int = RUNS) -> list[Ratio]:
    """The ratios of a file of this many rows."""
    plain, japanese = written(folder, rows), written(folder, rows, "cp932")
    bare = partial(_bare, folder, plain)
    name = f"import of {rows:,} rows of 20 columns"
    return [
        compared(
            f"{name} / bare read into a table file",
            partial(_import, folder, plain),
            bare,
            bound=2.0,
            runs=runs,
        ),
        compared(
            f"{name} in CP932 / bare read in UTF-8",
            partial(_import, folder, japanese),
            bare,
            bound=2.5,
            runs=runs,
        ),
    ]


def hurt_copies(folder: Path) -> list[Ratio]:
    """How many hurt copies of a clean file are read right, beside the engine's sniffer; none without data."""
    data = Path(os.environ.get("KAKEHASHI_TEST_DATA") or REPO.parent / "shared" / "data")
    paths = copies(data)
    if not paths:
        return []
    clean = clean_rows(data)
    right = theirs = 0
    for path in paths:
        rows, aside, _, _ = ours(path, folder / path.stem)
        right += is_right(path, clean, rows, aside)
        theirs += is_right(path, clean, sniffed(path))
    name = f"hurt copies ({len(paths)}) read right: the engine's sniffer {theirs} / ours {right}"
    return [Ratio(name, theirs / len(paths), right / len(paths), theirs / 50, "share")]


def measure_large(folder: Path) -> list[Ratio]:
    """The ratios and the peak memory with a million rows."""
    ratios = measure(folder, MANY, runs=1)
    command = [
        sys.executable,
        "-m",
        "tests.benchmarks.reading",
        str(folder),
        str(folder / f"{MANY}-utf-8.csv"),
    ]
    peak = int(subprocess.run(command, check=True, capture_output=True, text=True).stdout)
    return [*ratios, Ratio(f"peak of that import / {PEAK} MiB", peak * 1024.0, PEAK * 2.0**20, 1.0, "bytes")]


if __name__ == "__main__":
    _import(Path(sys.argv[1]), Path(sys.argv[2]))
    print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
