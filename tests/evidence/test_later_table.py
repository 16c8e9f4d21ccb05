"""A large text file that holds another table further down: told with its row, and read when it is named."""

from __future__ import annotations

from pathlib import Path

import pytest
from tests.evidence.plain import WHEN

from kakehashi.evidence import delimited
from kakehashi.evidence.import_job import Choices, ImportResult
from kakehashi.evidence.importing import import_table
from kakehashi.evidence.read_as import ReadAs
from kakehashi.extension.reading import rows_of
from kakehashi.words import LANGUAGES, text

LONG = "x" * 300
DEALS = 20_000
FILE = "".join(
    [
        "Deal ID,Stage,Amount,Notes\n",
        *(f'D{n},Closed Won,{n},"{LONG}"\n' for n in range(DEALS)),
        "\n\n",
        "Account ID,Account Name\n",
        *(f"A{n},Company {n}\n" for n in range(500)),
    ]
)
HEADER = DEALS + 4


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("large") / "two.csv"
    made.write_text(FILE, "utf-8")
    assert made.stat().st_size > delimited.WHOLE
    return made


def load(path: Path, workspace: Path, table: str, read_as: ReadAs | None = None) -> ImportResult:
    return import_table(
        workspace,
        rows_of(None, path),
        name=path.name,
        table=table,
        choices=Choices(read_as=read_as),
        when=WHEN,
    )


def test_it_is_told(path: Path, tmp_path: Path) -> None:
    result = load(path, tmp_path, "opportunity")
    assert (result.loaded, result.reasons) == (DEALS, {"evidence.aside.width": 501})
    (rule,) = [rule for rule in result.rules if rule.reason.id == "evidence.rule.later_table"]
    assert rule.reason.values == {"row": str(HEADER), "columns": 2, "rows": 500}
    for language in LANGUAGES:
        assert f"--header-row {HEADER}" in text(rule.reason, language)


def test_it_is_read_when_its_header_is_named(path: Path, tmp_path: Path) -> None:
    result = load(path, tmp_path, "company", ReadAs(header_rows=(HEADER,)))
    assert (result.read, result.loaded) == (500, 500)


def test_single_rows_of_another_width_are_no_table(tmp_path: Path) -> None:
    path = tmp_path / "hurt.csv"
    lines = FILE.splitlines(keepends=True)[: DEALS + 1]
    lines[5000:5000] = ["a,b\n", "c,d\n"]
    lines[9000:9000] = ["e,f\n"]
    path.write_text("".join(lines), "utf-8")
    result = load(path, tmp_path / "evidence", "opportunity")
    assert result.reasons == {"evidence.aside.width": 3}
    assert not [rule for rule in result.rules if rule.reason.id == "evidence.rule.later_table"]
